"""Turn a draft into a Claim: report offsets, persons, group, ids.

In: a Draft whose parts are bound.  Out: Claim.
"""

from __future__ import annotations

import re

from tracker.claims.draft import Draft
from tracker.claims.periods import accumulation
from tracker.claims.where import country
from tracker.vocabulary import Claim, GroupRole, Report

_SMALLEST, _LARGEST = 1.2, 15.0  # persons per household that a pair of figures may give
_COMPOSITION = re.compile(
    r",?\s+\(?((?:mostly|mainly|largely|predominantly|chiefly|most of them)\s+[^,.;()–—]{3,60}?)\s*(?=[,.;()–—]|$)",
    re.I,
)


def finish(draft: Draft, report: Report, report_country: str | None) -> Claim:
    """Return the claim of a draft; spans of related claims stand as ``start:end`` within the report."""
    segment, amount = draft.sentence.segment, draft.amount.value
    start, end = segment.start + draft.start, segment.start + draft.end
    unit = draft.unit or "person"
    persons = persons_low = persons_high = None
    share_of: str | None = None
    if unit == "person":
        persons, persons_low, persons_high = amount.value, amount.low, amount.high
    elif unit == "share":
        base = _base(draft)
        if base is not None:
            share_of = f"{base.sentence.segment.start + base.start}:{base.sentence.segment.start + base.end}"
            if base.unit == "person" and base.amount.value.kind == "count":
                persons = amount.value * base.amount.value.value
                persons_low = None if amount.low is None else amount.low * base.amount.value.value
                persons_high = None if amount.high is None else amount.high * base.amount.value.value
    household_size = _household_size(draft)
    if household_size is not None and draft.same_people is not None:
        other = draft.same_people.amount.value
        persons, persons_low, persons_high = other.value, other.low, other.high
    parent = draft.parent
    part_of = None
    if parent is not None and draft.tie in ("part", "parenthesis", "before sentence") and unit == parent.unit:
        part_of = (
            f"{parent.sentence.segment.start + parent.start}:{parent.sentence.segment.start + parent.end}"
        )
    period_start, period_end = draft.period
    subject = draft.what.subject
    speaker = draft.speaker
    origin = draft.origin.value if draft.origin is not None else None
    destination = draft.destination.value if draft.destination is not None else None
    group, group_role = _group(draft)
    as_of = None
    if draft.time is not None and draft.time.relation in ("as_of", "by"):
        as_of = draft.time.end
    elif draft.measure == "stock" and draft.time is not None and draft.time.precision == "day":
        as_of = period_end
    return Claim(
        quote=report.text[start:end],
        start=start,
        end=end,
        sentence=segment.text,
        value=0.0 if amount.negated else amount.value,
        low=None if amount.negated else amount.low,
        high=None if amount.negated else amount.high,
        qualifier=amount.qualifier,
        hedge=amount.hedge,
        unit=unit,
        persons=0.0 if amount.negated and unit == "person" else persons,
        persons_low=persons_low,
        persons_high=persons_high,
        household_size=household_size,
        household_size_basis="report" if household_size is not None else None,
        share_of=share_of,
        part_of=part_of,
        is_total=draft.is_total,
        per=amount.per,
        term=draft.term,  # type: ignore[arg-type]  # the lexicon's terms are checked by its test
        subterm=draft.subterm,
        measure=draft.measure,
        accumulation=accumulation(draft),
        period_start=period_start,
        period_end=period_end,
        period_precision=draft.time.precision if draft.time is not None else None,
        as_of=as_of,
        as_of_basis="explicit" if as_of is not None else None,
        group=group,
        group_role=group_role,
        sex=subject.sex if subject is not None else None,
        age_group=subject.age_group if subject is not None else None,
        origin=draft.origin_words,
        origin_id=origin.place_id if origin is not None else None,
        origin_iso3=origin.iso3 if origin is not None else None,
        destination=draft.destination_words,
        destination_id=destination.place_id if destination is not None else None,
        destination_iso3=destination.iso3 if destination is not None else None,
        country_iso3=country(draft, report_country),
        source=speaker.name if speaker is not None else None,
        source_id=speaker.source_id if speaker is not None else None,
        source_kind=speaker.kind if speaker is not None else None,
        hypothetical=draft.hypothetical,
        negated=amount.negated,
        words=tuple(sorted(_explain(draft).items())),
    )


def _household_size(draft: Draft) -> float | None:
    """Return persons per household of a claim in households whose persons the report states too."""
    if draft.unit != "household" or draft.same_people is None or not draft.amount.value.value:
        return None
    size = draft.same_people.amount.value.value / draft.amount.value.value
    return round(size, 3) if _SMALLEST <= size <= _LARGEST else None


def _base(draft: Draft) -> Draft | None:
    """Return the draft a share is a share of."""
    if draft.parent is not None and draft.parent.unit != "share":
        return draft.parent
    return None


def _group(draft: Draft) -> tuple[str | None, GroupRole | None]:
    """Return who is counted, as in the text, and whether that is a subset or a composition; None for plain people."""
    what = draft.what
    if draft.group is not None:
        return draft.group, "subset"
    if what.kind == "base":
        told = _told_of(draft)
        return told, None if told is None else "subset"
    apposition = _COMPOSITION.match(draft.sentence.text, draft.end)
    if apposition is not None:
        return " ".join(apposition.group(1).split()), "composition"
    if what.kind == "elided":
        return None, None
    words = " ".join(what.words.split())
    for lead in ("of ", "the ", "other ", "more ", "new ", "additional ", "another "):
        if words.lower().startswith(lead):
            words = words[len(lead) :]
    return (None, None) if words.lower() in draft.sentence.grammar.anybody | {""} else (words, "subset")


def _told_of(draft: Draft) -> str | None:
    """Return what is said of a share of others: "a tenth of them jihadists", "a tenth of those ... were men"."""
    seen = draft.sentence
    index = seen.token_at(draft.end)
    nouns = {mark.start: mark for mark in seen.subjects.values() if not mark.value.thing}
    if index < len(seen.starts) and seen.starts[index] in nouns:
        return seen.text[seen.starts[index] : nouns[seen.starts[index]].end]
    for place in range(index, len(seen.tokens) - 1):
        if seen.tokens[place] in seen.grammar.be and seen.starts[place + 1] in nouns:
            return seen.text[seen.starts[place + 1] : nouns[seen.starts[place + 1]].end]
    return None


def _explain(draft: Draft) -> dict[str, str]:
    """Return which words made which field."""
    made = dict(draft.words)
    amount = draft.amount.value
    made["value"] = draft.sentence.text[draft.amount.start : draft.amount.end]
    if amount.hedge:
        made["qualifier"] = amount.hedge
    if draft.binding is not None:
        made["term"] = f"{draft.binding.event.words} ({draft.binding.side})"
    if draft.what.words:
        made["unit"] = draft.what.words
    if draft.time_words:
        made["period"] = draft.time_words
    if draft.tie and draft.parent is not None:
        made["tie"] = f"{draft.tie}: {draft.parent.quote}"
    if draft.speaker is not None:
        made["source"] = f"{draft.speaker.name} ({draft.speaker.cue})"
    return made
