"""Find areas without a name where people leave, go or are: "the last bastion", "host families".

A part of ``places``: a role word, then a noun phrase headed by a noun of place.

In: a text and the places it names.  Out: Marks of Place without an id.
Words: lexicon/<language>/places.toml, [areas]
"""

from __future__ import annotations

import re

from tracker.lexicon import letters
from tracker.lexicon.capitals import Word
from tracker.lexicon.gazetteer import Gazetteer
from tracker.lexicon.place_lookup import Scene, nation
from tracker.lexicon.place_words import PlaceWords
from tracker.vocabulary import Mark, Place


def areas(scene: Scene, marks: list[Mark[Place]]) -> list[Mark[Place]]:
    """Find areas without a name where people leave, go or are: "the last bastion", "host families"."""
    text, tokens, words, names = scene.text, scene.tokens, scene.words, scene.names
    found: list[Mark[Place]] = []
    at = near = 0
    if words.area_keys.isdisjoint(letters(text)):
        return found
    for match in words.area.finditer(text):
        start, end = match.span(2)
        role_word = " ".join(match.group(1).lower().split())
        role = words.area_roles.get(role_word)
        phrase = match.group(2).lower().split()
        if role is None or not _is_area(phrase, role_word, words) or _is_line(text, match, phrase, words):
            continue
        while at < len(marks) and marks[at].end <= start:
            at += 1
        while near < len(tokens) and tokens[near].end <= start:
            near += 1
        named = [mark for mark in marks[at : at + 12] if not mark.value.demonym]
        inside = [mark for mark in named if mark.start < end]
        # A name inside is what the phrase speaks of, unless it only follows ("near the Iraqi border").
        if any(mark.start < start + 0.6 * (end - start) for mark in inside):
            continue
        if inside:
            end = max(end, inside[-1].end)
        following = next((mark for mark in named if mark.start >= end), None)
        if following is not None and words.naming.search(text, start, following.start):
            continue
        if not all(_describes(token, words, names) for token in _inside(tokens, near, start, end, inside)):
            continue
        name = text[start:end]
        if phrase[-1] in words.named_as and not inside:
            name = name[: -len(phrase[-1])] + words.named_as[phrase[-1]]
        found.append(Mark(start=start, end=end, value=Place(name=name, role=role)))
    return found


def _is_line(text: str, match: re.Match[str], phrase: list[str], words: PlaceWords) -> bool:
    """Tell what is crossed or a direction, and no area: "across the border", "12 miles to the north"."""
    if phrase[-1] in words.lines and " ".join(match.group(1).lower().split()) in words.across:
        return True
    far = words.distance.search(text, max(0, match.start() - 14), match.start())
    return phrase[-1] in words.compass and far is not None


def _inside(tokens: list[Word], near: int, start: int, end: int, named: list[Mark[Place]]) -> list[Word]:
    """Return the capitalised words of a phrase, up to the first place it names."""
    stop = min((mark.start for mark in named), default=end)
    some = []
    for token in tokens[near : near + 12]:
        if token.start >= stop:
            break
        if token.start >= start:
            some.append(token)
    return some


def _describes(token: Word, words: PlaceWords, names: Gazetteer) -> bool:
    """Tell whether a capitalised word may stand inside an area's description: "the last IS group bastion"."""
    return not token.closed and (
        token.text.isupper()
        or token.low in words.not_places
        or token.low in words.explained
        or "-" in token.text
        or nation(token.low, names) is not None
    )


def _is_area(phrase: list[str], role_word: str, words: PlaceWords) -> bool:
    """Tell whether a phrase's noun is a place here: "host families" is, "families" is not."""
    for at in range(len(phrase) - 1, -1, -1):
        noun = phrase[at].strip(",")
        if noun not in words.only_after:
            continue
        allowed = words.only_after[noun]
        if noun in words.nouns.after_role:
            return role_word in words.with_
        return "*" in allowed or (at > 0 and phrase[at - 1] in allowed)
    return role_word not in words.only_areas or phrase[-1].strip(",") in words.nouns.kept
