"""Bind each claim to its places: where people left, where they went or are.

For the killed, injured, missing and for homes the place of the event is the origin; for the trapped, the
sheltered and the detained the place where they are is the destination.

In: a claim, those of its sentence, the places named so far.  Out: Places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.claims.draft import Draft
from tracker.claims.fill import rows
from tracker.claims.fill.borders import is_camp
from tracker.claims.fill.rule import Case, Context, Rule, chosen, first, has_words, holds
from tracker.claims.grammar import Grammar
from tracker.claims.sentence import Sentence
from tracker.lexicon.gazetteer import gazetteer
from tracker.lexicon.place_rows import country_of
from tracker.marks.places import find_places
from tracker.vocabulary import Mark, Place, PlaceRole

_PLACING = 10  # words between a place and the larger one it lies in
_HOLDER = 40  # characters between a place and the verb whose subject it is
_FOR = 12  # characters before a place in which "for" stands
_OF_PART = 4  # words of "of them from"
_SAID_IN = 4  # words of "a news conference in"
_AFTER_FIRST = 8  # characters that a place before a claim seems further off than one after it
_STAY = frozenset({"sheltered", "trapped", "detained"})
_HAPPEN = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})
_MOVE = frozenset({"displaced", "crossed_border", "returned", "evacuated"})
_LISTED = frozenset({"cell", "bullet", "label"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where people left and where they went or are, with the words that name it, and by which rule."""

    origin: Mark[Place] | None = None
    destination: Mark[Place] | None = None
    origin_words: str | None = None
    destination_words: str | None = None
    rule: str = ""


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


def places(draft: Draft, context: Context, named: Named) -> Places:
    """Return the places of a claim.

    Parameters
    ----------
    draft
        A claim whose term and measure are settled.
    context
        The claims of its sentence; the report's country, which settles ambiguous names in heads.
    named
        The places named so far in the report.
    """
    case = Case.of(draft, context)
    found = _in_sentence(case, named)
    if found.origin is None and found.destination is None:
        over = first(OVER, case, context.without)
        found = replace(over[0], rule=over[1]) if over is not None else found
    return found


def _in_sentence(case: Case, named: Named) -> Places:
    """Return the places that the sentence of a claim names."""
    draft, without = case.draft, case.context.without
    sorted_out = _sorted_out(case)
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
        if role is None and holds((HEADS_FOR,), at, without):
            role = "to"
        by_role.setdefault(role, []).append(mark)
    inside = [
        mark
        for mark in sorted((*by_role.get("in", ()), *by_role.get("across", ())), key=lambda mark: mark.start)
        if not holds((LARGER,), _At(case, mark), without)
    ]
    inside.sort(key=lambda mark: _distance(draft, mark))
    return _Sorted(draft, by_role.get("from", ()), by_role.get("to", ()), inside)


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


def _displaced_from(asked: _Sorted) -> _Sorted | None:
    """Take the place where people were displaced as their origin."""
    fled = asked.draft.term == "displaced" and not asked.origins
    return replace(asked, origins=asked.inside) if fled else None


USES: tuple[Rule[_Sorted, _Sorted], ...] = (
    Rule(
        "shelter they went to", _shelters, "Some {4,000} people were evacuated and housed in relief centres."
    ),
    Rule("refuge they found", _refuge, "Some {4,000} people have sought refuge in Kirkuk."),
    Rule("place where they stay", _stay, "Some {4,000} people are trapped in Aleppo."),
    Rule("place where it happened", _happened, "Some {40} people were killed in Aleppo."),
    Rule("place of the displaced", _displaced_there, "Some {4,000} people are displaced in Aleppo."),
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


# -- places that stand together --------------------------------------------------------------------------------


def _distance(draft: Draft, mark: Mark[Place]) -> int:
    """Return how many characters lie between a place and the claim, places after it first."""
    if mark.start >= draft.end:
        return mark.start - draft.end
    return draft.start - mark.end + _AFTER_FIRST


def _nearest(draft: Draft, marks: Sequence[Mark[Place]]) -> Mark[Place] | None:
    """Return the place nearest to a claim."""
    return min(marks, key=lambda mark: _distance(draft, mark), default=None)


def _joined(draft: Draft, marks: Sequence[Mark[Place]]) -> str:
    """Return the words of places that stand together ("Hajin, Sousa and Baghouz")."""
    marks = sorted(marks, key=lambda mark: mark.start)
    first = last = min(range(len(marks)), key=lambda index: _distance(draft, marks[index]))
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
