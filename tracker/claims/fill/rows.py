"""What the row of a table says of its cells in columns of their own: places and days.

A name in a column of places is a place even where no gazetteer has it; it lies in what the row names beside it.

In: a claim of a table cell.  Out: Places, or When.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from tracker.claims.draft import Draft
from tracker.claims.propose.heads import head_of
from tracker.lexicon.gazetteer import PlaceEntry, gazetteer
from tracker.lexicon.place_rows import lies_in, place_in_row
from tracker.marks.places import find_places
from tracker.vocabulary import CellFacts, Mark, Place, Time

_KEPT = 20_000
_LONGEST = 60  # characters of a name


def facts_of(draft: Draft) -> CellFacts:
    """Return what the table says of the cell of a claim; nothing where it stands in none."""
    return draft.sentence.segment.facts or _NO_FACTS


_NO_FACTS = CellFacts()


def tally(draft: Draft) -> str:
    """Return how the head of a cell counts: "new", "daily", "cumulative", or nothing said."""
    segment = draft.sentence.segment
    if segment.kind != "cell":
        return ""
    heads = (segment.column, segment.row, (segment.heading or "").split("\n")[0])
    return next((said for words in heads if words and (said := head_of(words, segment.language).tally)), "")


def whole_beside_new(draft: Draft) -> bool:
    """Tell a column of all there are beside one of what is new ("New displacement", "Total displacement")."""
    segment = draft.sentence.segment
    if segment.kind != "cell" or not segment.column or segment.facts is None:
        return False
    own = head_of(segment.column, segment.language)
    beside = (head_of(words, segment.language) for words in segment.facts.beside)
    return own.total and not own.tally and any(other.tally == "new" for other in beside)


def place_of(
    names: tuple[str, ...], country: str | None, language: str, *, abroad: bool = False
) -> Mark[Place] | None:
    """Return the place that a row names, the finest name first.

    Parameters
    ----------
    names
        The words of its columns of places.
    country
        ISO3 of the country that the report is about.
    language
        The language of the table.
    abroad
        Whether it may lie in another country: people come from there or went there.
    """
    return _place_of(names, country, language, abroad) if names and len(names[0]) <= _LONGEST else None


@lru_cache(maxsize=_KEPT)
def _place_of(names: tuple[str, ...], country: str | None, language: str, abroad: bool) -> Mark[Place] | None:
    name, *outer = names
    if not any(map(str.isalpha, name)):
        return None
    within = _place_of(tuple(outer), country, language, abroad) if outer else None
    parent = within.value if within is not None else None
    iso3 = parent.iso3 if parent is not None and parent.iso3 else country
    entry = place_in_row(names, country, language)
    found = _place(name, entry) if entry is not None else _named(name, iso3, parent, language)
    if found is None and abroad and parent is None:
        found, iso3 = _named(name, None, None, language), None
    if found is None:
        found = Place(name=name, iso3=iso3, parent_id=parent.place_id if parent is not None else None)
    return Mark(start=0, end=len(name), value=found)


def _named(name: str, iso3: str | None, parent: Place | None, language: str) -> Place | None:
    """Return the place that a name means as it would in a sentence, if it lies where the row says."""
    for spelt in dict.fromkeys((name, name.title())):
        marks = [
            mark for mark in find_places(spelt, country=iso3, language=language) if not mark.value.demonym
        ]
        value = marks[0].value if len(marks) == 1 else None
        if value is None or value.place_id is None or (iso3 is not None and value.iso3 != iso3):
            continue
        outer = gazetteer().get(parent.place_id) if parent is not None and parent.place_id else None
        if lies_in(value.place_id, outer):
            return replace(value, name=name, role=None)
    return None


def _place(name: str, entry: PlaceEntry) -> Place:
    return Place(
        name=name, place_id=entry.place_id, level=entry.level, iso3=entry.iso3, parent_id=entry.parent_id
    )


def time_of(draft: Draft, heads: list[Time]) -> tuple[Time, Time | None] | None:
    """Return the days that the row of a cell names, and where its running total started.

    Parameters
    ----------
    draft
        A claim whose measure is settled.
    heads
        The times that the head of its column names.
    """
    facts = facts_of(draft)
    end = facts.end or facts.begin
    precision = facts.precision
    if end is None or precision is None:
        return None
    if draft.measure == "stock":
        return Time(start=end, end=end, precision=precision, relation="as_of"), None
    since = next((time for time in heads if time.relation == "since"), None)
    if since is None and facts.opened is not None:
        since = Time(start=facts.opened, end=None, precision="day", relation="since")
    if since is not None or tally(draft) == "cumulative":
        return Time(start=end, end=end, precision=precision, relation="as_of"), since
    return Time(start=facts.begin, end=facts.end, precision=precision), None
