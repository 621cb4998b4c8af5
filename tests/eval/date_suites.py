"""Score ``find_times`` on date suites that others wrote, and say which items are not our job.

Run ``python -m tests.eval.date_suites``.  The suites stand in a folder beside the repository and are not
part of it; without them there is nothing to score.  They serve a calendar assistant: what reports do not say
(clock times, lengths of time, habits, holidays, appointments to come) is set aside by rule, counted and named.

An item is right when a mark covers its words and its days are among those the suite allows.  There a span
ends on the day after its last, "from March to May" ends where May begins, and the week of the report runs to
its end; here it ends on its last day, with May, and on the report's day; these readings count as one.
``DatePeriodParser`` gives no days, so there only the words count.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.marks.times import find_times
from tracker.vocabulary import Mark, Time

SUITES = Path(__file__).resolve().parents[3] / "shared" / "suites"
NAMES = ("recognizers_DateTimeModel", "recognizers_DatePeriodParser")

TYPES = {
    "time": "clock time",
    "timerange": "clock time",
    "timezone": "clock time",
    "datetime": "clock time",
    "datetimerange": "clock time",
    "duration": "length of time",
    "set": "habit",
}
# the first pattern that the words match names the reason
REASONS = {
    "clock time": r"\d\s?[ap]\.?m\b|\d:\d\d|o.?clock|\b(?:minute|second|hour)s?\b|\d(?:h|hr)s?\b|\bto 15:?\d\d",
    "holiday": (
        r"christmas|xmas|easter|thanksgiving|new year|halloween|valentine|ramadan|\b(?!to|yester)\w+'?s? day\b|"
        r"\beve\b|holiday|juneteenth|memorial|labou?r|mlk|lent|patrick|kwanzaa|hanukk?ah|black friday|independence"
    ),
    "season": r"spring|summer|autumn|winter|\bfall\b",
    "century or decade": r"centur|decade|ies\b|noughties|two thousands|\bteens\b|'?\d0'? ?s\b|\bb\.?c\b|\ba\.?d\b",
    "number in words": (
        r"\b(?:nineteen|twenty|thirty|thirtieth|thousand|hundred|(?:fif|four|seven|six|eigh|nine)?teenth|tenth|ninth|"
        r"twelfth|twentieth|eleventh|fourth|oh|(?:first|second|third|fifth|sixth|seventh|eighth) (?:of )?(?!week|quarter|half))\b"
    ),
    "ahead: an appointment": (
        r"tomorrow|tmr|\bnext\b|coming|upcoming|from now|from today|\blater\b|in the future|hence|\bfollowing\b|rest|"
        r"remaining|\bin (?:about )?(?:\d+|a|an|one|two|three) (?:day|week|month|year)|within|less than|more than|"
        r"(?:days?|weeks?|months?|years?) (?:after|later)"
    ),
    "week, month or weekday by number": (
        r"week \d|\bw\d|\d+(?:st|nd|rd|th) (?:week|month|day)|week of (?:the )?year|weekday|business day|week in|"
        r"(?:first|second|third|fourth|last) (?:mon|tues|wednes|thurs|fri|satur|sun)day|working day"
    ),
    "day without a month": (
        r"(?:day|\bmon|\btue|\bwed|\bthu|\bthur|\bfri|\bsat|\bsun)\.?,? (?:the )?\d+(?:st|nd|rd|th)?\b(?! of|[/. -]*[a-z]{3})|"
        r"^(?:the |on )?\d+(?:st|nd|rd|th)$|\d+(?:st|nd|rd|th)? (?:to|and|-|till|through|until) (?:the )?\d+(?:st|nd|rd|th)?$|"
        r"\d+ (?:to|and|-|till|through) \d+ (?:of )?(?:this|next|last)|the \d+(?:st|nd|rd|th)$"
    ),
    "week or part cut by another rule": (
        r"\b(?:early|earlier|mid|late|start of|beginning of|end of)\b|(?:first|second|third|last) week|"
        r"week of [a-z]+\.\d|\bh[12]\b|half"
    ),
    "fiscal, school or calendar year": r"fiscal|school|calendar|\b[fcs]y ?\d*\b|\be?o[ymd]\b|\bytd\b|to date",
    "figures without a year, with two of it, or month first": (
        r"^(?:on |in )?\d{1,2}[/.-]\d{1,2}$|^(?:in )?\d{4} ?[./-] ?\d{1,2}$|^\d{1,2} ?[./-] ?\d{4}$|'?\b\d\d$(?<!\d\d\d\d)|"
        r"\d{1,2}[/-]\d{1,2}[/-]\d{4}.*\d{1,2}[/-]\d{1,2}|[a-z]/\d|\d[-/.][a-z]{3}|^(?:from )?\d{1,2}/\d{1,2} "
    ),
    "signs for words": r"~|^[<>=]|\bw/c\b|greater|(?:and|or) (?:after|before|later)",
    "tied to another event": (
        r"\bsame\b|\bthat (?:day|week|month|year)|\bthe (?:day|week|month|year)$|\bbefore (?:yesterday|today|now)|"
        r"\bmy\b|\bthose\b|\bthese\b|\bcurrent\b|(?:days?|weeks?|months?|years?) (?:before|earlier|prior)"
    ),
    "last weekday: of the week before, there": r"(?:previous|last|past) \w+(?:day|quarter)",
}
LEADS = re.compile(
    r"^(?:(?:in|on|at|during|over|for|by|since|from|between|the|of|within|until|till|before|after|as of)\s+)+"
)
DAY = dt.timedelta(days=1)


@dataclass
class DateScore:
    """How one suite came out."""

    suite: str
    items: int = 0
    ours: int = 0
    right: int = 0
    extra: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share of our items that came out right."""
        return self.right / self.ours if self.ours else 1.0


def score(name: str = NAMES[0], *, folder: Path = SUITES) -> DateScore:
    """Return how one suite came out."""
    result = DateScore(name)
    for case in json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["cases"]:
        text = case["input"]
        reference = _date((case["context"] or {}).get("ReferenceDateTime")) or dt.date(2016, 11, 7)
        marks = find_times(text, reference=reference, language="en")
        named: set[int] = set()
        for item in case["expected"]:
            result.items += 1
            words = item["expected_text"]
            start = text.casefold().find(words.casefold()) if item["start"] is None else item["start"]
            over = [mark for mark in marks if mark.start < start + len(words) and start < mark.end]
            named |= {mark.start for mark in over}
            reason = _not_ours(item, reference)
            if reason is not None:
                result.set_aside[reason] += 1
                continue
            result.ours += 1
            if _is_right(item, over, text, reference):
                result.right += 1
            else:
                read = [
                    (text[mark.start : mark.end], str(mark.value.start), str(mark.value.end)) for mark in over
                ]
                result.wrong.append(f"{text!r} on {reference}: {words!r}, read {read}")
        for mark in marks:
            if mark.start not in named and mark.value.relation not in ("as_of", "until"):
                result.extra += 1
                result.wrong.append(f"{text!r}: nothing named, read {text[mark.start : mark.end]!r}")
    return result


def _date(words: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words[:10]) if words else None
    except ValueError:
        return None


def _not_ours(item: dict[str, Any], reference: dt.date) -> str | None:
    """Return why an item is not scored, or ``None`` when it is ours."""
    kind = (item["type"] or "").rpartition(".")[2]
    if kind in TYPES:
        return TYPES[kind]
    words = item["expected_text"].casefold()
    for reason, pattern in REASONS.items():
        if re.search(pattern, words):
            return reason
    values = (item["resolution"] or {}).get("values", [])
    starts = [_date(value.get("start") or value.get("value")) for value in values]
    if starts and not re.search(r"\d{4}", words) and all(day and day > reference for day in starts):
        return "ahead: an appointment"
    return None


def _allowed(item: dict[str, Any], reference: dt.date) -> set[tuple[dt.date | None, dt.date | None]]:
    """Return the first and last days the suite allows."""
    found: set[tuple[dt.date | None, dt.date | None]] = set()
    for value in item["resolution"]["values"]:
        day = _date(value.get("value"))
        if day is not None:
            found |= {(day, day), (None, day), (day, reference)}
            continue
        start, end = _date(value.get("start")), _date(value.get("end"))
        ends: set[dt.date | None] = {end}
        if end is None or (start is not None and start <= reference < end):
            ends.add(reference)
        if end is not None:
            ends |= {
                end - DAY,
                (end.replace(day=28) + 4 * DAY).replace(day=1) - DAY,
                end.replace(month=12, day=31),
            }
        found |= {(first, last) for last in ends for first in (start, start and start - DAY)}
        found |= {(None, last) for last in ends if start is None}
    return found


def _is_right(item: dict[str, Any], over: list[Mark[Time]], text: str, reference: dt.date) -> bool:
    if not item["resolution"]:
        words = LEADS.sub("", item["expected_text"].casefold())
        return any(LEADS.sub("", text[mark.start : mark.end].casefold()) == words for mark in over)
    allowed = _allowed(item, reference)
    for mark in over:
        value = mark.value
        if (value.start, value.end) in allowed:
            return True
        # one day of a list, which is one span here
        listed = re.search(r"\b(?:and|or)\b|,", text[mark.start : mark.end])
        days = [one for one, day in allowed if one is not None and one == day]
        if listed and value.start and value.end and any(value.start <= one <= value.end for one in days):
            return True
    return False


def main(*, errors: int = 0) -> float | None:
    """Print the table, what was set aside and why, and the first wrong items; return the share right."""
    if not SUITES.is_dir():
        print("date suites: none beside the repository, skipped")
        return None
    scores = [score(name) for name in NAMES]
    print("| date suite | items | set aside | ours | right | share right | marks the suite does not name |")
    print("|---|---|---|---|---|---|---|")
    for one in scores:
        aside = sum(one.set_aside.values())
        print(
            f"| {one.suite} | {one.items} | {aside} | {one.ours} | {one.right} | {one.share:.3f} | {one.extra} |"
        )
    for one in scores:
        print(f"set aside, {one.suite}:")
        for why, count in one.set_aside.most_common():
            print(f"  {count:4}  {why}")
        for text in one.wrong[:errors]:
            print("  " + text)
    return sum(one.right for one in scores) / sum(one.ours for one in scores)


if __name__ == "__main__":
    main(errors=80)
