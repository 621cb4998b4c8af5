"""Rules: a name, what it proposes, and a sentence in which it decides.

In: a Number and the Context it stands in.  Out: a Proposal or a Refusal; None where the rule has nothing to say.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tracker.claims.draft import Draft, Number, Proposal, Refusal
from tracker.claims.rulebook import active
from tracker.claims.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Context:
    """Where a number stands.

    ``numbers``: those of its sentence, ``index`` its own place among them; ``before``: the claims of the sentence
    so far; ``last``: the claim the sentence before lends; ``without``: names of rules that are switched off.
    ``word``: the strongest event word; ``counted``: what a count before the figure says; ``tie``: how it hangs on the
    claim before; ``deed``: how surely a verb says what its people do; once known.  ``refused``: why the number before
    is no claim, where it counts something else.  ``reason``: why it was no claim at first, when all claims of the
    sentence are known.
    """

    numbers: tuple[Number, ...]
    index: int
    before: Sequence[Draft] = ()
    last: Draft | None = None
    same_paragraph: bool = False
    without: frozenset[str] = frozenset()
    word: Proposal | None = None
    counted: Proposal | None = None
    tie: Proposal | None = None
    deed: float = 0.0
    refused: str = ""
    reason: str = ""

    @property
    def previous(self) -> Number | None:
        """The number just before."""
        return self.numbers[self.index - 1] if self.index else None

    @property
    def said(self) -> Proposal | None:
        """The strongest event word, where it says that something happened to somebody."""
        word = self.word
        return word if word is not None and word.event.kind != "other" else None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by name, and an example of what it decides, with the number in braces ("{4,000} people fled")."""

    name: str
    run: Callable[[Number, Context], Proposal | Refusal | None]
    example: str


def propose(rules: Sequence[Rule], number: Number, context: Context) -> Iterator[Proposal | Refusal]:
    """Yield what the rules of a table propose for a number, in the order of the table."""
    for rule in active(rules, context.without):
        proposal = rule.run(number, context)
        if proposal is not None:
            yield proposal if proposal.rule else dataclasses.replace(proposal, rule=rule.name)


def base_of(number: Number, numbers: Sequence[Number]) -> Number | None:
    """Return the number that another is a part of ("22 of the 26 deaths")."""
    base = number.what.base
    return next((other for other in numbers if other.amount is base), None) if base is not None else None


def taken(sentence: Sentence, numbers: Sequence[Number]) -> list[tuple[int, int]]:
    """Return the spans of the noun phrases of numbers: an event word inside one belongs to it alone."""
    return [(one.start, one.end) for one in numbers if one.sentence is sentence and not one.elided]
