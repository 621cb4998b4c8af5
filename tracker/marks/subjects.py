"""Find the nouns that say who or what is counted: people, households, dwellings, or surely neither.

In: a segment's text.  Out: Marks of Subject, in reading order, longest reading first.
Words: lexicon/<language>/subjects.toml
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tracker import lexicon
from tracker.lexicon.phrase_finder import PhraseFinder
from tracker.lexicon.typed import typed
from tracker.vocabulary import AgeGroup, Mark, Sex, Subject, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The nouns of one unit: lists of them, and those that say what happened as "term measure subterm"."""

    general: tuple[str, ...]
    combatants: tuple[str, ...] = ()
    implied: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nations:
    """How the name of one of a nation becomes that of several."""

    plural: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compounds:
    """Words that make an adjective of the noun before them ("rebel-held")."""

    part: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Nouns that count neither people nor homes, and those of people that need a closer look."""

    things: tuple[str, ...]
    areas: tuple[str, ...]
    ambiguous: frozenset[str]
    visitors: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectWords:
    """The lists of subjects.toml."""

    plain: dict[Unit, tuple[str, ...]]
    person: Counted
    household: Counted
    dwelling: Counted
    sex: dict[Sex, tuple[str, ...]]
    age: dict[AgeGroup, tuple[str, ...]]
    nations: Nations
    compounds: Compounds
    other: Others


@cache
def subject_words(language: str) -> SubjectWords:
    """Return the nouns of a language as its file lists them."""
    return typed(SubjectWords, lexicon.load(language, "subjects"), f"{language}/subjects")


@cache
def nouns(language: str) -> dict[str, Subject]:
    """Return every noun of a language and what it means."""
    words = subject_words(language)
    sex = {noun: kind for kind, nouns in words.sex.items() for noun in nouns}
    age = {noun: kind for kind, nouns in words.age.items() for noun in nouns}
    found: dict[str, Subject] = {}

    def add(noun: str, unit: Unit | None, **more: Any) -> None:
        found[noun] = Subject(
            unit=unit,
            noun=noun,
            sex=sex.get(noun),
            age_group=age.get(noun),
            role=noun in words.other.roles,
            visitor=noun in words.other.visitors,
            **more,
        )

    for noun in _each_form(words.other.things):
        add(noun, None, thing=True)
    for noun in _each_form(words.other.areas):
        add(noun, None, thing=True, area=True)
    units: dict[Unit, Counted] = {
        "person": words.person,
        "household": words.household,
        "dwelling": words.dwelling,
    }
    for unit, counted in units.items():
        for noun in _each_form((*counted.general, *counted.combatants)):
            add(noun, unit)
        for spelled, meaning in counted.implied.items():
            term, measure, *sub = meaning.split()
            for noun in _each_form([spelled]):
                add(noun, unit, implied=term, implied_measure=measure, subterm=sub[0] if sub else None)
    for unit, plain in words.plain.items():
        for noun in _each_form(plain):
            add(noun, unit, plain=True)
    return found


def _each_form(listed: Iterable[str]) -> Iterator[str]:
    """Yield the nouns of a list, each form of one with choices: "person(s|)"."""
    for noun in listed:
        yield from lexicon.spelled_out(noun)


@cache
def _finder(language: str) -> PhraseFinder:
    """Return the finder of all nouns, as they stand for those who are counted."""
    part = lexicon.alternatives(subject_words(language).compounds.part)
    # a footnote's number may hang on the word ("missing1"), nothing else
    return PhraseFinder(nouns(language), unless=rf"\d{{0,2}}[^\W\d]|\d{{3}}|[-‐](?:{part})\b")


def find_subjects(text: str, *, language: str) -> list[Mark[Subject]]:
    """Mark the nouns of people, households, dwellings and things in a text.

    Parameters
    ----------
    text
        A segment's text; offsets count from its start.
    language
        The folder of words to use.

    Returns
    -------
    list of Mark[Subject]
        In reading order, never overlapping.
    """
    found = nouns(language)
    return [
        Mark(start=start, end=end, value=found[phrase])
        for start, end, phrase in _finder(language).find(lexicon.lower(text))
    ]
