"""Read the claims of a report: gate, segments, marks, drafts, context.

Sentence-local first; then what the sentence before, the heading or the table header lends.  Every number
seen ends as a claim or as unread with a reason.

In: Report.  Out: Claims and Unread, in reading order.
"""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass, field
from typing import Literal

from tracker import lexicon
from tracker.claims.attach import attach, attach_to_base, attach_to_next
from tracker.claims.credit import Voice, credit
from tracker.claims.draft import Draft
from tracker.claims.finish import finish
from tracker.claims.gate import Gate, gate
from tracker.claims.modality import is_hypothetical
from tracker.claims.periods import Struck, date_drafts
from tracker.claims.phrases.nouns import counted
from tracker.claims.sentence import Glance, Sentence, glance, sentence
from tracker.claims.terms import settle
from tracker.claims.ties import listed
from tracker.claims.where import Named, locate, locate_by_header
from tracker.claims.wholes import point_to_totals
from tracker.marks.places import main_country
from tracker.segment import segments
from tracker.vocabulary import Amount, Claim, Mark, Report, Segment, Unit, Unread

_HEAD = 1_500  # what a report is about stands at its head
_LABEL = 60


@dataclass(slots=True)
class Context:
    """What one sentence lends to the next."""

    report: Report
    struck: Struck
    _country: str | Literal[False] | None = False
    _speaks: bool | None = None
    voice: Voice = field(default_factory=Voice)
    last: Draft | None = None
    lead: Draft | None = None
    paragraph: int = -1
    above: list[Draft] = field(default_factory=list)
    named: Named = field(default_factory=Named)

    @property
    def country(self) -> str | None:
        """ISO3 of the country the report is about, found out when first needed."""
        if self._country is False:
            head = self.report.text[:_HEAD]
            self._country = self.report.country_iso3 or main_country(head, title=self.report.title)
        return self._country

    def speaks(self, door: Gate) -> bool:
        """Tell whether the report speaks of any event: without one, a list of numbers lists nobody."""
        if self._speaks is None:
            self._speaks = door.opens(self.report.text)
        return self._speaks


def read_claims(
    report: Report, *, unread: bool = True, all_unread: bool = False
) -> tuple[list[Claim], list[Unread]]:
    """Return every claim of a report, and every number seen that is none, with the reason.

    Parameters
    ----------
    report
        Its ``published`` day dates relative words; with ``None`` they stay undated.
    unread
        Also return the numbers that are no claims; without them reading is faster, and the claims are the same.
    all_unread
        Also list the numbers of reports that speak of no event at all, which are skipped otherwise.

    Returns
    -------
    claims
        In reading order; ``report.text[c.start : c.end] == c.quote`` for each.
    unread
        Numbers not taken, each with why; none where ``unread`` is false.
    """
    language = report.language if report.language in lexicon.languages() else None
    if language is None:
        return [], []
    door = gate(language)
    if not door.numbered(report.text):
        return [], []
    context = Context(report=report, struck=Struck(report.published))
    left: list[Unread] = []
    drafts: list[Draft] = []
    table: list[Draft] = []
    shut, opened = "", -1

    def worth(text: str) -> bool:
        nonlocal shut
        if text is shut:
            return False
        opened = door.numbered(text) if all_unread else door.opens(text) or _leads_on(door, text, context)
        shut = shut if opened else text
        return opened

    for segment in segments(report, worth=worth):
        listed = segment.kind in ("cell", "bullet") or (segment.heading and len(segment.text) <= _LABEL)
        if listed:
            open_ = door.numbered(segment.text) and (all_unread or context.speaks(door))
        else:
            open_ = worth(segment.text)
            opened = segment.paragraph if open_ else opened
            open_ = open_ or (segment.paragraph == opened and door.may_go_on(segment.text))
        read, rejected = _read(segment, report, context, unread=unread) if open_ else (None, [])
        if segment.kind == "cell":
            table += read or []
        elif table:
            point_to_totals(table)
            table = []
        if read is None:
            context.struck.pass_by(segment)
            context.voice.pass_by(segment)
        else:
            drafts += read
            context.last = read[0] if read else context.last
            context.lead = read[0] if read and segment.text.endswith(":") else context.lead
        left += rejected
        context.paragraph = segment.paragraph
        if segment.kind not in ("bullet", "cell") and not segment.text.endswith(":"):
            context.lead = None
    point_to_totals(table)
    # a closing label may still have credited the first sentence of its paragraph
    return [finish(draft, report, context.country) for draft in drafts], left


def _leads_on(door: Gate, text: str, context: Context) -> bool:
    """Tell whether a stretch without an event word may go on with the claim just before it."""
    last = context.last
    near = last is not None and context.paragraph - last.sentence.segment.paragraph <= 1
    return near and door.numbered(text)


def _read(
    segment: Segment, report: Report, context: Context, *, unread: bool
) -> tuple[list[Draft] | None, list[Unread]]:
    """Return the claims of a segment in the making (None: not worth marking) and its other numbers."""
    glimpsed = glance(segment)
    if unread and not glimpsed.amounts:
        return None, []
    same = context.paragraph == segment.paragraph
    last = context.last
    again = (
        last is not None
        and segment.paragraph - last.sentence.segment.paragraph <= 1
        and glimpsed.counts_again
    )
    same = same or again
    if not (same and context.last) and segment.kind == "sentence":
        if len(segment.text) > _LABEL or not segment.heading:
            # what nobody asks for is not even searched for numbers
            if not (glimpsed.speaks and glimpsed.amounts and (same or glimpsed.counts)):
                return None, [_unspoken(glimpsed, mark) for mark in glimpsed.amounts] if unread else []
    if not glimpsed.amounts:
        return None, []
    seen = sentence(glimpsed, reference=report.published, country=context.country)
    drafts = [_draft(seen, mark) for mark in seen.amounts]
    drafts = [half for draft in drafts for half in _both_nouns(draft)]
    last = context.lead if segment.kind == "bullet" and context.lead is not None else context.last
    accepted: list[Draft] = []
    for index, draft in enumerate(drafts):
        attach(draft, drafts, index, accepted, last, same_paragraph=same)
        if not draft.reason:
            before = accepted[-1] if accepted else context.last
            settle(
                draft,
                at_camp=context.named.camp is not None,
                abroad=before is not None and before.term == "crossed_border",
            )
            accepted.append(draft)
    for draft, following in itertools.pairwise(drafts):
        if draft.reason and following in accepted and attach_to_next(draft, following):
            settle(draft)
            accepted.append(draft)
    for draft in drafts:
        rescued = draft.what.base is not None and draft not in accepted and attach_to_base(draft, drafts)
        if draft.what.base is not None and draft in accepted:
            attach_to_base(draft, drafts)
        if rescued:
            settle(draft)
            accepted.append(draft)
    accepted.sort(key=lambda draft: draft.start)
    _share_hedges(drafts)
    _pair_units(accepted)
    context.struck.read(seen)
    date_drafts(accepted, context.struck, reference=report.published)
    context.named.note(seen.places)
    for draft in accepted:
        locate(draft, accepted, context.named)
        locate_by_header(draft, country=context.country)
        draft.hypothetical = is_hypothetical(draft)
    if not same:
        context.above = []
    credit(accepted, seen.speakers, context.voice, segment, context.above, iso3=context.country)
    context.above += accepted
    for draft in accepted:
        if draft.parent is not None:
            _lend(draft, draft.parent)
    if not unread:
        return accepted, []
    rejected = [_unread(segment, draft.start, draft.end, draft.reason) for draft in drafts if draft.reason]
    rejected += [_unread(segment, mark.start, mark.end, why) for mark, why in seen.dropped]
    return accepted, rejected


def _unread(segment: Segment, start: int, end: int, reason: str) -> Unread:
    """Return a number that is no claim, with why."""
    return Unread(
        quote=segment.text[start:end],
        start=segment.start + start,
        end=segment.start + end,
        sentence=segment.text,
        reason=reason,
    )


def _unspoken(seen: Glance, mark: Mark[Amount]) -> Unread:
    """Return a number of a sentence that says of nobody what happened."""
    return _unread(seen.segment, mark.start, mark.end, "no word of what happened to anybody")


def _draft(seen: Sentence, mark: Mark[Amount]) -> Draft:
    """Start a draft: what the amount counts, and its unit."""
    what = counted(seen, mark)
    unit: Unit | None = None
    if mark.value.kind == "share":
        unit = "share"
    elif what.subject is not None:
        unit = what.subject.unit
    elif what.kind in ("named",):
        unit = "person"
    if what.subject is not None and what.subject.noun == "others":
        unit = None
    return Draft(sentence=seen, amount=mark, what=what, unit=unit)


def _both_nouns(draft: Draft) -> list[Draft]:
    """Make two claims of "no injuries or fatalities": one number, two events."""
    first = draft.what.subject
    if first is None or first.implied is None or not draft.amount.value.negated:
        return [draft]
    seen = draft.sentence
    inside = [
        mark
        for mark in seen.subjects.values()
        if draft.amount.end <= mark.start < draft.what.end and mark.value.implied not in (None, first.implied)
    ]
    if not inside:
        return [draft]
    second = inside[-1]
    shorter = min(
        (mark.end for mark in seen.subjects.values() if mark.start >= draft.amount.end),
        default=draft.what.end,
    )
    return [
        dataclasses.replace(draft, what=dataclasses.replace(draft.what, end=shorter)),
        dataclasses.replace(draft, what=dataclasses.replace(draft.what, subject=second.value)),
    ]


def _share_hedges(drafts: list[Draft]) -> None:
    """Give a bare number in a list the hedge of the first ("an estimated 4,000 women and 6,000 men")."""
    for index in range(1, len(drafts)):
        a, b = drafts[index - 1], drafts[index]
        if a.reason or b.reason or not listed(a, b):
            continue
        if a.amount.value.qualifier == "approximately" and b.amount.value.qualifier == "exact":
            if b.amount.value.hedge is None and not b.amount.value.vague:
                value = dataclasses.replace(
                    b.amount.value, qualifier="approximately", hedge=a.amount.value.hedge
                )
                b.amount = dataclasses.replace(b.amount, value=value)


def _pair_units(drafts: list[Draft]) -> None:
    """Pair the same people in persons and households: the report's own household size."""
    for a, b in itertools.pairwise(drafts):
        if {a.unit, b.unit} != {"person", "household"} or a.term != b.term:
            continue
        if listed(a, b) or (b.parent is a and b.tie in ("parenthesis", "list")):
            a.same_people, b.same_people = b, a


def _lend(draft: Draft, parent: Draft) -> None:
    """Give a part what its whole says: time, places, speaker, modality."""
    draft.is_total = draft.is_total or draft.tie == "total"
    if draft.time is None and draft.tie not in ("before", "total", "again"):
        draft.time, draft.since, draft.time_words = parent.time, parent.since, parent.time_words
        draft.period = parent.period
        draft.measure = parent.measure
    if draft.tie != "before" and draft.binding is not None and draft.binding.side == "inherited":
        draft.measure = parent.measure
    if draft.tie == "item":
        pass  # the next item of a list names its own place
    elif draft.origin is None:
        draft.origin, draft.origin_words = parent.origin, parent.origin_words
    if draft.destination is None and draft.tie != "item":
        draft.destination, draft.destination_words = parent.destination, parent.destination_words
    draft.hypothetical = draft.hypothetical or parent.hypothetical
    if draft.speaker is None:
        draft.speaker = parent.speaker
