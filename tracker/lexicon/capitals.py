"""Cut a text's capitalised words, and shut those inside names of organisations.

In: a text and a language's words around places.  Out: the words with their ties to one another.
Words: lexicon/<language>/places.toml
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.lexicon import letters
from tracker.lexicon.folding import POSSESSIVE
from tracker.lexicon.gazetteer import gazetteer_in
from tracker.lexicon.phrase_finder import PhraseFinder
from tracker.lexicon.place_words import PlaceWords

_PARTICLES: Final = "de de_la de_las de_los del du des da do dos das la le les al el ez az ibn bin"
TIGHT: Final = frozenset({"", *_PARTICLES.split()})
"""Ties that hold a name together whatever the gazetteer knows: "Savana de la Mar"."""
SMALL_WORDS: Final = TIGHT | {
    "es",
    "au",
    "aux",
    "en",
    "sur",
    "e",
    "i",
    "y",
    "&",
    "of",
    "of_the",
    "and",
    "and_the",
    "the",
}
"""What may stand between two capitalised words of one name, its spaces written as ``_``."""
_FAR: Final = 12
_SIGNS: Final = frozenset('.!?:;•|–—-“"‘([')


@dataclass(slots=True)
class Word:
    """A capitalised word, and how it is tied to the one before: "" is a space, ``None`` not at all.

    ``low`` is the word in small letters, without 's and a full stop.
    """

    start: int
    end: int
    text: str
    link: str | None
    initial: bool
    low: str
    closed: bool = False


def capitals(text: str, words: PlaceWords) -> list[Word]:
    """Cut the text's capitalised words; those inside organisations' names are closed.

    In a script without capitals they are the names that the gazetteer knows.
    """
    if words.uncased:
        return _known_names(text, words)
    found: list[Word] = []
    before = -_FAR
    for match in words.capital.finditer(text):
        start, end = match.span()
        link: str | None = None
        if start - before < _FAR:
            gap = text[before:start]
            if gap in (" ", "\u00a0"):
                link = ""
            elif (
                gap[:1] in (" ", "\u00a0")
                and "\n" not in gap
                and (tie := "_".join(gap.split())) in SMALL_WORDS
            ):
                link = tie
        word = match.group()
        low = (word if word.isalpha() else POSSESSIVE.sub("", word).rstrip(".")).lower()
        found.append(Word(start, end, word, link, link is None and _opens(text, start), low))
        before = end
    if found:
        if not words.phrase_keys.isdisjoint(letters(text)):
            _close_phrases(text, found, words)
        if not words.organisations.isdisjoint([token.low for token in found]):
            _close_organisations(text, found, words)
    return found


def _known_names(text: str, words: PlaceWords) -> list[Word]:
    """Return the names that the gazetteer knows in the language, but for those inside names of other things."""
    found = [
        Word(start, end, text[start:end], None, False, text[start:end])
        for start, end, _ in _finder(words.language).find(text)
    ]
    if found and not words.phrase_keys.isdisjoint(letters(text)):
        _close_phrases(text, found, words)
    return found


@cache
def _finder(language: str) -> PhraseFinder:
    return PhraseFinder(gazetteer_in(language).spelled, unless=r"\w")


def _opens(text: str, start: int) -> bool:
    """Tell whether a word opens a sentence, a line, a quotation or a bracket."""
    before = text[max(0, start - 4) : start]
    bare = before.rstrip()
    return not start or bare[-1:] in _SIGNS or "\n" in before[len(bare) :]


def _close_phrases(text: str, tokens: list[Word], words: PlaceWords) -> None:
    at = 0
    for match in words.phrase.finditer(text):
        while at < len(tokens) and tokens[at].end <= match.start():
            at += 1
        while at < len(tokens) and tokens[at].start < match.end():
            tokens[at].closed = True
            at += 1


def _close_organisations(text: str, tokens: list[Word], words: PlaceWords) -> None:
    """Shut runs that hold an organisation's head noun, and what its "for", "of", "in" ties to them."""
    at = 0
    while at < len(tokens):
        end = at + 1
        while end < len(tokens) and tokens[end].link == "":
            end += 1
        heads = {tokens[n].low for n in range(at, end)} & words.organisations
        sheltering = any(
            " ".join(token.low for token in tokens[max(at, end - count) : end]) in words.heads
            for count in (2, 3)
        )
        if heads and not sheltering:  # "Ostra Transit Centre" is a place where people stay
            ties = words.organisation_links
            if heads & words.missions:
                ties = ties | words.mission_links
            stop = _tied(text, tokens, end, ties)
            # A lone noun ("Police in ...") opens no organisation's name unless more is tied to it.
            if end - at > 1 or stop > end:
                for token in tokens[at:stop]:
                    token.closed = True
            end = max(stop, end)
        at = end


def _tied(text: str, tokens: list[Word], at: int, ties: frozenset[str]) -> int:
    """Go on over "for Human Rights", "in South Sudan"; "and" ties only behind another such word."""
    linked = False
    while at < len(tokens):
        gap = text[tokens[at - 1].end : tokens[at].start]
        word = " ".join(gap.split()) if len(gap) <= _FAR else ""
        if word not in ties or (word == "and" and not linked):
            break
        linked = True
        at += 1
        while at < len(tokens) and tokens[at].link == "":
            at += 1
    return at
