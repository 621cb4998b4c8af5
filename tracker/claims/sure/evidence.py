"""What the reader knows that tells how sure a reading is, as named numbers.

The names are kept from version to version: a name without a weight counts for nothing, so a rule may come or go
before the weights are fitted again.  Nothing here compares a word of the text; it names what the rules made of it.

In: the Drafts of a report, or one number that is none.  Out: a mapping of names to numbers for each.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from tracker.claims.draft import Draft, Proposal
from tracker.claims.sentence import Sentence

Evidence = dict[str, float]
Role = Literal["term by", "measure by", "time by", "period by", "place by", "source by", "modality by"]
ROLES: tuple[Role, ...] = get_args(Role)
MEASURED: Role = "measure by"
_FAR = 200  # characters: what stands farther off is far, whatever the distance
_TENS = 10.0
_SMALL = 10  # a figure below it is as often a street number, a share or a count of places
_ENDS = frozenset(".!?\"”'")


@dataclass(frozen=True, slots=True)
class _Around:
    """What the other claims of a report say."""

    terms: Counter[str]
    measures: Counter[tuple[str, str]]
    values: Counter[tuple[float, str]]
    figures: Counter[float]
    periods: Counter[object]
    speakers: Counter[str]
    beside: dict[int, list[Draft]]
    """The claims of each sentence."""
    total: int


def of_claims(drafts: Sequence[Draft]) -> Iterator[Evidence]:
    """Yield the evidence for each claim of a report.

    Parameters
    ----------
    drafts
        All claims of one report, with their roles filled.
    """
    around = _Around(Counter(), Counter(), Counter(), Counter(), Counter(), Counter(), {}, len(drafts))
    for draft in drafts:
        value = draft.amount.value.value
        around.terms[draft.term] += 1
        around.measures[draft.term, draft.measure] += 1
        around.values[value, draft.term] += 1
        around.figures[value] += 1
        around.periods[draft.period] += 1
        around.beside.setdefault(id(draft.sentence), []).append(draft)
        if draft.speaker is not None:
            around.speakers[draft.speaker.name] += 1
    last, shared = None, {}
    for draft in drafts:
        if draft.sentence is not last:
            last = draft.sentence
            shared = _of_sentence(last)
        found = _of_number(draft, shared)
        _filled(found, draft)
        if draft.choice is not None:
            _proposed(found, draft, draft.choice)
            _rivals(found, draft, draft.choice)
        _agreement(found, draft, around)
        yield found


def _of_sentence(seen: Sentence) -> Evidence:
    """Return what a sentence tells of all its numbers."""
    segment, text = seen.segment, seen.text
    found: Evidence = {
        "always": 1.0,
        f"stands in {segment.kind}": 1.0,
        "numbers in the sentence": math.log1p(len(seen.amounts)) / _TENS,
        "length of the sentence": min(len(seen.words), _FAR) / _FAR,
        "times in the sentence": math.log1p(len(seen.times)) / _TENS,
        "places in the sentence": math.log1p(len(seen.places)) / _TENS,
        "speakers in the sentence": math.log1p(len(seen.speakers)) / _TENS,
    }
    flags = (
        ("heading above", bool(segment.heading)),
        ("row and column", bool(segment.row and segment.column)),
        ("alone in the sentence", len(seen.amounts) == 1),
        ("no event in the sentence", not seen.events),
        ("deeds in the sentence", bool(seen.deeds)),
        ("uneven blanks", "  " in text or "\t" in text),
        ("begins in the middle", text[:1].islower()),
        ("has no end", text.rstrip()[-1:] not in _ENDS),
    )
    found.update((name, 1.0) for name, holds in flags if holds)
    return found


def _of_number(draft: Draft, shared: Evidence) -> Evidence:
    """Return what the number itself tells, claim or not."""
    amount, what = draft.amount.value, draft.what
    found = dict(shared)
    found[f"noun {what.kind}"] = 1.0
    found[f"unit {draft.unit}"] = 1.0
    found[f"qualifier {amount.qualifier}"] = 1.0
    found.update(
        {
            "size": math.log10(1.0 + abs(amount.value)) / _TENS,
            "place in the sentence": draft.start / (len(draft.sentence.text) or 1),
        }
    )
    subject = what.subject
    flags = (
        ("vague number", amount.vague),
        ("number in words", not amount.digits),
        ("share", amount.kind == "share"),
        ("rate", amount.per is not None),
        ("denied", amount.negated),
        ("small number", abs(amount.value) < _SMALL),
        ("one", amount.value == 1),
        ("event in its noun", bool(what.attributive)),
    )
    found.update((name, 1.0) for name, holds in flags if holds)
    if subject is not None:
        found[f"counts {subject.noun}"] = 1.0
        if subject.plain:
            found.update({"plain noun": 1.0})
        if subject.role:
            found.update({"noun of a role": 1.0})
        if subject.implied is not None:
            found.update({"noun says what happened": 1.0})
        if subject.subterm is not None:
            found[f"noun says {subject.subterm}"] = 1.0
    return found


def _filled(found: Evidence, draft: Draft) -> None:
    """Add what was said of it, and which rules said so."""
    term, rules, subject = draft.term, draft.words, draft.what.subject
    found[f"term {term}"] = 1.0
    found[f"measure {draft.measure}"] = 1.0
    found[f"{term}, {draft.measure}"] = 1.0
    found[f"{term}, {draft.measure} by {rules.get(MEASURED)}"] = 1.0
    if draft.subterm:
        found[f"subterm {draft.subterm}"] = 1.0
    for role in ROLES:
        found[f"{role} {rules.get(role, '-')}"] = 1.0
    if subject is not None and subject.implied is not None and subject.implied != term:
        found.update({"noun says another term": 1.0})
        found[f"noun says {subject.implied}, it is {term}"] = 1.0
    if subject is not None and subject.subterm is not None:
        found[f"noun says {subject.subterm}, it is {term}"] = 1.0
    flags = (
        ("not yet true", draft.hypothetical),
        ("a total", draft.is_total),
        ("from somewhere", draft.origin is not None),
        ("to somewhere", draft.destination is not None),
        ("no day", draft.time is None),
        ("an open window", draft.time is not None and draft.period[0] is None),
        ("of another term than its whole", draft.parent is not None and draft.parent.term != term),
    )
    found.update((name, 1.0) for name, holds in flags if holds)
    if draft.speaker is not None:
        found[f"speaker {draft.speaker.kind}"] = 1.0


def _proposed(found: Evidence, draft: Draft, choice: Proposal) -> None:
    """Add which rule proposed, how surely, and from how far."""
    term, event = draft.term, choice.event
    found[f"rule {choice.rule}"] = 1.0
    found[f"via {choice.via}"] = 1.0
    found[f"{term} via {choice.via}"] = 1.0
    found[f"event {event.kind}"] = 1.0
    found[f"{term} of {event.kind}"] = 1.0
    found[f"word {event.words}"] = 1.0
    found.update({"score": choice.score / _TENS})
    if draft.tie:
        found[f"tie {draft.tie}"] = 1.0
    if choice.via in ("before", "after"):
        found.update({"distance": min(_gap(draft, choice.start, choice.end), _FAR) / _FAR})
    if choice.via == "before" and choice.passive:
        found.update({"passive before": 1.0})


def _gap(draft: Draft, start: int, end: int) -> int:
    """Return the characters between a number and a word."""
    return max(start - draft.end, draft.start - end, 0)


def _rivals(found: Evidence, draft: Draft, choice: Proposal) -> None:
    """Add which other words of the sentence might speak of the number, and how much nearer they stand."""
    own = _gap(draft, choice.start, choice.end) if choice.via in ("before", "after") else 0
    nearest, others, aside = _FAR, 0, False
    for mark in draft.sentence.events:
        event = mark.value[0]
        if event.term == draft.term or mark.start == choice.start:
            continue
        others += 1
        gap = _gap(draft, mark.start, mark.end)
        if gap < nearest:
            nearest, aside = gap, event.kind == "other"
    found.update({"rival words": math.log1p(others) / _TENS, "margin": min(nearest - own, _FAR) / _FAR})
    if nearest < own:
        found.update({"a rival is nearer": 1.0})
    if aside:
        found.update({"the rival is aid or plans": 1.0})


def _agreement(found: Evidence, draft: Draft, around: _Around) -> None:
    """Add how the claim sits with the others of its report."""
    value, term, measure = draft.amount.value.value, draft.term, draft.measure
    same = around.values[value, term]
    beside = around.beside[id(draft.sentence)]
    flags = (
        ("told again", same > 1),
        ("told again of another term", around.figures[value] > same),
        ("another term beside it", any(one.term != term for one in beside)),
        ("another measure beside it", any(one.term == term and one.measure != measure for one in beside)),
    )
    found.update((name, 1.0) for name, holds in flags if holds)
    found.update(
        {
            "share of its term": around.terms[term] / around.total,
            "share of its measure": around.measures[term, measure] / (around.terms[term] + 1),
            "share of its period": around.periods[draft.period] / around.total,
            "claims in the report": math.log1p(around.total) / _TENS,
            "numbers beside it that are none": (len(draft.sentence.amounts) - len(beside)) / _TENS,
        }
    )
    if draft.speaker is not None:
        found.update({"share of its speaker": around.speakers[draft.speaker.name] / around.total})


def of_unread(draft: Draft, claims: int) -> Evidence:
    """Return the evidence for a number that was not taken.

    Parameters
    ----------
    draft
        The number, with the reason why it is no claim.
    claims
        How many claims its sentence holds.
    """
    found = _of_number(draft, _of_sentence(draft.sentence))
    found[f"refused by {draft.refused_by}"] = 1.0
    found.update({"claims beside it": math.log1p(claims) / _TENS})
    said = [mark for mark in draft.sentence.events if mark.value[0].kind != "other"]
    nearest = min(said, key=lambda mark: _gap(draft, mark.start, mark.end), default=None)
    if nearest is not None:
        found.update({"nearest event": 1.0 - min(_gap(draft, nearest.start, nearest.end), _FAR) / _FAR})
        found[f"nearest is {nearest.value[0].term}"] = 1.0
    if len(said) < len(draft.sentence.events):
        found.update({"aid or plans in the sentence": 1.0})
    return found


def of_passed(reason: str) -> Evidence:
    """Return the evidence for a number that no rule was asked about, as in a sentence that speaks of nobody."""
    return {"always": 1.0, f"passed by: {reason}": 1.0}
