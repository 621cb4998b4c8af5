"""Keep a record of each run, so that the next can say what changed.

In: views, the record of the previous run.  Out: a record (plain JSON), sentences on what changed.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from tracker.charts.rounding import rounded
from tracker.charts.translations import Words
from tracker.checking.differing import changes_between
from tracker.publishing.check_pages import change_sentence
from tracker.publishing.views import SituationView

FILE = "run.json"
FORM = 1
MOST = 25


def read(folder: Path) -> dict[str, Any] | None:
    """Return the previous run's record, or ``None`` when there is none that can be read."""
    try:
        record = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and record.get("form") == FORM else None


def of(view: SituationView) -> dict[str, Any]:
    """Return what one situation's page showed: claims, last estimates, disagreements."""
    lasts = {}
    for line in view.lines:
        last = line.last
        if last:
            low, best, high = rounded(last["low"], last["best"], last["high"])
            lasts[line.series_id] = {
                "title": line.title,
                "date": last["date"].isoformat(),
                "low": low,
                "best": best,
                "high": high,
                "roles": dict(
                    line.claims.filter(pl.col("role").is_not_null())
                    .select("claim_id", "role")
                    .sort("claim_id")
                    .rows()
                ),
            }
    return {
        "title": view.situation.title,
        "claims": sorted(view.claims["claim_id"].to_list()),
        "series": lasts,
        "conflicts": {
            hashlib.sha256(
                f"{row['series_id']}|{row['kind']}|{sorted(row['claim_ids'])}".encode()
            ).hexdigest()[:16]: row["message"]
            for row in view.conflicts.iter_rows(named=True)
        },
    }


def differences(now: Mapping[str, Any], before: Mapping[str, Any] | None, say: Words) -> list[str]:
    """Say what is new, revised or gone between two records of one situation."""
    if before is None:
        return [say("changed.new_page")]
    told = []
    had, has = set(before["claims"]), set(now["claims"])
    for key, found in (("changed.new_claims", has - had), ("changed.gone_claims", had - has)):
        if found:
            told.append(say(key, n=say.number(len(found))))
    told += _revised(now["series"], before["series"], say)
    new, solved = (
        set(now["conflicts"]) - set(before["conflicts"]),
        set(before["conflicts"]) - set(now["conflicts"]),
    )
    if new:
        messages = sorted(now["conflicts"][key] for key in new)
        told.append(say("changed.new_conflicts", n=say.number(len(new))) + ". " + "; ".join(messages[:3]))
    if solved:
        told.append(say("changed.solved", n=say.number(len(solved))))
    return told or [say("changed.same")]


def _revised(now: Mapping[str, Any], before: Mapping[str, Any], say: Words) -> list[str]:
    """Say how the last estimates moved, and why: as ``tracker diff`` tells it."""
    told = [change_sentence(one, say) for one in changes_between(_lasts(before), _lasts(now))]
    if len(told) > MOST:
        told = [*told[:MOST], say("changed.more", n=say.number(len(told) - MOST))]
    return told


def _lasts(series: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the last estimates of a record as the comparison takes them; older records do not know their claims."""
    return {
        id_: {
            "label": last["title"],
            "date": dt.date.fromisoformat(last["date"]),
            "best": last["best"],
            "low": last["low"],
            "high": last["high"],
            "roles": last.get("roles", {}),
        }
        for id_, last in series.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is written down of a run: the hash of its input, up to when it knew, its files, what was left out."""

    input_hash: str | None
    known_on: str | None
    files: Sequence[str]
    withheld: Mapping[str, int]


def build(
    views: Sequence[SituationView], previous: Mapping[str, Any] | None, run: Run, say: Words
) -> dict[str, Any]:
    """Return the record of this run.

    A run on the same input shows again what changed before it, so that running twice changes nothing.
    """
    pages = {view.situation.situation_id: of(view) for view in views}
    before = (previous or {}).get("situations", {})
    fingerprint = hashlib.sha256(json.dumps(pages, sort_keys=True).encode()).hexdigest()[:16]
    if previous and previous.get("fingerprint") == fingerprint and isinstance(previous.get("changed"), dict):
        changed = previous["changed"]
    elif previous is None:
        changed = {id_: [say("changed.first")] for id_ in pages}
    else:
        changed = {id_: differences(page, before.get(id_), say) for id_, page in pages.items()}
    return {
        "form": FORM,
        "about": say("run.note"),
        "input_hash": run.input_hash,
        "as_known_on": run.known_on,
        "fingerprint": fingerprint,
        "files": sorted(run.files),
        "withheld": dict(run.withheld),
        "changed": changed,
        "situations": pages,
    }
