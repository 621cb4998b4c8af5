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
from dataclasses import dataclass
from typing import Literal

from tracker.claims.counted import Counted
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Amount, Event, Mark, Unit

_REACH = 45  # tokens on either side
_LABEL_MARKS = frozenset({":", "-", "–", "—", "=", "*", "|", "+", "**", "~"})
_BREAKS = frozenset({";", ":", "!", "?"})


@dataclass(frozen=True, slots=True)
class Binding:
    """The event of an amount: which, where its words stand, on which side, and how surely."""

    event: Event
    start: int
    end: int
    side: Literal["left", "right", "own", "inherited", "context"]
    score: float
    passive: bool = False


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
            if event.needs and not _has_need(sentence, event, mark, what):
                continue
            weighed = (
                _right(sentence, what, event, mark.start, mark.end)
                if mark.start >= what.end
                else _left(sentence, amount, event, mark.start, mark.end)
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
    reduced = not lead or any(token in grammar.words["relatives"] for token in lead)
    if not reduced or best.event.kind not in ("did", "done", "state"):
        return best
    for later in sorted(rights, key=lambda one: one.start):
        if later.start <= best.end or later.event.kind not in ("did", "done") or later.score <= 4.0:
            continue
        gap = sentence.between(best.end, later.start)
        if any(
            token in (",", ";", "and", "or", "who", "that", "which", "when", "after", "as") for token in gap
        ):
            return best
        if gap and gap[-1] in grammar.words["have"] | grammar.words["be"]:
            return later
    return best


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
        return any(token in grammar.words["convoys"] for token in sentence.tokens)
    if event.needs == "way out":
        index = sentence.token_at(what.end)
        after = sentence.tokens[index : index + 3]
        return mark.end <= what.start and any(token in grammar.words["ways_out"] for token in after)
    offset = mark.end
    index = sentence.token_at(offset)
    words = sentence.tokens[index : index + 9]
    if event.needs == "shelter":
        for place, word in enumerate(words):
            if word in grammar.words["shelters"]:
                return True
            if word in _BREAKS and place > 1:
                return False
        if "where" in sentence.tokens[:index] and not grammar.words["shelters"].isdisjoint(
            sentence.tokens[:index]
        ):
            return True  # "al-Hol camp, where 70,000 people are now living"
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
    # "three quarters have left", but not "have left three dead"
    lead = sentence.tokens[max(0, sentence.token_before(mark.start) - 1) : sentence.token_at(mark.start)]
    perfect = any(token in grammar.words["have"] for token in lead)
    counts = any(0 <= one.start - mark.end <= 1 for one in sentence.amounts)
    return (
        perfect
        and mark.start >= what.end
        and not counts
        and words[:1] not in (["behind"], ["them"], ["many"])
    )


def _is_passive(sentence: Sentence, start: int) -> bool:
    """Tell whether a "be" or "get" stands before a participle, with at most three adverbs between."""
    index = sentence.token_at(start) - 1
    grammar = sentence.grammar
    for _ in range(4):
        if index < 0:
            return False
        token = sentence.tokens[index]
        if token in grammar.words["be"] or token in grammar.words["get"]:
            return True
        if (
            token not in grammar.words["adverbs"]
            and not token.endswith("ly")
            and token not in grammar.words["have"]
        ):
            return False
        index -= 1
    return False


def _takes_object(sentence: Sentence, end: int) -> bool:
    """Tell whether a noun phrase follows a verb at once: then the verb is active."""
    index = sentence.token_at(end)
    if index >= len(sentence.tokens):
        return False
    token, start = sentence.tokens[index], sentence.starts[index]
    if any(mark.start == start or mark.start < start < mark.end for mark in sentence.amounts):
        return True
    if start in sentence.subjects:
        return True
    return token in (
        "the",
        "their",
        "them",
        "his",
        "its",
        "several",
        "many",
        "scores",
        "more",
        "another",
        "a",
        "an",
    ) and not (sentence.text[start : start + 1].isupper())


def _right(sentence: Sentence, what: Counted, event: Event, start: int, end: int) -> Binding | None:
    """Weigh an event word that follows the counted noun."""
    if event.object_only:
        return None
    passive = False
    if event.kind == "done":
        passive = _is_passive(sentence, start)
        word = sentence.low[start:end]
        first = word.split()[0]
        participle = first.endswith(("ed", "en")) or first in sentence.grammar.words["participles"]
        if not passive and (_takes_object(sentence, end) or not participle or word.endswith("ing")):
            return None
        score = 10.0
    elif event.kind == "noun":
        gap = sentence.between(what.end, start)
        if len(gap) > 3 or not all(
            token in sentence.grammar.words["fillers"] | {"civilian", "confirmed", "new"} for token in gap
        ):
            return None
        return Binding(event, start, end, "right", 8.5 - 0.5 * len(gap))
    elif event.kind == "other":
        score = 9.0
        passive = _is_passive(sentence, start)
        word = sentence.low[start:end]
        if not passive and word.endswith("ing"):
            score = 5.0
    elif event.kind == "state":
        score = 9.5
        passive = _is_passive(sentence, start)
        if event.needs or event.term in ("sheltered",):
            score -= 0.5
        if not passive and sentence.low[start:end] in (
            "hosts",
            "houses",
            "shelters",
            "shelter",
            "house",
            "host",
            "accommodates",
            "accommodate",
        ):
            return None
    else:
        score = 10.0
    cost = _gap_cost(sentence, what.end, start, rightward=True)
    return Binding(event, start, end, "right", score - cost, passive)


def _left(sentence: Sentence, amount: Mark[Amount], event: Event, start: int, end: int) -> Binding | None:
    """Weigh an event word that stands before the amount."""
    gap = sentence.between(end, amount.start)
    grammar = sentence.grammar
    if ":" in gap and all(token in _LABEL_MARKS for token in gap):
        return Binding(event, start, end, "left", 9.5)
    if gap[-1:] == ["including"] and event.kind in ("done", "did", "state"):
        return Binding(event, start, end, "left", 8.0 - 0.2 * len(gap))
    if event.kind == "done":
        if gap[-1:] in (["were"], ["are"], ["was"]) and sentence.token_at(start) <= 3:
            return Binding(event, start, end, "left", 8.5 - 0.2 * len(gap))  # "stranded were 400"
        if _is_passive(sentence, start):
            base = 3.0
        else:
            base = 11.0
    elif event.kind == "noun":
        base = 10.0
        other = [token for mark in sentence.amounts for token in sentence.between(mark.start, mark.end)]
        if all(token in grammar.words["links"] | grammar.words["fillers"] or token in other for token in gap):
            return Binding(event, start, end, "left", base - 0.2 * len(gap) + (gap == ["of"]))
        rising = any(token in grammar.words["rises"] for token in gap[-4:])
        if rising and not any(token in other or token in _BREAKS for token in gap):
            return Binding(event, start, end, "left", 9.0 - 0.15 * len(gap))
    elif _number_of(sentence, start) and rises_to(sentence, end, amount.start):
        return Binding(event, start, end, "left", 9.0)  # "the number of people seeking asylum climbed to"
    elif event.kind == "state":
        base = 8.0
        if gap[-1:] in (["were"], ["are"], ["was"]) and sentence.token_at(start) <= 3:
            return Binding(event, start, end, "left", 8.5 - 0.2 * len(gap))
        if gap and not all(token in grammar.words["fillers"] for token in gap):
            base = 3.5
    elif event.kind == "did":
        # the counted would be the object of a verb they must be the subject of, but for "among them were 300"
        if not any(token in ("were", "was", "are", "is", "including", "of", ":") for token in gap):
            return None
        base = 8.0 if "rate" in gap else 6.0
    else:
        base = 9.0
        if sentence.grammar.find("size_before", sentence.low, start, amount.start):
            base = 11.0
    cost = _gap_cost(sentence, end, amount.start, rightward=False)
    return Binding(event, start, end, "left", base - cost)


def _number_of(sentence: Sentence, start: int) -> bool:
    """Tell whether "the number of" stands shortly before a verb."""
    return sentence.grammar.find("count_of", sentence.low, max(0, start - 34), start) is not None


def rises_to(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether only places, times and a verb like "stands at" lie between two offsets."""
    left = [
        sentence.tokens[index]
        for index in range(sentence.token_at(start), sentence.token_at(end))
        if index not in sentence.place_ends
    ]
    words = sentence.grammar.words
    loose = [
        token for token in left if token not in words["links"] | words["prepositions"] | words["determiners"]
    ]
    return any(token in words["rises"] for token in left[-5:]) and len(loose) <= 2


def _gap_cost(sentence: Sentence, start: int, end: int, *, rightward: bool) -> float:
    """Return what lies between two offsets, as a cost."""
    grammar = sentence.grammar
    cost = 0.0
    index = sentence.token_at(start)
    filler = 0.25 if rightward else 1.3
    depth = 0
    relative = False
    while index < len(sentence.starts) and sentence.starts[index] < end:
        token, offset = sentence.tokens[index], sentence.starts[index]
        inner = sentence.place_ends.get(index)
        if inner is not None and inner <= end:
            cost += 0.5 if rightward else 1.0
            index = sentence.token_at(inner)
            continue
        hit = sentence.amount_ends.get(index)
        if hit is not None and depth == 0:
            cost += 5.0
            index = sentence.token_at(hit)
            continue
        if token in "([":
            depth += 1
        elif token in ")]":
            depth = max(0, depth - 1)
        elif depth:
            pass
        elif token in _BREAKS:
            cost += 6.0
        elif token in ("who", "whom", "that", "which"):
            relative = True
        elif token == ",":
            cost += 0.9 if rightward else 3.0
        elif token in ("–", "—", "-"):
            cost += 1.0 if rightward else 3.0
        elif token in ("and", "or"):
            cost += 1.5 if rightward else 2.5
        elif token in (
            "while",
            "whereas",
            "but",
            "although",
            "though",
            "because",
            "when",
            "where",
            "unless",
            "if",
            "whilst",
            "meanwhile",
        ):
            cost += 5.0
        elif token in ("after", "before", "as", "until", "since", "following", "amid"):
            cost += 3.0 if not relative else 1.5
        elif not rightward and token in grammar.words["fillers"]:
            cost += 0.2
        elif rightward and (
            token in grammar.words["adverbs"]
            or token in grammar.words["be"]
            or token in grammar.words["have"]
        ):
            cost += 0.05
        elif offset in sentence.subjects and not sentence.subjects[offset].value.thing:
            cost += 1.5 if rightward else 3.0
        elif sentence.event_at(offset) is not None:
            cost += 0.8 if rightward else 1.5
        else:
            cost += filler
        index += 1
    return cost
