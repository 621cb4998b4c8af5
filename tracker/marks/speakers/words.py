"""The words speakers are found by, ready for look-up, and the class of a word.

What a language provides is ``SpeakerFile``: each field is a list of its speakers.toml.  Nothing else of this
room knows a word of any language.

Words: lexicon/<language>/speakers.toml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

from tracker.errors import BadConfiguration
from tracker.lexicon import alternatives, load
from tracker.lexicon.typed import typed
from tracker.vocabulary import SourceKind

NAME: Final = "C"
PERSON: Final = "p"
BODY: Final = "b"
DOCUMENT: Final = "o"
MODIFIER: Final = "m"
DETERMINER: Final = "d"
PRONOUN: Final = "r"
OTHER_PRONOUN: Final = "x"
FUNCTION: Final = "f"
ADVERB: Final = "a"
TIME: Final = "t"
NUMBER: Final = "n"
UNKNOWN: Final = "u"
MARK: Final = "."

HEADS: Final = frozenset({NAME, PERSON, BODY})
"""Classes that can be the head of a speaker's name."""
NOUNS: Final = HEADS | {DOCUMENT}
PEOPLE: Final = frozenset({PERSON, BODY})
OFFICES: Final = frozenset({PERSON, BODY, DOCUMENT})
ROLE_OPENS: Final = frozenset({DETERMINER, PERSON, BODY, MODIFIER})
"""What a role opens with: "the mayor", "spokesman", "senior official"."""
UNSURE: Final = frozenset({UNKNOWN, MODIFIER})

Group = Literal[
    "say", "needs_figure", "issues", "puts", "count", "show", "by", "before", "needs_kind", "quoting",
    "quoting_ahead", "inverted", "citing", "told",
]  # fmt: skip
"""The lists a cue may stand in: what it asks of the words around it, and whom it credits."""
_TOKEN = r"\w+(?:['’&/.\-‑]\w+)*(?:['’](?!\w))?|\S"
_KEPT = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The words that credit, by how they do it."""

    say: tuple[str, ...]
    needs_figure: frozenset[str]
    issues: frozenset[str]
    puts: frozenset[str]
    count: tuple[str, ...]
    show: tuple[str, ...]
    by: tuple[str, ...]
    before: tuple[str, ...]
    needs_kind: frozenset[str]
    quoting: tuple[str, ...]
    quoting_ahead: frozenset[str]
    inverted: frozenset[str]
    citing: frozenset[str]
    told: frozenset[str]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words that name the credited, by class and by what they do around a cue."""

    persons: frozenset[str]
    bodies: frozenset[str]
    lands: frozenset[str]
    documents: frozenset[str]
    fresh: frozenset[str]
    modifiers: frozenset[str]
    adjectives: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    monitors: frozenset[str]
    others: frozenset[str]
    back: frozenset[str]
    times: frozenset[str]
    small_months: frozenset[str]
    adverbs: frozenset[str]
    be: frozenset[str]
    links: frozenset[str]
    before_times: frozenset[str]
    functions: frozenset[str]
    figures: frozenset[str]
    together: frozenset[str]
    apposition: frozenset[str]
    issued: frozenset[str]
    aside: frozenset[str]
    named_reports: frozenset[str]
    clauses: tuple[str, ...]
    going_on: frozenset[str]
    states: frozenset[str]
    goes_on: frozenset[str]
    turns: frozenset[str]
    spokesmen: frozenset[str]
    articles: frozenset[str]
    descriptions: frozenset[str]
    that: frozenset[str]
    prepositions: frozenset[str]
    particles: frozenset[str]
    titles: tuple[str, ...]
    by_whom: frozenset[str]
    put_at: frozenset[str]
    as_saying: frozenset[str]
    after_subject: frozenset[str]
    who: frozenset[str]
    relatives: frozenset[str]
    of_links: frozenset[str]
    and_links: frozenset[str]
    place_links: frozenset[str]
    owner_links: frozenset[str]
    list_joins: frozenset[str]
    inner_articles: frozenset[str]
    pointing: frozenset[str]
    role_articles: tuple[str, ...]
    body_articles: tuple[str, ...]
    paper_links_ahead: frozenset[str]
    paper_links: frozenset[str]
    joint_openers: tuple[str, ...]
    joint_with: tuple[str, ...]
    first_joins: tuple[str, ...]
    body_links: tuple[str, ...]
    part_at: tuple[str, ...]
    person_pronouns: frozenset[str]
    thing_pronouns: frozenset[str]
    bodies_that_point: frozenset[str]
    endings_of_no_noun: tuple[str, ...]
    owner_endings: tuple[str, ...]
    bare_owner_endings: tuple[str, ...]
    label_dates: tuple[str, ...]
    label_joins: tuple[str, ...]
    after_label: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of source and the words of a name that say it; read by ``lexicon.organisations``."""

    kind: SourceKind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFile:
    """The whole of a language's speakers.toml."""

    cues: Cues
    words: Words
    fits: dict[str, frozenset[SourceKind]]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The regular expressions that are made of a language's words."""

    token: re.Pattern[str]
    cue: re.Pattern[str]
    between: re.Pattern[str]
    """Where the figures of one speaker may end."""
    label: re.Pattern[str]
    label_date: re.Pattern[str]
    label_parts: re.Pattern[str]
    label_closes: re.Pattern[str]
    first_of_several: re.Pattern[str]
    owned: re.Pattern[str]
    """A person with the body they speak for: "UNICEF's Ana Diaz", "Ana Diaz of the SDF"."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of one language, ready for look-up."""

    language: str
    cues: Cues
    words: Words
    fits: dict[str, frozenset[SourceKind]]
    groups: dict[str, frozenset[Group]]
    """Which lists of ``Cues`` a cue stands in."""
    classes: dict[str, str]
    points: frozenset[str]
    """What points back: "it", "the agency"."""
    patterns: Patterns
    seen: dict[str, str]  # classes of the words met so far


# later lists win: a word that is a person and a modifier is a person
_CLASSES: Final = (
    ("fresh", MODIFIER),
    ("adjectives", MODIFIER),
    ("modifiers", MODIFIER),
    ("documents", DOCUMENT),
    ("bodies", BODY),
    ("persons", PERSON),
    ("pronouns", PRONOUN),
    ("others", OTHER_PRONOUN),
    ("times", TIME),
    ("determiners", DETERMINER),
    ("be", FUNCTION),
    ("functions", FUNCTION),
    ("adverbs", ADVERB),
    ("links", FUNCTION),
)


@cache
def grammar_of(language: str) -> Grammar | None:
    """Return the words of a language, ``None`` when it has no speakers file."""
    try:
        table = load(language, "speakers")
    except BadConfiguration:
        return None
    file = typed(SpeakerFile, table, f"{language}/speakers")
    cues, words = file.cues, file.words
    groups: dict[str, set[Group]] = {}
    for group in get_args(Group):
        for cue in getattr(cues, group):
            groups.setdefault(cue, set()).add(group)
    classes = {word: letter for name, letter in _CLASSES for word in getattr(words, name)}
    pointing = {f"{the} {noun}" for the in words.pointing for noun in words.back}
    return Grammar(
        language=language,
        cues=cues,
        words=words,
        fits=file.fits,
        groups={cue: frozenset(names) for cue, names in groups.items()},
        classes=classes,
        points=words.pronouns | pointing,
        patterns=_patterns(file, list(groups)),
        seen={},
    )


def _patterns(file: SpeakerFile, cues: list[str]) -> Patterns:
    """Compile the expressions of a language."""
    words = file.words
    spelled = cues + [cue[0].upper() + cue[1:] for cue in cues]
    titles = "|".join(title.capitalize() for title in words.titles)
    parts = "|".join(rf",\s+{re.escape(word)}\b" for word in words.part_at)
    articles = alternatives(words.body_articles)
    return Patterns(
        token=re.compile(rf"\d+(?:,\d+)+|(?:[A-Z]\.){{2,}}|\b(?:{titles})\.(?=\s)|{_TOKEN}"),
        cue=re.compile(rf"(?<![\w'’-]){alternatives(spelled)}(?![\w-])"),
        between=re.compile(rf";|,?\s+(?:{'|'.join(words.clauses)})\b|{parts}"),
        label=re.compile(rf"(?:{alternatives(file.cues.labels)})\s*:\s*", re.IGNORECASE),
        label_date=re.compile(
            rf"[\s,;:]+(?:{'|'.join(re.escape(word) + ' ' for word in words.label_dates)})?"
            r"(?:\d{1,2}[\s/.\-]+)?(?:\d{1,2}|[A-Z][a-z]{2,8})?"
            r"[\s/.\-,]*(?:\d{1,2},?\s+)?(?:19|20)\d\d$"
            r"|[\s,;:]+\d{1,2}\s+[A-Z][a-z]{2,8}$|[\s,;:]+[A-Z][a-z]{2,8}\s+\d{1,2}$"
        ),
        label_parts=re.compile(rf"\s*[;/,&]\s*|\s+{alternatives(words.label_joins)}\s+"),
        label_closes=re.compile(rf"\s{{0,3}}(?:[.,;(\[]|$|{alternatives(words.after_label)}\b)"),
        first_of_several=re.compile(
            rf"[;,]\s|\s{alternatives(words.first_joins)}\s"
            rf"|\s{alternatives(words.joint_openers)} \w+ {alternatives(words.joint_with)}\s"
        ),
        owned=re.compile(
            rf"(.{{2,80}}?)['’]s\s.*|.*\s{alternatives(words.body_links)}\s(?:{articles}\s)?(.{{2,80}})",
            re.DOTALL,
        ),
    )


def class_of(grammar: Grammar, word: str) -> str:
    """Return the class of a word as printed: capitals make it a name."""
    known = _classify(grammar, word)
    if len(grammar.seen) < _KEPT:
        grammar.seen[word] = known
    return known


_NEVER_NAMES: Final = frozenset({FUNCTION, DETERMINER, PRONOUN, OTHER_PRONOUN, ADVERB})


def _classify(grammar: Grammar, word: str) -> str:
    """Return the class of a word not met before."""
    first = word[0]
    if not (first.isalnum() or first == "_"):
        return FUNCTION if word == "&" else MARK
    if first.isdigit():
        return NUMBER
    small = word.lower()
    known = grammar.classes.get(small) or grammar.classes.get(small.rstrip("0123456789"))  # a footnote's mark
    if first.isupper() and known not in _NEVER_NAMES:
        return TIME if known == TIME and small not in grammar.words.small_months else NAME
    if word.isupper() and len(word) > 1 and known != DETERMINER:
        return NAME
    if known is None and small in grammar.words.figures:
        return NUMBER
    if known is None and "-" in word:
        return MODIFIER
    return known or UNKNOWN
