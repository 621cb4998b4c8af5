"""The gate: tell cheaply which stretches of a report can hold a claim at all.  Most text stops here.

A stretch passes when it holds a number, in digits or words, and a word of an event; a word that is common in
ordinary news ("left", "hit") passes only beside a noun of people or homes.

In: text.  Out: yes or no.
Words: those of events, subjects and nations, and the number words of lexicon/<language>/grammar.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker import lexicon
from tracker.lexicon.gazetteer import gazetteer
from tracker.marks import events, subjects

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Gate:
    """The words of a language, as sets."""

    numbers: frozenset[str]
    telling: frozenset[str]
    weak: frozenset[str]
    counted: frozenset[str]
    known: frozenset[str]
    """All of these."""

    def numbered(self, text: str) -> bool:
        """Tell whether a text holds a number at all."""
        return _DIGIT.search(text) is not None or not self.numbers.isdisjoint(lexicon.letters(text))

    def opens(self, text: str) -> bool:
        """Tell whether a stretch of text may hold a claim."""
        found = self.known.intersection(lexicon.letters(text))
        if not found or (self.telling.isdisjoint(found) and self.weak.isdisjoint(found)):
            return False
        if self.telling.isdisjoint(found) and self.counted.isdisjoint(found):
            return False
        return _DIGIT.search(text) is not None or not self.numbers.isdisjoint(found)

    def may_go_on(self, text: str) -> bool:
        """Tell whether a sentence of an open paragraph may hold a claim whose noun stands in another."""
        found = self.known.intersection(lexicon.letters(text))
        told = not self.telling.isdisjoint(found) or not self.weak.isdisjoint(found)
        return told and (_DIGIT.search(text) is not None or not self.numbers.isdisjoint(found))


@cache
def gate(language: str) -> Gate:
    """Return the gate of a language."""
    told, weak = events.keys(language)
    implied, counted = subjects.keys(language)
    nations = {f"{name.lower().removesuffix('s')}s" for name in gazetteer().demonyms}
    numbers, telling, beside, nouns = (
        frozenset(word for whole in words for word in lexicon.letters(whole) if len(word) == len(whole))
        for words in (
            lexicon.load(language, "grammar")["numbers"], told | (implied - weak), weak, counted | nations
        )
    )  # fmt: skip
    return Gate(
        numbers=numbers,
        telling=telling,
        weak=beside,
        counted=nouns,
        known=numbers | telling | beside | nouns,
    )
