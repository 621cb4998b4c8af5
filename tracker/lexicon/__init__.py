"""Words and names as data: one folder per language, and places.  One loader for all of it.

In: a language and the name of a file.  Out: its values, read once.
Words: ``lexicon/<language>/<name>.toml``; ``languages()`` lists the folders.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from tracker.errors import BadConfiguration
from tracker.lexicon.writing import Writing, read_plainly, written

HERE = Path(__file__).parent
_BLANKS = bytes(code if chr(code) in string.ascii_lowercase else ord(" ") for code in range(256))
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a folder of words."""
    return tuple(sorted(folder.name for folder in HERE.iterdir() if (folder / "amounts.toml").exists()))


@cache
def load(language: str, name: str) -> dict[str, Any]:
    """Return the values of one lexicon file.

    Raises
    ------
    BadConfiguration
        The language or the file is not there, or is not TOML.
    """
    path = HERE / language / f"{name}.toml"
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except FileNotFoundError:
        raise BadConfiguration(
            f"no {name} words for the language {language!r}", fix=f"use one of: {', '.join(languages())}"
        ) from None
    except tomllib.TOMLDecodeError as fault:
        raise BadConfiguration(f"{path}: {fault}", fix="fix the TOML at that line") from fault
    plain = written(HERE / language)
    return data if plain is None else cast("dict[str, Any]", read_plainly(data, plain))


def writing(language: str) -> Writing | None:
    """Return how a language is written; nothing where it is read as it stands."""
    return written(HERE / language)


@cache
def shared(name: str) -> dict[str, Any]:
    """Return the values of a file that all languages share: it is needed before a text's language is known."""
    with (HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def spelled_out(phrase: str) -> list[str]:
    """Return every phrase that one with choices stands for: "(left|fled) their homes" is two.

    An empty choice drops the word: "given (temporary |)shelter".
    """
    import itertools

    parts = [part.split("|") for part in re.split(r"[()]", phrase)]
    return [" ".join("".join(chosen).split()) for chosen in itertools.product(*parts)]


def alternatives(words: list[str] | tuple[str, ...]) -> str:
    """Return a regex source that matches any of the words, longest first, as a compiled trie.

    A plain alternation of hundreds of words is tried word by word; a trie shares their beginnings and
    stays near linear.  Spaces match any run of white space; words are taken literally.
    """
    if not words:
        return "(?!)"  # a language may have none of a kind
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def source(node: dict[str, Any]) -> str:
        ends = "" in node
        branches = [
            (r"\s+" if letter == " " else re.escape(letter)) + source(below)
            for letter, below in sorted(node.items())
            if letter
        ]
        if not branches:
            return ""
        if len(branches) == 1 and not ends:
            return branches[0]
        return f"(?:{'|'.join(branches)})" + "?" * ends

    return source(tree)


@lru_cache(maxsize=8)
def letters(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, cut at whatever is no letter.

    Every gate looks at these; the last few texts are remembered, so that a sentence is cut only once.
    """
    low = text.lower()
    if low.isascii():  # most text, and most of it gets no further: bytes are cut much faster
        return frozenset(low.encode().translate(_BLANKS).decode().split())
    return frozenset(_LETTERS.findall(low))


def keys(phrases: Iterable[str]) -> frozenset[str]:
    """Return one word of each phrase, its longest, as ``letters`` shows it: where none is, no phrase is."""
    return frozenset(max(letters(phrase), key=lambda word: (len(word), word)) for phrase in phrases)


def lower(text: str) -> str:
    """Return the text in lower case with every offset kept (a letter whose lower case is longer stays)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
