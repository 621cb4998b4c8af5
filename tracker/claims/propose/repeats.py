"""The same figure again, or an earlier one: "up from 300", "revised from 212 to 187", "that figure", brackets.

In: a number and the claim before it.  Out: yes or no.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.claims.draft import Draft, Number
from tracker.claims.phrases.words import Stretch
from tracker.claims.propose.rule import Context
from tracker.claims.sentence import Sentence

_BEFORE = 6  # characters between "up from" and the figure
_AGAIN = 14  # characters between "that figure" and the number
_FROM_TO = 12
_REVISED = 8  # words from a verb of revising to the figure that it replaces
_ASIDE = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A number and the claim before it.  ``near``: no other number but of things lies between."""

    number: Number
    last: Draft
    near: bool
    between: Stretch
    context: Context

    @property
    def seen(self) -> Sentence:
        """The sentence of both."""
        return self.number.sentence


def up_from(pair: Pair) -> bool:
    """Tell "up from 900"."""
    seen, last = pair.seen, pair.last
    return pair.near and seen.grammar.before_was.last(seen.low, last.end, pair.number.start, within=_BEFORE)


def from_to(pair: Pair) -> bool:
    """Tell "increased from 670,000 in August to 710,000"."""
    grammar = pair.seen.grammar
    goal = pair.near and pair.between.closes(grammar.to) and len(pair.between) <= _FROM_TO
    return goal and pair.last.number.lead.closes(grammar.source_markers)


def revised(pair: Pair) -> bool:
    """Tell "revised the number of dead from 212 to 187", "corrected a figure of 9,000 to 6,400"."""
    grammar, hedges = pair.seen.grammar, pair.between.back(pair.seen.grammar.hedge_words)
    goal = pair.near and pair.number.elided and hedges.closes(grammar.to) and len(hedges) == 1
    return goal and pair.last.number.lead.part(-_REVISED).holds(grammar.revising)


def that_figure(pair: Pair) -> bool:
    """Tell "the mayor puts that figure at 6,000"."""
    hit = pair.seen.grammar.same_figure.find(pair.seen.low, pair.last.end, pair.number.start)
    return hit is not None and pair.near and pair.number.start - hit.end() <= _AGAIN


def in_brackets(pair: Pair) -> bool:
    """Tell "4,000 people (800 families)"."""
    last, start = pair.last, pair.number.start
    gap = pair.seen.low[last.end if last.end <= start else last.amount.end : start]
    return gap.count("(") > gap.count(")") and len(pair.between) <= _ASIDE and pair.near
