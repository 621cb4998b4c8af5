"""The gate: tell cheaply which stretches of a report can hold a claim at all.  Most text stops here.

A stretch passes when it holds a number, in digits or words, and a word of an event; a word that is common in
ordinary news ("left", "hit") passes only beside a noun of people or homes.

In: text.  Out: yes or no.
Words: those of events, subjects and nations, and the number words of lexicon/<language>/grammar.toml.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import cache

from tracker import lexicon
from tracker.lexicon.gazetteer import gazetteer
from tracker.marks import events, subjects

_DIGIT = re.compile(r"\d")
_SPACES = str.maketrans(
    dict.fromkeys(
        (*string.punctuation, *string.digits, "’", "‘", "“", "”", "–", "—", "\n", "\t", "\xa0"), " "
    )
)


@dataclass(frozen=True, slots=True)
class Gate:
    """The words of a language, as sets."""

    numbers: frozenset[str]
    telling: frozenset[str]
    weak: frozenset[str]
    counted: frozenset[str]

    def numbered(self, text: str) -> bool:
        """Tell whether a text holds a number at all."""
        return _DIGIT.search(text) is not None or not self.numbers.isdisjoint(words_of(text))

    def opens(self, text: str) -> bool:
        """Tell whether a stretch of text may hold a claim."""
        words = words_of(text)
        if _DIGIT.search(text) is None and self.numbers.isdisjoint(words):
            return False
        if not self.telling.isdisjoint(words):
            return True
        return not self.weak.isdisjoint(words) and not self.counted.isdisjoint(words)


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return text.lower().translate(_SPACES).split()


@cache
def gate(language: str) -> Gate:
    """Return the gate of a language."""
    told, weak = events.keys(language)
    implied, counted = subjects.keys(language)
    return Gate(
        numbers=frozenset(lexicon.load(language, "grammar")["numbers"]),
        telling=told | (implied - weak),
        weak=weak,
        counted=counted | {f"{name.lower().removesuffix('s')}s" for name in gazetteer().demonyms},
    )
