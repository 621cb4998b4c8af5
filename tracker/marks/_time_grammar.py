"""How time words join: dates, ranges, lists, parts, units before the report, and what ties an event to them.

A recursive descent over the tokens of one window.  Each ``_..`` method reads at a token and returns what
it read with the token after it, or ``None``; looking ahead is bounded, so time stays linear.

In: tokens, the report's day.  Out: Marks of Time.
Words: by way of ``_time_words``.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tracker.marks import _calendar as cal
from tracker.marks._calendar import Span, unanchored
from tracker.marks._time_words import TimeWords, Token
from tracker.vocabulary import Mark, Precision, Time, TimeRelation

_END = Token("end", -1, -1, "")
_LIST = 7
"""Days or months a list may name; bounds the looking ahead."""


class Node(NamedTuple):
    """One point as the words give it, not yet settled on the calendar.

    ``strong`` points stand alone; weak ones (a bare month, a bare year) need a preposition.
    """

    kind: str  # day | month | year | weekday | span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    turn: str = ""
    span: Span | None = None
    strong: bool = True
    vague: bool = False


Read = tuple[Node, int]


class Grammar:
    """Reads the tokens of one window."""

    def __init__(
        self, words: TimeWords, tokens: list[Token], reference: dt.date | None, year_hint: int | None
    ) -> None:
        self.words = words
        self.tokens = [*tokens, _END, _END, _END]
        self.reference = reference
        self.year_hint = year_hint

    # ------------------------------------------------------------------ small steps

    def _is(self, at: int, join: str) -> bool:
        token = self.tokens[at]
        return token.tag == "word" and token.word in self.words.joins[join]

    def _skip(self, at: int, join: str) -> int:
        return at + 1 if self._is(at, join) else at

    def _touch(self, at: int) -> bool:
        """Tell whether a token touches the one before it."""
        return at > 0 and self.tokens[at - 1].end == self.tokens[at].start

    def _counts(self, at: int) -> bool:
        """Tell whether the token names things counted: "2014 people"."""
        token = self.tokens[at]
        return token.tag in ("word", "other") and token.word in self.words.counted

    # ------------------------------------------------------------------ a whole phrase

    def marks(self) -> list[Mark[Time]]:
        """Return every time of the window, in order."""
        found: list[Mark[Time]] = []
        at, last = 0, len(self.tokens) - 3
        while at < last:
            token = self.tokens[at]
            if token.tag in ("word", "number", "year", "years", "date"):
                read = self._phrase(at)
                if read is not None:
                    time, after = read
                    found.append(Mark(start=token.start, end=self.tokens[after - 1].end, value=time))
                    at = after
                    continue
            at += 1
        return found

    def _phrase(self, at: int) -> tuple[Time, int] | None:
        words, token = self.words, self.tokens[at]
        word = token.word if token.tag == "word" else ""
        so_far = self._so_far(at) if word in words.so_far else None
        if so_far is not None:
            return so_far
        if word in words.fixed:
            row = words.fixed[word]
            node = Node("span", span=self._fixed(row))
            relation: TimeRelation = row.get("relation", "in")
            if relation == "in":
                trailed = self._trail(node, at + 1)
                return self._time(trailed[0], relation), trailed[1]
            return self._time(node, relation), at + 1
        ago = self._ago(at)
        if ago is not None:
            return self._time(ago[0], "ago"), ago[1]
        tie = words.relations.get(word, "")
        if tie == "since":
            return self._since(at)
        start = at + 1 if tie else at
        if tie in ("in", "during"):
            recent = self._under(start)
            if recent is not None:
                return self._time(recent[0], "in"), recent[1]
        return self._tied(at, start, tie)

    def _tied(self, at: int, start: int, tie: str) -> tuple[Time, int] | None:
        """Read a range, a list or a point behind its preposition."""
        vague = tie != "" and self._is(start, "hedge") and not self._is(start, "at")
        if vague:
            start += 1
        if tie in ("during", "in") and self._is(start, "the"):
            rolling = self._rolling_week(start + 1) if tie == "during" else None
            if rolling is not None:
                return self._time(rolling[0], "during"), rolling[1]
        ranged = self._range(start, tie)
        if ranged is not None:
            node, after = ranged
            return self._time(node, "between"), after
        read = self._list(start, tie)
        if read is None:
            return None
        node, after = read
        if not node.strong and not self._tie_carries(tie, node, after):
            return None
        if tie in ("during", "for") and node.kind in ("day", "weekday") and tie == "for":
            return None
        if self._is(after, "onwards") and tie in ("from", "") and not self._starts(after + 1):
            return self._time(node, "since"), after + 1
        relation = self._relation(tie, node)
        if relation is None:
            # "for", "from": no tie to the event; the words alone are marked, at their own token
            return None if start != at else (self._time(node, "in"), after)
        if vague:
            node = node._replace(vague=True)
        return self._time(node, relation), after

    def _relation(self, tie: str, node: Node) -> TimeRelation | None:
        if tie in ("", "in", "during", "by", "as_of", "until", "before", "after"):
            relation: dict[str, TimeRelation] = {"": "in"}
            return relation.get(tie, tie)  # type: ignore[arg-type]
        if tie == "for" and node.kind == "span":
            return "during"
        if tie == "between":
            return None
        return None

    def _tie_carries(self, tie: str, node: Node, after: int) -> bool:
        """Tell whether a preposition makes a bare month or year a time."""
        if node.kind == "year":
            if tie in ("by", "until", "during", "for") and node.year is not None and node.year % 100 == 0:
                return False
            return tie not in ("", "for", "between")
        return tie not in ("", "for", "between")

    def _starts(self, at: int) -> bool:
        token = self.tokens[at]
        return token.tag in ("number", "year", "date") or token.word in self.words.months

    def _fixed(self, row: dict[str, int]) -> Span:
        reference = self.reference
        precision: Precision = row.get("precision", "day")  # type: ignore[assignment]
        if reference is None:
            return unanchored(precision)
        ends = [cal.shift(reference, row[end]) if end in row else None for end in ("from", "to")]
        return Span(ends[0], ends[1], precision)

    def _so_far(self, at: int) -> tuple[Time, int] | None:
        """ "so far this year", "so far in March": counted up from the start of it."""
        start = at + 1
        if self.tokens[start].tag == "word" and self.words.relations.get(self.tokens[start].word) in (
            "in",
            "during",
        ):
            start += 1
        read = self._point(start)
        if read is None or read[0].kind in ("day", "weekday"):
            return None
        return self._time(read[0], "since"), read[1]

    # ------------------------------------------------------------------ since

    def _since(self, at: int) -> tuple[Time, int] | None:
        words = self.words
        if at > 0 and self.tokens[at - 1].word in words.auxiliaries:
            return None
        start = at + 1
        vague = self._is(start, "hedge")
        read = self._list(start + vague, "since") or self._ago(start)
        if read is not None:
            node = read[0]._replace(vague=vague or read[0].vague)
            return self._time(node, "since"), read[1]
        # "since the offensive began on 5 March", "since fighting erupted last week"
        event = 0
        for place in range(start, start + 9):
            token = self.tokens[place]
            if token.tag not in ("word", "other", "dash") or token.word in words.stops:
                break
            if place < start + 4 and (token.word in words.event_words or token.word in words.parts):
                event = place + 1
            if place == start or token.tag == "dash" or self._touch(place):
                continue
            tied = words.relations.get(token.word, "")
            if tied and tied not in ("in", "during", "by", "from"):
                break
            dated = self._list(place + 1, "in") if tied else (self._ago(place) or self._list(place, ""))
            if dated is not None and (tied or dated[0].strong):
                return self._time(dated[0], "since"), dated[1]
        if not event:
            return None
        end = self.reference
        return Time(
            start=None, end=end, precision="approximate", relation="since", anchored=end is not None
        ), event

    # ------------------------------------------------------------------ ranges and lists

    def _range(self, at: int, tie: str) -> Read | None:
        first = self._point(at) or self._bare_number(at)
        if first is None:
            return None
        node, after = first
        between = tie == "between"
        joined = self._is(after, "and") and between
        joined = joined or self._is(after, "to") or self.tokens[after].tag == "dash"
        if not joined:
            return None
        after += 1
        fixed = self.tokens[after]
        if fixed.tag == "word" and fixed.word in self.words.fixed and node.kind != "number":
            end = self._fixed(self.words.fixed[fixed.word])
            start = self._settle(node)
            return self._joined(start, end), after + 1
        second = self._point(after) or self._bare_number(after)
        if second is None or (node.kind == "number" and second[0].kind != "day"):
            return None
        if node.kind == "weekday" and second[0].kind not in ("weekday", "day"):
            return None
        if second[0].kind == "number" and self._number_goes_on(second[1]) and tie in ("", "in", "on"):
            return None
        if (
            tie == ""
            and node.kind in ("month", "year")
            and not (second[0].strong or node.strong or self.tokens[after - 1].tag == "dash")
        ):
            return None
        if node.kind == "year" and self._counts(second[1]):
            return None
        span = self._pair(node, second[0])
        return None if span is None else (span, second[1])

    def _number_goes_on(self, at: int) -> bool:
        """Tell whether a number is followed by what it counts: "March 3 and 5 people"."""
        token = self.tokens[at]
        return token.tag == "other" or (token.tag == "word" and self._counts(at))

    def _bare_number(self, at: int) -> Read | None:
        at = self._skip(at, "the")
        token = self.tokens[at]
        if token.tag != "number" or not 1 <= token.value <= 31:
            return None
        return Node("number", day=token.value, strong=False), at + 1

    def _pair(self, first: Node, second: Node) -> Node | None:
        """Return the span from one point to another; each lends the other the month or year it lacks."""
        if first.kind == "number":
            first = second._replace(day=first.day)
        if second.kind == "number":
            second = first._replace(day=second.day)
        if first.kind in ("day", "month") and second.kind in ("day", "month"):
            late = (first.month or 0, first.day or 0) > (second.month or 0, second.day or 32)
            if first.year is None and second.year is None:
                year = self._year(second)
                second = second._replace(year=year)
                if year is None:
                    return Node("span", span=unanchored())
            if first.year is None:
                first = first._replace(year=(second.year or 0) - late)
            elif second.year is None:
                second = second._replace(year=first.year + late)
        if first.kind == "weekday" and second.kind == "weekday":
            if self.reference is None:
                return Node("span", span=unanchored())
            end = cal.weekday_before(second.day or 0, self.reference, second.turn)
            return Node("span", span=Span(cal.weekday_before(first.day or 0, end), end))
        return self._joined(self._settle(first), self._settle(second))

    def _joined(self, start: Span, end: Span) -> Node | None:
        if start.start is not None and end.end is not None and start.start > end.end:
            return None
        anchored = start.anchored and end.anchored
        return Node("span", span=Span(start.start, end.end, start.precision, anchored))

    def _list(self, at: int, tie: str) -> Read | None:
        """Read a point, or points of one kind: "Sunday, Monday, and Tuesday", "in 2017 and 2018"."""
        first = self._point(at)
        numbers: list[int] = []
        if first is None:
            # "3, 5 and 7 March", "5 and 6 March"
            place = at
            while len(numbers) < _LIST:
                bare = self._bare_number(place)
                if bare is None:
                    return None
                numbers.append(bare[0].day or 0)
                place = bare[1] + (self.tokens[bare[1]].tag == "comma")
                joined = self._is(place, "and")
                place += joined
                if place == bare[1]:
                    return None
                first = self._point(place)
                if first is not None:
                    break
            if first is None or first[0].kind != "day":
                return None
            span = self._pair(Node("number", day=min(numbers)), first[0])
            return None if span is None else (span, first[1])
        node, after = first
        if node.kind == "span" and not node.year:
            return first
        nodes, end, place = [node], after, after
        for _ in range(_LIST):
            comma = self.tokens[place].tag == "comma"
            place += comma
            joined = self._is(place, "and")
            place += joined
            if not (comma or joined):
                break
            following = self._point(place)
            if following is None and joined and node.kind == "day":
                following = self._bare_number(place)
                if following is not None and self._number_goes_on(following[1]):
                    break
            if following is None or (following[0].kind not in (node.kind, "number")):
                break
            if following[0].kind == "year" and self._counts(following[1]):
                break
            nodes.append(following[0])
            place = following[1]
            if joined:
                end = place
        if len(nodes) == 1 or end == after:
            return first
        span = self._pair(nodes[0], nodes[-1])
        return first if span is None else (span, end)

    # ------------------------------------------------------------------ points

    def _point(self, at: int) -> Read | None:
        """Read one point with what leads and trails it; a part of the day changes no date."""
        words = self.words
        the = at
        at = self._skip(at, "the")
        token = self.tokens[at]
        if token.tag == "word":
            if token.word in words.dayparts and self._is(at + 1, "of"):
                inner = self._range(at + 2, "") or self._point(at + 2)
                if inner is not None and inner[0].kind in ("day", "weekday", "span"):
                    return inner
            turned = self._turned(at, the != at)
            if turned is not None:
                return turned
            piece = self._piece(at, the != at)
            if piece is not None:
                return piece
            part = self._part(at)
            if part is not None:
                return part
            labelled = self._labelled(at)
            if labelled is not None:
                return labelled
        read = self._date(at)
        if read is None:
            return None
        node, after = read
        if node.kind == "year" and the != at:
            # "the 2014 war", but not "the 2,014 people"
            follows = self.tokens[after]
            strong = (
                follows.tag in ("other", "word") and not self._counts(after) and not self._is(after, "and")
            )
            return node._replace(strong=strong), after
        return self._trail(node, after)

    def _trail(self, node: Node, at: int) -> Read:
        """Skip a clock time or part of the day behind a day: "Friday night", "5 March at 08:00 local time"."""
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
            if clock.tag == "clock" or (
                step > at and clock.tag == "word" and clock.word in self.words.dayparts
            ):
                at = step + 1
                if self.tokens[at].tag == "word" and self.tokens[at].word in self.words.zones:
                    at += 1
                continue
            break
        return node, at

    def _weekday_trail(self, node: Node, at: int) -> Read:
        """ "Monday last week", "Wednesday of this week"."""
        step = self._skip(at, "of")
        turn = self.tokens[step]
        if turn.tag == "word" and turn.word in self.words.turns:
            unit = self.words.units.get(self.tokens[step + 1].word)
            kind = self.words.turns[turn.word]
            if unit == "week" and kind in ("last", "this", "next"):
                if self.reference is None:
                    return Node("span", span=unanchored()), step + 2
                first, _ = cal.unit_around(self.reference, "week", {"last": -1, "this": 0, "next": 1}[kind])
                day = cal.shift(first, node.day or 0)
                return Node("span", span=Span(day, day)), step + 2
        return node, at

    def _date(self, at: int) -> Read | None:
        """Read a date written out or in figures, a month, a year or a weekday."""
        words, token = self.words, self.tokens[at]
        if token.tag == "date" and token.span is not None:
            return Node("day", span=token.span), at + 1
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
        full = token.word in self.words.weekdays
        place = at + 1
        if not full and self.tokens[place].tag == "sign" and self._touch(place):
            place += 1
        place += self.tokens[place].tag == "comma"
        place = self._skip(self._skip(place, "on"), "the")
        dated = self._date(place) if not token.owns else None
        if dated is not None and dated[0].kind == "day":
            return dated
        if not full:
            return None
        return Node("weekday", day=self.words.weekdays[token.word]), at + 1

    def _day_first(self, at: int) -> Read | None:
        token = self.tokens[at]
        if not 1 <= token.value <= 31:
            return None
        if at > 0 and self._touch(at) and self.tokens[at - 1].tag in ("dash", "sign"):
            before = self.tokens[at - 2] if at > 1 else _END
            if before.tag == "other" and self._touch(at - 1):  # COVID-19 March
                return None
        place = at + 1
        if self._is(place, "of") and self.tokens[place].word == "of":
            place += 1
        elif self.tokens[place].tag == "dash" and self._touch(place) and self._touch(place + 1):
            place += 1
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
        after_in = at > 0 and self.tokens[at - 1].word == "in"
        if day.tag == "number" and 1 <= day.value <= 31 and cal.make_day(2000, number, day.value):
            year, after = self._year_behind(place_day + 1, comma_only=True)
            known = self._capital(token) or year is not None
            if known and not (after_in and year is None and self._number_goes_on(place_day + 1)):
                return Node("day", year, number, day.value), after
        year, after = self._year_behind(place)
        if year is None and (not self._capital(token) or token.word not in self.words.full_months):
            if not (self._capital(token) and self.tokens[at].value):
                return None
        return Node("month", year, number, strong=year is not None), after

    def _year_behind(self, at: int, *, comma_only: bool = False) -> tuple[int | None, int]:
        """Read the year behind a month or day: "2019", ", 2019", "of 2019", "-19", "last year"."""
        place = at
        token = self.tokens[place]
        if token.tag == "comma" or (token.tag == "dash" and self._touch(place) and self._touch(place + 1)):
            place += 1
        elif token.word == "of" or token.word == "in":
            place += 1
        if token.word == "'" or token.word == "’":
            place += 1
        year = self.tokens[place]
        if year.tag == "year" and not self._counts(place + 1):
            return year.value, place + 1
        turn = self.words.turns.get(year.word) if year.tag == "word" else None
        if turn in ("this", "last", "next") and self.words.units.get(self.tokens[place + 1].word) == "year":
            if self.reference is not None and token.tag not in ("comma", "dash"):
                return self.reference.year + {"this": 0, "last": -1, "next": 1}[turn], place + 2
        return None, at

    def _year_first(self, at: int) -> Read | None:
        token = self.tokens[at]
        if self._counts(at + 1):
            return None
        before = self.tokens[at - 1] if at else _END
        if before.tag == "sign" and self._touch(at) and before.word not in "([\"'“‘:":
            return None
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
        if token.word[-1] in "sS":  # the 1990s
            if first % 10:
                return None
            last = first + 9
        else:
            last = first // 100 * 100 + int(token.word[-2:])
            if not first < last <= first + 20:
                return None
        start, end = cal.make_day(first, 1, 1), cal.make_day(last, 12, 31)
        return Node("span", span=Span(start, end, "year")), at + 1

    # ------------------------------------------------------------------ parts, turns, pieces

    def _part(self, at: int) -> Read | None:
        """Read "early June", "mid-March", "the end of 2018", "late last month", "late Tuesday"."""
        token = self.tokens[at]
        parts = self.words.parts.get(token.word)
        if not parts or token.tag != "word":
            return None
        part = min(parts)
        place = at + 1
        place += self.tokens[place].tag == "dash"
        place = self._skip(self._skip(place, "on"), "of")
        inner = self._container(place)
        if inner is None:
            return None
        node, after = inner
        if node.kind in ("month", "year"):
            return node._replace(part=part, strong=True), after
        if node.kind in ("weekday", "day"):
            return (node, after) if part not in ("mid",) else None
        if node.span is not None and node.turn:
            return Node("span", span=self._cut(node.span, part, node.turn)), after
        return None

    def _cut(self, span: Span, part: str, unit: str) -> Span:
        if not span.anchored or span.start is None or span.end is None:
            return span
        reference = self.reference
        if part == "earlier":
            end = min(span.end, reference) if reference and reference >= span.start else span.end
            return Span(span.start, end, span.precision)
        if part == "later":
            start = max(span.start, reference) if reference and reference <= span.end else span.start
            return Span(start, span.end, span.precision)
        whole = cal.unit_around(span.start, unit)[1] if unit in ("week", "month", "year") else span.end
        start, end = cal.part_of(span.start, whole, part, unit)
        return self._clip(Span(start, end, "approximate"))

    def _container(self, at: int) -> Read | None:
        """Read what has parts: a month, a year, "the year", "last week"; its unit is kept in ``turn``."""
        the = self._is(at, "the")
        at += the
        token = self.tokens[at]
        if token.tag == "word":
            unit = self.words.units.get(token.word)
            if (
                the
                and unit in ("week", "month", "year", "weekend", "quarter")
                and token.word not in self.words.plurals
            ):
                labelled = self._labelled(at)
                if labelled is not None:
                    return labelled
                return self._around(unit, 0), at + 1
            turn = self.words.turns.get(token.word)
            unit = self.words.units.get(self.tokens[at + 1].word)
            if turn in ("this", "last", "next") and unit in ("week", "month", "year", "weekend", "quarter"):
                return self._around(unit, {"this": 0, "last": -1, "next": 1}[turn]), at + 2
            piece = self._piece(at, the)
            if piece is not None and piece[0].span is not None:
                return piece
        read = self._date(at)
        if read is not None and read[0].kind in ("day", "weekday"):
            return self._trail(*read)
        return read

    def _around(self, unit: str, turn: int) -> Node:
        precision = cal.precision_of(unit)
        if self.reference is None:
            return Node("span", turn=unit, span=unanchored(precision))
        start, end = cal.unit_around(self.reference, unit, turn)
        return Node("span", turn=unit, span=Span(start, end, precision))

    def _turned(self, at: int, the: bool) -> Read | None:
        """Read "this week", "last Friday", "the past 24 hours", "recent days", "the weekend"."""
        words, token = self.words, self.tokens[at]
        turn = words.turns.get(token.word)
        if turn is None:
            if the and words.units.get(token.word) == "weekend":
                return self._clipped(self._around("weekend", 0)), at + 1
            return None
        place = at + 1
        count: int | None = None
        following = self.tokens[place]
        if following.tag == "number" and not following.owns:
            count, place = following.value, place + 1
        elif following.tag == "word" and following.word in words.numbers:
            count, place = words.numbers[following.word], place + 1
        dash = self.tokens[place].tag == "dash"
        target = self.tokens[place + dash]
        if target.tag != "word":
            return None
        unit = words.units.get(target.word)
        if unit is not None and unit != "half" and not dash:
            return self._units_away(turn, count, unit, target.word in words.plurals, the, place + 1)
        if count is not None or dash:
            return None
        if turn in ("this", "last", "next", "past"):
            if target.word in words.weekdays:
                dated = self._weekday(place)
                if dated is not None and dated[0].kind == "day":
                    return self._trail(*dated)
                node = Node("weekday", day=words.weekdays[target.word], turn=turn)
                return self._trail(node, place + 1)
            if target.word in words.months and (
                self._capital(target) or target.word not in words.month_words
            ):
                month = self._month_name(place)
                if month is not None and turn != "past":
                    year, after = self._year_behind(month[1])
                    return Node("month", year, month[0], turn=turn), after
        return None

    def _units_away(
        self, turn: str, count: int | None, unit: str, plural: bool, the: bool, after: int
    ) -> Read | None:
        precision = cal.precision_of(unit)
        reference = self.reference
        if turn == "recent" or (count is None and plural) or count == 0:
            if turn == "this":
                return None
            if reference is None:
                return Node("span", span=unanchored("approximate")), after
            ends = (reference, None) if turn == "next" else (None, reference)
            return Node("span", span=Span(*ends, "approximate")), after
        if unit == "hour" and count is None:
            count = 1
        if turn == "this":
            return (
                None
                if count is not None or unit in ("day", "hour")
                else (self._clipped(self._around(unit, 0)), after)
            )
        rolling = (
            count is not None
            or turn == "past"
            or (turn == "last" and the and self.tokens[after - 2].word == "last")
        )
        if not rolling:
            node = self._around(unit, -1 if turn == "last" else 1)
            return node, after
        if reference is None:
            return Node("span", span=unanchored(precision)), after
        if turn == "next":
            return Node(
                "span", span=Span(reference, cal.shift(reference, count or 1, unit), precision)
            ), after
        return Node("span", span=Span(cal.shift(reference, -(count or 1), unit), reference, precision)), after

    def _clipped(self, node: Node) -> Node:
        return node._replace(span=self._clip(node.span)) if node.span is not None else node

    def _clip(self, span: Span) -> Span:
        """End a span that holds the report's day on that day: nothing later was known."""
        reference = self.reference
        if reference and span.start and span.end and span.start <= reference < span.end:
            return span._replace(end=reference)
        return span

    def _rolling_week(self, at: int) -> Read | None:
        """ "during the week" in a weekly report: the seven days up to it."""
        token = self.tokens[at]
        if (
            self.words.units.get(token.word) != "week"
            or token.word in self.words.plurals
            or self._labelled(at)
        ):
            return None
        if self.reference is None:
            return Node("span", span=unanchored("week")), at + 1
        return Node("span", span=Span(cal.shift(self.reference, -7), self.reference, "week")), at + 1

    def _piece(self, at: int, the: bool) -> Read | None:
        """Read "the first two weeks of May", "the second half of 2018", "Q1 2019"."""
        words, token = self.words, self.tokens[at]
        rank = words.ordinals.get(token.word)
        if token.word in ("q1", "q2", "q3", "q4"):
            rank = int(token.word[1])
            place = self._skip(at + 1, "of")
            year = self.tokens[place]
            unit, count, after = "quarter", 1, at + 1
            container = (Node("year", year.value), place + 1) if year.tag == "year" else None
        else:
            if rank is None and the and words.turns.get(token.word) == "last":
                rank = -1
            if rank is None:
                return None
            place, count = at + 1, 1
            following = self.tokens[place]
            if following.tag == "number":
                count, place = following.value, place + 1
            elif following.tag == "word" and following.word in words.numbers:
                count, place = words.numbers[following.word], place + 1
            found = words.units.get(self.tokens[place].word)
            if found is None or found in ("hour", "weekend") or count < 1:
                return None
            unit, after = found, place + 1
            if self.tokens[after].word not in ("of", "in"):
                container = None
            else:
                container = self._container(after + 1)
                if container is None:
                    return None
        if container is None:
            if unit != "quarter" or self._is(after, "of") or not (the or token.tag == "other"):
                return None
            return self._bare_quarter(rank), after
        whole = container[0]
        if whole.kind in ("day", "weekday"):
            return None
        span = self._settle(whole, clip=False)
        if span.start is None or span.end is None:
            return Node("span", span=span), container[1]
        piece = cal.nth_piece(span.start, span.end, rank, count, unit)
        if piece is None:
            return None
        return self._clipped(Node("span", span=Span(*piece, cal.precision_of(unit)))), container[1]

    def _bare_quarter(self, rank: int) -> Node:
        if self.reference is None or not 1 <= rank <= 4:
            return Node("span", span=unanchored("quarter"))
        year = self.reference.year - (self.reference.month < rank * 3 - 2)
        start = dt.date(max(year, 1), rank * 3 - 2, 1)
        return self._clipped(Node("span", span=Span(*cal.unit_around(start, "quarter"), "quarter")))

    def _labelled(self, at: int) -> Read | None:
        """Read "the month of March", "the year 2018", "the week of 5 March", "the week ending 5 March"."""
        unit = self.words.units.get(self.tokens[at].word)
        if unit not in ("week", "month", "year") or self.tokens[at].word in self.words.plurals:
            return None
        place = self._skip(at + 1, "of") if self.tokens[at + 1].word == "of" else at + 1
        if unit == "week":
            ending, starting = self._is(at + 1, "ending"), self._is(at + 1, "starting")
            if not (ending or starting):
                return None
            read = self._date(self._skip(at + 2, "the"))
            if read is None or read[0].kind != "day":
                return None
            day = self._settle(read[0])
            if day.start is None:
                return Node("span", span=day), read[1]
            ends = (cal.shift(day.start, -6), day.start) if ending else (day.start, cal.shift(day.start, 6))
            return self._clipped(Node("span", span=Span(*ends, "week"))), read[1]
        read = self._date(place)
        if read is None or read[0].kind != unit:
            return None
        return read[0]._replace(strong=True), read[1]

    # ------------------------------------------------------------------ ago

    def _count(self, at: int) -> tuple[int, int] | None:
        token = self.tokens[at]
        if token.tag == "number" and not token.owns:
            return token.value, at + 1
        if token.tag == "word" and token.word in self.words.numbers:
            return self.words.numbers[token.word], at + 1
        return None

    def _ago(self, at: int) -> Read | None:
        """Read "three days ago", "nearly two weeks ago", "a few days ago"."""
        vague = self._is(at, "hedge")
        counted = self._count(at + vague)
        if counted is None:
            return None
        count, place = counted
        unit = self.words.units.get(self.tokens[place].word) if self.tokens[place].tag == "word" else None
        if unit is None or unit in ("half", "weekend") or not self._is(place + 1, "ago"):
            return None
        precision: Precision = "approximate" if vague or count == 0 else cal.precision_of(unit)
        if self.reference is None:
            return Node("span", span=unanchored(precision)), place + 2
        if count == 0:
            return Node("span", span=Span(None, self.reference, precision)), place + 2
        day = cal.shift(self.reference, -count, unit)
        return Node("span", span=Span(day, day, precision)), place + 2

    def _under(self, at: int) -> Read | None:
        """Read what follows "in": "less than a week" (up to the report)."""
        if not self._is(at, "under"):
            return None
        counted = self._count(at + 1)
        if counted is None:
            return None
        count, place = counted
        unit = self.words.units.get(self.tokens[place].word)
        if unit is None or count == 0 or self._is(place + 1, "ago"):
            return None
        if self.reference is None:
            return Node("span", span=unanchored("approximate")), place + 1
        start = cal.shift(self.reference, -count, unit)
        return Node("span", span=Span(start, self.reference, "approximate")), place + 1

    # ------------------------------------------------------------------ onto the calendar

    def _year(self, node: Node, *, past: bool = False) -> int | None:
        """Return the year of a date without one."""
        reference, month = self.reference, node.month or 1
        if reference is None:
            return self.year_hint
        if node.kind == "month":
            year = reference.year + {"next": 1}.get(node.turn, 0)
            late = dt.date(reference.year, month, 1) > reference
            if node.turn == "next":
                return year - (late and month > reference.month)
            if node.turn == "last":
                return reference.year - (month >= reference.month)
            if node.turn == "this":
                return reference.year
            latest = reference.year - late
            return self._hinted(latest, month, 1)
        found = cal.year_of(month, node.day or 1, reference, past=past)
        return None if found is None else self._hinted(found, month, node.day or 1)

    def _hinted(self, year: int, month: int, day: int) -> int:
        """Prefer the year the text itself gives, unless it puts the day after the latest it may be."""
        hint = self.year_hint
        if hint is None or hint > year or cal.make_day(hint, month, day) is None:
            return year
        return hint

    def _settle(self, node: Node, *, past: bool = False, clip: bool = True) -> Span:
        """Return the days a point means."""
        if node.span is not None:
            return node.span
        if node.kind == "weekday":
            if self.reference is None:
                return unanchored()
            day = cal.weekday_before(node.day or 0, self.reference, node.turn)
            return Span(day, day)
        if node.kind == "year":
            start, end = dt.date(node.year or 1, 1, 1), dt.date(node.year or 1, 12, 31)
            return self._unit_span(start, end, node.part, "year", clip)
        precision: Precision = "day" if node.kind == "day" else "month"
        year = node.year if node.year is not None else self._year(node, past=past)
        if year is None or not 1 <= year <= 9999:
            return unanchored(precision)
        if node.kind == "day":
            found = cal.make_day(year, node.month or 1, node.day or 1)
            return Span(found, found) if found else unanchored()
        start, end = cal.unit_around(dt.date(year, node.month or 1, 1), "month")
        return self._unit_span(start, end, node.part, "month", clip)

    def _unit_span(self, start: dt.date, end: dt.date, part: str | None, unit: str, clip: bool) -> Span:
        span = Span(start, end, cal.precision_of(unit))
        if part in ("earlier", "later"):
            return self._cut(span, part, unit)
        if part is not None:
            span = Span(*cal.part_of(start, end, part, unit), "approximate")
        return self._clip(span) if clip else span

    def _time(self, node: Node, relation: TimeRelation) -> Time:
        """Return the Time a point means under a relation."""
        ahead = relation in ("by", "until", "before")
        span = self._settle(node, past=relation in ("since", "ago"), clip=not ahead)
        start, end, reference = span.start, span.end, self.reference
        precision: Precision = "approximate" if node.vague else span.precision
        if relation == "since" and span.anchored:
            end = reference if reference and (start is None or start <= reference) else None
        elif relation == "until" and span.anchored:
            start = None
        elif relation == "before" and span.anchored:
            start, end = None, cal.shift(start, -1) if start else None
        elif relation == "after" and span.anchored and end is not None:
            start = end if span.precision == "day" else cal.shift(end, 1)
            end = reference if reference and start <= reference else None
        return Time(start=start, end=end, precision=precision, relation=relation, anchored=span.anchored)
