"""Measure reconciling and the whole way with the scorers that stand beside the repository.

Reconciling is measured on claim sequences a person wrote down (no reading involved); the whole way on what
``tracker report`` makes of the bundled reports.  Both compare with the best-known truth of each series.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TIMELINES = ROOT.parent / "shared" / "timelines"
NAMES = ("baghouz", "marawi")


def beside() -> bool:
    """Say whether the claim sequences stand beside the repository."""
    return TIMELINES.is_dir()


def _run(*command: str | Path) -> Any:
    """Run a scorer with ``--json`` in this environment and return what it printed."""
    done = subprocess.run(
        [sys.executable, *map(str, command), "--json"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def reconciling() -> dict[str, Any]:
    """Return the figures of reconciling, by situation."""
    result: dict[str, Any] = _run(TIMELINES / "score_reconcile.py", TIMELINES, *NAMES)
    return result


def reconciling_figures(settled: dict[str, Any]) -> dict[str, float]:
    """Return what floors pin of reconciling: the mean error in per cent, by situation and task."""
    return {
        f"reconcile.{name}.{mode}.error": report[mode]["mape"]["tracker"]
        for name, report in settled.items()
        for mode in ("nowcast", "holdout")
    }


def whole(tables: Path) -> dict[str, Any]:
    """Return the figures of the whole way, by situation, from a folder of published tables."""
    return {
        name: _run(TIMELINES / "score_whole.py", tables, TIMELINES / f"{name}_truth.csv", name)
        for name in NAMES
    }


def publish(out: Path) -> Path:
    """Go the whole way on the bundled reports; return the folder of tables."""
    from tracker import api

    api.report(ROOT / "datasets" / "reports", out)
    return out / "tables"


def say() -> dict[str, float]:
    """Print both tables; return the figures that floors pin (errors in per cent: lower is better)."""
    if not beside():
        print("claim sequences: none beside the repository, reconciling and the whole way skipped")
        return {}
    settled = reconciling()
    figures = reconciling_figures(settled)
    print("Reconciling: mean error in % of the truth, and how often the interval holds it")
    for name, report in settled.items():
        for mode in ("nowcast", "holdout"):
            part = report[mode]
            rules = {key: value for key, value in part["mape"].items() if key != "tracker"}
            best = min(rules, key=lambda key: rules[key])
            print(
                f"  {name:8} {mode:8} {part['n']:3} dates  error {part['mape']['tracker']:6.2f} %"
                f"  (best simple rule: {best}, {rules[best]:.2f} %)  inside {part['coverage']} %"
                f"  width {part['mean_width']} %  interval score {part['interval']}"
            )
        link, ledger = report["linking"], report["ledger"]
        print(
            f"  {name:8} linking  precision {link['precision']}  recall {link['recall']};"
            f"  {ledger['placed']} of {ledger['claims']} claims placed{'' if ledger['once'] else ', NOT ONCE'},"
            f" {ledger['without_reason']} without reason, {ledger['conflicts']} differences noted"
        )
    print()
    print("The whole way: bundled reports -> tables, against the truth")
    with tempfile.TemporaryDirectory() as folder:
        for name, report in whole(publish(Path(folder))).items():
            print(f"  {name}: {report['series found']} series found")
            for series, row in report["series"].items():
                if row is None:
                    print(f"    {series:32} nothing follows it")
                    continue
                figures[f"whole.{name}.{series}.median.error"] = row["median %"]
                print(
                    f"    {series:32} {row['answered']:2} of {row['points']:2} dates  median {row['median %']:5.1f} %"
                    f"  mean {row['mean %']:5.1f} %  inside {row['inside %']:3} %"
                )
    return figures
