"""Bind each claim to its places: where people left, where they went or are.

For the killed, injured, missing and for homes the place of the event is the origin; for the trapped, the
sheltered and the detained the place where they are is the destination.

In: a claim, those of its sentence, the places named so far.  Out: Places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.claims.draft import Draft
from tracker.claims.fill.borders import is_camp
from tracker.claims.fill.headed import OVER, Places
from tracker.claims.fill.items import ITEM, Role
from tracker.claims.fill.rule import Case, Context, Rule, chosen, first, has_words, holds
from tracker.claims.fill.scenes import CARRIED, Asked, Scenes
from tracker.claims.grammar import Grammar
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Mark, Place, PlaceRole

_PLACING = 10  # words between a place and the larger one it lies in
_HOLDER = 40  # characters between a place and the verb whose subject it is
_FOR = 12  # characters before a place in which "for" stands
_TARGET = 8  # words of "to a clinic in"
_OF_PART = 4  # words of "of them from"
_SAID_IN = 4  # words of "a news conference in"
_AFTER_FIRST = 8  # characters that a place before a claim seems further off than one after it
_STAY = frozenset({"sheltered", "trapped", "detained"})
_HAPPEN = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})
_MOVE = frozenset({"displaced", "crossed_border", "returned", "evacuated"})


@dataclass(slots=True)
class Named:
    """The places a report has named so far: "the camp" means the last camp, "the city" the last town."""

    camp: Place | None = None
    town: Place | None = None

    def note(self, seen: Sentence) -> None:
        """Take note of the named places of a sentence."""
        for mark in seen.places:
            place = mark.value
            if place.place_id is None or place.demonym:
                continue
            if is_camp(place, seen.grammar):
                self.camp = place
            elif place.level == "place":
                self.town = place

    def meant(self, place: Place, small: Grammar) -> Place:
        """Return the place that a plain "camp" or "city" points back to, else the place itself."""
        if place.place_id is not None:
            return place
        name = place.name.lower()
        named = self.camp if name in small.camp_nouns else self.town if name in small.town_nouns else None
        if named is None:
            return place
        return replace(place, place_id=named.place_id, iso3=named.iso3, parent_id=named.parent_id)


def places(draft: Draft, context: Context, named: Named, scenes: Scenes) -> Places:
    """Return the places of a claim.

    Parameters
    ----------
    draft
        A claim whose term and measure are settled.
    context
        The claims of its sentence; the report's country, which settles ambiguous names in heads.
    named, scenes
        The places named so far in the report, and where what it tells of has struck.
    """
    case = Case.of(draft, context)
    found = _in_sentence(case, named)
    if found.origin is None and found.destination is None:
        over = first(OVER, case, context.without)
        found = replace(over[0], rule=over[1]) if over is not None else found
    carried = first((CARRIED,), Asked(case, scenes, found), context.without)
    return carried[0] if carried is not None else found


def _in_sentence(case: Case, named: Named) -> Places:
    """Return the places that the sentence of a claim names."""
    draft, without = case.draft, case.context.without
    sorted_out = _sorted_out(case)
    item = first((ITEM,), case, without)
    if item is not None:
        sorted_out = _narrowed(sorted_out, *item[0])
    use = first(USES, sorted_out, without) if sorted_out.inside else None
    used, rule = use if use is not None else (sorted_out, "")
    held = first((HOLDER,), used, without)
    used, rule = held if held is not None else (used, rule)
    origin, destination = (_nearest(draft, marks) for marks in (used.origins, used.destinations))
    if POINTS_BACK.name not in without:
        origin, destination = (POINTS_BACK.run((mark, named, case.grammar)) for mark in (origin, destination))
    return Places(
        origin,
        destination,
        _joined(draft, used.origins) if origin is not None else None,
        _joined(draft, used.destinations) if destination is not None else None,
        rule,
    )


# -- which places may speak of a claim -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _At:
    """A claim and a place of its sentence."""

    case: Case
    mark: Mark[Place]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A claim, the places that people left, those they went to, those it happened in."""

    draft: Draft
    origins: Sequence[Mark[Place]]
    destinations: Sequence[Mark[Place]]
    inside: Sequence[Mark[Place]]


def _sorted_out(case: Case) -> _Sorted:
    """Sort the places that may speak of a claim by their role."""
    draft, without = case.draft, case.context.without
    by_role: dict[PlaceRole | None, list[Mark[Place]]] = {}
    for mark in case.sentence.places:
        if mark.value.demonym or (mark.start < draft.end and mark.end > draft.start):
            continue
        at = _At(case, mark)
        if holds((NEXT_FIGURE, SAID_THERE), at, without):
            continue
        role = mark.value.role
        if (role is None and holds((HEADS_FOR,), at, without)) or holds((TARGET,), at, without):
            role = "to"
        by_role.setdefault(role, []).append(mark)
    inside = [
        mark
        for mark in sorted((*by_role.get("in", ()), *by_role.get("across", ())), key=lambda mark: mark.start)
        if not holds((LARGER,), _At(case, mark), without)
    ]
    inside.sort(key=lambda mark: _distance(draft, mark))
    return _Sorted(draft, by_role.get("from", ()), by_role.get("to", ()), inside)


def _narrowed(sorted_out: _Sorted, mark: Mark[Place], role: Role) -> _Sorted:
    """Return the places of a claim whose own item of a list names one: no other has the same role."""
    if role == "from":
        return replace(sorted_out, origins=[mark], inside=[])
    if role == "to":
        return replace(sorted_out, destinations=[mark], inside=[])
    return replace(sorted_out, inside=[mark])


def _of_figure_between(at: _At) -> bool:
    """Tell whether another figure with a verb or place of its own stands between a claim and a place after it."""
    draft, mark = at.case.draft, at.mark
    return any(
        draft.end <= other.start < mark.start
        and (_is_of_part(at, other) if other.parent is draft else other.parent is None and _takes(at, other))
        for other in at.case.context.claims
        if other is not draft and other.choice is not None
    )


def _is_of_part(at: _At, other: Draft) -> bool:
    """Tell the place of "310,000 of them from Somalia", which says nothing of the whole before."""
    gap = at.case.sentence.words.between(other.end, at.mark.start)
    grammar = at.case.grammar
    part = other.tie == "part" and at.mark.value.role == "from"
    return (
        part
        and len(gap) <= _OF_PART
        and gap.only(grammar.prepositions | grammar.partitive | grammar.pronouns_of)
    )


def _of_speaker(at: _At) -> bool:
    """Tell the place of those who speak: "authorities in Lebanon say", "told a news conference in Chico"."""
    mark, seen = at.mark, at.case.sentence
    if any(one.start <= mark.start < one.end for one in seen.speakers):
        return True
    lead = seen.words.before(mark.start, _SAID_IN)
    return mark.value.role == "in" and lead.holds(at.case.grammar.speech_places)


def _takes(at: _At, other: Draft) -> bool:
    """Tell whether another claim is one of its own, or this one has a place of the same role before it."""
    draft, mark = at.case.draft, at.mark
    if has_words(other) and chosen(other).start != chosen(draft).start:
        return True
    return any(
        one.start >= draft.end and one.end <= other.start and one.value.role == mark.value.role
        for one in at.case.sentence.places
    )


def _heads_for(at: _At) -> bool:
    """Tell "fled for SDF territory": "for" after a verb of movement names the way."""
    if at.case.draft.term not in _MOVE or at.mark.start < at.case.choice.end:
        return False
    start = at.mark.start
    return at.case.sentence.words.between(max(0, start - _FOR), start).closes(at.case.grammar.heads_for)


def _lies_there(at: _At) -> bool:
    """Tell "evacuated to a clinic in Aleppo": what people were brought to lies there."""
    draft, mark, small = at.case.draft, at.mark, at.case.grammar
    start = max(draft.end, at.case.choice.end)
    if draft.term not in _MOVE or mark.value.role != "in" or mark.start < start:
        return False
    way = at.case.sentence.words.between(start, mark.start)
    return len(way) <= _TARGET and way.part(0, 1).holds(small.to) and way.part(1, 2).holds(small.determiners)


def _contains(at: _At) -> bool:
    """Tell the province of "Jassem, in the southern province of Daraa": what is meant is the place before it."""
    seen, mark, small = at.case.sentence, at.mark, at.case.grammar
    before = [other for other in seen.places if other.end <= mark.start and not other.value.demonym]
    if not before or before[-1].value.role not in ("in", "from", "to") or before[-1].value.level == "country":
        return False
    if any(before[-1].end <= amount.start < mark.start for amount in seen.amounts):
        return False
    gap = seen.words.between(before[-1].end, mark.start)
    return len(gap) <= _PLACING and gap.holds(small.lies_in) and gap.only(small.placing, digits=True)


NEXT_FIGURE: Rule[_At, bool] = Rule(
    "place of the next figure",
    _of_figure_between,
    "Some {4,000} people fled while 300 were killed in Aleppo.",
)
SAID_THERE: Rule[_At, bool] = Rule(
    "place of who speaks", _of_speaker, "Some {40} people died, the mayor told a news conference in Aleppo."
)
HEADS_FOR: Rule[_At, bool] = Rule("heads for", _heads_for, "Some {4,000} people fled for Aleppo.")
TARGET: Rule[_At, bool] = Rule(
    "what lies there", _lies_there, "Some {4,000} people were evacuated to a clinic in Aleppo."
)
LARGER: Rule[_At, bool] = Rule(
    "larger place", _contains, "The strike on Jassem, in the southern province of Daraa, killed {40} people."
)


# -- what they mean for a term ---------------------------------------------------------------------------------


def _shelters(asked: _Sorted) -> _Sorted | None:
    """Tell "evacuated and housed in relief centres": a shelter is where people went, never what they left."""
    if asked.draft.term not in ("displaced", "evacuated") or asked.destinations:
        return None
    grammar = asked.draft.sentence.grammar
    shelters = [mark for mark in asked.inside if _is_shelter(mark.value, grammar)]
    if not shelters:
        return None
    others = [mark for mark in asked.inside if mark not in shelters]
    return replace(asked, destinations=shelters, origins=asked.origins or others)


def _is_shelter(place: Place, grammar: Grammar) -> bool:
    return place.place_id is None and not grammar.shelters.isdisjoint(place.name.lower().split())


def _refuge(asked: _Sorted) -> _Sorted | None:
    """Tell "have sought refuge in Kirkuk": what follows is where they went."""
    choice = chosen(asked.draft)
    if choice.event.place != "refuge" or asked.destinations:
        return None
    after = [mark for mark in asked.inside if mark.start >= choice.start]
    return replace(asked, destinations=after) if after else None


def _stay(asked: _Sorted) -> _Sorted | None:
    """Take a place in which people are, or to which they came back, as their destination."""
    term = asked.draft.term
    stays = term in _STAY or term in ("returned", "crossed_border")
    return replace(asked, destinations=asked.inside) if stays and not asked.destinations else None


def _happened(asked: _Sorted) -> _Sorted | None:
    """Take the place where people were hurt, or from which they were taken, as their origin."""
    happens = asked.draft.term in _HAPPEN or asked.draft.term == "evacuated"
    left = any(mark.value.role == "from" for mark in asked.draft.sentence.struck)
    return replace(asked, origins=asked.inside) if happens and not asked.origins and not left else None


def _displaced_there(asked: _Sorted) -> _Sorted | None:
    """Take the place where the displaced are counted as their destination."""
    counted = asked.draft.term == "displaced" and asked.draft.measure == "stock"
    return replace(asked, destinations=asked.inside) if counted and not asked.destinations else None


def _displaced_within(asked: _Sorted) -> _Sorted | None:
    """Tell "were displaced within Ninewa": they left homes there and are still there."""
    if asked.draft.term != "displaced" or asked.draft.measure != "flow" or asked.destinations:
        return None
    seen = asked.draft.sentence
    within = [
        mark for mark in asked.inside if seen.words.before(mark.start, 2).holds(seen.grammar.inside_words)
    ]
    if not within:
        return None
    origins = [mark for mark in within if mark.value.place_id]
    return replace(asked, destinations=within, origins=asked.origins or origins)


def _displaced_from(asked: _Sorted) -> _Sorted | None:
    """Take the place where people were displaced as their origin."""
    fled = asked.draft.term == "displaced" and not asked.origins
    return replace(asked, origins=asked.inside) if fled else None


def _in_need(asked: _Sorted) -> _Sorted | None:
    """Take the place of people in need as where they are; a whole country is told by the country alone."""
    if asked.draft.term != "affected" or asked.draft.measure != "stock" or asked.destinations:
        return None
    smaller = [mark for mark in asked.inside if mark.value.level != "country"]
    return replace(asked, destinations=smaller)


USES: tuple[Rule[_Sorted, _Sorted], ...] = (
    Rule(
        "shelter they went to", _shelters, "Some {4,000} people were evacuated and housed in relief centres."
    ),
    Rule("refuge they found", _refuge, "Some {4,000} people have sought refuge in Kirkuk."),
    Rule("place of people in need", _in_need, "Some {4,000} people in Aleppo need food."),
    Rule("place where they stay", _stay, "Some {4,000} people are trapped in Aleppo."),
    Rule("place where it happened", _happened, "Some {40} people were killed in Aleppo."),
    Rule("place of the displaced", _displaced_there, "Some {4,000} people are displaced in Aleppo."),
    Rule(
        "place they stayed within",
        _displaced_within,
        "Some {4,000} people were displaced within Aleppo.",
    ),
    Rule("place of displacement", _displaced_from, "Some {4,000} people were forced to flee in Aleppo."),
)
"""What the place in which something happened is to those it happened to."""


def _holder(asked: _Sorted) -> _Sorted | None:
    """Take the place that is the grammatical subject ("the camp shelters 5,000")."""
    choice = chosen(asked.draft)
    stays = asked.draft.term in _STAY or (
        asked.draft.term == "crossed_border" and (choice.event.term in _STAY or choice.event.object_only)
    )
    if not stays or asked.destinations or choice.via != "before":
        return None
    before = [
        mark
        for mark in asked.draft.sentence.places
        if not mark.value.demonym and 0 <= choice.start - mark.end <= _HOLDER
    ]
    return replace(asked, destinations=before[-1:]) if before else None


HOLDER: Rule[_Sorted, _Sorted] = Rule(
    "place that holds them", _holder, "Al-Hol camp shelters {5,000} people."
)


def _points_back(asked: tuple[Mark[Place] | None, Named, Grammar]) -> Mark[Place] | None:
    mark, named, small = asked
    if mark is None or mark.value.place_id is not None:
        return mark
    return replace(mark, value=named.meant(mark.value, small))


POINTS_BACK: Rule[tuple[Mark[Place] | None, Named, Grammar], Mark[Place]] = Rule(
    "place named before",
    _points_back,
    "Aid has reached Al-Hol camp, where 9,000 people live. Some {4,000} people have arrived at the camp.",
)


# -- places that stand together --------------------------------------------------------------------------------


def _distance(draft: Draft, mark: Mark[Place]) -> int:
    """Return how many characters lie between a place and the claim, places after it first."""
    if mark.start >= draft.end:
        return mark.start - draft.end
    return draft.start - mark.end + _AFTER_FIRST


def _nearest(draft: Draft, marks: Sequence[Mark[Place]]) -> Mark[Place] | None:
    """Return the place nearest to a claim; of a country and a place in it, the place."""
    best = min(marks, key=lambda mark: _distance(draft, mark), default=None)
    if best is None or best.value.level != "country":
        return best
    inside = [mark for mark in marks if mark is not best and mark.value.iso3 == best.value.iso3]
    smaller = [mark for mark in inside if mark.value.place_id and mark.value.level != "country"]
    return _nearest(draft, smaller) or best


def _joined(draft: Draft, marks: Sequence[Mark[Place]]) -> str:
    """Return the words of places that stand together ("Hajin, Sousa and Baghouz")."""
    marks = sorted(marks, key=lambda mark: mark.start)
    nearest = _nearest(draft, marks)
    first = last = next(index for index, mark in enumerate(marks) if mark is nearest)
    while last + 1 < len(marks) and _are_listed(draft.sentence, marks[last], marks[last + 1]):
        last += 1
    while first and _are_listed(draft.sentence, marks[first - 1], marks[first]):
        first -= 1
    if first == last:
        return marks[first].value.name
    return draft.sentence.text[marks[first].start : marks[last].end]


def _are_listed(seen: Sentence, a: Mark[Place], b: Mark[Place]) -> bool:
    """Tell whether only a comma or "and" stands between two places."""
    gap = seen.words.between(a.end, b.start)
    return gap.only(seen.grammar.place_joins)
