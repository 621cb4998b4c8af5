"""All rules that fill the roles of a claim, by name.

In: nothing.  Out: name and example of every rule, in the order in which they are heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.claims import totals
from tracker.claims.fill import groups, measures, modality, periods, places, speakers, struck, terms, times
from tracker.claims.fill.rule import Rule

TABLES: tuple[tuple[Rule[Any, Any], ...], ...] = (
    terms.TERMS,
    terms.CORRECTIONS,
    measures.MEASURES,
    struck.OTHER_TIMES,
    (times.START_AND_END,),
    times.TIMES,
    (periods.PRESENT,),
    periods.PERIODS,
    periods.ACCUMULATIONS,
    places.OTHER_FIGURES,
    (places.HEADS_FOR, places.LARGER),
    places.USES,
    (places.HOLDER, places.POINTS_BACK, places.HEADS),
    places.COUNTRIES,
    modality.MODALITIES,
    modality.EXCUSES,
    (speakers.EVENT_CUE,),
    speakers.SPEAKERS,
    (speakers.CLOSING_LABEL,),
    groups.GROUPS,
    totals.WHOLES,
)


def rules() -> Iterator[tuple[str, str]]:
    """Yield the name and the example of every rule, in the order in which they are heard."""
    for table in TABLES:
        for rule in table:
            yield rule.name, rule.example
