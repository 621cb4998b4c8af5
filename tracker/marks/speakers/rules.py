"""What a rule of reading is: a named value with the sentence that shows it, tested one by one.

In: nothing.  Out: ``Rule``, and ``walk``, which goes on word by word by the rules of a table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from tracker.marks.speakers.sentence import Sentence

_REACH = 40  # words a noun phrase may span


class Place(Protocol):
    """Where a walk over words has come to."""

    @property
    def at(self) -> int:
        """The word to look at next."""


Walk = TypeVar("Walk", bound=Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Walk]):
    """One way a noun phrase goes on over a word.

    ``example`` is a sentence whose speakers stand in square brackets; without the rule it is read otherwise.
    ``over`` are the classes of word the rule looks at; ``step`` returns where the walk has come to, or ``None``
    where the rule does not hold.
    """

    name: str
    example: str
    over: frozenset[str]
    step: Callable[[Sentence, Walk], Walk | None]


Table = Mapping[str, Sequence[Rule[Walk]]]


def by_class(rules: Sequence[Rule[Walk]]) -> Table[Walk]:
    """Return the rules that look at each class of word, in their order."""
    table: dict[str, list[Rule[Walk]]] = {}
    for rule in rules:
        for kind in sorted(rule.over):
            table.setdefault(kind, []).append(rule)
    return table


def walk(sentence: Sentence, start: Walk, table: Table[Walk]) -> Walk:
    """Go on from word to word, by the first rule that holds for each, until none does or the text ends."""
    first, here = start.at, start
    while 0 <= here.at < sentence.size and abs(here.at - first) < _REACH:
        for rule in table.get(sentence.kinds[here.at], ()):
            after = rule.step(sentence, here)
            if after is not None:
                here = after
                break
        else:
            break
    return here
