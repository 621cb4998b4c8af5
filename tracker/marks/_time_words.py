"""The words of times: the lexicon as look-ups, a gate that finds where times may be, and a lexer.

In: a language; a text.  Out: ``TimeWords``, windows, ``Token``.
Words: lexicon/<language>/times.toml
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from tracker.lexicon import alternatives, load
from tracker.marks._calendar import Span, make_day

REACH = 44
"""How far, in characters, words on either side of a time word are looked at."""

_NUMERIC_DATES = (
    r"\d{4}(?P<sep>[-/.])\d{1,2}(?P=sep)\d{1,2}(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|\d{1,2}(?P<cut>[/.-])\d{1,2}(?P=cut)(?:\d{4}|\d\d)"
)
_CLOCK = (
    r"\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\d{4}\s?(?:hrs|hours|GMT|UTC)\b"
)
PLURAL = 2
"""The value of "Saturdays", which may stand for "Saturday's"."""


_FIRST_WORD = re.compile(r"^(?:[^\W\d_]\w*|.)", re.MULTILINE)


class Token(NamedTuple):
    """One word, number or sign.

    ``tag``: word, other (a word of no use here), number, year, years, date, clock, figure, dash, comma,
    sign, break (a blank line).  ``value`` is a number's value, or 1 for a word with a capital.
    """

    tag: str
    start: int
    end: int
    word: str
    """The word in small letters, without a possessive ending."""
    value: int = 0
    owns: bool = False
    """"Friday's", "Saturdays": the word owns what follows."""
    span: Span | None = None


def _each(rows: dict[str, list[str]]) -> dict[str, str]:
    """Turn a table of word lists round: word -> row."""
    return {word.casefold(): name for name, words in rows.items() for word in words}


class TimeWords:
    """One language's time words, ready to look up."""

    def __init__(self, language: str) -> None:
        data = load(language, "times")
        months, weekdays = data["months"], data["weekdays"]
        self.months = {name.casefold(): number for number, name in enumerate(months["names"], 1)}
        self.full_months = frozenset(self.months)
        self.months |= {name.casefold(): number for name, number in months["short"].items()}
        self.month_words = frozenset(months["words"])
        self.weekdays = {name.casefold(): number for number, name in enumerate(weekdays["names"])}
        self.short_weekdays = {name.casefold(): number for name, number in weekdays["short"].items()}
        self.dayparts = frozenset(word.casefold() for word in data["dayparts"]["names"])
        self.zones = frozenset(word.casefold() for word in data["dayparts"]["zone"])
        self.numbers: dict[str, int] = {word.casefold(): n for word, n in data["numbers"].items()}
        self.ordinals: dict[str, int] = {word.casefold(): n for word, n in data["ordinals"].items()}
        self.units = _each(data["units"])
        self.plurals = frozenset(word for words in data["units"].values() for word in words[1:])
        self.relations = _each(data["relations"])
        self.joins = {
            name: frozenset(word.casefold() for word in words) for name, words in data["joins"].items()
        }
        self.turns = _each(data["turns"])
        self.parts = _each(data["parts"])
        self.pieces = {
            name.casefold(): (unit, rank)
            for unit, names in data["pieces"].items()
            for rank, name in enumerate(names, 1)
        }
        self.loose = self.joins["loose"]
        self.fixed: dict[str, dict[str, Any]] = {
            word.casefold(): row for row in data["fixed"] for word in row["words"]
        }
        self.so_far = frozenset(data["so_far"]["words"])
        events = data["events"]
        self.event_words = frozenset(events["nouns"]) | frozenset(events["verbs"])
        self.stops = frozenset(events["stops"])
        self.auxiliaries = frozenset(events["auxiliaries"])
        self.counted = frozenset(word.casefold() for word in data["counted"]["nouns"])
        heads: dict[str, str] = {
            kind: rf"(?<!\w)(?:{alternatives(tuple(cues))})" for kind, cues in data["heads"].items()
        }
        self.ahead = re.compile(rf"{heads.pop('other')}(?!\w)", re.IGNORECASE)
        self.heads = {kind: re.compile(rf"{cues}\Z") for kind, cues in heads.items()}
        self._vocabulary = self._all_words()
        self.gate = self._gate(data)
        phrases = tuple(word for word in self._vocabulary if re.search(r"\W", word))
        self.phrase = re.compile(rf"\b(?:{alternatives(phrases)})(?!\w)", re.IGNORECASE)
        self.phrase_starts = frozenset(_FIRST_WORD.findall("\n".join(phrases)))
        self.lexer = self._lexer()

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
            self.so_far,
            *self.joins.values(),
        ]
        return frozenset(word for table in tables for word in table)

    def _gate(self, data: dict[str, Any]) -> re.Pattern[str]:
        """Return a regex of the words without which no time is told."""
        capital = [*data["months"]["names"], *data["months"]["short"], *data["weekdays"]["names"]]
        small = [*self.full_months - self.month_words, *self.weekdays, *self.units, *self.fixed, *self.so_far]
        small += [word for word, relation in self.relations.items() if relation == "since"]
        words = {*capital, *(word.upper() for word in capital)}
        words |= {*small, *(word[:1].upper() + word[1:] for word in small)}
        pieces = alternatives(tuple(name for names in data["pieces"].values() for name in names))
        numbers = rf"(?:1[89]|20)\d\d(?!\d)|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d\d(?!\d)|(?:{pieces})(?!\w)"
        return re.compile(rf"\b(?:{alternatives(tuple(words))}s?(?![^\W\d])|{numbers})")

    def _lexer(self) -> re.Pattern[str]:
        """Return the regex of all tokens but phrases, what is most frequent first."""
        return re.compile(
            r"(?P<word>[^\W\d_]\w*)"
            r"|(?P<space>\s+)"
            rf"|(?P<date>(?<!\d[-/.])(?:{_NUMERIC_DATES})(?![\w/]|[.,-]\d))"
            rf"|(?P<clock>(?:{_CLOCK})(?!\w|[.,/]\d))"
            r"|(?P<years>(?:19|20)\d\d(?:[/–-]\d\d(?![\w/–-])|['’]?s\b))"
            r"|(?P<year>(?:1[89]|20)\d\d(?!\w|[.,/]\d|\s?%))"
            r"|(?P<number>\d{1,3}(?:st|nd|rd|th)?(?!\w|[.,]\d|\s?%)|\d{1,2}(?=,(?:19|20)\d\d\b))"
            r"|(?P<figure>\d[\w.,]*)"
            r"|(?P<dash>[-–—‑−/])"
            r"|(?P<comma>,)"
            r"|(?P<owner>['’]s?(?!\w))"
            r"|(?P<sign>.)",
            re.IGNORECASE | re.DOTALL,
        )

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
        add = tokens.append
        vocabulary = self._vocabulary
        beyond = start
        for found in self.lexer.finditer(text, start):
            tag = found.lastgroup or "sign"
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
            if word in self.phrase_starts and (phrase := self.phrase.match(text, left)):
                beyond = phrase.end()
                add(Token("word", left, beyond, " ".join(phrase.group().lower().split())))
            elif tag == "word":
                capital = int(written[0].isupper())
                add(Token("word" if word in vocabulary else "other", left, right, word, capital))
                if word not in vocabulary and not word[-1].isalpha():
                    word = word.rstrip("0123456789")
                    if (
                        word in self.months and len(tokens) > 1 and tokens[-2].tag == "number"
                    ):  # "22 May7": a note
                        tokens[-1] = Token("word", left, left + len(word), word, capital)
                elif word not in vocabulary and word[-1] == "s" and word[:-1] in self.weekdays:
                    tokens[-1] = Token("word", left, right, word[:-1], PLURAL, True)
            elif tag == "number":
                digits = written.rstrip("stndrhSTNDRH")
                add(Token("number", left, right, "", int(digits), right - left > len(digits)))
            elif tag == "year":
                add(Token("year", left, right, "", int(written)))
            elif tag == "years":
                add(Token("years", left, right, written, int(written[:4])))
            elif tag == "date":
                day = read_numeric_date(written)
                add(Token("date" if day else "figure", left, right, "", 0, False, day))
            elif tag == "owner" and tokens and tokens[-1].end == left and tokens[-1].tag == "word":
                last = tokens[-1]
                tokens[-1] = Token("word", last.start, right, last.word, last.value, True)
            else:
                add(Token(tag, left, right, written))
        return tokens


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
    return TimeWords(language)
