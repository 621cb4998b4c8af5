"""Write the roles of the claims of a sentence on their drafts: what fill/ finds, and the rules that found it.

In: Drafts with a choice, and what the sentences before lend.  Out: the same, with all roles filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tracker.claims import totals
from tracker.claims.carried import Carried
from tracker.claims.draft import Draft
from tracker.claims.fill import (
    bearing,
    countries,
    dating,
    groups,
    headed,
    holders,
    items,
    measures,
    modality,
    own,
    periods,
    places,
    scenes,
    speakers,
    terms,
    times,
)
from tracker.claims.fill.rule import Context, Rule
from tracker.claims.propose.neighbours import whole_before
from tracker.claims.sentence import Sentence

TABLES: tuple[tuple[Rule[Any, Any], ...], ...] = (
    terms.WHOLE,
    *terms.TERMS.values(),
    terms.FLIGHTS,
    terms.CORRECTIONS,
    measures.MEASURES,
    dating.OTHER_TIMES,
    own.OF_OTHERS,
    (own.OPENED, times.START_AND_END),
    times.TIMES,
    (times.LATER,),
    (periods.PRESENT,),
    periods.PERIODS,
    periods.ACCUMULATIONS,
    (
        bearing.NEXT_FIGURE,
        bearing.SAID_THERE,
        bearing.VAGUE,
        bearing.HEADS_FOR,
        bearing.TARGET,
        bearing.LARGER,
    ),
    places.USES,
    (
        holders.HOLDER,
        holders.REPORTS,
        holders.DWELLERS,
        places.POINTS_BACK,
        *headed.OVER,
        items.ITEM,
        scenes.CARRIED,
    ),
    countries.COUNTRIES,
    modality.MODALITIES,
    modality.EXCUSES,
    (speakers.EVENT_CUE,),
    speakers.SPEAKERS,
    (speakers.CLOSING_LABEL,),
    groups.GROUPS,
    totals.WHOLES,
)


def rules() -> Iterator[tuple[str, str]]:
    """Yield the name and the example of every rule that fills a role, in the order in which they are heard."""
    yield from dict.fromkeys((rule.name, rule.example) for table in TABLES for rule in table)


ROLES = frozenset(name for name, _ in rules())
"""The names of all rules that fill a role."""


def settle(draft: Draft, carried: Carried, *, last: Draft | None) -> None:
    """Write term, subterm and measure of a claim.

    Parameters
    ----------
    draft, carried
        A draft with a choice, and what the sentences before lend.
    last
        The claim before, in its sentence or before it.
    """
    whole = whole_before(draft.number, last)
    around = Context(
        at_camp=carried.named.camp is not None,
        abroad=last is not None and last.term == "crossed_border",
        last=last,
        whole=whole,
        without=carried.without,
    )
    meant = terms.term(draft, around)
    draft.term, draft.subterm, draft.measure = meant.term, meant.subterm, meant.measure
    if draft.parent is None and whole is not None and whole.term == draft.term:
        draft.parent, draft.tie = whole, "part" if whole.sentence is draft.sentence else "before sentence"
    _note(draft, term=meant.rule, measure=meant.measure_rule)


def fill(drafts: Sequence[Draft], seen: Sentence, carried: Carried) -> None:
    """Write time, places, modality and speaker of the claims of a sentence.

    Parameters
    ----------
    drafts
        The claims of the sentence in reading order.
    seen
        The sentence.
    carried
        What the sentences before lend; it takes note of this one.
    """
    around = Context(
        claims=tuple(drafts),
        reference=carried.report.published,
        country=carried.country,
        title=carried.report.title,
        without=carried.without,
    )
    carried.struck.read(seen)
    carried.told.read(seen)
    carried.named.note(seen)
    for draft in drafts:
        said = modality.modality(draft, around)
        draft.hypothetical = said.hypothetical
        dated = times.date(draft, around, carried.struck, carried.told)
        _date(draft, dated)
        found = places.places(draft, around, carried.named, carried.scenes)
        draft.origin, draft.origin_words = found.origin, found.origin_words
        draft.destination, draft.destination_words = found.destination, found.destination_words
        _note(draft, place=found.rule, modality=said.rule)
    carried.told.note(drafts)
    carried.scenes.note(seen, drafts)
    _credit(drafts, seen, carried, around)


def _date(draft: Draft, dated: times.Period) -> None:
    draft.time, draft.since, draft.time_words = dated.time, dated.since, dated.words
    draft.period = dated.days
    _note(draft, time=dated.rule, period=dated.period_rule)


def date_later(drafts: Sequence[Draft], carried: Carried) -> None:
    """Date the claims of a report that have no day by what it tells later; parts follow their wholes."""
    around = Context(reference=carried.report.published, without=carried.without)
    for draft in drafts:
        dated = times.date_later(draft, around, carried.struck)
        if dated is not None:
            _date(draft, dated)


def _credit(drafts: Sequence[Draft], seen: Sentence, carried: Carried, around: Context) -> None:
    """Write the speakers of claims, and of those above that a closing label credits."""
    credited = speakers.credit(seen.speakers, carried.voice, around, seen.segment, above=bool(carried.above))
    carried.voice.note(seen.segment, seen.speakers, credited)
    for draft, speaker in zip(drafts, credited.of, strict=True):
        if speaker is not None:
            draft.speaker = speaker[0]
            _note(draft, source=speaker[1])
    for draft in carried.above:
        draft.speaker = draft.speaker or credited.above


def point_to_totals(table: Sequence[Draft], carried: Carried) -> None:
    """Tie the cells of a table to the totals they are part of."""
    for draft, whole in list(totals.parts(table, carried.without)):
        draft.parent, draft.tie = whole, "part"


def _note(draft: Draft, **rules: str) -> None:
    """Note which rule filled which role, for whoever asks why."""
    draft.words.update({f"{role} by": rule for role, rule in rules.items() if rule})
