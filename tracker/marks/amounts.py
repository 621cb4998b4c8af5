"""Find the amounts a text states: how many, or what share, as written, with the bounds the words give.

Dates, ages, money, distances, labels and other numbers that count nobody are told apart by the words
around them and listed with a reason, never dropped silently.  Which amounts count people on the move is
settled in ``claims``.

In: text.  Out: Marks of Amount, in reading order; the numbers not taken, each with a reason.
Words: lexicon/<language>/amounts.toml
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from tracker.marks._number_context import NumberContext, number_context
from tracker.marks._number_words import GAP, Number, NumberReader, number_reader
from tracker.vocabulary import Amount, Mark, Per, Qualifier

LINE = re.compile(r"(?<=\w)[^\S\n]?[-–—‑−~][^\S\n]?")
CODES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("date", re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?![\d])(?:t\d\d:\d\d(?::\d\d)?)?|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d\d)(?!\d)")),
    ("time", re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?(?=\s?[ap]\.?m\b)|\d{1,2}:\d\d(?::\d\d)?(?!\d)")),
    ("year", re.compile(r"(?:19|20)\d\d[-–/](?:\d\d(?:\d\d)?)(?!\d)")),
    ("date", re.compile(r"0\d[-/]\d{1,2}(?!\d)|\d{1,2}[-/]0\d(?!\d)")),
    ("code", re.compile(r"\d+(?:\.\d+){2,}|\d+(?:[-/]\d+){2,}(?:[-/.]\d+)*|\d+:\d+(?::\d+)*")),
)  # fmt: skip
SLASH = re.compile(r"(\d{1,3})/(\d{1,3})(?![\d/])")
PHONE = re.compile(r"\+?\d[\d \-()./\u00a0]{7,24}\d")
ADDRESS = re.compile(r"\S*(?:://|www\.|\w@\w)\S*")
LIST_MARK = re.compile(r"[.)](?=[^\S\n]+\S)")
LETTER_AFTER = re.compile(r"(?:st|nd|rd|th)(?!\w)|['’]?s(?!\w)|[^\W\d_]\w*")
CONTINUES = re.compile(r"\s?(?:,|/|&|-|–|,?\s(?:and|or|to))\s?")
MOST = 1e13
FORMS_OF_LABELS = ("plain", "decimal", "one", "word")


@dataclass(slots=True)
class _Found:
    """One number as it was understood: an amount, or a reason why it is none."""

    start: int
    end: int
    amount: Amount | None = None
    reason: str = ""
    plural: bool = False


@dataclass(slots=True)
class _Left:
    """What the words before a number say."""

    start: int
    reason: str = ""
    first: str | None = None
    last: str | None = None
    bound: Qualifier | None = None
    hedge_start: int = -1
    hedge_end: int = -1
    more: bool = False
    vague: bool = False
    article: bool = False
    between: bool = False
    span: bool = False
    span_start: int = -1
    label: str = ""


def find_amounts(text: str, *, language: str = "en") -> list[Mark[Amount]]:
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
    return [
        Mark(start=f.start, end=f.end, value=f.amount) for f in _scan(text, language) if f.amount is not None
    ]


def unread_numbers(text: str, *, language: str = "en") -> list[tuple[int, int, str]]:
    """List the numbers of a text that were seen and not taken as amounts.

    Returns
    -------
    list[tuple[int, int, str]]
        Start, end and a word for the reason: year, date, time, money, age, distance, duration, label,
        name, ordinal, code, ...
    """
    return [(f.start, f.end, f.reason) for f in _scan(text, language) if f.amount is None]


@cache
def _scanner(language: str) -> _Scanner:
    return _Scanner(number_reader(language), number_context(language))


def _scan(text: str, language: str) -> list[_Found]:
    return _scanner(language).scan(text)


def _lower(text: str) -> str:
    """Return the text in lower case, letter for letter, so that offsets hold."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return low


class _Scanner:
    """One pass over a text with the words of one language."""

    def __init__(self, reader: NumberReader, context: NumberContext) -> None:
        self.reader = reader
        self.context = context

    def scan(self, text: str) -> list[_Found]:
        low = _lower(text)
        found: list[_Found] = []
        addresses: list[tuple[int, int]] = []
        if "://" in low or "www." in low or "@" in low:
            addresses = [match.span() for match in ADDRESS.finditer(low)]
        search, at, floor = self.reader.start.search, 0, 0
        european: bool | None = None
        while match := search(low, at):
            start = match.start()
            if addresses:
                spot = bisect_right(addresses, (start, len(low) + 1)) - 1
                if spot >= 0 and addresses[spot][1] > start:
                    at = max(addresses[spot][1], match.end())
                    if low[start].isdigit():
                        found.append(_Found(start, match.end(), reason="address"))
                    continue
            number = self.reader.read(low, start)
            if number is None:
                at = match.end()
                continue
            if number.unsure:
                if european is None:
                    european = _european(low)
                if european or self.context.noun.match(low, number.end):
                    number.value, number.form, number.mantissa = (
                        number.value * 1000,
                        "grouped",
                        number.value * 1000,
                    )
            for one in self._understand(text, low, number, floor, found[-1] if found else None):
                found.append(one)
                floor = max(floor, one.end)
            at = max(match.end() if not found else floor, number.start + 1, min(match.end(), number.end))
            floor = max(floor, 0)
        return found

    # ------------------------------------------------------------------ one number

    def _understand(
        self, text: str, low: str, number: Number, floor: int, last: _Found | None
    ) -> list[_Found]:
        """Settle what one number is; most often one answer."""
        if number.form == "none":
            return self._none(text, low, number)
        if number.form == "ordinal":
            return [_Found(number.start, number.end, reason="ordinal")]
        if (
            number.form == "vague"
            and (needs := self.context.vague_needs.get(low[number.start : number.end]))
            and not needs.match(low, number.end)
        ):
            return [_Found(number.start, number.end, reason="word")]
        if number.digits and (code := self._code(low, number)):
            return [code]
        left = self._left(text, low, number, floor)
        if (
            left.reason in ("label", "date")
            and " " in low[number.start : number.end]
            and number.form == "grouped"
        ):
            end = low.index(" ", number.start)  # "Camp 14 200 people": the label takes the first figures only
            return [_Found(number.start, end, reason=left.reason)]
        if number.bare and number.share and not self._article_share(low, number, left):
            return [_Found(number.start, number.end, reason="ordinal")]
        if (
            number.share
            and low.startswith("half", number.start)
            and (
                self.context.half_before.match(low, number.end)
                or self.context.half_after.match(low[max(0, number.start - 24) : number.start][::-1])
            )
        ):
            return [_Found(number.start, number.end, reason="fraction")]
        second = self._second(low, number, left)
        end = second.end if second else number.end
        reason = left.reason or self._reason(text, low, number, second, left, last)
        if reason:
            return [
                _Found(
                    number.start,
                    end,
                    reason=reason,
                    plural=left.label in self.context.continues
                    or last is not None
                    and last.plural
                    and last.reason == reason,
                )
            ]
        return [self._amount(text, low, number, second, left)]

    def _none(self, text: str, low: str, number: Number) -> list[_Found]:
        start, end = number.start, number.end
        word = low[start:end]
        if word == "no":
            if not self.context.no_before.match(low, end) or low[start - 1 : start] in ("-", "/"):
                return []
        elif self.context.none_before.match(low, end) or self.context.none_after.match(
            low[max(0, start - 24) : start][::-1]
        ):
            return []
        amount = Amount(value=0.0, negated=True, digits=False, head=(start, end))
        return [_Found(start, end, amount)]

    def _code(self, low: str, number: Number) -> _Found | None:
        """Return dates, times, names and codes that figures alone give away."""
        start, end = number.start, number.end
        before = low[start - 1] if start else ""
        if before and (before.isalnum() or before == "_"):
            return _Found(start, self._word_end(low, end), reason="name")
        if before and before in "-‐‑/" and start > 1 and low[start - 2].isalpha():
            year = low[start:end].isdecimal() and end - start == 4
            return _Found(start, end, reason="year" if year and before != "/" else "name")
        if before in (".", ":") and start > 1 and low[start - 2].isalnum():
            return _Found(start, self._word_end(low, end), reason="code")
        if before == "+" or low.startswith("00", start) or self._phone_word(low, start):
            run = PHONE.match(low, start)
            if (
                run
                and (before != "+" or not _grouped_once(low, run.start(), run.end()))
                and sum(c.isdigit() for c in run[0]) >= 8 - (before != "+")
            ):
                return _Found(start, run.end(), reason="phone")
        figures = self._figures_end(low, start)
        following = low[figures : figures + 1]
        if following and following in ".:/-–" and low[figures + 1 : figures + 2].isdigit():
            for reason, code in CODES:
                if run := code.match(low, start):
                    return _Found(start, run.end(), reason=reason)
            if slash := SLASH.match(low, start):
                top, base = int(slash[1]), int(slash[2])
                if 0 < top < base and re.compile(rf"{GAP}of\b").match(low, slash.end()):
                    number.value, number.share, number.form, number.end = (
                        top / base,
                        True,
                        "fraction",
                        slash.end(),
                    )
                    return None
                return _Found(start, slash.end(), reason="code")
        if number.value > MOST:
            return _Found(start, end, reason="code")
        if number.form == "plain" and end - start > 1 and low[start] == "0":
            return _Found(start, end, reason="code")
        if (
            number.form == "decimal"
            and not number.scale > 1
            and end - start - (low[start:end].find(".") + 1) >= 4
            and not number.unsure
        ):
            return _Found(start, end, reason="coordinate")
        if (
            end < len(low)
            and (low[end].isalpha() or low[end] in "'’")
            and (tail := LETTER_AFTER.match(low, end))
        ):
            if tail[0] in ("st", "nd", "rd", "th"):
                return _Found(start, tail.end(), reason="ordinal")
            if tail[0].strip("'’") == "s":
                return _Found(start, tail.end(), reason="year" if number.value >= 1000 else "age")
            unit = self.context.unit.match(low, end)
            if unit and not unit[1]:
                return _Found(start, unit.end(), reason=self.context.reasons[unit[2]])
            if low[end].isalpha():
                return _Found(start, self._word_end(low, end), reason="name")
        line = low.rfind("\n", max(0, start - 8), start) + 1 or (0 if start < 8 else start)
        if (
            number.form == "plain"
            and end - start < 3
            and not low[line:start].strip(" \t(*-•")
            and LIST_MARK.match(low, end)
        ):
            return _Found(start, end, reason="list")
        if before == "[" and low[end : end + 1] == "]":
            return _Found(start, end, reason="label")
        return None

    def _figures_end(self, low: str, start: int) -> int:
        match = re.compile(r"\d+").match(low, start)
        return match.end() if match else start

    def _phone_word(self, low: str, start: int) -> bool:
        if start < 4:
            return False
        seen = self.context.look_left(low, start)
        return seen is not None and seen[0] == "phone"

    def _word_end(self, low: str, end: int) -> int:
        match = re.compile(r"\w*(?:[-/]\w+)*").match(low, end)
        return match.end() if match else end

    # ------------------------------------------------------------------ before the number

    def _left(self, text: str, low: str, number: Number, floor: int) -> _Left:
        """Read the hedges before a number, outwards, until a word that is none."""
        left = _Left(number.start)
        context, at = self.context, number.start
        plain = number.form in FORMS_OF_LABELS and number.scale <= 1
        while at > floor and (seen := context.look_left(low, at)):
            role, word, begin = seen
            if begin < floor:
                break
            if role in ("at_least", "at_most", "approximately"):
                if left.between or left.span:
                    break
                if word in context.over_under and self._age(low, number, begin):
                    left.reason = "age"
                    break
                if left.hedge_end < 0:
                    left.hedge_end = at
                left.hedge_start, left.start = begin, begin
                if role != "approximately" or left.bound is None:
                    left.bound = role  # type: ignore[assignment]
            elif role == "more" and not (left.between or left.span):
                left.more, left.start = True, begin
            elif (
                role == "vague"
                and at == number.start
                and (number.form == "vague" or number.bare and not number.share)
            ):
                left.vague, left.start = True, begin
            elif role == "article" and at == number.start and number.bare:
                left.article, left.start = True, begin
            elif role in ("between", "from") and not (left.between or left.span):
                left.between, left.span = role == "between", role == "from"
                left.span_start = begin
                if role == "from":
                    at = begin
                    break
            else:
                left.reason, left.label = self._label(text, low, number, role, word, begin, plain)
                break
            at = begin
        if left.hedge_end >= 0:
            left.hedge_end = (
                len(low[: left.hedge_end].rstrip())
                if left.hedge_end - left.hedge_start > 200
                else left.hedge_end
            )
        return left

    def _label(
        self, text: str, low: str, number: Number, role: str, word: str, begin: int, plain: bool
    ) -> tuple[str, str]:
        """Return why the word before makes the number something else, or nothing."""
        context = self.context
        if role == "money":
            return "money", word
        if role == "rate_base" and not number.share:
            return "rate", word
        if role == "age" and number.value <= context.greatest_age and not number.share:
            return "age", word
        if (
            role == "label"
            and plain
            and number.value < 10_000
            and (number.value < 100 or not context.near_noun.match(low, number.end))
        ):
            return "label", word
        if (
            role == "capital"
            and plain
            and number.value < 1_000
            and text[begin].isupper()
            and not (number.value >= 100 and context.near_noun.match(low, number.end))
        ):
            return "label", word
        if role in ("month", "weekday") and number.value <= 31 and (plain or number.form == "grouped"):
            if word in context.capital_months and not text[begin].isupper():
                return "", ""
            if context.near_noun.match(low, number.end) and context.word_before(low, begin) == "in":
                return "", ""
            return "date", word
        return "", ""

    def _age(self, low: str, number: Number, begin: int) -> bool:
        """Tell "children under five" from "under five people"."""
        if (
            number.value > self.context.greatest_age
            or number.share
            or number.form not in ("plain", "word", "one")
        ):
            return False
        return self.context.word_before(
            low, begin
        ) in self.context.age_people and not self.context.near_noun.match(low, number.end)

    def _article_share(self, low: str, number: Number, left: _Left) -> bool:
        """Tell "a third of them" and "nearly a third" from "a third party"."""
        if not left.article:
            return False
        return (
            left.bound is not None
            or left.between
            or bool(self.reader.share_follows.match(low, number.end))
            or number.end == len(low)
        )

    # ------------------------------------------------------------------ two numbers that are one

    def _second(self, low: str, number: Number, left: _Left) -> Number | None:
        """Return the other end of a range, or turn "one in four" into a share."""
        context, end = self.context, number.end
        if number.form == "vague" or left.vague:
            return None
        following = low[end : end + 1]
        if not following or not (following.isspace() or following in "-‐‑–—−~"):
            return None
        if not number.share and number.scale <= 1 and number.form in ("plain", "word", "one"):
            self._in(low, number)
            if number.share:
                return None
        if left.between and (joined := context.and_.match(low, end)):
            return self._join(low, number, joined.end(), "between", 1e9)
        if line := LINE.match(low, end):
            spaced = line[0] != line[0].strip()
            return self._join(low, number, line.end(), "line", 50 if spaced else 1e3)
        if joined := context.to.match(low, end):
            if left.span or left.between:
                return (
                    None
                    if self._changing(low, left.span_start, 70)
                    else self._join(low, number, joined.end(), "to", 1e6)
                )
            return (
                None
                if self._changing(low, left.start, 28)
                else self._join(low, number, joined.end(), "to", 10)
            )
        if joined := context.or_.match(low, end):
            return self._join(low, number, joined.end(), "or", 3)
        return None

    def _join(self, low: str, number: Number, at: int, how: str, ratio: float) -> Number | None:
        """Read the second number of a range; ``None`` when the two make none."""
        if how != "line" and (hedge := self.context.second_hedge.match(low, at)):
            at = hedge.end()
        if not self.reader.start.match(low, at):
            return None
        second = self.reader.read(low, at)
        if second is None or second.form in ("none", "vague", "ordinal") or second.value > MOST:
            return None
        after = low[second.end : second.end + 2]
        if (
            second.digits
            and after
            and (
                after[0].isalnum()
                and not after[0].isdecimal()
                and not self.context.unit.match(low, second.end)
            )
        ):
            return None
        if second.bare and second.share and low[at - 2 : at - 1] not in ("a", "n"):
            return None
        if second.form == "percent" and not number.share:
            number.value, number.share, number.form = number.value / 100, True, "percent"
        if number.share != second.share:
            return None
        if not number.share and number.scale <= 1:
            number.value = _carry_scale(number, second, how)
        if not number.value < second.value or (
            number.value
            and second.value / number.value > ratio * (1000 if how == "to" and second.scale > 1 else 1)
        ):
            return None
        return second

    def _in(self, low: str, number: Number) -> None:
        """Make "one in four" and "nine out of ten" a share."""
        joined = self.context.in_.match(low, number.end)
        out = None if joined else self.context.out_of.match(low, number.end)
        joined = joined or out
        if not joined or not self.reader.start.match(low, joined.end()):
            return
        base = self.reader.read(low, joined.end())
        if (
            base is None
            or base.share
            or base.form not in ("plain", "word")
            or not 0 < number.value < base.value <= 1_000
        ):
            return
        round_base = base.value <= 10 or base.value in (20, 100, 1_000) or (out and base.value == 50)
        if (
            not (round_base or number.value == 1 and base.value <= 100)
            or base.digits != number.digits
            and number.value > 10
        ):
            return
        after = low[base.end : base.end + 1]
        if (
            after.isalnum() or after in "-.:/" and low[base.end + 1 : base.end + 2].isalnum()
        ) or self.context.not_share.match(low, base.end):
            return
        if self.context.unit.match(low, base.end) or self.context.month_after.match(low, base.end):
            return
        number.value, number.share, number.form, number.end = (
            number.value / base.value,
            True,
            "fraction",
            base.end,
        )

    def _changing(self, low: str, end: int, window: int) -> bool:
        """Tell "rose from 4,500 to 7,000", two amounts, from a range."""
        before = low[max(0, end - window) : end]
        before = before[max(before.rfind(". "), before.rfind("\n"), before.rfind("; ")) + 1 :]
        return bool(self.context.change.search(before)) and not self.context.ranging.search(before)

    # ------------------------------------------------------------------ numbers that count nobody

    def _reason(
        self, text: str, low: str, number: Number, second: Number | None, left: _Left, last: _Found | None
    ) -> str:
        """Return why a number counts nobody: its unit, its neighbours; or nothing."""
        context = self.context
        end = second.end if second else number.end
        if number.form == "one" and not second:
            if context.one_before.match(low, end):
                return "one"
            if (
                left.bound is None
                and not left.more
                and context.word_before(low, number.start) in context.one_not_after
                and low[number.start - 1 : number.start].isspace()
            ):
                return "one"
        last_number = second or number
        if not last_number.share and last_number.form != "vague":
            reason = self._unit(text, low, last_number, end)
            if reason:
                return reason
        if (
            last_number.form == "plain"
            and end - last_number.start <= 2
            and last_number.value <= 31
            and (month := context.month_after.match(low, end))
        ):
            at = month.start(1)
            if month[1] not in context.capital_months or text[at].isupper():
                return "date"
        if number.form == "plain":
            reason = self._year(low, number, second, left)
            if reason:
                return reason
            if (
                last
                and last.reason in ("label", "date", "age", "year", "score")
                and number.value < 10_000
                and self._continues(low, last, number)
            ):
                return last.reason
        if (
            not second
            and number.digits
            and low[end : end + 1] in ("-", "–")
            and low[end + 1 : end + 2].isdigit()
            and number.value < 20
        ):
            return "score"
        if last and last.reason == "score" and last.end == number.start - 1:
            return "score"
        if (
            context.compound.match(low, end)
            and not context.counts.match(low, end)
            and not number.share
            and not context.noun.match(low.replace("-", " ", 0), end)
        ):
            return "compound"
        if number.share and number.form == "fraction" and context.compound.match(low, end):
            return "compound"
        return ""

    def _unit(self, text: str, low: str, number: Number, end: int) -> str:
        """Return what the unit after a number measures, or nothing."""
        context = self.context
        if context.age_after.match(low, end) and number.value <= 1_000:
            return "age"
        for _ in range(2):
            unit = context.unit.match(low, end)
            if unit and not (unit[2] in context.figures_only and not number.digits):
                reason = context.reasons[unit[2]]
                if not (unit[2] == "m" and context.near_noun.match(low, unit.end())):
                    return reason
            after = self._trailing(low, end)
            if after is None:
                break
            end = after[1]
        if (
            number.scale == 1e6
            and low[number.end - 1] == "m"
            and number.digits
            and context.metres.match(low, number.end)
        ):
            return "distance"
        return ""

    def _year(self, low: str, number: Number, second: Number | None, left: _Left) -> str:
        """Return "year" for four bare figures that no counted noun follows."""
        context = self.context
        if number.end - number.start != 4 and not (
            number.form == "plain" and len(low[number.start : number.end].rstrip()) == 4
        ):
            return ""
        if not context.year_from <= number.value <= context.year_to:
            return ""
        end = second.end if second else number.end
        if second and not (second.form == "plain" and context.year_from <= second.value <= context.year_to):
            return ""
        round_one = number.value % 100 == 0
        if context.near_noun.match(low, end) and (
            left.bound or round_one or context.word_before(low, left.start) not in context.strong_years
        ):
            return ""
        if left.bound in ("at_least", "at_most"):
            return ""
        before = context.word_before(low, left.start if left.span_start < 0 else left.span_start)
        if left.bound:
            return "" if round_one or context.noun.match(low, end) else "year"
        if before in context.strong_years or left.between or left.span:
            return "year"
        if context.noun.match(low, end):
            return ""
        if before not in context.year_words and context.verb.match(low, end):
            return ""
        return "year"

    def _continues(self, low: str, last: _Found, number: Number) -> bool:
        """Carry a label on: "Phases 3 and 4", "ages 5, 9 and 12"."""
        if (
            number.start - last.end > 8
            or self.context.near_noun.match(low, number.end)
            or self.context.verb.match(low, number.end)
        ):
            return False
        between = low[last.end : number.start]
        if not CONTINUES.fullmatch(between):
            return False
        return last.plural or between.strip() in ("-", "–", "/", "or", "to", "&") or last.reason == "year"

    # ------------------------------------------------------------------ the amount

    def _trailing(self, low: str, end: int) -> tuple[str, int] | None:
        """Return the role and end of a bound after a number: "+", "-odd", "or more"."""
        following = low[end : end + 1]
        if not following or not (following.isspace() or following in "+-"):
            return None
        for role, pattern in self.context.trailing:
            if (found := pattern.match(low, end)) and not (
                role == "more" and self.context.not_than.match(low, found.end())
            ):
                return role, found.end()
        return None

    def _amount(self, text: str, low: str, number: Number, second: Number | None, left: _Left) -> _Found:
        """Put together what was read."""
        context = self.context
        head_start = (
            left.start
            if (left.vague or left.article) and left.bound is None and not left.more
            else number.start
        )
        if left.article or left.vague:
            seen = context.look_left(low, number.start)
            head_start = seen[2] if seen else number.start
        end = head_end = second.end if second else number.end
        bound, more = left.bound, left.more
        hedge = text[left.hedge_start : left.hedge_end].strip() if left.hedge_end >= 0 else None
        while tail := self._trailing(low, end):
            role, after = tail
            if role == "more":
                more = True
            else:
                if bound is None or (bound == "approximately" and role != "approximately"):
                    bound = role  # type: ignore[assignment]
                hedge = hedge or text[end:after].strip()
            end = after
        if bound is None and (far := context.far_bound.match(low, end)):
            bound = {"more": "at_least", "so": "approximately"}.get(far[1], "at_most")  # type: ignore[assignment]
            hedge = text[far.start(1) - 3 : far.end(1)]
        per, end = self._per(low, end)
        start = left.start
        if second and left.span_start >= 0:
            start = left.span_start
        vague = number.form == "vague" or left.vague
        value = number.value * (2 if left.vague and number.form != "vague" else 1)
        low_bound: float | None = None
        high_bound: float | None = None
        qualifier: Qualifier = bound or "exact"
        if second:
            low_bound, high_bound, qualifier = value, second.value, "range"
            value = (value + second.value) / 2
        elif vague and qualifier != "at_most":
            qualifier, low_bound = "at_least", value
        elif qualifier == "at_least":
            low_bound = value
        elif qualifier == "at_most":
            high_bound = value
        amount = Amount(
            value=value,
            low=low_bound,
            high=high_bound,
            qualifier=qualifier,
            hedge=hedge,
            kind="share" if number.share else "count",
            per=per,
            vague=vague,
            digits=number.digits or bool(second and second.digits),
            negated=value == 0,
            more=more,
            head=(head_start, head_end),
        )
        return _Found(start, end, amount)

    def _per(self, low: str, end: int) -> tuple[Per | None, int]:
        """Return the unit of time of a rate; its words join the mark when they touch it."""
        near = self.context.rate.match(low, end)
        if near:
            word = next(group for group in near.groups() if group)
            return self.context.rate_units[" ".join(word.split())], near.end()  # type: ignore[return-value]
        far = self.context.far_rate.match(low, end)
        if far:
            word = next(group for group in far.groups() if group)
            return self.context.rate_units[" ".join(word.split())], end  # type: ignore[return-value]
        return None, end


def _carry_scale(number: Number, second: Number, how: str) -> float:
    """Give the first number the second's scale: "5 to 7 million", "two or three hundred", "5-7,000"."""
    value = number.value
    unit = second.scale if second.scale >= 1_000 else 1.0
    if second.digits:
        if second.scale > 1 and value < second.value / second.scale:
            return value * second.scale
        if (
            how == "line"
            and second.form == "grouped"
            and value < 100
            and second.value % 1_000 == 0
            and value < second.value / 1_000
        ):
            return value * 1_000
        return value
    mantissa = second.value / unit
    if second.scale >= 100 and mantissa % 100 == 0 and value < mantissa / 100:
        return value * unit * 100
    return value * unit if unit > 1 and value < mantissa else value


def _grouped_once(low: str, start: int, end: int) -> bool:
    """Tell "+1 046", a count, from a telephone number."""
    return re.fullmatch(r"\+?\d{1,3}(?:[ ,.\u00a0]\d{3})+", low[start:end].strip(" .-")) is not None


def _european(low: str) -> bool:
    """Tell whether the text groups thousands with dots: "1.234.567", "4.500" and "12.300", never "1,234"."""
    if re.search(r"\d,\d{3}(?!\d)", low):
        return False
    return (
        bool(re.search(r"\d\.\d{3}\.\d{3}(?!\d)", low))
        or len(re.findall(r"(?<![\d.])\d{1,3}\.\d{3}(?![\d.])", low)) >= 2
    )
