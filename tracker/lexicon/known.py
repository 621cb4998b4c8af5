"""Every word that a language's files hold, in all its forms: enough to tell a word from a piece of one.

In: a language.  Out: its words in lower case.
Words: all files of lexicon/<language>/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tracker import lexicon
from tracker.lexicon.verbs import verbs

_VERBS = "verbs"
_FORMS = re.compile(r":[a-z ]+(?=>)")
_WRITING = "writing"
_PIECES = ("endings", "abbreviations")  # of the names of lists that hold pieces of words


@cache
def known_words(language: str) -> frozenset[str]:
    """Return the words of all files of a language, verbs in all their forms."""
    found: set[str] = set()
    for path in sorted((lexicon.HERE / language).glob("*.toml")):
        if path.stem not in (_VERBS, _WRITING):  # how forms are made is no word
            for phrase in _phrases(lexicon.load(language, path.stem)):
                found |= lexicon.letters(phrase)
    for forms in verbs(language).forms.values():
        found.update(
            word for spelled in forms.values() for phrase in spelled for word in lexicon.letters(phrase)
        )
    return frozenset(found)


def _phrases(data: Any) -> Iterator[str]:
    """Yield every string of a file, keys included."""
    if isinstance(data, dict):
        for key, value in data.items():
            if not any(piece in key for piece in _PIECES):
                yield key
                yield from _phrases(value)
    elif isinstance(data, list):
        for value in data:
            yield from _phrases(value)
    elif isinstance(data, str):
        yield _FORMS.sub("", data)  # "<take:past ing>": the names of forms are no words of the text
