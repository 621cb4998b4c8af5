"""Flow or stock: whether a claim counts what happened or who is in it.

In: a claim whose term is settled.  Out: its measure, by the first rule that fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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


def _of_word(meant: Meant) -> Measure | None:
    """Take what the event word says by itself ("the number of refugees", "are living in")."""
    event = meant.event
    if event.kind not in ("state", "noun") or meant.meaning.term == "displaced":
        return None
    return event.measure


def _state(meant: Meant) -> Measure | None:
    event = meant.event
    return "stock" if event.kind == "state" and event.measure == "stock" else None


def _found_shelter(meant: Meant) -> Measure | None:
    return "stock" if (meant.meaning.term, meant.event.term) == ("sheltered", "displaced") else None


def _noun_since(meant: Meant) -> Measure | None:
    """Tell "4,000 refugees since March": the noun alone would be a stock."""
    return "flow" if meant.case.choice.via == "own" and meant.timed("since") else None


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
    """Tell "4,000 people are displaced", but not "are being displaced"."""
    grammar, lead = meant.case.grammar, meant.lead
    kind = meant.event.kind in ("done", "state")
    return kind and lead.holds(grammar.present_be) and not lead.holds(grammar.being)


def _displaced_as_of(meant: Meant) -> bool:
    """Tell "as of 3 May, 4,000 people were displaced", but not "had been displaced"."""
    if meant.event.kind != "done" or meant.meaning.term != "displaced":
        return False
    lasts = not meant.lead.holds(meant.case.grammar.been)
    return lasts and meant.timed("as_of") and not meant.timed("since")


MEASURES: tuple[Rule[Meant, Measure], ...] = (
    Rule("measure of the term", _of_term, "The fire left {400} burned houses."),
    Rule("affected or in need", _affected, "There are {4,000} affected people in Aleppo."),
    Rule("rate", _rate, "Some {4,000} people a day are sheltering in the school."),
    Rule("measure of the word", _of_word, "There have been {4,000} refugees in the town since March."),
    Rule("displaced as a state", _state, "Some {4,000} people were living in displacement."),
    Rule("refuge found", _found_shelter, "Some {4,000} people are seeking refuge in 45 schools."),
    Rule("noun since a day", _noun_since, "There have been {4,000} displaced people since March."),
    Rule("noun without a verb", _noun, "There are {400} evacuated families in the town."),
    Rule("measure of the verb", _done, "The prison holds {400} men."),
    Rule("measure of the noun", _of_noun, "The number of displaced people rose to {4,000}."),
    Rule("are displaced", _lasting(_are), "Some {4,000} people are displaced."),
    Rule("displaced as of a day", _lasting(_displaced_as_of), "As of 3 May, {4,000} people were displaced."),
)
"""What says whether a claim is a flow or a stock; the first that fits decides."""
