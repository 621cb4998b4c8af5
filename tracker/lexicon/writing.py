"""How a language is written, and the plain form in which it is read.

Elided words are read in full ("d'enfants" as "de enfants"), glued words apart ("وللنازحين" as four words), letters
with several spellings in one, and what stands behind a word in this language and before it in the grammar of times
is turned round ("la semaine dernière").  Texts and lexicon go through the same hands, so that both meet.  A language
without the file is read as it is written.

In: a language.  Out: Writing: the plain form of a phrase; for a text, the changes in their order.
Words: lexicon/<language>/writing.toml
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tracker.lexicon.glued import Glue, Gluing
from tracker.lexicon.typed import typed

_NAME = "writing.toml"
_PLACE_NAMES = "place_names.csv"
_LETTERS = re.compile(r"[^\W\d_]+")

Edit = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """Words that are read in another order: a pattern and what replaces it."""

    find: str
    put: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingFile:
    """The lists of writing.toml."""

    elided: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    """Letters written in several ways; nothing for those that are not read."""
    glued: Gluing | None = None
    turned: tuple[Turned, ...] = ()


class Writing:
    """The ways of writing of one language, compiled."""

    def __init__(self, file: WritingFile, known: Callable[[], frozenset[str]]) -> None:
        self._same = str.maketrans({old: new for old, new in file.letters.items() if len(new) == len(old)})
        dropped = [re.escape(old) for old, new in file.letters.items() if len(new) != len(old)]
        self._letters = file.letters
        self._elided = file.elided
        self._dropped = re.compile("|".join(dropped)) if dropped else None
        short = "|".join(sorted(file.elided, key=len, reverse=True))
        self._short = re.compile(rf"(?<![\w'’-])({short})['’](?=[^\W\d_])", re.IGNORECASE) if short else None
        self._glue = Glue(file.glued, self.spelled, known) if file.glued is not None else None
        self._turned = [(re.compile(rf"\b{one.find}\b", re.IGNORECASE), one.put) for one in file.turned]

    def spelled(self, text: str) -> str:
        """Return a text with its letters in one spelling, those that are not read left out."""
        text = text.translate(self._same)
        return self._dropped.sub(self._drop, text) if self._dropped is not None else text

    def plain(self, phrase: str) -> str:
        """Return a phrase of the lexicon as a text is read."""
        phrase = self.spelled(phrase)
        for pattern, edit in self._apart():
            phrase = pattern.sub(edit, phrase)
        return phrase

    def same_length(self, text: str) -> str:
        """Return a text with the letters replaced that keep every offset."""
        return text.translate(self._same)

    def changes(self) -> Iterator[tuple[re.Pattern[str], Edit]]:
        """Yield the changes that move offsets, in their order, for a text whose letters are one for one."""
        if self._dropped is not None:
            yield self._dropped, self._drop
        yield from self._apart()
        for pattern, put in self._turned:
            yield pattern, _expanded(put)

    def _apart(self) -> Iterator[tuple[re.Pattern[str], Edit]]:
        if self._short is not None:
            yield self._short, self._full
        if self._glue is not None:
            yield self._glue.word, self._glue.parted

    def _drop(self, hit: re.Match[str]) -> str:
        return self._letters[hit.group()]

    def _full(self, hit: re.Match[str]) -> str:
        """Return an elided word in full; between two capitals it is part of a name."""
        before, after = hit.string[: hit.start()].rstrip(" "), hit.string[hit.end()]
        words = before[-24:].split()
        if after.isupper() and words and words[-1][:1].isupper() and before == hit.string[: hit.start() - 1]:
            return hit.group()
        short = hit[1]
        full = self._elided[short.lower()]
        return (full.capitalize() if short[0].isupper() else full) + " "


def _expanded(put: str) -> Edit:
    return lambda hit: hit.expand(put)


@cache
def written(folder: Path) -> Writing | None:
    """Return how the language of a folder is written; nothing where it is read as it stands."""
    path = folder / _NAME
    if not path.exists():
        return None
    with path.open("rb") as file:
        data = typed(WritingFile, tomllib.load(file), f"{folder.name}/writing")
    return Writing(data, lambda: _known(folder))


@cache
def _known(folder: Path) -> frozenset[str]:
    """Return the words of all files of a language, in one spelling: what tells a glued word from a whole one."""
    plain = written(folder)
    found: set[str] = set()
    for path in sorted(folder.glob("*.toml")) if plain else ():
        with path.open("rb") as file:
            for phrase in _phrases(tomllib.load(file)):
                found.update(_LETTERS.findall(plain.spelled(phrase) if plain else phrase))
    names = folder / _PLACE_NAMES
    if plain is not None and names.exists():
        found.update(_LETTERS.findall(plain.spelled(names.read_text(encoding="utf-8"))))
    return frozenset(found)


def _phrases(data: Any) -> Iterator[str]:
    """Yield every string of a file, keys included."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _phrases(value)
    elif isinstance(data, list):
        for value in data:
            yield from _phrases(value)
    elif isinstance(data, str):
        yield data


def read_plainly(data: Any, plain: Writing) -> Any:
    """Return a file's values with every phrase, keys included, in the plain form of its language."""
    if isinstance(data, dict):
        return {plain.plain(key): read_plainly(value, plain) for key, value in data.items()}
    if isinstance(data, list):
        return [read_plainly(value, plain) for value in data]
    return plain.plain(data) if isinstance(data, str) else data
