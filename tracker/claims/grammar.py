"""The small words the claims room turns on, compiled once per language.

In: a language.  Out: Grammar: word classes as sets, phrases as patterns.
Words: lexicon/<language>/grammar.toml
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from tracker import lexicon

Obstacle = Literal[
    "name", "figure", "aside clause", "dash aside", "stop", "relative", "listed things", "comma", "dash", "of whom",
    "joiner", "clause word", "time clause", "time clause in a relative", "filler", "adverb", "noun", "event",
    "word", "relative in brackets", "figure in an open aside",
]  # fmt: skip
"""What can lie between a number and a word that may speak of it."""


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


@dataclass(frozen=True)
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
    articles: frozenset[str]
    amount_adjectives: frozenset[str]
    sorting_adjectives: frozenset[str]
    copulas: frozenset[str]
    figure_markers: frozenset[str]
    hedge_words: frozenset[str]
    counted_hedges: frozenset[str]
    degree_adverbs: frozenset[str]
    recent_adverbs: frozenset[str]
    light_adverbs: frozenset[str]
    count_adverbs: frozenset[str]
    reporting: frozenset[str]
    registering: frozenset[str]
    counting_nouns: frozenset[str]
    ordinals: frozenset[str]
    vague_numbers: frozenset[str]
    light_prepositions: frozenset[str]
    count_prepositions: frozenset[str]
    count_verbs: frozenset[str]
    subset: Phrases
    before_was: Phrases
    totals: Phrases
    anaphora: Phrases
    among_after: Phrases
    bodies: frozenset[str]
    hypothetical: Phrases
    factual: Phrases
    conjectural: Phrases
    present: Phrases
    shelters: frozenset[str]
    degrees: frozenset[str]
    same_people: frozenset[str]
    rescues: frozenset[str]
    sea_routes: Phrases
    floods: frozenset[str]
    changes: frozenset[str]
    boats: frozenset[str]
    treating: frozenset[str]
    wounds: frozenset[str]
    reaches: frozenset[str]
    peoples: frozenset[str]
    plain_verbs: frozenset[str]
    ways_out: frozenset[str]
    aircraft: frozenset[str]
    convoys: frozenset[str]
    count_of: Phrases
    same_figure: Phrases
    abroad: Phrases
    participles: frozenset[str]
    hosting: frozenset[str]
    aside_heads: frozenset[str]
    total_heads: frozenset[str]
    living_heads: frozenset[str]
    bare_heads: frozenset[str]
    measuring_heads: frozenset[str]
    land_heads: frozenset[str]
    birth_heads: frozenset[str]
    share_heads: frozenset[str]
    female_letters: frozenset[str]
    male_letters: frozenset[str]
    new_heads: frozenset[str]
    daily_heads: Phrases
    cumulative_heads: Phrases
    befallen: frozenset[str]
    new_clause: frozenset[str]
    leaves: frozenset[str]
    after_leaving: frozenset[str]
    opens_object: frozenset[str]
    pronouns_of: frozenset[str]
    anybody: frozenset[str]
    inhabitants: frozenset[str]
    peopled: frozenset[str]
    before_item: frozenset[str]
    at_places: frozenset[str]
    carries: frozenset[str]
    stopped: frozenset[str]
    superlatives: frozenset[str]
    hazards: frozenset[str]
    attacks: frozenset[str]
    placing: frozenset[str]
    size_before: Phrases
    numbers: frozenset[str]

    # numbers and what they count

    partitive: frozenset[str]
    partitive_lead: frozenset[str]
    possessives: tuple[str, ...]
    joins: frozenset[str]
    befalls: frozenset[str]
    may_open: frozenset[str]
    loose_stops: frozenset[str]
    closes_adjectives: frozenset[str]
    leads_noun: frozenset[str]
    pieces: frozenset[str]
    adverb_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    progressive_endings: tuple[str, ...]
    people_name_endings: tuple[str, ...]
    person_endings: tuple[str, ...]
    plural_endings: tuple[str, ...]
    objects: frozenset[str]
    clause_words: frozenset[str]
    time_clauses: frozenset[str]
    causes: frozenset[str]
    pronouns_whole: frozenset[str]
    who: frozenset[str]
    restated: frozenset[str]
    goes_on: frozenset[str]
    includes: frozenset[str]
    including: frozenset[str]
    finite_be: frozenset[str]
    of_them: frozenset[str]
    rates: frozenset[str]
    to: frozenset[str]
    shares: frozenset[str]
    source_markers: frozenset[str]
    reduced_relatives: frozenset[str]
    opens_whole: frozenset[str]
    part_markers: frozenset[str]
    definite: frozenset[str]
    those: frozenset[str]
    joining: frozenset[str]
    plural_be: frozenset[str]
    restating: frozenset[str]
    item_breaks: frozenset[str]
    opens_clause: frozenset[str]
    ands: frozenset[str]
    contrasts: frozenset[str]
    where: frozenset[str]
    camp_names: tuple[str, ...]
    owners: frozenset[str]
    means: frozenset[str]
    left_what: frozenset[str]
    in_words: frozenset[str]
    lying: frozenset[str]
    between_clauses: frozenset[str]
    figure_words: frozenset[str]
    tolls: frozenset[str]
    sayings: frozenset[str]
    all_words: frozenset[str]
    but_words: frozenset[str]
    out_of: Phrases
    denial: frozenset[str]
    others: frozenset[str]
    other_people: frozenset[str]
    recipients: frozenset[str]
    giving: tuple[str, ...]
    after_count: frozenset[str]
    hosting_verbs: frozenset[str]
    amounting: frozenset[str]
    originating: frozenset[str]
    composing: frozenset[str]
    as_words: frozenset[str]
    parents: frozenset[str]
    populations: frozenset[str]
    goes_on_to: frozenset[str]
    schooled: frozenset[str]
    registered: frozenset[str]
    measured: frozenset[str]
    diseases: frozenset[str]

    # roles

    crossing: frozenset[str]
    opens_crossed: frozenset[str]
    borders: frozenset[str]
    orders: frozenset[str]
    compelling: frozenset[str]
    leaving: frozenset[str]
    moved_by_others: frozenset[str]
    holders: frozenset[str]
    prisons: frozenset[str]
    shelter_breaks: frozenset[str]
    insides: frozenset[str]
    own_country: frozenset[str]
    flight_verbs: frozenset[str]
    way_words: frozenset[str]
    straight_from: frozenset[str]
    being: frozenset[str]
    been: frozenset[str]
    past_be: frozenset[str]
    present_have: frozenset[str]
    still: frozenset[str]
    lasting: frozenset[str]
    stays_now: frozenset[str]
    new_ones: frozenset[str]
    more_ones: frozenset[str]
    revising: frozenset[str]
    change_by: frozenset[str]
    change_nouns: frozenset[str]
    turns: frozenset[str]
    after: frozenset[str]
    item_joins: frozenset[str]
    since: frozenset[str]
    back_then: frozenset[str]
    speech_places: frozenset[str]
    heads_for: frozenset[str]
    lies_in: frozenset[str]
    place_joins: frozenset[str]
    item_leads: frozenset[str]
    item_for: frozenset[str]
    accounting: frozenset[str]
    worst: frozenset[str]
    takes_in: frozenset[str]
    inside_words: frozenset[str]
    place_counts: frozenset[str]
    origin_nouns: frozenset[str]
    camp_nouns: frozenset[str]
    vague_places: frozenset[str]
    pointers: frozenset[str]
    pointing_places: frozenset[str]
    town_nouns: frozenset[str]
    struck: frozenset[str]
    struck_degrees: frozenset[str]
    struck_areas: frozenset[str]
    modal_breaks: frozenset[str]
    accompanied: frozenset[str]
    opens_content: frozenset[str]
    far_modals: frozenset[str]
    warnings: frozenset[str]
    may_verbs: frozenset[str]
    third_persons: frozenset[str]
    mostly: Phrases
    group_leads: tuple[str, ...]

    # grammar that differs from English; a file that says nothing of it has none

    verb_first: bool = False
    """Whether a verb may stand before those who did it, or to whom it was done: "llegaron 300 personas"."""
    head_first: bool = False
    """Whether of two nouns side by side the first is the head: "30 others [on] Friday", not "refugee camps"."""
    participle_behind: bool = False
    """Whether a participle stands behind its noun: "edificios afectados" says nothing of people."""

    @cached_property
    def stops(self) -> frozenset[str]:
        """What ends a noun phrase."""
        closed = (
            self.be | self.have | self.get | self.modals | self.relatives | self.prepositions | self.causes
        )
        return (closed | self.clause_breaks | self.befalls) - self.may_open

    @cached_property
    def adverbial(self) -> frozenset[str]:
        """What may stand inside a verb group: "are *now reported to* have fled"."""
        return self.adverbs | self.reporting | self.to

    @cached_property
    def before_nouns(self) -> frozenset[str]:
        """What may stand between a number and its noun."""
        said = self.degree_adverbs | self.recent_adverbs | self.registering | self.sorting_adjectives
        return self.determiners | self.amount_adjectives | self.counted_hedges | said | self.partitive

    @cached_property
    def fillers(self) -> frozenset[str]:
        """What may stand between an event word and the number it speaks of."""
        amount = self.amount_adjectives | self.hedge_words | self.counting_nouns | self.ordinals
        closed = self.determiners | self.light_prepositions | self.finite_be | self.joining
        return amount | closed | self.vague_numbers | self.light_adverbs | self.reporting

    @cached_property
    def rises(self) -> frozenset[str]:
        """What leads from a count to its figure."""
        return self.count_verbs | self.copulas | self.figure_markers

    @cached_property
    def links(self) -> frozenset[str]:
        """What may stand between a count and its figure."""
        closed = self.be | self.have | self.modals | self.articles | self.relatives | self.count_prepositions
        return (
            closed | self.rises | self.count_adverbs | self.hedge_words | self.counting_nouns | self.anybody
        )

    @cached_property
    def ages(self) -> re.Pattern[str]:
        """A span of years of age, as heads of tables give it: "0-4", "5 to 11", "60+"."""
        joins = lexicon.alternatives(["-", "–", *sorted(self.to)])
        return re.compile(rf"\d{{1,2}}\s*(?:{joins})\s*\d{{1,2}}|\d{{1,2}}\s*\+|[<>≥≤]\s?\d{{1,2}}")

    @cached_property
    def small_words(self) -> frozenset[str]:
        """What may stand between a count and the verb that says what it rose to."""
        closed = self.links | self.prepositions | self.before_nouns | self.list_words
        return closed | self.adverbial | self.have | self.be

    @cached_property
    def says_which(self) -> frozenset[str]:
        """What opens a clause that says which people are meant."""
        return self.relatives | self.reduced_relatives

    @cached_property
    def obstacles(self) -> tuple[dict[str, Obstacle], dict[str, Obstacle]]:
        """What each small word is when it lies between a number and an event: after the number, and before."""
        both: dict[str, Obstacle] = {
            **dict.fromkeys(self.time_clauses | self.causes, "time clause"),
            **dict.fromkeys(self.clause_words, "clause word"),
            **dict.fromkeys(self.joins, "joiner"),
        }
        light = self.adverbial | self.be | self.have
        return (
            {**dict.fromkeys(light, "adverb"), **both},
            {**dict.fromkeys(self.fillers, "filler"), **both},
        )

    @cached_property
    def light_obstacles(self) -> tuple[dict[str, Obstacle], dict[str, Obstacle]]:
        """Those of the obstacles that depend on no word around them."""
        around = self.relatives | self.partitive | self.joins | self.time_clauses | self.causes
        after, before = (
            {word: one for word, one in side.items() if word not in around} for side in self.obstacles
        )
        return after, before


@cache
def grammar(language: str) -> Grammar:
    """Return the compiled small words of a language."""
    data = lexicon.load(language, "grammar")
    make: dict[str, Callable[[list[str]], Any]] = {
        "Phrases": _compiled,
        "frozenset[str]": frozenset,
        "tuple[str, ...]": tuple,
    }
    made: dict[str, Any] = {}
    for field in dataclasses.fields(Grammar):
        said = data.get(field.name, [])  # a language that says nothing of a kind has no such word
        made[field.name] = make.get(str(field.type), bool)(said)
    return Grammar(**made)


def _compiled(phrases: list[str]) -> Phrases:
    return Phrases(re.compile(rf"(?<!\w)(?:{lexicon.alternatives(phrases)})(?!\w)"))
