"""Reports of our own, and a reader that takes their first word for a number; run as a program, it ingests."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

from tracker import tables
from tracker.store.delta import Store
from tracker.store.ingest import ingest
from tracker.vocabulary import Claim, Report


def report(number: int, **said: Any) -> Report:
    words = {
        "report_id": f"r{number:04}",
        "text": f"{number} people fled the town.",
        "path": f"in/{number}.txt",
    }
    return Report(**{**words, "published": dt.date(2024, 1, 1) + dt.timedelta(number % 100), **said})


def read_claims(reports: Sequence[Report]) -> list[tuple[Report, list[dict[str, Any]]]]:
    return [(report, tables.claim_rows(report, [claim_of(report)])) for report in reports]


def claim_of(report: Report) -> Claim:
    quote = report.text.split()[0]
    return Claim(
        quote=quote,
        start=0,
        end=len(quote),
        sentence=report.text,
        value=float(quote),
        unit="person",
        term="displaced",
        measure="flow",
    )


def main(path: str, first: int, last: int, batch: int, out: Any = sys.stdout) -> None:
    """Ingest, and say after each batch how many are safe."""
    store = Store.open(path, create=True)
    print("ready", file=out, flush=True)
    done = ingest(
        store,
        [report(number) for number in range(first, last)],
        read_claims=read_claims,
        batch=batch,
        acknowledge=lambda account: print("safe", account.added + account.known, file=out, flush=True),
    )
    print("done", done.added, done.known, file=out, flush=True)


def nursery() -> None:
    """Start an ingest for each line read ("path out first last batch"), each in a process of its own.

    Everything is imported once, so that twenty of them start in no time.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        path, out, *numbers = line.split()
        if (child := os.fork()) == 0:
            with open(out, "w") as stream:
                main(path, *(int(word) for word in numbers), out=stream)
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        nursery()
    else:
        main(sys.argv[1], *(int(word) for word in sys.argv[2:5]))
