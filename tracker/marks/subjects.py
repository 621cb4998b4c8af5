"""Find the nouns that say who or what is counted: people, households, dwellings, or surely neither.

In: a segment's text.  Out: Marks of Subject, in reading order, longest reading first.
Words: lexicon/<language>/subjects.toml
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tracker import lexicon
from tracker.vocabulary import Mark, Subject


@cache
def nouns(language: str) -> dict[str, Subject]:
    """Return every noun of a language and what it means."""
    data = lexicon.load(language, "subjects")
    sex = {noun: kind for kind, nouns in data["sex"].items() for noun in nouns}
    age = {noun: kind for kind, nouns in data["age"].items() for noun in nouns}
    roles, visitors = set(data["other"]["roles"]), set(data["other"]["visitors"])
    found: dict[str, Subject] = {}

    def add(noun: str, unit: str | None, **more: Any) -> None:
        found[noun] = Subject(
            unit=unit,  # type: ignore[arg-type]  # the keys of the file are the units
            noun=noun,
            sex=sex.get(noun),
            age_group=age.get(noun),
            role=noun in roles,
            visitor=noun in visitors,
            **more,
        )

    for noun in data["other"]["things"]:
        add(noun, None, thing=True)
    for unit in ("person", "household", "dwelling"):
        for key, nouns in data[unit].items():
            if key != "implied":
                for noun in nouns:
                    add(noun, unit)
        for noun, meaning in data[unit].get("implied", {}).items():
            term, measure, *sub = meaning.split()
            add(noun, unit, implied=term, implied_measure=measure, subterm=sub[0] if sub else None)
    for unit, nouns in data["plain"].items():
        for noun in nouns:
            add(noun, unit, plain=True)
    return found


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of all nouns, as they stand for those who are counted."""
    part = lexicon.alternatives(lexicon.load(language, "subjects")["compounds"]["part"])
    # a footnote's number may hang on the word ("missing1"), nothing else
    return re.compile(
        rf"(?<!\w)(?:{lexicon.alternatives(list(nouns(language)))})"
        rf"(?!\d{{0,2}}[^\W\d]|\d{{3}}|[-‐](?:{part})\b)"
    )


def find_subjects(text: str, *, language: str = "en") -> list[Mark[Subject]]:
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
        Mark(start=hit.start(), end=hit.end(), value=found[" ".join(hit.group().split())])
        for hit in _pattern(language).finditer(lexicon.lower(text))
    ]
