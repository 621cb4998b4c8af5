"""Find the words that say what happened to the counted, or why a number beside them is no claim.

One word may speak of several events ("damaged": homes or people); the claims room settles which by the
noun that is counted.

In: a segment's text.  Out: Marks of tuples of Event, in reading order, longest reading first.
Words: lexicon/<language>/events.toml, with the verbs of verbs.toml
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from tracker import lexicon
from tracker.lexicon.phrase_finder import PhraseFinder
from tracker.lexicon.typed import typed
from tracker.lexicon.verbs import spelled_out
from tracker.vocabulary import Event, EventKind, EventPlace, Mark, Measure, Need, Subterm, Unit

ASIDE = frozenset({"other", "deed"})
"""Kinds of words that say why a number is no claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What some phrases mean: one ``[[event]]`` of the file; see there and ``vocabulary.Event`` for the fields."""

    term: str
    kind: EventKind
    words: tuple[str, ...]
    measure: Measure | None = None
    subterm: Subterm | None = None
    unit: Unit | None = None
    needs: Need | None = None
    object_only: bool = False
    place: EventPlace | None = None
    except_: tuple[str, ...] = ()

    def phrases(self, language: str) -> list[str]:
        """Return every phrase the rule's words stand for."""
        spelled = [word for phrase in self.words for word in spelled_out(phrase, language)]
        return [word for word in dict.fromkeys(spelled) if word not in self.except_]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """The lists of events.toml."""

    event: tuple[Rule, ...]
    common: tuple[str, ...]


@cache
def event_words(language: str) -> EventWords:
    """Return the rules of a language as its file lists them."""
    return typed(EventWords, lexicon.load(language, "events"), f"{language}/events")


@cache
def phrases(language: str) -> dict[str, tuple[Event, ...]]:
    """Return every event phrase of a language, its verbs in all their forms, and what each may mean."""
    found: dict[str, list[Event]] = defaultdict(list)
    for rule in event_words(language).event:
        for phrase in rule.phrases(language):
            found[phrase].append(
                Event(
                    term=rule.term,
                    kind=rule.kind,
                    words=phrase,
                    measure=rule.measure,
                    subterm=rule.subterm,
                    unit=rule.unit,
                    needs=rule.needs,
                    object_only=rule.object_only,
                    place=rule.place,
                )
            )
    return {phrase: tuple(events) for phrase, events in found.items()}


@cache
def _finder(language: str) -> PhraseFinder:
    """Return the finder of all event phrases."""
    # a footnote's number may hang on the word ("missing1"), nothing else
    return PhraseFinder(phrases(language), unless=r"\d{0,2}[^\W\d]|\d{3}")


def find_events(text: str, *, language: str) -> list[Mark[tuple[Event, ...]]]:
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
        Mark(start=start, end=end, value=found[phrase])
        for start, end, phrase in _finder(language).find(lexicon.lower(text))
    ]
