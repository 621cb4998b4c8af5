"""Bind each claim to its places: where people left, where they went or are.

For the killed, injured, missing and for homes the place of the event is the origin; for the trapped, the
sheltered and the detained the place where they are is the destination.

In: a claim, those of its sentence, the places named so far.  Out: Places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.claims.draft import Draft
from tracker.claims.fill.bearing import (
    HEADS_FOR,
    LARGER,
    NEXT_FIGURE,
    OTHERS,
    SAID_THERE,
    TARGET,
    VAGUE,
    At,
    finer,
    is_plain,
)
from tracker.claims.fill.headed import OVER, Places
from tracker.claims.fill.holders import DWELLERS, HOLDER, REPORTS, TAKES_IN, Sorted
from tracker.claims.fill.items import ITEM, Role
from tracker.claims.fill.named import Named
from tracker.claims.fill.rule import Case, Context, Rule, chosen, first, holds
from tracker.claims.fill.scenes import CARRIED, Asked, Scenes
from tracker.claims.grammar import Grammar
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Mark, Place, PlaceRole

_LIES = 40  # characters between "a mine" and "Hunan"
_AFTER_FIRST = 8  # characters that a place before a claim seems further off than one after it
_STAY = frozenset({"sheltered", "trapped", "detained"})
_STRUCK = frozenset({"killed", "injured", "missing", "housing_destroyed"})
_HAPPEN = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})


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
    held = first((HOLDER, REPORTS, TAKES_IN, DWELLERS), used, without)
    used, rule = held if held is not None else (used, rule)
    if draft.term in _STRUCK:
        used = replace(used, destinations=())  # where they were hurt is what they left, no place they went to
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


def _sorted_out(case: Case) -> Sorted:
    """Sort the places that may speak of a claim by their role."""
    draft, without = case.draft, case.context.without
    by_role: dict[PlaceRole | None, list[Mark[Place]]] = {}
    for mark in finer(case):
        if mark.start < draft.end and mark.end > draft.start:
            continue
        at = At(case, mark)
        if holds((NEXT_FIGURE, OTHERS, SAID_THERE, VAGUE), at, without):
            continue
        role = mark.value.role
        if (role is None and holds((HEADS_FOR,), at, without)) or holds((TARGET,), at, without):
            role = "to"
        by_role.setdefault(role, []).append(mark)
    inside = [
        mark
        for mark in sorted((*by_role.get("in", ()), *by_role.get("across", ())), key=lambda mark: mark.start)
        if not holds((LARGER,), At(case, mark), without)
    ]
    inside.sort(key=lambda mark: _distance(draft, mark))
    return Sorted(draft, by_role.get("from", ()), by_role.get("to", ()), inside)


def _narrowed(sorted_out: Sorted, mark: Mark[Place], role: Role) -> Sorted:
    """Return the places of a claim whose own item of a list names one: no other has the same role."""
    if role == "from":
        # "the fighting spread to several districts, forcing people to flee from Bol (400), Liwa (300)"
        away = [one for one in sorted_out.destinations if one.start > mark.start or not is_plain(one.value)]
        return replace(sorted_out, origins=[mark], destinations=away, inside=[])
    if role == "to":
        return replace(sorted_out, destinations=[mark], inside=[])
    # "79,000 arrived in Chad, 41,000 in Niger"
    away = [one for one in sorted_out.destinations if one.start > sorted_out.draft.start]
    return replace(sorted_out, inside=[mark], destinations=away)


# -- what they mean for a term ---------------------------------------------------------------------------------


def _shelters(asked: Sorted) -> Sorted | None:
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


def _refuge(asked: Sorted) -> Sorted | None:
    """Tell "have sought refuge in Kirkuk": what follows is where they went."""
    choice = chosen(asked.draft)
    if choice.event.place != "refuge" or asked.destinations:
        return None
    after = [mark for mark in asked.inside if mark.start >= choice.start]
    return replace(asked, destinations=after) if after else None


def _stay(asked: Sorted) -> Sorted | None:
    """Take a place in which people are, or to which they came back, as their destination."""
    term = asked.draft.term
    stays = term in _STAY or term in ("returned", "crossed_border")
    return replace(asked, destinations=asked.inside) if stays and not asked.destinations else None


def _happened(asked: Sorted) -> Sorted | None:
    """Take the place where people were hurt, or from which they were taken, as their origin."""
    happens = asked.draft.term in _HAPPEN or asked.draft.term == "evacuated"
    left = any(mark.value.role == "from" for mark in asked.draft.sentence.struck)
    named = [mark for mark in asked.inside if not _lies_in_one(mark, asked.inside)]
    return replace(asked, origins=named) if happens and not asked.origins and not left else None


def _lies_in_one(plain: Mark[Place], marks: Sequence[Mark[Place]]) -> bool:
    """Tell whether a place without a name stands before the named one it lies in ("a mine in Hunan")."""
    if not is_plain(plain.value):
        return False
    return any(
        0 <= mark.start - plain.end <= _LIES and not is_plain(mark.value) and mark.value.level != "country"
        for mark in marks
    )


def _displaced_there(asked: Sorted) -> Sorted | None:
    """Take the place where the displaced are counted as their destination."""
    counted = asked.draft.term == "displaced" and asked.draft.measure == "stock"
    return replace(asked, destinations=asked.inside) if counted and not asked.destinations else None


def _displaced_within(asked: Sorted) -> Sorted | None:
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


def _displaced_from(asked: Sorted) -> Sorted | None:
    """Take the place where people were displaced as their origin."""
    fled = asked.draft.term == "displaced" and not asked.origins
    return replace(asked, origins=asked.inside) if fled else None


def _in_need(asked: Sorted) -> Sorted | None:
    """Take the place of people in need as where they are; a whole country is told by the country alone."""
    if asked.draft.term != "affected" or asked.draft.measure != "stock" or asked.destinations:
        return None
    smaller = [mark for mark in asked.inside if mark.value.level != "country"]
    return replace(asked, destinations=smaller)


USES: tuple[Rule[Sorted, Sorted], ...] = (
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
    smaller = [
        mark
        for mark in inside
        if mark.value.place_id
        and mark.value.level != "country"
        and not any(
            best.end <= amount.start < mark.start and amount.start >= draft.end
            for amount in draft.sentence.amounts
        )
    ]
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
