"""Single points: dates written out or in figures, months, years and weekdays.

Each ``_..`` method reads at a token and returns what it read with the token after it, or ``None``;
looking ahead is bounded, so time stays linear.

In: tokens.  Out: ``Node``.
Words: by way of ``_time_words``.
"""

from __future__ import annotations

from tracker.marks import _calendar as cal
from tracker.marks._calendar import Span, unanchored
from tracker.marks._time_anchor import Anchor, Node
from tracker.marks._time_file import Join
from tracker.marks._time_words import PLURAL, TimeWords, Token

END = Token("end", -1, -1, "")
TURNS: dict[str, int] = {"this": 0, "last": -1, "next": 1}
OPEN = "([{\"'“‘:;•*|>.!?=~+"
"""Signs that may touch the first figure of a date."""

Read = tuple[Node, int]


class Points:
    """Reads single points among the tokens of one window."""

    def __init__(self, words: TimeWords, tokens: list[Token], anchor: Anchor) -> None:
        self.words = words
        self.tokens = [*tokens, *[END] * 4]
        self.anchor = anchor

    def _is(self, at: int, join: Join) -> bool:
        token = self.tokens[at]
        return token.tag == "word" and token.word in self.words.joins[join]

    def _skip(self, at: int, join: Join) -> int:
        return at + 1 if self._is(at, join) else at

    def _touch(self, at: int) -> bool:
        """Tell whether a token touches the one before it."""
        return at > 0 and self.tokens[at - 1].end == self.tokens[at].start

    def _hyphen(self, at: int) -> bool:
        """Tell whether a token is a dash between two that touch it."""
        return self.tokens[at].tag == "dash" and self._touch(at) and self._touch(at + 1)

    def _counts(self, at: int) -> bool:
        """Tell whether the token names things counted: "2014 people"."""
        token = self.tokens[at]
        return token.tag in ("word", "other") and token.word in self.words.counted

    def _count(self, at: int) -> tuple[int, int] | None:
        token = self.tokens[at]
        if token.tag == "number" and not token.owns:
            return token.value, at + 1
        if token.tag == "word" and token.word in self.words.numbers:
            return self.words.numbers[token.word], at + 1
        return None

    def _date(self, at: int) -> Read | None:
        """Read a date written out or in figures, a month, a year or a weekday."""
        words, token = self.words, self.tokens[at]
        if token.tag == "date" and token.span is not None:
            day = token.span.start
            return (Node("day", day.year, day.month, day.day), at + 1) if day else None
        if token.tag == "year":
            return self._year_first(at)
        if token.tag == "years":
            return self._years(at)
        if token.tag == "number":
            return self._day_first(at)
        if token.tag != "word":
            return None
        if token.word in words.weekdays or token.word in words.short_weekdays:
            return self._weekday(at)
        if token.word in words.months:
            return self._month_first(at)
        return None

    def _weekday(self, at: int) -> Read | None:
        token = self.tokens[at]
        if at > 0 and self._is(at - 1, "each"):
            return None
        if token.value == PLURAL and (
            self.tokens[at + 1].tag != "other" or (at > 0 and self._is(at - 1, "on"))
        ):
            return None
        full = token.word in self.words.weekdays
        place = at + 1
        if not full and self.tokens[place].tag == "sign" and self._touch(place):
            place += 1
        place += self.tokens[place].tag == "comma"
        place = self._skip(self._skip(place, "on"), "the")
        dated = self._written_day(place) if not token.owns else None
        if dated is not None:
            return dated
        if not full:
            return None
        return Node("weekday", day=self.words.weekdays[token.word]), at + 1

    def _written_day(self, at: int) -> Read | None:
        """Read a day with its month."""
        token = self.tokens[at]
        if token.tag == "number":
            return self._day_first(at)
        if token.tag == "date" or token.word in self.words.months:
            read = self._date(at)
            return read if read is not None and read[0].kind == "day" else None
        return None

    def _day_first(self, at: int) -> Read | None:
        token = self.tokens[at]
        if not 1 <= token.value <= 31:
            return None
        before = self.tokens[at - 1] if at > 0 and self._touch(at) else END
        if before.tag == "sign" and before.word not in OPEN:  # $12
            return None
        if before.tag == "dash" and at > 1 and self.tokens[at - 2].tag == "other" and self._touch(at - 1):
            return None  # COVID-19 March
        place = at + 1 + (self._is(at + 1, "of") or self._hyphen(at + 1))
        month = self._month_name(place)
        if month is None:
            return None
        number, place = month
        year, after = self._year_behind(place)
        name = self.tokens[place - 1] if self.tokens[place - 1].tag == "word" else self.tokens[place - 2]
        if year is None and not self._capital(name):
            return None
        if cal.make_day(year or 2000, number, token.value) is None:
            return None
        return Node("day", year, number, token.value), after

    def _month_name(self, at: int) -> tuple[int, int] | None:
        token = self.tokens[at]
        number = self.words.months.get(token.word) if token.tag == "word" else None
        if number is None:
            return None
        at += 1
        if token.word not in self.words.full_months or len(token.word) <= 3:
            stop = self.tokens[at]
            if stop.word == "." and self._touch(at):
                at += 1
        return number, at

    def _capital(self, token: Token) -> bool:
        """Tell whether a month is safe without a year: "may" and "march" need their capital."""
        return token.value == 1 or token.word not in self.words.month_words

    def _month_first(self, at: int) -> Read | None:
        token = self.tokens[at]
        month = self._month_name(at)
        if month is None:
            return None
        number, place = month
        place_day = self._skip(place, "the")
        day = self.tokens[place_day]
        after_in = at > 0 and self._is(at - 1, "month")
        if day.tag == "number" and 1 <= day.value <= 31 and cal.make_day(2000, number, day.value):
            year, after = self._year_behind(place_day + 1)
            known = self._capital(token) or year is not None
            goes_on = self.tokens[place_day + 1].tag == "other" or self._counts(place_day + 1)
            if known and not (after_in and year is None and goes_on):
                return Node("day", year, number, day.value), after
        year, after = self._year_behind(place)
        if year is None and not (
            token.value or (token.word in self.words.full_months and self._capital(token))
        ):
            return None
        return Node("month", year, number, strong=year is not None), after

    def _year_behind(self, at: int) -> tuple[int | None, int]:
        """Read the year behind a month or day: "2019", ", 2019", "of 2019", "-19", "last year"."""
        token = self.tokens[at]
        place = at + (token.tag == "comma" or token.word in self.words.joins["within"] or self._hyphen(at))
        place += self.tokens[place].word in ("'", "’")
        year = self.tokens[place]
        if year.tag == "year" and not self._counts(place + 1):
            return year.value, place + 1
        if (
            place > at
            and self.tokens[place - 1].word in ("'", "’")
            and year.tag == "number"
            and self._touch(place)
        ):
            return 2000 + year.value % 100, place + 1  # "March '19"
        turn = TURNS.get(self.words.turns.get(year.word, ""))
        if turn is None or self.words.units.get(self.tokens[place + 1].word) != "year":
            return None, at
        if self.anchor.reference is not None and token.tag not in ("comma", "dash"):
            return self.anchor.reference.year + turn, place + 2
        return None, at

    def _year_first(self, at: int) -> Read | None:
        token = self.tokens[at]
        if self._counts(at + 1):
            return None
        before = self.tokens[at - 1] if at else END
        if before.tag == "sign" and self._touch(at) and before.word not in OPEN:
            return None
        if (
            before.tag == "dash"
            and at > 1
            and self._touch(at)
            and self.tokens[at - 2].tag in ("number", "figure")
        ):
            return None  # a telephone's number
        month = self._month_name(at + 1)
        if month is not None and not self._month_first_dated(at + 1):
            return Node("month", token.value, month[0]), month[1]
        closed = self.tokens[at + 1].word in (")", "]")
        return Node("year", token.value, strong=closed), at + 1

    def _month_first_dated(self, at: int) -> bool:
        """Tell whether the month behind a year has a day or a year of its own: "In 2019 May 5 ..."."""
        month = self._month_first(at)
        return month is not None and (month[0].kind == "day" or month[0].year is not None)

    def _years(self, at: int) -> Read | None:
        token = self.tokens[at]
        first = token.value
        if token.word.lower().endswith(self.words.decades):  # the 1990s
            if first % 10:
                return None
            last = first + 9
        else:
            last = first // 100 * 100 + int(token.word[-2:])
            if not first < last <= first + 5:
                return None
        start, end = cal.make_day(first, 1, 1), cal.make_day(last, 12, 31)
        return Node("span", span=Span(start, end, "year")), at + 1

    def _trail(self, node: Node, at: int) -> Read:
        """Skip a clock time or part of the day behind a day: "Friday night", "5 March at 08:00"."""
        if node.kind not in ("day", "weekday", "span"):
            return node, at
        if node.kind == "weekday":
            node, at = self._weekday_trail(node, at)
        for _ in range(4):
            token = self.tokens[at]
            if token.tag == "word" and token.word in self.words.dayparts:
                at += 1
                continue
            step = at + (token.tag == "comma")
            step = self._skip(step, "at")
            clock = self.tokens[step]
            if clock.tag == "clock" or (step > at and clock.word in self.words.dayparts):
                at = step + 1
                if self.tokens[at].tag == "word" and self.tokens[at].word in self.words.zones:
                    at += 1
                continue
            break
        return node, at

    def _weekday_trail(self, node: Node, at: int) -> Read:
        """Read "Monday last week", "Wednesday of this week"."""
        step = self._skip(at, "of")
        turn = TURNS.get(self.words.turns.get(self.tokens[step].word, ""))
        if turn is None or self.words.units.get(self.tokens[step + 1].word) != "week":
            return node, at
        if self.anchor.reference is None:
            return Node("span", span=unanchored()), step + 2
        first, _ = cal.unit_around(self.anchor.reference, "week", turn)
        day = cal.shift(first, node.day or 0)
        return Node("span", span=Span(day, day)), step + 2
