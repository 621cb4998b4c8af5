"""Settle what happened: the term, its subterm, and whether it is a flow or a stock.

The verb speaks first, the noun fills in: refugees who fled crossed a border, an arrival at a camp is shelter,
the displaced who live in a school are sheltered.

In: a draft with what was chosen for it, and its context.  Out: Term.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.claims.draft import Draft
from tracker.claims.fill import agents, borders
from tracker.claims.fill.borders import REFUGEES, Flight
from tracker.claims.fill.measures import Meaning, Meant, measure
from tracker.claims.fill.rule import Case, Context, Rule, chosen, first
from tracker.vocabulary import Measure, Subterm


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
    case, without = Case.of(draft, context), context.without
    event = case.event
    found = first(WHOLE, case, without) or first(TERMS.get(event.term, ()), case, without)
    way = borders.flight(draft) if found is None and event.term == "displaced" else None
    found = found if way is None else first(FLIGHTS, way, without)
    meaning, rule = found or (Meaning(_DEFAULTS.get(event.term, event.term), event.subterm), "")
    for correction in CORRECTIONS:
        corrected = None if correction.name in without else correction.run(Meant(case, event, meaning))
        if corrected is not None:
            meaning, rule = corrected, rule or correction.name
    flow_or_stock, why = measure(Meant(case, event, meaning))
    return Term(meaning.term, meaning.subterm, flow_or_stock, rule, why)


_DEFAULTS = {"arrival": "displaced"}


def _becomes(
    term: str, test: Callable[[Case], bool], *, bare: bool = False
) -> Callable[[Case], Meaning | None]:
    """Return a rule: an event means another term where a test holds; ``bare`` drops the subterm."""

    def run(case: Case) -> Meaning | None:
        return Meaning(term, None if bare else case.event.subterm) if test(case) else None

    return run


def _crosses(test: Callable[[Flight], bool], *, by_words: bool = False) -> Callable[[Flight], Meaning | None]:
    """Return a rule: flight crosses a border where a test of its way holds; words like "abroad" decide alone."""

    def run(way: Flight) -> Meaning | None:
        crosses = way.by_words == by_words and test(way)
        return Meaning("crossed_border", chosen(way.draft).event.subterm) if crosses else None

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


def _fleeing_refugees(case: Case) -> bool:
    """Tell "4,000 refugees fled"; migrants who were displaced were displaced where they lived."""
    return _refugees(case) and not (_subterm(case) == "migrant" and case.event.kind == "done")


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
    following = case.sentence.words.after(case.choice.end, _BORDER)
    if case.event.words not in case.grammar.crossing:
        return False
    return not following.opens(case.grammar.opens_crossed) or following.holds(case.grammar.borders)


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


def _received_by_shelter(case: Case) -> bool:
    return agents.received_by_shelter(case) and not _refugees(case)


def _migrates(case: Case) -> bool:
    """Tell whether migrants are meant, or people at sea on a migration route."""
    return _subterm(case) == "migrant" or borders.at_sea(case.draft)


def _stopped(case: Case) -> bool:
    """Tell "the coast guard intercepted 101 men off the coast"."""
    return case.event.words in case.grammar.stopped and _migrates(case)


def _rescued(case: Case) -> bool:
    return case.event.words.split()[0] in case.grammar.rescues and _migrates(case)


_BORDER = 4  # words of "the southern border"
_MOVES = frozenset({"displaced", "crossed_border", "returned"})

WHOLE: tuple[Rule[Case, Meaning], ...] = (
    Rule("term of the whole", _inherited, "Some 9,000 people fled to Chad, including {4,000} children."),
)
"""What decides for any event."""

RETURN: Rule[Case, Meaning] = Rule(
    "noun of return",
    _becomes("returned", _implies("returned"), bare=True),
    "Some {4,000} returnees arrived in the town.",
)

TERMS: dict[str, tuple[Rule[Case, Meaning], ...]] = {
    "arrival": (
        RETURN,
        Rule(
            "arrival at a shelter",
            _becomes("sheltered", _near_shelter),
            "Some {4,000} people arrived at the school.",
        ),
        Rule(
            "arrival from a country",
            _becomes("crossed_border", agents.from_country),
            "Clerks registered {4,000} people arriving from Congo.",
        ),
        Rule(
            "received by a shelter",
            _becomes("sheltered", _received_by_shelter),
            "The camp took in {4,000} families.",
        ),
        Rule(
            "received by a country",
            _becomes("crossed_border", agents.received_by_country),
            "Benin admitted {4,000} families.",
        ),
        Rule(
            "arrival at a camp",
            _becomes("sheltered", _at_camp),
            "Al-Hol camp is at breaking point: {12,000} women have arrived from Baghouz.",
        ),
        Rule(
            "arrival of refugees",
            _becomes("crossed_border", _refugees),
            "Some {4,000} refugees arrived on Friday.",
        ),
        Rule(
            "arrival abroad",
            _becomes("crossed_border", _abroad),
            "Some {4,000} people arrived in Chad.",
        ),
        Rule(
            "arrival of foreigners",
            _becomes("crossed_border", _foreign),
            "In Turkey some {4,000} Syrians arrived on Friday.",
        ),
        Rule(
            "border not named",
            _becomes("crossed_border", _just_crossed),
            "Some {4,000} people crossed on Friday.",
        ),
        Rule(
            "arrival abroad as before",
            _becomes("crossed_border", _arrives_abroad_still),
            "Some 9,000 people fled to Chad. Another {4,000} people arrived on Friday.",
        ),
    ),
    "displaced": (
        RETURN,
        Rule(
            "ordered to leave",
            _becomes("evacuated", agents.ordered),
            "The governor ordered {4,000} people to flee the coast.",
        ),
        Rule(
            "moved by others",
            _becomes("evacuated", agents.moved_by_others),
            "Some {4,000} people have been relocated to the hills.",
        ),
        Rule(
            "displaced in a camp",
            _becomes("sheltered", agents.in_camp, bare=True),
            "There are {4,000} displaced people in Kalma camp.",
        ),
        Rule(
            "refuge in a shelter",
            _becomes("sheltered", _seeks_shelter),
            "Some {4,000} people are seeking refuge in 45 schools.",
        ),
        Rule(
            "flight abroad as before",
            _becomes("crossed_border", _flees_abroad_still),
            "Some 9,000 people arrived in Chad. Another {4,000} people fled on Friday.",
        ),
        Rule(
            "flight of refugees",
            _becomes("crossed_border", _fleeing_refugees),
            "Some {4,000} refugees fled the fighting.",
        ),
        Rule(
            "flight of foreigners",
            _becomes("crossed_border", _foreign),
            "Fighting in Lebanon displaced {4,000} Syrians.",
        ),
    ),
    "crossed_border": (RETURN,),
    "sheltered": (
        Rule(
            "refugees hosted",
            _becomes("crossed_border", _hosted),
            "The region hosts {4,000} refugees.",
        ),
        Rule(
            "foreigners hosted",
            _becomes("crossed_border", agents.foreigners_hosted),
            "Turkey hosts {4,000} Syrians.",
        ),
        Rule(
            "shelter abroad",
            _becomes("crossed_border", agents.refuge_abroad),
            "Some {4,000} people have taken refuge in Chad.",
        ),
        Rule(
            "refugees hosted elsewhere",
            _becomes("crossed_border", agents.hosts_more),
            "Rwanda has received 7,300 refugees; Uganda hosts {24,795}.",
        ),
    ),
    "detained": (
        Rule(
            "stopped at sea",
            _becomes("crossed_border", _stopped),
            "The navy intercepted {101} men off the coast.",
        ),
        Rule(
            "refugees held by a place",
            _becomes("crossed_border", agents.refugees_held),
            "Three districts hold {6,000} refugees.",
        ),
        Rule(
            "displaced held by a place",
            _becomes("displaced", agents.displaced_held),
            "Three districts hold {6,000} IDP families.",
        ),
        Rule(
            "held by a place", _becomes("sheltered", agents.held_by_place), "The camp holds {6,000} people."
        ),
    ),
    "trapped": (
        Rule(
            "inside a shelter",
            _becomes("sheltered", agents.inside_shelter),
            "Some {4,000} families are still inside 48 evacuation centres.",
        ),
    ),
    "evacuated": (
        Rule(
            "rescued at sea",
            _becomes("crossed_border", _rescued),
            "A ship rescued {101} people from a rubber boat.",
        ),
    ),
}
"""What the events of a term mean where more than their words speak; the first that fits decides, else the term."""

FLIGHTS: tuple[Rule[Flight, Meaning], ...] = (
    Rule(
        "flight abroad",
        _crosses(_leaves, by_words=True),
        "Some {4,000} people moved to Europe.",
    ),
    Rule(
        "flight to a country",
        _crosses(borders.heads_for_country),
        "Some {4,000} people fled to Chad.",
    ),
    Rule(
        "refuge in a country",
        _crosses(borders.finds_refuge),
        "Some {4,000} people have sought refuge in Chad.",
    ),
    Rule(
        "flight out of a country",
        _crosses(borders.quits_country),
        "Some {4,000} people have fled Syria.",
    ),
)
"""Which flight crosses a border, where words of the sentence say that people fled."""


def _noun_subterm(meant: Meant) -> Meaning | None:
    """Take the subterm of people on the move from their noun."""
    subterm = _subterm(meant.case)
    return Meaning(meant.meaning.term, subterm) if subterm and meant.meaning.term in _MOVES else None


CORRECTIONS: tuple[Rule[Meant, Meaning], ...] = (
    Rule("subterm of the noun", _noun_subterm, "Some {4,000} refugees fled the fighting."),
)
"""What changes once the term is found; each that fits, one after another."""
