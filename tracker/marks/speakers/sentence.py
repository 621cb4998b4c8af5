"""The words of one segment with their classes, and small questions about them.

In: the text of one segment.  Out: ``Sentence``.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from tracker.lexicon.organisations import Organisation, organisations
from tracker.marks.speakers.words import (
    ADVERB,
    DETERMINER,
    DOCUMENT,
    FUNCTION,
    HEADS,
    MARK,
    MODIFIER,
    NAME,
    NUMBER,
    OTHER_PRONOUN,
    TIME,
    UNKNOWN,
    Grammar,
    class_of,
)

SPACES = re.compile(r"\s+")
_ASIDE = 12  # words an aside may take
_SMALL = frozenset({FUNCTION, DETERMINER, OTHER_PRONOUN, ADVERB, UNKNOWN})
_ASIDE_CLASSES = frozenset({ADVERB, TIME, DETERMINER, NUMBER})
_DATED = frozenset({TIME, NUMBER})
_BEFORE_DATES = frozenset({FUNCTION, DETERMINER, ADVERB, MODIFIER})


class Sentence:
    """The tokens of one segment and the small grammar around a cue."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text, self.grammar, self.lists = text, grammar, grammar.words
        tokens = [(found.start(), found.end()) for found in grammar.patterns.token.finditer(text)]
        self.starts = [start for start, _ in tokens]
        self.ends = [end for _, end in tokens]
        self.words = [text[start:end] for start, end in tokens]
        self.low = [word.lower() for word in self.words]
        seen = grammar.seen
        self.kinds = kinds = [seen.get(word) or class_of(grammar, word) for word in self.words]
        self.size = len(kinds)
        for i in range(1, self.size - 1):
            if kinds[i - 1] == NAME and kinds[i] in _SMALL:
                capital = self.words[i][0].isupper()  # "Doctors Without Borders", "Lanao del Sur"
                if capital or (kinds[i] == UNKNOWN and self.low[i] in self.lists.particles):
                    kinds[i] = NAME

    def at(self, offset: int) -> int:
        """Return the first token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def kind(self, index: int) -> str:
        """Return the class of the token at an index; outside the text it is punctuation."""
        return self.kinds[index] if 0 <= index < self.size else MARK

    def word(self, index: int) -> str:
        """Return the token at an index as printed, nothing outside the text."""
        return self.words[index] if 0 <= index < self.size else ""

    def has(self, index: int, listed: frozenset[str]) -> bool:
        """Tell whether the token at an index is one of a list of the lexicon."""
        return 0 <= index < self.size and self.low[index] in listed

    def says(self, index: int) -> bool:
        """Tell whether a token is a verb of speech."""
        return "say" in self.grammar.groups.get(self.low[index], ())

    def figure(self, first: int, last: int) -> bool:
        """Tell whether a number stands among the tokens first..last."""
        return any(
            self.kinds[i] == NUMBER or self.low[i] in self.lists.figures
            for i in range(max(first, 0), min(last + 1, self.size))
        )

    def head(self, index: int) -> bool:
        """Tell whether a token can be the head of a speaker's name."""
        return self.kind(index) in HEADS

    def person(self, index: int) -> bool:
        """Tell whether a token is a word for a person, however it is printed."""
        return self.has(index, self.lists.persons)

    def body(self, index: int) -> bool:
        """Tell whether a token is a word for a body, however it is printed."""
        return self.has(index, self.lists.bodies)

    def document(self, index: int) -> bool:
        """Tell whether a token is a document: "report", "Figures"."""
        return self.kinds[index] == DOCUMENT or (
            self.kinds[index] == NAME and self.has(index, self.lists.documents)
        )

    def named(self, first: int, last: int) -> Organisation | None:
        """Return the organisation whose whole name these tokens are."""
        return organisations().named(self.text[self.starts[first] : self.ends[last]])

    def counts(self, name: str) -> bool:
        """Tell whether a name is of a kind that counts people."""
        return organisations().kind_of(name, language=self.grammar.language) is not None

    def before_verb(self, index: int) -> int | None:
        """Pass adverbs, auxiliaries and times before a verb; ``None`` when the verb is passive."""
        for _ in range(_ASIDE):
            kind = self.kind(index)
            if self.has(index, self.lists.be):
                return None
            timed = (
                kind in _BEFORE_DATES
                and self.has(index, self.lists.before_times)
                and self.kind(index + 1) in _DATED
            )
            dated = kind == NUMBER and TIME in (self.kind(index + 1), self.kind(index - 1))
            if kind in (ADVERB, TIME) or dated or timed:
                index -= 1
            else:
                return index
        return index

    def _spoken_in(self, index: int) -> bool:
        """Tell whether a token is one of the name of a place behind "in", or such an "in" itself."""
        if self.has(index, self.lists.place_links):
            return self.kind(index + 1) == NAME
        led = self.has(index - 1, self.lists.place_links) or self.kind(index - 1) == NAME
        return self.kinds[index] == NAME and led

    def aside(self, index: int) -> bool:
        """Tell whether nothing but an aside ("on Friday", "in a statement", "in Geneva") stands up to a pause."""
        for i in range(index, min(index + _ASIDE, self.size)):
            if self.words[i] == ":":
                return False
            if self.kinds[i] == MARK or self.low[i] in self.lists.going_on:
                return True
            if self.kinds[i] == NUMBER and TIME not in (self.kind(i - 1), self.kind(i + 1)):
                return False
            if not (
                self.kinds[i] in _ASIDE_CLASSES
                or self.has(i, self.lists.aside)
                or self.has(i, self.lists.fresh)
                or self.has(i, self.lists.before_times)
                or self._spoken_in(i)
            ):
                return False
        return index + _ASIDE >= self.size
