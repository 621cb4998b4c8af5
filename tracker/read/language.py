"""Which language a text is in: a vote of its commonest small words, or its script; and languages by their names.

Enough to choose the lexicon, and to say which language is not read; no model.

In: text, or a name.  Out: a code such as "en", or nothing when it is too short or too strange to decide.
Words: lexicon/languages.toml
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from tracker import lexicon
from tracker.errors import BadConfiguration

WORD = re.compile(r"[^\W\d_]+")
ARABIC = re.compile(r"[\u0621-\u064a]")
PERSIAN = re.compile(r"[\u067e\u0686\u0698\u06af\u06cc\u06a9]")
LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
# "No. of persons" holds no small word of Spanish
NUMBERED = re.compile(r"\bno(?:\.|(?=\s*[:#/\d]|\s+of\b))", re.IGNORECASE)
SAMPLE = 2000
FIRST_VOTES, OTHER_VOTES = 3, 6  # for the languages reports are mostly written in, and for the others
FIRST = ("en", "fr", "es")


@cache
def small_words() -> dict[str, frozenset[str]]:
    """Return the small words of each language."""
    return {code: frozenset(words.split()) for code, words in lexicon.shared("languages")["small"].items()}


@cache
def _codes() -> dict[str, str]:
    """Return the code of every code and name of a language, in small letters."""
    named = lexicon.shared("languages")["names"]
    return {name.casefold(): code for code, names in named.items() for name in (code, *names)}


def detect(text: str) -> str | None:
    """Return the language of a text by vote of its small words, or by its script; ``None`` when unsure."""
    sample = text[:SAMPLE]
    latin = len(LATIN.findall(sample))
    arabic = len(ARABIC.findall(sample))
    if arabic > 3 and arabic > latin:
        return "fa" if len(PERSIAN.findall(sample)) > arabic / 12 else "ar"
    if not sample.isascii() and (found := _by_script(sample, latin)):
        return found
    counts = Counter(WORD.findall(NUMBERED.sub(" ", sample).lower()))
    votes = {
        code: sum(count for word, count in counts.items() if word in small)
        for code, small in small_words().items()
    }
    first = max(FIRST, key=lambda code: votes[code])
    best = max(votes, key=lambda code: votes[code])
    if votes[best] >= max(OTHER_VOTES, 1.5 * votes[first]):
        return best
    return first if votes[first] >= FIRST_VOTES else None


def _by_script(sample: str, latin: int) -> str | None:
    """Return the language whose script most letters are in."""
    for code, ranges in lexicon.shared("languages")["scripts"].items():
        count = sum(low <= ord(letter) <= high for letter in sample for low, high in ranges)
        if count > max(3, latin):
            return "uk" if code == "ru" and UKRAINIAN.search(sample) else code
    return None


def language_code(given: str, what: str = "language") -> str:
    """Return the code of a language given as "EN", "en-GB", "english" or "français".

    Raises
    ------
    BadConfiguration
        It is no language known here; the message names the argument.
    """
    name = str(given).strip().casefold()
    for one in (name, re.split(r"[-_]", name)[0]):
        if one in _codes():
            return _codes()[one]
    raise BadConfiguration(
        f"{what} {given!r} is not known", fix='give a code or a name, such as "en", "en-GB" or "English"'
    )


def language_name(code: str) -> str:
    """Return how English names a language, or the code itself."""
    return str(lexicon.shared("languages")["names"].get(code, (code,))[0])
