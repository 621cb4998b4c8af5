"""Spans named by a unit: parts of months and years, "last week", "the first half of 2018", "three days ago".

In: tokens.  Out: ``Node``.
Words: by way of ``_time_words``.
"""

from __future__ import annotations

import datetime as dt

from tracker.marks import _calendar as cal
from tracker.marks._calendar import Span, unanchored
from tracker.marks._time_anchor import Node
from tracker.marks._time_file import Part, Piece, Turn, Unit
from tracker.marks._time_points import TURNS, Points, Read

_WHOLE = frozenset(["week", "month", "year", "weekend", "quarter"])
_NESTED = 3
"""How deep spans may stand inside spans: "the first week of the second half of May"."""


class Spans(Points):
    """Reads points and spans among the tokens of one window."""

    depth = 0

    def _point(self, at: int) -> Read | None:
        """Read one point with what leads and trails it; a part of the day changes no date."""
        words = self.words
        token = self.tokens[at]
        row = words.fixed.get(token.word) if token.tag == "word" else None
        if row is not None and row.relation is None:
            return self._trail(Node("span", span=self.anchor.fixed(row)), at + 1)
        the = self._is(at, "the")
        at += the
        token = self.tokens[at]
        if the and token.tag in ("number", "word") and (run := self._run_up(at)) is not None:
            return run
        if token.tag == "number" and token.owns and (piece := self._piece(at, the)) is not None:
            return piece
        if the and (dated := self._ordinal_day(at)) is not None:
            return dated
        if token.tag == "word":
            if token.word in words.dayparts:  # "the night of 5 March", "noon on Friday"
                return self._nested(at + 2) if self._is(at + 1, "of") else self._clocked(at)
            span = self._piece(at, the) or self._turned(at, the) or self._part(at) or self._labelled(at)
            if span is not None:
                return span
        if token.tag == "year" and self._piece_behind(at) is not None:
            return self._year_piece(at)
        read = self._clocked(at) if token.tag == "clock" else self._date(at)
        if read is None:
            return None
        node, after = read
        if node.kind == "year" and the:
            return node._replace(strong=self._names_year(after)), after
        return self._trail(node, after)

    def _ordinal_day(self, at: int) -> Read | None:
        """Read "the first of January"."""
        day = self.words.ordinals.get(self.tokens[at].word, 0)
        month = self._month_name(at + 2) if day > 0 and self._is(at + 1, "of") else None
        if month is None:
            return None
        year, after = self._year_behind(month[1])
        return Node("day", year, month[0], day), after

    def _piece_behind(self, at: int) -> tuple[Piece, int] | None:
        return self.words.pieces.get(self.tokens[at + 1 + self._hyphen(at + 1)].word)

    def _year_piece(self, at: int) -> Read | None:
        """Read "2018 Q1"."""
        piece = self._piece_behind(at)
        node = self._nth(Node("year", self.tokens[at].value), piece[1], 1, piece[0]) if piece else None
        return None if node is None else (node, at + 2 + self._hyphen(at + 1))

    def _names_year(self, after: int) -> bool:
        """Tell whether a noun makes "the 2014" a year: "the 2014 war", but not "the 2014 people"."""
        follows = self.tokens[after]
        return follows.tag in ("other", "word") and not self._counts(after) and not self._is(after, "and")

    def _clocked(self, at: int) -> Read | None:
        """Read the day behind a time of day: "2 p.m. on Friday", "noon on 5 March"."""
        at += 1 + (self.tokens[at + 1].word in self.words.zones)
        at = self._skip(at + (self.tokens[at].tag == "comma"), "on")
        read = self._date(self._skip(at, "the"))
        return self._trail(*read) if read is not None and read[0].kind in ("day", "weekday") else None

    def _nested(self, at: int) -> Read | None:
        """Read the day or days behind "the night of": "5 March", "5-6 March", "Friday"."""
        first = self._skip(at, "the")
        number, second = self.tokens[first], self.tokens[first + 2]
        joined = (
            self.tokens[first + 1].tag == "dash" or self._is(first + 1, "to") or self._is(first + 1, "and")
        )
        if number.tag == "number" and joined and second.tag == "number":
            dated = self._day_first(first + 2)
            span = self.anchor.pair(Node("number", day=number.value), dated[0]) if dated else None
            return (span, dated[1]) if span and dated else None
        read = self._date(first)
        return self._trail(*read) if read is not None and read[0].kind in ("day", "weekday") else None

    def _part(self, at: int) -> Read | None:
        """Read "early June", "mid-March", "the end of 2018", "late last month", "late Tuesday"."""
        part = self.words.parts.get(self.tokens[at].word)
        if part is None:
            return None
        place = at + 1
        place += self.tokens[place].tag == "dash"
        return self._inside(part, self._skip(self._skip(place, "on"), "of"))

    def _inside(self, part: Part, at: int) -> Read | None:
        """Read what a part belongs to."""
        inner = self._container(at, told=part in ("late", "end"))
        if inner is None:
            return None
        node, after = inner
        if node.kind in ("month", "year"):
            return node._replace(part=part, strong=True), after
        if node.kind in ("weekday", "day"):
            return inner if part != "mid" else None
        if node.span is not None and node.turn:
            return Node("span", part=part, span=self.anchor.cut(node.span, part, node.turn)), after
        return None

    def _container(self, at: int, *, told: bool = False) -> Read | None:
        """Read what has parts: a month, a year, "the year", "last week"; its unit is kept in ``turn``.

        ``told``: "the year" is the one the sentence has given, if any.
        """
        words = self.words
        the = self._is(at, "the")
        at += the
        word, following = self.tokens[at].word, self.tokens[at + 1].word
        if the and words.units.get(word) in _WHOLE and word not in words.plurals:
            if told and words.units[word] == "year" and self.anchor.said is not None:
                return self._labelled(at) or (Node("year", self.anchor.said), at + 1)
            return self._labelled(at) or (self.anchor.around(words.units[word], 0), at + 1)
        turn, unit = TURNS.get(words.turns.get(word, "")), words.units.get(following)
        if turn is not None and unit in _WHOLE and following not in words.plurals:
            return self.anchor.around(unit, turn), at + 2
        if self.depth < _NESTED and self.tokens[at].tag == "word":
            self.depth += 1
            piece = self._piece(at, the)
            self.depth -= 1
            if piece is not None:
                return piece
        read = self._date(at)
        return self._trail(*read) if read is not None and read[0].kind in ("day", "weekday") else read

    def _turned(self, at: int, the: bool) -> Read | None:
        """Read "this week", "last Friday", "the past 24 hours", "recent days", "the weekend"."""
        words, token = self.words, self.tokens[at]
        turn = words.turns.get(token.word)
        if turn is None:
            if the and words.units.get(token.word) == "weekend":
                return self.anchor.clipped(self.anchor.around("weekend", 0)), at + 1
            return None
        counted = self._count(at + 1)
        count, place = counted or (None, at + 1)
        target = self.tokens[place]
        if target.word in words.units:
            node = self._units_away(turn, count, target.word, the and self._is(at, "rolls"))
            return None if node is None else (node, place + 1)
        if count is not None or turn == "recent":
            return None
        if target.word in words.weekdays:
            day = self._weekday(place)
            if day is not None and day[0].kind == "weekday":
                day = day[0]._replace(turn=turn), day[1]
            return self._trail(*day) if day is not None else None
        month = self._month_name(place) if target.value and turn != "past" else None
        if month is None:
            return None
        year, after = self._year_behind(month[1])
        return Node("month", year, month[0], turn=turn), after

    def _units_away(self, turn: Turn, count: int | None, word: str, rolls: bool) -> Node | None:
        """Return the span of "this week", "last month", "the past 24 hours", "the next few days"."""
        unit = self.words.units[word]
        plural = word in self.words.plurals
        if unit == "half":
            return None
        if turn == "this":
            if count is not None or plural or unit in ("day", "hour"):
                return None
            return self.anchor.clipped(self.anchor.around(unit, 0))
        if turn == "recent" or count == 0 or (count is None and plural):
            return self.anchor.open(ahead=turn == "next")
        if unit == "weekend":
            return self.anchor.around(unit, 1 if turn == "next" else -1) if count is None else None
        if unit == "quarter" and turn != "next":
            return self.anchor.quarters(count or 1)
        # "last week" is a calendar week; "the last week", "the past week" are the seven days up to now
        if count is not None or turn == "past" or rolls or unit == "hour":
            return self.anchor.rolling((count or 1) * (1 if turn == "next" else -1), unit)
        return self.anchor.around(unit, -1 if turn == "last" else 1)

    def _rolling_week(self, at: int) -> Read | None:
        """Read "the week" behind "during" in a weekly report: the seven days up to it."""
        if not self._is(at, "the"):
            return None
        word = self.tokens[at + 1].word
        if self.words.units.get(word) != "week" or word in self.words.plurals or self._labelled(at + 1):
            return None
        return self.anchor.rolling(-7, "day"), at + 2

    def _piece(self, at: int, the: bool) -> Read | None:
        """Read "the first two weeks of May", "the second half of 2018", "Q1 2019"."""
        if self.tokens[at].word in self.words.pieces:
            return self._short_piece(at)
        rank = self._rank(at)
        if not rank:
            return None
        counted = self._count(at + 1)
        count, place = counted or (1, at + 1)
        unit = self.words.units.get(self.tokens[place].word)
        if unit is None or unit in ("hour", "weekend") or count < 1:
            return None
        if self._is(place + 1, "within"):
            if counted is None and self.tokens[place].word in self.words.plurals:  # "the first days of March"
                return self._inside("start" if rank > 0 else "end", place + 2)
            whole = self._container(place + 2)
            return None if whole is None else self._piece_of(whole, rank, count, unit)
        if unit == "quarter" and the and rank > 0 and count == 1:
            whole = self._year_around(place + 1)
            read = self._piece_of(whole, rank, 1, unit) if whole else None
            return read or (self._bare_quarter(rank), place + 1)
        return None

    def _short_piece(self, at: int) -> Read | None:
        """Read "Q1 2019", "H2 of 2018", "Q3"."""
        unit, rank = self.words.pieces[self.tokens[at].word]
        whole = self._year_around(self._skip(at + 1, "of"))
        if whole is not None:
            return self._piece_of(whole, rank, 1, unit)
        return (self._bare_quarter(rank), at + 1) if unit == "quarter" else None

    def _rank(self, at: int) -> int:
        """Return which piece "1st", "second", "last" name; -1 is the last, 0 none."""
        token = self.tokens[at]
        rank = token.value if token.tag == "number" else self.words.ordinals.get(token.word, 0)
        return rank or (-1 if self.words.turns.get(token.word) == "last" else 0)

    def _piece_of(self, whole: Read, rank: int, count: int, unit: Unit) -> Read | None:
        """Return a piece of a longer span, with the token after that span."""
        node = self._nth(whole[0], rank, count, unit) if whole[0].kind not in ("day", "weekday") else None
        return None if node is None else (node, whole[1])

    def _year_around(self, at: int) -> Read | None:
        """Read the year behind "Q3" or "the third quarter" without "of"."""
        if self.tokens[at].tag == "year":
            return Node("year", self.tokens[at].value), at + 1
        turn = TURNS.get(self.words.turns.get(self.tokens[at].word, ""))
        if turn is not None and self.words.units.get(self.tokens[at + 1].word) == "year":
            return self.anchor.around("year", turn), at + 2
        return None

    def _nth(self, whole: Node, rank: int, count: int, unit: Unit) -> Node | None:
        span = self.anchor.settle(whole, clip=False)
        if span.start is None or span.end is None:
            return Node("span", span=span)
        end = cal.unit_around(span.start, whole.turn)[1] if whole.turn in _WHOLE else span.end
        piece = cal.nth_piece(span.start, end, rank, count, unit)
        if piece is None:
            return None
        return self.anchor.clipped(Node("span", span=Span(*piece, cal.precision_of(unit))))

    def _bare_quarter(self, rank: int) -> Node:
        if self.anchor.reference is None or not 1 <= rank <= 4:
            return Node("span", span=unanchored("quarter"))
        year = self.anchor.reference.year - (self.anchor.reference.month < rank * 3 - 2)
        start = dt.date(max(year, 1), rank * 3 - 2, 1)
        return self.anchor.clipped(Node("span", span=Span(*cal.unit_around(start, "quarter"), "quarter")))

    def _labelled(self, at: int) -> Read | None:
        """Read "the month of March", "the year 2018", "the week of 5 March", "the week ending 5 March"."""
        unit = self.words.units.get(self.tokens[at].word)
        if unit not in ("week", "month", "year") or self.tokens[at].word in self.words.plurals:
            return None
        place = self._skip(at + 1, "of")
        if unit == "week":
            ending, starting = self._is(at + 1, "ending"), self._is(at + 1, "starting")
            if not (ending or starting):
                return None
            read = self._date(self._skip(at + 2, "the"))
            if read is None or read[0].kind != "day":
                return None
            day = self.anchor.settle(read[0])
            if day.start is None:
                return Node("span", span=day), read[1]
            ends = (cal.shift(day.start, -6), day.start) if ending else (day.start, cal.shift(day.start, 6))
            return self.anchor.clipped(Node("span", span=Span(*ends, "week"))), read[1]
        read = self._date(place)
        if read is None or read[0].kind != unit:
            return None
        return read[0]._replace(strong=True), read[1]

    def _run_up(self, at: int) -> Read | None:
        """Read behind "the": "seven days to Sunday", "two weeks ending 3 March"."""
        counted = self._count(at)
        if counted is None or not self._is(counted[1] + 1, "ending"):
            return None
        count, place = counted
        unit = self.words.units.get(self.tokens[place].word)
        read = self._date(place + 2) if unit in ("day", "week", "month") and count else None
        if read is None or unit is None or read[0].kind not in ("day", "weekday"):
            return None
        end = self.anchor.settle(read[0])
        if end.end is None:
            return Node("span", span=end), read[1]
        start = cal.shift(cal.shift(end.end, -count, unit), 1)
        return Node("span", span=Span(start, end.end, cal.precision_of(unit))), read[1]

    def _ago(self, at: int) -> Read | None:
        """Read "three days ago", "nearly two weeks ago", "some weeks ago"."""
        hedged = self._is(at, "hedge")
        counted = (self._count(at + 1) if hedged else None) or self._count(at)
        if counted is None:
            return None
        count, place = counted
        unit = self.words.units.get(self.tokens[place].word)
        if unit is None or unit in ("half", "weekend") or not self._is(place + 1, "ago"):
            return None
        if count == 0:
            return self.anchor.open(), place + 2
        node = self.anchor.rolling(-count, unit, vague=hedged)
        span = node.span
        return (node._replace(span=span._replace(end=span.start)) if span else node), place + 2

    def _under(self, at: int) -> Read | None:
        """Read what follows "in": "less than a week" (up to the report)."""
        counted = self._count(at + 1) if self._is(at, "under") else None
        if counted is None:
            return None
        count, place = counted
        unit = self.words.units.get(self.tokens[place].word)
        if unit is None or unit in ("half", "weekend") or count == 0 or self._is(place + 1, "ago"):
            return None
        return self.anchor.rolling(-count, unit, vague=True), place + 1
