"""A number on its way to a claim: Number, what is proposed for it or against it, and the Draft that holds the choice.

In: a sentence and one of its amounts.  Out: Number and Proposal, which never change; Draft, which reading fills.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from tracker.claims.phrases.nouns import Counted
from tracker.claims.phrases.words import Stretch
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Amount, Event, Mark, Measure, Place, Speaker, Subject, Subterm, Time, Unit

Via = Literal["before", "after", "own", "inherited", "heading"]
"""Where the word that says what happened stands: before or after the number, in its own noun, at the claim
the number hangs on, or in what is written over it."""

Unsettled = Literal["arrival", "casualty", "population at large"]
"""What a word may say before the claim around it settles a term, or shows that it is none."""

Tie = Literal[
    "", "part", "before", "total", "again", "parenthesis", "list", "before sentence", "item", "share"
]
"""How a number hangs on another."""


@dataclass(frozen=True, slots=True)
class Number:
    """An amount of a sentence, what it counts, and its unit; offsets count from the segment's start."""

    sentence: Sentence
    amount: Mark[Amount]
    what: Counted
    unit: Unit | None
    start: int = field(init=False)
    """Where the quote starts."""
    end: int = field(init=False)
    """Where the quote ends."""
    lead: Stretch = field(init=False, repr=False, compare=False)
    """The words before it; ten rules ask for them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", self.amount.start)
        object.__setattr__(self, "end", max(self.what.end, self.amount.end))
        object.__setattr__(self, "lead", self.sentence.words.between(0, self.amount.start))

    @property
    def figure(self) -> int:
        """Where the bare number starts: "exceeded one million" is hedge and verb at once."""
        head = self.amount.value.head
        return head[0] if head != (0, 0) else self.amount.start

    @property
    def elided(self) -> bool:
        """Whether the counted noun is left out."""
        return self.what.kind == "elided"

    @property
    def rest(self) -> Stretch:
        """The words after its noun."""
        return self.sentence.words.after(self.end)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What one rule says against a number: why it is no claim, by which words."""

    reason: str
    rule: str = ""
    score: float = 0.0
    start: int = 0
    end: int = 0
    others: bool = False
    """Whether it counts something else: then its parts do too."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one rule says of a number: an event, and how surely."""

    event: Event
    via: Via = "own"
    score: float = 0.0
    start: int = 0
    end: int = 0
    """Where the words of the event stand."""
    passive: bool = False
    parent: Draft | None = None
    tie: Tie = ""
    unit: Unit | None = None
    subject: Subject | None = None
    group: str | None = None
    rule: str = ""

    def inherited(self, parent: Draft | None, tie: Tie, unit: Unit | None, *, score: float) -> Proposal:
        """Return what a number takes over from the claim it hangs on."""
        return dataclasses.replace(
            self,
            via="inherited",
            score=score,
            parent=parent,
            tie=tie,
            unit=unit,
            subject=None,
            group=None,
            rule="",
        )


@dataclass(slots=True, eq=False)
class Draft:
    """A claim in the making; read.py writes it, with drafts.py, roles.py and sharing.py."""

    number: Number
    choice: Proposal | None = None
    reason: str = ""
    refused_by: str = ""
    """The rule that says it is no claim."""
    parent: Draft | None = None
    tie: Tie = ""
    term: str = ""
    subterm: Subterm | None = None
    measure: Measure = "flow"
    time: Time | None = None
    since: Time | None = None
    time_words: str = ""
    period: tuple[dt.date | None, dt.date | None] = (None, None)
    origin: Mark[Place] | None = None
    destination: Mark[Place] | None = None
    origin_words: str | None = None
    destination_words: str | None = None
    speaker: Speaker | None = None
    hypothetical: bool = False
    is_total: bool = False
    group: str | None = None
    """Who is counted, where the heads of a table say it."""
    same_people: Draft | None = None
    """The same people in the other unit: "14,200 individuals (2,840 families)"."""
    words: dict[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> Sentence:
        """The sentence it stands in."""
        return self.number.sentence

    @property
    def amount(self) -> Mark[Amount]:
        """The amount."""
        return self.number.amount

    @property
    def what(self) -> Counted:
        """What the amount counts."""
        return self.number.what

    @property
    def unit(self) -> Unit | None:
        """The unit of the amount."""
        return self.number.unit

    @property
    def start(self) -> int:
        """Where the quote starts in the segment."""
        return self.number.start

    @property
    def end(self) -> int:
        """Where the quote ends in the segment."""
        return self.number.end

    @property
    def quote(self) -> str:
        """The words of the claim."""
        return self.sentence.text[self.start : self.end]
