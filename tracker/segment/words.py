"""The words segments are cut by, compiled once per language.

A language provides ``segment.toml`` with one list a field of ``SegmentFile``; nothing else of this room knows a
word of any language.

In: a language.  Out: ``SegmentWords``.
Words: lexicon/<language>/segment.toml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.lexicon import alternatives, load
from tracker.lexicon.typed import typed

_WIDEST = 40  # characters of a figure
_NUMBER = re.compile(r"(?<![^\W_])\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFile:
    """The lists of a language's segment.toml."""

    abbreviations: frozenset[str]
    number_signs: frozenset[str]
    cut_short: tuple[str, ...]
    open_ends: tuple[str, ...]
    box_titles: tuple[str, ...]
    months: tuple[str, ...]
    orders: tuple[str, ...]
    age_words: tuple[str, ...]
    ranges: tuple[str, ...]
    scales: tuple[str, ...]
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentWords:
    """One language's words, ready to match."""

    file: SegmentFile
    cut_short: re.Pattern[str]
    """A line that is cut in the middle."""
    open_ends: re.Pattern[str]
    """A row's name that goes on in the next line."""
    figure: re.Pattern[str]
    blank: re.Pattern[str]
    dated: re.Pattern[str]
    """Dates, and numbers that count headings."""
    aged: re.Pattern[str]
    """Ages and short dates, as they name rows and columns."""
    between_days: re.Pattern[str]
    """What stands between the first and the last day of a span."""

    def undated(self, text: str) -> str:
        """Return words without their dates and numbers of order."""
        return self.dated.sub("", text)

    def unlabelled(self, text: str) -> str:
        """Return the words of a cell without what names a row or column: dates, ages, numbers of order."""
        return self.aged.sub("", self.undated(text))

    def numbered(self, text: str) -> bool:
        """Tell whether words hold a number that is no date and no number of order."""
        return any(letter.isdigit() for letter in self.undated(text))

    def counts(self, text: str) -> bool:
        """Tell whether a cell holds a number that names no row or column and is no part of a name ("ISO3")."""
        return _NUMBER.search(self.unlabelled(text)) is not None

    def is_figure(self, text: str) -> bool:
        """Tell a cell that holds a number and nothing else but a sign or a scale."""
        return len(text) <= _WIDEST and self.figure.fullmatch(text) is not None

    def month(self, word: str) -> int | None:
        """Return the number of a month by its name or the beginning of it, None where it is none."""
        low = word.lower()
        if low not in self.file.months:
            return None
        return next(at for at, name in enumerate(self.file.months, start=1) if name.startswith(low[:3]))

    def is_blank(self, text: str) -> bool:
        """Tell a cell that says that nothing is known, or nothing at all."""
        return self.blank.fullmatch(text) is not None


@cache
def segment_words(language: str) -> SegmentWords:
    """Return the words a language's reports are cut by, compiled once.

    Raises
    ------
    BadConfiguration
        The language has no segment.toml, or it lacks a list.
    """
    file = typed(SegmentFile, load(language, "segment"), f"{language}/segment")
    month, order, age = (alternatives(words) for words in (file.months, file.orders, file.age_words))
    dated = (
        rf"\b\d{{1,2}}(?:\s*(?:[-–]|{alternatives(file.ranges)})\s*\d{{1,2}})?[ \xa0](?i:{month})\b\.?(?:\s+\d{{4}})?"
        rf"|\b(?i:{month})\.?[ \xa0]\d{{1,2}}\b(?![.,]?\d{{3}})|\b(?:19|20)\d\d\b|\b(?i:{order})\s*#?\d+\b|\bQ[1-4]\b"
    )
    aged = (
        r"(?<![\d,.])\d{1,2}\s*[-–]\s*\d{1,2}(?![\d,.])|(?<![\d,.])\d{1,2}\+(?=\s|$)|[<>≥≤]\s?\d{1,2}\b"
        rf"|\b(?i:{age})[ -]\d{{1,2}}\b"
        r"|\b\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d\d|\d{4}))?\b|\b\d{4}-\d\d-\d\d\b"
    )
    return SegmentWords(
        file=file,
        cut_short=re.compile(rf"(?:,|\b{alternatives(file.cut_short)})\s*$"),
        open_ends=re.compile(rf"(?:[,/&-]|\b{alternatives(file.open_ends)})$", re.IGNORECASE),
        figure=re.compile(
            rf"[~≈<>±+*_(]*\d[\d.,\u00a0\u202f ]*(?:%|{alternatives(file.scales)})?[+*_)]*", re.IGNORECASE
        ),
        blank=re.compile(rf"(?:[-–—.…*]+|{alternatives(file.blanks)})?", re.IGNORECASE),
        dated=re.compile(dated),
        between_days=re.compile(rf"[-–—/]|\b(?i:{alternatives(file.ranges)})\b"),
        aged=re.compile(aged),
    )
