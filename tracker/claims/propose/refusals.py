"""Why a number is no claim: what it counts, what stands before it.

In: a Number and its Context.  Out: a Refusal, or None.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.claims.draft import Number, Refusal
from tracker.claims.phrases.verbs import follows, names_camp, says_which
from tracker.claims.propose.rule import Context, Rule, base_of
from tracker.claims.thresholds import OTHER

_WHOLE = 1_000  # below it a figure with a fraction counts nobody
_SIZE = 24  # characters before a figure within which "a population of" stands
_BACK = 8  # characters between a figure and one that points back to it


def _reason(why: Callable[[Number, Context], str]) -> Callable[[Number, Context], Refusal | None]:
    """Make a rule of a function that returns why a number is no claim; empty where it may be one."""

    def run(number: Number, context: Context) -> Refusal | None:
        reason = why(number, context)
        return Refusal(reason=reason) if reason else None

    return run


def _size(number: Number, context: Context) -> str:
    """Refuse what says how large a place or force is ("a population of 4,000")."""
    seen, subject = number.sentence, number.what.subject
    size = seen.grammar.size_before.find(seen.low, max(0, number.start - _SIZE), number.start)
    if size is None or (subject is not None and subject.implied is not None):
        return ""  # "home to 409,000 refugees" counts refugees
    if says_which(seen, number.end):
        return ""
    if size.group() in seen.grammar.peopled and names_camp(seen, size.start()):
        return ""
    between = seen.words.between(size.end(), number.start)
    return "" if not between.only(seen.grammar.articles) else f"says how large something is ({size.group()})"


def _broken(number: Number, context: Context) -> str:
    """Refuse a fraction that counts nobody ("a 6.2 tremor", "6.4 persons a family")."""
    amount = number.amount.value
    small = amount.kind == "count" and amount.value < _WHOLE
    return "no whole number" if small and amount.qualifier != "range" and amount.value % 1 != 0 else ""


def _thing(number: Number, context: Context) -> str:
    return f"counts {number.what.head}" if number.what.kind == "thing" else ""


def _pointing_back(number: Number, context: Context) -> str:
    """Refuse "the 20" of "fourteen of the 20": a figure given before, not a new one."""
    seen, grammar = number.sentence, number.sentence.grammar
    if not number.elided:
        return ""
    counts = any(mark.end < number.start <= mark.end + _BACK for mark in seen.amounts)
    lead = number.lead
    of_the = lead.closes(grammar.definite) and lead.closes(grammar.partitive, at=1)
    out_of = grammar.out_of.last(seen.low, 0, number.start, within=1)
    back = (of_the and counts) or (out_of and follows(seen, number.end))
    return "points back to a figure given before" if back else ""


def _all_but(number: Number, context: Context) -> str:
    grammar, lead = number.sentence.grammar, number.lead
    all_but = lead.closes(grammar.but_words) and lead.closes(grammar.all_words, at=1)
    return "all but so many" if all_but else ""


def _change(number: Number, context: Context) -> str:
    """Refuse "60 per cent more than in May": a change of a figure."""
    seen = number.sentence
    change = seen.words.after(number.amount.end, 1).opens(seen.grammar.changes)
    return "a change, not a share" if number.unit == "share" and number.elided and change else ""


def _share_of_other(number: Number, context: Context) -> str:
    words = number.what.words
    return f"a share of {words}" if number.unit == "share" and number.elided and words else ""


def _in_list_of_things(number: Number, context: Context) -> str:
    """Refuse items of things in brackets ("38 health centres (including ten in Goma, 19 in Karisimbi)")."""
    before = [one for one in context.numbers if one.what.kind == "thing" and one.end <= number.start]
    if not before or not number.elided:
        return ""
    gap = number.sentence.low[before[-1].end : number.start]
    return f"counts {before[-1].what.head}" if gap.lstrip().startswith("(") and ")" not in gap else ""


def _part_of_things(number: Number, context: Context) -> str:
    """Refuse "20 of the country's 34 provinces": what the second number counts, the first counts too."""
    base = base_of(number, context.numbers)
    return f"counts {base.what.head}" if base is not None and base.what.kind == "thing" else ""


def _word_of_aid(number: Number, context: Context) -> Refusal | None:
    """Refuse a number that a word of aid, capacity or plans speaks of ("vaccinated 4,000 people")."""
    word = context.word
    if word is None or word.event.kind != "other" or word.score < OTHER:
        return None
    return Refusal(
        reason=f"{word.event.term}: {word.event.words}",
        rule=word.rule,
        score=word.score,
        start=word.start,
        end=word.end,
    )


CANNOT_COUNT: tuple[Rule, ...] = (
    Rule("size", _reason(_size), "A camp for {4,000} people burnt down and people fled."),
    Rule("fraction", _reason(_broken), "Families of {6.4} people fled to Chad."),
    Rule("thing", _reason(_thing), "The war damaged {40} bridges and 900 people fled."),
    Rule("figure given before", _reason(_pointing_back), "Of the wounded, fourteen of the {20} have died."),
    Rule("all but", _reason(_all_but), "All but {20} people fled to Chad."),
    Rule("change", _reason(_change), "Arrivals were {60} per cent up on May, when 900 people fled."),
    Rule("share of another", _reason(_share_of_other), "About {60} per cent of Kato fled to Chad."),
    Rule("list of things", _reason(_in_list_of_things),
         "The storm hit 38 health centres (including {ten} in Goma) and people fled."),
    Rule("part of things", _reason(_part_of_things), "People fled in {20} of the country's 34 provinces."),
)  # fmt: skip

AID_WORD = Rule("word of aid", _word_of_aid, "The agency gave food to {4,000} displaced people.")
"""Its weights are rules by name."""
