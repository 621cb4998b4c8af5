"""Bind each claim to its places: where people left, where they went or are.

For the killed, injured, missing and for homes the place of the event is the origin; for the trapped, the
sheltered and the detained the place where they are is the destination.

In: a Draft.  Out: its origin and destination, and the country they were displaced from or within.
"""

from __future__ import annotations

from tracker.claims.draft import Draft
from tracker.vocabulary import Mark, Place

_STAY = frozenset({"sheltered", "trapped", "detained"})
_HAPPEN = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})


def locate(draft: Draft, drafts: list[Draft]) -> None:
    """Set origin and destination of a draft from the places of its sentence."""
    origins: list[Mark[Place]] = []
    destinations: list[Mark[Place]] = []
    inside: list[Mark[Place]] = []
    for mark in draft.sentence.places:
        if mark.value.demonym or _belongs_elsewhere(draft, mark, drafts):
            continue
        if mark.start < draft.end and mark.end > draft.start:
            continue
        role = mark.value.role
        if role == "from":
            origins.append(mark)
        elif role == "to":
            destinations.append(mark)
        elif role in ("in", "across"):
            inside.append(mark)
    inside.sort(key=lambda mark: _distance(draft, mark))
    term = draft.term
    if inside:
        if term in _STAY or (term in ("returned", "crossed_border") and not destinations):
            destinations = destinations or inside
        elif term in _HAPPEN or term == "evacuated":
            origins = origins or inside
        elif term == "displaced":
            if draft.measure == "stock" and not destinations:
                destinations = inside
            else:
                origins = origins or inside
    origins.sort(key=lambda mark: _distance(draft, mark))
    destinations.sort(key=lambda mark: _distance(draft, mark))
    if origins:
        draft.origin = origins[0]
        draft.origin_words = _joined(draft, origins)
    if destinations:
        draft.destination = destinations[0]
        draft.destination_words = _joined(draft, destinations)


def _distance(draft: Draft, mark: Mark[Place]) -> int:
    """Return how many characters lie between a place and the claim, places after it first."""
    if mark.start >= draft.end:
        return mark.start - draft.end
    return draft.start - mark.end + 8


def _belongs_elsewhere(draft: Draft, mark: Mark[Place], drafts: list[Draft]) -> bool:
    """Tell whether another figure stands between this one and the place."""
    for other in drafts:
        if other is draft:
            continue
        if draft.end <= other.start < mark.start and other.parent is None and other.binding is not None:
            if other.binding.side in ("left", "right") and other.binding is not draft.binding:
                return True
            if any(
                m.start >= draft.end and m.end <= other.start and m.value.role == mark.value.role
                for m in draft.sentence.places
            ):
                return True
        if mark.end <= other.start < draft.start and _right_after(other, mark):
            return True
    return False


def _right_after(other: Draft, mark: Mark[Place]) -> bool:
    """Tell whether a place follows a figure closely (then it belongs to that one)."""
    return 0 <= mark.start - other.end <= 40


def _joined(draft: Draft, marks: list[Mark[Place]]) -> str:
    """Return the words of places that stand together ("Hajin, Sousa and Baghouz")."""
    marks = sorted(marks, key=lambda mark: mark.start)
    nearest = min(marks, key=lambda mark: _distance(draft, mark))
    index = marks.index(nearest)
    first = last = index
    text = draft.sentence.text
    while last + 1 < len(marks) and _list_gap(text[marks[last].end : marks[last + 1].start]):
        last += 1
    while first and _list_gap(text[marks[first - 1].end : marks[first].start]):
        first -= 1
    if first == last:
        return marks[first].value.name
    return text[marks[first].start : marks[last].end]


def _list_gap(gap: str) -> bool:
    """Tell whether only "," or "and" stands between two places."""
    return gap.strip().lower() in (",", "and", ", and", "or", "&", "")


def country(draft: Draft, fallback: str | None) -> str | None:
    """Return ISO3 of the country the counted were displaced from or within; None when unclear."""
    if draft.origin is not None and draft.origin.value.iso3:
        return draft.origin.value.iso3
    if draft.term == "crossed_border":
        for mark in draft.sentence.places:
            if mark.value.demonym and draft.start <= mark.start < draft.end and mark.value.iso3:
                return mark.value.iso3
        if draft.destination is not None and draft.destination.value.iso3 == fallback:
            return None
        return fallback
    if draft.destination is not None and draft.destination.value.iso3:
        return draft.destination.value.iso3
    return fallback
