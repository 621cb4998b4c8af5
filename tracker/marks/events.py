"""Find the words that say what happened to the counted, or why a number beside them is no claim.

One word may speak of several events ("damaged": homes or people); the claims room settles which by the
noun that is counted.

In: a segment's text.  Out: Marks of tuples of Event, in reading order, longest reading first.
Words: lexicon/<language>/events.toml
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from tracker import lexicon
from tracker.vocabulary import Event, Mark


@cache
def _words(language: str) -> tuple[re.Pattern[str], dict[str, tuple[Event, ...]]]:
    """Return the pattern of all event words and what each may mean."""
    found: dict[str, list[Event]] = defaultdict(list)
    for entry in lexicon.load(language, "events")["event"]:
        stock = set(entry.get("measure_stock", ()))
        for word in dict.fromkeys(each for phrase in entry["words"] for each in lexicon.spelled_out(phrase)):
            found[word].append(
                Event(
                    term=entry["term"],
                    kind=entry["kind"],
                    words=word,
                    measure="stock" if word in stock else entry.get("measure"),
                    subterm=entry.get("subterm"),
                    unit=entry.get("unit"),
                    needs=entry.get("needs"),
                    object_only=entry.get("object_only", False),
                )
            )
    # a footnote's number may hang on the word ("missing1"), nothing else
    pattern = re.compile(rf"(?<!\w)(?:{lexicon.alternatives(list(found))})(?!\d{{0,2}}[^\W\d]|\d{{3}})")
    return pattern, {word: tuple(events) for word, events in found.items()}


_PART = re.compile(r"[^\W\d_]+")


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
    pattern, found = _words(language)
    return [
        Mark(start=hit.start(), end=hit.end(), value=found[" ".join(hit.group().split())])
        for hit in pattern.finditer(lexicon.lower(text))
    ]


@cache
def keys(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return single words, one of which stands in every event phrase: those that speak alone and the rest.

    A phrase's key is its longest word that is listed as telling; where none is, its longest that is not little,
    and that opens only beside a noun of people or homes.
    """
    words = lexicon.load(language, "events")
    listed, little = frozenset(words["telling"]), frozenset(words["little"])
    alone: set[str] = set()
    beside: set[str] = set()
    for phrase, events in _words(language)[1].items():
        if all(event.kind == "other" for event in events):
            continue
        parts = _PART.findall(phrase)
        telling = [part for part in parts if part in listed]
        if telling:
            alone.add(max(telling, key=len))
        else:
            beside.add(
                max((part for part in parts if part not in little), key=len, default=max(parts, key=len))
            )
    return frozenset(alone), frozenset(beside)
