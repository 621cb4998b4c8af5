"""The small words the claims room turns on, compiled once per language.

In: a language.  Out: Grammar: word classes as sets, phrases as patterns.
Words: lexicon/<language>/grammar.toml
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import cache

from tracker import lexicon


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one kind, to be looked for in text in lower case."""

    pattern: re.Pattern[str]

    def find(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first phrase within a stretch."""
        return self.pattern.search(text, start, len(text) if end is None else end)

    def last(self, text: str, start: int, end: int, *, within: int) -> bool:
        """Tell whether a phrase ends at most so many characters before the end of a stretch."""
        return any(end - hit.end() <= within for hit in self.pattern.finditer(text, start, end))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The word classes and phrases of one language; each field is a list of grammar.toml."""

    be: frozenset[str]
    present_be: frozenset[str]
    have: frozenset[str]
    get: frozenset[str]
    modals: frozenset[str]
    relatives: frozenset[str]
    conjunctions: frozenset[str]
    list_words: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    clause_breaks: frozenset[str]
    adverbs: frozenset[str]
    links: frozenset[str]
    fillers: frozenset[str]
    light: frozenset[str]
    shelters: frozenset[str]
    participles: frozenset[str]
    superlatives: frozenset[str]
    hazards: frozenset[str]
    ways_out: frozenset[str]
    convoys: frozenset[str]
    degrees: frozenset[str]
    bodies: frozenset[str]
    same_people: frozenset[str]
    rises: frozenset[str]
    speech: frozenset[str]
    rescues: frozenset[str]
    plain_verbs: frozenset[str]
    placing: frozenset[str]
    attacks: frozenset[str]
    peoples: frozenset[str]
    reaches: frozenset[str]
    floods: frozenset[str]
    boats: frozenset[str]
    wounds: frozenset[str]
    changes: frozenset[str]
    hosting: frozenset[str]
    aside_heads: frozenset[str]
    total_heads: frozenset[str]
    befallen: frozenset[str]
    new_clause: frozenset[str]
    leaves: frozenset[str]
    after_leaving: frozenset[str]
    opens_object: frozenset[str]
    pronouns_of: frozenset[str]
    anybody: frozenset[str]
    before_item: frozenset[str]
    inhabitants: frozenset[str]
    peopled: frozenset[str]
    carries: frozenset[str]
    stopped: frozenset[str]
    at_places: frozenset[str]
    subset: Phrases
    before_was: Phrases
    totals: Phrases
    rest: Phrases
    anaphora: Phrases
    hypothetical: Phrases
    factual: Phrases
    conjectural: Phrases
    denials: Phrases
    present: Phrases
    abroad: Phrases
    size_before: Phrases
    count_of: Phrases
    same_figure: Phrases
    among_after: Phrases
    sea_routes: Phrases
    stops: frozenset[str]
    """What ends a noun phrase."""


@cache
def grammar(language: str) -> Grammar:
    """Return the compiled small words of a language."""
    data = lexicon.load(language, "grammar")
    kinds = {field.name: field.type for field in dataclasses.fields(Grammar)}
    made: dict[str, frozenset[str] | Phrases] = {}
    for kind, made_of in kinds.items():
        if kind in data:
            made[kind] = frozenset(data[kind]) if made_of != "Phrases" else _compiled(data[kind])
    stops = frozenset().union(
        *(
            data[kind]
            for kind in ("be", "have", "get", "modals", "relatives", "prepositions", "clause_breaks")
        ),
        {"suffered", "sustained", "received", "including"},
    ) - {"to", "as", "of"}
    return Grammar(**made, stops=stops)  # type: ignore[arg-type]  # the fields are the lists of the file


def _compiled(phrases: list[str]) -> Phrases:
    return Phrases(re.compile(rf"(?<!\w)(?:{lexicon.alternatives(phrases)})(?!\w)"))
