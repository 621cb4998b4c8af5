"""Join two numbers that are one amount: "5,000 to 7,000", "between 10 and 15 per cent", "one in four".

In: a number and the text after it.  Out: the range's other end, or the number made a share.
Words: lexicon/<language>/amounts.toml
"""

from __future__ import annotations

import re
from typing import Literal

from tracker.marks._number_context import Left, NumberContext, Page
from tracker.marks._number_figures import Number
from tracker.marks._number_reasons import MOST
from tracker.marks._number_words import NumberReader

LINE = re.compile(r"(?<=[\w%])[^\S\n]?[-–—‑−~][^\S\n]?")
FAR = 1e6
How = Literal["between", "line", "to", "or"]
"""What joins two numbers: "between ... and", a dash, "to", "or"."""
DOZEN = 12
POWERS = (1e3, 1e4, 1e5, 1e6)
"""The bases of "one in 10,000"."""


class NumberRanges:
    """The ways one language joins two numbers."""

    def __init__(self, reader: NumberReader, context: NumberContext) -> None:
        self.reader = reader
        self.context = context

    def second(self, page: Page, number: Number, left: Left) -> Number | None:
        """Return the other end of a range; "one in four" becomes a share on the way."""
        low, end, context = page.low, number.end, self.context
        if number.form == "vague" or left.vague:
            return None
        following = low[end : end + 1]
        if not following or not (following.isspace() or following in "-‐‑–—−~"):
            return None
        if number.form in ("plain", "word", "one") and self._part_of(page, number):
            return None
        if left.between and (joined := context.and_.match(low, end)):
            return self._join(page, number, joined.end(), "between", FAR)
        if line := LINE.match(low, end):
            spaced = line[0] != line[0].strip()
            return self._join(page, number, line.end(), "line", 50 if spaced else 1_000)
        if joined := context.to.match(low, end):
            if left.span or left.between:
                changing = self._changing(low, left.span_start, 70)
                return None if changing else self._join(page, number, joined.end(), "to", FAR)
            changing = self._changing(low, left.start, 28)
            return None if changing else self._join(page, number, joined.end(), "to", 10)
        if joined := context.or_.match(low, end):
            return self._join(page, number, joined.end(), "or", 3)
        return None

    def _join(self, page: Page, number: Number, at: int, how: How, ratio: float) -> Number | None:
        """Read the second number of a range; ``None`` when the two make none."""
        article = False
        if how in ("to", "between") and (hedge := self.context.second_hedge.match(page.low, at)):
            at, article = hedge.end(), bool(hedge[1])
        second = self.reader.read(page.low, at) if self.reader.start.match(page.low, at) else None
        if second is None or not self._may_end(page.low, number, second, article=article):
            return None
        if second.unsure and self.context.file.figures.dot_groups:
            second.value = second.mantissa = round(second.value * 1_000)
            second.form, second.unsure = "grouped", False
        value, share = number.value, number.share
        if second.form == "percent" and not share:
            value, share = value / 100, True
        if share != second.share:
            return None
        if not share and number.scale <= 1:
            value = _carried(number, second, how)
            if how == "to" and value != number.value:
                ratio = FAR
        if not value < second.value or (value and second.value / value > ratio):
            return None
        number.value, number.share = value, share
        return second

    def _may_end(self, low: str, number: Number, second: Number, *, article: bool) -> bool:
        """Tell whether a number can be the other end of a range: a count that nothing else is made of."""
        if second.form in ("none", "vague", "ordinal") or second.value > MOST:
            return False
        if second.bare and second.share and not article:
            return False
        after = low[second.end : second.end + 1]
        if second.digits and after.isalpha() and not self.context.unit.match(low, second.end):
            return False
        if second.form == "plain" and after in ("/", ":") and low[second.end + 1 : second.end + 2].isdigit():
            return False
        # "2020 - 45,000": one is grouped, the other is no count
        return not (number.form == "plain" and second.form == "grouped" and number.value >= 1_000)

    def _part_of(self, page: Page, number: Number) -> bool:
        """Make "one in four" and "nine out of ten" a share."""
        low, context = page.low, self.context
        if number.share or number.scale > 1:
            return False
        out = None
        joined = context.in_.match(low, number.end) or (out := context.out_of.match(low, number.end))
        if not joined or not self.reader.start.match(low, joined.end()):
            return False
        base = self.reader.read(low, joined.end())
        if base is None or base.share or base.form not in ("plain", "word", "grouped"):
            return False
        one_in_many = number.value == 1 and base.value in POWERS
        if not one_in_many and not (_is_share(number, base, out=out is not None) and self._ends(low, base)):
            return False
        number.into_share(number.value / base.value, base.end)
        return True

    def _ends(self, low: str, base: Number) -> bool:
        """Tell whether the base of a share stands alone: no unit, no month, no thing that is shared in."""
        after = low[base.end : base.end + 1]
        if after and (after.isalnum() or (after in "-.:/" and low[base.end + 1 : base.end + 2].isalnum())):
            return False
        never = (self.context.not_share, self.context.unit, self.context.month_after)
        return not any(pattern.match(low, base.end) for pattern in never)

    def _changing(self, low: str, end: int, window: int) -> bool:
        """Tell "rose from 4,500 to 7,000", two amounts, from a range."""
        before = low[max(0, end - window) : end]
        before = before[max(before.rfind(". "), before.rfind("\n"), before.rfind("; ")) + 1 :]
        return bool(self.context.change.search(before)) and not self.context.ranging.search(before)


def _is_share(number: Number, base: Number, *, out: bool) -> bool:
    """Tell whether two numbers are such as shares are written with: "one in four", "nine out of ten"."""
    if not 0 < number.value < base.value <= 1_000 or (base.digits != number.digits and number.value > 10):
        return False
    few = base.value <= 10 or base.value in (20, 100, 1_000) or (out and base.value == 50)
    return few or (number.value == 1 and base.value <= 100)


def _carried(number: Number, second: Number, how: How) -> float:
    """Give the first number the second's scale: "5 to 7 million", "two or three hundred", "5-7,000"."""
    value = number.value
    if second.digits:
        if second.scale > 1 and value < second.value / second.scale:
            return value * second.scale
        whole = second.form == "grouped" and second.value % 1_000 == 0
        if how in ("line", "between") and whole and value < min(100, second.value / 1_000):
            return value * 1_000
        return value
    if second.scale == DOZEN:
        return value * DOZEN if value < second.value / DOZEN else value
    unit = second.scale if second.scale >= 1_000 else 1.0
    mantissa = second.value / unit
    if second.scale >= 100 and mantissa % 100 == 0 and value < mantissa / 100:
        return value * unit * 100
    return value * unit if unit > 1 and value < mantissa else value
