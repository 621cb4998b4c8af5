"""The words of one segment, and stretches of them: what stands between, before and after two offsets.

Rules ask a stretch which word classes it opens with, closes with or holds; they never look at words themselves.

In: a segment's text.  Out: Words; a Stretch for any two offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from tracker.claims.grammar import grammar
from tracker.lexicon import alternatives

# a footnote's number that hangs on a word ("missing1") is a token of its own; a number in groups ("58,000") is one
_WORD = r"[^\W\d]++(?=\d{1,2}(?!\w))|\d{1,3}(?:,\d{3})+(?!\w)|\w+(?:[-'’.‐]\w+)*|[^\w\s]"
_FEW = 4


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in reading order, punctuation included; offsets count from the start of the text.

    ``tokens`` are in lower case but for acronyms.
    """

    starts: list[int]
    ends: list[int]
    tokens: list[str]

    def at(self, offset: int) -> int:
        """Return the index of the first word that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def between(self, start: int, end: int) -> Stretch:
        """Return the words that lie wholly between two offsets."""
        first, stop = bisect_left(self.starts, start), bisect_right(self.ends, end)
        return Stretch(self, first, stop if stop > first else first)

    def opening(self, start: int, end: int) -> Stretch:
        """Return the words that start between two offsets, both included."""
        return Stretch(self, bisect_left(self.starts, start), bisect_right(self.starts, end))

    def after(self, offset: int, count: int | None = None) -> Stretch:
        """Return the next ``count`` words from an offset on; all of them by default."""
        first = bisect_left(self.starts, offset)
        size = len(self.tokens)
        return Stretch(self, first, size if count is None else min(size, first + count))

    def before(self, offset: int, count: int | None = None) -> Stretch:
        """Return the last ``count`` words that start before an offset; all of them by default."""
        last = bisect_left(self.starts, offset)
        return Stretch(self, 0 if count is None else max(0, last - count), last)

    def __len__(self) -> int:
        return len(self.tokens)


@dataclass(slots=True)  # not frozen: tens of thousands are made a second, and freezing doubles their price
class Stretch:
    """Some words in a row, from index ``first`` up to, not including, index ``stop``."""

    words: Words
    first: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.first if self.stop > self.first else 0

    def __iter__(self) -> Iterator[str]:
        return iter(self.words.tokens[self.first : self.stop])

    def __contains__(self, word: object) -> bool:
        return word in self.words.tokens[self.first : self.stop]

    @property
    def start(self) -> int:
        """Where the first word starts; of an empty stretch, where the next one does."""
        starts, ends = self.words.starts, self.words.ends
        return starts[self.first] if self.first < len(starts) else (ends[-1] if ends else 0)

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return self.words.ends[self.stop - 1] if self.stop > self.first else self.start

    def opens(self, kind: AbstractSet[str], *, at: int = 0) -> bool:
        """Tell whether the first word (or the one ``at`` places further) is of a kind."""
        index = self.first + at
        return index < self.stop and self.words.tokens[index] in kind

    def closes(self, kind: AbstractSet[str], *, at: int = 0) -> bool:
        """Tell whether the last word (or the one ``at`` places before it) is of a kind."""
        index = self.stop - 1 - at
        return index >= self.first and self.words.tokens[index] in kind

    def holds(self, kind: AbstractSet[str]) -> bool:
        """Tell whether any word is of a kind."""
        return not kind.isdisjoint(self.words.tokens[self.first : self.stop])

    def only(self, kind: AbstractSet[str], *, digits: bool = False) -> bool:
        """Tell whether all words are of a kind, or with ``digits`` numbers; an empty stretch is."""
        tokens = self.words.tokens[self.first : self.stop]
        return all(word in kind or (digits and word[0].isdigit()) for word in tokens)

    def count(self, kind: AbstractSet[str]) -> int:
        """Return how many words are of a kind."""
        tokens = self.words.tokens[self.first : self.stop]
        if len(kind) <= _FEW:  # ten times as fast, and brackets are counted very often
            return sum(map(tokens.count, kind))
        return sum(word in kind for word in tokens)

    def where(self, kind: AbstractSet[str]) -> int | None:
        """Return the index of the first word of a kind, counted from the stretch's first; None when there is none."""
        tokens = self.words.tokens
        return next((i - self.first for i in range(self.first, self.stop) if tokens[i] in kind), None)

    def last(self, kind: AbstractSet[str]) -> int | None:
        """Return the index of the last word of a kind, counted from the stretch's first; None when there is none."""
        tokens = self.words.tokens
        return next(
            (i - self.first for i in range(self.stop - 1, self.first - 1, -1) if tokens[i] in kind), None
        )

    def skip(self, kind: AbstractSet[str]) -> Stretch:
        """Return the stretch without the words of a kind that it opens with."""
        tokens, first = self.words.tokens, self.first
        while first < self.stop and tokens[first] in kind:
            first += 1
        return Stretch(self.words, first, self.stop)

    def back(self, kind: AbstractSet[str]) -> Stretch:
        """Return the stretch without the words of a kind that it closes with."""
        tokens, stop = self.words.tokens, self.stop
        while stop > self.first and tokens[stop - 1] in kind:
            stop -= 1
        return Stretch(self.words, self.first, stop)

    def up_to(self, kind: AbstractSet[str]) -> Stretch:
        """Return the stretch up to, not including, the first word of a kind."""
        place = self.where(kind)
        return self if place is None else Stretch(self.words, self.first, self.first + place)

    def part(self, start: int | None = None, stop: int | None = None) -> Stretch:
        """Return some of the words, counted as in a slice."""
        first, last, _ = slice(start, stop).indices(len(self))
        return Stretch(self.words, self.first + first, max(self.first + first, self.first + last))

    def offsets(self) -> Iterator[tuple[str, int, int]]:
        """Yield each word with where it starts and ends."""
        words = self.words
        for index in range(self.first, self.stop):
            yield words.tokens[index], words.starts[index], words.ends[index]

    def without(self, covered: Callable[[int], bool]) -> list[str]:
        """Return the words whose start is not covered by anything else, such as a place or a time."""
        return [word for word, start, _ in self.offsets() if not covered(start)]


@cache
def _tokens(language: str) -> re.Pattern[str]:
    """Return the pattern of one word; several that are one preposition ("as a result of") are one word."""
    joined = sorted(grammar(language).causes)
    return re.compile(rf"\b(?:{alternatives(joined)})\b|{_WORD}" if joined else _WORD)


def split(text: str, low: str, *, language: str) -> Words:
    """Return the words of a text.

    Parameters
    ----------
    text, low
        The text, and the same in lower case with every offset kept.
    language
        Its prepositions of several words are one word each.
    """
    spans = [hit.span() for hit in _tokens(language).finditer(low)]
    tokens = [low[start:end] for start, end in spans]
    if not text.isupper():
        # "IS", "WHO" and "US" are names, not little words
        for index, (start, end) in enumerate(spans):
            if end - start > 1 and text[start:end].isupper():
                tokens[index] = text[start:end]
    return Words([start for start, _ in spans], [end for _, end in spans], tokens)
