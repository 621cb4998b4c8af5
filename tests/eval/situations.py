"""Measure the whole way on folders of mixed reports whose truth is known: ``python -m tests.eval situations FOLDER``.

Each situation holds ``reports/`` and ``truth.json`` (tests/situations/README.md says what stands in it).  Asked is
whether the page leads with the right figure, whether its lines hold the right value on each day, whether every
report's day of publication is right, whether two counters who differ are shown as two, and whether anything is
told that no reader may be told.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.eval.published import Published, read
from tests.eval.verdicts import Score, Truth, judge

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "tests" / "situations"


def reports(folder: Path) -> Path:
    """Return where the reports of a situation stand: beside its truth, or where that says."""
    return (folder / load(folder).get("reports", "reports")).resolve()


def run(folder: Path, work: Path, *, as_named: bool = False) -> Published:
    """Make the report of one folder as a newcomer would and read what came out."""
    data, out = reports(folder), work / folder.name / "out"
    shutil.rmtree(out.parent, ignore_errors=True)
    if as_named:
        shutil.copytree(data, out.parent / "data" / folder.name)
        data = out.parent / "data"
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "report", "--data", str(data), "-o", str(out), "--compact"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return read(out, done.stdout + done.stderr)


def load(folder: Path) -> Truth:
    """Return the truth of one situation."""
    truth: Truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return truth


def figures(scores: list[Score]) -> dict[str, float]:
    """Return the shares over all situations."""
    total = sum(len(one.answers) for one in scores) or 1
    days = [wrong for one in scores for wrong in one.days.values()]
    return {
        "situations.headline": sum(one.headline_fault is None for one in scores) / len(scores),
        "situations.right": sum(one.count("right") for one in scores) / total,
        "situations.wrong.error": sum(one.count("wrong") for one in scores) / total,
        "situations.days": sum(wrong is None for wrong in days) / len(days),
    }


def say(scores: list[Score], *, details: bool = False) -> None:
    """Print a line a situation, and what is wrong when asked."""
    print(
        f"{'situation':24}{'headline':>9}{'right':>7}{'wrong':>7}{'missing':>9}{'trends':>8}{'days':>7}"
        f"{'differ':>8}{'broken':>8}{'silent':>8}{'pages':>7}"
    )
    for one in scores:
        good_days = sum(wrong is None for wrong in one.days.values())
        print(
            f"{one.name:24}{'NO' if one.headline_fault else 'yes':>9}{one.count('right'):7}{one.count('wrong'):7}"
            f"{one.count('missing'):9}{f'{sum(one.trends.values())}/{len(one.trends)}':>8}"
            f"{f'{good_days}/{len(one.days)}':>7}"
            f"{f'{sum(one.disagreements.values())}/{len(one.disagreements)}':>8}"
            f"{len(one.broken):8}{len(one.silent):8}{one.pages:7}"
        )
    print("  ".join(f"{key.split('.')[1]} {value:.2f}" for key, value in figures(scores).items()))
    if details:
        for one in scores:
            print("\n" + "\n".join(_details(one)))


def _details(one: Score) -> Iterator[str]:
    yield f"{one.name}: {one.headline.text if one.headline else 'no headline'}"
    if one.headline_fault:
        yield f"  headline  {one.headline_fault}"
    yield from (f"  day       {name}: {wrong}" for name, wrong in one.days.items() if wrong)
    yield from (f"  not told  {name}" for name, told in one.disagreements.items() if not told)
    yield from (f"  must not  {name}: {hit}" for name, hit in one.broken.items())
    yield from (f"  silent    {name}" for name in one.silent)
    for answer in one.answers:
        wanted = f"{answer.low:,} to {answer.high:,}" if answer.low != answer.high else f"{answer.low:,}"
        got = "; ".join(f"{best:,.0f} ({line.label})" for line, best in answer.wrong[:2])
        if answer.right:
            got = answer.right[0].label
        yield f"  {answer.state:8}  {answer.quantity} {answer.date}: {wanted}{got and ' | '}{got}"


def main(arguments: list[str] | None = None) -> None:
    """Run and score the situations of a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval situations", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=HOME, help="folder of situations")
    parser.add_argument("--only", action="append", metavar="NAME", help="this situation alone")
    parser.add_argument(
        "--named", action="store_true", help="give the files in a folder named after the crisis"
    )
    parser.add_argument("--details", action="store_true", help="print every value and every fault")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what the runs write here")
    args = parser.parse_args(arguments)
    folders = [path.parent for path in sorted(args.folder.glob("*/truth.json"))]
    folders = [folder for folder in folders if not args.only or folder.name in args.only]
    if not folders:
        parser.error(f"{args.folder}: no folder with a truth.json")
    with tempfile.TemporaryDirectory() as passing:
        work = (args.keep or Path(passing)).resolve()
        scores = [
            judge(one.name, load(one), run(one.resolve(), work, as_named=args.named)) for one in folders
        ]
    say(scores, details=args.details)
