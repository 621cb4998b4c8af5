"""Turn a draft into a Claim: report offsets, persons, group, ids.

In: a Draft whose roles are filled.  Out: Claim.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.claims.draft import Draft, Tie
from tracker.claims.fill.countries import country
from tracker.claims.fill.groups import group
from tracker.claims.fill.periods import accumulation
from tracker.claims.sure.model import Sureness
from tracker.segment.neutral import View
from tracker.vocabulary import Claim, Mark, Place, Subject, Unit

_SMALLEST, _LARGEST = 1.2, 15.0  # persons per household that a pair of figures may give
_PART: frozenset[Tie] = frozenset({"part", "parenthesis", "before sentence"})
_NOWHERE = Place(name="")
_ANYBODY = Subject(unit=None, noun="")


@dataclass(frozen=True, slots=True)
class _Persons:
    """How many persons a claim counts; None where it does not say."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


def finish(
    draft: Draft,
    view: View,
    report_country: str | None,
    *,
    without: frozenset[str] = frozenset(),
    sure: Sureness | None = None,
) -> Claim:
    """Return the claim of a draft, in the words of the report as it was written.

    Spans of related claims stand as ``start:end`` within the report.

    Parameters
    ----------
    draft
        A claim whose roles are filled.
    view, report_country
        The view of the report that was read, and ISO3 of the country it is about.
    without
        Names of rules that are switched off.
    sure
        How sure the reading is.
    """
    segment, amount = draft.sentence.segment, draft.amount.value
    start, end = _span(draft, view)
    unit = draft.unit or "person"
    base = _base(draft) if unit == "share" else None
    household_size = _household_size(draft)
    persons = _persons(draft, unit, base, household_size)
    origin, destination = _place(draft.origin), _place(draft.destination)
    subject, speaker = draft.what.subject or _ANYBODY, draft.speaker
    counted = group(draft, without)
    near = segment.start + len(segment.text)
    as_of = _as_of(draft)
    return Claim(
        quote=view.original[start:end],
        start=start,
        end=end,
        sentence=view.words(segment.start, segment.start + len(segment.text)),
        value=0.0 if amount.negated else amount.value,
        low=None if amount.negated else amount.low,
        high=None if amount.negated else amount.high,
        qualifier=amount.qualifier,
        hedge=amount.hedge,
        unit=unit,
        persons=persons.value,
        persons_low=persons.low,
        persons_high=persons.high,
        household_size=household_size,
        household_size_basis="report" if household_size is not None else None,
        share_of=_named(base, view) if base is not None else None,
        part_of=_part_of(draft, unit, view),
        is_total=draft.is_total,
        per=amount.per,
        term=draft.term,  # type: ignore[arg-type]  # the lexicon's terms are checked by its test
        subterm=draft.subterm,
        measure=draft.measure,
        accumulation=accumulation(draft, without),
        period_start=draft.period[0],
        period_end=draft.period[1],
        period_precision=draft.time.precision if draft.time is not None else None,
        as_of=as_of,
        as_of_basis="explicit" if as_of is not None else None,
        group=_written(counted.words, view, near),
        group_role=counted.role,
        sex=subject.sex,
        age_group=subject.age_group,
        origin=_written(draft.origin_words, view, near),
        origin_id=origin.place_id,
        origin_iso3=origin.iso3,
        destination=_written(draft.destination_words, view, near),
        destination_id=destination.place_id,
        destination_iso3=destination.iso3,
        country_iso3=country(draft, report_country, without),
        source=_written(speaker.name, view, near) if speaker is not None else None,
        source_id=speaker.source_id if speaker is not None else None,
        source_kind=speaker.kind if speaker is not None else None,
        hypothetical=draft.hypothetical,
        negated=amount.negated,
        confidence=sure.confidence if sure is not None else None,
        doubt=sure.doubt if sure is not None else None,
        words=tuple(sorted(_explain(draft).items())),
    )


def _persons(draft: Draft, unit: Unit, base: Draft | None, household_size: float | None) -> _Persons:
    """Return the persons of a claim: its own count, its share of a count, or the pair of its households."""
    amount = draft.amount.value
    if unit == "person":
        return _Persons(0.0 if amount.negated else amount.value, amount.low, amount.high)
    if household_size is not None and draft.same_people is not None:
        other = draft.same_people.amount.value
        return _Persons(other.value, other.low, other.high)
    if base is None or base.unit != "person" or base.amount.value.kind != "count":
        return _Persons()
    whole = base.amount.value.value
    return _Persons(
        amount.value * whole,
        None if amount.low is None else amount.low * whole,
        None if amount.high is None else amount.high * whole,
    )


def _household_size(draft: Draft) -> float | None:
    """Return persons per household of a claim in households whose persons the report states too."""
    if draft.unit != "household" or draft.same_people is None or not draft.amount.value.value:
        return None
    size = draft.same_people.amount.value.value / draft.amount.value.value
    return round(size, 3) if _SMALLEST <= size <= _LARGEST else None


def _base(draft: Draft) -> Draft | None:
    """Return the claim a share is a share of."""
    return draft.parent if draft.parent is not None and draft.parent.unit != "share" else None


def _part_of(draft: Draft, unit: Unit, view: View) -> str | None:
    """Return where the claim stands that a claim is part of."""
    parent = draft.parent
    is_part = parent is not None and draft.tie in _PART and unit == parent.unit
    return _named(parent, view) if parent is not None and is_part else None


def _span(draft: Draft, view: View) -> tuple[int, int]:
    """Return where the quote of a claim stands in its report."""
    offset = draft.sentence.segment.start
    return view.back(offset + draft.start, offset + draft.end)


def _written(words: str | None, view: View, near: int) -> str | None:
    """Return words of the view as the report has them."""
    return None if words is None else view.as_written(words, near)


def _named(draft: Draft, view: View) -> str:
    """Return the span of a claim as others name it."""
    start, end = _span(draft, view)
    return f"{start}:{end}"


def _as_of(draft: Draft) -> dt.date | None:
    """Return the day by which a claim counts, where its words name one."""
    if draft.time is None:
        return None
    if draft.time.relation in ("as_of", "by"):
        return draft.time.end
    return draft.period[1] if draft.measure == "stock" and draft.time.precision == "day" else None


def _place(mark: Mark[Place] | None) -> Place:
    """Return the place of a mark; a place without an id where there is none."""
    return mark.value if mark is not None else _NOWHERE


def _explain(draft: Draft) -> dict[str, str]:
    """Return which words made which field."""
    choice, parent, speaker = draft.choice, draft.parent, draft.speaker
    made = {
        "value": draft.sentence.text[draft.amount.start : draft.amount.end],
        **draft.words,
        "qualifier": draft.amount.value.hedge,
        "term": f"{choice.event.words} ({choice.via})" if choice is not None else None,
        "unit": draft.what.words,
        "period": draft.time_words,
        "tie": f"{draft.tie}: {parent.quote}" if draft.tie and parent is not None else None,
        "source": f"{speaker.name} ({speaker.cue})" if speaker is not None else None,
    }
    return {field: words for field, words in made.items() if words}
