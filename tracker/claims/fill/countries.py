"""The country people were displaced from or within.

In: a claim whose places are known, and the country its report is about.  Out: ISO3 of the country, or None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.claims.draft import Draft
from tracker.claims.fill.rows import facts_of
from tracker.claims.fill.rule import Rule, first
from tracker.lexicon.place_rows import country_of
from tracker.vocabulary import Mark, Place

_ON_THE_WAY = frozenset({"crossed_border", "detained", "trapped"})
_ABROAD = frozenset({"crossed_border", "returned", "sheltered"})
_SUBJECT = 4  # words between a country and its verb


@dataclass(frozen=True, slots=True)
class Country:
    """ISO3 of a country; None where none is meant."""

    iso3: str | None


@dataclass(frozen=True, slots=True)
class _Held:
    """A finished claim, and the country its report is about."""

    draft: Draft
    fallback: str | None


def country(draft: Draft, fallback: str | None, without: frozenset[str] = frozenset()) -> str | None:
    """Return ISO3 of the country the counted were displaced from or within; None when unclear."""
    found = first(COUNTRIES, _Held(draft, fallback), without)
    return found[0].iso3 if found is not None else fallback


def _several(held: _Held) -> Country | None:
    """Tell "killed 95 people in India and Bangladesh": no single country is meant."""
    draft = held.draft
    words = draft.origin_words if draft.origin is not None else draft.destination_words
    if not words:
        return None
    start = draft.sentence.text.find(words)
    inside = {
        mark.value.iso3
        for mark in draft.sentence.places
        if not mark.value.demonym and mark.value.iso3 and start <= mark.start < start + len(words)
    }
    return Country(None) if start >= 0 and len(inside) > 1 else None


def _of_origin(held: _Held) -> Country | None:
    origin = held.draft.origin
    return Country(origin.value.iso3) if origin is not None and origin.value.iso3 else None


def _of_people(held: _Held) -> Country | None:
    """Take the country whose people crossed a border, or are sheltered ("4,000 Syrians")."""
    draft = held.draft
    if draft.term not in ("crossed_border", "sheltered"):
        return None
    inside = (m for m in draft.sentence.places if m.value.demonym and draft.start <= m.start < draft.end)
    iso3 = next((mark.value.iso3 for mark in inside if mark.value.iso3), None)
    return Country(iso3) if iso3 else None


def _migrants(held: _Held) -> Country | None:
    """Tell that migrants on a route come from several countries, unless one is named."""
    draft = held.draft
    counted = {one.subterm for one in (draft, draft.parent) if one is not None}
    return Country(None) if draft.term in _ON_THE_WAY and "migrant" in counted else None


def _over_border(held: _Held) -> Country | None:
    """Take the country whose border was crossed: "crossed the Sudanese border to find refuge in Adre"."""
    draft = held.draft
    if draft.term != "crossed_border":
        return None
    seen = draft.sentence
    for mark in seen.places:
        named = mark.value.iso3 is not None and mark.value.level == "country"
        if named and seen.words.after(mark.end, 1).opens(seen.grammar.borders):
            into = draft.destination.value.iso3 if draft.destination is not None else held.fallback
            return None if mark.value.iso3 == into else Country(mark.value.iso3)
    return None


def _crossed_into(held: _Held) -> Country | None:
    """Tell that people who crossed into the country a report is about came from another."""
    draft = held.draft
    if draft.term != "crossed_border":
        return None
    into = draft.destination is not None and draft.destination.value.iso3 == held.fallback
    return Country(None if into or _comes_there(held) else held.fallback)


def _comes_there(held: _Held) -> bool:
    """Tell "the Chadian government expects 900 people to arrive", in a report on Chad: they come there."""
    draft = held.draft
    if draft.destination is not None or draft.choice is None or draft.choice.event.term != "arrival":
        return False
    outside = [one for one in draft.sentence.places if not draft.start <= one.start < draft.end]
    return any(
        one.value.iso3 == held.fallback and (one.value.demonym or one.value.level != "country")
        for one in outside
    )


def _of_destination(held: _Held) -> Country | None:
    destination = held.draft.destination
    return Country(destination.value.iso3) if destination is not None and destination.value.iso3 else None


def _named(held: _Held) -> Country | None:
    """Take the one country the sentence names, or the one that acts ("while Chad evacuated 400")."""
    draft = held.draft
    marks = [mark for mark in draft.sentence.places if mark.value.iso3 and not _contrasted(draft, mark)]
    if draft.term in _ABROAD:
        return None
    acting = _acting(draft, marks)
    if acting is not None:
        return Country(acting.value.iso3)
    named = any(not mark.value.demonym for mark in marks)
    return Country(marks[0].value.iso3) if named and len({mark.value.iso3 for mark in marks}) == 1 else None


def _contrasted(draft: Draft, mark: Mark[Place]) -> bool:
    """Tell the place of another clause: "4,000 had to leave, while in Serbia 900 were evacuated"."""
    seen = draft.sentence
    before = mark.start < draft.start
    between = seen.words.between(*((mark.end, draft.start) if before else (draft.end, mark.start)))
    return between.holds(seen.grammar.turns)


def _acting(draft: Draft, marks: Sequence[Mark[Place]]) -> Mark[Place] | None:
    """Return the country that is the subject of the verb of a claim."""
    if draft.choice is None or draft.choice.via != "before":
        return None
    words, verb = draft.sentence.words, draft.choice.start
    before = [mark for mark in marks if mark.end <= verb and mark.value.level == "country"]
    if not before or before[-1].value.role is not None or before[-1].value.demonym:
        return None
    gap = words.between(before[-1].end, verb)
    return before[-1] if len(gap) <= _SUBJECT and "," not in list(gap) else None


def _of_rows(held: _Held) -> Country | None:
    """Take the country of all rows for the total of a table, where nothing names one."""
    iso3 = country_of(facts_of(held.draft).names) if held.fallback is None else None
    return Country(iso3) if iso3 else None


COUNTRIES: tuple[Rule[_Held, Country], ...] = (
    Rule("several countries", _several, "Some {40} people were killed in Niger and Chad."),
    Rule(
        "country of origin", _of_origin, "Floods hit Niger. Some {40} people were killed in Chad, Niger said."
    ),
    Rule("country of the people", _of_people, "Some {4,000} Syrians fled to Turkey."),
    Rule(
        "country of migrants",
        _migrants,
        "Chad is in crisis. Some {4,000} migrants reached Libya.",
    ),
    Rule(
        "country whose border it was",
        _over_border,
        "Chad is in crisis. Some {40} families have crossed the Sudanese border.",
    ),
    Rule(
        "country crossed into",
        _crossed_into,
        "Chad is in crisis. Some {4,000} people arrived in Chad.",
    ),
    Rule(
        "country where they are",
        _of_destination,
        "Floods hit Niger. Some {4,000} people are sheltering in Chad.",
    ),
    Rule(
        "country named in the sentence",
        _named,
        "Floods hit Niger. In all, Chad evacuated {4,000} people.",
    ),
    Rule(
        "country of the rows",
        _of_rows,
        "| District | IDPs |\n|---|---|\n| Gulu | 40 |\n| Kitgum | 60 |\n| Lamwo | 30 |\n| Total | {130} |",
    ),
)
"""The country of a claim; the first that names one decides, else that of the report."""
