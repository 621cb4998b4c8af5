"""Whom "the agency" points back to, which sentences go on with a speaker, and the role of a person.

In: a speaker's name.  Out: the speaker before it that fits; the name without the person's own.
Words: lexicon/<language>/speakers.toml [fits]
"""

from __future__ import annotations

import re

from tracker.lexicon import load
from tracker.lexicon.organisations import organisations
from tracker.marks.speakers.words import Grammar, class_of, grammar_of
from tracker.vocabulary import Speaker

_OWNED = re.compile(r"(.{2,80}?)['’]s\s.*|.*\s(?:of|from)\s(?:the\s)?(.{2,80})", re.DOTALL)
_WORDS = re.compile(r"[^\W_][\w,.]*")


def resolve_back(name: str, previous: Speaker | None, *, language: str = "en") -> Speaker | None:
    """Return the speaker that "the agency", "he" or a surname points back to.

    Parameters
    ----------
    name
        A speaker's name as found: "the monitor", "it", "the spokesman", "Yusufi".
    previous
        The last named speaker before it.

    Returns
    -------
    Speaker or None
        ``previous`` when it is of a fitting kind (persons for "he" and "she"), else ``None``.
    """
    grammar = grammar_of(language)
    if previous is None or grammar is None or not name.strip():
        return None
    low, before = name.lower().split(), previous.name.lower().split()
    noun = low[-1]
    person = _is_person(previous.name, grammar)
    if len(low) == 1 and noun in grammar.sets["pronouns"]:
        if noun in {"he", "she"}:
            return previous if person else None
        return previous if not (noun == "it" and person and previous.source_id is None) else None
    if previous.kind == "monitor" and name in grammar.sets["monitors"]:
        return previous
    if low[0] not in grammar.sets["articles"] or noun in before:  # "Yusufi", "governor", "the ministry"
        owner = organisations().resolve(name)
        short = set(low) - grammar.sets["articles"]
        other = owner is not None and owner.source_id != previous.source_id
        return previous if short < set(before) and not other else None
    if noun not in grammar.sets["back"]:
        return None
    if noun in grammar.sets["documents"]:
        return previous if previous.kind != "armed_group" else None
    if noun in grammar.sets["persons"] and noun != "monitor":
        return previous if person and noun in grammar.sets["spokesmen"] else None
    kinds = load(language, "speakers")["fits"].get(noun)
    return previous if kinds is None or previous.kind in kinds else None


def continues(text: str, *, language: str = "en") -> bool:
    """Tell whether a sentence that names no speaker plainly goes on with the one before it.

    It does when it opens with a figure or points back to one: "Another 300 were hurt.", "Of these, 40 are
    children.", "The six adults were asleep."  It does not when it opens with a time, a place or a turn: "As
    of 3 May, ...", "In Goma, ...", "Later, ...".  Whether the sentence before had a
    speaker is the caller's to know.
    """
    grammar = grammar_of(language)
    if grammar is None:
        return False
    opening = [word.rstrip(",.") for word in _WORDS.findall(text[:200])[:6]]
    if " ".join(opening[:2]).lower() in grammar.sets["turns"]:
        return False
    for word in opening:
        kind = class_of(grammar, word)
        if kind == "n" or word.lower() in grammar.sets["figures"]:
            return True
        if word.lower() not in grammar.sets["goes_on"]:
            return False
    return False


def _is_person(name: str, grammar: Grammar) -> bool:
    """Tell whether a name is a person's: it holds a role, or is two or three capitalised words of no body."""
    words = [word.lower() for word in name.split()]
    if any(word in grammar.sets["persons"] and word not in grammar.sets["bodies"] for word in words):
        return True
    plain = len(words) <= 4 and all(part[:1].isupper() and not part.isupper() for part in name.split())
    return plain and organisations().resolve(name) is None and organisations().kind_of(name) is None


def role_name(name: str, *, language: str = "en") -> str:
    """Return a speaker's name without the person's own where a role stands beside it.

    >>> role_name("SDF spokesman Adnan Afrin")
    'SDF spokesman'
    """
    grammar = grammar_of(language)
    if grammar is None:
        return name
    if "," in name:
        left, right = (part.strip() for part in name.split(",", 1))
        roles = [part for part in (left, right) if _role_words(part, grammar)]
        if len(roles) == 1 or (roles and organisations().named(left) is None):
            name = roles[-1].removeprefix("the ").removeprefix("a ").removeprefix("an ")
    words = name.split()
    places = _role_words(name, grammar)
    if organisations().named(name):
        return name
    if not places:
        return _body_of(name) or name
    last = places[-1]
    rest = words[last + 1 :]
    if not rest:
        return " ".join(words)
    if any(word.lower() in grammar.sets["bodies"] for word in rest) and rest[0][:1].isupper():
        return " ".join(words)  # a body named after its members: "Sudan Doctors Network"
    if rest[0].lower() in grammar.sets["links"]:
        for size in range(len(rest), 1, -1):
            if organisations().named(" ".join(rest[1:size])):
                return " ".join(words[: last + 1] + rest[:size])
        return " ".join(words)
    return " ".join(words[: last + 1])


def _body_of(name: str) -> str | None:
    """Return the body a person without a role speaks for: "UNICEF's Ana Diaz", "Ana Diaz of the SDF"."""
    found = _OWNED.fullmatch(name)
    body = next((part for part in found.groups() if part), None) if found else None
    return body if body and organisations().named(body) else None


def _role_words(name: str, grammar: Grammar) -> list[int]:
    """Return where the words of a name tell a person's role."""
    return [i for i, word in enumerate(name.split()) if word.strip(",.").lower() in grammar.sets["persons"]]
