"""The small words the claims room turns on, compiled once per language.

In: a language.  Out: Grammar: sets of words and patterns of phrases.
Words: lexicon/<language>/grammar.toml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker import lexicon

_SETS = (
    "be", "present_be", "have", "get", "modals", "relatives", "conjunctions", "list_words", "prepositions",
    "determiners", "clause_breaks", "adverbs", "links", "fillers", "light", "shelters", "participles",
    "superlatives", "hazards", "ways_out", "convoys", "degrees", "bodies", "same_people", "rises", "speech",
    "rescues", "plain_verbs", "placing", "attacks", "peoples", "reaches", "floods", "boats", "wounds", "changes",
    "hosting", "aside_heads", "total_heads", "befallen", "new_clause", "leaves", "after_leaving", "opens_object",
    "pronouns_of", "anybody", "before_item", "inhabitants", "peopled", "carries", "stopped", "at_places",
)  # fmt: skip
_PHRASES = (
    "subset", "before_was", "totals", "rest", "anaphora", "hypothetical", "factual", "conjectural", "denials",
    "present", "abroad", "size_before", "count_of", "same_figure",
    "among_after", "sea_routes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words as sets, phrases as patterns over text in lower case."""

    words: dict[str, frozenset[str]]
    phrases: dict[str, re.Pattern[str]]
    stops: frozenset[str]

    def has(self, kind: str, word: str) -> bool:
        """Tell whether a word belongs to a kind."""
        return word in self.words[kind]

    def find(self, kind: str, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first phrase of a kind within a stretch of text in lower case."""
        return self.phrases[kind].search(text, start, len(text) if end is None else end)

    def last(self, kind: str, text: str, start: int, end: int, *, within: int) -> bool:
        """Tell whether a phrase of a kind ends at most so many characters before the end of a stretch."""
        return any(end - hit.end() <= within for hit in self.phrases[kind].finditer(text, start, end))


@cache
def grammar(language: str = "en") -> Grammar:
    """Return the compiled small words of a language."""
    data = lexicon.load(language, "grammar")
    words = {kind: frozenset(data[kind]) for kind in _SETS}
    phrases = {kind: re.compile(rf"(?<!\w)(?:{lexicon.alternatives(data[kind])})(?!\w)") for kind in _PHRASES}
    stops = frozenset().union(
        words["be"], words["have"], words["get"], words["modals"], words["relatives"], words["prepositions"],
        words["clause_breaks"], {"suffered", "sustained", "received", "including"},
    ) - {"to", "as", "of"}  # fmt: skip
    return Grammar(words=words, phrases=phrases, stops=stops)
