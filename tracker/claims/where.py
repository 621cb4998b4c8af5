"""Bind each claim to its places: where people left, where they went or are.

For the killed, injured, missing and for homes the place of the event is the origin; for the trapped, the
sheltered and the detained the place where they are is the destination.

In: a Draft.  Out: its origin and destination, and the country they were displaced from or within.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.claims.draft import Draft
from tracker.marks.places import find_places
from tracker.vocabulary import Mark, Place

_PLACING = 10  # words between a place and the larger one it lies in
_STAY = frozenset({"sheltered", "trapped", "detained"})
_HAPPEN = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})


def locate(draft: Draft, drafts: list[Draft], named: Named) -> None:
    """Set origin and destination of a draft from the places of its sentence.

    Parameters
    ----------
    draft, drafts
        The claim and all those of its sentence.
    named
        The places named so far in the report.
    """
    origins: list[Mark[Place]] = []
    destinations: list[Mark[Place]] = []
    inside: list[Mark[Place]] = []
    for mark in draft.sentence.places:
        if mark.value.demonym or _belongs_elsewhere(draft, mark, drafts):
            continue
        if mark.start < draft.end and mark.end > draft.start:
            continue
        role = mark.value.role
        if role is None and _heads_for(draft, mark):
            role = "to"
        if role == "from":
            origins.append(mark)
        elif role == "to":
            destinations.append(mark)
        elif role in ("in", "across"):
            inside.append(mark)
    inside = [mark for mark in inside if not _contains(draft, mark)]
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
    if term in _STAY and not destinations:
        destinations = _holder(draft)
    origins.sort(key=lambda mark: _distance(draft, mark))
    destinations.sort(key=lambda mark: _distance(draft, mark))
    if origins:
        draft.origin = replace(origins[0], value=named.meant(origins[0].value))
        draft.origin_words = _joined(draft, origins)
    if destinations:
        draft.destination = replace(destinations[0], value=named.meant(destinations[0].value))
        draft.destination_words = _joined(draft, destinations)


def _contains(draft: Draft, mark: Mark[Place]) -> bool:
    """Tell the province of "Jassem, in the southern province of Daraa": what is meant is the place before it."""
    seen = draft.sentence
    before = [other for other in seen.places if other.end <= mark.start and not other.value.demonym]
    if not before or before[-1].value.role not in ("in", "from", "to") or before[-1].value.level == "country":
        return False
    if any(before[-1].end <= amount.start < mark.start for amount in seen.amounts):
        return False
    gap = seen.between(before[-1].end, mark.start)
    words = seen.grammar.placing
    placed = any(token in ("in", "of", "from") for token in gap)
    return placed and len(gap) <= _PLACING and all(token in words or token.isdigit() for token in gap)


def locate_by_header(draft: Draft, *, country: str | None) -> None:
    """Give a table cell or bullet without a place the place its row, column or heading names."""
    segment = draft.sentence.segment
    if segment.kind not in ("cell", "bullet", "label") or draft.origin or draft.destination:
        return
    for words in (segment.row, segment.column, segment.heading):
        marks = find_places(words, country=country, language=segment.language) if words else []
        marks = [mark for mark in marks if not mark.value.demonym and mark.value.place_id]
        if not marks:
            continue
        mark = marks[0]
        stays = draft.term in _STAY or (draft.measure == "stock" and draft.term in ("displaced", "returned"))
        if stays or mark.value.role == "to" or mark.value.level == "camp":
            draft.destination, draft.destination_words = mark, mark.value.name
        else:
            draft.origin, draft.origin_words = mark, mark.value.name
        return


def _heads_for(draft: Draft, mark: Mark[Place]) -> bool:
    """Tell "fled for SDF territory": "for" after a verb of movement names the way."""
    seen, binding = draft.sentence, draft.binding
    before = seen.between(max(0, mark.start - 12), mark.start)
    moves = draft.term in ("displaced", "crossed_border", "returned", "evacuated")
    return moves and binding is not None and mark.start >= binding.end and before[-1:] == ["for"]


def _holder(draft: Draft) -> list[Mark[Place]]:
    """Return the place that holds them when it is the grammatical subject ("the camp shelters 5,000")."""
    binding = draft.binding
    if binding is None or binding.side != "left":
        return []
    return [
        mark
        for mark in draft.sentence.places
        if not mark.value.demonym and mark.end <= binding.start and binding.start - mark.end <= 40
    ][-1:]


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
            own = draft.binding
            if (
                other.binding.side in ("left", "right")
                and own is not None
                and other.binding.start != own.start
            ):
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


@dataclass(slots=True)
class Named:
    """The places a report has named so far: "the camp" means the last camp, "the city" the last town."""

    camp: Place | None = None
    town: Place | None = None

    def note(self, marks: list[Mark[Place]]) -> None:
        """Take note of the named places of a sentence."""
        for mark in marks:
            place = mark.value
            if place.place_id is None or place.demonym:
                continue
            if place.level == "camp" or "camp" in place.name.lower():
                self.camp = place
            elif place.level == "place":
                self.town = place

    def meant(self, place: Place) -> Place:
        """Return the place that a plain "camp" or "city" points back to, else the place itself."""
        if place.place_id is not None:
            return place
        back = _BACK.get(place.name.lower())
        named = {"camp": self.camp, "town": self.town}.get(back or "")
        if named is None:
            return place
        return replace(place, place_id=named.place_id, iso3=named.iso3, parent_id=named.parent_id)


_BACK = {"camp": "camp", "city": "town", "town": "town", "village": "town", "the camp": "camp"}


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
