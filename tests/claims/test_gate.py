"""The gate lets through everything the grammar could bind."""

from __future__ import annotations

import pytest

from tracker.claims.gate import gate
from tracker.marks import events, subjects


def test_every_event_phrase_opens_the_gate() -> None:
    shut = [
        phrase
        for phrase, found in events._words("en")[1].items()
        if any(event.kind != "other" for event in found) and not gate("en").opens(f"5 people {phrase}")
    ]
    assert shut == []


def test_every_noun_with_a_term_opens_the_gate() -> None:
    nouns = [noun for noun, subject in subjects._words("en")[1].items() if subject.implied is not None]
    assert [noun for noun in nouns if not gate("en").opens(f"5 {noun}")] == []


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
