"""The gate: decide cheaply which stretches of a report can hold a claim at all.  Most text stops here.

A stretch passes when it holds a number, in digits or words, and a word of an event; a word that is common in
ordinary news ("left", "hit") passes only beside a noun of people or homes.  Which word of a phrase to look for
follows from the lexicon: one that is not common, or else one that is no small word of the grammar.

In: text.  Out: yes or no.
Words: those of events, subjects and nations, and the number words of amounts.toml and grammar.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from tracker import lexicon
from tracker.claims.grammar import grammar
from tracker.lexicon.gazetteer import gazetteer
from tracker.lexicon.verbs import inflected, spelled_out
from tracker.marks import events, subjects

_DIGIT = re.compile(r"\d")
# the tables of amounts.toml whose words stand for a number without a digit
_NUMBER_TABLES = (
    "small", "teens", "tens", "zeros", "hundreds", "scales", "dozens", "plurals", "vague", "fractions",
    "fraction_plurals",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gate:
    """The words of a language, as sets."""

    numbers: frozenset[str]
    rare: frozenset[str]
    """Words of events that open by themselves."""
    common: frozenset[str]
    """Words of events that open only beside one of the counted."""
    counted: frozenset[str]
    """Nouns of people, households and homes."""
    known: frozenset[str]
    """All of these."""

    def numbered(self, text: str) -> bool:
        """Return whether a text holds a number at all."""
        return _DIGIT.search(text) is not None or not self.numbers.isdisjoint(lexicon.letters(text))

    def opens(self, text: str) -> bool:
        """Return whether a stretch of text may hold a claim."""
        found = self.known.intersection(lexicon.letters(text))
        if self.rare.isdisjoint(found) and (self.common.isdisjoint(found) or self.counted.isdisjoint(found)):
            return False
        return _DIGIT.search(text) is not None or not self.numbers.isdisjoint(found)

    def may_go_on(self, text: str) -> bool:
        """Return whether a sentence of an open paragraph may hold a claim whose noun stands in another."""
        found = self.known.intersection(lexicon.letters(text))
        happened = not self.rare.isdisjoint(found) or not self.common.isdisjoint(found)
        return happened and (_DIGIT.search(text) is not None or not self.numbers.isdisjoint(found))


@cache
def gate(language: str) -> Gate:
    """Return the gate of a language."""
    small, common = _small_words(language), _common_words(language)
    unusual: list[list[str]] = []
    usual: list[list[str]] = []
    for phrase in _phrases(language):
        words = _cut(phrase)
        if uncommon := [word for word in words if word not in common and word not in small]:
            unusual.append(uncommon)
        elif words:
            usual.append([word for word in words if word not in small] or words)
    rare, beside = _keys(unusual), _keys(usual)
    numbers = _number_words(language)
    counted = _counted_nouns(language)
    known = numbers | rare | beside | counted
    return Gate(numbers=numbers, rare=rare, common=beside, counted=counted, known=known)


def never_let_through(language: str) -> list[str]:
    """Return every phrase and noun of the lexicon that the gate keeps out, whatever number stands beside it."""
    door = gate(language)
    person = next(noun for noun, subject in subjects.nouns(language).items() if subject.plain)
    shut = [phrase for phrase in _phrases(language) if not door.opens(f"5 {person} {phrase}")]
    return shut + [noun for noun in _implying_nouns(language) if not door.opens(f"5 {noun}")]


def _keys(phrases: list[list[str]]) -> frozenset[str]:
    """Return words, as few as may be, one of which each of the phrases holds: the longest where there is a choice."""
    chosen: set[str] = set()
    for words in sorted(phrases, key=lambda words: (len(words), words)):
        if chosen.isdisjoint(words):
            chosen.add(max(words, key=len))
    return frozenset(chosen)


def _cut(phrase: str) -> list[str]:
    """Return the words of a phrase as the gate sees those of a text, in alphabetical order."""
    return sorted(lexicon.letters(phrase))


def _phrases(language: str) -> Iterator[str]:
    """Return every phrase and noun that may make a claim of a number."""
    for phrase, found in events.phrases(language).items():
        if any(event.kind not in events.ASIDE for event in found):
            yield phrase
    yield from _implying_nouns(language)


def _implying_nouns(language: str) -> Iterator[str]:
    """Return the nouns that carry a term of their own."""
    return (noun for noun, subject in subjects.nouns(language).items() if subject.implied is not None)


def _common_words(language: str) -> frozenset[str]:
    """Return the words that are common in ordinary news, in all forms that are listed."""
    listed = events.event_words(language).common
    return frozenset(word for entry in listed for word in spelled_out(entry, language))


def _small_words(language: str) -> frozenset[str]:
    """Return the small words of the grammar, which say nothing of what happened."""
    words = grammar(language)
    classes: Iterable[frozenset[str]] = (
        words.be, words.have, words.get, words.modals, words.relatives, words.conjunctions, words.prepositions,
        words.before_nouns, words.clause_breaks, words.adverbial, words.opens_object, words.pronouns_of,
    )  # fmt: skip
    return frozenset().union(*classes)


def _number_words(language: str) -> frozenset[str]:
    """Return the words that may be a number or one word of it: those of amounts.toml, and a few more."""
    amounts = lexicon.load(language, "amounts")
    valued = {word for table in _NUMBER_TABLES for word in amounts[table]}
    return frozenset(word for word in valued | grammar(language).numbers if _cut(word) == [word])


def _counted_nouns(language: str) -> frozenset[str]:
    """Return the heads of the nouns of people, households and homes, and the nations."""
    words = subjects.subject_words(language)
    heads = {
        re.split(r"[\s-]+", noun)[-1]
        for noun, subject in subjects.nouns(language).items()
        if subject.unit is not None and noun not in words.other.ambiguous
    }
    nations = {inflected(name.lower(), words.nations.plural) for name in gazetteer().demonyms}
    return frozenset(word for word in heads | nations if _cut(word) == [word])
