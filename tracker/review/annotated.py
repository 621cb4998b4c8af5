"""Reports with the claims a person reads in them: one folder a report, or one JSON file a report.

A folder holds ``report.txt``, ``claims.csv`` and ``source.toml`` (publisher, published, kind); a JSON file holds
``doc_id``, ``text``, ``published``, ``publisher``, ``language`` and ``claims``.  Both are what `tests/golden` and
annotators write; ``tracker review --export`` writes the folders.

In: a folder.  Out: Annotated reports; and the folders of accepted claims.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import BadConfiguration, MissingInput
from tracker.vocabulary import Report

COLUMNS = (
    "quote", "start", "value", "low", "high", "qualifier", "unit", "persons", "term", "measure", "period_start",
    "period_end", "per", "group", "origin", "destination", "country_iso3", "source", "hypothetical", "negated",
)  # fmt: skip
NUMBERS = ("value", "low", "high", "persons")
TRUTHS = ("hypothetical", "negated")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report and the claims a person reads in it; ``spans`` are the places where each quote may stand."""

    report: Report
    claims: tuple[dict[str, Any], ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]
    kind: str = "other"


def load(folder: Path) -> list[Annotated]:
    """Return the annotated reports of a folder, by name.

    Raises
    ------
    MissingInput
        The folder is not there, or holds none.
    """
    if not folder.is_dir():
        raise MissingInput(f"there is no folder {folder}", fix="name a folder of annotated reports")
    found = [_of_folder(path.parent) for path in sorted(folder.rglob("claims.csv")) if _whole(path.parent)]
    found += [made for path in sorted(folder.glob("*.json")) if (made := _of_json(path)) is not None]
    if not found:
        raise MissingInput(
            f"{folder} holds no annotated report",
            fix="each is a folder with report.txt, claims.csv and source.toml; "
            "tracker review --export FOLDER writes them",
        )
    return found


def _whole(folder: Path) -> bool:
    return (folder / "report.txt").is_file() and (folder / "source.toml").is_file()


def _of_folder(folder: Path) -> Annotated:
    """Return the report of a folder with its claims."""
    about = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
    published = about.get("published")
    report = Report(
        report_id=folder.name,
        text=(folder / "report.txt").read_text(encoding="utf-8"),
        title=about.get("title"),
        publisher=about.get("publisher"),
        published=published,
        published_basis="given" if published else "unknown",
        language=about.get("language", "en"),
    )
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        claims = tuple(_typed(row, folder) for row in csv.DictReader(file))
    spans = tuple(((one["start"], one["start"] + len(one["quote"])),) for one in claims)
    return Annotated(report, claims, spans, str(about.get("kind", "other")))


def _typed(row: Mapping[str, str | None], folder: Path) -> dict[str, Any]:
    """Return a row with numbers, truth values, and ``None`` for unknown."""
    made: dict[str, Any] = {name: value or None for name, value in row.items()}
    try:
        for name in NUMBERS:
            made[name] = float(made[name]) if made.get(name) else None
        made["start"] = int(made["start"])
    except (KeyError, TypeError, ValueError) as fault:
        raise BadConfiguration(
            f"{folder / 'claims.csv'}: {row.get('quote')!r}: {fault}", fix="start and value are numbers"
        ) from fault
    for name in TRUTHS:
        made[name] = made.get(name) == "true"
    made["end"] = made["start"] + len(made["quote"])
    return made


def _of_json(path: Path) -> Annotated | None:
    """Return the report of a JSON file with its claims; ``None`` where it holds something else."""
    doc = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(doc, dict) or not {"doc_id", "text", "claims"} <= doc.keys():
        return None
    published = dt.date.fromisoformat(doc["published"]) if doc.get("published") else None
    report = Report(
        report_id=doc["doc_id"],
        text=doc["text"],
        title=doc.get("title"),
        publisher=doc.get("publisher"),
        url=doc.get("url"),
        published=published,
        published_basis="given" if published else "unknown",
        language=doc.get("language") or "en",
    )
    claims = tuple(doc["claims"])
    spans = tuple(
        tuple((hit.start(), hit.end()) for hit in re.finditer(re.escape(one["quote"]), doc["text"]))
        for one in claims
    )
    return Annotated(report, claims, spans, doc.get("kind") or "other")


def folder_files(
    text: str, about: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Yield the files of one annotated report: name and content."""
    yield "report.txt", text
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for claim in sorted(claims, key=lambda one: (one["start"], one["quote"])):
        writer.writerow([_cell(claim.get(name)) for name in COLUMNS])
    yield "claims.csv", out.getvalue()
    yield "source.toml", "".join(_lines(about))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _lines(about: Mapping[str, Any]) -> Iterable[str]:
    for name, value in about.items():
        if isinstance(value, dt.date):
            yield f"{name} = {value.isoformat()}\n"
        elif value:
            yield f"{name} = {json.dumps(str(value), ensure_ascii=False)}\n"
