"""Score reading: our golden reports always, the annotated development reports where they stand beside the repository.

A found claim and a true claim pair when their spans overlap and their values agree to 1 %; pairs are one to
one.  Three levels, each with precision, recall and F1: ``figure`` (span and value), ``claim`` (and unit, term,
measure), ``row`` (and low, high, hypothetical, negated, end of the period).  Development reports are scored by
the scorer that comes with them.

In: folders of annotated reports.  Out: plain dictionaries of figures.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import importlib.util
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tracker import api
from tracker.vocabulary import Report

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
BESIDE = ROOT.parent / "shared"
DEVELOPMENT = BESIDE / "eval" / "dev"
FIELDS = (
    "unit", "term", "measure", "qualifier", "low", "high", "persons", "per", "period_start", "period_end",
    "group", "origin", "destination", "country_iso3", "source", "hypothetical", "negated",
)  # fmt: skip
LEVELS: dict[str, tuple[str, ...]] = {
    "figure": (),
    "claim": ("unit", "term", "measure"),
    "row": ("unit", "term", "measure", "low", "high", "hypothetical", "negated", "period_end"),
}
NUMBERS = ("value", "low", "high", "persons")
STRATA = ("news", "briefs", "sitreps", "near misses", "seed")


@dataclass(frozen=True)
class Golden:
    """A report and the claims a person read in it."""

    report: Report
    claims: tuple[dict[str, Any], ...]
    near_miss: bool


@cache
def golden() -> tuple[Golden, ...]:
    """Return the golden reports of this project, by name."""
    found = []
    for folder in sorted(path for path in GOLDEN.iterdir() if path.is_dir()):
        about = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
        report = Report(
            report_id=folder.name,
            text=(folder / "report.txt").read_text(encoding="utf-8"),
            publisher=about["publisher"],
            published=about["published"],
            published_basis="given",
        )
        with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
            claims = tuple(_typed(row) for row in csv.DictReader(file))
        found.append(Golden(report, claims, about["kind"] == "nearmiss"))
    return tuple(found)


def _typed(row: Mapping[str, str]) -> dict[str, Any]:
    """Return a row of ``claims.csv`` with numbers, truth values and ``None`` for unknown."""
    made: dict[str, Any] = {name: value or None for name, value in row.items()}
    for name in NUMBERS:
        made[name] = float(row[name]) if row[name] else None
    for name in ("hypothetical", "negated"):
        made[name] = row[name] == "true"
    made["start"] = int(row["start"])
    made["end"] = made["start"] + len(row["quote"])
    return made


def read(reports: Iterable[Report]) -> dict[str, list[dict[str, Any]]]:
    """Read the reports; return report id -> rows of the claims table, days as ISO text."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for report in reports:
        _, found, _ = api.read_one(report)
        rows[report.report_id] += [
            {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
            for row in found
        ]
    return rows


# -- our own scorer ---------------------------------------------------------------------------------------


def score(gold: Iterable[Golden], found: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Score found claims against golden reports.

    Returns
    -------
    dict
        reports, gold, predicted; per level precision, recall, f1 and ``pm`` (half the 95 % interval when
        the reports are drawn again); ``fields``: the share of pairs in which each field agrees; ``wrong``:
        one line a disagreement.
    """
    hits: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    wrong: list[str] = []
    counts: list[tuple[int, int, Counter[str]]] = []
    reports = pairs = 0
    for one in gold:
        reports += 1
        ours = found.get(one.report.report_id, [])
        matched = _pair(one.claims, ours)
        pairs += len(matched)
        here: Counter[str] = Counter()
        for g, p in matched.items():
            right = {name for name in FIELDS if _agree(name, one.claims[g].get(name), ours[p].get(name))}
            agreed.update(right)
            here.update(level for level, needs in LEVELS.items() if right.issuperset(needs))
            wrong += [
                f"field {name:11s} {one.report.report_id}: {one.claims[g]['quote']!r} is {one.claims[g].get(name)!r}, "
                f"read {ours[p].get(name)!r}"
                for name in FIELDS
                if name not in right
            ]
        wrong += [
            f"missed            {one.report.report_id}: {claim['quote']!r} ({claim['term']})"
            for g, claim in enumerate(one.claims)
            if g not in matched
        ]
        wrong += [
            f"too many          {one.report.report_id}: {row['quote']!r} ({row['term']} {row['value']:g})"
            for p, row in enumerate(ours)
            if p not in matched.values()
        ]
        hits += here
        counts.append((len(one.claims), len(ours), here))
    stated, predicted = sum(one[0] for one in counts), sum(one[1] for one in counts)
    result: dict[str, Any] = {"reports": reports, "gold": stated, "predicted": predicted, "wrong": wrong}
    for level in LEVELS:
        result[level] = {
            "precision": hits[level] / predicted if predicted else 0.0,
            "recall": hits[level] / stated if stated else 0.0,
            "f1": _f1(hits[level], stated, predicted),
            "pm": _spread(counts, level),
        }
    result["fields"] = {name: agreed[name] / pairs if pairs else 0.0 for name in FIELDS}
    return result


def _f1(hits: int, stated: int, predicted: int) -> float:
    return 2 * hits / (stated + predicted) if stated + predicted else 0.0


def _spread(counts: list[tuple[int, int, Counter[str]]], level: str, draws: int = 400) -> float:
    """Return half the 95 % interval of F1 over reports drawn with replacement."""
    if not counts:
        return 0.0
    chance = random.Random(7)
    values = []
    for _ in range(draws):
        drawn = chance.choices(counts, k=len(counts))
        hits, stated, predicted = (
            sum(one) for one in zip(*((c[level], g, p) for g, p, c in drawn), strict=True)
        )
        values.append(_f1(hits, stated, predicted))
    values.sort()
    return (values[int(0.975 * draws)] - values[int(0.025 * draws)]) / 2


def _pair(gold: tuple[dict[str, Any], ...], ours: list[dict[str, Any]]) -> dict[int, int]:
    """Return which found claim stands for which true one: best agreement first, one to one."""
    options = []
    for g, claim in enumerate(gold):
        for p, row in enumerate(ours):
            overlap = min(claim["end"], row["end"]) - max(claim["start"], row["start"])
            if overlap > 0 and _close(claim["value"], row["value"]):
                right = sum(_agree(name, claim.get(name), row.get(name)) for name in FIELDS)
                options.append((-right, -overlap, g, p))
    pairs: dict[int, int] = {}
    for _, _, g, p in sorted(options):
        if g not in pairs and p not in pairs.values():
            pairs[g] = p
    return pairs


def _close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 0.01 * max(abs(a), abs(b))


def _agree(name: str, true: Any, read: Any) -> bool:
    """Say whether one field agrees; words agree when half of the shorter text's words are shared."""
    if name == "persons":
        return true is None or _close(true, read)
    if name in NUMBERS:
        return _close(true, read)
    if name in ("group", "origin", "destination", "source"):
        a, b = _words(true), _words(read)
        return a == b if not (a and b) else 2 * len(a & b) >= min(len(a), len(b))
    return bool((true or None) == (read or None))


def _words(text: str | None) -> set[str]:
    small = {"the", "a", "an", "of", "in", "from", "to", "and", "people", "said"}
    return {word.strip(".,'’") for word in (text or "").lower().split()} - small - {""}


# -- the annotated development reports --------------------------------------------------------------------


def beside() -> bool:
    """Say whether the annotated development reports stand beside the repository."""
    return DEVELOPMENT.is_dir()


def half(stem: str) -> str:
    """Return the half a development report belongs to, by the hash of its name."""
    odd = int(hashlib.sha256(stem.encode("utf-8")).hexdigest(), 16) % 2
    return "developed on" if odd else "held out"


def stratum(stem: str) -> str:
    """Return the kind of report its name tells."""
    if "nearmiss" in stem:
        return "near misses"
    if stem.startswith("seed"):
        return "seed"
    if stem.startswith("news-hiu"):
        return "briefs"
    return "sitreps" if stem.startswith("sitrep") else "news"


@cache
def _scorer() -> ModuleType:
    """Return the scorer that comes with the development reports, loaded from where it stands."""
    spec = importlib.util.spec_from_file_location("beside_score", BESIDE / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def development(language: str = "en") -> dict[str, dict[str, Any]]:
    """Return the annotated development reports of a language, by id."""
    docs: dict[str, dict[str, Any]] = _scorer().load_gold(DEVELOPMENT)
    return {name: doc for name, doc in docs.items() if doc["language"] == language}


@cache
def development_claims(language: str = "en") -> dict[str, list[dict[str, Any]]]:
    """Return what the tracker reads in the development reports."""
    reports = [
        Report(
            report_id=name,
            text=doc["text"],
            title=doc.get("title"),
            publisher=doc.get("publisher"),
            url=doc.get("url"),
            published=dt.date.fromisoformat(doc["published"]) if doc.get("published") else None,
            published_basis="given" if doc.get("published") else "unknown",
            language=language,
        )
        for name, doc in development(language).items()
    ]
    return dict(read(reports))


def score_development(choose: Callable[[str], bool], *, errors: int = 0) -> dict[str, Any] | None:
    """Score the chosen development reports with their own scorer; ``None`` when none is chosen."""
    chosen = {name: doc for name, doc in development().items() if choose(name)}
    if not chosen:
        return None
    result: dict[str, Any] = _scorer().score(chosen, development_claims(), errors)
    return result


def halves() -> dict[str, dict[str, Any]]:
    """Return the figures of both halves."""
    return {
        name: result
        for name in ("developed on", "held out")
        if (result := score_development(lambda stem, name=name: half(stem) == name)) is not None
    }


def strata(name: str | None = None) -> dict[str, dict[str, Any]]:
    """Return the figures by kind of report, of one half or of both."""
    return {
        kind: result
        for kind in STRATA
        if (
            result := score_development(
                lambda stem, kind=kind: stratum(stem) == kind and name in (None, half(stem))
            )
        )
        is not None
    }


# -- saying it --------------------------------------------------------------------------------------------

HEAD = f"{'':26} reports  true  read   figure F1        claim F1         row F1"
SHOWN = ("period_end", "measure", "term", "source", "country_iso3")


def line(name: str, result: Mapping[str, Any]) -> str:
    """Return one line of the table of F1 figures."""
    levels = "  ".join(f"{result[level]['f1']:.3f} ± {result[level]['pm']:.3f} " for level in LEVELS)
    return f"{name:26} {result['reports']:7} {result['gold']:5} {result['predicted']:5}   {levels}"


def fields_line(name: str, result: Mapping[str, Any]) -> str:
    """Return one line of field accuracies over the paired claims."""
    order = [*SHOWN, *(field for field in result["fields"] if field not in SHOWN)]
    return f"{name:14} " + "  ".join(f"{field} {result['fields'][field]:.2f}" for field in order)


def say(*, errors: int = 0) -> dict[str, float]:
    """Print the tables of reading; return the figures that floors pin, by name."""
    figures: dict[str, float] = {}
    ours = score(golden(), read(one.report for one in golden()))
    print("Reading, F1 ± half the 95 % interval over reports")
    print(HEAD)
    print(line("golden (ours)", ours))
    misses = [one for one in golden() if one.near_miss]
    extra = sum(len(rows) for rows in read(one.report for one in misses).values())
    figures |= {f"golden.{level}": ours[level]["f1"] for level in LEVELS} | {
        "golden.near_miss_claims": float(extra)
    }
    if not beside():
        print("development reports: none beside the repository, skipped")
    else:
        print()
        both = halves()
        for name, result in both.items():
            print(line(name, result))
            for kind, part in strata(name).items():
                if kind != "near misses":
                    print(line(f"  {kind}", part))
        print(line("both halves", score_development(lambda _: True) or {}))
        figures |= {f"{name}.{level}": both[name][level]["f1"] for name in both for level in LEVELS}
    print()
    print("Share of paired claims whose field is right")
    print(fields_line("golden", ours))
    if beside():
        for name, result in both.items():
            print(fields_line(name, result))
    print()
    print(f"Claims on near misses: golden {extra} on {len(misses)} reports", end="")
    if beside():
        near = {stem: rows for stem, rows in development_claims().items() if stratum(stem) == "near misses"}
        count = sum(stratum(stem) == "near misses" for stem in development())
        extra = sum(map(len, near.values()))
        print(f"; development {extra} on {count} reports", end="")
        figures["development.near_miss_claims"] = float(extra)
    print()
    for text in ours["wrong"][:errors]:
        print("  " + text)
    if errors and beside():
        score_development(lambda stem: half(stem) == "developed on", errors=errors)
    return figures
