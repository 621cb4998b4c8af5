"""Hold one state of the figures against another, and a text about to be published against the figures.

``differing`` says what changed between two states and why; ``drafting`` says of each figure of a draft whether claims
and estimates support it.  Both give frames; how they are shown is up to the rooms above.
"""

from tracker.checking.differing import Change, State, compared_claims, compared_estimates
from tracker.checking.drafting import UNSUPPORTED, checked_figures

__all__ = ["UNSUPPORTED", "Change", "State", "checked_figures", "compared_claims", "compared_estimates"]
