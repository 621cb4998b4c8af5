"""The gate lets through everything the grammar could bind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tracker import lexicon
from tracker.claims import gate as door
from tracker.claims.gate import gate, never_let_through
from tracker.lexicon.verbs import spelled_out
from tracker.marks import events
from tracker.marks.events import find_events


@pytest.mark.parametrize("language", lexicon.languages())
def test_every_phrase_and_noun_opens_the_gate(language: str) -> None:
    assert never_let_through(language) == []


@pytest.mark.parametrize(
    "text",
    [
        "The council put off the vote until March.",
        "Shares rose 3 per cent on 4 May.",
        "The left lost two seats.",
        "He left at 5 and returned at 6.",
        "Villagers fled.",
    ],
)
def test_ordinary_sentences_are_shut_out(text: str) -> None:
    assert not gate("en").opens(text)


def test_a_common_word_opens_only_beside_people() -> None:
    assert gate("en").opens("Some 400 residents left on Friday.")
    assert not gate("en").opens("The train left at 4.")


def test_a_new_verb_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Some 5 people have decamped."
    assert not gate("en").opens(text)
    shutil.copytree(lexicon.HERE / "en", tmp_path / "new-verb")
    file = tmp_path / "new-verb" / "verbs.toml"
    line = '"flee: fled", '
    file.write_text(file.read_text("utf-8").replace(line, f'{line}"decamp", '), "utf-8")
    monkeypatch.setattr(lexicon, "HERE", tmp_path)
    assert gate("new-verb").opens(text)
    [mark] = find_events(text, language="new-verb")
    [event] = mark.value
    assert (event.term, event.kind, event.words) == ("displaced", "did", "decamped")


def test_what_the_gate_could_never_let_through_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    meant = next(iter(events.phrases("en").values()))
    gate("en")
    monkeypatch.setattr(door.events, "phrases", lambda language: {"skedaddled": meant})
    assert never_let_through("en") == ["skedaddled"]


@pytest.mark.parametrize("language", lexicon.languages())
def test_every_common_word_is_one_of_a_phrase(language: str) -> None:
    words = {word for phrase in door._phrases(language) for word in lexicon.letters(phrase)}
    small = door._small_words(language)
    for entry in lexicon.load(language, "events")["common"]:
        assert words.intersection(spelled_out(entry, language)) - small, entry
