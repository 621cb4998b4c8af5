"""Why a field is doubtful, in words: what speaks most against it, of what can be said in words.

In: Evidence, a field, and the weights of the evidence for that field.  Out: a few words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

_NEAR = 0.15  # log1p(2) / 10 is more, log1p(1) / 10 less: two or more
_FAR = 0.15  # 30 characters
Field = Literal["number", "what", "measure", "day", "where", "who"]
"""What may be wrong of a claim: that it is one, unit and term, measure, day, place, and who says so."""
ANY: tuple[Field, ...] = get_args(Field)
_WHAT: tuple[Field, ...] = ("number", "what", "measure")

SAYS: tuple[tuple[str, float, tuple[Field, ...], str], ...] = (
    ("not yet true", 0.0, ANY, "it is feared or planned, not counted"),
    ("noun says another term", 0.0, _WHAT, "its noun says one thing and its verb another"),
    ("a rival is nearer", 0.0, _WHAT, "another word of what happened stands nearer"),
    ("the rival is aid or plans", 0.0, _WHAT, "a word of aid or plans stands near"),
    ("told again of another term", 0.0, _WHAT, "the same number is told again as something else"),
    ("of another term than its whole", 0.0, _WHAT, "it is part of a number that says something else"),
    ("another term beside it", 0.0, _WHAT, "the sentence tells of two things that happened"),
    (
        "another measure beside it",
        0.0,
        ("measure",),
        "the sentence tells of people moving and people staying",
    ),
    ("speakers in the sentence", _NEAR * 0.7, ("who",), "two speakers stand near"),
    ("times in the sentence", _NEAR * 0.7, ("day",), "two times stand near"),
    ("places in the sentence", _NEAR * 0.7, ("where",), "two places stand near"),
    ("via heading", 0.0, ANY, "what happened is told only by what stands over it"),
    ("via inherited", 0.0, ANY, "what happened is taken over from another number"),
    ("noun unknown", 0.0, _WHAT, "what it counts is in no list"),
    ("noun elided", 0.0, _WHAT, "what it counts is left out"),
    ("no event in the sentence", 0.0, _WHAT, "no word of the sentence says what happened"),
    ("uneven blanks", 0.0, ANY, "the text is broken, as a PDF's may be"),
    ("begins in the middle", 0.0, ANY, "the sentence is cut off"),
    ("has no end", 0.0, ANY, "the line is no whole sentence"),
    ("no day", 0.0, ("day",), "no day is told"),
    ("an open window", 0.0, ("day",), "when it began is not told"),
    ("row and column", 0.0, ANY, "it stands in a table"),
    ("distance", _FAR, _WHAT, "the word that says what happened stands far off"),
    ("rival words", _NEAR * 0.7, _WHAT, "several words say what happened"),
    ("vague number", 0.0, ANY, "the number is vague"),
    ("share", 0.0, ANY, "it is a share"),
    ("one", 0.0, ("number",), "one may be a word, not a count"),
    ("numbers in the sentence", 0.16, ANY, "many numbers stand in the sentence"),
)
"""Evidence, what it must exceed, the fields it may speak against, and the words for it."""
CARRIED: dict[Field, str] = {
    "day": "the day is carried from elsewhere in the report",
    "where": "the place is carried from elsewhere in the report",
    "who": "nobody is named who says so",
}
PLAIN: dict[Field, str] = {
    "number": "numbers like it are often no claims",
    "what": "what happened is often mistaken in such words",
    "measure": "whether people moved or are there is often mistaken in such words",
    "day": "days are often mistaken in such words",
    "where": "places are often mistaken in such words",
    "who": "speakers are often mistaken in such words",
}
_OF = {
    field: tuple((name, least, words) for name, least, fields, words in SAYS if field in fields)
    for field in ANY
}
_OWN: dict[Field, str] = {
    "day": "times in the sentence",
    "where": "places in the sentence",
    "who": "speakers in the sentence",
}


def why(found: Mapping[str, float], field: Field, weight: Callable[[str], float]) -> str:
    """Return what speaks most against a field, in words.

    Parameters
    ----------
    found, field, weight
        The evidence, the field, and what a name weighs for it (below zero speaks against it).
    """
    best, said = 0.0, ""
    for name, least, words in _OF[field]:
        value = found.get(name, 0.0)
        if value > least:
            against = weight(name) * value
            if against < best:
                best, said = against, words
    if said:
        return said
    if field in _OWN and not found.get(_OWN[field], 0.0):
        return CARRIED[field]
    return PLAIN[field]
