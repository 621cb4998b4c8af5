"""What stands over a number: the heads of its column and row, the heading, the label its list begins with.

The column speaks first, then the heading, then the row: a row mostly names a place.  In a table of
indicators ("People evacuated | 6,054") the row speaks.  Heads also say who is counted (women, children) and
what is a total; what counts things, aid or capacity is refused.

In: a Draft without an event of its own.  Out: its Binding, or a reason.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker import lexicon
from tracker.claims.binding import fits
from tracker.claims.draft import Draft
from tracker.claims.grammar import grammar
from tracker.claims.weights import Binding
from tracker.marks.events import find_events
from tracker.marks.subjects import find_subjects
from tracker.vocabulary import Event, Mark, Subject, Unit

_SCORE = 5.5
_KEPT = 2_000  # heads that are read once
_SHORT = 2  # words of a label that names things and nothing else
_VERBLESS = 8  # words of a line that a heading may speak for
_LEAD = 140  # characters a list may begin with
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_AGES = re.compile(r"\d{1,2}\s*(?:[-–]|to)\s*\d{1,2}|\d{1,2}\s*\+|[<>≥≤]\s?\d{1,2}")


@dataclass(frozen=True, slots=True)
class Head:
    """What the words of a head say: unit, events, the noun that says what happened, why it counts nobody.

    ``begins``: a noun is its first word; ``leads``: what makes it no claim stands before what happened.
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

    def event(self, unit: Unit | None, *, at_shelter: bool = False) -> Event | None:
        """Return the event that befalls a unit: a verb before what the noun says."""
        fitting = [event for event in self.events if fits(event, unit, elided=unit is None)]
        sure = next((event for event in fitting if event.needs is None), None)
        if sure is None and self.noun is not None:
            sure = event_of(self.noun)
        return sure or next((event for event in fitting if event.needs == "shelter" and at_shelter), None)


def event_of(subject: Subject) -> Event:
    """Return the event that a noun carries ("refugees", "deaths")."""
    return Event(
        term=subject.implied or "",
        kind="noun",
        words=subject.noun,
        measure=subject.implied_measure,
        subterm=subject.subterm if subject.implied == "affected" else None,
    )


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
    nouns = find_subjects(words, language=language)
    small = grammar(language)
    implied = [noun for noun in nouns if noun.value.implied not in (None, "casualty")]
    spans = [(noun.start, noun.end) for noun in nouns if noun.value.implied is not None]
    marks = find_events(words, language=language)
    thing = nouns[0] if nouns and nouns[0].value.thing and _unit(nouns) is None else None
    if thing is not None and any(mark.start <= thing.start and thing.end <= mark.end for mark in marks):
        thing = None  # "inside evacuation centres"
    events: list[Event] = []
    aside, leads = "", False
    for mark in marks:
        said = words[mark.start : mark.end].lower()
        inside = any(a <= mark.start and mark.end <= b for a, b in spans)
        finite = words[: mark.start].lower().split()[-1:]
        if said in small.hosting or (inside and small.be.isdisjoint(finite)):
            continue
        if all(event.kind == "other" for event in mark.value):
            aside = aside or f"{mark.value[0].term}: {said}"
            leads = leads or not (events or any(noun.start < mark.start for noun in implied))
        else:
            # "IDPs by time of displacement" counts IDPs: a noun speaks only before another
            late = any(noun.start < mark.start for noun in implied)
            events += [event for event in mark.value if event.kind not in ("other", *["noun"] * late)]
    tokens = _WORD.findall(words.lower())
    return Head(
        unit=_unit(nouns),
        events=tuple(events),
        noun=implied[0].value if implied else None,
        people=next((noun.value for noun in implied if noun.value.subterm), None),
        who=_who(tokens, language),
        thing=thing.value.noun if thing is not None else "",
        words=len(tokens),
        begins=bool(nouns) and nouns[0].start == 0,
        aside=aside or next((f"a column of {word}" for word in tokens if word in small.aside_heads), ""),
        leads=leads,
        total=tokens[:1] != [] and tokens[0] in small.total_heads,
    )


def _who(tokens: list[str], language: str) -> Subject | None:
    """Return the first word that says of which sex or age the counted are ("Male", "Girls")."""
    data = lexicon.load(language, "subjects")
    for token in tokens:
        sex = next((sex for sex, words in data["sex"].items() if token in words), None)
        age = next((age for age, words in data["age"].items() if token in words), None)
        if sex or age:
            return Subject(unit="person", noun=token, sex=sex, age_group=age)
    return None


def _unit(nouns: list[Mark[Subject]]) -> Unit | None:
    """Return the unit of the first noun that has one; of two side by side, of the second ("IDP households")."""
    counted = [noun for noun in nouns if noun.value.unit is not None]
    if not counted:
        return None
    first = counted[0]
    for second in counted[1:2]:
        if second.start - first.end <= 1:
            return second.value.unit
    return first.value.unit


def from_header(draft: Draft) -> Binding | None:
    """Return an event that the heads of a table cell or the heading of a list name, or set a reason."""
    segment = draft.sentence.segment
    language = segment.language
    above = [head_of(words, language) for words in _headings(segment.heading)] if _under(draft) else []
    if segment.kind != "cell":
        label = _label(draft)
        if label is not None and _counts_things(label, draft):
            return None
        return _bound(draft, above, label)
    column = head_of(segment.column, language) if segment.column else None
    row = head_of(segment.row, language) if segment.row else None
    if segment.row is None and segment.column is not None:
        return _bound(draft, [column], None)  # a cell that names its row
    if column is not None and (column.thing or column.aside):
        draft.reason = column.aside or f"counts {column.thing}"
        return None
    told = column is not None and bool(column.events or column.noun)
    if row is not None and not told and _counts_things(row, draft):
        return None
    return _bound(draft, [column, _indicator(column, row), *above, row], row)


def _headings(words: str | None) -> list[str]:
    """Return the nearest heading; over a list with a lead-in ("moved to:"), also the one above that."""
    near, *far = (words or "").split("\n")
    return [near, *far[:1]] if near.endswith(":") else [near]


def _under(draft: Draft) -> bool:
    """Tell whether a heading speaks for what stands under it: lists, cells and short lines without a verb."""
    if draft.sentence.segment.kind in ("bullet", "cell", "label"):
        return True
    words = draft.sentence.grammar
    verbless = (words.be | words.have).isdisjoint(draft.sentence.tokens)
    return verbless and len(draft.sentence.tokens) <= _VERBLESS


def _indicator(column: Head | None, row: Head | None) -> Head | None:
    """Return the head of a row that says whom it counts, where the column says nothing of it."""
    speaks = row is not None and bool(row.events or row.noun)
    return row if speaks and (column is None or not (column.events or column.noun)) else None


def _counts_things(head: Head, draft: Draft) -> bool:
    """Refuse a row or label that counts things or aid ("Villages hit", "Boats deployed", "Rice distributed")."""
    shelters = draft.sentence.grammar.shelters
    if head.aside:
        draft.reason = head.aside
    elif head.thing and _is_thing(head, shelters):
        draft.reason = f"counts {head.thing}"
    return bool(draft.reason)


def _is_thing(head: Head, shelters: frozenset[str]) -> bool:
    """Tell a head that counts things ("Villages hit", "Schools") from one that says where people are."""
    if any(event.kind in ("did", "done") for event in head.events):
        return True
    return head.thing not in shelters and (bool(head.events) or (head.begins and head.words <= _SHORT))


def _bound(draft: Draft, heads: Sequence[Head | None], row: Head | None) -> Binding | None:
    """Bind a draft to the first head that names an event, and give it what all heads say of the counted.

    A heading that speaks of aid first refuses what no nearer head explains.
    """
    named = [head for head in (*heads[:1], row, *heads[1:]) if head is not None]
    if draft.unit is None:
        draft.unit = next((head.unit for head in named if head.unit is not None), None)
    for head in filter(None, heads):
        if head.leads:
            draft.reason = head.aside
            return None
        event = head.event(draft.unit, at_shelter=_at_shelter(draft))
        if event is not None:
            if draft.what.kind == "elided" and draft.sentence.segment.kind == "cell":
                _tell_who(draft, head, named)
            return Binding(event, draft.start, draft.end, "context", _SCORE)
    return None


def _at_shelter(draft: Draft) -> bool:
    """Tell whether a head of a cell, or the heading, names a camp or shelter."""
    segment = draft.sentence.segment
    around = " ".join(filter(None, (segment.row, segment.column, segment.heading))).lower()
    return not draft.sentence.grammar.shelters.isdisjoint(_WORD.findall(around))


def _tell_who(draft: Draft, speaking: Head, named: list[Head]) -> None:
    """Give a cell the noun of its heads, the sex and age they name, and whether it is a total."""
    segment = draft.sentence.segment
    noun = speaking.people or speaking.noun  # "arrivals of refugees": the arrivals are refugees
    who = next((head.who for head in named if head.who is not None), None)
    if noun is not None or who is not None:
        told = noun or Subject(unit=draft.unit, noun="")
        if who is not None:
            told = dataclasses.replace(told, sex=who.sex, age_group=who.age_group)
        draft.what = dataclasses.replace(draft.what, subject=told)
    ages = next((words for words in (segment.row, segment.column) if words and _AGES.match(words)), None)
    draft.group = ages or (who.noun if who is not None else None)


def mark_total(draft: Draft) -> None:
    """Mark a cell whose row or column is headed as a total."""
    segment = draft.sentence.segment
    heads = [head_of(words, segment.language) for words in (segment.row, segment.column) if words]
    if segment.kind == "cell" and any(head.total for head in heads):
        draft.is_total = True


def _label(draft: Draft) -> Head | None:
    """Return what stands before the number of a line as its label ("Tents: 4,310")."""
    seen = draft.sentence
    before = seen.text[: draft.start].rstrip(" :–—-=(\t")
    if not before or len(seen.between(0, len(before))) > _VERBLESS or draft.start == len(before):
        return None
    return head_of(before, seen.segment.language)


def from_label(draft: Draft, drafts: list[Draft], accepted: list[Draft]) -> Binding | None:
    """Return the event of the label or clause a list starts with.

    "IDPs: Nigeria, 2,118,550; Chad, 236,400"; "The following were displaced: Bulo - 120; Kato - 90".
    Where that clause holds a claim of its own, the items are its parts.
    """
    seen = draft.sentence
    colon = seen.low.find(":", 0, _LEAD)
    if colon < 0 or colon > draft.start or draft.what.kind not in ("elided", "subject"):
        return None
    items = [one for one in drafts if one.start > colon and one.what.kind in ("elided", "subject")]
    verb = any(token in seen.grammar.be for token in seen.between(0, colon))
    if (verb or colon > 40) and not (len(items) > 1 and all(_is_item(one) for one in items)):
        return None
    for whole in reversed(accepted):
        if whole.end <= colon and whole.binding is not None:
            draft.parent, draft.tie = whole, "part"
            draft.unit = draft.unit or whole.unit
            return dataclasses.replace(whole.binding, side="inherited", score=5.0)
    head = head_of(seen.text[:colon], seen.segment.language)
    event = head.event(draft.unit or head.unit)
    if event is None:
        return None
    draft.unit = draft.unit or head.unit
    if draft.what.kind == "elided" and head.noun is not None:
        draft.what = dataclasses.replace(draft.what, subject=head.noun)
    return Binding(event, draft.start, draft.end, "context", _SCORE)


def _is_item(draft: Draft) -> bool:
    """Tell a number that a name leads to: "Bulo - 120", "Kato at 90", "Wayo (40)"."""
    seen = draft.sentence
    index = seen.token_before(draft.start)
    while index > 0 and seen.tokens[index] in seen.grammar.before_item:
        index -= 1
    return (index >= 0 and seen.text[seen.starts[index]].isupper()) or index in seen.place_ends
