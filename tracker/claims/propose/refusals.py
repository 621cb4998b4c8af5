"""Why a number is no claim: what it counts, what stands before it.

In: a Number and its Context.  Out: a Refusal, or None.
"""

from __future__ import annotations

from tracker.claims.draft import Number, Refusal
from tracker.claims.phrases.verbs import follows, names_camp, says_which
from tracker.claims.propose.rule import Context, Rule, base_of
from tracker.claims.thresholds import OTHER, SURE

_WHOLE = 1_000  # below it a figure with a fraction counts nobody
_SIZE = 24  # characters before a figure within which "a population of" stands
_COMMA = frozenset(",")
_OLDEST = 100
_MANY = 20  # children
_SUBSET = 3  # words between "including" and the figure
_GLUED = 2  # characters of ")."
_STOP = "."
_SHUT = ')”"'
_BACK = 8  # characters between a figure and one that points back to it


def _size(number: Number, context: Context) -> Refusal | None:
    """Refuse what says how large a place or force is ("a population of 4,000")."""
    seen, subject = number.sentence, number.what.subject
    size = seen.grammar.size_before.find(seen.low, max(0, number.start - _SIZE), number.start)
    if size is None or (subject is not None and subject.implied is not None):
        return None  # "home to 409,000 refugees" counts refugees
    if says_which(seen, number.end):
        return None
    if size.group() in seen.grammar.peopled and names_camp(seen, size.start()):
        return None
    between = seen.words.between(size.end(), number.start)
    return (
        None
        if not between.only(seen.grammar.articles)
        else Refusal(f"says how large something is ({size.group()})")
    )


def _broken(number: Number, context: Context) -> Refusal | None:
    """Refuse a fraction that counts nobody ("a 6.2 tremor", "6.4 persons a family")."""
    amount = number.amount.value
    small = amount.kind == "count" and amount.value < _WHOLE
    return (
        Refusal("no whole number")
        if small and amount.qualifier != "range" and amount.value % 1 != 0
        else None
    )


def _thing(number: Number, context: Context) -> Refusal | None:
    return Refusal(f"counts {number.what.head}", others=True) if number.what.kind == "thing" else None


def _pointing_back(number: Number, context: Context) -> Refusal | None:
    """Refuse "the 20" of "fourteen of the 20": a figure given before, not a new one."""
    seen, grammar = number.sentence, number.sentence.grammar
    if not number.elided:
        return None
    counts = any(mark.end < number.start <= mark.end + _BACK for mark in seen.amounts)
    lead = number.lead
    of_the = lead.closes(grammar.definite) and lead.closes(grammar.partitive, at=1)
    out_of = grammar.out_of.last(seen.low, 0, number.start, within=1)
    back = (of_the and counts) or (out_of and follows(seen, number.end))
    return Refusal("points back to a figure given before") if back else None


def _all_but(number: Number, context: Context) -> Refusal | None:
    grammar, lead = number.sentence.grammar, number.lead
    all_but = lead.closes(grammar.but_words) and lead.closes(grammar.all_words, at=1)
    return Refusal("all but so many") if all_but else None


def _change(number: Number, context: Context) -> Refusal | None:
    """Refuse "60 per cent more than in May": a change of a figure."""
    seen = number.sentence
    if number.unit != "share" or not number.elided:
        return None
    change = seen.words.after(number.amount.end, 1).opens(seen.grammar.changes)
    return Refusal("a change, not a share") if change else None


def _share_of_other(number: Number, context: Context) -> Refusal | None:
    words = number.what.words
    return Refusal(f"a share of {words}") if number.unit == "share" and number.elided and words else None


def _in_list_of_things(number: Number, context: Context) -> Refusal | None:
    """Refuse items of things in brackets ("38 health centres (including ten in Goma, 19 in Karisimbi)")."""
    before = [one for one in context.numbers if one.what.kind == "thing" and one.end <= number.start]
    if not before or not number.elided:
        return None
    gap = number.sentence.low[before[-1].end : number.start]
    return (
        Refusal(f"counts {before[-1].what.head}") if gap.lstrip().startswith("(") and ")" not in gap else None
    )


def _years_old(number: Number, context: Context) -> Refusal | None:
    """Refuse an age behind a name: "James Roberts, four, died"."""
    seen, before = number.sentence, number.lead.back(_COMMA)
    if not number.elided or number.amount.value.value > _OLDEST or not number.rest.opens(_COMMA):
        return None
    if number.lead.stop == before.stop or not before:
        return None
    name = before.part(-1)
    named = seen.text[name.start].isupper() and name.first not in seen.place_ends
    return Refusal("how old somebody is") if named and not number.amount.value.digits else None


def _part_of_things(number: Number, context: Context) -> Refusal | None:
    """Refuse "20 of the country's 34 provinces": what the second number counts, the first counts too."""
    base = base_of(number, context.numbers)
    return Refusal(f"counts {base.what.head}") if base is not None and base.what.kind == "thing" else None


def _of_things(number: Number, context: Context) -> Refusal | None:
    """Refuse "three" of "of the hamlets, three are cut off"."""
    seen, grammar = number.sentence, number.sentence.grammar
    if not number.elided or not seen.words.after(0, 1).opens(grammar.opens_whole) or context.index:
        return None
    first = number.lead.part(1).skip(grammar.definite | grammar.those)
    noun = seen.subjects.get(first.start) if first else None
    ends = noun is not None and seen.words.after(noun.end, 1).opens(_COMMA)
    return Refusal(f"counts {noun.value.noun}", others=True) if ends and noun and noun.value.thing else None


def _children_of_one(number: Number, context: Context) -> Refusal | None:
    """Refuse "a mother of five": how many children she has."""
    grammar, lead = number.sentence.grammar, number.lead
    few = number.elided and number.amount.value.value < _MANY
    kin = lead.closes(grammar.partitive) and lead.closes(grammar.parents, at=1)
    return Refusal("how many children somebody has") if few and kin else None


def _part_of_none(number: Number, context: Context) -> Refusal | None:
    """Refuse a part of a number that counts things or the helped ("gave food to 900 people, including 300 girls")."""
    seen, previous = number.sentence, context.previous
    if previous is None or not context.refused or any(one.number is previous for one in context.before):
        return None
    grammar, between = seen.grammar, seen.words.between(previous.end, number.start)
    part = between.part(-_SUBSET).holds(grammar.including | grammar.includes) or number.what.kind == "base"
    subject = number.what.subject
    if subject is not None and subject.implied is not None and subject.implied_measure == "flow":
        return None  # "214 incidents, including 37 abductions"
    own = context.said is not None and context.said.score >= SURE
    part = part and not own and not number.rest.opens(grammar.relatives)
    return Refusal(f"a part of what is no claim: {context.refused}", others=True) if part else None


def _word_of_aid(number: Number, context: Context) -> Refusal | None:
    """Refuse a number that a word of aid, capacity or plans speaks of ("vaccinated 4,000 people")."""
    word = context.word
    if word is None or word.event.kind != "other" or word.score < OTHER:
        return None
    subject = number.what.subject
    if (
        subject is not None
        and subject.implied == "injured"
        and word.event.words in number.sentence.grammar.treating
    ):
        return None  # "treated 412 wounded"
    return Refusal(
        reason=f"{word.event.term}: {word.event.words}",
        others=not word.event.object_only,  # of the people of a place, some may have fled
        rule=word.rule,
        score=word.score,
        start=word.start,
        end=word.end,
    )


def _footnote(number: Number, context: Context) -> Refusal | None:
    """Refuse a mark of a footnote: "(2020).176 Scholars have called"."""
    text, start = number.sentence.text, number.start
    if not number.amount.value.digits or start < _GLUED or not text[start : start + 1].isdigit():
        return None
    before, stop = text[start - _GLUED], text[start - 1]
    return Refusal("a footnote's mark") if stop == _STOP and (before.isalpha() or before in _SHUT) else None


def _at_least_one(number: Number, context: Context) -> Refusal | None:
    """Refuse "households that have at least one missing member": what each has, no count of anybody."""
    amount, lead = number.amount.value, number.lead
    if amount.value != 1 or amount.digits or amount.qualifier != "at_least":
        return None
    grammar = number.sentence.grammar
    has = lead.closes(grammar.have | grammar.accompanied)
    return Refusal("what each of them has") if has else None


CANNOT_COUNT: tuple[Rule, ...] = (
    Rule("size", _size, "A camp for {4,000} people burnt down and people fled."),
    Rule("fraction", _broken, "Families of {6.4} people fled to Chad."),
    Rule("thing", _thing, "The war damaged {40} bridges and 900 people fled."),
    Rule("figure given before", _pointing_back, "Of the wounded, fourteen of the {20} have died."),
    Rule("all but", _all_but, "All but {20} people fled to Chad."),
    Rule("change", _change, "Arrivals were {60} per cent up on May, when 900 people fled."),
    Rule("share of another", _share_of_other, "About {60} per cent of Kato fled to Chad."),
    Rule("list of things", _in_list_of_things,
         "The storm hit 38 health centres (including {ten} in Goma) and people fled."),
    Rule("age", _years_old, "James Roe, {four}, died in the fire."),
    Rule("of things", _of_things, "Of the villages, {three} were evacuated."),
    Rule("mother of", _children_of_one, "A mother of {five} fled with 40 others."),
    Rule("footnote", _footnote, "Some 40 people fled (Roe, 2020).{176} Scholars fled too."),
    Rule("what each has", _at_least_one, "Some 900 families have {at least one} missing member."),
    Rule("part of things", _part_of_things, "People fled in {20} of the country's 34 provinces."),
)  # fmt: skip

AID_WORD = Rule("word of aid", _word_of_aid, "The agency gave food to {4,000} displaced people.")
"""Its weights are rules by name."""

PART_OF_NONE = Rule("part of no claim", _part_of_none,
                    "The agency gave food to 900 refugees, including {300} displaced girls.")  # fmt: skip
