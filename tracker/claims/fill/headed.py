"""The places that a row, a column or a heading gives to a cell or bullet.

In: a claim whose own words name no place.  Out: Places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.claims.fill import rows
from tracker.claims.fill.rule import Case, Rule
from tracker.lexicon.gazetteer import gazetteer
from tracker.lexicon.place_rows import country_of
from tracker.marks.places import find_places
from tracker.vocabulary import Mark, Place

_STAY = frozenset({"sheltered", "trapped", "detained"})
_LISTED = frozenset({"cell", "bullet", "label"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where people left and where they went or are, with the words that name it, and by which rule."""

    origin: Mark[Place] | None = None
    destination: Mark[Place] | None = None
    origin_words: str | None = None
    destination_words: str | None = None
    rule: str = ""


def _of_row(case: Case) -> Places | None:
    """Give a table cell the places that its row names in columns of their own."""
    draft, segment = case.draft, case.sentence.segment
    facts = rows.facts_of(draft)
    country = case.context.country or country_of(facts.names)
    here, origin, destination = (
        rows.place_of(names, country, segment.language, abroad=names is not facts.here)
        for names in (facts.here, facts.origins, facts.destinations)
    )
    if here is not None and facts.at_origin:
        here, origin = None, origin or here
    if here is not None and origin is None and destination is None:
        counted = draft.measure == "stock" and draft.term in ("displaced", "returned")
        stays = draft.term in _STAY or counted or draft.term in ("crossed_border", "returned")
        origin, destination = (None, here) if stays or here.value.level == "camp" else (here, None)
    destination = destination or (here if origin is not None else None)
    destination = None if destination is origin else destination
    if origin is None and destination is None:
        return None
    return Places(
        origin,
        destination,
        origin.value.name if origin is not None else None,
        destination.value.name if destination is not None else None,
    )


def _of_heads(case: Case) -> Places | None:
    """Give a table cell or bullet the place its row, column or heading names."""
    draft, segment = case.draft, case.sentence.segment
    if segment.kind not in _LISTED:
        return None
    for words in filter(None, (segment.row, segment.column, *(segment.heading or "").split("\n"))):
        marks = find_places(words, country=case.context.country, language=segment.language)
        mark = _finest([mark for mark in marks if not mark.value.demonym])
        if mark is None:
            continue
        counted = draft.measure == "stock" and draft.term in ("displaced", "returned")
        stays = draft.term in _STAY or counted
        if stays or mark.value.role == "to" or mark.value.level == "camp":
            return Places(destination=mark, destination_words=mark.value.name)
        return Places(origin=mark, origin_words=mark.value.name)
    return None


def _finest(marks: Sequence[Mark[Place]]) -> Mark[Place] | None:
    """Return the first place of a head, or one named after it that lies in it ("Delta - Camp Juno: figures")."""
    known = [mark for mark in marks if mark.value.place_id or mark.value.level == "camp"]
    best = known[0] if known else None
    for mark in known[1:]:
        inner, outer = mark.value, best.value if best is not None else None
        if outer is None or outer.place_id is None or outer.level == "camp":
            continue
        if inner.level == "camp" or (
            inner.place_id and outer.place_id in gazetteer().parents(inner.place_id)
        ):
            best = mark
    return best


OVER: tuple[Rule[Case, Places], ...] = (
    Rule(
        "places of the row",
        _of_row,
        "| Site | Displaced |\n|---|---|\n| Bulomira | {400} |\n| Katowe | 300 |",
    ),
    Rule("place of the heads", _of_heads, "## Killed in Aleppo\n\n- Civilians: {40}"),
)
"""Where a cell or bullet finds the places that its own words do not name."""
