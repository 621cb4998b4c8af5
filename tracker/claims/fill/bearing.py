"""Which places of a sentence may speak of a claim: not that of the next figure, of a speaker, of what lies around.

In: a claim and a place of its sentence.  Out: yes or no; the places that several names tell once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.claims.draft import Draft
from tracker.claims.fill.rule import Case, Rule, chosen, has_words
from tracker.vocabulary import Mark, Place

_PLACING = 10  # words between a place and the larger one it lies in
_FOR = 12  # characters before a place in which "for" stands
_PART_WORDS = 4  # words of "almost all of them from"
_OF_PART = 4  # words of "of them from"
_SAID_IN = 4  # words of "a news conference in"
_NAMED = 5  # words of "'s easternmost province of"
_TARGET = 9  # words of "to a college in"
_COMMA = frozenset(",")
_MOVE = frozenset({"displaced", "crossed_border", "returned", "evacuated"})
_HAPPEN = frozenset({"killed", "injured", "missing", "housing_destroyed", "affected"})


@dataclass(frozen=True, slots=True)
class At:
    """A claim and a place of its sentence."""

    case: Case
    mark: Mark[Place]


def finer(case: Case) -> list[Mark[Place]]:
    """Return the places of a sentence: of "Indonesia's province of Papua" or "the sea city of Varna" the last."""
    marks = [mark for mark in case.sentence.places if not mark.value.demonym]
    finer: list[Mark[Place]] = []
    for mark in marks:
        if finer and _names(case, finer[-1], mark):
            mark = replace(mark, value=replace(mark.value, role=finer.pop().value.role))
        finer.append(mark)
    return finer


def _names(case: Case, outer: Mark[Place], inner: Mark[Place]) -> bool:
    """Tell whether only "'s easternmost province of" stands between two places."""
    seen, small = case.sentence, case.grammar
    if outer.value.role is None or inner.value.role is not None:
        return False
    gap = seen.words.between(outer.end, inner.start)
    if is_plain(outer.value) and inner.value.place_id is not None and gap.only(_COMMA | small.degree_adverbs):
        # "in the capital, Maputo", "to the west, particularly Bulo"
        return gap.holds(small.degree_adverbs) or outer.value.name in small.pointing_places
    if not 0 < len(gap) <= _NAMED or not gap.closes(small.partitive):
        return False
    if any(outer.end <= amount.start < inner.start for amount in seen.amounts):
        return False
    return not gap.holds((small.prepositions - small.partitive) | small.be | small.have)


def _of_figure_between(at: At) -> bool:
    """Tell whether another figure with a verb or place of its own stands between a claim and a place after it."""
    draft, mark = at.case.draft, at.mark
    return any(
        draft.end <= other.start < mark.start
        and (_is_of_part(at, other) if other.parent is draft else other.parent is None and _takes(at, other))
        for other in at.case.context.claims
        if other is not draft and other.choice is not None
    )


def _is_of_part(at: At, other: Draft) -> bool:
    """Tell the place of "310,000 of them from Somalia", which says nothing of the whole before."""
    gap = at.case.sentence.words.between(other.end, at.mark.start)
    grammar = at.case.grammar
    part = other.tie == "part" and at.mark.value.role == "from"
    return (
        part
        and len(gap) <= _OF_PART
        and gap.only(grammar.prepositions | grammar.partitive | grammar.pronouns_of)
    )


def _of_others(at: At) -> bool:
    """Tell the place of others, or of most of them ("3,600, almost all from Ostra, and those in halls to 1,480")."""
    draft, mark, seen = at.case.draft, at.mark, at.case.sentence
    if mark.start < draft.end or mark.value.role is None:
        return False
    lead = seen.words.between(draft.end, mark.start).part(-_PART_WORDS)
    return lead.holds(at.case.grammar.other_people)


OTHERS: Rule[At, bool] = Rule(
    "place of others",
    _of_others,
    "The number of evacuees fell to {3,600}, and those in Aleppo to 1,400.",
)


def _of_speaker(at: At) -> bool:
    """Tell the place of those who speak: "authorities in Lebanon say", "told a news conference in Chico"."""
    mark, seen = at.mark, at.case.sentence
    if any(one.start <= mark.start < one.end for one in seen.speakers):
        return True
    lead = seen.words.before(mark.start, _SAID_IN)
    return mark.value.role == "in" and lead.holds(at.case.grammar.speech_places)


def _takes(at: At, other: Draft) -> bool:
    """Tell whether another claim is one of its own, or this one has a place of the same role before it."""
    draft, mark = at.case.draft, at.mark
    if has_words(other) and chosen(other).start != chosen(draft).start:
        return True
    return any(
        one.start >= draft.end and one.end <= other.start and one.value.role == mark.value.role
        for one in at.case.sentence.places
    )


def _heads_for(at: At) -> bool:
    """Tell "fled for SDF territory": "for" after a verb of movement names the way."""
    if at.case.draft.term not in _MOVE or at.mark.start < at.case.choice.end:
        return False
    start = at.mark.start
    return at.case.sentence.words.between(max(0, start - _FOR), start).closes(at.case.grammar.heads_for)


def _lies_there(at: At) -> bool:
    """Tell "evacuated to a college in Aleppo", "to UNHCR's centre in Niger": what people were brought to lies there."""
    draft, mark, small = at.case.draft, at.mark, at.case.grammar
    start = max(draft.end, at.case.choice.end)
    if draft.term not in _MOVE or mark.value.role != "in" or mark.start < start:
        return False
    way = at.case.sentence.words.between(start, mark.start)
    if len(way) > _TARGET or not way.part(0, 1).holds(small.to):
        return False
    return way.part(1, 2).holds(small.determiners) or not way.holds(
        small.new_clause | small.joining | small.be
    )


def _contains(at: At) -> bool:
    """Tell the province of "Jassem, in the southern province of Daraa": what is meant is the place before it."""
    seen, mark, small = at.case.sentence, at.mark, at.case.grammar
    before = [other for other in finer(at.case) if other.end <= mark.start]
    if not before or before[-1].value.role not in ("in", "from", "to") or before[-1].value.level == "country":
        return False
    if at.case.draft.term in _HAPPEN and is_plain(before[-1].value):
        return False  # "a mine in Hunan": the name says where it happened
    if any(before[-1].end <= amount.start < mark.start for amount in seen.amounts):
        return False
    gap = seen.words.between(before[-1].end, mark.start)
    return len(gap) <= _PLACING and gap.holds(small.lies_in) and gap.only(small.placing, digits=True)


def _is_vague(at: At) -> bool:
    """Tell "in the areas", "across sites": no place."""
    return at.mark.value.role in ("in", "across") and at.mark.value.name in at.case.grammar.vague_places


NEXT_FIGURE: Rule[At, bool] = Rule(
    "place of the next figure",
    _of_figure_between,
    "Some {4,000} people fled while 300 were killed in Aleppo.",
)
VAGUE: Rule[At, bool] = Rule(
    "place of no meaning", _is_vague, "Across the areas, some {4,000} people are displaced."
)
SAID_THERE: Rule[At, bool] = Rule(
    "place of who speaks", _of_speaker, "Some {40} people died, the mayor told a news conference in Aleppo."
)
HEADS_FOR: Rule[At, bool] = Rule("heads for", _heads_for, "Some {4,000} people fled for Aleppo.")
TARGET: Rule[At, bool] = Rule(
    "what lies there", _lies_there, "Some {4,000} people were evacuated to a college in Aleppo."
)
LARGER: Rule[At, bool] = Rule(
    "larger place", _contains, "The strike on Jassem, in the southern province of Daraa, killed {40} people."
)


def is_plain(place: Place) -> bool:
    """Tell a place without a name ("a school")."""
    return place.place_id is None and place.level is None and place.name.islower()
