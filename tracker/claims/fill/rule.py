"""Rules that fill a role: a name, what it decides, and a sentence in which it decides.

In: a Draft and the Context it stands in.  Out: the answer of the first rule of a table that has one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tracker.claims.draft import Draft, Proposal
from tracker.claims.grammar import Grammar
from tracker.claims.rulebook import active
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Event

_PARTS = frozenset({"part", "parenthesis", "share"})

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

    ``claims``: those of its sentence; ``reference``: the report's day; ``title``: its title; ``country``: ISO3 of
    the country it is about; ``at_camp``: the report has named a camp; ``abroad``: the claim before crossed a
    border; ``whole``: the claim before to which the sentence points back ("of these"); ``last``: the claim before,
    in the sentence or the paragraph; ``without``: names of rules that are switched off.
    """

    claims: Sequence[Draft] = ()
    reference: dt.date | None = None
    country: str | None = None
    title: str | None = None
    at_camp: bool = False
    abroad: bool = False
    whole: Draft | None = None
    last: Draft | None = None
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """A claim one of whose roles is asked for: what was chosen for it, and what it stands in."""

    draft: Draft
    context: Context
    choice: Proposal
    event: Event
    sentence: Sentence
    grammar: Grammar

    @classmethod
    def of(cls, draft: Draft, context: Context) -> Case:
        """Return the case of a claim."""
        choice, seen = chosen(draft), draft.sentence
        return cls(draft, context, choice, choice.event, seen, seen.grammar)

    @property
    def whole(self) -> Draft | None:
        """The claim of which this one counts a part."""
        tied = self.draft.parent if self.draft.tie in _PARTS else None
        return tied or self.context.whole


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


def first(
    rules: Sequence[Rule[Asked, Answer]], asked: Asked, without: frozenset[str]
) -> tuple[Answer, str] | None:
    """Return the answer of the first rule of a table that has one, with the name of the rule."""
    for rule in active(rules, without) if without else rules:
        answer = rule.run(asked)
        if answer is not None:
            return answer, rule.name
    return None


def holds(rules: Sequence[Rule[Asked, bool]], asked: Asked, without: frozenset[str]) -> bool:
    """Tell whether any rule of a table says yes."""
    for rule in active(rules, without) if without else rules:  # noqa: SIM110  asked often: a generator costs more
        if rule.run(asked):
            return True
    return False
