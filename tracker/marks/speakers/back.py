"""Whom "the agency" points back to, which sentences go on with a speaker, and the role of a person.

In: a speaker's name.  Out: the speaker before it that fits; the name without the person's own.
Words: lexicon/<language>/speakers.toml [fits]
"""

from __future__ import annotations

import re

from tracker.lexicon.organisations import organisations
from tracker.marks.speakers.words import NUMBER, Grammar, class_of, grammar_of
from tracker.vocabulary import Speaker

_WORDS = re.compile(r"[^\W_][\w,.]*")


def resolve_back(name: str, previous: Speaker | None, *, language: str) -> Speaker | None:
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
    low = name.lower().split()
    if len(low) == 1 and low[0] in grammar.words.pronouns:
        fits = _fits_pronoun(low[0], previous, grammar)
    elif previous.kind == "monitor" and name in grammar.words.monitors:
        fits = True
    elif low[0] not in grammar.words.articles or low[-1] in previous.name.lower().split():
        fits = _is_short_form(name, previous, grammar)
    else:
        fits = low[-1] in grammar.words.back and _fits_noun(low[-1], previous, grammar)
    return previous if fits else None


def names_body(name: str, *, language: str) -> bool:
    """Tell "the observatory", a body or person even where none was named before, from "it" and "the report"."""
    grammar = grammar_of(language)
    if grammar is None or not name.strip():
        return False
    last = name.lower().split()[-1]
    words = grammar.words
    return last in (words.bodies | words.persons) - words.documents and last not in words.lands


def _fits_pronoun(pronoun: str, previous: Speaker, grammar: Grammar) -> bool:
    """Tell whether "he" or "it" can mean a speaker: persons are no things, and bodies are no persons."""
    person = _is_person(previous.name, grammar)
    if pronoun in grammar.words.person_pronouns:
        return person
    return not (pronoun in grammar.words.thing_pronouns and person and previous.source_id is None)


def _is_short_form(name: str, previous: Speaker, grammar: Grammar) -> bool:
    """Tell whether a name repeats a part of the one before: "Yusufi", "governor", "the ministry"."""
    owner = organisations().resolve(name)
    short = set(name.lower().split()) - grammar.words.articles
    other = owner is not None and owner.source_id != previous.source_id
    return not other and short < set(previous.name.lower().split())


def _fits_noun(noun: str, previous: Speaker, grammar: Grammar) -> bool:
    """Tell whether "the report", "the spokesman", "the agency" can mean a speaker, by its kind."""
    words = grammar.words
    if noun in words.documents:
        return previous.kind != "armed_group"
    if noun in words.persons and noun not in words.bodies_that_point:
        return noun in words.spokesmen and _is_person(previous.name, grammar)
    kinds = grammar.fits.get(noun)
    return kinds is None or previous.kind in kinds


def continues(text: str, *, language: str) -> bool:
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
    if " ".join(opening[:2]).lower() in grammar.words.turns:
        return False
    for word in opening:
        kind = class_of(grammar, word)
        if kind == NUMBER or word.lower() in grammar.words.figures:
            return True
        if word.lower() not in grammar.words.goes_on:
            return False
    return False


def _is_person(name: str, grammar: Grammar) -> bool:
    """Tell whether a name is a person's: it holds a role, or is two or three capitalised words of no body."""
    words = [word.lower() for word in name.split()]
    if any(word in grammar.words.persons and word not in grammar.words.bodies for word in words):
        return True
    plain = len(words) <= 4 and all(part[:1].isupper() and not part.isupper() for part in name.split())
    return (
        plain
        and organisations().resolve(name) is None
        and organisations().kind_of(name, language=grammar.language) is None
    )


def role_name(name: str, *, language: str) -> str:
    """Return a speaker's name without the person's own where a role stands beside it.

    >>> role_name("SDF spokesman Adnan Afrin", language="en")
    'SDF spokesman'
    """
    grammar = grammar_of(language)
    if grammar is None:
        return name
    if "," in name:
        left, right = (part.strip() for part in name.split(",", 1))
        roles = [part for part in (left, right) if _role_words(part, grammar)]
        if len(roles) == 1 or (roles and organisations().named(left) is None):
            name = roles[-1]
            for article in grammar.words.role_articles:
                name = name.removeprefix(f"{article} ")
    words = name.split()
    places = _role_words(name, grammar)
    if organisations().named(name):
        return name
    if not places:
        return _body_of(name, grammar) or name
    last = places[-1]
    rest = words[last + 1 :]
    if not rest:
        return " ".join(words)
    if any(word.lower() in grammar.words.bodies for word in rest) and rest[0][:1].isupper():
        return " ".join(words)  # a body named after its members: "Sudan Doctors Network"
    if rest[0].lower() in grammar.words.links:
        for size in range(len(rest), 1, -1):
            if organisations().named(" ".join(rest[1:size])):
                return " ".join(words[: last + 1] + rest[:size])
        return " ".join(words)
    return " ".join(words[: last + 1])


def _body_of(name: str, grammar: Grammar) -> str | None:
    """Return the body a person without a role speaks for: "UNICEF's Ana Diaz", "Ana Diaz of the SDF"."""
    found = grammar.patterns.owned.fullmatch(name)
    body = next((part for part in found.groups() if part), None) if found else None
    return body if body and organisations().named(body) else None


def _role_words(name: str, grammar: Grammar) -> list[int]:
    """Return where the words of a name tell a person's role."""
    return [i for i, word in enumerate(name.split()) if word.strip(",.").lower() in grammar.words.persons]
