"""How a number hangs on the claim before it in its sentence: lists, parts, parentheses, "up from", "that figure".

What it hangs on says what happened to the counted; a verb that surely speaks of the number itself wins over it.

In: a Number and its Context.  Out: a Proposal with its parent, or None.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from tracker.claims.draft import Draft, Number, Proposal, Tie
from tracker.claims.phrases.verbs import follows
from tracker.claims.phrases.words import Stretch
from tracker.claims.propose import repeats
from tracker.claims.propose.deeds import says_who
from tracker.claims.propose.lists import listed
from tracker.claims.propose.repeats import Pair
from tracker.claims.propose.rule import Context, Rule
from tracker.claims.rulebook import active
from tracker.claims.sentence import Sentence
from tracker.claims.thresholds import INHERITED, SURE, WEAK
from tracker.vocabulary import Event, Mark, Subject, Unit

OWN_FIRST = frozenset({"killed", "injured"})  # nouns that say it whatever the number hangs on
_LIST_REACH = 14
_NAME = 5  # words of a name before its number
_FIRST = 12  # characters before the figure that "of the ..." speaks of
_AMONG = 22  # characters after a figure within which "among them" stands
_SUBSET = 12  # characters between "including" and the figure
_TOTAL = 5  # words between "bringing the total to" and the figure
_LIST_GAP = 3
_PAIR = {"person", "household"}
_ENDS = frozenset({")", ";", ",", "."})
_DASH = frozenset({"-", "–", "—", ":"})
_BREAKS = frozenset({",", ";"})
_SEMICOLON = frozenset({";"})
_BEFORE_ITEM = frozenset({"&", ";", "–", "—", "-", ":", "(", ","})
_RESTATED = 2
_SLASH = frozenset("/")
_OPENS = frozenset("(")
_SHUTS = frozenset(")")
_SHARE = 5  # words of "(17 %)"
_APOSTROPHES = "'’"


@dataclass(frozen=True, slots=True)
class TieRule:
    """A rule that says how a number hangs on the claim before; ``yields_to`` the weight of a word of its own."""

    name: str
    tie: Tie
    yields_to: float
    holds: Callable[[Pair], bool]
    example: str


def tied(number: Number, context: Context) -> Proposal | None:
    """Return how a number hangs on the claim before it, by the first rule that holds; None when it does not."""
    previous = context.previous
    if previous is None or not context.before:
        return None
    last = context.before[-1]
    near = last.number is previous or _only_things_between(last, number, context)
    between = number.sentence.words.between(last.end, number.start)
    pair = Pair(number, last, near, between, context)
    rule = next((rule for rule in active(TIES, context.without) if rule.holds(pair)), None)
    if rule is None or last.choice is None:
        return None
    whole = last.parent if last.tie == "parenthesis" and between.opens(_SHUTS) else None
    made = last.choice.inherited(last, rule.tie, _unit(whole or last), score=INHERITED)
    return dataclasses.replace(made, rule=rule.name)


def _hangs(number: Number, context: Context) -> Proposal | None:
    """Return what the claim says on which a number hangs, unless a noun of its own says otherwise."""
    tie = context.tie
    return tie if tie is not None and may_hang(number, context.before[-1]) else None


def may_hang(number: Number, parent: Draft) -> bool:
    """Tell whether a number can take over what is said of another: no noun of its own says otherwise."""
    subject = number.what.subject
    own = subject is not None and (subject.implied in OWN_FIRST or _other_noun(subject, parent))
    own = own or _other_adjective(number, parent)
    return parent.choice is not None and same_kind(number, parent) and not own


def same_kind(number: Number, parent: Draft) -> bool:
    """Tell whether what is counted can share the parent's event."""
    if number.unit in (None, "share") or parent.unit in (None, "share"):
        return True
    return (number.unit in _PAIR) == (parent.unit in _PAIR)


def _unit(parent: Draft) -> Unit | None:
    """Return the unit that a parent lends: of a share, that of its whole."""
    whole = parent.parent if parent.unit == "share" and parent.parent is not None else parent
    return whole.unit


def _other_noun(subject: Subject, parent: Draft) -> bool:
    """Tell whether a noun says what happened, and another than the noun of the number before it."""
    before, choice = parent.what.subject, parent.choice
    if choice is None:
        return False
    if subject.noun in parent.sentence.grammar.befallen:
        return subject.implied != choice.event.term  # "killed and millions displaced"
    if subject.implied is None or before is None or before.implied in (None, subject.implied):
        return False
    return choice.via != "after"


def _other_adjective(number: Number, parent: Draft) -> bool:
    """Tell "21 injured, 13 missing persons": an adjective that says another thing than the item before."""
    said, choice = number.what.attributive, parent.choice
    if choice is None or not said or said[0].kind == "other" or number.sentence is not parent.sentence:
        return False
    before = choice.via == "own" or (choice.via == "after" and choice.end <= number.start)
    return before and all(event.term != choice.event.term for event in said)


def _only_things_between(last: Draft, number: Number, context: Context) -> bool:
    """Tell whether every number between a claim and another counts things ("had left the two towns, including")."""
    between = [one for one in context.numbers if last.start < one.start < number.start]
    return all(one.what.kind == "thing" or (one.unit == "share" and one.elided) for one in between)


# -- totals and parts ------------------------------------------------------------------------------------


def _total(pair: Pair) -> bool:
    seen, number = pair.seen, pair.number
    whole = seen.grammar.totals.find(seen.low, pair.last.end, number.start)
    if whole is None or number.unit not in (None, pair.last.unit):
        return False
    return len(seen.words.between(whole.end(), number.start)) <= _TOTAL


def _of_them(pair: Pair) -> bool:
    return pair.number.what.kind == "base" and pair.number.what.base is None


def says_among(number: Number) -> bool:
    """Tell whether "among them" or "included in" follows a number."""
    seen, end = number.sentence, number.end
    return seen.grammar.among_after.find(seen.low, end, min(len(seen.low), end + _AMONG)) is not None


def _among_them(pair: Pair) -> bool:
    return pair.near and says_among(pair.number)


def _of_the_last(pair: Pair) -> bool:
    return pair.near and pair.last.number.lead.closes(pair.seen.grammar.part_markers, at=1)


def _of_the_first(pair: Pair) -> bool:
    seen, first = pair.seen, pair.context.before[0]
    opens = seen.words.after(0, 1).opens(seen.grammar.opens_whole)
    return pair.number.elided and opens and first.start <= _FIRST


def _including(pair: Pair) -> bool:
    hit = pair.seen.grammar.subset.find(pair.seen.low, pair.last.end, pair.number.start)
    return hit is not None and pair.number.start - hit.end() <= _SUBSET and pair.near


def _restated(pair: Pair) -> bool:
    """Tell the same count in other words: "39% or 187 families", "340 families / 1,700 people"."""
    said, gap = pair.seen.grammar.restating | _SLASH, pair.between
    again = gap.holds(said) and gap.only(said | _BREAKS) and len(gap) <= _RESTATED
    return pair.near and again and pair.number.unit is not None


def _as_are(pair: Pair) -> bool:
    """Tell of whom the same is said: "8 in 10 are food insecure, as are 6 in 10 migrants"."""
    grammar, lead = pair.seen.grammar, pair.number.lead
    return pair.near and lead.closes(grammar.be | grammar.have) and lead.closes(grammar.as_words, at=1)


def _amounts_to(pair: Pair) -> bool:
    """Tell the share that a count makes up: "39,000 families fled, contributing to 11 per cent of the caseload"."""
    grammar, gap = (
        pair.seen.grammar,
        pair.between.back(pair.seen.grammar.fillers | pair.seen.grammar.prepositions),
    )
    return pair.near and pair.number.unit == "share" and gap.closes(grammar.amounting)


def _after_dash(pair: Pair) -> bool:
    number, last = pair.number, pair.last
    people = number.what.kind == "subject" and number.unit == last.unit == "person"
    smaller = number.amount.value.value <= last.amount.value.value
    return pair.near and pair.between.closes(_DASH) and people and smaller


def _next_part(pair: Pair) -> bool:
    seen, number = pair.seen, pair.number
    joined = pair.between.closes(seen.grammar.ands | frozenset(","))
    if not (pair.near and pair.last.tie == "part" and joined and number.what.kind == "subject"):
        return False
    return not follows(seen, number.end) and not _event_between(seen, pair.last.end, number.start)


def _event_between(seen: Sentence, start: int, end: int) -> Mark[tuple[Event, ...]] | None:
    return next((mark for mark in seen.events if mark.start >= start and mark.end <= end), None)


# -- lists -----------------------------------------------------------------------------------------------


def _two_units(pair: Pair) -> bool:
    last = pair.last.number
    paired = listed(last, pair.number) and {last.unit, pair.number.unit} == _PAIR
    return pair.near and paired and not _new_clause(pair)


def _is_plain_list(pair: Pair) -> bool:
    close = 0 < len(pair.between) <= _LIST_GAP and pair.near
    return close and pair.between.only(pair.seen.grammar.list_words)


def _new_clause(pair: Pair) -> bool:
    """Tell a number with a verb of its own after a claim whose verb has been said ("and 5,000 are believed")."""
    choice = pair.last.choice
    said = choice is not None and choice.via in ("before", "after", "own") and choice.end <= pair.number.start
    return said and follows(pair.seen, pair.number.end)


def _plain_list(pair: Pair) -> bool:
    return _is_plain_list(pair) and not _new_clause(pair)


def _bare(holds: Callable[[Pair], bool]) -> Callable[[Pair], bool]:
    """Hold a rule to bare numbers near the claim before, outside plain lists."""
    return lambda pair: pair.near and pair.number.elided and not _is_plain_list(pair) and holds(pair)


def _past_share(number: Number) -> Stretch:
    """Return the words after a number and the share behind it: "Kato 7,700 (17%), Bulo"."""
    rest = number.rest
    if not rest.opens(_OPENS):
        return rest
    share = any(
        mark.value.kind == "share" and rest.start < mark.start <= rest.start + 2
        for mark in number.sentence.amounts
    )
    closing = rest.part(0, _SHARE).where(_SHUTS)
    return rest if closing is None or not share else rest.part(closing + 1)


def in_passing(number: Number) -> bool:
    """Tell a bare number that only says how or where: "718 totally", "Wayanad (19,147)", "Arkoum 21,936;"."""
    seen, rest = number.sentence, number.rest
    if rest.opens(seen.grammar.degrees):
        return True
    rest = _past_share(number)
    if rest and not rest.opens(_ENDS | seen.grammar.ands):
        return False
    text = seen.text[: number.start]
    before = text.rstrip(" (,:+")
    if text.endswith("(") and rest.opens(frozenset(")")) and before.rsplit(" ", 1)[-1][:1].isupper():
        return True  # "Nyamasheke (7 fatalities), Kicukiro (2)"
    return any(mark.end == len(before) and not mark.value.demonym for mark in seen.places)


def _under_name(pair: Pair) -> bool:
    """Tell a bare number that only its name leads to: "Velkor had 1,200, Tarbuk 430 and the mosque 90"."""
    seen, number, grammar = pair.seen, pair.number, pair.seen.grammar
    rest = _past_share(number)
    if rest and not rest.opens(_ENDS | grammar.ands):
        return False
    gap = pair.between.skip(_SHUTS)
    while gap and not gap.opens(_BREAKS | grammar.ands):  # the tail of the clause before: "displaced"
        if seen.event_at(gap.start) is None and gap.first not in seen.place_ends:
            return False
        gap = gap.part(1)
    name = [word for word in gap if word not in grammar.list_words and word not in _SEMICOLON]
    if not 0 < len(name) <= _NAME or not all(word[0].isalpha() or word in _APOSTROPHES for word in name):
        return False
    if not (grammar.be | grammar.prepositions).isdisjoint(name):
        return False
    if _event_between(seen, gap.start, number.start) is not None:
        return False
    proper = seen.text[: number.start].rstrip(" (").split()[-1:]
    return name[0] in grammar.definite or (proper != [] and proper[0][:1].isupper())


def _verb_left_out(pair: Pair) -> bool:
    """Tell "1,400 people left Baghouz on Tuesday and 3,600 people on Monday": a noun without its verb."""
    seen, choice = pair.seen, pair.last.choice
    if not pair.near or pair.number.what.kind != "subject" or _is_plain_list(pair):
        return False
    if choice is None or choice.via != "after" or choice.end > pair.number.start:
        return False
    spans = [(mark.start, mark.end) for mark in (*seen.places, *seen.times)]
    gap = seen.words.after(choice.end)
    left = [
        word
        for word, start, _ in gap.offsets()
        if start < pair.number.start and not any(a <= start < b for a, b in spans)
    ]
    grammar = seen.grammar
    if not left or left[-1] not in grammar.joining | frozenset(","):
        return False
    return all(word in grammar.list_words or word in grammar.between_clauses for word in left)


def _same_pattern(pair: Pair) -> bool:
    """Tell a bare number that repeats the pattern of the last ("five in Jiangxi and two in Guangxi")."""
    seen, number, grammar, gap = pair.seen, pair.number, pair.seen.grammar, pair.between
    rest = number.rest
    if rest and any(mark.start == rest.start for mark in (*seen.times, *seen.places)):
        return gap.closes(grammar.item_breaks)  # "and another 1,850 on Wednesday"
    ends = not rest or rest.opens(_ENDS | grammar.ands)
    if ends and any(mark.start >= pair.last.end and mark.end <= number.start for mark in seen.places):
        return gap.holds(grammar.ands | frozenset(","))  # "1,100 were affected in Gedaref and in Sennar 870"
    if ends or not rest.opens(grammar.at_places):
        return False
    if len(gap) > _LIST_REACH or gap.holds(grammar.contrasts | _SEMICOLON):
        return False
    choice = pair.last.choice
    for mark in seen.events:
        own = choice is not None and choice.start == mark.start
        if pair.last.end <= mark.start and mark.end <= number.start and not own:
            return False
    return gap.closes(grammar.joining | _BEFORE_ITEM)


TIES: tuple[TieRule, ...] = (
    TieRule("total", "total", WEAK, _total,
            "Another 400 people fled on Monday, bringing the total to {4,200}."),
    TieRule("some of them", "part", SURE, _of_them, "Some 4,000 people fled, {900} of them to Chad."),
    TieRule("among them", "part", SURE, _among_them, "Some 4,000 people fled to Chad, {900} children among them."),
    TieRule("of the last", "part", SURE, _of_the_last, "Of the 4,000 people who fled, {900} were children."),
    TieRule("of the first", "part", SURE, _of_the_first,
            "Of the 3,150 people who fled, 60 per cent were women and {210} were older people."),
    TieRule("including", "part", SURE, _including, "Some 4,000 people fled to Chad, including {900} children."),
    TieRule("up from", "before", WEAK, repeats.up_from, "Some 4,000 people fled last week, up from {900}."),
    TieRule("from ... to", "again", WEAK, repeats.from_to,
            "The number of displaced people increased from 670,000 in August to {710,000}."),
    TieRule("revised to", "again", WEAK, repeats.revised, "The army corrected a figure of 900 evacuees to {640}."),
    TieRule("that figure", "again", WEAK, repeats.that_figure,
            "The army says 4,000 people fled; the mayor puts the number at {6,000}."),
    TieRule("in brackets", "parenthesis", WEAK, repeats.in_brackets,
            "Some 4,000 people fled to Chad ({800} families)."),
    TieRule("restated", "parenthesis", WEAK, _restated, "IDPs fled to Bulo (46%) and Kato (21% or {400} people)."),
    TieRule("who they are", "part", SURE, lambda pair: pair.near and says_who(pair.number),
            "Some 4,000 people fled to Chad; {80} per cent are women and children."),
    TieRule("amounts to", "part", SURE, _amounts_to,
            "Some 4,000 people fled to Chad, representing {11} per cent of the caseload."),
    TieRule("as are", "list", SURE, _as_are, "Half of the men are food insecure, as are {9} in 10 refugees."),
    TieRule("after a dash", "part", SURE, _after_dash, "Four people were killed - {three} women and a boy."),
    TieRule("two units", "list", SURE, _two_units, "The site hosts 2,455 displaced people in {501} households."),
    TieRule("next part", "part", SURE, _next_part,
            "Some 4,000 people fled to Chad, including 900 children and {700} women."),
    TieRule("list", "list", SURE, _plain_list, "The dead are 40 women and {9} children."),
    TieRule("in passing", "list", SURE, _bare(lambda pair: in_passing(pair.number)),
            "The storm displaced 4,000 people in Bulo and Kato ({900})."),
    TieRule("under a name", "list", SURE, _bare(_under_name),
            "Velkor camp received 1,200 displaced families, Tarbuk {430} and the mosque 90."),
    TieRule("verb left out", "list", SURE, _verb_left_out,
            "Some 1,400 people fled Baghouz on Tuesday and {3,600} people on Monday."),
    TieRule("same pattern", "list", SURE, _bare(_same_pattern),
            "Five people died in Jiangxi and {two} in Guangxi."),
)  # fmt: skip

YIELDS = {rule.name: rule.yields_to for rule in TIES}
"""The weight of a word of its own from which on a number does not hang on the claim before, by tie."""

HANGS = Rule("tie", _hangs, "Some 4,000 people fled to Chad, {900} of them on Monday.")
"""The place of the ties in the order of precedence; each tie is a rule by name."""
