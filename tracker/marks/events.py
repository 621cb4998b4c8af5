"""Find the words that say what happened to the counted, or why a number beside them is no claim.

One word may speak of several events ("damaged": homes or people); the claims room settles which by the
noun that is counted.

In: a segment's text.  Out: Marks of tuples of Event, in reading order, longest reading first.
Words: lexicon/<language>/events.toml, with the verbs of verbs.toml
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from tracker import lexicon
from tracker.lexicon.verbs import spelled_out
from tracker.vocabulary import Event, Mark


@cache
def phrases(language: str) -> dict[str, tuple[Event, ...]]:
    """Return every event phrase of a language, its verbs in all their forms, and what each may mean."""
    found: dict[str, list[Event]] = defaultdict(list)
    for entry in lexicon.load(language, "events")["event"]:
        words = dict.fromkeys(word for phrase in entry["words"] for word in spelled_out(phrase, language))
        for word in entry.get("except", ()):
            del words[word]
        for word in words:
            found[word].append(
                Event(
                    term=entry["term"],
                    kind=entry["kind"],
                    words=word,
                    measure=entry.get("measure"),
                    subterm=entry.get("subterm"),
                    unit=entry.get("unit"),
                    needs=entry.get("needs"),
                    object_only=entry.get("object_only", False),
                    place=entry.get("place"),
                )
            )
    return {word: tuple(events) for word, events in found.items()}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of all event phrases."""
    # a footnote's number may hang on the word ("missing1"), nothing else
    return re.compile(
        rf"(?<!\w)(?:{lexicon.alternatives(list(phrases(language)))})(?!\d{{0,2}}[^\W\d]|\d{{3}})"
    )


def find_events(text: str, *, language: str = "en") -> list[Mark[tuple[Event, ...]]]:
    """Mark the event words of a text.

    Parameters
    ----------
    text
        A segment's text; offsets count from its start.
    language
        The folder of words to use.

    Returns
    -------
    list of Mark[tuple[Event, ...]]
        In reading order, never overlapping; each with everything its words may mean.
    """
    found = phrases(language)
    return [
        Mark(start=hit.start(), end=hit.end(), value=found[" ".join(hit.group().split())])
        for hit in _pattern(language).finditer(lexicon.lower(text))
    ]
