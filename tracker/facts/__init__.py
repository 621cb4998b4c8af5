"""The figure an analyst would record: per report, its facts in the order in which they matter.

Analysts write one fact a report and place, not every number.  ``facts`` ranks what a report states and adds up
what it states for places apart where it gives no whole; ``sheet`` writes the columns that IDMC's and DTM's
sheets have.  Nothing hypothetical, denied or told as a rate is a fact, and no part stands before its whole.

In: the claims table.  Out: the facts table.
"""

from tracker.facts.ranking import facts
from tracker.facts.sheets import SHEETS, sheet

__all__ = ["SHEETS", "facts", "sheet"]
