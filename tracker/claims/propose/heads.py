"""What stands over a number, read once: heads of columns and rows, headings, labels.

Heads say what happened, who is counted (women, children), what is a total, and what counts no people at all.

In: the words of a head.  Out: Head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.claims.grammar import Grammar, grammar
from tracker.claims.propose.events import fits
from tracker.claims.propose.nouns import event_of
from tracker.marks.events import find_events
from tracker.marks.places import find_places
from tracker.marks.subjects import find_subjects, subject_words
from tracker.vocabulary import Event, Mark, Sex, Subject, Unit

_LETTERED = 3  # words of a head whose last may be a letter for a sex
_KEPT = 2_000  # heads that are read once
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Head:
    """What the words of a head say: unit, events, the noun that says what happened, why it counts nobody.

    ``begins``: a noun is its first word; ``leads``: what makes it no claim stands before what happened.
    ``tally``: how it counts, "new", "daily", "cumulative"; ``only_unit``: it names a unit or total and no more.
    ``measures``: land or ways; ``lives``: who lives in a place; ``births``: who was born; ``shares``: parts of a
    whole, without a sign beside each.
    """

    unit: Unit | None
    events: tuple[Event, ...]
    noun: Subject | None
    people: Subject | None
    who: Subject | None
    thing: str
    begins: bool
    words: int
    aside: str
    leads: bool
    total: bool
    tally: str = ""
    only_unit: bool = False
    measures: bool = False
    lives: bool = False
    births: bool = False
    shares: bool = False

    @property
    def speaks(self) -> bool:
        """Whether it says that something happened."""
        return bool(self.events or self.noun)

    @property
    def told(self) -> tuple[Event, ...]:
        """What it says happened: its events, and that of its noun."""
        return self.events if self.noun is None else (*self.events, event_of(self.noun))

    def event(self, unit: Unit | None, *, at_shelter: bool = False) -> Event | None:
        """Return the event that befalls a unit: a verb before what the noun says."""
        fitting = [event for event in self.events if fits(event, unit, elided=unit is None)]
        sure = next((event for event in fitting if event.needs is None), None)
        if sure is None and self.noun is not None:
            sure = event_of(self.noun)
        return sure or next((event for event in fitting if event.needs == "shelter" and at_shelter), None)


@lru_cache(maxsize=_KEPT)
def head_of(words: str, language: str) -> Head:
    """Read the words of a head.

    Parameters
    ----------
    words, language
        The head of a column or row, a heading, or the label of a list.

    Returns
    -------
    Head
        Hosts and houses are who hosts, not what happened; an event inside a noun is that noun's.
    """
    small = grammar(language)
    nouns = find_subjects(words, language=language)
    marks = [mark for mark in find_events(words, language=language) if mark.value[0].kind != "where"]
    implied = [noun for noun in nouns if noun.value.implied not in (None, "casualty")]
    events, aside, leads = _events(words, marks, nouns, implied, small)
    tokens = WORD.findall(words.lower())
    told = {
        at for noun in implied for at in range(noun.start, noun.end)
    }  # "stock displacement" is no stock of goods
    beside = [found.group() for found in WORD.finditer(words.lower()) if found.start() not in told]
    return Head(
        unit=_unit(nouns),
        events=tuple(events),
        noun=implied[0].value if implied else None,
        people=next((noun.value for noun in implied if noun.value.subterm), None),
        who=_who(tokens, small, language),
        thing=_thing(words, language, nouns, marks),
        words=len(tokens),
        begins=bool(nouns) and nouns[0].start == 0,
        aside=aside or next((f"a column of {word}" for word in beside if word in small.aside_heads), ""),
        leads=leads,
        total=tokens[:1] != [] and tokens[0] in small.total_heads,
        tally=_tally(words.lower(), tokens, small),
        only_unit=not marks and _is_bare(words, nouns, small),
        measures=not small.measuring_heads.isdisjoint(tokens) or not small.land_heads.isdisjoint(tokens[:1]),
        lives=not small.living_heads.isdisjoint(tokens),
        births=not small.birth_heads.isdisjoint(tokens),
        shares="%" in words or not small.share_heads.isdisjoint(tokens),
    )


def _tally(low: str, tokens: list[str], small: Grammar) -> str:
    """Return how a head counts: what is new since the last time, what a day brought, or all since a start."""
    if small.cumulative_heads.find(low):
        return "cumulative"
    if small.daily_heads.find(low):
        return "daily"
    return "new" if not small.new_heads.isdisjoint(tokens) else ""


def _is_bare(words: str, nouns: list[Mark[Subject]], small: Grammar) -> bool:
    """Tell a head that names a unit, or a total, and nothing else ("No. of families", "Day total", "Cumulative")."""
    rest = words
    for noun in reversed(nouns):
        if noun.value.thing or noun.value.implied is not None or noun.value.sex or noun.value.age_group:
            return False
        rest = rest[: noun.start] + rest[noun.end :]
    low = words.lower()
    if not small.living_heads.isdisjoint(WORD.findall(low)):
        return False
    rest = small.daily_heads.pattern.sub(" ", small.cumulative_heads.pattern.sub(" ", rest.lower()))
    known = small.counting_nouns | small.total_heads | small.bare_heads
    return known.issuperset(WORD.findall(rest))


def _events(
    words: str,
    marks: list[Mark[tuple[Event, ...]]],
    nouns: list[Mark[Subject]],
    implied: list[Mark[Subject]],
    small: Grammar,
) -> tuple[list[Event], str, bool]:
    """Return the events of a head, the first word that makes it no claim, and whether that stands first."""
    events: list[Event] = []
    aside, leads = "", False
    spans = [(noun.start, noun.end) for noun in nouns if noun.value.implied is not None]
    for mark in marks:
        meant = [event for event in mark.value if event.kind != "deed"]
        said = words[mark.start : mark.end].lower()
        inside = any(a <= mark.start and mark.end <= b for a, b in spans)
        finite = words[: mark.start].lower().split()[-1:]
        if not meant or said in small.hosting or (inside and small.be.isdisjoint(finite)):
            continue
        after_noun = any(noun.start < mark.start for noun in implied)
        if all(event.kind == "other" for event in meant):
            aside = aside or f"{meant[0].term}: {said}"
            leads = leads or not (events or after_noun)
        else:
            # "IDPs by time of displacement" counts IDPs: a noun speaks only before another
            spoken = ("other", "noun") if after_noun else ("other",)
            events += [event for event in meant if event.kind not in spoken]
    return events, aside, leads


def _thing(
    words: str, language: str, nouns: list[Mark[Subject]], marks: list[Mark[tuple[Event, ...]]]
) -> str:
    """Return the thing a head counts, unless it only says where people are ("in schools", "Ura camp")."""
    if not nouns or not nouns[0].value.thing or _unit(nouns) is not None:
        return ""
    first = nouns[0]
    inside = any(mark.start <= first.start and first.end <= mark.end for mark in marks)
    named = first.start > 0 and any(
        place.start < first.start and first.end <= place.end
        for place in find_places(words, language=language)
    )
    return "" if inside or named else first.value.noun


def _who(tokens: list[str], small: Grammar, language: str) -> Subject | None:
    """Return the first word that says of which sex or age the counted are ("Male", "Girls", "F")."""
    listed = subject_words(language)
    letters: dict[Sex, frozenset[str]] = {"female": small.female_letters, "male": small.male_letters}
    for token in tokens:
        sex = next((sex for sex, words in listed.sex.items() if token in words), None)
        if token is tokens[-1] and len(tokens) <= _LETTERED:
            sex = sex or next((sex for sex, words in letters.items() if token in words), None)
        age = next((age for age, words in listed.age.items() if token in words), None)
        if sex or age:
            return Subject(unit="person", noun=token, sex=sex, age_group=age)
    return None


def _unit(nouns: list[Mark[Subject]]) -> Unit | None:
    """Return the unit of the first noun that has one; of two side by side, of the second ("IDP households").

    "Households displaced" counts households: what was done to them names no unit.
    """
    counted = [noun for noun in nouns if noun.value.unit is not None]
    if not counted:
        return None
    first = counted[0]
    for second in counted[1:2]:
        done = first.value.implied is None and second.value.implied is not None
        if second.start - first.end <= 1 and not done:
            return second.value.unit
    return first.value.unit
