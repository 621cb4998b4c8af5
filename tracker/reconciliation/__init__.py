"""Claims to series to estimates, dissent kept.

In: a frame of claims.  Out: Reconciliation.
"""

from tracker.reconciliation.method import reconcile
from tracker.reconciliation.result import Reconciliation

__all__ = ["Reconciliation", "reconcile"]
