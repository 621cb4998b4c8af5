"""Say why a number counts nobody: a date, a label, an age, money, a unit, a code.

In: a number and the words around it.  Out: a word for the reason, or nothing.
Words: lexicon/<language>/amounts.toml
"""

from __future__ import annotations

import re
from typing import Literal

from tracker.marks._number_context import Left, NumberContext, Page, Seen
from tracker.marks._number_figures import Number, times
from tracker.marks._number_file import Reason, Role

No = Literal[""]
CODES: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("date", re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)(?:t\d\d:\d\d(?::\d\d)?)?")),
    ("date", re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)")),
)
"""Figures tied to figures that no count is written with; the first that fits names the reason."""
CODES_AFTER_CLOCK: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(?:19|20)\d\d[-–/](?:\d\d(?:\d\d)?)(?!\d)")),
    ("date", re.compile(r"0\d[-/]\d{1,2}(?!\d)|\d{1,2}[-/]0\d(?!\d)")),
    ("code", re.compile(r"\d+(?:\.\d+){2,}|\d+(?:[-/]\d+){2,}(?:[-/.]\d+)*|\d+:\d+(?::\d+)*")),
)
"""The same, tried once the language's clock times have been."""
LEADING = re.compile(r"\d+")
PHONE = re.compile(r"\+?\d[\d \-()./\u00a0]{5,24}\d")
GROUPED_ONCE = re.compile(r"\d{1,3}(?:[ ,.\u00a0]\d{3})+")
LIST_MARK = re.compile(r"[.)](?=[^\S\n]+\S)")
REST = re.compile(r"\w*(?:[-/]\w+)*")
MOST = 1e13
"""More than this counts nobody."""
PLAIN_FORMS = ("plain", "decimal", "one", "word")


class NumberReasons:
    """The reasons one language gives for a number that counts nobody."""

    def __init__(self, context: NumberContext) -> None:
        self.context = context
        self.codes = (*CODES, ("time", context.clock), *CODES_AFTER_CLOCK)

    # ------------------------------------------------------------------ what the figures alone say

    def code(self, page: Page, number: Number) -> Seen | None:
        """Return dates, times, names and codes that figures alone give away."""
        form = number.form
        found = self._tied(page, number) or self._telephone(page, number) or self._chained(page, number)
        if found or number.form != form:  # a share by now: "3/4 of"
            return found
        return (
            self._code(page, number)
            or self._letters(page, number)
            or self._paired_name(page, number)
            or self._mark(page, number)
        )

    def _telephone(self, page: Page, number: Number) -> Seen | None:
        """Return a telephone's number: "0800 123 456", "Tel. 22 334 455"."""
        low, start = page.low, number.start
        if low[start] != "0" and not self._after_phone(page, start):
            return None
        run = PHONE.match(low, start)
        if run and (low[start] != "0" or (run[0][1].isdigit() and sum(map(str.isdigit, run[0])) >= 9)):
            return Seen(start, run.end(), reason="phone")
        return None

    def _chained(self, page: Page, number: Number) -> Seen | None:
        """Return figures tied to figures: "5/3/2019", "08:30", "7-2-1"; "3/4 of" becomes a share."""
        low, start = page.low, number.start
        figures = LEADING.match(low, start)
        after = figures.end() if figures else number.end
        tied = number.form != "grouped" and low[after : after + 1] in (".", ":", "/", "-", "–")
        if not tied or not low[after + 1 : after + 2].isdigit():
            return None
        for reason, pattern in self.codes:
            if run := pattern.match(low, start):
                return Seen(start, run.end(), reason=reason)
        slash = self.context.slash.match(low, start)
        if slash is None:
            return None
        top, base = int(slash[1]), int(slash[2])
        if not (slash[3] and 0 < top < base):
            return Seen(start, slash.end(2), reason="code")
        number.into_share(top / base, slash.end(2))
        return None

    def _code(self, page: Page, number: Number) -> Seen | None:
        """Return what is too great, begins with a zero or has too many decimals for a count."""
        low, start, end = page.low, number.start, number.end
        if number.value > MOST or (number.form == "plain" and end - start > 1 and low[start] == "0"):
            dated = end - start == 2 and self._month_after(page, end)
            return Seen(start, end, reason="date" if dated else "code")
        exact = number.form == "decimal" and number.scale <= 1 and not number.unsure
        return Seen(start, end, reason="coordinate") if exact and _decimals(low[start:end]) >= 4 else None

    def _paired_name(self, page: Page, number: Number) -> Seen | None:
        """Return a name such as "2B/2B"."""
        low, end = page.low, number.end
        slashed = low[end : end + 1] == "/" and low[end + 1 : end + 2].isdigit()
        named = slashed and number.scale > 1 and low[end - 1].isalpha()
        return Seen(number.start, _rest(low, end), reason="name") if named else None

    def _mark(self, page: Page, number: Number) -> Seen | None:
        """Return a note's mark, "[4]", and an item's, "4. " at the head of a line."""
        low, start, end = page.low, number.start, number.end
        if number.form != "plain":
            return None
        if low[start - 1 : start] == "[" and low[end : end + 1] == "]":
            return Seen(start, end, reason="label")
        listed = end - start < 3 and LIST_MARK.match(low, end) and _begins_line(low, start)
        return Seen(start, end, reason="list") if listed else None

    def _tied(self, page: Page, number: Number) -> Seen | None:
        """Return what figures are that a letter or a sign touches: "M23", "COVID-19", "mid-2018"."""
        low, start, end = page.low, number.start, number.end
        before = low[start - 1] if start else ""
        further = low[start - 2] if start > 1 else ""
        if before.isalnum() or before == "_":
            return Seen(start, _rest(low, end), reason="name")
        if not before or before not in ".:-‐‑/+(":
            return None
        if before in "-‐‑/" and further.isalpha() and number.form != "grouped":
            year = before != "/" and low[start:end].isdecimal() and end - start == 4
            return Seen(start, _rest(low, end), reason="year" if year else "name")
        if before in ".:" and (further.isalnum() or not further or further.isspace()):
            colon = before == ":" and further.isalpha()  # "IDPs:7,000"
            return None if colon else Seen(start, _rest(low, end), reason="code")
        if before == "(":  # "Article 3(2)"
            inside = further.isdigit() and number.form == "plain" and low[end : end + 1] == ")"
            return Seen(start, end, reason="label") if inside else None
        return _after_plus(low, number, further) if before == "+" else None

    def _letters(self, page: Page, number: Number) -> Seen | None:
        """Return what figures are that letters follow at once: "3rd", "80s", "6am", "2B"."""
        low, start, end = page.low, number.start, number.end
        touched = end < len(low) and (low[end].isalpha() or low[end] in "'’")
        tail = self.context.letters.match(low, end) if touched else None
        if not tail:
            return None
        if self.context.ordinal.fullmatch(tail[0]):
            return Seen(start, tail.end(), reason="ordinal")
        if self.context.decade.fullmatch(tail[0]):
            return Seen(start, tail.end(), reason="year" if number.value >= 1_000 else "age")
        unit = self.context.unit.match(low, end)
        if unit and not unit[1]:
            return Seen(start, unit.end(), reason=self.context.reasons[unit[2]])
        return Seen(start, _rest(low, end), reason="name") if low[end].isalpha() else None

    def _after_phone(self, page: Page, start: int) -> bool:
        seen = self.context.look_left(page.low, start) if start > 3 else None
        return seen is not None and seen[0] == "phone"

    # ------------------------------------------------------------------ what the word before says

    def label(self, page: Page, number: Number, seen: tuple[Role, str, int]) -> Reason | No:
        """Return why the word before a number makes it something else, or nothing."""
        context, low = self.context, page.low
        role, word, _ = seen
        first = first_figures(low, number)  # "Camp 14 200 people"
        plain = first > 0 or (number.form in PLAIN_FORMS and number.scale <= 1)
        value = float(low[number.start : first]) if first else number.value
        if role == "money":
            return "money"
        if role == "rate_base":
            return "" if number.share else "rate"
        if role == "age":
            return "age" if value <= context.greatest_age and not number.share else ""
        if role == "name":
            return "name" if value in context.file.names[word] else ""
        if not plain:
            return ""
        people = context.near_noun.match(low, number.end) is not None
        if role == "label":
            return "label" if value < 10_000 and (value < 100 or not people) else ""
        if role == "capital":
            return self._capital_label(page, number, seen, value, people=people)
        if role in ("month", "weekday") and value <= 31:
            free = people and not first  # "on Friday 12 people died"
            return "" if self._free_of_month(page, seen, people=free) else "date"
        return ""

    def _free_of_month(self, page: Page, seen: tuple[Role, str, int], *, people: bool) -> bool:
        """Tell whether the word before a number is no month, or dates what the number counts."""
        role, word, begin = seen
        months = self.context.file.months
        if word in months.capital and not page.text[begin].isupper():
            return True
        return people and (
            role == "weekday" or self.context.word_before(page.low, begin) in months.counts_after
        )

    def _capital_label(
        self, page: Page, number: Number, seen: tuple[Role, str, int], value: float, *, people: bool
    ) -> Reason | No:
        """Tell "Camp 14" and "in camp 4," from "camp 300 people"."""
        _, word, begin = seen
        if page.text[begin].isupper() and value < 1_000:
            return "" if value >= 100 and people else "label"
        if value < 100 and number.digits and word in self.context.file.labels.anyway:
            return "label" if self.context.label_ends.match(page.low, number.end) else ""
        return ""

    def under_age(self, page: Page, number: Number, begin: int) -> bool:
        """Tell "children under five" from "under five people"."""
        context = self.context
        if number.value > context.greatest_age or number.share or number.form not in ("plain", "word", "one"):
            return False
        if context.near_noun.match(page.low, number.end):
            return False
        return context.word_before(page.low, begin) in context.file.ages.people or (
            number.value in context.file.ages.usual
            and context.age_follow.match(page.low, number.end) is not None
        )

    # ------------------------------------------------------------------ what stands after and around

    def around(
        self, page: Page, number: Number, second: Number | None, left: Left, last: Seen | None
    ) -> Reason | No:
        """Return why a number counts nobody: its unit, its neighbours; or nothing."""
        end = second.end if second else number.end
        final = second or number
        if number.form == "one" and not second and self._idle_one(page, number, left, last):
            return "one"
        if not final.share and (reason := self._unit(page, final, end)):
            return reason
        if self._day(page, final, end):
            return "date"
        if number.form == "plain" and (plain := self._plain(page, number, second, left, last)):
            return plain
        if self._scored(page, number, second, last):
            return "score"
        if self.context.compound.match(page.low, end) and not self.context.counts.match(page.low, end):
            return "compound"
        named = number.bare and not (left.article or left.vague)
        if named and page.text[number.start : number.start + 2].istitle():
            return "name"  # "Thousand Oaks", "Lac"
        return ""

    def _day(self, page: Page, final: Number, end: int) -> bool:
        """Tell the day before a month."""
        short = final.form == "plain" and end - final.start <= 2 and final.value <= 31
        return short and self._month_after(page, end)

    def _plain(
        self, page: Page, number: Number, second: Number | None, left: Left, last: Seen | None
    ) -> Reason | No:
        """Return what bare figures are by their neighbours: a year, the next of labels, an age."""
        if reason := self._year(page, number, second, left):
            return reason
        if last and last.reason in self.context.file.labels.carried and self._continues(page, last, number):
            return last.reason
        aged = number.value <= self.context.greatest_age and self._aged_person(page, number, second)
        return "age" if aged else ""

    def _scored(self, page: Page, number: Number, second: Number | None, last: Seen | None) -> bool:
        """Tell the two numbers of a score: "3-1"."""
        low, end = page.low, second.end if second else number.end
        if number.digits and not second and number.value < 20 and low[end : end + 1] in ("-", "–"):
            return low[end + 1 : end + 2].isdigit()
        return last is not None and last.reason == "score" and last.end == number.start - 1

    def _idle_one(self, page: Page, number: Number, left: Left, last: Seen | None) -> bool:
        """Tell the "one" that counts nothing: "one of them", "that one", "one day"."""
        context, low = self.context, page.low
        if context.one_before.match(low, number.end):
            return True
        if context.file.one.only_before and not context.one_counts.match(low, number.end):
            counted = last is not None and last.amount is not None
            beside = counted and context.one_listed.fullmatch(low, last.end if last else 0, left.start)
            return not (beside or (left.bound is not None and not left.article))
        if left.bound is not None or left.more or not low[number.start - 1 : number.start].isspace():
            return False
        return context.word_before(low, number.start) in context.file.one.not_after

    def _unit(self, page: Page, number: Number, end: int) -> Reason | No:
        """Return what the unit after a number measures, or nothing."""
        context, low = self.context, page.low
        if context.age_after.match(low, end) and number.value <= 1_000:
            return "age"
        trailing = context.trailing_bound(low, end)
        for at in (end, trailing[1]) if trailing else (end,):
            unit = context.unit.match(low, at)
            if not unit or (unit[2] in context.file.units.figures_only and not number.digits):
                continue
            scale = context.scale_units.get(unit[2])
            if scale is None or not context.near_noun.match(low, unit.end()):
                return context.reasons[unit[2]]
            number.value, number.end = times(number.value, scale), unit.end()  # "5 m people"
        if context.per_number.match(low, end):
            return "rate"
        if context.currency.match(low, end):
            return "money"  # "5 million Syrian pounds"
        lettered = number.digits and context.scale_units.get(low[number.end - 1]) == number.scale
        return "distance" if lettered and context.metres.match(low, end) else ""

    def _month_after(self, page: Page, end: int) -> bool:
        """Tell "3 March" and "3 and 4 May" from "12 may have died"."""
        month = self.context.month_after.match(page.low, end)
        if month is None:
            return False
        return month[1] not in self.context.file.months.capital or page.text[month.start(1)].isupper()

    def _year(self, page: Page, number: Number, second: Number | None, left: Left) -> Reason | No:
        """Return "year" for four bare figures that no counted noun follows."""
        context, low = self.context, page.low
        if (
            number.end - number.start != 4
            or not context.file.years.from_ <= number.value <= context.file.years.to
        ):
            return ""
        if second and not (
            second.form == "plain" and context.file.years.from_ <= second.value <= context.file.years.to
        ):
            return ""
        end = second.end if second else number.end
        whole = number.value % 100 == 0
        before = context.word_before(low, left.start if left.span_start < 0 else left.span_start)
        strong = before in context.strong_years
        if context.near_noun.match(low, end) and (left.bound or whole or not strong):
            return ""
        if left.bound:
            return "" if left.bound != "approximately" or whole or context.noun.match(low, end) else "year"
        if strong or left.between or left.span:
            return "year"
        if context.noun.match(low, end) or (
            before not in context.file.years.before and context.verb.match(low, end)
        ):
            return ""
        return "year"

    def _aged_person(self, page: Page, number: Number, second: Number | None) -> bool:
        """Tell ages set beside people: "Mark Clawson, 64, who lives uphill", "children (0-17)"."""
        low, start, context = page.low, number.start, self.context
        if second:
            before = start - 1 if low[start - 1 : start] == "(" else start
            beside = second.form == "plain" and second.value <= context.greatest_age
            return beside and context.word_before(low, before) in context.file.ages.people
        if low[start - 2 : start] != ", " or not context.apposition.match(low, number.end):
            return False
        word = context.word_before(low, start - 2)
        return bool(word) and page.text[start - 2 - len(word)].isupper()

    def _continues(self, page: Page, last: Seen, number: Number) -> bool:
        """Carry a label on: "Phases 3 and 4", "ages 5, 9 and 12"."""
        context, low = self.context, page.low
        if number.start - last.end > 8 or number.value >= 10_000:
            return False
        between = low[last.end : number.start]
        if not context.label_goes_on.fullmatch(between):
            return False
        if context.near_noun.match(low, number.end):
            return False
        if last.plural:
            return True
        if context.verb.match(low, number.end):
            return False
        return between.strip() in context.same_label or last.reason == "year"


def _after_plus(low: str, number: Number, further: str) -> Seen | None:
    """Return a telephone's number or a name that a plus sign leads: "+41 22 739 81 11"."""
    run = PHONE.match(low, number.start)
    if run and not GROUPED_ONCE.fullmatch(run[0].strip(" .-")) and sum(map(str.isdigit, run[0])) >= 8:
        return Seen(number.start, run.end(), reason="phone")
    return Seen(number.start, number.end, reason="name") if further.isalnum() else None


def first_figures(low: str, number: Number) -> int:
    """Return where the first of figures ends that blanks seem to group, or nothing: "14" of "14 200"."""
    if number.form != "grouped" or number.scale > 1:
        return 0
    blank = low.find(" ", number.start, number.end)
    return blank if blank > 0 and low[blank + 1] != "0" else 0


def _rest(low: str, end: int) -> int:
    """Return where the name ends that figures are part of."""
    match = REST.match(low, end)
    return match.end() if match else end


def _decimals(written: str) -> int:
    """Return how many figures follow the decimal sign."""
    sign = max(written.rfind("."), written.rfind("·"), written.rfind(","))
    return len(written) - sign - 1 if sign >= 0 else 0


def _begins_line(low: str, start: int) -> bool:
    """Tell whether only blanks and bullets stand before a number on its line."""
    line = low[max(0, start - 8) : start]
    return not line[line.rfind("\n") + 1 :].strip(" \t(*-•") and ("\n" in line or start < 8)
