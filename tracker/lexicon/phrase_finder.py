"""Find thousands of phrases in a text, word by word: nothing is compiled, and a word that begins none costs one look.

In: phrases in lower case, and what may not follow one.  Out: each phrase found, the longest from its first word on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracker import lexicon
from tracker.errors import BadConfiguration

_WORDLY = re.compile(r"\w")
_BEGINNING = re.compile(r"[^\W\d_]+|\d+|")
_BLANK = re.compile(r"\s")


@dataclass(slots=True)
class _Node:
    """What may come next after the words so far."""

    further: dict[str, _Node] = field(default_factory=dict)
    """By a whole stretch between blanks."""
    last: dict[str, list[str]] = field(default_factory=dict)
    """Stretches that end a phrase, longest first, by the letters they begin with."""


class PhraseFinder:
    """The phrases of a list, ready to be looked for.

    Parameters
    ----------
    phrases
        In lower case; each begins with a letter, and a space stands for any run of white space.
    unless
        The source of a regex; a phrase is none where this follows it.

    Raises
    ------
    BadConfiguration
        A phrase begins with something else than a letter, so that it could never be found.
    """

    def __init__(self, phrases: Iterable[str], *, unless: str) -> None:
        self._root = _Node()
        self._unless = re.compile(unless)
        for phrase in sorted(phrases, key=len, reverse=True):
            if not phrase[:1].isalpha():
                raise BadConfiguration(
                    f"the phrase {phrase!r} begins with no letter, so it is never found",
                    fix="write its word alone",
                )
            *before, last = phrase.split()
            node = self._root
            for stretch in before:
                node = node.further.setdefault(stretch, _Node())
            node.last.setdefault(_beginning(last, 0), []).append(last)
        self._first = frozenset(self._root.last) | {_beginning(stretch, 0) for stretch in self._root.further}

    def find(self, low: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and phrase of each one in a text in lower case, in reading order, never overlapping."""
        if not low.isprintable():  # line ends and the like; one letter for one, so that offsets stay
            low = _BLANK.sub(" ", low)
        free = 0
        for start in self._starts(low):
            if start >= free and (end := self._end(low, start, self._root)) is not None:
                free = end
                yield start, end, " ".join(low[start:end].split())

    def _starts(self, low: str) -> list[int]:
        """Return where a word stands that begins some phrase: most texts hold few of them."""
        starts: list[int] = []
        for word in self._first.intersection(lexicon.letters(low)):
            start = low.find(word)
            while start >= 0:
                end = start + len(word)
                if not (start and _WORDLY.match(low, start - 1)) and not low[end : end + 1].isalpha():
                    starts.append(start)
                start = low.find(word, end)
        starts.sort()
        return starts

    def _end(self, low: str, start: int, node: _Node) -> int | None:
        """Return where the longest phrase from here on ends."""
        blank = low.find(" ", start)
        below = node.further.get(low[start:blank]) if blank >= 0 else None
        if below is not None:
            following = blank + 1
            while low.startswith(" ", following):
                following += 1
            end = self._end(low, following, below)
            if end is not None:
                return end
        for stretch in node.last.get(_beginning(low, start), ()) if node.last else ():
            end = start + len(stretch)
            if low.startswith(stretch, start) and self._unless.match(low, end) is None:
                return end
        return None


def _beginning(text: str, start: int) -> str:
    """Return the letters, or the digits, that stand at an offset; none where there is something else."""
    found = _BEGINNING.match(text, start)
    return found.group() if found is not None else ""
