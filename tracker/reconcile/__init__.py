"""Claims to series to estimates, dissent kept.

In: a frame of claims.  Out: Reconciliation.
"""

from tracker.reconcile.method import reconcile
from tracker.reconcile.result import Reconciliation

__all__ = ["Reconciliation", "reconcile"]
