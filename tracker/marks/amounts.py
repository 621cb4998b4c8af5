"""Find the amounts a text states: how many, or what share, as written, with the bounds the words give.

Dates, ages, money, distances, labels and other numbers that count nobody are told apart by the words
around them and listed with a reason, never dropped silently.  Which amounts count people on the move is
settled in ``claims``.  ``_number_words`` reads the bare number, ``_number_context`` the words around it,
``_number_ranges`` joins two numbers that are one, ``_number_reasons`` says what counts nobody.

In: text.  Out: Marks of Amount, in reading order; the numbers not taken, each with a reason.
Words: lexicon/<language>/amounts.toml
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from typing import Literal

from tracker.marks._number_context import BOUNDS, Bound, Left, NumberContext, Page, Seen, number_context
from tracker.marks._number_figures import Number
from tracker.marks._number_ranges import NumberRanges
from tracker.marks._number_reasons import NumberReasons, first_figures
from tracker.marks._number_words import NumberReader, number_reader
from tracker.vocabulary import Amount, Mark, Per, Qualifier

_RATE_REACH = 48  # characters before a number in which its rate may stand

ADDRESS = re.compile(r"\S*(?:://|www\.|\w@\w)\S*")
COMMA_GROUPED = re.compile(r"\d,\d{3}(?!\d)")
DOT_GROUPED = re.compile(r"(?<![\d.])\d{1,3}\.\d{3}(?![\d.])")
DOT_GROUPED_TWICE = re.compile(r"\d\.\d{3}\.\d{3}(?!\d)")


def find_amounts(text: str, *, language: str) -> list[Mark[Amount]]:
    """Find every amount a text states that could count people, households or homes, or a share of them.

    Parameters
    ----------
    text
        Any text; never changed.
    language
        The folder of words to read with.

    Returns
    -------
    list[Mark[Amount]]
        In reading order, never overlapping; ``text[mark.start : mark.end]`` are hedge and number.

    Raises
    ------
    BadConfiguration
        There are no words for the language.
    """
    seen = _scanner(language).scan(text)
    return [Mark(start=one.start, end=one.end, value=one.amount) for one in seen if one.amount is not None]


def unread_numbers(text: str, *, language: str) -> list[tuple[int, int, str]]:
    """List the numbers of a text that were seen and not taken as amounts.

    Returns
    -------
    list[tuple[int, int, str]]
        Start, end and a word for the reason: year, date, time, money, age, distance, area, weight, volume,
        duration, temperature, speed, magnitude, label, list, name, ordinal, score, code, phone, address,
        coordinate, compound, rate, times, points, one, fraction, word.
    """
    return [(one.start, one.end, one.reason) for one in _scanner(language).scan(text) if one.amount is None]


@cache
def _scanner(language: str) -> _Scanner:
    return _Scanner(number_reader(language), number_context(language))


class _Scanner:
    """One pass over a text with the words of one language."""

    def __init__(self, reader: NumberReader, context: NumberContext) -> None:
        self.reader = reader
        self.context = context
        self.reasons = NumberReasons(context)
        self.ranges = NumberRanges(reader, context)

    def scan(self, text: str) -> list[Seen]:
        """Return every number of a text, understood: an amount, or a reason."""
        page = Page(text, _lower(text))
        low, following = page.low, self.reader.next
        all_seen: list[Seen] = []
        addresses: list[tuple[int, int]] = []
        if "://" in low or "www." in low or "@" in low:
            addresses = [match.span() for match in ADDRESS.finditer(low)]
        at = floor = 0
        european: bool | None = None
        while span := following(low, at):
            start, at = span
            if addresses:
                spot = bisect_right(addresses, (start, len(low) + 1)) - 1
                if spot >= 0 and addresses[spot][1] > start:
                    if low[start].isdigit():
                        all_seen.append(Seen(start, at, reason="address"))
                    at = floor = max(addresses[spot][1], at)
                    continue
            number = self.reader.read(low, start)
            if number is None:
                continue
            if number.unsure:
                if european is None:
                    european = self.context.file.figures.dot_groups or _european(low)
                whole = low.startswith("000", number.end - 3)
                if european or whole or self.context.noun.match(low, number.end):
                    number.value = number.mantissa = round(number.value * 1_000)
                    number.form = "grouped"
            one = self._understand(page, number, floor, all_seen[-1] if all_seen else None)
            if one is not None:
                if all_seen and one.amount and (both := self._closed(page, all_seen[-1], one)):
                    all_seen[-1] = one = both
                else:
                    all_seen.append(one)
                at = floor = one.end
        return all_seen

    # ------------------------------------------------------------------ one number

    def _understand(self, page: Page, number: Number, floor: int, last: Seen | None) -> Seen | None:
        """Settle what one number is; nothing when its words are no number after all."""
        low, start, end = page.low, number.start, number.end
        if number.form == "none":
            return self._none(page, number)
        if number.form == "ordinal":
            return Seen(start, end, reason="ordinal")
        if number.form == "vague":
            needs = self.context.vague_needs.get(low[start:end])
            if needs and not needs.match(low, end):
                return Seen(start, end, reason="word")
        if number.digits and (code := self.reasons.code(page, number)):
            return code
        left = self._left(page, number, floor)
        if left.reason in ("label", "date") and (first := first_figures(low, number)):
            return Seen(start, first, reason=left.reason)
        if number.share and number.form == "fraction" and (idle := self._idle_fraction(page, number, left)):
            return Seen(start, end, reason=idle)
        if left.bound is None and number.form == "word" and self.reader.about.match(low, start):
            left.bound = "approximately"
        second = self.ranges.second(page, number, left)
        reason = left.reason or self.reasons.around(page, number, second, left, last)
        if not reason:
            return self._amount(page, number, second, self._spread(page, left, last))
        plural = left.label in self.context.file.labels.plural_continues or bool(
            last and last.plural and last.reason == reason
        )
        return Seen(start, second.end if second else number.end, reason=reason, plural=plural)

    def _none(self, page: Page, number: Number) -> Seen | None:
        """Read "no civilians", "no one", "none of the": nothing, and denied."""
        low, start, end = page.low, number.start, number.end
        if low[start:end] in self.reader.no:
            if not self.context.no_before.match(low, end) or low[start - 1 : start] in ("-", "/"):
                return None
        elif self.context.none_before.match(low, end) or self.context.none_after.match(_before(low, start)):
            return None
        return Seen(start, end, Amount(value=0.0, negated=True, digits=False, head=(start, end)))

    def _idle_fraction(self, page: Page, number: Number, left: Left) -> Literal["", "ordinal", "fraction"]:
        """Tell "a third party", "the first half", "half an hour" from shares."""
        low, end, context = page.low, number.end, self.context
        if number.bare:
            share = (left.article or left.more) and (
                left.bound or left.between or end == len(low) or self.reader.share_follows.match(low, end)
            )
            return "" if share else "ordinal"
        half = low.startswith(context.file.half.words, number.start)
        if half and (
            context.half_before.match(low, end) or context.half_after.match(_before(low, number.start))
        ):
            return "fraction"
        return ""

    def _left(self, page: Page, number: Number, floor: int) -> Left:
        """Read the hedges before a number, outwards, until a word that is none."""
        left, low, context = Left(number.start), page.low, self.context
        at = number.start
        while at > floor and (seen := context.look_left(low, at)) and seen[2] >= floor:
            role, word, begin = seen
            ranging = left.between or left.span
            if role in BOUNDS and not ranging:
                if word in context.file.ages.over_under and self.reasons.under_age(page, number, begin):
                    left.reason = "age"
                    break
                left.hedge_end = max(left.hedge_end, at)
                left.hedge_start = left.start = begin
                if role != "approximately" or left.bound is None:
                    left.bound = BOUNDS[role]
            elif role == "more" and not ranging:
                left.more, left.start = True, begin
            elif (
                role == "vague"
                and at == number.start
                and (number.form == "vague" or (number.bare and not number.share))
            ):
                left.vague, left.start, left.head = True, begin, begin
            elif role == "article" and at == number.start and (number.bare or number.articled):
                left.article, left.start, left.head = True, begin, begin
            elif role in ("between", "from") and not ranging:
                left.between, left.span, left.span_start = role == "between", role == "from", begin
            else:
                left.reason, left.label = self.reasons.label(page, number, seen), word
                break
            at = begin
        return left

    def _spread(self, page: Page, left: Left, last: Seen | None) -> Left:
        """Carry an estimate on: "an estimated 4,000 women and 6,000 children"."""
        if (
            left.bound is None
            and last
            and last.amount
            and (last.amount.hedge or "").lower() in self.context.file.hedges.spreading
        ):
            between = self.context.spread.fullmatch(page.low, last.end, left.start)
            if between:
                left.bound, left.carried = "approximately", last.amount.hedge
        return left

    def _closed(self, page: Page, last: Seen, one: Seen) -> Seen | None:
        """Join two bounds into one range: "more than 100 but fewer than 300"."""
        first, second = last.amount, one.amount
        if first is None or second is None or first.kind != second.kind or one.start - last.end > 8:
            return None
        below, above = (first, second) if first.low is not None else (second, first)
        if below.qualifier != "at_least" or above.qualifier != "at_most" or below.vague or above.vague:
            return None
        joined = self.context.closes.fullmatch(page.low, last.end, one.start)
        least, most = below.low, above.high
        if not joined or least is None or most is None or not least < most:
            return None
        if (above.hedge or "").lower() not in self.context.file.hedges.closing and joined[
            1
        ] not in self.context.file.hedges.closing_anyway:
            return None
        head = (first.head[0], second.head[1])
        hedge = page.text[last.start : second.head[0]].replace(page.text[slice(*first.head)], "…").strip()
        value = round((least + most) / 2, 12)
        both = replace(below, value=value, low=least, high=most, qualifier="range", hedge=hedge, head=head)
        return Seen(last.start, one.end, replace(both, per=second.per))

    # ------------------------------------------------------------------ the amount

    def _amount(self, page: Page, number: Number, second: Number | None, left: Left) -> Seen:
        """Put together what was read."""
        head = (left.head if left.head >= 0 else number.start, second.end if second else number.end)
        bound, hedge, more, end = self._bounds(page, number, left, head[1])
        per, end = self._per(page.low, left.start, end)
        vague = number.form == "vague" or left.vague
        value = number.value * (2 if left.vague and number.form != "vague" else 1)
        lowest, highest, qualifier = _limits(value, second, bound, vague=vague)
        amount = Amount(
            value=round((value + second.value) / 2, 12) if second else value,
            low=lowest,
            high=highest,
            qualifier=qualifier,
            hedge=hedge,
            kind="share" if number.share else "count",
            per=per,
            vague=vague,
            digits=number.digits or bool(second and second.digits),
            negated=value == 0 and not second,
            more=more,
            head=head,
        )
        start = min(left.start, left.span_start) if second and left.span_start >= 0 else left.start
        return Seen(start, end, amount)

    def _bounds(
        self, page: Page, number: Number, left: Left, end: int
    ) -> tuple[Bound | None, str | None, bool, int]:
        """Return the bound of a number, its words, whether it adds to others, and where the bound ends."""
        text, low = page.text, page.low
        bound, more = left.bound or ("at_least" if number.plus else None), left.more
        hedge = text[left.hedge_start : left.hedge_end].strip() if left.hedge_end >= 0 else left.carried
        while tail := self.context.trailing_bound(low, end):
            role, after = tail
            if role == "more":
                more = True
            else:
                bound = role if bound in (None, "approximately") else bound
                hedge = hedge or text[end:after].strip()
            end = after
        if bound is None and (far := self.context.far_bound.match(low, end)):
            bound = self.context.far_roles[far[2]]
            hedge = text[far.start(1) : far.end(2)]
        return bound, hedge, more, end

    def _per(self, low: str, start: int, end: int) -> tuple[Per | None, int]:
        """Return the unit of time of a rate; its words join the mark when they touch it."""
        near = self.context.rate.match(low, end)
        found = near or self.context.far_rate.match(low, end) or self._rate_around(low, start, end)
        if not found:
            return None, end
        word = next(group for group in found.groups() if group)
        return self.context.rate_units[" ".join(word.split())], near.end() if near else end

    def _rate_around(self, low: str, start: int, end: int) -> re.Match[str] | None:
        """Return a rate before a number ("every day, 300") or at the end of its clause ("arrive there daily")."""
        first = max(0, start - _RATE_REACH)
        clause = low[max(first, 1 + max(low.rfind(stop, first, start) for stop in ".;:")) : start]
        return self.context.rate_before.search(clause) or self.context.closing_rate.match(low, end)


def _limits(
    value: float, second: Number | None, bound: Bound | None, *, vague: bool
) -> tuple[float | None, float | None, Qualifier]:
    """Return the least and the most a number can be, and how it is qualified."""
    if second:
        return value, second.value, "range"
    if bound == "at_most":
        return None, value, bound
    if vague or bound == "at_least":
        return value, None, "at_least"
    return None, None, bound or "exact"


def _lower(text: str) -> str:
    """Return the text in lower case, letter for letter, so that offsets hold."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return low


def _before(low: str, start: int) -> str:
    """Return the text before a place, reversed."""
    return low[max(0, start - 24) : start][::-1]


def _european(low: str) -> bool:
    """Tell whether the text groups thousands with dots: "1.234.567", "4.500" and "12.300", never "1,234"."""
    if COMMA_GROUPED.search(low):
        return False
    return bool(DOT_GROUPED_TWICE.search(low)) or len(DOT_GROUPED.findall(low)) >= 2
