"""Hold what a run published against the truth of a situation.

In: ``truth.json`` as read, and a ``Published``.  Out: a ``Score``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.eval.published import Headline, Line, Published, near, words

PLAIN_GROUPS = frozenset(
    re.findall(
        r"\w+",
        "people persons individuals civilians residents refugees evacuees inmates idps families households homes "
        "houses returnees villagers dead deaths victims displaced arrivals injured",
    )
)
SAME_START = 3  # days by which two beginnings of a running total may differ
WINDOW = 8  # longest period that still answers for a day's or a week's figure
TREND = 2 / 3  # share of a quantity's days that one line must hold
AROUND = dt.timedelta(days=45)
Truth = dict[str, Any]


@dataclass(kw_only=True)
class Answer:
    """What the page has for one true value."""

    quantity: str
    date: dt.date
    low: float
    high: float
    right: list[Line] = field(default_factory=list)
    wrong: list[tuple[Line, float]] = field(default_factory=list)

    @property
    def state(self) -> str:
        """``right`` as soon as one line has it, ``wrong`` when only others have the day, else ``missing``."""
        return "right" if self.right else "wrong" if self.wrong else "missing"


@dataclass(kw_only=True)
class Score:
    """All measures of one situation."""

    name: str
    headline: Headline | None
    headline_fault: str | None
    answers: list[Answer]
    trends: dict[str, bool]
    days: dict[str, str | None]
    disagreements: dict[str, bool]
    broken: dict[str, str]
    silent: list[str]
    pages: int

    def count(self, state: str) -> int:
        """Return how many values are in a state."""
        return sum(answer.state == state for answer in self.answers)


def day(text: str) -> dt.date:
    """Return a day of truth.json."""
    return dt.date.fromisoformat(text)


# places


def named(place: str | None, wanted: list[str]) -> bool:
    """Say whether a line's place is one of those wanted; ``=Chad and Cameroon`` wants every word."""
    has = words(place)
    for one in wanted:
        asked = words(one.removeprefix("="))
        if asked <= has or (not one.startswith("=") and has and has <= asked):
            return True
    return False


def place_fits(asked: Truth, line: Line, country: str) -> bool:
    """Say whether a line's places are those of the quantity, or none where the whole crisis is meant."""
    told = ((line.origin, asked["origin"]), (line.destination, asked["destination"]))
    anywhere = asked["place"]
    for place, wanted in told:
        national = asked["whole"] and words(place) == {country.lower()}
        if place and not (named(place, wanted + anywhere) or national):
            return False
    if asked["whole"] or not (asked["origin"] or asked["destination"] or anywhere):
        return True
    if anywhere:
        return bool(line.origin or line.destination)
    return bool(line.destination if asked["destination"] else line.origin)


# quantities


def line_fits(asked: Truth, line: Line, country: str) -> bool:
    """Say whether a line counts the same thing as a quantity of the truth."""
    if line.term not in asked["terms"] or line.unit != asked["unit"]:
        return False
    if words(line.group) - PLAIN_GROUPS and line.group not in asked.get("groups", []):
        return False
    if asked["subterm"] and line.subterm and line.subterm != asked["subterm"]:
        return False
    return kind_fits(asked, line) and place_fits(asked, line, country)


def kind_fits(asked: Truth, line: Line) -> bool:
    """Say whether stock or flow, and the beginning of a running total, are those of the quantity."""
    if asked["measure"] not in {"any", line.measure}:
        return False
    if asked["accumulation"] == "window":
        return line.accumulation in {"window", "rate"}
    if line.accumulation == "rate":
        return False
    if asked["accumulation"] == "cumulative" and line.accumulation == "cumulative":
        begins = (asked["since"] and day(asked["since"]), line.since)
        return not all(begins) or abs((begins[0] - begins[1]).days) <= SAME_START
    return True


def values(asked: Truth, line: Line, date: dt.date) -> Iterator[tuple[float, bool]]:
    """Yield what a line has for a day, and whether it states it of that very day."""
    exact = line.at(date)
    for point in exact or line.at(date, within=1):
        if line.accumulation == "window" and point.start:
            length = (point.date - point.start).days
            late = asked["since"] and (point.start - day(asked["since"])).days > SAME_START
            if (asked["accumulation"] == "window" and length > WINDOW) or (
                asked["accumulation"] == "cumulative" and late
            ):
                continue
        yield point.best, bool(exact) and not point.carried and line.accumulation != "rate"


def answers(truth: Truth, out: Published) -> list[Answer]:
    """Return what the lines have for every true value.

    A line that is right about another quantity on that day, or ever about a rival counter's, was never a
    statement about this one.
    """
    found = []
    for asked in truth["quantities"]:
        lines = [line for line in out.lines if line_fits(asked, line, truth["country"])]
        for value in asked["values"]:
            answer = Answer(
                quantity=asked["id"], date=day(value["date"]), low=value["low"], high=value["high"]
            )
            for line in lines:
                for best, stated in values(asked, line, answer.date):
                    if near(best, answer.low, answer.high):
                        answer.right.append(line)
                    elif stated:
                        answer.wrong.append((line, best))
            found.append(answer)
    good = {(line.name, answer.date) for answer in found for line in answer.right}
    ever = {(answer.quantity, line.name) for answer in found for line in answer.right}
    rivals = {asked["id"]: asked["rivals"] for asked in truth["quantities"]}
    for answer in found:
        answer.wrong = [
            (line, best)
            for line, best in answer.wrong
            if (line.name, answer.date) not in good
            if not any((rival, line.name) in ever for rival in rivals[answer.quantity])
        ]
    return found


def trends(found: list[Answer]) -> dict[str, bool]:
    """Say for each quantity of three days or more whether one line holds most of them."""
    told: dict[str, bool] = {}
    for quantity in dict.fromkeys(answer.quantity for answer in found):
        mine = [answer for answer in found if answer.quantity == quantity]
        if len(mine) >= 3:
            held = Counter(name for answer in mine for name in {line.name for line in answer.right})
            told[quantity] = max(held.values(), default=0) >= TREND * len(mine)
    return told


# the headline


def headline_fault(truth: Truth, headline: Headline | None) -> str | None:
    """Return what is wrong with the page's first sentence, None when it is right."""
    if headline is None:
        return "no figure leads"
    faults = [list(_faults(wanted, headline, truth["country"])) for wanted in truth["headline"]]
    least = min(faults, key=len)
    return ", ".join(least) or None


def _faults(wanted: Truth, headline: Headline, country: str) -> Iterator[str]:
    line = headline.line
    if not near(headline.value, wanted["low"], wanted["high"]):
        yield f"value {headline.value:,.0f}"
    if headline.unit != wanted["unit"]:
        yield f"unit {headline.unit}"
    if not -1 <= (headline.date - day(wanted["date"])).days <= 3:
        yield f"day {headline.date}"
    said = wanted.get("only_if_said", [])
    if said and not any(word in headline.text.lower() for word in said):
        yield "an old figure, not told as one"
    if line is None:
        yield "no line behind it"
    elif not line_fits({**wanted, "since": None}, line, country):
        yield f"it counts {line.label}"


# what else a reader is told


def publication_days(truth: Truth, out: Published) -> dict[str, str | None]:
    """Return for each file the wrong day it was given, None where it is right."""
    told: dict[str, str | None] = {}
    for name, wanted in truth["publication_dates"].items():
        first, last = (wanted, wanted) if isinstance(wanted, str) else wanted
        dates = {row["published"] for row in out.reports if Path(row["path"] or "").name == name}
        good = bool(dates) and all(date and day(first) <= date <= day(last) for date in dates)
        told[name] = None if good else _days(dates)
    return told


def _days(dates: set[dt.date | None]) -> str:
    """Return the days a file was given, in words where it has none."""
    return ", ".join(sorted(str(date or "no day") for date in dates)) or "not read"


def disagreements(truth: Truth, out: Published) -> dict[str, bool]:
    """Say for each expected disagreement whether one note names the dissenter and who is against it."""
    told = {}
    for one in truth["disagreements"]:
        dissenter, *others = one["values"]
        told[one["id"]] = any(
            _among(dissenter, row["values"]) and any(_among(other, row["values"]) for other in others)
            for row in out.conflicts
        )
    return told


def _among(value: float, found: list[float]) -> bool:
    return any(near(one, value, value) for one in found or [])


def broken(truth: Truth, out: Published) -> dict[str, str]:
    """Return every statement no reader may be told, with the words or the line that make it."""
    dates = [
        day(one)
        for wanted in truth["publication_dates"].values()
        for one in ([wanted] if isinstance(wanted, str) else wanted)
    ]
    span = (min(dates) - AROUND, max(dates) + AROUND)
    hits = {}
    for ban in truth["must_not"]:
        hit = next(_hits(ban, out, span), None)
        if hit:
            hits[ban["id"]] = f"{ban['why']}: {hit}"
    return hits


def _hits(ban: Truth, out: Published, span: tuple[dt.date, dt.date]) -> Iterator[str]:
    low, high = ban["values"]

    def banned(term: str | None, unit: str | None, value: float | None) -> bool:
        same = ban["terms"] == "any" or term in ban["terms"]
        return (
            same
            and ban["unit"] in {"any", unit}
            and value is not None
            and low * 0.999 <= value <= high * 1.001
        )

    where, after = ban["where"], day(ban["date"]) if "date" in ban else dt.date.min
    first = out.leading
    if where in {"headline", "stock-after"} and first and first.date > after:
        if banned(first.line and first.line.term, first.unit, first.value):
            yield first.text
    if where == "claim":
        for claim in out.claims:
            used = claim["claim_id"] in out.used and not claim["hypothetical"]
            if used and banned(claim["term"], claim["unit"], claim["value"]):
                yield f"“{claim['quote']}”"
    if where in {"estimate", "stock-after"}:
        for line in out.lines:
            for point in line.points:
                drawn = not point.carried and span[0] <= point.date <= span[1] and point.date > after
                stock = where == "estimate" or line.measure == "stock"
                if drawn and stock and banned(line.term, line.unit, point.best):
                    yield f"{line.label}: {point.best:,.0f} on {point.date}"


def silent(truth: Truth, out: Published) -> list[str]:
    """Return the files of which the run gives neither a claim nor a word."""
    speaking = {claim["report_id"] for claim in out.claims}
    quiet = []
    for name in truth["publication_dates"]:
        ids = {row["report_id"] for row in out.reports if Path(row["path"] or "").name == name}
        rightly = name in truth["no_claims"] and ids
        if not (ids & speaking or rightly or name in out.printed or name in out.pages):
            quiet.append(name)
    return quiet


def judge(name: str, truth: Truth, out: Published) -> Score:
    """Hold what came out against the truth."""
    found = answers(truth, out)
    return Score(
        name=name,
        headline=out.leading,
        headline_fault=headline_fault(truth, out.leading),
        answers=found,
        trends=trends(found),
        days=publication_days(truth, out),
        disagreements=disagreements(truth, out),
        broken=broken(truth, out),
        silent=silent(truth, out),
        pages=len(out.headlines),
    )
