"""One item to its claims, by a function with a name, so that any engine can run it.

In: a Report, a table of claims, or a Verdict.  Out: Done, or the Verdict.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from tracker import lexicon, tables
from tracker.api.fates import Fate, fate_of, unread_numbers
from tracker.engine import Work
from tracker.read import Tabled
from tracker.read.publication import Evidence, decide
from tracker.vocabulary import Report, Unread, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One report that was read: its day is inferred where none was given; ``rows`` are of the claims table."""

    report: Report
    rows: list[dict[str, Any]]
    unread: list[Unread]
    fate: Fate


def reading(*, unread: bool) -> Work:
    """Return the reading of one item, by name, as engines run it."""
    return Work(name=f"{__name__}:read_item", given={"unread": unread}, warm=f"{__name__}:get_ready")


def get_ready() -> None:
    """Load all that a first report would else wait for."""
    read_one(Report(report_id="", text="Some 300 people fled Mosul on 3 May 2016, the governor said."))


def read_item(item: Report | Tabled | Verdict, *, unread: bool) -> Done | Verdict:
    """Read what came out of a file."""
    if isinstance(item, Verdict):
        return item
    if isinstance(item, Report):
        report, rows, left = read_one(item, unread=unread)
    else:
        report, rows, left = item.report, tables.claim_rows(item.report, item.claims), []
    return Done(report=report, rows=rows, unread=left, fate=fate_of(report, len(rows)))


def read_one(report: Report, *, unread: bool = True) -> tuple[Report, list[dict[str, Any]], list[Unread]]:
    """Read one report: the report with its day inferred where none is given, its claim rows, its unread numbers."""
    from tracker.claims.read import read_claims

    report = dated(report)
    claims, left = read_claims(report, unread=unread)
    if unread and not claims and not left:
        left = unread_numbers(report, fate_of(report, 0).why)
    return report, tables.claim_rows(report, claims), left


def dated(report: Report) -> Report:
    """Return a report with its day inferred from its words, where none is known and they tell one."""
    if report.published is not None:
        return report
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    day = decide(Evidence(text=report.text, url=report.url), tomorrow).day
    if day is None and report.language in lexicon.languages():
        from tracker.marks.times import infer_published
        from tracker.segment.neutral import view

        seen = view(report.text, language=report.language)
        inferred = infer_published(seen.text, language=report.language)
        day = inferred[0] if inferred is not None else None
    if day is None:
        return report
    return dataclasses.replace(report, published=day, published_basis="inferred")
