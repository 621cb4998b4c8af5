"""Phrases that say only that a place was struck, not what happened to whom: "in the hardest-hit districts".

Their "hit" or "affected" is no event of the people counted beside them, and such an area is no place.

In: the words of a sentence.  Out: spans.
Words: struck, struck_degrees and struck_areas of lexicon/<language>/grammar.toml
"""

from __future__ import annotations

from tracker.claims.grammar import Grammar
from tracker.claims.phrases.words import Words

_BETWEEN = 2  # words between what struck and the area: "affected coastal and rural areas"


def struck_areas(words: Words, grammar: Grammar) -> list[tuple[int, int]]:
    """Return where a sentence speaks of areas that were struck, each with its words of degree."""
    found = []
    struck = grammar.struck
    for index, token in enumerate(words.tokens):
        if token not in struck and ("-" not in token or token.rpartition("-")[2] not in struck):
            continue
        last = _area(words, index + 1, grammar)
        if last is None:
            continue
        first = words.before(words.starts[index]).back(grammar.struck_degrees).stop
        found.append((words.starts[first], words.ends[last]))
    return found


def _area(words: Words, start: int, grammar: Grammar) -> int | None:
    """Return the index of the area's noun, if one follows within its phrase."""
    for index in range(start, min(start + _BETWEEN + 1, len(words))):
        token = words.tokens[index]
        if token in grammar.struck_areas:
            return index
        if not token[0].isalpha() or token in grammar.stops:
            return None
    return None
