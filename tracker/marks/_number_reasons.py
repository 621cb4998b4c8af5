"""Tell why a number counts nobody: a date, a label, an age, money, a unit, a code.

In: a number and the words around it.  Out: a word for the reason, or nothing.
Words: lexicon/<language>/amounts.toml
"""

from __future__ import annotations

import re

from tracker.marks._number_context import Left, NumberContext, Page, Seen
from tracker.marks._number_figures import GAP, Number, times

CODES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("date", re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)(?:t\d\d:\d\d(?::\d\d)?)?")),
    ("date", re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)")),
    ("time", re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?(?=\s?[ap]\.?m\b)|\d{1,2}:\d\d(?::\d\d)?(?!\d)")),
    ("year", re.compile(r"(?:19|20)\d\d[-–/](?:\d\d(?:\d\d)?)(?!\d)")),
    ("date", re.compile(r"0\d[-/]\d{1,2}(?!\d)|\d{1,2}[-/]0\d(?!\d)")),
    ("code", re.compile(r"\d+(?:\.\d+){2,}|\d+(?:[-/]\d+){2,}(?:[-/.]\d+)*|\d+:\d+(?::\d+)*")),
)
"""Figures tied to figures that no count is written with; the first that fits names the reason."""
LEADING = re.compile(r"\d+")
SLASH = re.compile(rf"(\d{{1,3}})/(\d{{1,3}})(?![\d/])({GAP}of\b)?")
PHONE = re.compile(r"\+?\d[\d \-()./\u00a0]{5,24}\d")
GROUPED_ONCE = re.compile(r"\d{1,3}(?:[ ,.\u00a0]\d{3})+")
LIST_MARK = re.compile(r"[.)](?=[^\S\n]+\S)")
LETTERS = re.compile(r"(?:st|nd|rd|th)(?!\w)|['’]?s(?!\w)|[^\W\d_]\w*")
REST = re.compile(r"\w*(?:[-/]\w+)*")
CONTINUES = re.compile(r"\s?(?:,|/|&|-|–|,?\s(?:and|or|to))\s?")
MOST = 1e13
"""More than this counts nobody."""
PLAIN_FORMS = ("plain", "decimal", "one", "word")


class NumberReasons:
    """The reasons one language gives for a number that counts nobody."""

    def __init__(self, context: NumberContext) -> None:
        self.context = context

    # ------------------------------------------------------------------ what the figures alone say

    def code(self, page: Page, number: Number) -> Seen | None:
        """Return dates, times, names and codes that figures alone give away."""
        low, start, end = page.low, number.start, number.end
        before = low[start - 1] if start else ""
        if (
            before
            and (before.isalnum() or before in "_.:-‐‑/+(")
            and (tied := self._tied(page, number, before))
        ):
            return tied
        if low[start] == "0" or self._after_phone(page, start):
            run = PHONE.match(low, start)
            if run and (low[start] != "0" or (run[0][1].isdigit() and sum(map(str.isdigit, run[0])) >= 9)):
                return Seen(start, run.end(), reason="phone")
        figures = LEADING.match(low, start)
        after = figures.end() if figures else end
        chained = number.form != "grouped" and low[after : after + 1] in (".", ":", "/", "-", "–")
        if chained and low[after + 1 : after + 2].isdigit():
            for reason, pattern in CODES:
                if run := pattern.match(low, start):
                    return Seen(start, run.end(), reason=reason)
            if slash := SLASH.match(low, start):
                top, base = int(slash[1]), int(slash[2])
                if not (slash[3] and 0 < top < base):
                    return Seen(start, slash.end(2), reason="code")
                number.value, number.share, number.form, number.end = (
                    top / base,
                    True,
                    "fraction",
                    slash.end(2),
                )
                return None
        if number.value > MOST or (number.form == "plain" and end - start > 1 and low[start] == "0"):
            return Seen(
                start, end, reason="date" if end - start == 2 and self._month_after(page, end) else "code"
            )
        if (
            number.form == "decimal"
            and number.scale <= 1
            and not number.unsure
            and _decimals(low[start:end]) >= 4
        ):
            return Seen(start, end, reason="coordinate")
        if (
            end < len(low)
            and (low[end].isalpha() or low[end] in "'’")
            and (tail := self._letters(page, number))
        ):
            return tail
        slashed = low[end : end + 1] == "/" and low[end + 1 : end + 2].isdigit()
        if slashed and number.scale > 1 and low[end - 1].isalpha():
            return Seen(start, _rest(low, end), reason="name")  # "2B/2B"
        if before == "[" and low[end : end + 1] == "]" and number.form == "plain":
            return Seen(start, end, reason="label")
        if (
            number.form == "plain"
            and end - start < 3
            and LIST_MARK.match(low, end)
            and _begins_line(low, start)
        ):
            return Seen(start, end, reason="list")
        return None

    def _tied(self, page: Page, number: Number, before: str) -> Seen | None:
        """Return what figures are that a letter or a sign touches: "M23", "COVID-19", "mid-2018"."""
        low, start, end = page.low, number.start, number.end
        further = low[start - 2] if start > 1 else ""
        if before.isalnum() or before == "_":
            return Seen(start, _rest(low, end), reason="name")
        if before in "-‐‑/" and further.isalpha() and number.form != "grouped":
            year = before != "/" and low[start:end].isdecimal() and end - start == 4
            return Seen(start, _rest(low, end), reason="year" if year else "name")
        if before in ".:" and (further.isalnum() or not further or further.isspace()):
            colon = before == ":" and further.isalpha()  # "IDPs:7,000"
            return None if colon else Seen(start, _rest(low, end), reason="code")
        if before == "(" and further.isdigit() and number.form == "plain" and low[end : end + 1] == ")":
            return Seen(start, end, reason="label")  # "Article 3(2)"
        if before == "+":
            run = PHONE.match(low, start)
            if run and not GROUPED_ONCE.fullmatch(run[0].strip(" .-")) and sum(map(str.isdigit, run[0])) >= 8:
                return Seen(start, run.end(), reason="phone")
            if further.isalnum():
                return Seen(start, end, reason="name")
        return None

    def _letters(self, page: Page, number: Number) -> Seen | None:
        """Return what figures are that letters follow at once: "3rd", "80s", "6am", "2B"."""
        low, start, end = page.low, number.start, number.end
        tail = LETTERS.match(low, end)
        if not tail:
            return None
        if tail[0] in ("st", "nd", "rd", "th"):
            return Seen(start, tail.end(), reason="ordinal")
        if tail[0].strip("'’") == "s":
            return Seen(start, tail.end(), reason="year" if number.value >= 1_000 else "age")
        unit = self.context.unit.match(low, end)
        if unit and not unit[1]:
            return Seen(start, unit.end(), reason=self.context.reasons[unit[2]])
        return Seen(start, _rest(low, end), reason="name") if low[end].isalpha() else None

    def _after_phone(self, page: Page, start: int) -> bool:
        seen = self.context.look_left(page.low, start) if start > 3 else None
        return seen is not None and seen[0] == "phone"

    # ------------------------------------------------------------------ what the word before says

    def label(self, page: Page, number: Number, seen: tuple[str, str, int]) -> str:
        """Return why the word before a number makes it something else, or nothing."""
        context, low = self.context, page.low
        role, word, begin = seen
        plain, value = number.form in PLAIN_FORMS and number.scale <= 1, number.value
        if first := first_figures(low, number):  # "Camp 14 200 people"
            plain, value = True, float(low[number.start : first])
        if role == "money":
            return "money"
        if role == "rate_base" and not number.share:
            return "rate"
        if role == "age" and number.value <= context.greatest_age and not number.share:
            return "age"
        people = context.near_noun.match(low, number.end)
        if role == "name" and value in context.names[word]:
            return "name"
        if role == "label" and plain and value < 10_000 and (value < 100 or not people):
            return "label"
        if role == "capital" and plain and value < 1_000 and page.text[begin].isupper():
            return "" if value >= 100 and people else "label"
        if role == "capital" and plain and value < 100 and number.digits and word in context.labels_anyway:
            return "label" if context.label_ends.match(low, number.end) else ""
        if role in ("month", "weekday") and plain and value <= 31:
            if word in context.capital_months and not page.text[begin].isupper():
                return ""
            free = role == "weekday" or context.word_before(low, begin) == "in"  # "on Friday 12 people died"
            return "" if people and not first and free else "date"
        return ""

    def under_age(self, page: Page, number: Number, begin: int) -> bool:
        """Tell "children under five" from "under five people"."""
        context = self.context
        if number.value > context.greatest_age or number.share or number.form not in ("plain", "word", "one"):
            return False
        if context.near_noun.match(page.low, number.end):
            return False
        return context.word_before(page.low, begin) in context.age_people or (
            number.value in context.usual_ages and context.age_follow.match(page.low, number.end) is not None
        )

    # ------------------------------------------------------------------ what stands after and around

    def around(self, page: Page, number: Number, second: Number | None, left: Left, last: Seen | None) -> str:
        """Return why a number counts nobody: its unit, its neighbours; or nothing."""
        context, low = self.context, page.low
        end = second.end if second else number.end
        final = second or number
        if number.form == "one" and not second and self._idle_one(page, number, left):
            return "one"
        if not final.share and (reason := self._unit(page, final, end)):
            return reason
        if (
            final.form == "plain"
            and end - final.start <= 2
            and final.value <= 31
            and self._month_after(page, end)
        ):
            return "date"
        if number.form == "plain":
            if reason := self._year(page, number, second, left):
                return reason
            if last and last.reason in context.carried and self._continues(page, last, number):
                return last.reason
            if number.value <= context.greatest_age and self._aged_person(page, number, second):
                return "age"
        if number.digits and not second and number.value < 20 and low[end : end + 1] in ("-", "–"):
            if low[end + 1 : end + 2].isdigit():
                return "score"
        elif last and last.reason == "score" and last.end == number.start - 1:
            return "score"
        if context.compound.match(low, end) and not context.counts.match(low, end):
            return "compound"
        if (
            number.bare
            and not (left.article or left.vague)
            and page.text[number.start : number.start + 2].istitle()
        ):
            return "name"  # "Thousand Oaks", "Lac"
        return ""

    def _idle_one(self, page: Page, number: Number, left: Left) -> bool:
        """Tell the "one" that counts nothing: "one of them", "that one", "one day"."""
        context, low = self.context, page.low
        if context.one_before.match(low, number.end):
            return True
        if left.bound is not None or left.more or not low[number.start - 1 : number.start].isspace():
            return False
        return context.word_before(low, number.start) in context.one_not_after

    def _unit(self, page: Page, number: Number, end: int) -> str:
        """Return what the unit after a number measures, or nothing."""
        context, low = self.context, page.low
        if context.age_after.match(low, end) and number.value <= 1_000:
            return "age"
        trailing = context.trailing_bound(low, end)
        for at in (end, trailing[1]) if trailing else (end,):
            unit = context.unit.match(low, at)
            if not unit or (unit[2] in context.figures_only and not number.digits):
                continue
            if unit[2] != "m" or not context.near_noun.match(low, unit.end()):
                return context.reasons[unit[2]]
            number.value, number.end = times(number.value, 1e6), unit.end()  # "5 m people"
        if context.per_number.match(low, end):
            return "rate"
        if context.currency.match(low, end):
            return "money"  # "5 million Syrian pounds"
        million_letter = number.digits and number.scale == 1e6 and low[number.end - 1] == "m"
        return "distance" if million_letter and context.metres.match(low, end) else ""

    def _month_after(self, page: Page, end: int) -> bool:
        """Tell "3 March" and "3 and 4 May" from "12 may have died"."""
        month = self.context.month_after.match(page.low, end)
        if month is None:
            return False
        return month[1] not in self.context.capital_months or page.text[month.start(1)].isupper()

    def _year(self, page: Page, number: Number, second: Number | None, left: Left) -> str:
        """Return "year" for four bare figures that no counted noun follows."""
        context, low = self.context, page.low
        if number.end - number.start != 4 or not context.year_from <= number.value <= context.year_to:
            return ""
        if second and not (second.form == "plain" and context.year_from <= second.value <= context.year_to):
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
            before not in context.year_words and context.verb.match(low, end)
        ):
            return ""
        return "year"

    def _aged_person(self, page: Page, number: Number, second: Number | None) -> bool:
        """Tell ages set beside people: "Mark Clawson, 64, who lives uphill", "children (0-17)"."""
        low, start, context = page.low, number.start, self.context
        if second:
            before = start - 1 if low[start - 1 : start] == "(" else start
            beside = second.form == "plain" and second.value <= context.greatest_age
            return beside and context.word_before(low, before) in context.age_people
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
        if not CONTINUES.fullmatch(between):
            return False
        if context.near_noun.match(low, number.end):
            return False
        if last.plural:
            return True
        if context.verb.match(low, number.end):
            return False
        return between.strip() in ("-", "–", "/", "or", "to", "&") or last.reason == "year"


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
