"""Find who is credited with the figures of a sentence.

A cue ("said", "according to", "registered by", "(UNHCR)") is found first (``words``); the speaker's noun
phrase is read back from a verb (``backward``) or on from a preposition (``onward``), by rules that have a
name and an example each (``rules``, ``cues``); labels credit too (``labels``); then the sentence is parted
among its speakers (``scopes``), so that each figure falls in one scope.  An actor ("the army evacuated
3,000") is no source.  ``back`` resolves "the agency" and keeps private persons to their role.

In: the text of one segment.  Out: Marks of Speaker in reading order; scopes never overlap.
Words: lexicon/<language>/speakers.toml, lexicon/organisations.py
"""

from __future__ import annotations

import re

from tracker.lexicon.organisations import organisations
from tracker.marks.speakers.back import continues, names_body, resolve_back, role_name
from tracker.marks.speakers.cues import Found, read_cue
from tracker.marks.speakers.labels import read_labels
from tracker.marks.speakers.scopes import heard, share
from tracker.marks.speakers.sentence import Sentence
from tracker.marks.speakers.words import Grammar, grammar_of
from tracker.vocabulary import Mark, SourceKind, Speaker

__all__ = ["continues", "find_speakers", "names_body", "resolve_back", "role_name"]

_DASHED = re.compile(r"\s[–—-]")


def find_speakers(text: str, *, language: str, iso3: str | None = None) -> list[Mark[Speaker]]:
    """Find whom a sentence credits with its figures.

    Parameters
    ----------
    text
        One segment: a sentence, a bullet, a cell.
    language
        Whose words to read with; a language without a speakers file gives no marks.
    iso3
        The country the text is about; settles acronyms that several countries use.

    Returns
    -------
    list of Mark[Speaker]
        In reading order.  A mark spans the speaker's words; ``scope`` is the part of the text whose figures
        are the speaker's, and scopes never overlap.  An empty scope ``(0, 0)`` credits the text before this
        one (a label that stands alone).  "the agency", "he" have no ``source_id``: see ``resolve_back``.
    """
    grammar = grammar_of(language)
    if grammar is None:
        return []
    cues = list(grammar.patterns.cue.finditer(text))
    labels = "(" in text or "[" in text or ":" in text or _DASHED.search(text) is not None
    if not cues and not labels:
        return []
    sentence = Sentence(text, grammar) if cues else None
    found = [f for cue in cues if sentence and (f := read_cue(sentence, cue)) is not None]
    if labels:
        found += read_labels(text, grammar)
    if not found:
        return []
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.outer)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    share(text, heard(kept, grammar), grammar)
    return [Mark(start=one.start, end=one.end, value=_speaker(one, grammar, iso3)) for one in kept]


def _speaker(one: Found, grammar: Grammar, iso3: str | None) -> Speaker:
    """Return the speaker with id and kind."""
    known, language = organisations(), grammar.language
    if one.name.lower() in grammar.points:
        return Speaker(
            name=one.name,
            kind=known.kind_of(one.name, language=language) or "other",
            cue=one.cue,
            scope=one.scope,
        )
    lead = (
        one.name
        if known.named(one.name)
        else grammar.patterns.first_of_several.split(one.name, maxsplit=1)[0]
    )  # of several the first counts
    lead = lead if known.resolve(lead, iso3=iso3) else one.name
    owner = known.resolve(lead, iso3=iso3)
    kind: SourceKind | None = owner.kind if owner else known.kind_of(lead, language=language)
    if owner is None and one.about:
        owner = known.resolve(one.about, iso3=iso3)
        kind = owner.kind if owner else kind or known.kind_of(one.about, language=language)
    return Speaker(
        name=one.name,
        source_id=owner.source_id if owner else None,
        kind=kind or "other",
        cue=one.cue,
        scope=one.scope,
    )
