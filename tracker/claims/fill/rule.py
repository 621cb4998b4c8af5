"""Rules that fill a role: a name, what it decides, and a sentence in which it decides.

In: a Draft and the Context it stands in.  Out: the answer of the first rule of a table that has one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tracker.claims.draft import Draft, Proposal
from tracker.claims.grammar import Grammar
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Event

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Asked, Answer]):
    """A rule by name, and an example of what it decides, with the number in braces ("{4,000} people fled")."""

    name: str
    run: Callable[[Asked], Answer | None]
    example: str


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a claim.

    ``claims``: those of its sentence; ``reference``: the report's day; ``country``: ISO3 of the country it is
    about; ``at_camp``: the report has named a camp; ``abroad``: the claim before crossed a border; ``without``:
    names of rules that are switched off.
    """

    claims: Sequence[Draft] = ()
    reference: dt.date | None = None
    country: str | None = None
    at_camp: bool = False
    abroad: bool = False
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """A claim one of whose roles is asked for, and the context it stands in."""

    draft: Draft
    context: Context

    @property
    def sentence(self) -> Sentence:
        """The sentence of the claim."""
        return self.draft.sentence

    @property
    def grammar(self) -> Grammar:
        """The small words of its language."""
        return self.draft.sentence.grammar

    @property
    def choice(self) -> Proposal:
        """What was chosen for the number."""
        return chosen(self.draft)

    @property
    def event(self) -> Event:
        """What happened to the counted."""
        return chosen(self.draft).event


def chosen(draft: Draft) -> Proposal:
    """Return what was chosen for the number of a claim."""
    assert draft.choice is not None, "only what was chosen becomes a claim"
    return draft.choice


def has_words(draft: Draft) -> bool:
    """Tell whether the event of a claim has words of its own, before or after the number."""
    return draft.choice is not None and draft.choice.via in ("before", "after")


def span(draft: Draft) -> tuple[int, int]:
    """Return the stretch of a claim with the words of its event."""
    if not has_words(draft):
        return draft.start, draft.end
    choice = chosen(draft)
    return min(draft.start, choice.start), max(draft.end, choice.end)


def answers(
    rules: Sequence[Rule[Asked, Answer]], asked: Asked, without: frozenset[str]
) -> Iterator[tuple[Answer, str]]:
    """Yield what the rules of a table answer, with their names, in the order of the table."""
    for rule in rules:
        if rule.name not in without:
            answer = rule.run(asked)
            if answer is not None:
                yield answer, rule.name


def first(
    rules: Sequence[Rule[Asked, Answer]], asked: Asked, without: frozenset[str]
) -> tuple[Answer, str] | None:
    """Return the answer of the first rule that has one, with the name of the rule."""
    return next(answers(rules, asked, without), None)


def holds(rules: Sequence[Rule[Asked, bool]], asked: Asked, without: frozenset[str]) -> bool:
    """Tell whether any rule of a table says yes."""
    return any(answer for answer, _ in answers(rules, asked, without))
