"""How time words join: ranges, lists, and what ties an event to them.

In: tokens, the report's day.  Out: Marks of Time.
Words: by way of ``_time_words``.
"""

from __future__ import annotations

from typing import Literal

from tracker.marks._time_anchor import Node
from tracker.marks._time_file import Tie
from tracker.marks._time_points import Read
from tracker.marks._time_spans import Spans
from tracker.vocabulary import Mark, Time, TimeRelation

_NEXT_DAYS = 2  # "on September 19 and 20" are two days, whatever follows
_LIST = 7
"""Days or months a list may name; bounds the looking ahead."""
_EVENT = 9
"""Words looked through behind "since" for the date of its event."""
_OPENERS = frozenset(["word", "number", "year", "years", "date"])
_DATING = frozenset(["in", "during", "from", "by"])
_ENDS = frozenset([".", "!", "?"])
_TELLING = frozenset(["in", "during", "between", "by", "as_of"])
"""Relations whose year "the end of the year" may speak of."""
_OPEN = frozenset(["until", "before", "after", "ago"])
"""Relations whose days are no point from which others count."""
_COUNTED_BACK = frozenset(["day", "week", "month"])
_RELATIONS: dict[str, TimeRelation] = {
    "": "in",
    "in": "in",
    "during": "during",
    "for": "during",
    "by": "by",
    "as_of": "as_of",
    "until": "until",
    "before": "before",
    "after": "after",
}


class Grammar(Spans):
    """Reads the times among the tokens of one window."""

    def marks(self) -> list[Mark[Time]]:
        """Return every time of the window, in order."""
        found: list[Mark[Time]] = []
        at, last = 0, len(self.tokens) - 4
        self.anchor.said = None
        while at < last:
            token = self.tokens[at]
            if token.tag == "break" or token.word in _ENDS:
                self.anchor.said = None
            read = self._phrase(at) if token.tag in _OPENERS else None
            if read is None:
                at += 1
                continue
            time, after = read
            found.append(Mark(start=token.start, end=self.tokens[after - 1].end, value=time))
            if time.end is not None and time.relation not in _OPEN:
                self.anchor.last = time.start, time.end
            years = [token.value for token in self.tokens[at:after] if token.tag == "year"]
            if years and time.relation in _TELLING:
                self.anchor.said = years[-1]
            at = after
        return found

    def _phrase(self, at: int) -> tuple[Time, int] | None:
        """Read a time with what ties the event to it."""
        words, token = self.words, self.tokens[at]
        word = token.word if token.tag == "word" else ""
        if word in words.so_far:
            counted = self._so_far(at)
            if counted is not None:
                return counted
        back = self._back(at + (word in words.relations))
        if back is not None:
            return self.anchor.time(back[0], "in"), back[1]
        if word in words.fixed:
            return self._fixed_phrase(at)
        ago = self._ago(at)
        if ago is not None:
            return self.anchor.time(ago[0], "ago"), ago[1]
        tie: Tie | Literal[""] = words.relations.get(word, "")
        if tie == "since":
            return self._since(at)
        start = at + 1 if tie else at
        start += tie == "before" and self._hyphen(start)  # "pre-June"
        if tie in ("in", "during"):
            recent = self._under(start)
            if recent is None and tie == "during":
                recent = self._rolling_week(start)
            if recent is not None:
                return self.anchor.time(recent[0], _RELATIONS[tie]), recent[1]
        return self._tied(at, start, tie)

    def _back(self, at: int) -> Read | None:
        """Read "the day before", "the same period", "two days later": days that count from those named last."""
        row = self.words.back.get(self.tokens[at].word)
        if row is not None:
            alone = self.tokens[at + 1].tag in ("comma", "sign", "end", "break")
            node = self.anchor.back(row.days) if alone or not row.alone else None
            return None if node is None else (node, at + 1)
        counted = self._count(at)
        if counted is None or not counted[0]:
            return None
        count, place = counted
        unit, way = (
            self.words.units.get(self.tokens[place].word),
            self.words.later.get(self.tokens[place + 1].word),
        )
        if unit not in _COUNTED_BACK or way is None:
            return None
        node = self.anchor.back(way * count, unit=unit)
        return None if node is None else (node, place + 2)

    def _fixed_phrase(self, at: int) -> tuple[Time, int]:
        """Read "today", "overnight", "now"; "overnight on Friday" is that Friday."""
        row = self.words.fixed[self.tokens[at].word]
        if row.relation is not None:
            return self.anchor.time(Node("span", span=self.anchor.fixed(row)), row.relation), at + 1
        tied = self.words.relations.get(self.tokens[at + 1].word) in ("between", "from")
        dated = self._joint(at + 2, "between") if tied else self._joint(self._skip(at + 1, "on"), "")
        if dated is not None and dated[0].kind in ("day", "weekday", "range"):
            return self.anchor.time(dated[0], "in"), dated[1]
        node, after = self._trail(Node("span", span=self.anchor.fixed(row)), at + 1)
        return self.anchor.time(node, "in"), after

    def _tied(self, at: int, start: int, tie: str) -> tuple[Time, int] | None:
        """Read a range, a list or a point behind its preposition."""
        vague = tie != "" and self._is(start, "hedge")
        read = self._joint(start + vague, tie)
        if read is None:
            return None
        node, after = read
        if node.kind == "range":
            return self.anchor.time(node, "since" if node.turn == "since" else "between"), after
        if tie == "for" and node.kind != "span":
            return None
        if not node.strong and not self._carried(self.tokens[at].word, tie, node, vague):
            return None
        if tie in ("from", "") and self._is(after, "onwards") and self.tokens[after + 1].tag not in _OPENERS:
            return self.anchor.time(node, "since"), after + 1
        if tie == "" and node.kind == "span" and self.tokens[after].word in self.words.so_far:
            return self.anchor.time(node, "since"), after + 1  # "this year so far"
        relation = _RELATIONS.get(tie)
        if (
            relation is None
        ):  # "from", "between" without a second end: the words alone are marked, on their own
            return None
        vague = vague and not self._is(start, "exact")
        return self.anchor.time(node._replace(vague=vague), relation), after

    def _carried(self, word: str, tie: str, node: Node, vague: bool) -> bool:
        """Tell whether a preposition makes a bare month or year a time: "in 2014", not "at 2014"."""
        if tie in ("", "for", "between", "from") or word in self.words.loose:
            return False
        if node.kind == "year" and tie in ("by", "until"):
            return not vague and (node.year or 0) % 100 != 0
        return True

    def _so_far(self, at: int) -> tuple[Time, int] | None:
        """Read "so far this year", "so far in March": counted up from the start of it."""
        tied = self.tokens[at + 1].word in self.words.relations
        read = self._point(at + 1 + tied)
        if read is None or read[0].kind in ("day", "weekday"):
            return None
        return self.anchor.time(read[0], "since"), read[1]

    # ------------------------------------------------------------------ since

    def _since(self, at: int) -> tuple[Time, int] | None:
        start = at + 1
        vague = self._is(start, "hedge")
        read = self._ago(start) or self._joint(start + vague, "since")
        if read is not None and read[0].kind != "number":
            node = read[0]._replace(vague=vague or read[0].vague)
            if node.kind == "range" and node.turn != "since":
                return self.anchor.time(node, "between"), read[1]  # "since 1 January until 9 March"
            return self.anchor.time(node, "since"), read[1]
        if at > 0 and self.tokens[at - 1].word in self.words.auxiliaries:
            return None  # "has since lost"
        return self._since_event(start)

    def _since_event(self, start: int) -> tuple[Time, int] | None:
        """Read "since the offensive began on 5 March", "since fighting erupted", "since the coup"."""
        words = self.words
        event = 0
        for place in range(start, min(start + _EVENT, len(self.tokens) - 4)):
            token = self.tokens[place]
            if token.tag not in ("word", "other", "dash", "number", "year") or token.word in words.stops:
                break
            tied = words.relations.get(token.word, "")
            if place > start and not self._touch(place):
                if tied in _DATING:
                    dated = self._joint(place + 1, "in")
                else:
                    dated = None if tied else (self._ago(place) or self._joint(place, ""))
                    dated = dated if dated and dated[0].strong else None
                if dated is not None:
                    return self.anchor.time(dated[0], "since"), dated[1]
            if token.tag in ("number", "year") or (tied and tied not in _DATING):
                break
            if place < start + 4 and (token.word in words.event_words or token.word in words.parts):
                event = place + 1
        if not event:
            return None
        end = self.anchor.reference
        time = Time(start=None, end=end, precision="approximate", relation="since", anchored=end is not None)
        return time, event

    # ------------------------------------------------------------------ ranges and lists

    def _joint(self, at: int, tie: str) -> Read | None:
        """Read a range, else a list, else a point."""
        first = self._point(at)
        if first is None:
            number = self._bare_number(at)
            if number is None:
                return None
            return self._range(*number, tie) or self._number_list(at)
        return self._range(*first, tie) or self._list(*first) or first

    def _range(self, first: Node, after: int, tie: str) -> Read | None:
        """Read "to", a dash or (behind "between") "and", and the other end."""
        if tie in ("from", "between") and first.kind != "number":
            now = self._up_to_now(first, after, tie)
            if now is not None:
                return self._ranged(*now)
        to = self._is(after, "to")
        if not (to or self.tokens[after].tag == "dash" or (tie == "between" and self._is(after, "and"))):
            return None
        read = self._point(after + 1) or self._bare_number(after + 1)
        if read is None:
            return None
        second, end = read
        if second.kind == "number":
            second, end = self._lend_year(first, second, end)
            if first.kind != "day" or (tie in ("", "in") and self._goes_on(end)):
                return None
        elif not _may_end(first, second, tie):
            return None
        if first.kind in ("month", "year") and not (first.strong or second.strong or tie or not to):
            return None
        if first.kind == "year" and (self._counts(end) or self.tokens[end].tag == "dash"):
            return None
        return self._ranged(self.anchor.pair(first, second), end)

    def _up_to_now(self, first: Node, after: int, tie: str) -> tuple[Node | None, int] | None:
        """Read "from October to now", "from May until now"; ``None`` when the range ends otherwise."""
        place = after + (self._is(after, "to") or (tie == "between" and self._is(after, "and")))
        row = self.words.fixed.get(self.tokens[place].word)
        if row is None or (place == after and row.relation != "until"):
            return None
        span = self.anchor.joined(self.anchor.settle(first), self.anchor.fixed(row))
        return span and span._replace(turn="since"), place + 1

    def _lend_year(self, first: Node, number: Node, after: int) -> Read:
        """Read the year behind "March 3 and 5, 2019": it is the year of both."""
        year, end = self._year_behind(after) if first.year is None else (None, after)
        return number._replace(month=first.month, year=year), end

    @staticmethod
    def _ranged(node: Node | None, after: int) -> Read | None:
        return None if node is None else (node._replace(kind="range"), after)

    def _goes_on(self, at: int) -> bool:
        """Tell whether a number is followed by what it counts: "March 3 and 5 people"."""
        return self.tokens[at].tag == "other" or self._counts(at)

    def _bare_number(self, at: int) -> Read | None:
        at = self._skip(at, "the")
        token = self.tokens[at]
        if token.tag != "number" or not 1 <= token.value <= 31:
            return None
        return Node("number", day=token.value, strong=False), at + 1

    def _number_list(self, at: int) -> Read | None:
        """Read "3, 5 and 7 March"."""
        lowest, place = 31, at
        for _ in range(_LIST):
            number = self._bare_number(place)
            if number is None:
                return None
            lowest = min(lowest, number[0].day or 31)
            place = number[1]
            comma = self.tokens[place].tag == "comma"
            place += comma
            joined = self._is(place, "and")
            place += joined
            if joined:
                last = self._point(place)
                if last is None or last[0].kind != "day":
                    return None
                span = self.anchor.pair(Node("number", day=lowest), last[0])
                return None if span is None else (span, last[1])
            if not comma:
                return None
        return None

    def _list(self, first: Node, after: int) -> Read | None:
        """Read points of one kind in a row: "Sunday, Monday, and Tuesday", "in 2017 and 2018"."""
        if first.kind == "span":
            return None
        last, place = first, after
        for _ in range(_LIST):
            comma = self.tokens[place].tag == "comma"
            place += comma
            joined = self._is(place, "and")
            place += joined
            if not (comma or joined):
                return None
            following = self._point(place)
            if following is None and joined and first.kind == "day":
                following = self._bare_number(place)
                nearby = (
                    following is not None and 0 < (following[0].day or 0) - (first.day or 0) <= _NEXT_DAYS
                )
                if following is not None and self._goes_on(following[1]) and not nearby:
                    return None
            if following is None or not _next_in_row(last, following[0]):
                return None
            last, place = following
            if last.kind == "number":
                last, place = self._lend_year(first, last, place)
            if joined:
                if first.kind == "year" and self._counts(place):
                    return None
                span = self.anchor.pair(first, last)
                return None if span is None else (span, place)
        return None


def _may_end(first: Node, second: Node, tie: str) -> bool:
    """Tell whether a point ends a range: of the same kind, a day with a month, anything behind "between"."""
    if first.kind == "number":
        return second.kind == "day"
    return (
        first.kind == second.kind
        or tie in ("between", "from", "since")
        or {first.kind, second.kind} == {"day", "month"}
    )


def _next_in_row(one: Node, other: Node) -> bool:
    """Tell whether two points of one kind lie side by side, so that a list of them is one span."""
    if other.kind == "number":
        return one.kind == "day" and one.span is None and (one.day or 0) < (other.day or 0)
    if one.kind != other.kind:
        return False
    if one.kind == "year":
        return (other.year or 0) == (one.year or 0) + 1
    if one.kind == "month":
        return (other.month or 0) == (one.month or 0) % 12 + 1 and not (one.part or other.part)
    if one.kind == "weekday":
        return other.day != one.day and not other.turn
    return one.month == other.month and 0 < (other.day or 0) - (one.day or 0) <= 3
