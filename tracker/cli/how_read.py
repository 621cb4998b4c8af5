"""How one claim was read: its sentence, what every rule proposed for its number, and why the winner won.

In: what was read, a claim id.  Out: text for a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.api import Extraction
    from tracker.claims.choose import Row
    from tracker.vocabulary import Report

FACTS = ("title", "publisher", "published", "published_basis", "url", "wire", "language", "kind", "restated")
SHOWN = (
    *(
        "value",
        "low",
        "high",
        "qualifier",
        "unit",
        "persons",
        "term",
        "measure",
        "accumulation",
        "period_start",
    ),
    *("period_end", "origin", "destination", "source", "source_id", "hypothetical", "negated"),
)
OUTCOMES = ("won", "refused", "stood", "stood aside")


def how_read(found: Extraction, id: str) -> str:
    """Return how a claim was read, from its report as it is kept; empty for ids that are no claim's."""
    import polars as pl

    rows = found.claims.filter(pl.col("claim_id") == id).to_dicts()
    if not rows or rows[0]["report_id"] is None:
        return ""
    row = rows[0]
    about = found.reports.filter(pl.col("report_id") == row["report_id"]).row(0, named=True)
    lines = [
        f"{about['title'] or about['report_id']} ({about['publisher'] or 'publisher unknown'}, {about['published']})"
    ]
    if row["sentence"]:
        shown = row["sentence"].replace(row["quote"], f"[{row['quote']}]", 1)
        lines.append(f"  {' '.join(shown.split())}")
    text = found.texts.get(about["sha256"])
    if text is not None and row["kind"] == "text":
        lines += _read_again(_report(about, text), row)
    said = (f"{name} {row[name]}" for name in SHOWN if row[name] not in (None, False))
    lines.append("  read as: " + ", ".join(said))
    return "\n".join(lines)


def _report(about: dict[str, Any], text: str) -> Report:
    """Return a report as it was when it was read."""
    from tracker.vocabulary import Report

    said: dict[str, Any] = {name: about[name] for name in FACTS if about[name] is not None}
    return Report(report_id=about["report_id"], text=text, **said)


def _read_again(report: Report, row: dict[str, Any]) -> list[str]:
    """Read the report of a claim again: which words made which field, and the contest for its number."""
    from tracker.claims.read import contest, read_claims

    lines: list[str] = []
    for claim in read_claims(report, unread=False)[0]:
        if (claim.start, claim.end, claim.term) == (row["start"], row["end"], row["term"]):
            lines += [f"  {name:10s} from  {words}" for name, words in claim.words]
            break
    held = contest(report, row["start"], row["end"])
    return lines + (contest_lines(held.rows) if held is not None else [])


def contest_lines(rows: Sequence[Row]) -> list[str]:
    """Return a contest as lines: the winner first, then what refused, what also stood, what stood aside."""
    lines = ["  How it was read:"]
    order = {outcome: place for place, outcome in enumerate(OUTCOMES)}
    wide = max((len(row.rule) for row in rows), default=0)
    for row in sorted(rows, key=lambda row: order.get(row.outcome, len(order))):
        facts = [
            row.event,
            f"score {row.score:g}" if row.score is not None else None,
            f"via {row.via}" if row.via else None,
            f"“{' '.join(row.words.split())}”" if row.words else None,
        ]
        said = ", ".join(fact for fact in facts if fact)
        why = f"{': ' if said else ''}{row.why}" if row.why else ""
        lines.append(f"    {row.outcome:11s}  {row.rule:{wide}s}  {said}{why}".rstrip())
    return lines
