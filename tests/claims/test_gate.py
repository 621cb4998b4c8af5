"""The gate lets through everything the grammar could bind."""

from __future__ import annotations

import pytest

from tracker import lexicon
from tracker.claims.gate import gate, never_let_through


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
