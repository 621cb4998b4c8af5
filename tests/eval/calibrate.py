"""Fit how sure a reading is, and measure it: ``make calibrate`` or ``python -m tests.eval.calibrate [FOLDER ...]``.

Reads annotated reports (tests/golden always, and every folder named), sets the claims the reader takes beside those
a person read, and fits a ridge logistic regression for each field with Platt's line through scores the fit has not
seen.  Everything is measured by report-wise cross-validation: no claim is judged by weights that saw its report.
The same input gives the same weights.

In: folders of annotated reports.  Out: tracker/claims/sure/weights.json, and the figures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from tests.eval.reading import BESIDE, GOLDEN
from tracker import lexicon, tables
from tracker.api.reading import dated
from tracker.claims.read import evidence
from tracker.claims.sure.model import CLAIM, FIELDS, FILE
from tracker.review import agreement
from tracker.review.annotated import Annotated, load

RIDGE = 4.0
RARE = 6
"""A name that fewer claims have gets no weight."""
FOLDS = 10
INNER = 5
NEEDS: dict[str, Callable[[set[str] | None], bool | None]] = {
    "number": lambda right: right is not None,
    "what": lambda right: None if right is None else right >= {"unit", "term"},
    "measure": lambda right: None if right is None else "measure" in right,
    "day": lambda right: None if right is None else "date" in right,
    "where": lambda right: None if right is None else right >= {"destination", "country_iso3"},
    "who": lambda right: None if right is None else "source" in right,
}
WHOLE = {"unit", "term", "measure"}
"""Whether each head is right, by the fields in which a claim agrees with its annotation (``None``: it has none)."""


@dataclass(frozen=True)
class Sample:
    """Claims, or numbers not taken: the report and evidence of each, and whether each head is right."""

    reports: list[str]
    found: list[dict[str, float]]
    right: dict[str, list[bool | None]]
    whole: list[bool]
    words_between: list[float]


def beside() -> list[Path]:
    """Return the folders of annotated English reports that stand beside the repository."""
    return [path for name in ("dev", "dev2", "dev3") if (path := BESIDE / "eval" / name).is_dir()]


def sample(folders: Iterable[Path]) -> tuple[Sample, Sample]:
    """Return the claims the reader takes in annotated reports, and the numbers it does not take."""
    taken = Sample([], [], {head: [] for head in FIELDS}, [], [])
    left = Sample([], [], {"unread": []}, [], [])
    for one in (one for folder in folders for one in load(folder)):
        if one.report.language not in lexicon.languages():
            continue
        claims, unread = evidence(dated(one.report))
        rows = tables.claim_rows(one.report, [claim for claim, _ in claims])
        paired = agreement.pairs(one, rows)
        for index, (_, found) in enumerate(claims):
            right = paired[index][1] if index in paired else None
            taken.reports.append(one.report.report_id)
            taken.found.append(found)
            taken.words_between.append(-found.get("distance", 0.0))
            taken.whole.append(right is not None and right >= WHOLE)
            for head in FIELDS:
                taken.right[head].append(NEEDS[head](right))
        missed = _missed(one, {pair[0] for pair in paired.values()}, rows)
        for number, found in unread:
            left.reports.append(one.report.report_id)
            left.found.append(found)
            left.right["unread"].append(
                any(number.start < end and start < number.end for start, end in missed)
            )
    return taken, left


def _missed(one: Annotated, paired: set[int], rows: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Return where the claims stand that the reader does not take."""
    spans = [span for index, places in enumerate(one.spans) if index not in paired for span in places]
    return [
        (start, end)
        for start, end in spans
        if not any(row["start"] < end and start < row["end"] for row in rows)
    ]


# -- fitting ----------------------------------------------------------------------------------------------


def _names(found: Sequence[dict[str, float]]) -> list[str]:
    counts = Counter(name for one in found for name in one)
    return sorted(name for name, count in counts.items() if count >= RARE)


def _matrix(found: Sequence[dict[str, float]], names: Sequence[str]) -> np.ndarray:
    at = {name: index for index, name in enumerate(names)}
    made = np.zeros((len(found), len(names)))
    for row, one in enumerate(found):
        for name, value in one.items():
            if name in at:
                made[row, at[name]] = value
    return made


def logistic(x: np.ndarray, y: np.ndarray, ridge: float | np.ndarray) -> np.ndarray:
    """Return the weights of a ridge logistic regression."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ weights
        p = 0.5 * (1 + np.tanh(z / 2))
        return (
            float((np.logaddexp(0, z) - y * z).sum() + 0.5 * (ridge * weights * weights).sum()),
            x.T @ (p - y) + ridge * weights,
        )

    return np.asarray(
        minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    )


def folds(reports: Sequence[str], many: int) -> np.ndarray:
    """Return the fold of each row: whole reports, by the hash of their names."""
    order = sorted(set(reports), key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    at = {name: index % many for index, name in enumerate(order)}
    return np.array([at[name] for name in reports])


def _unseen(x: np.ndarray, y: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Return the score of each row by weights that did not see its report."""
    z = np.zeros(len(y))
    for one in range(int(fold.max()) + 1):
        z[fold == one] = x[fold == one] @ logistic(x[fold != one], y[fold != one], RIDGE)
    return z


def _platt(z: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return slope and level of the line from scores to log-odds; the slope is held near 1 by a ridge."""
    line = logistic(np.column_stack([z, np.ones_like(z)]), y, np.array([1.0, 0.1]))
    return (max(0.2, float(line[0])), float(line[1]))


@dataclass(frozen=True)
class Fitted:
    """Weights by name, and the line that calibrates their sum."""

    names: list[str]
    weights: np.ndarray
    scale: tuple[float, float]

    def chance(self, found: Sequence[dict[str, float]]) -> np.ndarray:
        """Return the probability of each row."""
        z = _matrix(found, self.names) @ self.weights
        return np.asarray(1 / (1 + np.exp(-(self.scale[0] * z + self.scale[1]))))


def fit(found: Sequence[dict[str, float]], y: np.ndarray, reports: Sequence[str]) -> Fitted:
    """Fit weights on all rows, and the line on scores that did not see their reports."""
    names = _names(found)
    x = _matrix(found, names)
    return Fitted(names, logistic(x, y, RIDGE), _platt(_unseen(x, y, folds(reports, INNER)), y))


def _together(scores: np.ndarray) -> np.ndarray:
    """Return the log-odds that all columns are right."""
    logs = -np.logaddexp(0, -scores).sum(axis=1)
    return np.asarray(logs - np.log(np.maximum(-np.expm1(logs), 1e-12)))


def _whole_scores(rows: Sample, seen: np.ndarray, unseen: np.ndarray) -> np.ndarray:
    """Return the log-odds of the claims ``unseen`` by weights fitted on the claims ``seen``."""
    names = _names([rows.found[i] for i in seen])
    columns = []
    for head in FIELDS[:CLAIM]:
        kept = [i for i in seen if rows.right[head][i] is not None]
        y = np.array([float(bool(rows.right[head][i])) for i in kept])
        weights = logistic(_matrix([rows.found[i] for i in kept], names), y, RIDGE)
        columns.append(_matrix([rows.found[i] for i in unseen], names) @ weights)
    return _together(np.column_stack(columns))


def whole_line(rows: Sample, seen: np.ndarray) -> tuple[float, float]:
    """Return the line that calibrates the claim as a whole, by scores that did not see its report."""
    fold, z = folds([rows.reports[i] for i in seen], INNER), np.zeros(len(seen))
    for one in range(INNER):
        z[fold == one] = _whole_scores(rows, seen[fold != one], seen[fold == one])
    return _platt(z, np.array([float(rows.whole[i]) for i in seen]))


def crossed_whole(rows: Sample) -> tuple[np.ndarray, np.ndarray]:
    """Return the confidence of each claim by a fit that did not see its report, and whether it is right."""
    fold, p = folds(rows.reports, FOLDS), np.zeros(len(rows.found))
    for one in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        slope, level = whole_line(rows, seen)
        p[unseen] = 1 / (1 + np.exp(-(slope * _whole_scores(rows, seen, unseen) + level)))
    return p, np.array(rows.whole, dtype=float)


def known(rows: Sample, head: str) -> tuple[list[dict[str, float]], np.ndarray, list[str]]:
    """Return evidence, truth and report of the rows for which a head is known."""
    kept = [index for index, right in enumerate(rows.right[head]) if right is not None]
    return (
        [rows.found[index] for index in kept],
        np.array([float(bool(rows.right[head][index])) for index in kept]),
        [rows.reports[index] for index in kept],
    )


def crossed(rows: Sample, head: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the probability of each row by a fit that did not see its report, and the truth."""
    found, y, reports = known(rows, head)
    fold, p = folds(reports, FOLDS), np.zeros(len(y))
    for one in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        if len(unseen):
            made = fit([found[i] for i in seen], y[seen], [reports[i] for i in seen])
            p[unseen] = made.chance([found[i] for i in unseen])
    return p, y


# -- measuring --------------------------------------------------------------------------------------------


def accuracy(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the share right among the surest k rows, for every k; ties count as they would on average."""
    order = np.argsort(-p, kind="stable")
    right = y[order].astype(float)
    ranked = p[order]
    for value in np.unique(ranked):
        alike = ranked == value
        right[alike] = right[alike].mean()
    return np.asarray(np.cumsum(right) / np.arange(1, len(y) + 1))


def coverage(p: np.ndarray, y: np.ndarray, least: float) -> float:
    """Return the largest share of rows that can be accepted with at least this share of them right."""
    good = np.flatnonzero(accuracy(p, y) >= least)
    good = good[good >= 0.02 * len(y)]
    return float((good[-1] + 1) / len(y)) if len(good) else 0.0


def error(p: np.ndarray, y: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal size."""
    parts = np.array_split(np.argsort(p, kind="stable"), bins)
    return float(
        sum(len(part) * abs(p[part].mean() - y[part].mean()) for part in parts if len(part)) / len(y)
    )


def measure(p: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Return base rate, share right of the surest half and four fifths, coverage, calibration error, area."""
    right = accuracy(p, y)
    return {
        "all": float(y.mean()),
        "surest_half": float(right[len(y) // 2 - 1]),
        "surest_four_fifths": float(right[int(0.8 * len(y)) - 1]),
        "coverage_95": coverage(p, y, 0.95),
        "coverage_98": coverage(p, y, 0.98),
        "calibration.error": error(p, y),
        "risk_area.error": float((1 - right).mean()),
    }


def say(folders: Sequence[Path] | None = None) -> dict[str, float]:
    """Print how well sureness sorts right from wrong; return the figures that floors pin."""
    folders = [GOLDEN, *(beside() if folders is None else folders)]
    taken, left = sample(folders)
    print(
        f"Confidence, by cross-validation over {len(set(taken.reports))} reports, {len(taken.found)} claims"
    )
    p, y = crossed_whole(taken)
    made = measure(p, y)
    print("  level claim right: " + "  ".join(f"{name} {value:.3f}" for name, value in made.items()))
    chance = np.full(len(y), y.mean())
    words = np.array(taken.words_between)
    print(
        f"  area under risk and coverage: {made['risk_area.error']:.4f}; "
        f"constant {measure(chance, y)['risk_area.error']:.4f}; "
        f"words between {measure(words, y)['risk_area.error']:.4f}"
    )
    for head in FIELDS:
        p, y = crossed(taken, head)
        part = measure(p, y)
        print(f"  {head:8} right {part['all']:.3f}  surest half {part['surest_half']:.3f}  "
              f"calibration error {part['calibration.error']:.3f}")  # fmt: skip
    found = nearly(left)
    print("  missed claims among the first numbers of --unread, a report: "
          + "  ".join(f"{name} {value:.3f}" for name, value in found.items()))  # fmt: skip
    return {f"confidence.{name}": value for name, value in (made | found).items()} if beside() else {}


def nearly(left: Sample) -> dict[str, float]:
    """Return how many missed claims stand first among the numbers not taken: the first tenth, the first fifth."""
    p, y = crossed(left, "unread")
    order = np.argsort(-p, kind="stable")
    hits = np.cumsum(y[order]) / max(y.sum(), 1.0)
    return {
        "unread.missed": float(y.mean()),
        "unread.first_tenth": float(hits[len(y) // 10 - 1]),
        "unread.first_fifth": float(hits[len(y) // 5 - 1]),
    }


# -- writing ----------------------------------------------------------------------------------------------


def table(rows: Sample, heads: Sequence[str], day: str) -> dict[str, Any]:
    """Return what ``weights.json`` holds of one model."""
    fitted = {head: fit(*known(rows, head)) for head in heads}
    names = sorted({name for one in fitted.values() for name in one.names})
    at = {head: dict(zip(one.names, one.weights.tolist(), strict=True)) for head, one in fitted.items()}
    weights = {name: [round(at[head].get(name, 0.0), 3) for head in heads] for name in names}
    return {
        "made": day,
        "claims": len(rows.found),
        "reports": len(set(rows.reports)),
        "heads": list(heads),
        "errs": [round(1 - float(known(rows, head)[1].mean()), 4) for head in heads],
        "scale": [_rounded(fitted[head].scale) for head in heads],
        **({"whole": _rounded(whole_line(rows, np.arange(len(rows.found))))} if rows.whole else {}),
        "weights": {name: values for name, values in weights.items() if any(values)},
    }


def _rounded(line: tuple[float, float]) -> list[float]:
    return [round(number, 4) for number in line]


def written(model: dict[str, Any]) -> str:
    """Return the file: one name a line, so that a change of weights can be read."""
    parts = []
    for name, held in model.items():
        facts = [f'    "{key}": {json.dumps(value)}' for key, value in held.items() if key != "weights"]
        lines = [f"      {json.dumps(key)}: {json.dumps(value)}" for key, value in held["weights"].items()]
        facts.append('    "weights": {\n' + ",\n".join(lines) + "\n    }")
        parts.append(f'  "{name}": {{\n' + ",\n".join(facts) + "\n  }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    """Fit, write the weights, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.calibrate", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="annotated reports (default: those beside)")
    parser.add_argument("--day", default=dt.date.today().isoformat(), help="the day to write down")
    parser.add_argument("--measure", action="store_true", help="only print the figures")
    args = parser.parse_args()
    folders = args.folders or beside()
    if not args.measure:
        taken, left = sample([GOLDEN, *folders])
        made = {"claims": table(taken, FIELDS, args.day), "unread": table(left, ("unread",), args.day)}
        FILE.write_text(written(made), encoding="utf-8")
        print(f"{FILE}: {len(taken.found)} claims of {len(set(taken.reports))} reports")
    say(folders)


if __name__ == "__main__":
    main()
