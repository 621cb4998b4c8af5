"""Where it happened: a sentence that places a flood or an attack places the figures that follow of the same event.

In: the sentences of a report in reading order.  Out: the place told last, while it holds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker import lexicon
from tracker.claims.draft import Draft
from tracker.claims.fill.dating import Dating, dating
from tracker.claims.fill.headed import Places
from tracker.claims.fill.rule import Case, Rule
from tracker.claims.fill.struck import elsewhere, is_stale
from tracker.claims.phrases.words import Words, split
from tracker.claims.sentence import Sentence
from tracker.lexicon.gazetteer import gazetteer
from tracker.marks.places import find_places
from tracker.vocabulary import Mark, Place, Segment

_PARAGRAPHS = 1
_REACH = 1  # sentences over which a place holds
_TOLD_REACH = 2  # the same where the sentence tells what struck
_PASSED = 2  # sentences that are asked for a place once a figure needs it
_HURT = frozenset({"killed", "injured", "housing_destroyed"})
_LEFT = frozenset({"affected", "evacuated", "displaced"})
_OBJECT = 5  # words of "flooded parts of the district of"
_DAYS = 5
"""A longer time of its own tells of more than what just struck."""
_THERE = frozenset({"in", "across"})


@dataclass(frozen=True, slots=True)
class At:
    """The place that a sentence gives to what happened, as it is written there."""

    mark: Mark[Place]
    words: str
    terms: frozenset[str]
    """Of the claims it may speak of."""


@dataclass(frozen=True, slots=True)
class Scene(At):
    """The same with the sentence it stands in, and its place in the report.

    ``kinds``: of the hazards that the sentence speaks of; ``strikes``: it speaks of any.
    """

    segment: Segment
    index: int
    kinds: frozenset[str]
    strikes: bool


@dataclass(slots=True)
class Scenes:
    """Where the sentences so far say it struck; they are asked only when a figure needs it.

    ``waiting`` are the last sentences that nobody has asked yet, with the claims read in them.
    """

    known: Scene | None = None
    count: int = 0
    waiting: deque[tuple[int, Segment | Sentence, Sequence[Draft]]] = field(
        default_factory=lambda: deque(maxlen=_PASSED)
    )

    def pass_by(self, segment: Segment) -> None:
        """Note a sentence without claims."""
        self._note(segment, ())

    def note(self, seen: Sentence, drafts: Sequence[Draft]) -> None:
        """Note a sentence whose claims have their places."""
        self._note(seen, drafts)

    def _note(self, one: Segment | Sentence, drafts: Sequence[Draft]) -> None:
        self.waiting.append((self.count, one, drafts))
        self.count += 1

    def told(self, segment: Segment, country: str | None) -> Scene | None:
        """Return the place told last, while it holds for the sentence that follows."""
        while self.waiting:
            self._hear(*self.waiting.popleft(), country)
        known = self.known
        if known is None or known.segment.heading != segment.heading:
            return None
        near = self.count - known.index <= (_TOLD_REACH if known.strikes else _REACH)
        return known if near and segment.paragraph - known.segment.paragraph <= _PARAGRAPHS else None

    def _hear(
        self, index: int, one: Segment | Sentence, drafts: Sequence[Draft], country: str | None
    ) -> None:
        """Take the place of a sentence, or give up the one before where it speaks of another."""
        segment = one.segment if isinstance(one, Sentence) else one
        marks = (
            one.places
            if isinstance(one, Sentence)
            else find_places(segment.text, country=country, language=segment.language)
        )
        found = _of_claims(drafts) if drafts else _of_sentence(one, marks)
        if found is not None:
            file, words = dating(segment.language), _words(one).tokens
            self.known = Scene(
                found.mark,
                found.words,
                found.terms,
                segment,
                index,
                file.hazard_kinds(words),
                file.strikes(words),
            )
        elif self.known is not None and _differ(marks, self.known.mark):
            self.known = None


def _words(one: Segment | Sentence) -> Words:
    if isinstance(one, Sentence):
        return one.words
    return split(one.text, lexicon.lower(one.text), language=one.language)


def _of_claims(drafts: Sequence[Draft]) -> At | None:
    """Return the one place at which the claims of a sentence happened; a part's place is not its whole's."""
    told = [
        draft for draft in drafts if draft.term in _HURT | _LEFT and draft.origin_words and not draft.parent
    ]
    if len({draft.origin_words for draft in told}) != 1:
        return None
    seen = told[0].sentence
    if seen.words.after(0, 1).holds(seen.grammar.opens_whole):
        return None
    mark, words = told[0].origin, told[0].origin_words
    if mark is None or words is None or not _is_scene(mark.value):
        return None
    hurt = any(draft.term in _HURT for draft in told)
    return At(mark, words, _HURT | _LEFT if hurt else _LEFT)


def _of_sentence(one: Segment | Sentence, marks: Sequence[Mark[Place]]) -> At | None:
    """Return the one place of a sentence that tells what struck, or the smallest of those it lies in."""
    segment = one.segment if isinstance(one, Sentence) else one
    file, words = dating(segment.language), _words(one)
    low = words.after(0)
    if not file.strikes(words.tokens) or low.holds(file.carry.ends):
        return None
    struck = [mark for mark in marks if mark.value.role is None and _is_struck(words, mark, file)]
    if not struck and not file.tells(low):
        return None
    there = [mark for mark in (*struck, *marks) if mark in struck or mark.value.role in _THERE]
    there = [mark for mark in dict.fromkeys(there) if _is_scene(mark.value)]
    if not there:
        return None
    best = there[0]
    for mark in there[1:]:
        if _within(mark.value, best.value):
            best = mark
        elif not _within(best.value, mark.value) and mark.value.place_id != best.value.place_id:
            return None
    return At(best, segment.text[best.start : best.end], _HURT | _LEFT)


def _is_struck(words: Words, mark: Mark[Place], file: Dating) -> bool:
    """Tell the object of a verb that strikes ("attacked the town of Kato", "flooded parts of Kato")."""
    lead = words.before(mark.start, _OBJECT)
    return file.strikes(lead) and "," not in list(lead)


def _is_scene(place: Place) -> bool:
    """Tell a place with a name that is smaller than a country."""
    return not place.demonym and place.level != "country" and any(sign.isupper() for sign in place.name)


def _within(inner: Place, outer: Place) -> bool:
    if not inner.place_id or not outer.place_id:
        return False
    return outer.place_id in gazetteer().parents(inner.place_id)


def _differ(marks: Sequence[Mark[Place]], known: Mark[Place]) -> bool:
    """Tell whether a sentence speaks of another place or another country."""
    if elsewhere(marks, [known]):
        return True
    return any(
        mark.value.level == "country"
        and not mark.value.demonym
        and known.value.iso3
        and mark.value.iso3 not in (None, known.value.iso3)
        for mark in marks
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim whose sentence names no place where it happened, and the places told before."""

    case: Case
    scenes: Scenes
    found: Places


def _carried(asked: Asked) -> Places | None:
    """Take the place told before, for those who were hurt there or left it."""
    case, found = asked.case, asked.found
    draft, seen = case.draft, case.sentence
    struck = draft.term in _HURT | _LEFT and draft.measure == "flow"
    if not struck or not _is_open(case, found.origin) or _names_another(seen, found) or _breaks_off(case):
        return None
    scene = asked.scenes.told(seen.segment, case.context.country)
    if scene is None or draft.term not in scene.terms or _differ(seen.places, scene.mark):
        return None
    file = dating(seen.segment.language)
    if not file.agree(scene.kinds, file.hazard_kinds(seen.words.tokens)):
        return None
    rule = found.rule or CARRIED.name
    return Places(scene.mark, found.destination, scene.words, found.destination_words, rule)


def _is_open(case: Case, origin: Mark[Place] | None) -> bool:
    """Tell that no place is named: none, or one that points back ("in the city")."""
    if origin is None:
        return True
    seen = case.sentence
    lead = seen.words.before(origin.start, 1) if origin in seen.places else None
    plain = origin.value.name.islower() and origin.value.name in case.grammar.pointing_places
    return plain and lead is not None and lead.holds(case.grammar.pointers)


def _names_another(seen: Sentence, found: Places) -> bool:
    """Tell whether the sentence names a place of its own, other than the one they went to or who speaks."""
    there = found.destination
    return any(
        _is_scene(mark.value)
        and (there is None or mark.value.name != there.value.name)
        and not any(one.start <= mark.start < one.end for one in seen.speakers)
        for mark in seen.places
    )


def _breaks_off(case: Case) -> bool:
    """Tell a sentence of another event ("elsewhere", "another blast"), of all the country, or of another time."""
    carry = dating(case.sentence.segment.language).carry
    if case.sentence.words.after(0).holds(carry.ends | carry.others | carry.wide):
        return True
    draft, (start, end) = case.draft, case.draft.period
    if draft.time is None:
        return False
    long = start is None or end is None or (end - start).days > _DAYS
    own = draft.time_words is not None and draft.time_words in case.sentence.text
    return is_stale(draft.time, case.context.reference) or (own and long)


CARRIED: Rule[Asked, Places] = Rule(
    "place told before", _carried, "Floods hit the city of Aleppo. Some {40} people were killed."
)
