"""What a team has looked at becomes its own test set: accepted claims in the format of ``tests/golden``.

A report is written when all its claims have been looked at: what is neither accepted nor rejected would else count
as read in vain.  ``tracker eval`` scores a reader against the folders, ``make calibrate`` fits its confidence to them.

In: a Desk.  Out: a folder a report; and how many reports are not whole yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.review.annotated import folder_files
from tracker.review.desk import Desk
from tracker.store.folder import write_whole

_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: reports and claims; and the reports that somebody began, with how many claims are left."""

    reports: int
    claims: int
    begun: tuple[tuple[str, int], ...]


def export(desk: Desk, out: Path) -> Exported:
    """Write the accepted claims of every report whose claims have all been looked at."""
    desk.refresh()
    reports = claims = 0
    begun: list[tuple[str, int]] = []
    for report_id, held in _by_report(desk):
        looked = [one for one in held if desk.state(one["claim_id"]).looked]
        if not looked:
            continue
        if len(looked) < len(held):
            begun.append((report_id, len(held) - len(looked)))
            continue
        report = desk.reports[report_id]
        good = [_annotation(one) for one in held if desk.state(one["claim_id"]).status != "rejected"]
        people = sorted({name for one in held for name in desk.state(one["claim_id"]).by})
        about = {
            "publisher": report.publisher,
            "published": report.published,
            "title": report.title,
            "language": report.language,
            "kind": report.kind,
            "note": f"Looked at by {', '.join(people)}.",
        }
        folder = out / (_NAME.sub("-", report_id).strip("-.") or "report")
        for name, text in folder_files(report.text, about, good):
            write_whole(folder / name, text)
        reports, claims = reports + 1, claims + len(good)
    return Exported(reports, claims, tuple(begun))


def _by_report(desk: Desk) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    held: dict[str, list[dict[str, Any]]] = {}
    for claim in desk.claims.values():
        if claim["report_id"] in desk.reports and claim["start"] is not None:
            held.setdefault(claim["report_id"], []).append(claim)
    yield from sorted(held.items())


def _annotation(claim: dict[str, Any]) -> dict[str, Any]:
    """Return a claim as an annotation: persons only where the words give them, no country of its own invention."""
    made = dict(claim)
    if claim["unit"] in ("household", "dwelling") and claim["household_size_basis"] != "report":
        made["persons"] = None
    made["hypothetical"], made["negated"] = bool(claim["hypothetical"]), bool(claim["negated"])
    return made
