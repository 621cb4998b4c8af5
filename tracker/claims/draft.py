"""A claim while it is being read: the amount, what it counts, and what has been bound to it so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tracker.claims.phrases.nouns import Counted
from tracker.claims.sentence import Sentence
from tracker.claims.weights import Binding
from tracker.vocabulary import Amount, Mark, Measure, Place, Speaker, Subterm, Time, Unit


@dataclass(slots=True)
class Draft:
    """A claim in the making; offsets count from the start of its segment."""

    sentence: Sentence
    amount: Mark[Amount]
    what: Counted
    unit: Unit | None
    binding: Binding | None = None
    reason: str = ""
    parent: Draft | None = None
    tie: str = ""
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
    def start(self) -> int:
        """Where the quote starts in the segment."""
        return self.amount.start

    @property
    def end(self) -> int:
        """Where the quote ends in the segment."""
        return max(self.what.end, self.amount.end)

    @property
    def quote(self) -> str:
        """The words of the claim."""
        return self.sentence.text[self.start : self.end]
