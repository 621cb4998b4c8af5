"""Read the claims of a report: gate, segments, marks, drafts, carried.

Sentence-local first; then what the sentence before, the heading or the table header lends.  Every number
seen ends as a claim or as unread with a reason.

In: Report.  Out: Claims and Unread, in reading order; for one number, the contest of what was proposed for it.
"""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass, field
from typing import Literal

from tracker import lexicon
from tracker.claims.choose import RESCUED, Contest, choose, contest_of, part_of
from tracker.claims.draft import Draft, Number, Proposal
from tracker.claims.fill.modality import modality
from tracker.claims.fill.places import Named, places
from tracker.claims.fill.rule import Context as Around
from tracker.claims.fill.speakers import Voice, credit
from tracker.claims.fill.struck import Struck
from tracker.claims.fill.terms import term
from tracker.claims.fill.times import date
from tracker.claims.finish import finish
from tracker.claims.gate import Gate, gate
from tracker.claims.phrases.nouns import counted
from tracker.claims.propose.headings import is_total
from tracker.claims.propose.lists import listed
from tracker.claims.propose.neighbours import counted_again, of_base
from tracker.claims.propose.rule import Context
from tracker.claims.propose.ties import NAMES as TIES
from tracker.claims.sentence import Glance, Sentence, glance, sentence
from tracker.claims.totals import parts
from tracker.marks.places import main_country
from tracker.segment import segments
from tracker.vocabulary import Amount, Claim, Mark, Report, Segment, Unit, Unread

_HEAD = 1_500  # what a report is about stands at its head
_LABEL = 60


@dataclass(slots=True)
class Carried:
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
    without: frozenset[str] = frozenset()
    watched: tuple[int, int] | None = None
    contests: list[Contest] = field(default_factory=list)

    @property
    def country(self) -> str | None:
        """ISO3 of the country the report is about, found out when first needed."""
        if self._country is False:
            head = self.report.text[:_HEAD]
            self._country = self.report.country_iso3 or main_country(head, title=self.report.title)
        return self._country

    def watches(self, draft: Draft) -> bool:
        """Tell whether a draft is the number that somebody asks about."""
        if self.watched is None:
            return False
        offset = draft.sentence.segment.start
        start, end = offset + draft.start, offset + draft.end
        return start < self.watched[1] and self.watched[0] < end

    def speaks(self, door: Gate) -> bool:
        """Tell whether the report speaks of any event: without one, a list of numbers lists nobody."""
        if self._speaks is None:
            self._speaks = door.opens(self.report.text)
        return self._speaks


def read_claims(
    report: Report,
    *,
    unread: bool = True,
    all_unread: bool = False,
    without: frozenset[str] = frozenset(),
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
    without
        Names of rules that are switched off; ``tracker.claims.choose.rules()`` lists them.

    Returns
    -------
    claims
        In reading order; ``report.text[c.start : c.end] == c.quote`` for each.
    unread
        Numbers not taken, each with why; none where ``unread`` is false.
    """
    carried = Carried(report=report, struck=Struck(report.published, without), without=without)
    return _read_report(carried, unread=unread, all_unread=all_unread)


def contest(report: Report, start: int, end: int, *, without: frozenset[str] = frozenset()) -> Contest | None:
    """Read a report again and return what was proposed for one number, and why the winner won.

    Parameters
    ----------
    report
        The report.
    start, end
        Where the quote of a claim or of an unread number stands in ``report.text``.
    without
        Names of rules that are switched off.

    Returns
    -------
    Contest or None
        None where no number there was ever asked about (the sentence speaks of nobody).
    """
    carried = Carried(
        report=report, struck=Struck(report.published, without), without=without, watched=(start, end)
    )
    _read_report(carried, unread=True, all_unread=False)
    return carried.contests[-1] if carried.contests else None


def _read_report(carried: Carried, *, unread: bool, all_unread: bool) -> tuple[list[Claim], list[Unread]]:
    """Read a report sentence by sentence."""
    report = carried.report
    language = report.language if report.language in lexicon.languages() else None
    if language is None:
        return [], []
    door = gate(language)
    if not door.numbered(report.text):
        return [], []
    left: list[Unread] = []
    drafts: list[Draft] = []
    table: list[Draft] = []
    shut, opened = "", -1

    def worth(text: str) -> bool:
        nonlocal shut
        if text is shut:
            return False
        opened = door.numbered(text) if all_unread else door.opens(text) or _leads_on(door, text, carried)
        shut = shut if opened else text
        return opened

    for segment in segments(report, worth=worth):
        listed = segment.kind in ("cell", "bullet") or (segment.heading and len(segment.text) <= _LABEL)
        if listed:
            open_ = door.numbered(segment.text) and (all_unread or carried.speaks(door))
        else:
            open_ = worth(segment.text)
            opened = segment.paragraph if open_ else opened
            open_ = open_ or (segment.paragraph == opened and door.may_go_on(segment.text))
        read, rejected = _read(segment, report, carried, unread=unread) if open_ else (None, [])
        if segment.kind == "cell":
            table += read or []
        elif table:
            _point_to_totals(table, carried)
            table = []
        if read is None:
            carried.struck.pass_by(segment)
            carried.voice.pass_by(segment)
        else:
            drafts += read
            carried.last = read[0] if read else carried.last
            carried.lead = read[0] if read and segment.text.endswith(":") else carried.lead
        left += rejected
        carried.paragraph = segment.paragraph
        if segment.kind not in ("bullet", "cell") and not segment.text.endswith(":"):
            carried.lead = None
    _point_to_totals(table, carried)
    # a closing label may still have credited the first sentence of its paragraph
    return [finish(draft, report, carried.country, without=carried.without) for draft in drafts], left


def _point_to_totals(table: list[Draft], carried: Carried) -> None:
    """Tie the cells of a table to the totals they are part of."""
    for draft, whole in list(parts(table, carried.without)):
        draft.parent, draft.tie = whole, "part"


def _leads_on(door: Gate, text: str, carried: Carried) -> bool:
    """Tell whether a stretch without an event word may go on with the claim just before it."""
    last = carried.last
    near = last is not None and carried.paragraph - last.sentence.segment.paragraph <= 1
    return near and door.numbered(text)


def _read(
    segment: Segment, report: Report, carried: Carried, *, unread: bool
) -> tuple[list[Draft] | None, list[Unread]]:
    """Return the claims of a segment in the making (None: not worth marking) and its other numbers."""
    glimpsed = glance(segment)
    if unread and not glimpsed.amounts:
        return None, []
    same = carried.paragraph == segment.paragraph
    last = carried.last
    again = (
        last is not None
        and segment.paragraph - last.sentence.segment.paragraph <= 1
        and glimpsed.counts_again
    )
    same = same or again
    if not (same and carried.last) and segment.kind == "sentence":
        if len(segment.text) > _LABEL or not segment.heading:
            # what nobody asks for is not even searched for numbers
            if not (glimpsed.speaks and glimpsed.amounts and (same or glimpsed.counts)):
                return None, [_unspoken(glimpsed, mark) for mark in glimpsed.amounts] if unread else []
    if not glimpsed.amounts:
        return None, []
    seen = sentence(glimpsed, reference=report.published, country=carried.country)
    numbers = [_number(seen, mark) for mark in seen.amounts]
    drafts = [Draft(half) for number in numbers for half in _both_nouns(number)]
    accepted = _choose(drafts, carried, same_paragraph=same)
    accepted.sort(key=lambda draft: draft.start)
    _share_hedges(drafts)
    _pair_units(accepted)
    carried.struck.read(seen)
    carried.named.note(seen)
    if not same:
        carried.above = []
    _fill(accepted, seen, carried)
    carried.above += accepted
    for draft in accepted:
        if draft.parent is not None:
            _lend(draft, draft.parent)
    if not unread:
        return accepted, []
    rejected = [_unread(segment, draft.start, draft.end, draft.reason) for draft in drafts if draft.reason]
    rejected += [_unread(segment, mark.start, mark.end, why) for mark, why in seen.dropped]
    return accepted, rejected


def _fill(accepted: list[Draft], seen: Sentence, carried: Carried) -> None:
    """Write the time, places, modality and speaker of the claims of a sentence."""
    around = Around(
        claims=tuple(accepted),
        reference=carried.report.published,
        country=carried.country,
        without=carried.without,
    )
    for draft in accepted:
        dated = date(draft, around, carried.struck)
        draft.time, draft.since, draft.time_words = dated.time, dated.since, dated.words
        draft.period = dated.days
        found = places(draft, around, carried.named)
        draft.origin, draft.origin_words = found.origin, found.origin_words
        draft.destination, draft.destination_words = found.destination, found.destination_words
        said = modality(draft, around)
        draft.hypothetical = said.hypothetical
        _note(draft, time=dated.rule, period=dated.period_rule, place=found.rule, modality=said.rule)
    above = carried.above
    credited = credit(seen.speakers, carried.voice, around, seen.segment, above=bool(above))
    carried.voice.note(seen.segment, seen.speakers, credited)
    for draft, speaker in zip(accepted, credited.of, strict=True):
        if speaker is not None:
            draft.speaker = speaker[0]
            _note(draft, source=speaker[1])
    for draft in above:
        draft.speaker = draft.speaker or credited.above


def _note(draft: Draft, **rules: str) -> None:
    """Note which rule filled which role, for whoever asks why."""
    draft.words.update({f"{role} by": rule for role, rule in rules.items() if rule})


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


def _choose(drafts: list[Draft], carried: Carried, *, same_paragraph: bool) -> list[Draft]:
    """Choose what each number of a sentence says; return those that are claims."""
    accepted: list[Draft] = []
    kind = drafts[0].sentence.segment.kind if drafts else None
    last = carried.lead if kind == "bullet" and carried.lead is not None else carried.last
    for index, draft in enumerate(drafts):
        context = Context(
            numbers=tuple(one.number for one in drafts),
            index=index,
            before=tuple(accepted),
            last=last,
            same_paragraph=same_paragraph,
            without=carried.without,
        )
        made = choose(draft.number, context)
        if carried.watches(draft):
            carried.contests.append(contest_of(draft.number, context, made))
        draft.number, draft.reason = made.number, made.reason
        if isinstance(made.proposal, Proposal):
            before = accepted[-1] if accepted else carried.last
            abroad = before is not None and before.term == "crossed_border"
            _accept(draft, made.proposal, accepted, carried, abroad=abroad)
            draft.is_total = made.proposal.rule not in TIES and is_total(draft.number)
    _second_round(drafts, accepted, carried)
    return accepted


def _second_round(drafts: list[Draft], accepted: list[Draft], carried: Carried) -> None:
    """Give what found nothing to say what the number after it says of the same people, or its whole."""
    for draft, following in itertools.pairwise(drafts):
        if draft.reason in RESCUED and not following.reason:
            again = counted_again(draft.number, following)
            if again is not None:
                _accept(draft, again, accepted, carried)
    for draft in drafts:
        base = of_base(draft, drafts)
        whole = part_of(base) if base is not None else None
        if draft.reason and whole is not None:
            _accept(draft, whole, accepted, carried)
        elif base is not None:
            draft.parent, draft.tie = base, "part"


def _accept(
    draft: Draft, proposal: Proposal, accepted: list[Draft], carried: Carried, *, abroad: bool = False
) -> None:
    """Make a draft a claim, with its term and measure."""
    draft.choice, draft.reason = proposal, ""
    draft.parent, draft.tie, draft.group = proposal.parent, proposal.tie, proposal.group
    if draft.unit is None and proposal.unit is not None:
        draft.number = dataclasses.replace(draft.number, unit=proposal.unit)
    around = Around(at_camp=carried.named.camp is not None, abroad=abroad, without=carried.without)
    meant = term(draft, around)
    draft.term, draft.subterm, draft.measure = meant.term, meant.subterm, meant.measure
    _note(draft, term=meant.rule, measure=meant.measure_rule)
    accepted.append(draft)


def _number(seen: Sentence, mark: Mark[Amount]) -> Number:
    """Return a number: what the amount counts, and its unit."""
    what = counted(seen, mark)
    unit: Unit | None = None
    if mark.value.kind == "share":
        unit = "share"
    elif what.subject is not None:
        unit = what.subject.unit
    elif what.kind == "named":
        unit = "person"
    if what.subject is not None and what.subject.noun in seen.grammar.others:
        unit = None
    return Number(sentence=seen, amount=mark, what=what, unit=unit)


def _both_nouns(number: Number) -> list[Number]:
    """Make two numbers of "no injuries or fatalities": one amount, two events."""
    first = number.what.subject
    if first is None or first.implied is None or not number.amount.value.negated:
        return [number]
    after = [mark for mark in number.sentence.subjects.values() if mark.start >= number.amount.end]
    inside = [
        mark
        for mark in after
        if mark.start < number.what.end and mark.value.implied not in (None, first.implied)
    ]
    if not inside:
        return [number]
    end = min(mark.end for mark in after)
    return [
        dataclasses.replace(number, what=dataclasses.replace(number.what, end=end)),
        dataclasses.replace(number, what=dataclasses.replace(number.what, subject=inside[-1].value)),
    ]


def _share_hedges(drafts: list[Draft]) -> None:
    """Give a bare number in a list the hedge of the first ("an estimated 4,000 women and 6,000 men")."""
    for index in range(1, len(drafts)):
        a, b = drafts[index - 1], drafts[index]
        if a.reason or b.reason or not listed(a.number, b.number):
            continue
        if a.amount.value.qualifier == "approximately" and b.amount.value.qualifier == "exact":
            if b.amount.value.hedge is None and not b.amount.value.vague:
                value = dataclasses.replace(
                    b.amount.value, qualifier="approximately", hedge=a.amount.value.hedge
                )
                b.number = dataclasses.replace(b.number, amount=dataclasses.replace(b.amount, value=value))


def _pair_units(drafts: list[Draft]) -> None:
    """Pair the same people in persons and households: the report's own household size."""
    for a, b in itertools.pairwise(drafts):
        if {a.unit, b.unit} != {"person", "household"} or a.term != b.term:
            continue
        if listed(a.number, b.number) or (b.parent is a and b.tie in ("parenthesis", "list")):
            a.same_people, b.same_people = b, a


def _lend(draft: Draft, parent: Draft) -> None:
    """Give a part what its whole says: time, places, speaker, modality."""
    draft.is_total = draft.is_total or draft.tie == "total"
    if draft.time is None and draft.tie not in ("before", "total", "again"):
        draft.time, draft.since, draft.time_words = parent.time, parent.since, parent.time_words
        draft.period = parent.period
        draft.measure = parent.measure
    if draft.tie != "before" and draft.choice is not None and draft.choice.via == "inherited":
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
