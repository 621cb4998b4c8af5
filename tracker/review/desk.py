"""The desk: all claims of a folder or store, what people decided of them, and what comes next.

It reads once; then each decision is kept in the ledger at once and laid over the claims as read.  Rows that somebody
else adds to the ledger are seen at the next step.

In: a folder of reports or a store, and a ledger.  Out: claims as they stand, the state of each, decisions kept.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import statistics
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from tracker import api, tables
from tracker.errors import BadConfiguration
from tracker.reconciliation import decisions as decided
from tracker.reconciliation.undoing import undone
from tracker.review.ledger import FileLedger, Ledger, StoreLedger
from tracker.vocabulary import Report, Unread

UNSURE = 0.85
"""Below it a claim is unsure: about one in ten, which are wrong three times as often as the rest."""
NEARLY = 0.2
"""From it on a number that was not taken is nearly a claim."""
PAUSE = dt.timedelta(minutes=3)
"""A longer gap between two decisions is a pause, not work."""
FIRST_PACE = 15.0  # seconds a claim, until somebody's own pace is known
LOOKED = ("accept", "reject", "correct", "same_as", "not_same_as", "add")
CHANGED = ("reject", "correct", "same_as", "add")


@dataclass(slots=True)
class State:
    """What people decided of one claim: the last word, the fields they changed, and who looked."""

    status: str = ""
    why: str = ""
    who: str = ""
    when: str = ""
    changed: set[str] = field(default_factory=set)
    by: set[str] = field(default_factory=set)
    """Who decided on it, but for those who only signed."""
    signed: set[str] = field(default_factory=set)
    verdicts: dict[str, str] = field(default_factory=dict)
    again: bool = False
    """Whether its words are no longer read as they were when it was decided."""

    @property
    def looked(self) -> bool:
        """Whether anybody decided on it."""
        return bool(self.status)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was not taken, by the id it would have as a claim."""

    id: str
    report_id: str
    unread: Unread


class Desk:
    """Claims, decisions, and what they do; one for each person at work."""

    def __init__(
        self,
        data: str | Path,
        *,
        store: str | None = None,
        who: str,
        decisions: Path | None = None,
        four_eyes: bool = False,
    ) -> None:
        self.who = who
        self.four_eyes = four_eyes
        self.root = Path(data)
        self.lock = threading.RLock()
        self.ledger: Ledger = (
            StoreLedger(store) if store else FileLedger(decisions or beside(self.root, "decisions.csv"))
        )
        if isinstance(self.ledger, FileLedger) and not self.ledger.path.is_file():
            sheet = beside(self.root, "decisions.xlsx")
            if sheet.is_file():
                raise BadConfiguration(
                    f"{sheet} holds decisions, and a workbook cannot be added to while somebody has it open",
                    fix="save its sheet as decisions.csv in the same folder",
                )
        self.rules = FileLedger(beside(self.root, "rules.csv"))
        self.done = api.whole(data, store=store, decisions=decisions)
        self.read: pl.DataFrame = self.done.extraction.claims
        self.started = dt.datetime.now(dt.UTC)
        self._version: object = object()
        self.frame = self.read
        self.rows: list[dict[str, Any]] = []
        self.states: dict[str, State] = {}
        self.claims: dict[str, dict[str, Any]] = {}
        self.refresh()
        _ = self.leads, self.numbers, self.assignments  # before the page asks

    # -- what was read -------------------------------------------------------------------------------------

    @cached_property
    def reports(self) -> dict[str, Report]:
        """The reports by their ids, with their texts."""
        texts = self.done.extraction.texts
        made = {}
        for row in self.done.extraction.reports.iter_rows(named=True):
            if row["sha256"] in texts:
                known = {slot.name for slot in dataclasses.fields(Report)}
                facts = {name: value for name, value in row.items() if name in known and value is not None}
                pages = tuple(row.get("pages") or ())
                made[row["report_id"]] = Report(**{**facts, "text": texts[row["sha256"]], "pages": pages})
        return made

    @cached_property
    def assignments(self) -> dict[str, dict[str, Any]]:
        """The series and role of each claim, as they were when the desk was opened."""
        return {row["claim_id"]: row for row in self.done.reconciliation.assignments.iter_rows(named=True)}

    @cached_property
    def leads(self) -> set[str]:
        """The series the headlines speak of."""
        from tracker.publishing import main_series

        return set(main_series(self.done.reconciliation, situations=self.done.situations).values())

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """The numbers that were not taken but nearly are claims, by id."""
        made: dict[str, Number] = {}
        for report_id in self.reports:
            made |= {one.id: one for one in self.unread(report_id) if one.unread.likely >= NEARLY}
        return made

    def unread(self, report_id: str) -> list[Number]:
        """Return the numbers of a report that were not taken."""
        held = self._unread.get(report_id)
        if held is None:
            report = self.reports[report_id]
            left = api.read_one(report)[2]
            held = [
                Number(
                    tables.claim_id(report.sha256, one.quote, report.text.count(one.quote, 0, one.start)),
                    report_id,
                    one,
                )
                for one in left
            ]
            self._unread[report_id] = held
        return held

    @cached_property
    def _unread(self) -> dict[str, list[Number]]:
        return {}

    # -- what was decided ----------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Take in what anybody decided since; return whether anything was."""
        with self.lock:
            version = (self.ledger.version(), self.rules.version())
            if version == self._version:
                return False
            self._version = version
            table = pl.concat([self.ledger.frame(), self.rules.frame()], how="diagonal")
            self.frame, ruled = decided.apply(self.read, table)
            self.rows = sorted(ruled.rows, key=lambda row: row["when"] or "")
            self.claims = {row["claim_id"]: row for row in self.frame.iter_rows(named=True)}
            self.states = self._states()
            return True

    def _states(self) -> dict[str, State]:
        """Return the state of each target that anybody decided on."""
        gone = undone(self.rows)
        states: dict[str, State] = {}
        for row in self.rows:
            if id(row) in gone or row["action"] in ("undo", "rule", "override"):
                continue
            key = row["claim_id"] or row["target"]
            state = states.setdefault(key, State())
            who, action = row["who"] or "someone", row["action"]
            if action == "sign":
                state.signed.add(who)
                state.status = state.status or ("no claim" if row["field"] == "number" else "")
                continue
            state.by.add(who)
            state.verdicts[who] = f"{action} {row['field'] or ''} {row['value'] or ''}"
            state.why, state.who, state.when = row["why"] or "", who, row["when"] or ""
            if action == "correct":
                state.changed.add(row["field"])
                state.status = "changed" if state.status != "rejected" else state.status
            else:
                state.status = {"accept": "accepted", "reject": "rejected", "add": "added"}.get(
                    action, "tied"
                )
            state.again = row["matched"] is False
        return states

    def unattached(self) -> list[dict[str, Any]]:
        """Return the last decision on each claim that is no longer read."""
        gone = undone(self.rows)
        last: dict[str, dict[str, Any]] = {}
        for row in self.rows:
            if row["action"] in LOOKED and row["matched"] is False and id(row) not in gone and row["target"]:
                last[row["target"]] = row
        return list(last.values())

    def state(self, id: str) -> State:
        """Return what people decided of a claim or number."""
        return self.states.get(id) or State()

    def keep(self, rows: Sequence[Mapping[str, str | None]], *, rule: bool = False) -> list[dict[str, Any]]:
        """Keep decisions of this person at once; return them with when they were kept."""
        with self.lock:
            ledger: Ledger = self.rules if rule else self.ledger
            made = ledger.append([{**row, "who": self.who} for row in rows])
            self.refresh()
            return list(made)

    def decide(self, id: str, action: str, **more: str | None) -> list[dict[str, Any]]:
        """Keep one decision on a claim or number."""
        return self.keep([self.row(id, action, **more)])

    def row(self, id: str, action: str, **more: str | None) -> dict[str, str | None]:
        """Return a decision as a row: with the words of the claim, so that it survives a better reader."""
        claim = self.claims.get(id) or {}
        return {
            "target": id,
            "action": action,
            "quote": claim.get("quote"),
            "report_id": claim.get("report_id"),
            **more,
        }

    def undo(self) -> dict[str, Any] | None:
        """Take back this person's last standing decision; return what it was."""
        with self.lock:
            self.refresh()
            gone = undone(self.rows)
            mine = [
                row
                for row in self.rows
                if row["who"] == self.who and row["action"] != "undo" and id(row) not in gone
            ]
            if not mine:
                return None
            last = mine[-1]
            self.keep(
                [
                    {
                        "target": last["target"],
                        "quote": last["quote"],
                        "report_id": last["report_id"],
                        "action": "undo",
                        "field": last["action"],
                        "value": last["when"],
                    }
                ],
                rule=last["action"] == "rule",
            )
            return last

    # -- how far it is -------------------------------------------------------------------------------------

    def progress(self) -> dict[str, Any]:
        """Return how many claims were looked at and changed, by whom, and the minutes that are left."""
        looked = [id for id in self.claims if self.state(id).looked]
        changed = [id for id in looked if self.state(id).changed or self.state(id).status != "accepted"]
        both = [one.verdicts for one in self.states.values() if len(one.verdicts) > 1]
        agreed = sum(len(set(verdicts.values())) == 1 for verdicts in both)
        people = sorted({name for one in self.states.values() for name in one.by | one.signed})
        left = len(self.claims) - len(looked)
        return {
            "looked": len(looked),
            "all": len(self.claims),
            "changed": len(changed),
            "share": len(looked) / len(self.claims) if self.claims else 1.0,
            "minutes": round(left * self.pace() / 60),
            "people": [(name, sum(name in self.state(id).by for id in self.claims)) for name in people],
            "both": len(both),
            "agreed": agreed,
        }

    def pace(self) -> float:
        """Return the seconds a claim takes this person, without pauses."""
        times = [
            moment
            for row in self.rows
            if row["who"] == self.who and row["action"] in LOOKED and (moment := moment_of(row["when"]))
        ]
        gaps = [(b - a).total_seconds() for a, b in pairwise(times) if b - a <= PAUSE]
        return statistics.median(gaps[-30:]) if len(gaps) >= 3 else FIRST_PACE

    def waits_for_second(self, id: str) -> bool:
        """Whether another person must look: where four eyes are asked for, at changed and headline claims."""
        state = self.state(id)
        if not self.four_eyes or not state.looked:
            return False
        matters = state.status != "accepted" or self.in_headline(id)
        return matters and len(state.by | state.signed) < 2

    def in_headline(self, id: str) -> bool:
        """Whether a claim counts in the series a headline speaks of."""
        return (self.assignments.get(id) or {}).get("series_id") in self.leads


def beside(root: Path, name: str) -> Path:
    """Return the file of this name in a data folder or the one above it; where there is none, in the folder."""
    return next((folder / name for folder in (root, root.parent) if (folder / name).is_file()), root / name)


def moment_of(text: str | None) -> dt.datetime | None:
    """Return a moment as the ledger writes it."""
    try:
        made = dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=dt.UTC)
