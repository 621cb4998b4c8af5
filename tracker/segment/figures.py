"""What the figures of a table are worth where only the whole table tells: dots that part thousands, powers of ten.

In: the cells of the columns that count.  Out: Figures, which give the number of a cell or say why it is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_POINT = re.compile(r"\d+\.\d+")
_POWER = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_TWO = re.compile(r"\d[\d.,]*(?: \d[\d.,]*)+")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+")
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MOST = 200_000_000  # people in a figure of a table
_YEAR = re.compile(r"(?:19|20)\d\d")
_SURE = 2  # figures like "6.310" from which on dots part thousands
_UNGROUPED = 4  # digits from which on a number would be grouped where a table groups


@dataclass(frozen=True, slots=True)
class Figures:
    """How a table writes its numbers."""

    dots: bool
    """Whether dots part thousands."""
    blanks: bool
    """Whether blanks may part thousands: nothing else does."""
    mixed: frozenset[int] = frozenset()
    """Columns in which what looks like a year is a count: others of its figures do not."""

    def number(self, words: str, column: int, scale: int = 1) -> tuple[float | None, str]:
        """Return the value of a cell that only its table tells, and why a cell holds no number.

        ``scale`` is what its head or a title says that figures are counted in: "in thousands".
        """
        value, doubt = self._number(words, column)
        if scale == 1 or doubt:
            return value, doubt
        if value is None and _PLAIN.fullmatch(words):
            value = float(words.replace(",", ""))
        if value is None:
            return None, "" if not any(map(str.isdigit, words)) else "a figure that cannot be scaled"
        large = value * scale
        return (large, "") if large <= _MOST else (None, "too large for a figure in thousands")

    def _number(self, words: str, column: int) -> tuple[float | None, str]:
        if column in self.mixed and _YEAR.fullmatch(words):
            return float(words), ""
        if _POWER.fullmatch(words):
            return float(words.replace(",", ".")), ""
        if self.dots and _DOTTED.fullmatch(words):
            return float(words.replace(".", "")), ""
        if _TWO.fullmatch(words) and not (self.blanks and _SPACED.fullmatch(words)):
            return None, "two figures in one cell"
        return None, ""


def read_figures(columns: Mapping[int, Sequence[str]]) -> Figures:
    """Tell how the columns of a table write their numbers."""
    dotted = points = commas = 0
    blanks = True
    mixed: set[int] = set()
    for at, cells in columns.items():
        for cell in cells:
            commas += "," in cell
            if "," in cell or (cell.isdigit() and len(cell) >= _UNGROUPED):
                blanks = False
            if _DOTTED.fullmatch(cell):
                dotted += 1
            elif _POINT.fullmatch(cell):
                points += 1
            if cell[:1].isdigit() and not _YEAR.fullmatch(cell):
                mixed.add(at)
    return Figures(dots=dotted >= _SURE and not points and not commas, blanks=blanks, mixed=frozenset(mixed))
