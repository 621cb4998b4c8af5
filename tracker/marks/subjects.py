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
def keys(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return single words of the nouns that carry a term of their own, and of all nouns of people and homes."""
    implied: set[str] = set()
    counted: set[str] = set()
    for noun, subject in _words(language)[1].items():
        if subject.unit is None:
            continue
        last = re.split(r"[\s-]+", noun)[-1]
        if noun not in ("home", "house"):
            counted.add(last)
        if subject.implied is not None:
            plain = _words(language)[1].get(last)  # "displaced children": "displaced" is what tells
            implied.add(noun.split()[0] if plain is not None and plain.implied is None else last)
    return frozenset(implied), frozenset(counted)


@cache
def _words(language: str) -> tuple[re.Pattern[str], dict[str, Subject]]:
    """Return the pattern of all subject nouns and what each means."""
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
    # a footnote's number may hang on the word ("missing1"), nothing else
    pattern = re.compile(
        rf"(?<!\w)(?:{lexicon.alternatives(list(found))})(?!\d{{0,2}}[^\W\d]|\d{{3}}|[-‐](?:held|controlled|led|run|backed|affected|hit|stricken|headed|born|owned|linked|allied|made|dominated)\b)"
    )
    return pattern, found


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
    pattern, found = _words(language)
    return [
        Mark(start=hit.start(), end=hit.end(), value=found[" ".join(hit.group().split())])
        for hit in pattern.finditer(lexicon.lower(text))
    ]
