"""Verbs: named groups of near-synonyms, each verb stated once and with all its forms.

A phrase of the lexicon names a group or a verb in angle brackets, ``<flight> their homes``, and stands for the
phrase in every form of every verb; ``<flight:past participle>`` takes only these forms.  Which forms a language
has, how a regular verb makes them and which of them may be stated after a verb is said in the file.

In: a language and a phrase.  Out: the phrases it stands for.
Words: lexicon/<language>/verbs.toml
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker import lexicon
from tracker.errors import BadConfiguration

_NAMED = re.compile(r"<([^<>:]+)(?::([^<>]+))?>")
_DERIVED = "-"

Forms = dict[str, tuple[str, ...]]
"""The spellings of each form of a verb, by the name of the form."""


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs of one language."""

    groups: dict[str, tuple[str, ...]]
    """The verbs of each group, as their plain forms."""
    forms: dict[str, Forms]
    """Every verb by its plain form."""
    sets: dict[str, tuple[str, ...]]
    """Names of sets of forms; every form is a set of its own."""

    def words(self, name: str, which: str | None = None) -> list[str]:
        """Return the words of a group, or of one verb, in all forms or in those of the named sets."""
        verbs = self.groups.get(name) or ((name,) if name in self.forms else ())
        wanted = None if which is None else {form for one in which.split() for form in self.sets[one]}
        return list(
            dict.fromkeys(
                spelling
                for verb in verbs
                for form, spellings in self.forms[verb].items()
                if wanted is None or form in wanted
                for spelling in spellings
            )
        )


@cache
def verbs(language: str) -> Verbs:
    """Return the verbs of a language.

    Raises
    ------
    BadConfiguration
        The forms of one verb are stated twice, or those of a verb of several words.
    """
    data = lexicon.load(language, "verbs")
    stated: dict[str, list[str]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for group, entries in data["groups"].items():
        plain = []
        for entry in entries:
            verb, given, parts = entry.partition(":")
            plain.append(verb)
            if given and (verb in stated or " " in verb):
                raise BadConfiguration(
                    f"verbs of {language!r}: the forms of {verb!r} are stated twice, or of more than one word",
                    fix=f"in the group {group!r}, name the verb without its forms; its first word has them",
                )
            if given:
                stated[verb] = [part.strip() for part in parts.split(",")]
        groups[group] = tuple(plain)
    made = _Inflection(data, stated)
    return Verbs(
        groups=groups,
        forms={verb: made.forms(verb) for plain in groups.values() for verb in plain},
        sets={form: (form,) for form in data["forms"]} | {k: tuple(v) for k, v in data["sets"].items()},
    )


class _Inflection:
    """How one language makes the forms of its verbs."""

    def __init__(self, data: dict[str, Any], stated: dict[str, list[str]]) -> None:
        self.stated = stated
        self.order = data["stating"]["order"]
        self.rules: dict[str, str | list[list[str]] | dict[str, Any]] = data["forms"]

    def forms(self, verb: str) -> Forms:
        """Return all forms of a verb; of a verb of several words the first is inflected."""
        if " " in verb:
            first, rest = verb.split(" ", 1)
            return {
                form: tuple(f"{word} {rest}" for word in words) for form, words in self.forms(first).items()
            }
        given = dict(zip(self.order, self.stated.get(verb, ()), strict=False))
        made: Forms = {}
        for form, rule in self.rules.items():
            spelled = given.get(form, _DERIVED)
            if spelled != _DERIVED:
                made[form] = tuple(spelled.split("|"))
            elif isinstance(rule, str):  # as another form
                made[form] = made[rule]
            elif isinstance(rule, dict):  # made from another form
                base = made[rule["from"]]
                made[form] = tuple(dict.fromkeys(inflected(word, rule["ends"]) for word in base))
            else:
                made[form] = (inflected(verb, rule),)
        return made


def inflected(word: str, rules: Iterable[Sequence[str]]) -> str:
    """Return a word with the first of the endings, given as a pattern and what replaces it, that fits."""
    return next(re.sub(end, new, word) for end, new in rules if re.search(end, word))


def spelled_out(phrase: str, language: str) -> list[str]:
    """Return every phrase that one with named verbs and choices stands for.

    Raises
    ------
    BadConfiguration
        The phrase names no group or verb of the language.
    """
    known = verbs(language)

    def choices(found: re.Match[str]) -> str:
        words = known.words(found[1], found[2])
        if not words:
            raise BadConfiguration(
                f"{phrase!r}: {found[1]!r} is no group or verb of the language {language!r}",
                fix=f"name one that tracker/lexicon/{language}/verbs.toml holds",
            )
        inside = phrase.count("(", 0, found.start()) > phrase.count(")", 0, found.start())
        return "|".join(words) if inside else f"({'|'.join(words)})"

    return lexicon.spelled_out(_NAMED.sub(choices, phrase))
