"""Weigh an event word against a number: by grammar, and by what lies between them.

Words between cost a little, commas and "and" more, another figure or a new clause much.

In: Sentence, an amount with what it counts, an event and where it stands.  Out: a Binding with its score, or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tracker.claims.phrases.nouns import Counted
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Amount, Event, Mark

BREAKS = frozenset({";", ":", "!", "?"})
_GIVING = ("distribut", "provid", "deliver")
_DASHES = frozenset({"–", "—", "-"})
_LABEL_MARKS = frozenset({":", "-", "–", "—", "=", "*", "|", "+", "**", "~"})


@dataclass(frozen=True, slots=True)
class Binding:
    """The event of an amount: which, where its words stand, on which side, and how surely."""

    event: Event
    start: int
    end: int
    side: Literal["left", "right", "own", "inherited", "context"]
    score: float
    passive: bool = False


def _is_passive(sentence: Sentence, start: int) -> bool:
    """Tell whether a "be" or "get" stands before a participle, with at most three adverbs between."""
    index = sentence.token_at(start) - 1
    grammar = sentence.grammar
    for _ in range(4):
        if index < 0:
            return False
        token = sentence.tokens[index]
        if token in grammar.be or token in grammar.get:
            return True
        if token not in grammar.adverbs and not token.endswith("ly") and token not in grammar.have:
            return False
        index -= 1
    return False


def takes_object(sentence: Sentence, end: int) -> bool:
    """Tell whether a noun phrase follows a verb at once: then the verb is active."""
    index = sentence.token_at(end)
    if index >= len(sentence.tokens):
        return False
    token, start = sentence.tokens[index], sentence.starts[index]
    if any(mark.start == start or mark.start < start < mark.end for mark in sentence.amounts):
        return True
    if any(mark.start == start for mark in sentence.times):
        return False  # "displaced the week before"
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


def weigh_right(sentence: Sentence, what: Counted, event: Event, start: int, end: int) -> Binding | None:
    """Weigh an event word that follows the counted noun."""
    if event.object_only:
        return None
    passive = False
    if event.kind == "done":
        passive = _is_passive(sentence, start)
        word = sentence.low[start:end]
        participles = sentence.grammar.participles
        participle = any(each.endswith(("ed", "en")) or each in participles for each in word.split())
        if not passive and (takes_object(sentence, end) or not participle or word.endswith("ing")):
            return None
        score = 10.0
    elif event.kind == "noun":
        gap = sentence.between(what.end, start)
        if len(gap) > 3 or not all(
            token in sentence.grammar.fillers | {"civilian", "confirmed", "new"} for token in gap
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


def weigh_left(
    sentence: Sentence, amount: Mark[Amount], event: Event, start: int, end: int
) -> Binding | None:
    """Weigh an event word that stands before the amount."""
    gap = sentence.between(end, amount.start)
    grammar = sentence.grammar
    if ":" in gap and all(token in _LABEL_MARKS for token in gap):
        return Binding(event, start, end, "left", 9.5)
    if ":" in gap and _labels(sentence, gap, end):
        return Binding(event, start, end, "left", 9.0)  # "Damaged houses: 2,275"
    if gap[-1:] == ["including"] and event.kind in ("done", "did", "state"):
        return Binding(event, start, end, "left", 8.0 - 0.2 * len(gap))
    if gap[-1:] in (["included"], ["include"], ["includes"]) and event.kind == "state" and len(gap) <= 4:
        return Binding(event, start, end, "left", 8.0)  # "the dead included at least 22"
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
        if all(token in grammar.links | grammar.fillers or token in other for token in gap):
            return Binding(event, start, end, "left", base - 0.2 * len(gap) + (gap == ["of"]))
        rising = any(token in grammar.rises for token in gap[-4:])
        if rising and not any(token in other or token in BREAKS for token in gap):
            return Binding(event, start, end, "left", 9.0 - 0.15 * len(gap))
    elif _number_of(sentence, start) and rises_to(sentence, end, _figure(amount)):
        return Binding(event, start, end, "left", 9.0)  # "the number of people seeking asylum climbed to"
    elif event.kind == "state":
        base = 8.0
        if gap[-1:] in (["were"], ["are"], ["was"]) and sentence.token_at(start) <= 3:
            return Binding(event, start, end, "left", 8.5 - 0.2 * len(gap))
        if gap and not all(token in grammar.fillers for token in gap):
            base = 3.5
    elif event.kind == "did":
        # the counted would be the object of a verb they must be the subject of, but for "among them were 300"
        if not any(token in ("were", "was", "are", "is", "including", "of", ":") for token in gap):
            return None
        base = 8.0 if "rate" in gap else 6.0
    else:
        base = 9.0
        lead = sentence.between(max(0, start - 24), start)
        if event.words == "reach" and "to" in lead[-1:]:
            return None  # "arrivals are predicted to reach 36,000" counts arrivals
        if sentence.grammar.size_before.find(sentence.low, start, amount.start):
            base = 11.0
    cost = _gap_cost(sentence, end, amount.start, rightward=False)
    if event.kind == "other" and event.words.startswith(_GIVING) and gap[-1:] in (["to"], ["for"]):
        cost = min(cost, 4.0)  # "distributed 4,800 kits and vouchers to 3,000 evacuees"
    return Binding(event, start, end, "left", base - cost)


def _figure(amount: Mark[Amount]) -> int:
    """Return where the bare number starts: "exceeded one million" is hedge and verb at once."""
    return amount.value.head[0] if amount.value.head != (0, 0) else amount.start


def _labels(sentence: Sentence, gap: list[str], end: int) -> bool:
    """Tell whether only counted nouns and a colon lie between an event word and a number."""
    colon = gap.index(":")
    nouns = [mark for mark in sentence.subjects.values() if mark.start >= end]
    return (
        0 < colon <= 3
        and bool(nouns)
        and nouns[0].start - end <= 1
        and all(token in _LABEL_MARKS for token in gap[colon:])
    )


def _number_of(sentence: Sentence, start: int) -> bool:
    """Tell whether "the number of" stands shortly before a verb."""
    return sentence.grammar.count_of.find(sentence.low, max(0, start - 34), start) is not None


def rises_to(sentence: Sentence, start: int, end: int, *, loosely: int = 2) -> bool:
    """Tell whether only places, times and a verb like "stands at" lie between two offsets."""
    left = [
        sentence.tokens[index]
        for index in range(sentence.token_at(start), sentence.token_at(end))
        if index not in sentence.place_ends
    ]
    words = sentence.grammar
    loose = [
        token
        for token in left
        if token not in words.links | words.prepositions | words.determiners | words.list_words
        and token not in words.adverbs | words.have | words.be
        and not token.endswith("ly")
    ]
    return any(token in words.rises for token in left[-5:]) and len(loose) <= loosely


def _aside(sentence: Sentence, index: int, end: int) -> int | None:
    """Return the token after an aside between two dashes that opens at a token and closes before an offset."""
    for place in range(index + 2, len(sentence.tokens)):
        if sentence.starts[place] >= end:
            return None
        if sentence.tokens[place] == sentence.tokens[index]:
            return place + 1
    return None


def _clause_aside(sentence: Sentence, index: int, end: int) -> int | None:
    """Return the token after ", the majority of whom were families," when it closes before an offset."""
    opening = sentence.tokens[index + 1 : index + 5]
    again = opening[:1] in (["or"], ["i.e"]) and any(mark.start < end for mark in sentence.amounts)
    if not again and not any(token in ("whom", "which", "who") for token in opening):
        return None
    for place in range(index + 3, len(sentence.tokens)):
        if sentence.starts[place] >= end or sentence.tokens[place] in BREAKS:
            return None
        if sentence.tokens[place] == ",":
            return place + 1
    return None


def _goes_on_with_things(sentence: Sentence, index: int) -> bool:
    """Tell "homes and other buildings, as well as bridges and roads": a list that goes on with things."""
    for place in range(index + 1, min(index + 5, len(sentence.tokens))):
        noun = sentence.subjects.get(sentence.starts[place])
        if noun is not None:
            return noun.value.thing
        if sentence.tokens[place] not in (
            "as",
            "well",
            "other",
            "and",
            "the",
            "also",
            "many",
            "some",
            "public",
        ):
            return False
    return False


def reaches(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a verb of reaching a figure closes a stretch ("refugees from the city have surpassed 150,000")."""
    left = sentence.between(start, end)
    return any(token in sentence.grammar.reaches for token in left[-2:]) and ":" not in left


def _gap_cost(sentence: Sentence, start: int, end: int, *, rightward: bool) -> float:
    """Return what lies between two offsets, as a cost."""
    grammar = sentence.grammar
    cost = 0.0
    index = sentence.token_at(start)
    filler = 0.25 if rightward else 1.3
    depth, held = 0, False
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
        beyond = _clause_aside(sentence, index, end) if token == "," and rightward and not depth else None
        if beyond is not None:
            cost += 0.6
            index = beyond
            continue
        held = held or (hit is not None and depth > 0)
        if token in "([":
            depth += 1
        elif token in ")]":
            depth = max(0, depth - 1)
        elif depth:
            cost += 4.0 if not rightward and token in grammar.relatives else 0.0
        elif token in BREAKS:
            cost += 6.0
        elif token in ("who", "whom", "that", "which"):
            relative = True
        elif rightward and token in (",", "and", "or") and _goes_on_with_things(sentence, index):
            cost += 0.2
        elif token == ",":
            cost += 0.9 if rightward else 3.0
        elif token in _DASHES:
            beyond = _aside(sentence, index, end)
            if beyond is not None:
                cost += 0.5
                index = beyond
                continue
            cost += 1.0 if rightward else 3.0
        elif token == "of" and sentence.tokens[index + 1 : index + 2] in (["whom"], ["them"]):
            cost += 4.0
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
        elif not rightward and token in grammar.fillers:
            cost += 0.2
        elif rightward and (token in grammar.adverbs or token in grammar.be or token in grammar.have):
            cost += 0.05
        elif offset in sentence.subjects and not sentence.subjects[offset].value.thing:
            cost += 1.5 if rightward else 3.0
        elif sentence.event_at(offset) is not None:
            cost += 0.8 if rightward else 1.5
        else:
            cost += filler
        index += 1
    if depth and held and rightward:
        cost += 3.0  # the event stands in an aside, which has a figure of its own
    return cost
