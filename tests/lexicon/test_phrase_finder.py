"""Phrases are found as one pattern of all of them would find them, and a phrase that can never be found is an error."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker import lexicon
from tracker.errors import BadConfiguration
from tracker.lexicon.phrase_finder import PhraseFinder

UNLESS = r"\d{0,2}[^\W\d]|\d{3}"
PHRASES = (
    "fled",
    "fled their homes",
    "fled their",
    "left",
    "left the city",
    "can't leave",
    "in phase 3",
    "in phase",
    "self-evacuated",
    "évacués",
)
PIECES = st.sampled_from(
    ["fled", "their", "homes", "homes1", "left", "the", "city", "can't", "leave", "in", "phase", "3", "self-evacuated",
     "évacués", " ", " ", "\n", "  ", "-", ",", "x", "12", "_"]
)  # fmt: skip


def found(text: str) -> list[tuple[int, int, str]]:
    return list(PhraseFinder(PHRASES, unless=UNLESS).find(text))


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_as_one_pattern_of_all_phrases_finds_them(text: str) -> None:
    pattern = re.compile(rf"(?<!\w)(?:{lexicon.alternatives(PHRASES)})(?!{UNLESS})")
    assert found(text) == [
        (hit.start(), hit.end(), " ".join(hit.group().split())) for hit in pattern.finditer(text)
    ]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("they fled their homes.", ["fled their homes"]),
        ("they fled their\n homeland", ["fled their"]),
        ("(fled1, left)", ["fled", "left"]),
        ("unfled fledged", []),
        ("many can't leave", ["can't leave"]),
    ],
)
def test_the_longest_phrase_is_found(text: str, phrases: list[str]) -> None:
    assert [phrase for _, _, phrase in found(text)] == phrases


def test_a_phrase_that_could_never_be_found_is_an_error() -> None:
    with pytest.raises(BadConfiguration, match="-strong"):
        PhraseFinder(["-strong"], unless="x")
