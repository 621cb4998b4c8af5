"""Write down every claim the reader takes, and compare with what it took before: a change of form changes nothing.

    python -m tests.eval.dump write before.jsonl
    python -m tests.eval.dump compare before.jsonl [--show 20]

Texts: the bundled reports, the golden reports, the layouts, the sentences; and files or folders named with
``--texts`` (JSON lines with ``text``, or ``*.json`` with ``text``).
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tracker.read import iter_reports
from tracker.vocabulary import Report

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2019, 3, 8)


def texts(more: Sequence[Path] = ()) -> Iterator[tuple[str, Report]]:
    """Return every text with the name it goes by in the dump."""
    for report in iter_reports([ROOT / "datasets" / "reports"]):
        if isinstance(report, Report):
            yield f"bundled/{report.report_id}", report
    for path in sorted((ROOT / "tests" / "golden").glob("*/report.txt")):
        yield f"golden/{path.parent.name}", _plain(path.read_text("utf-8"))
    for path in sorted((ROOT / "tests" / "claims" / "layouts").glob("*.txt")):
        yield f"layouts/{path.stem}", _plain(path.read_text("utf-8"))
    cases = tomllib.loads((ROOT / "tests" / "claims" / "sentences.toml").read_text("utf-8"))
    for sentence in (sentence for part in cases.values() for sentence in part):
        yield f"sentences/{sentence}", _plain(sentence)
    for path in more:
        yield from _more(path)


def _plain(text: str) -> Report:
    return Report(report_id="t", text=text, published=DAY)


def _more(path: Path) -> Iterator[tuple[str, Report]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield from _more(file)
        return
    rows = path.read_text("utf-8").splitlines() if path.suffix == ".jsonl" else [path.read_text("utf-8")]
    for number, row in enumerate(map(json.loads, rows), start=1):
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            continue
        day = row.get("published")
        published = dt.date.fromisoformat(day) if isinstance(day, str) and len(day) == 10 else DAY
        report = Report(report_id="t", text=row["text"], title=row.get("title"), published=published,
                        language=row.get("language") or "en")  # fmt: skip
        yield f"{path.parent.name}/{path.name}:{number}", report


def rows(name: str, report: Report) -> list[dict[str, Any]]:
    """Return the claims and the numbers not taken of one text, each as one row."""
    from tracker.claims.read import read_claims

    claims, unread = read_claims(report)
    made = [{"text": name, "is": "claim", **dataclasses.asdict(claim)} for claim in claims]
    made += [{"text": name, "is": "unread", **dataclasses.asdict(one)} for one in unread]
    for row in made:
        row.pop("sentence", None)
        row.pop("words", None)
    return json.loads(json.dumps(made, default=str, ensure_ascii=False))  # type: ignore[no-any-return]


def differences(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    """Return what differs between the rows of two readings, a line each."""

    def keyed(table: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in table:
            key = (row["text"], row["start"], row["quote"] if row["is"] == "claim" else "", row["is"])
            again = sum(1 for other in found if other[:4] == key)
            found[(*key, again)] = row
        return found

    old, new = keyed(before), keyed(after)
    told = []
    for key in sorted({*old, *new}, key=str):
        a, b = old.get(key), new.get(key)
        if a == b:
            continue
        if a is None or b is None:
            row = a or b or {}
            what = row.get("term") or row.get("reason")
            told.append(f"{'-' if b is None else '+'} {row['is']} {row['quote']!r} {what} | {row['text']}")
        else:
            fields = [
                f"{name}: {a.get(name)!r} -> {b.get(name)!r}" for name in a if a.get(name) != b.get(name)
            ]
            told.append(f"~ {a['is']} {a['quote']!r} {'; '.join(fields)} | {a['text']}")
    return told


def main() -> int:
    """Write a dump, or compare with one; the exit code is 1 when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["write", "compare"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--show", type=int, default=20)
    given = parser.parse_args()
    made = [row for name, report in texts(given.texts) for row in rows(name, report)]
    if given.verb == "write":
        given.file.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in made), "utf-8")
        print(f"{len(made)} rows")
        return 0
    before = [json.loads(line) for line in given.file.read_text("utf-8").splitlines()]
    told = differences(before, made)
    print(*told[: given.show], sep="\n")
    print(f"{len(told)} of {len(made)} rows differ")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
