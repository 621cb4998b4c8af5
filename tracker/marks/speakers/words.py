"""The words speakers are found by, ready for look-up, and the class of a word.

Classes: C name, p person, b body, o document, m modifier, d determiner, r pronoun, x other pronoun,
f function word, a adverb, t time, n number, u unknown, "." punctuation.

Words: lexicon/<language>/speakers.toml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.errors import BadConfiguration
from tracker.lexicon import alternatives, load

_TOKEN = r"\w+(?:['’&/.\-‑]\w+)*(?:['’](?!\w))?|\S"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of one language, ready for look-up."""

    token: re.Pattern[str]
    cue: re.Pattern[str]
    cues: dict[str, frozenset[str]]
    classes: dict[str, str]
    sets: dict[str, frozenset[str]]
    between: re.Pattern[str]
    label: re.Pattern[str]
    seen: dict[str, str]  # classes of the words met so far


@cache
def grammar_of(language: str) -> Grammar | None:
    """Return the words of a language, ``None`` when it has no speakers file."""
    try:
        words = load(language, "speakers")
    except BadConfiguration:
        return None
    cues: dict[str, set[str]] = {}
    for name, group in words["cues"].items():
        if name != "labels":
            for cue in group:
                cues.setdefault(cue, set()).add(name)
    classes: dict[str, str] = {}
    order = {
        "adverbs": "a", "functions": "f", "be": "f", "determiners": "d", "times": "t", "others": "x",
        "pronouns": "r", "persons": "p", "bodies": "b", "documents": "o", "modifiers": "m", "adjectives": "m",
        "fresh": "m",
    }  # fmt: skip
    for name, letter in reversed(order.items()):
        for word in words["words"][name]:
            classes[word] = letter
    for word in words["words"]["links"]:
        classes[word] = "f"
    sets = {name: frozenset(group) for name, group in {**words["words"], **words["cues"]}.items()}
    sets["points"] = sets["pronouns"] | {
        f"{the} {noun}" for the in ("the", "this", "that") for noun in sets["back"]
    }
    spelled = list(cues) + [cue[0].upper() + cue[1:] for cue in cues]
    clauses = "|".join(words["words"]["clauses"])
    titles = "|".join(title.capitalize() for title in words["words"]["titles"])
    return Grammar(
        token=re.compile(rf"\d+(?:,\d+)+|(?:[A-Z]\.){{2,}}|\b(?:{titles})\.(?=\s)|{_TOKEN}"),
        cue=re.compile(rf"(?<![\w'’-]){alternatives(spelled)}(?![\w-])"),
        cues={cue: frozenset(names) for cue, names in cues.items()},
        classes=classes,
        sets=sets,
        seen={},
        between=re.compile(rf";|,?\s+(?:{clauses})\b|,\s+and\b|,\s+with\b"),
        label=re.compile(rf"(?:{alternatives(words['cues']['labels'])})\s*:\s*", re.IGNORECASE),
    )


def class_of(grammar: Grammar, word: str) -> str:
    """Return the class of a word as printed: capitals make it a name."""
    known = _classify(grammar, word)
    if len(grammar.seen) < 65_536:
        grammar.seen[word] = known
    return known


def _classify(grammar: Grammar, word: str) -> str:
    """Return the class of a word not met before."""
    first = word[0]
    if not (first.isalnum() or first == "_"):
        return "f" if word == "&" else "."
    if first.isdigit():
        return "n"
    small = word.lower()
    known = grammar.classes.get(small) or grammar.classes.get(small.rstrip("0123456789"))  # a footnote's mark
    if first.isupper() and known not in {"f", "d", "r", "x", "a"}:
        if known == "t" and small not in grammar.sets["small_months"]:
            return "t"
        return "C"
    if word.isupper() and len(word) > 1 and known != "d":
        return "C"
    if known is None and small in grammar.sets["figures"]:
        return "n"
    if known is None and "-" in word:
        return "m"
    return known or "u"
