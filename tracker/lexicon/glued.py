"""Words that are written as one with the small words before and after them: "وبالمخيم" is read as four.

Nothing here knows a language: what is glued, in which order, is said in its writing.toml; whether a word is whole
is decided by the words that the language's files and the gazetteer hold.

In: a word in one spelling.  Out: its parts, blanks between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_SHORTEST = 2  # letters of what is left of a word
_KEPT = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Gluing:
    """What a language glues to its words."""

    letters: str
    """The letters of its script, as a class of a pattern."""
    first: tuple[str, ...] = ()
    """What opens a word before everything else ("and")."""
    before: tuple[str, ...] = ()
    """What may stand before a word or its article ("in", "for")."""
    article: str = ""
    fused: dict[str, str] | None = None
    """What a word before and the article become together, and the two apart."""
    after: tuple[str, ...] = ()
    """What may hang on a word's end ("their")."""
    endings: tuple[str, ...] = ()
    """Endings of inflection, which stay: a word is known with any of them."""
    whole: frozenset[str] = frozenset()
    """Words that only look as if something were glued to them."""


class Glue:
    """Parts the glued words of one language."""

    def __init__(
        self, given: Gluing, spelled: Callable[[str], str], known: Callable[[], frozenset[str]]
    ) -> None:
        self.given = given
        self.word = re.compile(rf"[{given.letters}]+(?=\d)|[{given.letters}]{{2,}}")
        self._known = known
        self._words: frozenset[str] | None = None
        self._whole = frozenset(spelled(word) for word in given.whole)
        self._before = {*given.first, *given.before, given.article, *(given.fused or {})}
        self._parts = lru_cache(maxsize=_KEPT)(self._parted)

    @property
    def known(self) -> frozenset[str]:
        """The words of the language, read when the first glued word is met."""
        if self._words is None:
            self._words = self._known()
        return self._words

    def _knows(self, word: str) -> bool:
        """Tell whether a word is known, as it is or with an ending of inflection."""
        known = self.known
        return word in known or any(
            word.endswith(ending) and len(word) - len(ending) > _SHORTEST and word[: -len(ending)] in known
            for ending in self.given.endings
        )

    def parted(self, hit: re.Match[str]) -> str:
        """Return a word with blanks between its parts."""
        word, end = hit.group(), hit.end()
        if hit.string[end : end + 1].isdigit():
            return f"{word} " if word in self._before else word
        return self._parts(word)

    def _parted(self, word: str) -> str:
        if word in self._whole:
            return word
        return self._open(word) or word

    def _open(self, word: str) -> str | None:
        """Return the parts of a word, nothing where it is whole."""
        given = self.given
        if word in self._whole:
            return None
        bare = self._article(word)
        if bare is not None:
            return f"{given.article} {self._tail(bare) or bare}"
        for (
            sign
        ) in given.first:  # before a known word even where a phrase of the lexicon holds the two as one
            rest = word.removeprefix(sign)
            if rest != word and len(rest) > _SHORTEST and (self._knows(rest) or rest in self._whole):
                return f"{sign} {self._parted(rest)}"
        if self._knows(word):
            return None
        fused = self._fused(word)
        if fused is not None:
            return fused
        for sign in (*given.first, *given.before):
            rest = word.removeprefix(sign)
            if rest == word or len(rest) < _SHORTEST:
                continue
            if self._knows(rest) or rest in self._whole:
                return f"{sign} {self._parted(rest)}"
            inner = self._open(rest)
            if inner is not None:
                return f"{sign} {inner}"
        return self._tail(word)

    def _article(self, word: str) -> str | None:
        article = self.given.article
        if not article or not word.startswith(article) or len(word) < len(article) + _SHORTEST:
            return None
        return word[len(article) :]

    def _fused(self, word: str) -> str | None:
        for sign, apart in (self.given.fused or {}).items():
            rest = word.removeprefix(sign)
            if rest != word and len(rest) >= _SHORTEST:
                again = sign[-1] + rest  # the article's letter may have swallowed the word's first
                return f"{apart} {again if self._knows(again) and not self._knows(rest) else rest}"
        return None

    def _tail(self, word: str) -> str | None:
        """Return a word and what hangs on its end."""
        if self._knows(word):
            return None
        for sign in self.given.after:
            stem = word.removesuffix(sign)
            if stem != word and len(stem) > _SHORTEST and self._knows(stem):
                return f"{stem} {sign}"
        return None
