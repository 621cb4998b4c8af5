"""Settle what happened: the term, its subterm, and whether it is a flow or a stock.

The verb speaks first, the noun fills in: refugees who fled crossed a border, an arrival at a camp is shelter,
the displaced who live in a school are sheltered.

In: a draft with what was chosen for it, and its context.  Out: Term.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.claims.draft import Draft
from tracker.claims.fill import borders
from tracker.claims.fill.borders import REFUGEES, Flight
from tracker.claims.fill.measures import Meaning, Meant, measure
from tracker.claims.fill.rule import Case, Context, Rule, answers, first
from tracker.vocabulary import Measure, Subterm

_GROUPS = frozenset({None, "idp", *REFUGEES})


@dataclass(frozen=True, slots=True)
class Term:
    """What happened to the counted, and by which rules that was found."""

    term: str
    subterm: Subterm | None
    measure: Measure
    rule: str = ""
    measure_rule: str = ""


def term(draft: Draft, context: Context) -> Term:
    """Return term, subterm and measure of a claim.

    Parameters
    ----------
    draft
        A number for which an event was chosen.
    context
        ``at_camp``: an arrival that names no other place is one at the camp spoken of; ``abroad``: an arrival
        or flight that names no place of its own goes where the claim before went.
    """
    case = Case(draft, context)
    plain = Meaning(_DEFAULTS.get(case.event.term, case.event.term), case.event.subterm)
    meaning, rule = first(TERMS, case, context.without) or (plain, "")
    for correction in CORRECTIONS:
        for corrected, name in answers((correction,), Meant(case, meaning), context.without):
            meaning, rule = corrected, rule or name
    flow_or_stock, why = measure(Meant(case, meaning))
    return Term(meaning.term, meaning.subterm, flow_or_stock, rule, why)


_DEFAULTS = {"arrival": "displaced"}


def _becomes(
    term: str, test: Callable[[Case], bool], *, of: frozenset[str], bare: bool = False
) -> Callable[[Case], Meaning | None]:
    """Return a rule: events of some terms mean another where a test holds; ``bare`` drops the subterm."""

    def run(case: Case) -> Meaning | None:
        if case.event.term not in of or not test(case):
            return None
        return Meaning(term, None if bare else case.event.subterm)

    return run


def _flies(test: Callable[[Flight], bool], *, by_words: bool = False) -> Callable[[Case], bool]:
    """Return a test of the way of flight; words that mean abroad stand before the places named."""

    def run(case: Case) -> bool:
        way = borders.flight(case.draft)
        return way is not None and way.by_words == by_words and test(way)

    return run


# -- what the counted noun says ----------------------------------------------------------------------------


def _inherited(case: Case) -> Meaning | None:
    """Take over the term of the claim the number hangs on, unless its own noun says what happened."""
    draft, parent, noun = case.draft, case.draft.parent, case.draft.what.subject
    if case.choice.via != "inherited" or parent is None or not parent.term:
        return None
    if noun is not None and (noun.implied is not None or noun.subterm is not None):
        return None
    return None if "dwelling" in (draft.unit, parent.unit) else Meaning(parent.term, parent.subterm)


def _implies(term: str) -> Callable[[Case], bool]:
    """Return a test of what the counted noun says by itself ("deaths", "returnees")."""

    def run(case: Case) -> bool:
        noun = case.draft.what.subject
        return noun is not None and noun.implied == term

    return run


def _subterm(case: Case) -> Subterm | None:
    noun = case.draft.what.subject
    return noun.subterm if noun is not None else None


def _refugees(case: Case) -> bool:
    return _subterm(case) in REFUGEES


# -- where they went ----------------------------------------------------------------------------------------


def _near_shelter(case: Case) -> bool:
    return borders.near_shelter(case.draft)


def _at_camp(case: Case) -> bool:
    """Tell whether the one place of an arrival is a camp, or the camp that the report speaks of."""
    marks = [mark.value for mark in case.sentence.places if not mark.value.demonym]
    if any(place.role == "to" for place in marks):
        return False
    if any(borders.is_camp(place, case.grammar) for place in marks):
        return True
    abroad = any(place.level == "country" and place.role != "from" for place in marks)
    return case.context.at_camp and not abroad


def _foreign(case: Case) -> bool:
    return borders.is_foreign(case.draft)


def _abroad(case: Case) -> bool:
    return borders.goes_abroad(case.draft)


def _just_crossed(case: Case) -> bool:
    """Tell "20,143 persons crossed": with nothing named that was crossed, it is the border."""
    following = case.sentence.words.after(case.choice.end, 1)
    return case.event.words in case.grammar.crossing and not following.opens(case.grammar.opens_crossed)


def _arrives_abroad_still(case: Case) -> bool:
    return case.context.abroad and not borders.goes_somewhere(case.draft)


def _flees_abroad_still(case: Case) -> bool:
    return case.event.kind == "did" and _arrives_abroad_still(case)


def _seeks_shelter(case: Case) -> bool:
    """Tell "7,200 people are seeking refuge in 45 schools"."""
    return case.event.place == "refuge" and _near_shelter(case)


def _leaves(way: Flight) -> bool:
    return not borders.within_country(way)


def _hosted(case: Case) -> bool:
    return _refugees(case) and not _near_shelter(case)


def _migrates(case: Case) -> bool:
    """Tell whether migrants are meant, or people at sea on a migration route."""
    return _subterm(case) == "migrant" or borders.at_sea(case.draft)


def _stopped(case: Case) -> bool:
    """Tell "the coast guard intercepted 101 men off the coast"."""
    return case.event.words in case.grammar.stopped and _migrates(case)


def _rescued(case: Case) -> bool:
    return case.event.words.split()[0] in case.grammar.rescues and _migrates(case)


def _held(case: Case) -> bool:
    """Tell "the camp holds 6,000 people"."""
    noun = case.draft.what.subject
    return case.event.object_only and noun is not None and noun.plain


_ARRIVAL = frozenset({"arrival"})
_FLIGHT = frozenset({"displaced"})
_STAY = frozenset({"sheltered"})
_PRISON = frozenset({"detained"})
_RESCUE = frozenset({"evacuated"})
_MOVES = frozenset({"displaced", "crossed_border", "returned"})
_CROSSES = frozenset({"displaced", "crossed_border"})


def _dead(case: Case) -> Meaning | None:
    """Tell "the flood caused 40 deaths": the noun is stronger than any verb but "missing"."""
    return Meaning("killed", None) if _implies("killed")(case) and case.event.term != "missing" else None


def _hurt(case: Case) -> Meaning | None:
    return Meaning("injured", None) if _implies("injured")(case) and case.event.term != "killed" else None


TERMS: tuple[Rule[Case, Meaning], ...] = (
    Rule("term of the whole", _inherited, "Some 9,000 people fled to Chad, including {4,000} children."),
    Rule("noun of death", _dead, "The storm caused {40} deaths."),
    Rule("noun of injury", _hurt, "The storm caused {40} injuries."),
    Rule(
        "noun of return",
        _becomes("returned", _implies("returned"), of=_CROSSES | _ARRIVAL, bare=True),
        "Some {4,000} returnees arrived in the town.",
    ),
    Rule(
        "arrival at a shelter",
        _becomes("sheltered", _near_shelter, of=_ARRIVAL),
        "Some {4,000} people arrived at the school.",
    ),
    Rule(
        "arrival at a camp",
        _becomes("sheltered", _at_camp, of=_ARRIVAL),
        "Al-Hol camp is full. Some {4,000} people arrived on Friday.",
    ),
    Rule(
        "arrival of refugees",
        _becomes("crossed_border", _refugees, of=_ARRIVAL),
        "Some {4,000} refugees arrived on Friday.",
    ),
    Rule(
        "arrival abroad",
        _becomes("crossed_border", _abroad, of=_ARRIVAL),
        "Some {4,000} people arrived in Chad.",
    ),
    Rule(
        "arrival of foreigners",
        _becomes("crossed_border", _foreign, of=_ARRIVAL),
        "In Turkey some {4,000} Syrians arrived on Friday.",
    ),
    Rule(
        "border not named",
        _becomes("crossed_border", _just_crossed, of=_ARRIVAL),
        "Some {4,000} people crossed on Friday.",
    ),
    Rule(
        "arrival abroad as before",
        _becomes("crossed_border", _arrives_abroad_still, of=_ARRIVAL),
        "Some 9,000 people fled to Chad. Another {4,000} people arrived on Friday.",
    ),
    Rule(
        "refuge in a shelter",
        _becomes("sheltered", _seeks_shelter, of=_FLIGHT),
        "Some {4,000} people are seeking refuge in 45 schools.",
    ),
    Rule(
        "flight abroad as before",
        _becomes("crossed_border", _flees_abroad_still, of=_FLIGHT),
        "Some 9,000 people arrived in Chad. Another {4,000} people fled on Friday.",
    ),
    Rule(
        "flight of refugees",
        _becomes("crossed_border", _refugees, of=_FLIGHT),
        "Some {4,000} refugees fled the fighting.",
    ),
    Rule(
        "flight abroad",
        _becomes("crossed_border", _flies(_leaves, by_words=True), of=_FLIGHT),
        "Some {4,000} people fled abroad.",
    ),
    Rule(
        "flight to a country",
        _becomes("crossed_border", _flies(borders.heads_for_country), of=_FLIGHT),
        "Some {4,000} people fled to Chad.",
    ),
    Rule(
        "refuge in a country",
        _becomes("crossed_border", _flies(borders.finds_refuge), of=_FLIGHT),
        "Some {4,000} people have sought refuge in Chad.",
    ),
    Rule(
        "flight out of a country",
        _becomes("crossed_border", _flies(borders.quits_country), of=_FLIGHT),
        "Some {4,000} people have fled Syria.",
    ),
    Rule(
        "flight of foreigners",
        _becomes("crossed_border", _foreign, of=_FLIGHT),
        "Turkey counts {4,000} displaced Syrians.",
    ),
    Rule(
        "refugees hosted",
        _becomes("crossed_border", _hosted, of=_STAY),
        "The region hosts {4,000} refugees.",
    ),
    Rule(
        "stopped at sea",
        _becomes("crossed_border", _stopped, of=_PRISON),
        "The navy intercepted {101} men off the coast.",
    ),
    Rule(
        "rescued at sea",
        _becomes("crossed_border", _rescued, of=_RESCUE),
        "A ship rescued {101} people from a rubber boat.",
    ),
    Rule("held in a camp", _becomes("sheltered", _held, of=_PRISON), "The camp holds {6,000} people."),
)
"""What an event means where more than its word speaks; the first that fits decides."""


def _damaged(meant: Meant) -> Meaning | None:
    """Tell "the flood affected 400 homes": they were damaged."""
    case, meaning = meant.case, meant.meaning
    if case.draft.unit != "dwelling" or meaning.term != "affected" or meaning.subterm == "at_risk":
        return None
    return Meaning("housing_destroyed", "damaged")


def _noun_subterm(meant: Meant) -> Meaning | None:
    """Take the subterm of people on the move from their noun."""
    subterm = _subterm(meant.case)
    return Meaning(meant.meaning.term, subterm) if subterm and meant.meaning.term in _MOVES else None


def _no_group(meant: Meant) -> Meaning | None:
    """Drop what says what kind of return or loss it was from those who fled."""
    term, subterm = meant.meaning.term, meant.meaning.subterm
    return Meaning(term, None) if term in _CROSSES and subterm not in _GROUPS else None


CORRECTIONS: tuple[Rule[Meant, Meaning], ...] = (
    Rule("homes affected are damaged", _damaged, "The flood affected {400} homes."),
    Rule("subterm of the noun", _noun_subterm, "Some {4,000} refugees fled the fighting."),
    Rule("subterm of another term", _no_group, "Some {4,000} refugee returnees fled again."),
)
"""What changes once the term is found; each that fits, one after another."""
