"""The bundled reports: each has whole front matter, lies in its situation's time and is read without a fault."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tracker.read import read
from tracker.read.situations_file import load_situations

DATASETS = Path(__file__).parents[2] / "datasets"
REPORTS = sorted((DATASETS / "reports").rglob("*.md"))
SITUATIONS = {one.situation_id: one for one in load_situations(DATASETS / "situations.toml")}
NEEDED = {"title", "publisher", "url", "published", "language", "kind", "restated"}
MONTHS = [dt.date(2019, month, 1).strftime("%B") for month in range(1, 13)]
DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (20\d\d))?\b")


def split(path: Path) -> tuple[dict[str, Any], str]:
    """Return a report's front matter and its body."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body.strip()


each_report = pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parent.name}/{path.stem}")


@pytest.mark.parametrize(("situation", "least"), [("baghouz", 40), ("marawi", 25), ("tigray-sudan", 25)])
def test_there_are_enough(situation: str, least: int) -> None:
    """Each situation has the reports it was promised."""
    assert len([path for path in REPORTS if path.parent.name == situation]) >= least


def test_every_folder_is_a_situation() -> None:
    """A folder of reports and a table of situations.toml go by the same name."""
    assert {path.parent.name for path in REPORTS} == set(SITUATIONS)


@each_report
def test_front_matter_is_whole(path: Path) -> None:
    """Who, where, when, and that the wording is ours."""
    head, _ = split(path)
    assert NEEDED <= set(head) <= NEEDED | {"wire"}
    assert re.fullmatch(r"https?://\S+", head["url"])
    assert type(head["published"]) is dt.date
    assert path.stem.startswith(head["published"].isoformat() + "-")
    assert (head["language"], head["restated"]) == ("en", True)
    assert head["kind"] in {"news", "sitrep"}
    assert head.get("wire") != head["publisher"]


@each_report
def test_lies_in_its_situation(path: Path) -> None:
    """The days it was published and speaks of lie between the situation's start and end."""
    head, body = split(path)
    situation = SITUATIONS[path.parent.name]
    assert situation.start is not None
    assert situation.end is not None
    assert situation.start <= head["published"] <= situation.end
    for number, month, year in DAY.findall(body):
        day = dt.date(int(year or head["published"].year), MONTHS.index(month) + 1, int(number))
        if not year and day > head["published"]:
            day = day.replace(year=day.year - 1)
        assert situation.start <= day <= head["published"]


@each_report
def test_is_prose_with_figures(path: Path) -> None:
    """A reader meets sentences, and at least one figure that is no day."""
    _, body = split(path)
    assert re.search(r"\d", DAY.sub("", body))
    assert len(re.findall(r"[.:|](?:\s|$)", body)) >= 2
    assert not re.search(r"\b(?:TODO|XXX)\b|  |\bwww\.", body)
    assert all(len(DAY.sub("", line)) > 2 for line in body.splitlines() if line)


@each_report
def test_says_who_counted_or_is_the_counter(path: Path) -> None:
    """Figures are credited: in the words, or the publisher is the one who counts."""
    head, body = split(path)
    cues = (
        r"\b(?:said|says|reported|according to|told|put|counted|documented|recorded|registered|monitored)\b"
    )
    counters = {"WHO", "OCHA", "IRC", "UNHCR", "UNICEF", "DSWD"}
    assert re.search(cues, body, re.IGNORECASE) or head["publisher"] in counters or "Figures from" in body


@pytest.mark.parametrize("situation", sorted(SITUATIONS))
def test_no_page_comes_twice(situation: str) -> None:
    """One file a page and day; no body is a copy of another."""
    heads = [split(path) for path in REPORTS if path.parent.name == situation]
    pages = [(head["url"], head["published"]) for head, _ in heads]
    assert len(set(pages)) == len(pages)
    bodies = [body for _, body in heads]
    assert len(set(bodies)) == len(bodies)


def test_the_reader_takes_all_of_them() -> None:
    """Nothing is set aside or left unread, and each report knows its situation and that it is restated."""
    reading = read(DATASETS / "reports")
    assert len(reading.reports) == len(REPORTS)
    assert (reading.verdicts, reading.notes) == ((), ())
    assert {report.situation for report in reading.reports} == set(SITUATIONS)
    assert all(report.restated and report.published_basis == "given" for report in reading.reports)
    assert all(report.language == "en" and report.text.strip() for report in reading.reports)
