"""A language is a folder of words: one written here, of a few French words, is read with no change of code."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tracker import lexicon
from tracker.errors import BadConfiguration
from tracker.marks.amounts import find_amounts
from tracker.marks.places import find_places
from tracker.marks.speakers import find_speakers
from tracker.marks.times import find_times
from tracker.segment import segments
from tracker.vocabulary import Report

LANGUAGE = "few-french-words"
# file -> what stands in the English file, and what stands in its place
CHANGES = {
    "amounts": [('"more than",', '"plus de",'), ("thousand = 1_000", "mille = 1_000"), ("five = 5", "cinq = 5")],
    "times": [('since   = ["since"', 'since   = ["depuis"'), ('"November", "December"]', '"novembre", "décembre"]')],
    "speakers": [('"according to",', '"selon",'), ('determiners = ["the",', 'determiners = ["le", "les",'), ('"authorities", "authority"', '"autorités"'), ('\narticles = ["the",', '\narticles = ["les",')],
    "places": [('from = [\n  "from",', 'from = [\n  "de",'), ("away from", "loin de")],
    "segment": [('"mr", "mrs"', '"mme", "mlle"')],
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / LANGUAGE
    shutil.copytree(lexicon.HERE / "en", made)
    for name, changes in CHANGES.items():
        path = made / f"{name}.toml"
        text = path.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text, before
            text = text.replace(before, after, 1)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(lexicon, "HERE", tmp_path)


def test_amounts() -> None:
    [mark] = find_amounts("Ils étaient plus de cinq mille.", language=LANGUAGE)
    assert (mark.value.value, mark.value.qualifier) == (5_000, "at_least")
    assert find_amounts("more than five thousand", language=LANGUAGE) == []


def test_times() -> None:
    [mark] = find_times("Ils ont fui depuis décembre 2018.", reference=dt.date(2019, 3, 8), language=LANGUAGE)
    assert (mark.value.start, mark.value.relation) == (dt.date(2018, 12, 1), "since")


def test_speakers() -> None:
    [mark] = find_speakers("Selon les autorités, 3,000 ont fui.", language=LANGUAGE)
    assert mark.value.name == "autorités"


def test_places() -> None:
    [mark] = find_places("Ils viennent de Hajin.", language=LANGUAGE)
    assert (mark.value.role, mark.value.place_id) == ("from", "syr.deir-ez-zor.hajin")


def test_segments() -> None:
    text = "Selon Mme. Diallo ils ont fui. Ils sont 300."
    cut = [one.text for one in segments(Report(report_id="r", text=text, language=LANGUAGE))]
    assert cut == ["Selon Mme. Diallo ils ont fui.", "Ils sont 300."]


def test_a_language_without_words_is_not_read_as_another() -> None:
    with pytest.raises(BadConfiguration, match="no places words"):
        find_places("Ils viennent de Hajin.", language="xx")
    with pytest.raises(BadConfiguration, match="no times words"):
        find_times("depuis décembre 2018", reference=None, language="xx")
