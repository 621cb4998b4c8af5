"""A language is a folder: the reader works the same when the words stand under another name and English is gone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "tracker"
SCRIPT = """
import dataclasses, datetime as dt, json, sys
from tracker.claims.read import read_claims
from tracker.vocabulary import Report
language, texts = sys.argv[1], json.load(sys.stdin)
made = []
for text in texts:
    report = Report(report_id="r", text=text, title=None, published=dt.date(2031, 5, 6), published_basis="given",
                    language=language)
    claims, unread = read_claims(report)
    made.append([[dataclasses.astuple(one) for one in claims], [(one.quote, one.reason) for one in unread]])
print(json.dumps(made, default=str))
"""
TEXTS = [
    "Nearly 58,000 people have fled Baghouz since December, said the UN refugee agency on Tuesday. A tenth of them "
    "were fighters. Another 7,000 left last week, up from 4,500 in the week before.",
    "Key figures\n\n- Kato: 4,000 people displaced\n- Bulo: 6,300\n\n| District | IDPs | Returnees |\n|---|---|---|\n"
    "| Kato | 900 | 20 |\n| Bulo | 300 | 10 |\n| Total | 1,200 | 30 |",
    "The flood destroyed 340 homes and displaced an estimated 1,900 families; nobody was killed, said the mayor.",
]


def _read(folder: Path, language: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, language], input=json.dumps(TEXTS), cwd=folder,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: list[object] = json.loads(done.stdout)
    return found


def test_a_language_is_a_folder(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "tracker", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PACKAGE.parent / "datasets" / "organisations.csv", tmp_path / "tracker" / "lexicon")
    shutil.move(tmp_path / "tracker" / "lexicon" / "en", tmp_path / "tracker" / "lexicon" / "xx")
    english, other = _read(PACKAGE.parent, "en"), _read(tmp_path, "xx")
    assert all(claims for claims, _ in english)  # type: ignore[misc]
    assert json.dumps(other).replace('"xx"', '"en"') == json.dumps(english)
