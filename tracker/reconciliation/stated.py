"""What the settling of one series works on: a stated figure and the range its wording allows.

In: rows of the prepared claims.  Out: Figure.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

EPOCH = dt.date(1970, 1, 1).toordinal()
WORDS = {"at_least": "at least ", "at_most": "at most ", "approximately": "about "}
"""What messages say before a figure."""


def day_of(date: dt.date) -> int:
    """Return a date as days since 1970, as polars keeps it."""
    return date.toordinal() - EPOCH


@cache
def date_of(day: int) -> dt.date:
    """Return the date of a day number."""
    return dt.date.fromordinal(int(day) + EPOCH)


def say(value: float) -> str:
    """Return a figure as a person writes it."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:,.1f}"


def compared(value: float, base: float) -> str:
    """Return how one figure compares with another, in words that go before the other.

    >>> compared(58_160, 12_692), compared(417_315, 365_038), compared(40_000, 48_780)
    ('4.6 times', '14 % more than', '18 % less than')
    """
    if base <= 0:
        return "more than" if value > base else "as many as"
    ratio = value / base
    if ratio >= 2:
        return f"{ratio:,.1f} times" if ratio < 10 else f"{ratio:,.0f} times"
    share = round(abs(ratio - 1) * 100)
    if share == 0:
        return "about as many as"
    return f"{share} % {'more' if ratio > 1 else 'less'} than"


@dataclass(slots=True, eq=False)
class Figure:
    """One claim while its series is settled; ``low`` and ``high`` are the range of its wording.

    ``source`` is who counted, as a key; ``who`` the same as printed.  ``dated`` is 0 for an explicit day, 1
    implicit, 2 inferred.  ``anew`` says that the words tell of a new list; ``steady`` is one count
    of a register.  ``twin`` is the claim it repeats; ``said`` its words where they give
    no count, as those of a share.
    """

    row: int
    claim_id: str
    source: str
    who: str
    value: float
    low: float
    high: float
    qualifier: str
    day: int
    start: int | None
    published: int
    dated: int
    digits: int
    text: int = -1
    accepted: bool = False
    named: bool = True
    report: str | None = None
    of_table: bool = False
    anew: bool = False
    role: str = "used"
    reason: str | None = None
    kind: str | None = None
    weight: float | None = None
    twin: str | None = None
    bound: str | None = None
    said: str | None = None
    steady: bool = False

    @property
    def counter(self) -> tuple[str, str | None]:
        """Who counted, as far as it is told: reports that name nobody are not one source."""
        return (self.source, None if self.named else self.report)

    @property
    def middle(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2

    @property
    def width(self) -> float:
        """How much the wording leaves open."""
        return self.high - self.low

    @property
    def two_sided(self) -> bool:
        """Whether the words give a point or a range, not a bound."""
        return self.qualifier not in ("at_least", "at_most") and self.bound is None

    @property
    def words(self) -> str:
        """The figure with its qualifier, for messages."""
        if self.said is not None:
            return self.said
        return WORDS.get(self.qualifier, "") + say(self.value)

    def agrees(self, other: Figure, slack: float) -> bool:
        """Whether one figure's value lies in the other's range, give or take so many people."""
        return (
            self.low - slack <= other.value <= self.high + slack
            or other.low - slack <= self.value <= other.high + slack
        )


def rank(figure: Figure) -> tuple[float, int, int, float, str]:
    """Order of preference as the one that stands for its twins: sharp words, explicit day, first printed."""
    return (figure.width, figure.dated, figure.published, figure.value, figure.claim_id)
