"""The event word that speaks of a number: every one of its sentence is weighed, the strongest stands.

A word that makes the number no claim ("assisted", "capacity") competes on the same terms.

In: a Number and its Context.  Out: the strongest word as a Proposal, or None.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from tracker.claims.draft import Number, Proposal
from tracker.claims.phrases.verbs import follows, is_finite, names_camp, says_which
from tracker.claims.propose.lists import group
from tracker.claims.propose.needs import has_need
from tracker.claims.propose.rule import Context, base_of, taken
from tracker.claims.propose.weights import Weighed, Word, weigh
from tracker.claims.sentence import Sentence
from tracker.claims.thresholds import DWELLING, LATER_VERB, LISTED, SURE_BEFORE
from tracker.vocabulary import Event, Mark, Unit

_REACH = 45  # words on either side
_AGAIN = 14  # characters between "the number" and its verb
_PEOPLED = "population at large"
_VOICED = frozenset({"done", "other", "state"})

Spans = Sequence[tuple[int, int]]


def strongest(number: Number, context: Context, *, alone: bool) -> Proposal | None:
    """Return the strongest event word of a number or of the list it stands in.

    Parameters
    ----------
    number, context
        The number and where it stands.
    alone
        Whether only its own words count, as of a part ("among them 300 children").
    """
    best = _of_list(number, context)
    return weighed(number, without=context.without) if alone and best is not None else best


def fits(event: Event, unit: Unit | None, *, elided: bool) -> bool:
    """Tell whether an event can befall a unit: homes are destroyed, people flee."""
    if event.kind == "other" or elided:
        return True
    if unit == "dwelling":
        return event.unit == "dwelling" or event.subterm == "at_risk"
    return event.unit in (None, unit)


def weighed(
    number: Number, spans: Spans = (), *, main: bool = True, without: frozenset[str] = frozenset()
) -> Proposal | None:
    """Return the event word that speaks of a number, if any does.

    Parameters
    ----------
    number
        The number.
    spans
        The noun phrases of all numbers: an event word inside one belongs to it alone.
    main
        Whether the main verb wins over one that only says which people are meant.
    without
        Names of weights that are switched off.
    """
    best: Weighed | None = None
    after: list[Weighed] = []
    unit = _unit(number)
    for mark, event in _candidates(number, spans):
        found = _weigh(number, event, mark, without)
        if found is None:
            continue
        if unit is None and event.unit == "dwelling":
            found = found._replace(score=found.score - DWELLING)
        if found.word.after:
            after.append(found)
        if best is None or found.score > best.score:
            best = found
    if best is not None and best.word.after and main:
        best = _main_verb(number, best, after)
    return _proposal(best) if best is not None and best.score > 0 else None


def _candidates(number: Number, spans: Spans) -> Iterator[tuple[Mark[tuple[Event, ...]], Event]]:
    """Yield the event words that may speak of a number."""
    seen, what = number.sentence, number.what
    unit = _unit(number)
    elided = what.kind in ("elided", "base", "unknown") or unit is None or unit == "share"
    for mark in _within(seen, seen.words.at(what.start)):
        if _inside(mark, spans) or (mark.start < what.end and mark.end > what.start):
            continue
        for event in mark.value:
            if not fits(event, unit, elided=elided) or _labels_noun(seen, event, mark):
                continue
            if mark.start >= what.end and (_in_noun(seen, mark) or _says_whence(number, event, mark)):
                continue  # "39 per cent from displaced families"
            if event.term == _PEOPLED and _counts_guests(number, event, mark):
                continue
            counts = elided or event.kind == "other"
            if counts and event.words in seen.grammar.reaches and _count_before(seen, mark):
                continue  # "the death toll has hit 174", "has reached 112 people"
            if has_need(number, event, mark):
                yield mark, event


def _says_whence(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell "seven in ten IDPs come from Bulo": a share says where they are from, not that they came."""
    seen, noun = number.sentence, number.what.subject
    share = number.unit == "share" and noun is not None and noun.implied_measure == "stock"
    comes = share and event.words in seen.grammar.originating
    return comes and seen.words.after(mark.end, 1).opens(seen.grammar.source_markers)


def _weigh(
    number: Number, event: Event, mark: Mark[tuple[Event, ...]], without: frozenset[str]
) -> Weighed | None:
    """Return an event word with its weight; None where it cannot speak of the number."""
    words, what = number.sentence.words, number.what
    after = mark.start >= what.end
    gap = words.between(what.end, mark.start) if after else words.between(mark.end, number.start)
    return weigh(Word(number, event, mark.start, mark.end, after, gap), without)


def _proposal(best: Weighed) -> Proposal:
    """Return what an event word proposes."""
    word = best.word
    return Proposal(
        word.event,
        via="after" if word.after else "before",
        score=best.score,
        start=word.start,
        end=word.end,
        passive=word.after and word.event.kind in _VOICED and word.passive,
        rule=best.rule,
        unit=_labelled(word),
    )


def _labelled(word: Word) -> Unit | None:
    """Return the unit of the noun before the participle of a label: "Familias afectadas: 44.936"."""
    seen = word.number.sentence
    if word.after or not seen.grammar.participle_behind or not word.gap.holds(_COLON):
        return None
    nouns = [noun for noun in seen.subjects.values() if word.start - 1 <= noun.end <= word.end]
    return next((noun.value.unit for noun in nouns if noun.start < word.start and noun.value.unit), None)


def _unit(number: Number) -> Unit | None:
    """Return the unit an event must fit: of a share, that of its noun."""
    subject = number.what.subject
    return subject.unit if number.unit == "share" and subject is not None else number.unit


def _counts_guests(number: Number, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell "home to another 116,000 who fled", "the camp is home to 5,000", "home to 409,000 refugees"."""
    seen, subject = number.sentence, number.what.subject
    home = event.words in seen.grammar.peopled
    if home and says_which(seen, number.what.end):
        return True
    implied = subject is not None and subject.implied is not None
    return names_camp(seen, mark.start) or implied


def _count_before(sentence: Sentence, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell whether a count ("the death toll") is the subject of a verb of reaching."""
    counts = any(other.value[0].kind == "noun" and other.end <= mark.start for other in sentence.events)
    small, low = sentence.grammar, sentence.low
    again = small.same_figure.last(low, 0, mark.start, within=_AGAIN)  # "the number could reach 70,000"
    return counts or again or small.count_of.find(low, 0, mark.start) is not None


def _within(sentence: Sentence, index: int) -> list[Mark[tuple[Event, ...]]]:
    """Return the events within reach of a word: what stands further off speaks of something else."""
    starts, events = sentence.words.starts, sentence.event_starts
    begin, end = starts[max(0, index - _REACH)], starts[min(len(starts) - 1, index + _REACH)]
    return sentence.events[bisect_left(events, begin) : bisect_right(events, end)]


def _inside(mark: Mark[tuple[Event, ...]], spans: Spans) -> bool:
    """Tell whether an event word stands in the noun phrase of some number."""
    index = bisect_right(spans, (mark.start, _LAST))
    return any(mark.start < end and mark.end > start for start, end in spans[max(0, index - 2) : index + 1])


def _in_noun(sentence: Sentence, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell a participle that begins the noun of other people: "displaced families"."""
    noun = sentence.subjects.get(mark.start)
    return noun is not None and noun.value.implied is not None and noun.end > mark.end


def _labels_noun(sentence: Sentence, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell "damaged houses: 2,275", "repair of houses for 90 families": a noun there, not what is done."""
    if event.kind != "state" or mark.start not in sentence.subjects:
        return False
    following = sentence.words.after(mark.end, 1)
    if following.opens(_COLON):
        return True
    home = sentence.subjects[mark.start].value.unit == "dwelling"
    if any(one.value.unit == "person" and mark.start - one.end == 1 for one in sentence.subjects.values()):
        return False  # "3,300 people shelter in 37 centres"
    if not home or any(one.start == following.start for one in sentence.amounts):
        return False  # "the camp shelters over 65,000"
    return not following or following.opens(sentence.grammar.prepositions)


_COLON = frozenset(":")
_LAST = 10**9  # after any offset


def _main_verb(number: Number, best: Weighed, after: list[Weighed]) -> Weighed:
    """Prefer the main verb to one that only says which people are meant.

    "25,500 people displaced from Hajin had arrived at the camp" counts arrivals.
    """
    seen, grammar = number.sentence, number.sentence.grammar
    lead = seen.words.between(number.what.end, best.word.start)
    if lead and not lead.holds(grammar.relatives):
        return best
    if best.word.event.kind not in ("did", "done", "state"):
        return best
    for later in sorted(after, key=lambda one: one.word.start):
        acts = later.word.event.kind in ("did", "done")
        if _stays_there(number, best, later):
            return later
        if later.word.start <= best.word.end or not acts or later.score <= LATER_VERB:
            continue
        gap = seen.words.between(best.word.end, later.word.start)
        if gap.holds(grammar.new_clause) or _joins(seen, best.word.end, later.word.start):
            return best
        if gap.closes(grammar.have | grammar.be):
            return later
    return best


def _stays_there(number: Number, best: Weighed, later: Weighed) -> bool:
    """Tell "140,000 people displaced by the war still live in camps": they are in camps, whoever displaced them."""
    seen, small = number.sentence, number.sentence.grammar
    state = later.word.event.term == "sheltered" and later.word.event.kind == "state"
    if not state or best.word.event.kind != "done" or best.word.start - number.what.end > 1:
        return False
    gap = seen.words.between(best.word.end, later.word.start)
    return gap.closes(small.lasting | small.light_adverbs | small.be) and not gap.holds(small.new_clause)


def _joins(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether an "and" between two offsets joins anything but two places."""
    words = sentence.words
    return any(
        words.tokens[index] in sentence.grammar.joining and index + 1 not in sentence.place_ends
        for index in range(words.at(start), words.at(end))
    )


# -- the number among others -----------------------------------------------------------------------------


def _of_list(number: Number, context: Context) -> Proposal | None:
    """Return the strongest event word of a number, of the whole it is part of, or of the list it stands in."""
    numbers, without = context.numbers, context.without
    spans = taken(number.sentence, numbers)
    base = base_of(number, numbers)
    if base is not None:
        # "half of the 4,800 families uprooted in May have gone home": the main verb is the share's
        own = weighed(number, spans, without=without)
        if own is not None and own.via == "before" and own.score >= SURE_BEFORE:
            return own
        return weighed(base, spans, without=without)
    is_base = any(other.what.base is number.amount for other in numbers)
    best = weighed(number, spans, main=not is_base, without=without)
    if best is not None and best.via == "after":
        if _only_whole(number, numbers, best) or _of_its_part(number, numbers, best):
            return None  # "of the 310 on the list, 40 were killed" says nothing of the 310
        if is_base and is_finite(number.sentence, number.end, best.start):
            best = None  # "22 of the 222 residents were killed" says nothing of the 222
    for other in group(numbers, context.index):
        if other is number or other.what.kind == "thing":
            continue
        own = weighed(dataclasses.replace(other, unit=other.unit or number.unit), spans, without=without)
        if own is None or (own.end <= number.start and other.end <= number.start and _has_verb(number)):
            continue
        if not fits(own.event, number.unit, elided=number.elided) or not _lends(number, other, own):
            continue
        if best is None or own.score - LISTED > best.score:
            best = dataclasses.replace(own, score=own.score - LISTED)
    return best


def _lends(number: Number, other: Number, word: Proposal) -> bool:
    """Tell whether a word of one item of a list speaks of another whose own noun says something.

    "4,000 IDPs and 900 refugees fled" counts both; "4,000 IDPs, 900 people in need of food" does not, nor
    "400 affected people, 20 homes destroyed".
    """
    noun = number.what.subject
    own = (noun is not None and noun.implied is not None) or bool(number.what.attributive)
    if not own or word.via != "after" or word.event.kind == "did":
        return True
    return is_finite(number.sentence, other.end, word.start)


def _has_verb(number: Number) -> bool:
    """Tell whether a verb of its own follows a number ("and 5,000 people are believed")."""
    return follows(number.sentence, number.end)


def _of_its_part(number: Number, numbers: Sequence[Number], best: Proposal) -> bool:
    """Tell a verb of a part only: "the island counts 4,100 inhabitants, 600 of whom were evacuated"."""
    seen, grammar = number.sentence, number.sentence.grammar
    part = next((other for other in numbers if number.end <= other.start < best.start), None)
    if part is None:
        return False
    of_whom = seen.words.between(part.amount.end, best.start)
    return of_whom.opens(grammar.partitive) and of_whom.opens(grammar.who, at=1)


def _only_whole(number: Number, numbers: Sequence[Number], best: Proposal) -> bool:
    """Tell a figure that only says of how many the next one is a part ("of the 310 on the list, 40 were killed")."""
    grammar, lead = number.sentence.grammar, number.lead
    marker = lead.back(grammar.those)
    if not marker.closes(grammar.opens_whole):
        return False
    opens = len(marker) == 1 or marker.closes(grammar.opens_clause, at=1)
    return opens and any(number.end <= other.start < best.start for other in numbers)
