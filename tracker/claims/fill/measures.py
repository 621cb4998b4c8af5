"""Flow or stock: whether a claim counts what happened or who is in it.

Evidence is heard in this order: what the term can be at all; a change or a rate, which are flows of anything; what
lasts ("still", "already"), a stock of anything that can last; the whole a part belongs to; who is new; then the
word itself, its form, and the times beside it.

In: a claim whose term is settled.  Out: its measure, by the first rule that fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.claims.fill import rows
from tracker.claims.fill.rule import Case, Rule, first
from tracker.claims.phrases.words import Stretch
from tracker.vocabulary import Event, Measure, Subterm

_BY_TERM: dict[str, Measure] = {
    "killed": "flow",
    "injured": "flow",
    "missing": "stock",
    "trapped": "stock",
    "housing_destroyed": "flow",
}
_MAY_LAST = frozenset({"displaced", "evacuated", "detained", "returned", "crossed_border"})
_CHANGES = _MAY_LAST | {"sheltered", "affected"}
_LASTS = frozenset({"displaced", "evacuated", "affected", "housing_destroyed", "sheltered", "detained"})
_MOVED = frozenset({"displaced", "crossed_border", "sheltered"})
_RISE = 6  # words from "by" back to the verb of rising
_OF_THE = 4  # words of "of the internally displaced"
_NOW = 30  # characters from a figure to "as of" that speaks of it


@dataclass(frozen=True, slots=True)
class Meaning:
    """What happened: a term and its subterm."""

    term: str
    subterm: Subterm | None


@dataclass(frozen=True, slots=True)
class Meant:
    """A claim and what happened."""

    case: Case
    event: Event
    meaning: Meaning

    @property
    def lead(self) -> Stretch:
        """The words between the counted and its verb."""
        return self.case.sentence.words.between(self.case.draft.what.end, self.case.choice.start)

    def timed(self, relation: str) -> bool:
        """Tell whether the sentence names a time in a relation."""
        return any(mark.value.relation == relation for mark in self.case.sentence.times)


def measure(meant: Meant) -> tuple[Measure, str]:
    """Return whether a claim is a flow or a stock, and the rule that says so; a flow where nothing does."""
    return first(MEASURES, meant, meant.case.context.without) or ("flow", "")


def _of_term(meant: Meant) -> Measure | None:
    return _BY_TERM.get(meant.meaning.term)


def _affected(meant: Meant) -> Measure | None:
    """Tell those a disaster affected from those who are in need."""
    if meant.meaning.term != "affected":
        return None
    happened = meant.meaning.subterm in (None, "affected") and meant.event.measure != "stock"
    return "flow" if happened else "stock"


def _rate(meant: Meant) -> Measure | None:
    return "flow" if meant.case.draft.amount.value.per is not None else None


def _counted_anew(meant: Meant) -> Measure | None:
    """Tell a column of what is new, of a day's count or of a running total: it counts what happened."""
    return "flow" if meant.case.choice.via == "heading" and rows.tally(meant.case.draft) else None


def _all_there_are(meant: Meant) -> Measure | None:
    """Tell a column of a total beside one of what is new: those came, so many are there."""
    lasts = meant.meaning.term in _LASTS and meant.case.choice.via == "heading"
    return "stock" if lasts and rows.whole_beside_new(meant.case.draft) else None


def _change(meant: Meant) -> Measure | None:
    """Tell "rose by 17,000", "an increase of 900": so many came or went, not so many are there."""
    draft, grammar = meant.case.draft, meant.case.grammar
    if meant.meaning.term not in _CHANGES:
        return None
    lead = draft.sentence.words.between(0, draft.number.figure).back(grammar.hedge_words)
    by = lead.closes(grammar.change_by) and lead.part(-_RISE).holds(grammar.rises)
    of = lead.closes(grammar.partitive) and lead.closes(grammar.change_nouns, at=1)
    return "flow" if by or of else None


def _lasting_still(meant: Meant) -> Measure | None:
    """Tell "remain without power", "were already displaced": a state from before, not what happened."""
    case, grammar = meant.case, meant.case.grammar
    if (
        meant.meaning.term not in _LASTS
        or case.event.kind not in ("done", "state")
        or case.choice.via != "after"
    ):
        return None
    lead = meant.lead
    stays = lead.holds(grammar.lasting) and lead.holds(grammar.be)
    return "stock" if stays and not lead.holds(grammar.been | grammar.being | grammar.to) else None


def _still_so(meant: Meant) -> Measure | None:
    """Tell "the number of people still evacuated fell to 3,600", "5,900 people still evacuated": so many are."""
    case = meant.case
    if meant.meaning.term not in _LASTS or case.event.kind not in ("did", "done", "state", "noun"):
        return None
    return "stock" if case.sentence.words.before(case.choice.start, 1).holds(case.grammar.still) else None


def _stay_now(meant: Meant) -> Measure | None:
    """Tell "lost their homes and are currently living in schools": what counts is that they are there now."""
    case, grammar = meant.case, meant.case.grammar
    if meant.meaning.term != "displaced" or case.choice.via not in ("before", "after"):
        return None
    end = max(case.choice.end, case.draft.end)
    stays = next(
        (mark for mark in case.sentence.events if mark.start >= end and mark.value[0].term == "sheltered"),
        None,
    )
    if stays is None or stays.value[0].measure != "stock":
        return None
    gap = case.sentence.words.between(end, stays.start)
    return "stock" if gap.opens(grammar.ands) and gap.only(grammar.ands | grammar.stays_now) else None


def _of_whole(meant: Meant) -> Measure | None:
    """Take the measure of the whole: a breakdown of those who are displaced counts people who are."""
    whole, own = meant.case.whole, meant.case.choice.via == "after" and meant.event.kind == "did"
    if whole is not None and meant.meaning.term == whole.term and not own:
        return whole.measure
    return _of_named_whole(meant)


def _of_named_whole(meant: Meant) -> Measure | None:
    """Tell "79,000 of the displaced were from Homs": a part of those whom the claim before counts."""
    draft, grammar = meant.case.draft, meant.case.grammar
    words = draft.sentence.words.after(draft.amount.end, _OF_THE)
    if not words.opens(grammar.partitive):
        return None
    noun = next(
        (mark for start, mark in draft.sentence.subjects.items() if draft.amount.end <= start < words.end),
        None,
    )
    if noun is None or noun.value.implied != meant.meaning.term:
        return None
    last = meant.case.context.last
    again = words.opens(grammar.those, at=1) and last is not None and last.term == meant.meaning.term
    return last.measure if again and last is not None else None


def _in_noun(meant: Meant) -> Measure | None:
    """Take what a noun says that holds the word ("the displaced populations: Homs with 4,000 families")."""
    word = meant.case.choice
    if word.via != "before":
        return None
    holds = (
        m.value for m in meant.case.sentence.subjects.values() if m.start <= word.start and word.end < m.end
    )
    return next((noun.implied_measure for noun in holds if noun.implied == meant.meaning.term), None)


def _new(meant: Meant) -> Measure | None:
    """Tell "1,150 new IDPs", "an additional 600 refugees": those who came, not those who are there."""
    draft, grammar = meant.case.draft, meant.case.grammar
    if meant.case.choice.via != "own" or meant.meaning.term not in _MAY_LAST:
        return None
    counted = draft.sentence.words.between(draft.start, draft.what.end)
    before = draft.number.lead.part(-2)
    if counted.holds(grammar.new_ones):
        return "flow"
    there = draft.number.lead.part(-3).holds(grammar.present_be)
    more = (counted.holds(grammar.more_ones) or before.holds(grammar.more_ones)) and not there
    return "flow" if more else None


def _state(meant: Meant) -> Measure | None:
    """Take what a word of a state says; "are homeless" is a state although "left homeless" happened."""
    event = meant.event
    if event.kind != "state" or (meant.meaning.term == "displaced" and event.measure != "stock"):
        return None
    return event.measure


def _noun_since(meant: Meant) -> Measure | None:
    """Tell "4,000 refugees since March", but not "4,000 refugees as of 3 May, more than since March"."""
    if meant.case.choice.via != "own" or not meant.timed("since"):
        return None
    end = meant.case.draft.end
    as_of = any(
        mark.value.relation == "as_of" and 0 <= mark.start - end <= _NOW for mark in meant.case.sentence.times
    )
    return None if as_of else "flow"


def _refuge_now(meant: Meant) -> Measure | None:
    """Tell "are seeking refuge abroad", "have taken shelter in a hall" from "sought refuge" as something done."""
    case, grammar = meant.case, meant.case.grammar
    found = case.event.term == "sheltered" and case.event.measure == "flow"
    if case.event.place != "refuge" and not found:
        return None
    if meant.meaning.term not in _MOVED:
        return None
    if case.choice.via != "after":  # "the number who sought refuge has reached", "Refuge was taken in: 900"
        return "stock" if meant.meaning.term == "sheltered" else None
    lead = meant.lead
    words = case.sentence.low[case.choice.start : case.choice.end].split()
    goes_on = words[0].endswith(grammar.progressive_endings) and not lead.holds(grammar.past_be)
    perfect = meant.meaning.term == "sheltered" and lead.closes(grammar.present_have)
    return "stock" if goes_on or perfect else "flow"


def _noun(meant: Meant) -> Measure | None:
    """Tell "4,000 refugees": a noun without a verb counts who is there."""
    return meant.event.measure or "stock" if meant.case.choice.via == "own" else None


def _done(meant: Meant) -> Measure | None:
    return meant.event.measure if meant.event.kind == "done" else None


def _of_noun(meant: Meant) -> Measure | None:
    return meant.event.measure or "flow" if meant.event.kind == "noun" else None


def _lasting(test: Callable[[Meant], bool]) -> Callable[[Meant], Measure | None]:
    """Return a rule: people of whom a verb after them says that they are displaced, where a test holds."""

    def run(meant: Meant) -> Measure | None:
        lasts = meant.case.choice.via == "after" and meant.meaning.term in _MAY_LAST
        return "stock" if lasts and test(meant) else None

    return run


def _are(meant: Meant) -> bool:
    """Tell "4,000 people are displaced", but not "are being displaced", "are expected to be displaced"."""
    grammar, lead = meant.case.grammar, meant.lead
    if lead.holds(grammar.to) and grammar.hypothetical.find(meant.case.sentence.low, lead.start, lead.end):
        return False
    kind = meant.event.kind in ("done", "state")
    happened = lead.holds(grammar.being | grammar.been | grammar.have)
    return kind and lead.holds(grammar.present_be) and not happened


def _displaced_as_of(meant: Meant) -> bool:
    """Tell "as of 3 May, 4,000 people were displaced", but not "had been displaced"."""
    if meant.event.kind != "done" or meant.meaning.term != "displaced":
        return False
    lasts = not meant.lead.holds(meant.case.grammar.been)
    return lasts and meant.timed("as_of") and not meant.timed("since")


MEASURES: tuple[Rule[Meant, Measure], ...] = (
    Rule("still in it", _lasting_still, "Some {900} homes remain under water."),
    Rule("still so", _still_so, "The number of people still evacuated fell to {900}."),
    Rule("measure of the term", _of_term, "The fire left {400} burned houses."),
    Rule("change, not a level", _change, "The number of displaced people rose by {4,000} in May."),
    Rule("rate", _rate, "Some {4,000} people a day are sheltering in the school."),
    Rule("counted anew", _counted_anew, "| Place | New IDPs |\n|---|---|\n| Aleppo | {400} |"),
    Rule(
        "all there are, beside the new",
        _all_there_are,
        "| Place | New displacements | Total displacements |\n|---|---|---|\n| Aleppo | 400 | {9,000} |",
    ),
    Rule("affected or in need", _affected, "There are {4,000} affected people in Aleppo."),
    Rule(
        "measure of the whole",
        _of_whole,
        "There are 9,000 displaced people in Homs, of whom {4,000} were displaced twice.",
    ),
    Rule("noun around the word", _in_noun, "The displaced families: Homs with {4,000} families."),
    Rule(
        "they stay there now",
        _stay_now,
        "Some {4,000} people lost their homes and are currently living in schools.",
    ),
    Rule("new ones", _new, "The town counted {4,000} new IDPs."),
    Rule("seeking refuge or found it", _refuge_now, "Some {4,000} people are seeking refuge in Chad."),
    Rule("noun since a day", _noun_since, "There have been {4,000} displaced people since March."),
    Rule("measure of the state", _state, "Some {4,000} people were living in displacement."),
    Rule("noun without a verb", _noun, "There are {400} evacuated families in the town."),
    Rule("measure of the verb", _done, "The prison holds {400} men."),
    Rule("measure of the noun", _of_noun, "The number of displaced people rose to {4,000}."),
    Rule("are displaced", _lasting(_are), "Some {4,000} people are displaced."),
    Rule("displaced as of a day", _lasting(_displaced_as_of), "As of 3 May, {4,000} people were displaced."),
)
"""What says whether a claim is a flow or a stock; the first that fits decides."""
