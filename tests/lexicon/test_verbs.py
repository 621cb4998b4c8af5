"""Verbs stand in the lexicon once, with all their forms, and a rule names their group."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tracker import lexicon
from tracker.errors import BadConfiguration
from tracker.lexicon.verbs import spelled_out, verbs

NAMED = re.compile(r"<([^<>:]+)")


@pytest.mark.parametrize(
    "forms",
    [
        "flee flees fled fled fleeing",  # stated
        "escape escapes escaped escaped escaping",  # regular, by its ending
        "carry carries carried carried carrying",
        "stay stays stayed stayed staying",
        "trap traps trapped trapped trapping",
        "destroy destroys destroyed destroyed destroying",
        "die dies died died dying",
        "perish perishes perished perished perishing",
        "expel expels expelled expelled expelling",  # partly stated
        "cut off|cuts off|cut off|cut off|cutting off",  # the first word is inflected
        "go out|goes out|went out|gone out|going out",
    ],
)
def test_forms(forms: str) -> None:
    plain, *others = forms.split("|") if "|" in forms else forms.split()
    assert [spelling for form in verbs("en").forms[plain].values() for spelling in form] == [plain, *others]


def test_two_spellings_are_both_there() -> None:
    assert verbs("en").forms["travel"]["past"] == ("travelled", "traveled")


def test_a_phrase_stands_for_every_form_of_every_verb() -> None:
    assert spelled_out("<cross> the border", "en") == [
        "cross the border", "crosses the border", "crossed the border", "crossing the border",
    ]  # fmt: skip
    assert spelled_out("(<flee:past>|left) home", "en") == ["fled home", "left home"]
    assert spelled_out("<give:past participle> up", "en") == ["gave up", "given up"]


def test_a_verb_that_is_not_there_is_named() -> None:
    with pytest.raises(BadConfiguration, match="'levitate' is no group or verb") as caught:
        spelled_out("<levitate> their homes", "en")
    assert "verbs.toml" in caught.value.fix


def test_forms_are_stated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stated-twice").mkdir()
    file = lexicon.HERE / "en" / "verbs.toml"
    again = file.read_text("utf-8").replace("[groups]", '[groups]\nagain = ["flee: fled"]')
    (tmp_path / "stated-twice" / "verbs.toml").write_text(again, "utf-8")
    monkeypatch.setattr(lexicon, "HERE", tmp_path)
    with pytest.raises(BadConfiguration, match="'flee' are stated twice"):
        verbs("stated-twice")


def named(language: str) -> Iterator[str]:
    """Return every group and verb that events.toml names."""
    events = lexicon.load(language, "events")
    for phrase in [phrase for event in events["event"] for phrase in event["words"]] + events["common"]:
        yield from NAMED.findall(phrase)


@pytest.mark.parametrize("language", lexicon.languages())
def test_every_verb_is_used(language: str) -> None:
    known, used = verbs(language), set(named(language))
    idle = {
        verb
        for group, plain in known.groups.items()
        for verb in plain
        if group not in used and verb not in used
    }
    parts = {
        verb.split(" ", 1)[0] for verb in known.forms if " " in verb
    }  # "cut" lends its forms to "cut off"
    assert idle - parts == set()


@pytest.mark.parametrize("language", lexicon.languages())
def test_a_verb_stands_once_in_a_group(language: str) -> None:
    for group, plain in verbs(language).groups.items():
        assert not [one for one, other in pairwise(sorted(plain)) if one == other], group
