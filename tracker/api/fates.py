"""What became of each input: so many claims, or none and why, with what to do about it.

Nothing ends in silence: a person sees the fate of each file at the end of a run and on the page.

In: what reading gave.  Out: a Fate a file.
Words: lexicon/days.toml and the lists of the report's language
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker import lexicon
from tracker.read.days import dates_in
from tracker.read.language import language_name
from tracker.vocabulary import Report, Unread, Verdict

NUMBER = re.compile(
    r"(?<![\w.,/:-])\d+(?:[.,']\d+|[\u00a0\u202f ]\d{3}(?!\d))+(?![\w/:-]|[.,]\d)"
    r"|(?<![\w.,/:-])\d{2,}(?![\w/:-]|[.,]\d)|(?<![\w.,/:-])\d(?![\w/:.,-])"
)
YEAR = re.compile(r"(?:19|20)\d\d$")
BESIDE = 40  # characters between a number and the people it counts
MOST_QUOTES = 3
TYPED = "translate it, or type its figures into claims.csv beside the reports"
COLUMNS = "say what its columns mean: --columns FILE, or columns.csv beside the reports (docs/inputs.md)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one input.

    Attributes
    ----------
    place
        The file, with the member or record where it holds several.
    claims, reports
        How many claims and reports it gave.
    published
        Its day of publication, the first where it holds several.
    why, fix
        Why it gave no claim, and what to do; empty where it did.
    failed
        Whether numbers of people may have been lost: the run ends with exit code 3.
    notes
        Sentences on what was assumed.
    """

    place: str
    claims: int = 0
    reports: int = 0
    published: dt.date | None = None
    why: str = ""
    fix: str = ""
    failed: bool = False
    notes: tuple[str, ...] = ()


def fate_of(report: Report, claims: int) -> Fate:
    """Return what became of one report that was read."""
    place = report.path or report.report_id
    why, fix, failed = ("", "", False) if claims else _why_none(report)
    return Fate(
        place=place, claims=claims, reports=1, published=report.published, why=why, fix=fix, failed=failed
    )


def set_aside(verdict: Verdict) -> Fate:
    """Return the fate of an input that could not be read."""
    fault = verdict.fault.removeprefix(verdict.place).lstrip(":, ") or verdict.fault
    return Fate(place=verdict.place, why=f"set aside: {fault}", fix=verdict.fix, failed=True)


def by_file(fates: Iterable[Fate], notes: Sequence[str] = ()) -> tuple[Fate, ...]:
    """Return one fate a file, in the order in which they were read; notes go to the file they name."""
    together: dict[str, list[Fate]] = {}
    for fate in fates:
        together.setdefault(fate.place, []).append(fate)
    return tuple(_joined(place, held, notes) for place, held in together.items())


def _joined(place: str, held: list[Fate], notes: Sequence[str]) -> Fate:
    """Return the fate of a file of several reports: why it gave nothing only where all of it did."""
    claims = sum(one.claims for one in held)
    days = sorted({one.published for one in held if one.published is not None})
    reasons = sorted((one for one in held if one.why), key=lambda one: not one.failed)
    first = reasons[0] if reasons and not claims else Fate(place=place)
    return Fate(
        place=place,
        claims=claims,
        reports=sum(one.reports for one in held),
        published=days[0] if days else None,
        why=first.why,
        fix=first.fix,
        failed=first.failed or any(one.failed and not one.reports for one in held),
        notes=tuple(
            said.removeprefix(place).lstrip(":, ") for said in dict.fromkeys(notes) if _names(said, place)
        ),
    )


def _names(sentence: str, place: str) -> bool:
    """Return whether a sentence is about a file."""
    return sentence.startswith(place) and sentence[len(place) : len(place) + 1] in {":", ","}


def numbers_in(text: str) -> list[tuple[int, int]]:
    """Return where the numbers of a text stand that are no dates, years or numbers of order."""
    dates = [(date.start, date.end) for date in dates_in(text)]
    found = []
    for seen in NUMBER.finditer(text):
        dated = any(start < seen.end() and seen.start() < end for start, end in dates)
        if not dated and not YEAR.match(seen.group()):
            found.append(seen.span())
    return found


def unread_numbers(report: Report, why: str) -> list[Unread]:
    """Return the numbers of a report that was not asked about any of them, each with the one reason."""
    text, found = report.text, []
    for start, end in numbers_in(text):
        left = text.rfind("\n", 0, start) + 1
        right = text.find("\n", end)
        line = text[left : right if right >= 0 else len(text)]
        found.append(Unread(quote=text[start:end], start=start, end=end, sentence=line[:300], reason=why))
    return found


def _why_none(report: Report) -> tuple[str, str, bool]:
    """Return why a report gave no claim, what to do about it, and whether people may have been lost."""
    numbers = numbers_in(report.text)
    if report.language not in lexicon.languages():
        why = f"{language_name(report.language)} is not read ({_count(len(numbers), 'number')})"
        return why, TYPED, bool(numbers)
    if not numbers:
        return "no number in it", "", False
    if report.kind == "table":
        return f"no column that counts people ({_count(len(numbers), 'number')})", COLUMNS, True
    return _of_words(report, numbers)


def _count(number: int, noun: str) -> str:
    """Return "1 number", "6 numbers"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _of_words(report: Report, numbers: list[tuple[int, int]]) -> tuple[str, str, bool]:
    """Return why a text gave no claim: nobody is counted, what is counted is none, or no word of what happened."""
    from tracker.claims.read import read_claims
    from tracker.marks.subjects import find_subjects

    people = [
        (mark.start, mark.end)
        for mark in find_subjects(report.text, language=report.language)
        if mark.value.unit is not None and not mark.value.thing
    ]
    beside = [span for span in numbers if any(0 <= start - span[1] <= BESIDE for start, _ in people)]
    if not beside:
        return f"nobody is counted in it ({_count(len(numbers), 'number')})", "", False
    left = {one.start: one for one in read_claims(report, unread=True)[1]}
    asked = [one for one in left.values() if any(one.start <= span[0] < one.end for span in beside)]
    if asked and len(asked) >= len(beside):
        said = Counter(one.reason for one in asked).most_common(MOST_QUOTES)
        return f"its numbers of people are no claims: {'; '.join(reason for reason, _ in said)}", "", False
    quotes = ", ".join(f'"{_words(report.text, span)}"' for span in beside[:MOST_QUOTES])
    why = f"no word of what happened to people beside {quotes}"
    return (
        why,
        "if they are claims, type them into claims.csv; tracker extract FILE --unread lists them",
        True,
    )


def _words(text: str, span: tuple[int, int]) -> str:
    """Return a number with the words after it."""
    return " ".join(text[span[0] : span[1] + BESIDE].split()[:4])


def table_of_fates(fates: Sequence[Fate], *, root: str = "", long: bool = False) -> str:
    """Return the fates of a run as a table for a terminal.

    Short: at most ``MOST_ROWS`` rows, those without claims first among what is shown, and one line of totals.
    """
    shown = shown_of(fates, long=long)
    rows = [("file", "day", "claims", "what became of it")]
    rows += [
        (_short(fate.place, root), str(fate.published or "-"), f"{fate.claims:,}", _said(fate, long))
        for fate in shown
    ]
    widths = [max(len(row[index]) for row in rows) for index in range(3)]
    lines = [
        f"{row[0].ljust(widths[0])}  {row[1].ljust(widths[1])}  {row[2].rjust(widths[2])}  {row[3]}".rstrip()
        for row in rows
    ]
    if len(shown) < len(fates):
        bare = any(not fate.claims for fate in fates if fate not in shown)
        lines.append(
            f"... and {len(fates) - len(shown):,} more{'' if bare else ' with claims'} (--long shows all)"
        )
    return "\n".join(lines)


def shown_of(fates: Sequence[Fate], *, long: bool = False) -> list[Fate]:
    """Return the fates that the table shows."""
    if long or len(fates) <= MOST_ROWS:
        return list(fates)
    return sorted(fates, key=lambda fate: (bool(fate.claims), not fate.failed))[:MOST_ROWS]


MOST_ROWS = 40
LONGEST_PLACE = 44


def _short(place: str, root: str) -> str:
    """Return a place as it is told: below the folder, its middle left out when it is long."""
    told = place.removeprefix(root).lstrip("/") or place
    return told if len(told) <= LONGEST_PLACE else f"{told[:20]}…{told[-23:]}"


def _said(fate: Fate, long: bool) -> str:
    """Return what is said of one file."""
    told = [fate.why or "read"]
    if fate.fix:
        told.append(f"Fix: {fate.fix}")
    told += fate.notes if long else fate.notes[:1]
    more = len(fate.notes) - 1
    return "; ".join(told) + (f" (and {more} more)" if more > 0 and not long else "")


def rows_of(fates: Sequence[Fate]) -> list[dict[str, Any]]:
    """Return the fates as rows of plain values."""
    return [
        {
            "place": fate.place,
            "claims": fate.claims,
            "published": fate.published.isoformat() if fate.published else None,
            "why": fate.why or None,
            "fix": fate.fix or None,
            "notes": list(fate.notes),
        }
        for fate in fates
    ]
