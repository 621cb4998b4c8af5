"""What stands over a number says what happened: the heads of its column and row, the heading, the label.

The column speaks first, then the heading, then the row: a row mostly names a place.  In a table of
indicators ("People evacuated | 6,054") the row speaks.  What counts things, aid or capacity is refused.

In: a Number without an event of its own.  Out: a Proposal, or None.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.claims.draft import Number, Proposal, Refusal
from tracker.claims.propose.heads import WORD, Head, head_of
from tracker.claims.propose.lists import is_item
from tracker.claims.propose.rule import Context, Rule
from tracker.claims.thresholds import HEADING, INHERITED
from tracker.marks.times import find_times
from tracker.vocabulary import Subject, Unit

_SHORT = 2  # words of a label that names things and nothing else
_VERBLESS = 8  # words of a line that a heading may speak for
_LEAD = 140  # characters a list may begin with
_LABEL = 40  # characters of the label of a single figure
_COUNTABLE = ("elided", "subject")


@dataclass(frozen=True, slots=True)
class Above:
    """The heads over a number in the order in which they speak, or why they refuse it."""

    order: tuple[Head | None, ...] = ()
    row: Head | None = None
    reason: str = ""
    lent: Head | None = None
    """The head of a column beside: it says what happened, not who is counted."""

    @property
    def heads(self) -> Iterator[Head]:
        """The heads in the order in which they say what happened."""
        return filter(None, self.order)

    @property
    def named(self) -> Iterator[Head]:
        """The heads in the order in which they say who is counted: the nearest, then the row."""
        said = (head for head in (*self.order[:1], self.row, *self.order[1:]) if head is not self.lent)
        return filter(None, said)

    @property
    def unit(self) -> Unit | None:
        """The unit that the heads name."""
        return next((head.unit for head in self.named if head.unit is not None), None)


def above(number: Number) -> Above:
    """Return what stands over a number."""
    segment = number.sentence.segment
    language = segment.language
    cell = segment.kind == "cell"
    near = _headings(segment.heading, language, cell=cell) if _under(number) else []
    under = [head_of(words, language) for words in near]
    if not cell:
        label = _label(number)
        refusal = _refusal(label, number) if label is not None else ""
        return Above(reason=refusal) if refusal else Above(tuple(under), label)
    column = head_of(segment.column, language) if segment.column else None
    row = head_of(segment.row, language) if segment.row else None
    if segment.row is None and column is not None:
        return Above((column,))  # a cell that names its row
    reason = _aside(column, number) if column is not None else ""
    if reason:
        return Above(reason=reason)
    lent = _beside(column, number)
    told = (column is not None and column.speaks) or lent is not None
    named = segment.facts is not None and segment.facts.here  # a row of a place counts none ("Ward 3")
    refusal = _refusal(row, number) if row is not None and not told and not named else ""
    if refusal:
        return Above(reason=refusal)
    indicates = row is not None and row.speaks and (column is None or not column.speaks)
    return Above((column, row if indicates else None, lent, *under, row), row, lent=lent)


def _aside(column: Head, number: Number) -> str:
    """Return why a column counts nobody to whom something happened, or nothing."""
    if column.thing or column.aside:
        return column.aside or f"counts {column.thing}"
    if column.measures and not column.speaks:
        return "a column of measures"
    if column.shares and number.unit != "share":
        return "a column of shares"
    segment = number.sentence.segment
    others = [head_of(words, segment.language) for words in (segment.facts.beside if segment.facts else ())]
    lives = column.lives and column.event(column.unit, at_shelter=_at_shelter(number)) is None
    if lives and any(other.speaks for other in others):
        return "population at large"
    natural = any(other.births for other in others) and any(event.term == "killed" for event in column.told)
    return "natural deaths, beside births" if natural else ""


def _beside(column: Head | None, number: Number) -> Head | None:
    """Return the head of a column beside one that names a unit ("Families" beside "IDPs"), a total, or a part.

    Who is counted beside people are some of them ("Women", "Children under 18").
    """
    segment = number.sentence.segment
    if column is None or segment.facts is None or column.speaks or not (column.only_unit or column.who):
        return None
    for words in segment.facts.beside:
        other = head_of(words, segment.language)
        if not other.speaks or other.aside or other.thing:
            continue
        same = (other.unit or "person") == column.unit
        if column.unit is None or same == (column.who is not None):
            return other
    return None


def is_total(number: Number) -> bool:
    """Tell whether the row or column of a cell is headed as a total."""
    segment = number.sentence.segment
    if segment.kind != "cell":
        return False
    heads = [head_of(words, segment.language) for words in (segment.row, segment.column) if words]
    return any(head.total for head in heads)


def _headings(words: str | None, language: str, *, cell: bool) -> list[str]:
    """Return the nearest heading; over a list with a lead-in ("moved to:"), also the one above that.

    Over a table, also the one above a line that only says of which day it is.
    """
    near, *far = (words or "").split("\n")
    dated = cell and bool(far) and bool(find_times(near, reference=None, language=language))
    return (
        [near, *far[:1]] if near.endswith(":") or (dated and not head_of(near, language).speaks) else [near]
    )


def _under(number: Number) -> bool:
    """Tell whether a heading speaks for what stands under it: lists, cells and short lines without a verb."""
    seen = number.sentence
    if seen.segment.kind in ("bullet", "cell", "label"):
        return True
    verbless = (seen.grammar.be | seen.grammar.have).isdisjoint(seen.words.tokens)
    return verbless and len(seen.words) <= _VERBLESS


def _refusal(head: Head, number: Number) -> str:
    """Refuse a row or label that counts things or aid ("Villages hit", "Boats deployed", "Rice distributed")."""
    if head.aside:
        return head.aside
    return f"counts {head.thing}" if head.thing and _is_thing(head, number) else ""


def _is_thing(head: Head, number: Number) -> bool:
    """Tell a head that counts things ("Villages hit", "Schools") from one that says where people are."""
    if any(event.kind in ("did", "done") for event in head.events):
        return True
    if head.thing in number.sentence.grammar.shelters:
        return False
    return bool(head.events) or (head.begins and head.words <= _SHORT)


def _at_shelter(number: Number) -> bool:
    """Tell whether a head of a cell, or the heading, names a camp or shelter."""
    segment = number.sentence.segment
    around = " ".join(filter(None, (segment.row, segment.column, segment.heading))).lower()
    return not number.sentence.grammar.shelters.isdisjoint(WORD.findall(around))


def _label(number: Number) -> Head | None:
    """Return what stands before the number of a line as its label ("Tents: 4,310")."""
    seen = number.sentence
    before = seen.text[: number.start].rstrip(" :–—-=(\t")
    label = before[seen.opening :].lstrip()
    if not label or number.start == len(before):
        return None
    if len(seen.words.between(seen.opening, len(before))) > _VERBLESS:
        return None
    return head_of(label, seen.segment.language)


def _refused(number: Number, context: Context) -> Refusal | None:
    """Refuse what a head says counts things or aid; a heading that speaks of aid first refuses what follows."""
    over = above(number)
    if over.reason:
        return Refusal(reason=over.reason)
    for head in over.heads:
        if head.leads:
            return Refusal(reason=head.aside)
        if head.event(number.unit or over.unit, at_shelter=_at_shelter(number)) is not None:
            return None
    return None


def _heads(number: Number, context: Context) -> Proposal | None:
    """Return what the first head that speaks says happened, and what all of them say of the counted."""
    over = above(number)
    unit = number.unit or over.unit
    for head in over.heads:
        event = head.event(unit, at_shelter=_at_shelter(number))
        if event is None:
            continue
        made = Proposal(event, via="heading", score=HEADING, start=number.start, end=number.end, unit=unit)
        cell = number.elided and number.sentence.segment.kind == "cell"
        return _with_people(made, number, head, over) if cell else made
    return None


def _with_people(made: Proposal, number: Number, speaking: Head, over: Above) -> Proposal:
    """Give a cell the noun of its heads, and the sex and age they name."""
    segment = number.sentence.segment
    noun = speaking.people or speaking.noun  # "arrivals of refugees": the arrivals are refugees
    if noun is not None and speaking is over.lent:
        noun = dataclasses.replace(noun, unit=made.unit, sex=None, age_group=None)
    who = next((head.who for head in over.named if head.who is not None), None)
    subject = noun
    if who is not None:
        subject = dataclasses.replace(
            noun or Subject(unit=made.unit, noun=""), sex=who.sex, age_group=who.age_group
        )
    ages_of = number.sentence.grammar.ages
    dated = segment.facts is not None and segment.facts.begin is not None
    named = (segment.column,) if dated else (segment.row, segment.column)  # "1-15 May" is no age
    ages = next((words for words in named if words and ages_of.match(words)), None)
    group = ages or (who.noun if who is not None else None)
    if (
        ages is None and who is not None and segment.column
    ):  # "Male <18": men of one age are not those of another
        aged = [hit.group() for hit in ages_of.finditer(segment.column)][-1:]
        if aged and segment.column.endswith(aged[0]):
            group = f"{who.noun} {aged[0]}"
    return dataclasses.replace(made, subject=subject, group=group)


def _listed_under(number: Number, context: Context) -> tuple[int, Sequence[Number]] | None:
    """Return where the label of a list ends, and the items of the list."""
    seen = number.sentence
    colon = seen.low.find(":", 0, _LEAD)
    if colon < 0 or colon > number.start or number.what.kind not in _COUNTABLE:
        return None
    items = [one for one in context.numbers if one.start > colon and one.what.kind in _COUNTABLE]
    verb = seen.words.between(0, colon).holds(seen.grammar.be)
    if (verb or colon > _LABEL) and not (len(items) > 1 and all(is_item(one) for one in items)):
        return None
    return colon, items


def _part_of_label(number: Number, context: Context) -> Proposal | None:
    """Return the claim of the clause a list begins with, whose parts its items are."""
    found = _listed_under(number, context)
    if found is None:
        return None
    for whole in reversed(context.before):
        if whole.end <= found[0] and whole.choice is not None:
            return whole.choice.inherited(whole, "part", whole.unit, score=INHERITED)
    return None


def _label_of_list(number: Number, context: Context) -> Proposal | None:
    """Return the event of the label a list starts with ("IDPs: Nigeria, 2,118,550; Chad, 236,400")."""
    found = _listed_under(number, context)
    if found is None:
        return None
    seen = number.sentence
    head = head_of(seen.text[: found[0]], seen.segment.language)
    event = head.event(number.unit or head.unit)
    if event is None:
        return None
    return Proposal(
        event,
        via="heading",
        score=HEADING,
        start=number.start,
        end=number.end,
        unit=head.unit,
        subject=head.noun if number.elided else None,
    )


LABELS: tuple[Rule, ...] = (
    Rule("part of its label", _part_of_label,
         "The following 160 people were displaced: Bulo - {120}; Kato - 40."),
    Rule("label of a list", _label_of_list, "IDPs: Nigeria, {2,118,550}; Chad, 236,400"),
)  # fmt: skip

HEADS: tuple[Rule, ...] = (
    Rule("heads refuse", _refused, "Tents distributed to the displaced\n\n- Kato: {900}\n- Bulo: 400"),
    Rule("heads", _heads, "| District | IDPs |\n|---|---|\n| Kato | {900} |"),
)
