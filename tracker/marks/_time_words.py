"""The words of times: the lexicon as look-ups, a gate that finds where times may be, and a lexer.

In: a language; a text.  Out: ``TimeWords``, windows, ``Token``.
Words: lexicon/<language>/times.toml
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple, TypeVar, cast

from tracker.lexicon import alternatives, load
from tracker.lexicon.typed import typed
from tracker.marks._calendar import Span, make_day
from tracker.marks._time_file import Endings, Head, TimesFile

REACH = 44
"""How far, in characters, words on either side of a time word are looked at."""

_NUMERIC_DATES = (
    r"\d{4}(?P<sep>[-/.])\d{1,2}(?P=sep)\d{1,2}(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|\d{1,2}(?P<cut>[/.-])\d{1,2}(?P=cut)(?:\d{4}|\d\d)"
)
Tag = Literal[
    "word", "other", "number", "year", "years", "date", "clock", "figure", "dash", "comma", "sign", "break",
    "space", "owner", "end",
]  # fmt: skip
_FIGURES: Final = frozenset[Tag]({"number", "year", "years", "date"})
PLURAL = 2
"""The value of "Saturdays", which may stand for "Saturday's"."""


_FIRST_WORD = re.compile(r"^(?:[^\W\d_]\w*|.)", re.MULTILINE)


class Token(NamedTuple):
    """One word, number or sign.

    ``tag``: word, other (a word of no use here), number, year, years, date, clock, figure, dash, comma,
    sign, break (a blank line).  ``value`` is a number's value, or 1 for a word with a capital.
    """

    tag: Tag
    start: int
    end: int
    word: str
    """The word in small letters, without a possessive ending."""
    value: int = 0
    owns: bool = False
    """"Friday's", "Saturdays": the word owns what follows."""
    span: Span | None = None


Name = TypeVar("Name")


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _numbered(words: Mapping[str, int]) -> dict[str, int]:
    return {word.casefold(): number for word, number in words.items()}


def _each(rows: Mapping[Name, Iterable[str]]) -> dict[str, Name]:
    """Turn a table of word lists round: word -> row."""
    return {word.casefold(): name for name, words in rows.items() for word in words}


class TimeWords:
    """One language's time words, ready to look up."""

    def __init__(self, file: TimesFile) -> None:
        self.full_months = _folded(file.months.names)
        self.months = _numbered({name: number for number, name in enumerate(file.months.names, 1)})
        self.months |= _numbered(file.months.short)
        self.month_words = frozenset(file.months.words)
        self.weekdays = _numbered({name: number for number, name in enumerate(file.weekdays.names)})
        self.short_weekdays = _numbered(file.weekdays.short)
        self.dayparts, self.zones = _folded(file.dayparts.names), _folded(file.dayparts.zone)
        self.numbers, self.ordinals = _numbered(file.numbers), _numbered(file.ordinals)
        self.units = _each(file.units)
        self.plurals = frozenset(word for words in file.units.values() for word in words[1:]) - file.singular
        self.relations = _each(file.relations)
        self.joins = {name: _folded(words) for name, words in file.joins.items()}
        self.loose = self.joins["loose"]
        self.turns, self.parts = _each(file.turns), _each(file.parts)
        self.pieces = {
            name.casefold(): (unit, rank)
            for unit, names in file.pieces.items()
            for rank, name in enumerate(names, 1)
        }
        self.fixed = {word.casefold(): row for row in file.fixed for word in row.words}
        self.back = {word.casefold(): row for row in file.back for word in row.words}
        self.later = _each({1: file.later.later, -1: file.later.earlier})
        self.so_far = frozenset(file.so_far.words)
        self.event_words = frozenset(file.events.nouns + file.events.verbs)
        self.stops, self.auxiliaries = file.events.stops, file.events.auxiliaries
        self.counted = _folded(file.counted.nouns)
        self.ahead = re.compile(rf"(?<!\w)(?:{alternatives(file.heads.other)})(?!\w)", re.IGNORECASE)
        cues: dict[Head, tuple[str, ...]] = {
            "published": file.heads.published,
            "updated": file.heads.updated,
            "period": file.heads.period,
            "as_of": file.heads.as_of,
        }
        self.heads = {
            kind: re.compile(rf"(?<!\w)(?:{alternatives(words)})\Z") for kind, words in cues.items()
        }
        self.points_back = re.compile(
            rf"(?<!\w)(?:{alternatives((*self.back, *self.later))})(?!\w)", re.IGNORECASE
        )
        self.decades, self.plural_weekdays = file.endings.decades, file.endings.weekdays
        self._vocabulary = self._all_words()
        self.gate = self._gate(file)
        phrases = tuple(word for word in self._vocabulary if re.search(r"\W", word))
        self.phrase = re.compile(rf"\b(?:{alternatives(phrases)})(?!\w)", re.IGNORECASE)
        self.phrase_starts = frozenset(_FIRST_WORD.findall("\n".join(phrases)))
        self.lexer = _lexer(file.endings)

    def _all_words(self) -> frozenset[str]:
        tables: list[Iterable[str]] = [
            self.months,
            self.weekdays,
            self.short_weekdays,
            self.dayparts,
            self.zones,
            self.numbers,
            self.ordinals,
            self.units,
            self.relations,
            self.turns,
            self.parts,
            self.pieces,
            self.fixed,
            self.back,
            self.later,
            self.so_far,
            *self.joins.values(),
        ]
        return frozenset(word for table in tables for word in table)

    def _gate(self, file: TimesFile) -> re.Pattern[str]:
        """Return a regex of the words without which no time is named."""
        capital = [*file.months.names, *file.months.short, *file.weekdays.names]
        small = [
            *self.full_months - self.month_words,
            *self.weekdays,
            *self.units,
            *self.fixed,
            *self.back,
            *self.so_far,
        ]
        small += [word for word, relation in self.relations.items() if relation == "since"]
        words = {*capital, *(word.upper() for word in capital)}
        words |= {*small, *(word[:1].upper() + word[1:] for word in small)}
        pieces = alternatives(tuple(name for names in file.pieces.values() for name in names))
        numbers = rf"(?:1[89]|20)\d\d(?!\d)|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d\d(?!\d)|(?:{pieces})(?!\w)"
        plural = alternatives(file.endings.weekdays)
        return re.compile(rf"\b(?:{alternatives(tuple(words))}(?:{plural})?(?![^\W\d])|{numbers})")

    def windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the stretches of a text around time words; they never overlap."""
        start = end = -1
        for found in self.gate.finditer(text):
            left, right = found.start() - REACH, found.end() + REACH
            if left > end:
                if end >= 0:
                    yield start, end
                start = max(left, 0)
            end = right
        if end >= 0:
            yield start, end

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """Return the tokens that begin inside a window, in order."""
        while 0 < start < end and text[start - 1].isalnum():
            start += 1
        tokens: list[Token] = []
        add, phrase_starts = tokens.append, self.phrase_starts
        beyond = start
        for found in self.lexer.finditer(text, start):
            tag = cast("Tag", found.lastgroup)
            left, right = found.span()
            if left < beyond:
                continue  # inside a phrase
            if left >= end:
                break
            if tag == "space":
                if right - left > 1 and found.group().count("\n") > 1:
                    add(Token("break", left, right, ""))
                continue
            written = found.group()
            word = written.lower()
            if word in phrase_starts and (phrase := self.phrase.match(text, left)):
                beyond = phrase.end()
                add(Token("word", left, beyond, " ".join(phrase.group().lower().split())))
            elif tag == "word":
                add(self._word(tokens, written, word, left, right))
            elif tag == "owner" and tokens and tokens[-1].end == left and tokens[-1].tag == "word":
                last = tokens[-1]
                tokens[-1] = Token("word", last.start, right, last.word, last.value, True)
            elif tag in _FIGURES:
                add(_figure(tag, written, left, right))
            else:
                add(Token(tag, left, right, written))
        return tokens

    def _word(self, before: list[Token], written: str, word: str, left: int, right: int) -> Token:
        """Return the token of a word: a footnote's mark and a plural weekday's ending do not count."""
        capital = int(written[0].isupper())
        if word in self._vocabulary:
            return Token("word", left, right, word, capital)
        if word.isalpha() and not word.endswith(self.plural_weekdays):
            return Token("other", left, right, word, capital)  # as most are
        if not word[-1].isalpha():
            word = word.rstrip("0123456789")
            if word in self.months and len(before) > 0 and before[-1].tag == "number":  # "22 May7": a note
                return Token("word", left, left + len(word), word, capital)
            return Token("other", left, right, written.lower(), capital)
        for ending in self.plural_weekdays:
            if word.endswith(ending) and (day := word.removesuffix(ending)) in self.weekdays:
                return Token("word", left, right, day, PLURAL, True)
        return Token("other", left, right, word, capital)


def _figure(tag: Tag, written: str, left: int, right: int) -> Token:
    """Return the token of what begins with a figure."""
    if tag == "number":
        digits = _DIGITS.match(written)
        value = digits.group() if digits else ""
        return Token("number", left, right, "", int(value), right - left > len(value))
    if tag == "year":
        return Token("year", left, right, "", int(written))
    if tag == "years":
        return Token("years", left, right, written, int(written[:4]))
    day = read_numeric_date(written)
    return Token("date" if day else "figure", left, right, "", 0, False, day)


def _lexer(endings: Endings) -> re.Pattern[str]:
    """Return the regex of all tokens but phrases, what is most frequent first."""
    ordinal, decade, owner = map(alternatives, (endings.ordinals, endings.decades, endings.owners))
    half = rf"\s?(?:{alternatives(endings.day_halves)})\b\.?"
    clock = (
        rf"\d{{1,2}}[:.h]\d\d(?::\d\d)?(?:{half})?|\d{{1,2}}{half}"
        rf"|\d{{4}}\s?(?:{alternatives(endings.clock)})\b"
    )
    return re.compile(
        r"(?P<word>[^\W\d_]\w*)"
        r"|(?P<space>\s+)"
        rf"|(?P<date>(?<!\d[-/.])(?:{_NUMERIC_DATES})(?![\w/]|[.,-]\d))"
        rf"|(?P<clock>(?:{clock})(?!\w|[.,/]\d))"
        rf"|(?P<years>(?:19|20)\d\d(?:[/–-]\d\d(?![\w/–-])|['’]?(?:{decade})\b))"
        r"|(?P<year>(?:1[89]|20)\d\d(?!\w|[.,/]\d|\s?%))"
        rf"|(?P<number>\d{{1,3}}(?:{ordinal})?(?!\w|[.,]\d|\s?%)|\d{{1,2}}(?=,(?:19|20)\d\d\b))"
        r"|(?P<figure>\d[\w.,]*)"
        r"|(?P<dash>[-–—‑−/])"
        r"|(?P<comma>,)"
        rf"|(?P<owner>['’](?:{owner})?(?!\w))"
        r"|(?P<sign>.)",
        re.IGNORECASE | re.DOTALL,
    )


_DIGITS = re.compile(r"\d+")


def read_numeric_date(words: str) -> Span | None:
    """Return the day of 2019-03-05 or 05/03/2019: day first, unless only month first is a day."""
    parts = _DIGITS.findall(words)
    first, second, third = (int(part) for part in parts[:3])
    if len(parts[0]) == 4:
        day = make_day(first, second, third) or make_day(first, third, second)
    else:
        if len(parts[2]) == 2:
            if words[len(parts[0])] == ".":  # 1.10.12 is a version or a list number
                return None
            third += 2000 if third < 70 else 1900
        day = make_day(third, second, first) or make_day(third, first, second)
    return Span(day, day) if day and 1800 <= day.year < 2100 else None


@cache
def time_words(language: str) -> TimeWords:
    """Return one language's time words, read once."""
    return TimeWords(typed(TimesFile, load(language, "times"), f"{language}/times"))
