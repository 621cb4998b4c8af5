"""Read the claims of a report: gate, segments, marks, drafts, the roles of each claim.

Sentence-local first; then what the sentence before, the heading or the table header lends.  Every number
seen ends as a claim or as unread with a reason.

In: Report.  Out: Claims and Unread, in reading order; for one number, the contest of what was proposed for it.
"""

from __future__ import annotations

import dataclasses

from tracker import lexicon
from tracker.claims.carried import Carried
from tracker.claims.choose import RULES, Contest
from tracker.claims.draft import Draft
from tracker.claims.drafts import choose_all, drafts_of
from tracker.claims.fill.struck import Struck
from tracker.claims.fill.told import Told
from tracker.claims.finish import finish
from tracker.claims.gate import Gate, gate
from tracker.claims.mixed import claim_at, part, runs, unread_at
from tracker.claims.roles import ROLES, date_later, fill, point_to_totals
from tracker.claims.sentence import Glance, glance, sentence
from tracker.claims.sharing import lend, pair_units, share_hedges, share_places
from tracker.claims.sure.evidence import Evidence, of_claims, of_passed, of_unread
from tracker.claims.sure.model import likely, sureness
from tracker.marks.times import points_back
from tracker.segment import segments
from tracker.segment.neutral import View, view
from tracker.vocabulary import Amount, Claim, Mark, Report, Segment, Unread

_LABEL = 60
_UNSPOKEN = "no word of what happened to anybody"


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
        Names of rules that are switched off; ``rules()`` of ``tracker.claims.choose`` and ``.roles`` list them.

    Returns
    -------
    claims
        In reading order; ``report.text[c.start : c.end] == c.quote`` for each.
    unread
        Numbers not taken, each with why; none where ``unread`` is false.
    """
    stretches = runs(report)
    if len(stretches) == 1:
        return _read_report(_opened(report, without), unread=unread, all_unread=all_unread)
    claims: list[Claim] = []
    left: list[Unread] = []
    for run in stretches:
        found, rest = _read_report(_opened(part(report, run), without), unread=unread, all_unread=all_unread)
        claims += [claim_at(claim, run.start) for claim in found]
        left += [unread_at(number, run.start) for number in rest]
    return claims, left


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
    run = next((run for run in reversed(runs(report)) if run.start <= start), None)
    by = run.start if run is not None else 0
    carried = _opened(report if run is None else part(report, run), without)
    carried.watched = carried.view.forward(start - by, end - by)
    _read_report(carried, unread=True, all_unread=False)
    return next(reversed(carried.contests.values()), None)


def evidence(report: Report) -> tuple[list[tuple[Claim, Evidence]], list[tuple[Unread, Evidence]]]:
    """Read a report and return every claim and every other number with what its sureness is reckoned from.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    claims, unread
        As `read_claims` returns them, each with its evidence by name.
    """
    carried = _opened(report, frozenset())
    carried.seen_claims, carried.seen_unread, carried.unweighed = [], [], True
    claims, unread = _read_report(carried, unread=True, all_unread=False)
    return list(zip(claims, carried.seen_claims, strict=True)), list(
        zip(unread, carried.seen_unread, strict=True)
    )


def _opened(report: Report, without: frozenset[str]) -> Carried:
    """Return a report that is ready to be read: its neutral view is the only text that anything sees."""
    seen = view(report.text, language=report.language)
    plain = dataclasses.replace(report, text=seen.text) if seen.text != report.text else report
    struck, told = Struck(report.published, without), Told(report.published)
    return Carried(report=plain, view=seen, struck=struck, told=told, without=without)


def _read_report(carried: Carried, *, unread: bool, all_unread: bool) -> tuple[list[Claim], list[Unread]]:
    """Read a report sentence by sentence."""
    unknown = sorted(carried.without - RULES - ROLES)
    if unknown:
        raise ValueError(f"no rule is called {unknown[0]!r}; tracker.claims.choose.rules() lists them")
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
            point_to_totals(table, carried)
            table = []
        if read is None:
            carried.struck.pass_by(segment)
            carried.told.pass_by(segment)
            carried.voice.pass_by(segment)
            carried.scenes.pass_by(segment)
        else:
            drafts += read
            carried.last = read[0] if read else carried.last
            carried.lead = read[0] if read and segment.text.endswith(":") else carried.lead
        left += rejected
        carried.paragraph = segment.paragraph
        if segment.kind not in ("bullet", "cell") and not segment.text.endswith(":"):
            carried.lead = None
    point_to_totals(table, carried)
    date_later(drafts, carried)
    # a closing label may still have credited the first sentence of its paragraph
    claims: list[Claim] = []
    for draft, found in zip(drafts, of_claims(drafts), strict=True):
        if carried.seen_claims is not None:
            carried.seen_claims.append(found)
        sure = None if carried.unweighed else sureness(found)
        claims.append(finish(draft, carried.view, carried.country, without=carried.without, sure=sure))
    return claims, left


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
    same = _goes_on(segment, glimpsed, carried)
    if not _may_claim(segment, glimpsed, carried, same_paragraph=same):
        # what nobody asks for is not even searched for numbers
        return None, [
            _passed(segment, mark, _UNSPOKEN, carried) for mark in glimpsed.amounts
        ] if unread else []
    if not glimpsed.amounts:
        return None, []
    last = carried.told.last(segment) if points_back(segment.text, segment.language) else None
    seen = sentence(glimpsed, reference=report.published, country=carried.country, last=last)
    drafts = drafts_of(seen)
    accepted = choose_all(drafts, carried, same_paragraph=same)
    accepted.sort(key=lambda draft: draft.start)
    share_hedges(drafts)
    pair_units(accepted)
    if not same:
        carried.above = []
    fill(accepted, seen, carried)
    carried.above += accepted
    for draft in accepted:
        if draft.parent is not None:
            lend(draft, draft.parent)
    share_places(accepted)
    if not unread:
        return accepted, []
    rejected = [_nearly(draft, len(accepted), carried) for draft in drafts if draft.reason]
    rejected += [_passed(segment, mark, why, carried) for mark, why in seen.dropped]
    return accepted, rejected


def _goes_on(segment: Segment, glimpsed: Glance, carried: Carried) -> bool:
    """Tell whether a segment goes on with the one before: in its paragraph, or with its count one further on."""
    if carried.paragraph == segment.paragraph:
        return True
    last = carried.last
    near = last is not None and segment.paragraph - last.sentence.segment.paragraph <= 1
    return near and glimpsed.counts_again


def _may_claim(segment: Segment, glimpsed: Glance, carried: Carried, *, same_paragraph: bool) -> bool:
    """Tell whether a segment is worth marking in full: lists and cells are, and what goes on with a claim."""
    if segment.kind != "sentence" or (same_paragraph and carried.last is not None):
        return True
    if segment.heading and len(segment.text) <= _LABEL:
        return True
    return glimpsed.speaks and bool(glimpsed.amounts) and (same_paragraph or glimpsed.counts)


def _nearly(draft: Draft, claims: int, carried: Carried) -> Unread:
    """Return a number that is no claim, with why, and how nearly it was one."""
    found = of_unread(draft, claims)
    if carried.seen_unread is not None:
        carried.seen_unread.append(found)
    chance = 0.0 if carried.unweighed else likely(found)
    return _unread(draft.sentence.segment, draft.start, draft.end, draft.reason, carried.view, chance)


def _passed(segment: Segment, mark: Mark[Amount], reason: str, carried: Carried) -> Unread:
    """Return a number that no rule was asked about: part of a date or a name, or in a sentence of nobody."""
    if carried.seen_unread is not None:
        carried.seen_unread.append(of_passed(reason))
    chance = 0.0 if carried.unweighed else likely(of_passed(reason))
    return _unread(segment, mark.start, mark.end, reason, carried.view, chance)


def _unread(segment: Segment, start: int, end: int, reason: str, view: View, chance: float) -> Unread:
    """Return a number that is no claim, with why, in the words of the report as it was written."""
    begin = segment.start
    first, last = view.back(begin + start, begin + end)
    return Unread(
        quote=view.original[first:last],
        start=first,
        end=last,
        sentence=view.words(begin, begin + len(segment.text)),
        reason=reason,
        likely=chance,
    )
