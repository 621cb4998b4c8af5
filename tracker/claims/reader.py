"""Read the claims of a report: gate, segments, marks, drafts, context.

Sentence-local first; then what the sentence before, the heading or the table header lends.  Every number
seen ends as a claim or as unread with a reason.

In: Report.  Out: Claims and Unread, in reading order.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field

from tracker import lexicon
from tracker.claims.binding import Binding, bind
from tracker.claims.counted import Counted, counted
from tracker.claims.credit import credit
from tracker.claims.draft import Draft
from tracker.claims.finish import finish
from tracker.claims.modality import is_hypothetical
from tracker.claims.periods import date_drafts
from tracker.claims.sentence import Sentence, sentence
from tracker.claims.terms import settle
from tracker.claims.where import locate
from tracker.marks.events import find_events, has_event
from tracker.marks.places import main_country
from tracker.segment import segments
from tracker.vocabulary import Amount, Claim, Event, Mark, Report, Segment, Speaker, Unit, Unread

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|scores|half|third|quarter"
    r"|tenth|no|none|nobody|zero|lakhs?|crores?|fifth|majority|double)\b",
    re.IGNORECASE,
)
_WEAK = 6.5


@dataclass(slots=True)
class Context:
    """What one sentence lends to the next."""

    country: str | None = None
    speaker: Speaker | None = None
    last: Draft | None = None
    drafts: list[Draft] = field(default_factory=list)
    paragraph: int = -1


def read_claims(report: Report) -> tuple[list[Claim], list[Unread]]:
    """Return every claim of a report, and every number seen that is none, with the reason.

    Parameters
    ----------
    report
        Its ``published`` day dates relative words; with ``None`` they stay undated.

    Returns
    -------
    claims
        In reading order; ``report.text[c.start : c.end] == c.quote`` for each.
    unread
        Numbers not taken, each with why.
    """
    language = report.language if report.language in lexicon.languages() else None
    if language is None or not _NUMBER.search(report.text):
        return [], []
    if not has_event(lexicon.lower(report.text), language=language):
        return [], []
    context = Context(country=report.country_iso3 or main_country(report.text, title=report.title))
    claims: list[Claim] = []
    unread: list[Unread] = []
    for segment in segments(report):
        if not _NUMBER.search(segment.text):
            if segment.paragraph != context.paragraph:
                context.paragraph = segment.paragraph
            continue
        drafts, rejected = _read(segment, report, context)
        claims += [finish(draft, report, context.country) for draft in drafts]
        for draft in rejected:
            unread.append(
                Unread(
                    quote=draft.sentence.text[draft.start : draft.end],
                    start=segment.start + draft.start,
                    end=segment.start + draft.end,
                    sentence=segment.text,
                    reason=draft.reason,
                )
            )
        context.paragraph = segment.paragraph
        if drafts:
            context.drafts = drafts
            context.last = drafts[0]
    return claims, unread


def _read(segment: Segment, report: Report, context: Context) -> tuple[list[Draft], list[Draft]]:
    """Return the accepted and the rejected drafts of a segment."""
    seen = sentence(segment, reference=report.published, country=context.country)
    drafts = [_draft(seen, mark) for mark in seen.amounts]
    drafts = [half for draft in drafts for half in _both_nouns(draft)]
    accepted: list[Draft] = []
    for index, draft in enumerate(drafts):
        _bind(draft, drafts, index, accepted, context)
        if not draft.reason:
            settle(draft)
            accepted.append(draft)
    _share_hedges(drafts)
    date_drafts(accepted, reference=report.published)
    for draft in accepted:
        locate(draft, accepted)
        draft.hypothetical = is_hypothetical(draft)
        if draft.parent is not None:
            _lend(draft, draft.parent)
    context.speaker = credit(accepted, seen.speakers, context.speaker)
    rejected = [draft for draft in drafts if draft.reason]
    rejected += [
        Draft(sentence=seen, amount=mark, what=Counted("thing", mark.start, mark.end), unit=None, reason=why)
        for mark, why in seen.dropped
    ]
    return accepted, rejected


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
    if what.subject is not None and what.subject.noun in ("others", "lives") and what.subject.plain:
        unit = None if what.subject.noun == "others" else "person"
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
        (mark.end for mark in seen.subjects.values() if mark.start >= draft.amount.end), default=draft.what.end
    )
    return [
        dataclasses.replace(draft, what=dataclasses.replace(draft.what, end=shorter)),
        dataclasses.replace(draft, what=dataclasses.replace(draft.what, subject=second.value)),
    ]


def _bind(draft: Draft, drafts: list[Draft], index: int, accepted: list[Draft], context: Context) -> None:
    """Find the event of a draft, or the reason why it is no claim."""
    seen, what = draft.sentence, draft.what
    size = seen.grammar.find("size_before", seen.low, max(0, draft.start - 24), draft.start)
    if size is not None and not seen.low[size.end() : draft.start].strip(" the"):
        draft.reason = f"says how large something is ({size.group()})"
        return
    if what.kind == "thing":
        draft.reason = f"counts {what.head}"
        return
    previous = drafts[index - 1] if index else None
    tie = _tie(draft, previous, accepted)
    best = bind(seen, draft.amount, what, unit=draft.unit)
    group = _group(drafts, index)
    if len(group) > 1:
        for other in group:
            if other is not draft and other.what.kind != "thing":
                own = bind(seen, other.amount, other.what, unit=other.unit or draft.unit)
                if own is not None and (best is None or own.score - 1.0 > best.score):
                    best = dataclasses.replace(own, score=own.score - 1.0)
    if tie and previous is not None and accepted and (best is None or best.score < _WEAK):
        parent = accepted[-1]
        if parent.binding is not None and _same_kind(draft, parent):
            draft.parent, draft.tie = parent, tie
            draft.binding = dataclasses.replace(parent.binding, side="inherited", score=5.0)
            draft.unit = draft.unit or parent.unit
            return
    subject = what.subject
    if best is not None and best.event.kind == "other":
        draft.reason = f"{best.event.term}: {best.event.words}"
        return
    if best is None and subject is not None and subject.implied is not None:
        best = _own(draft, subject.implied)
    if best is None and what.attributive:
        fitting = [e for e in what.attributive if e.kind != "other" and (e.unit in (None, draft.unit))]
        if fitting:
            best = Binding(fitting[0], draft.amount.end, what.end, "own", 6.0)
    if best is None:
        best = _from_header(draft)
    if best is None:
        best = _from_before(draft, context)
    if best is None:
        draft.reason = "no word of what happened to them" if what.kind == "subject" else "no counted noun"
        return
    if best.event.kind == "other":
        draft.reason = f"{best.event.term}: {best.event.words}"
        return
    draft.binding = best
    if draft.unit is None:
        draft.unit = _unit_of(draft, best, accepted, context)
    _doubt(draft, best)


def _doubt(draft: Draft, best: Binding) -> None:
    """Reject what the noun or the distance makes too unsure."""
    what, amount = draft.what, draft.amount.value
    if what.kind == "unknown" and best.score < _WEAK:
        draft.reason = f"counts {what.head}"
    elif what.kind == "elided" and best.side in ("left", "right") and best.score < _WEAK:
        draft.reason = "no counted noun, and no event close by"
    elif what.subject is not None and what.subject.role and best.score < 5.5 and best.side != "inherited":
        draft.reason = f"counts {what.head}"
    elif draft.unit == "share" and what.kind == "elided" and best.side not in ("inherited",) and not what.words:
        if not draft.sentence.low[draft.amount.end :].lstrip().startswith("of "):
            draft.reason = "a share of nothing named"
    elif amount.negated and best.side not in ("left", "right", "own"):
        draft.reason = "a denial without an event"


def _own(draft: Draft, term: str) -> Binding:
    """Return a binding to the event that the counted noun itself carries."""
    subject = draft.what.subject
    assert subject is not None
    event = Event(
        term=term,
        kind="noun",
        words=subject.noun,
        measure=subject.implied_measure,
        subterm=subject.subterm if term == "affected" else None,
    )
    return Binding(event, draft.amount.end, draft.what.end, "own", 6.0)


def _group(drafts: list[Draft], index: int) -> list[Draft]:
    """Return the drafts joined to this one by nothing but commas and "and"."""
    first = last = index
    while last + 1 < len(drafts) and _listed(drafts[last], drafts[last + 1]):
        last += 1
    while first and _listed(drafts[first - 1], drafts[first]):
        first -= 1
    return drafts[first : last + 1]


def _listed(a: Draft, b: Draft) -> bool:
    """Tell whether only list words stand between two drafts that count nouns."""
    if a.what.kind == "elided" or a.amount is b.amount:
        return False
    words = a.sentence.grammar.words["list_words"]
    gap = a.sentence.between(a.end, b.start)
    return bool(gap) and len(gap) <= 4 and all(token in words for token in gap)


def _tie(draft: Draft, previous: Draft | None, accepted: list[Draft]) -> str:
    """Return how a draft hangs on the claim before it in the sentence, or an empty string."""
    if previous is None or not accepted:
        return ""
    seen = draft.sentence
    last = accepted[-1]
    gap = seen.low[last.end : draft.start]
    tokens = seen.between(last.end, draft.start)
    hit = seen.grammar.find("subset", seen.low, last.end, draft.start)
    if hit is not None and draft.start - hit.end() <= 12:
        return "part"
    before = seen.grammar.find("before_was", seen.low, last.end, draft.start)
    if before is not None and draft.start - before.end() <= 6:
        return "before"
    depth = gap.count("(") - gap.count(")")
    if depth > 0 and len(tokens) <= 4:
        return "parenthesis"
    words = seen.grammar.words["list_words"]
    if tokens and len(tokens) <= 3 and all(token in words for token in tokens) and last is previous:
        return "list"
    if last is previous and _place_gap(draft, last):
        return "list"
    return ""


def _place_gap(draft: Draft, last: Draft) -> bool:
    """Tell whether only a place and list words stand between ("five in Jiangxi and two in Guangxi")."""
    seen = draft.sentence
    offset = last.end
    spans = [m for m in seen.places if last.end <= m.start and m.end <= draft.start]
    if not spans:
        return False
    for index in range(seen.token_at(offset), seen.token_at(draft.start)):
        at, token = seen.starts[index], seen.tokens[index]
        if any(m.start <= at < m.end for m in spans):
            continue
        if token not in ("in", "to", "from", "the", "at", ",", "and", "of", "near", "eastern", "western") :
            return False
    return True


def _same_kind(draft: Draft, parent: Draft) -> bool:
    """Tell whether what is counted can share the parent's event."""
    if draft.unit in (None, "share") or parent.unit in (None, "share"):
        return True
    people = ("person", "household")
    return (draft.unit in people) == (parent.unit in people)


def _from_header(draft: Draft) -> Binding | None:
    """Return an event that a table header or the heading of a bullet names."""
    segment = draft.sentence.segment
    sources = [segment.column, segment.row] if segment.kind == "cell" else []
    if segment.kind in ("bullet", "cell", "label") or len(draft.sentence.tokens) <= 8:
        sources.append(segment.heading)
    for words in sources:
        if not words:
            continue
        for mark in find_events(words, language=segment.language):
            for event in mark.value:
                if event.kind != "other" and (draft.unit is None or event.unit in (None, draft.unit)):
                    return Binding(event, draft.start, draft.end, "context", 5.5)
        from tracker.marks.subjects import find_subjects

        for noun in find_subjects(words, language=segment.language):
            if noun.value.implied is not None:
                event = Event(
                    term=noun.value.implied,
                    kind="noun",
                    words=noun.value.noun,
                    measure=noun.value.implied_measure,
                )
                draft.unit = draft.unit or noun.value.unit
                return Binding(event, draft.start, draft.end, "context", 5.5)
    return None


def _from_before(draft: Draft, context: Context) -> Binding | None:
    """Return the event of the sentence before, where this one plainly goes on with it."""
    last = context.last
    seen = draft.sentence
    if last is None or last.binding is None or context.paragraph != seen.segment.paragraph:
        return None
    hit = seen.grammar.find("anaphora", seen.low, 0, min(len(seen.low), draft.start + 24))
    if hit is None or hit.start() > 40 and draft.what.kind != "base":
        return None
    if not _same_kind(draft, last):
        return None
    draft.parent, draft.tie = last, "before sentence"
    return dataclasses.replace(last.binding, side="inherited", score=5.0)


def _unit_of(draft: Draft, best: Binding, accepted: list[Draft], context: Context) -> Unit:
    """Return the unit of a figure whose noun is left out."""
    if best.event.unit is not None:
        return best.event.unit
    for other in (*reversed(accepted), *( [draft.parent] if draft.parent else [])):
        if other.unit in ("person", "household", "dwelling") and other.binding is not None:
            if other.binding.event.term == best.event.term:
                return other.unit
    return "person"


def _share_hedges(drafts: list[Draft]) -> None:
    """Give a bare number in a list the "an estimated" of the first ("an estimated 4,000 women and 6,000 men")."""
    for index in range(1, len(drafts)):
        a, b = drafts[index - 1], drafts[index]
        if a.reason or b.reason or not _listed(a, b):
            continue
        if a.amount.value.qualifier == "approximately" and b.amount.value.qualifier == "exact":
            if b.amount.value.hedge is None and not b.amount.value.vague:
                value = dataclasses.replace(b.amount.value, qualifier="approximately", hedge=a.amount.value.hedge)
                b.amount = dataclasses.replace(b.amount, value=value)


def _lend(draft: Draft, parent: Draft) -> None:
    """Give a part what its whole says: time, places, speaker, modality."""
    if draft.time is None and draft.tie != "before":
        draft.time, draft.since, draft.time_words = parent.time, parent.since, parent.time_words
        draft.period = parent.period
        draft.measure = parent.measure
    if draft.tie != "before" and draft.binding is not None and draft.binding.side == "inherited":
        draft.measure = parent.measure
    if draft.origin is None:
        draft.origin, draft.origin_words = parent.origin, parent.origin_words
    if draft.destination is None:
        draft.destination, draft.destination_words = parent.destination, parent.destination_words
    draft.hypothetical = draft.hypothetical or parent.hypothetical
    if draft.speaker is None:
        draft.speaker = parent.speaker
