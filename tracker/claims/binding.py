"""Bind each amount to what happened: the event word that speaks of it, by grammar and nearness.

Every event word of the sentence is weighed: a verb after the counted noun ("58,000 people fled"), a verb
before it ("killing 34 civilians"), a noun ("the death toll rose to 56"), a label ("Displaced: 4,210").  What
lies between costs: words a little, commas and "and" more, another figure or a new clause much.  A word that
makes the number no claim ("assisted", "capacity") competes on the same terms.

In: Sentence, an amount and what it counts.  Out: the best Binding, or None.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tracker.claims.phrases.nouns import Counted
from tracker.claims.sentence import Sentence
from tracker.claims.weights import BREAKS, Binding, weigh_left, weigh_right
from tracker.vocabulary import Amount, Event, Mark, Unit

_REACH = 45  # tokens on either side
_SHELTERED = 16  # tokens from a camp to the verb that says how many it holds
_PEOPLED = "population at large"


def fits(event: Event, unit: Unit | None, *, elided: bool) -> bool:
    """Tell whether an event can befall a unit: homes are destroyed, people flee."""
    if event.kind == "other" or elided:
        return True
    if unit == "dwelling":
        return event.unit == "dwelling" or event.subterm == "at_risk"
    return event.unit in (None, unit)


def bind(
    sentence: Sentence,
    amount: Mark[Amount],
    what: Counted,
    *,
    unit: Unit | None,
    taken: Sequence[tuple[int, int]] = (),
    main: bool = True,
) -> Binding | None:
    """Return the event that speaks of an amount, if any does.

    Parameters
    ----------
    sentence, amount, what
        The amount and the noun phrase it counts.
    unit
        Its unit; None when the noun is left out.
    taken
        Spans of the noun phrases of all amounts: an event word inside one belongs to it alone.
    main
        Whether the main verb wins over one that only says which people are meant.
    """
    best: Binding | None = None
    rights: list[Binding] = []
    if unit == "share" and what.subject is not None:
        unit = what.subject.unit
    elided = what.kind in ("elided", "base", "unknown") or unit is None or unit == "share"
    near = sentence.token_at(what.start)
    for mark in _within(sentence, near):
        if _inside_another(mark, taken) or (mark.start < what.end and mark.end > what.start):
            continue
        for event in mark.value:
            if not fits(event, unit, elided=elided) or _is_label_noun(sentence, event, mark):
                continue
            if event.term == _PEOPLED and event.words == "home to" and told_of(sentence, what.end):
                continue  # "home to another 116,000 people who fled"
            if event.term == _PEOPLED and (camp_before(sentence, mark.start) or _implied(what)):
                continue  # "the camp is home to 5,000 people", "home to 409,000 refugees"
            if elided and event.words in sentence.grammar.reaches and _count_before(sentence, mark):
                continue  # "the death toll has hit 174"
            if event.needs and not _has_need(sentence, event, mark, what):
                continue
            weighed = (
                weigh_right(sentence, what, event, mark.start, mark.end)
                if mark.start >= what.end
                else weigh_left(sentence, amount, event, mark.start, mark.end)
            )
            if weighed is None:
                continue
            if unit is None and event.unit == "dwelling":
                weighed = _with(weighed, -0.5)
            if weighed.side == "right":
                rights.append(weighed)
            if best is None or weighed.score > best.score:
                best = weighed
    if best is not None and best.side == "right" and main:
        best = _main_verb(sentence, what, best, rights)
    return best if best is not None and best.score > 0 else None


def camp_before(sentence: Sentence, offset: int) -> bool:
    """Tell whether a camp stands before: "the camp is home to 5,000 people" counts the sheltered."""
    return not sentence.grammar.shelters.isdisjoint(sentence.between(0, offset)) or any(
        mark.value.level == "camp" and mark.end <= offset for mark in sentence.places
    )


def told_of(sentence: Sentence, end: int) -> bool:
    """Tell whether a clause after the counted says which people are meant ("home to another 116,000 who fled")."""
    after = sentence.tokens[sentence.token_at(end) :][:1]
    return bool(after) and (after[0] in sentence.grammar.relatives or after == ["displaced"])


def _implied(what: Counted) -> bool:
    """Tell whether the counted noun says by itself what happened."""
    return what.subject is not None and what.subject.implied is not None


def _count_before(sentence: Sentence, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell whether a count ("the death toll") is the subject of a verb of reaching."""
    counts = any(other.value[0].kind == "noun" and other.end <= mark.start for other in sentence.events)
    return counts or sentence.grammar.count_of.find(sentence.low, 0, mark.start) is not None


def _within(sentence: Sentence, index: int) -> list[Mark[tuple[Event, ...]]]:
    """Return the events within reach of a token: what stands further off speaks of something else."""
    first, last = max(0, index - _REACH), min(len(sentence.starts) - 1, index + _REACH)
    begin, end = sentence.starts[first], sentence.starts[last]
    low = bisect_left(sentence.events, begin, key=lambda mark: mark.start)
    return sentence.events[low : bisect_right(sentence.events, end, key=lambda mark: mark.start)]


def _main_verb(sentence: Sentence, what: Counted, best: Binding, rights: list[Binding]) -> Binding:
    """Prefer the main verb to one that only says which people are meant.

    "25,500 people displaced from Hajin had arrived at the camp" counts arrivals.
    """
    grammar = sentence.grammar
    lead = sentence.between(what.end, best.start)
    reduced = not lead or any(token in grammar.relatives for token in lead)
    if not reduced or best.event.kind not in ("did", "done", "state"):
        return best
    for later in sorted(rights, key=lambda one: one.start):
        if later.start <= best.end or later.event.kind not in ("did", "done") or later.score <= 4.0:
            continue
        gap = sentence.between(best.end, later.start)
        if not grammar.new_clause.isdisjoint(gap) or _joins(sentence, best.end, later.start):
            return best
        if gap and gap[-1] in grammar.have | grammar.be:
            return later
    return best


def _joins(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether an "and" between two offsets joins anything but two places."""
    first, last = sentence.token_at(start), sentence.token_at(end)
    return any(
        sentence.tokens[index] in ("and", "or") and index + 1 not in sentence.place_ends
        for index in range(first, last)
    )


def _is_label_noun(sentence: Sentence, event: Event, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell "damaged houses: 2,275": there "houses" is what is counted, not what is done."""
    if event.kind != "state" or mark.start not in sentence.subjects:
        return False
    index = sentence.token_at(mark.end)
    return index < len(sentence.tokens) and sentence.tokens[index] == ":"


def _inside_another(mark: Mark[tuple[Event, ...]], taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether an event word stands in the noun phrase of some amount."""
    index = bisect_right(taken, mark.start, key=lambda span: span[0])
    return any(mark.start < end and mark.end > start for start, end in taken[max(0, index - 2) : index + 1])


def _with(binding: Binding, change: float) -> Binding:
    """Return the binding with its score changed."""
    return Binding(
        binding.event, binding.start, binding.end, binding.side, binding.score + change, binding.passive
    )


def _has_need(sentence: Sentence, event: Event, mark: Mark[tuple[Event, ...]], what: Counted) -> bool:
    """Tell whether what the event needs stands where it must."""
    grammar = sentence.grammar
    if event.needs == "convoy":
        return any(token in grammar.convoys for token in sentence.tokens)
    if event.needs == "boat":
        return not grammar.boats.isdisjoint(sentence.tokens)
    if event.needs == "wounds":
        index = sentence.token_at(max(what.end, mark.end))
        return not grammar.wounds.isdisjoint(sentence.tokens[index : index + 7])
    if event.needs == "way out":
        index = sentence.token_at(what.end)
        after = sentence.tokens[index : index + 3]
        goes_to = after[:1] == ["to"] and index + 1 in sentence.place_ends  # "took 227 people to Las Palmas"
        return mark.end <= what.start and (goes_to or any(token in grammar.ways_out for token in after))
    offset = mark.end
    index = sentence.token_at(offset)
    words = sentence.tokens[index : index + 9]
    if event.needs == "shelter":
        for place, word in enumerate(words):
            if word in grammar.shelters:
                return True
            if word in BREAKS and place > 1:
                return False
        active = mark.end <= what.start and mark.value[0].kind != "noun"
        if (active or "where" in sentence.tokens[:index]) and not grammar.shelters.isdisjoint(
            sentence.tokens[max(0, index - _SHELTERED) : index]
        ):
            return True  # "al-Hol camp, where 70,000 people are now living", "the hotspot held 6,762"
        return any(
            (one.value.level == "camp" or "camp" in one.value.name.lower())
            and offset - 40 <= one.start <= offset + 60
            for one in sentence.places
        )
    reach = sentence.starts[min(index + 5, len(sentence.starts) - 1)] if sentence.starts else 0
    if any(offset <= one.start <= reach for one in sentence.places):
        return True
    if words[:1] and words[0] in ("their", "his", "her", "on", "by"):
        return True
    if mark.start >= what.end and any(0 <= one.start - offset <= 1 for one in sentence.times):
        return True  # "4,500 people leaving between midnight and noon"
    plain = what.subject is not None and what.subject.plain
    bare = words[:1] and words[0] in grammar.after_leaving and event.words in grammar.leaves
    if plain and mark.start >= what.end and bare:
        return True  # "2,000 people are expected to leave in total"
    # "three quarters have left", but not "have left three dead"
    lead = sentence.tokens[max(0, sentence.token_before(mark.start) - 1) : sentence.token_at(mark.start)]
    perfect = any(token in grammar.have for token in lead)
    counts = any(0 <= one.start - mark.end <= 1 for one in sentence.amounts)
    return (
        perfect
        and mark.start >= what.end
        and not counts
        and words[:1] not in (["behind"], ["them"], ["many"])
    )
