"""What the sentence before, the line before or the clause before lends a number.

"Of these, 900 were children", "- Dibate: 6,300" below "- Bulo: 4,900 people displaced".

In: a Number and its Context.  Out: a Proposal with its parent, or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.claims.draft import Draft, Number, Proposal
from tracker.claims.propose.deeds import says_who, speaks_of_deed
from tracker.claims.propose.lists import listed
from tracker.claims.propose.objections import UNSAID
from tracker.claims.propose.rule import Context, Rule
from tracker.claims.propose.ties import in_passing, same_kind, says_among
from tracker.claims.sentence import Sentence
from tracker.claims.thresholds import INHERITED

_LABELLED = 9  # words of a label with its figure
_NAME = 5  # words of a name before its number
_ITEM = 60  # characters of a line that is an item of a list
_BACK = 24  # characters before a figure within which a sentence points back
_OPENS = 40  # characters within which what points back opens a sentence
_DEFINITE = 3  # words of "of all these"
_COLON = ":"
_ENTERED = frozenset({"arrival", "crossed_border"})  # which of them shows only with the country
_OPENING = frozenset("(")
_CLOSING = frozenset(")")
_ON_THE_MOVE = frozenset({"displaced", "crossed_border", "returned", "sheltered", "evacuated"})
_CASUALTY = "casualty"
_CASUALTIES = frozenset({"killed", "injured", "affected"})
_MOVED = frozenset({"evacuated", "returned", "arrival", "crossed_border"})


def _lent(last: Draft | None, number: Number) -> Proposal | None:
    """Return what the claim before says of a number that goes on with it."""
    if last is None or last.choice is None or not same_kind(number, last):
        return None
    return last.choice.inherited(last, "before sentence", None, score=INHERITED)


def _went_on(number: Number, context: Context) -> Proposal | None:
    """Return what the moved of the sentence before did next ("Buses took out 1,150 people. 700 went to Idlib")."""
    last, word = context.last, context.counted or context.said
    if last is None or last.choice is None or not context.same_paragraph or word is None:
        return None
    event, before = word.event, last.choice.event
    if number.what.kind == "base":
        goes_on = event.term == before.term or {event.term, before.term} == _ENTERED
    else:
        goes_on = number.elided and event.needs == "place" and before.term in _MOVED
    return _lent(last, number) if goes_on else None


def _row_below(number: Number, context: Context) -> Proposal | None:
    """Return what a label's figure says of a name and a figure below ("Killed: 1,948 people", "Palu 1,539")."""
    last, seen = context.last, number.sentence
    headless = seen.segment.kind == "cell" and not seen.segment.column and bool(seen.segment.row)
    if last is None or not headless or not number.elided:
        return None
    label = last.sentence
    if label.segment.kind == "cell":
        under = label.segment.paragraph == seen.segment.paragraph and not label.segment.column
    else:
        below = seen.segment.paragraph - label.segment.paragraph == 1
        under = below and _COLON in label.text and len(label.words) <= _LABELLED
    return _lent(last, number) if under else None


def _led_into(number: Number, context: Context) -> Proposal | None:
    """Return what a sentence that leads into a list says of its items ("they moved to:")."""
    last = context.last
    if last is None or not _in_list_after(number.sentence, last) or number.amount.value.negated:
        return None
    leads = last.sentence.text.rstrip().endswith(_COLON) and number.what.kind in ("subject", "elided")
    return _lent(last, number) if leads else None


def _in_list_after(seen: Sentence, last: Draft) -> bool:
    return seen.segment.kind in ("bullet", "cell") and last.sentence.segment.kind == "sentence"


def _more(number: Number, context: Context) -> Proposal | None:
    """Return the claim before, of which a number says how many more or how many of them."""
    last = context.last
    if last is None or not context.same_paragraph or _in_list_after(number.sentence, last):
        return None
    subject, partly = number.what.subject, number.sentence.words.after(number.amount.end, 1)
    victims = subject is not None and subject.implied == _CASUALTY and last.term in _CASUALTIES
    more = (
        (victims and partly.opens(number.sentence.grammar.partitive))
        or number.amount.value.more
        or (number.elided and in_passing(number))
        or number.what.kind == "base"
        or says_among(number)
        or says_who(number)
    )
    return _lent(last, number) if more else None


def _where_they_are(number: Number, context: Context) -> Proposal | None:
    """Return the claim before, of which it is said where they are ("103,232 houses are located in")."""
    last, grammar = context.last, number.sentence.grammar
    if last is None or not context.same_paragraph or _in_list_after(number.sentence, last):
        return None
    lies = number.rest.opens(grammar.finite_be) and number.rest.opens(grammar.lying, at=1)
    same = last.unit == number.unit and number.what.kind == "subject"
    return _lent(last, number) if same and lies else None


def _registered(number: Number, context: Context) -> Proposal | None:
    """Return the claim before, of whose people so many are registered: "over 900 families have been registered"."""
    last, grammar, subject = context.last, number.sentence.grammar, number.what.subject
    plain = subject is not None and (subject.plain or subject.unit == "household") and subject.implied is None
    if last is None or not plain or last.term not in _ON_THE_MOVE:
        return None
    if number.sentence.segment.paragraph - last.sentence.segment.paragraph > 1:
        return None
    rest = number.rest
    if rest.opens(_OPENING):
        closing = rest.where(_CLOSING)
        rest = rest if closing is None else rest.part(closing + 1)
    verb = rest.skip(grammar.be | grammar.have | grammar.adverbs)
    counted = len(verb) < len(rest) and verb.opens(grammar.registered)
    return _lent(last, number) if counted and not verb.opens(grammar.recipients, at=1) else None


def _points_back(number: Number, context: Context) -> Proposal | None:
    """Return the claim before, where the sentence opens with what points back ("of these", "that figure")."""
    last, seen = context.last, number.sentence
    if last is None or _in_list_after(seen, last):
        return None
    hit = seen.grammar.anaphora.find(seen.low, 0, min(len(seen.low), number.start + _BACK))
    if hit is None:
        return None
    if not context.same_paragraph:
        near = seen.segment.paragraph - last.sentence.segment.paragraph == 1
        return _lent(last, number) if near and hit.start() in (0, seen.opening + 1) else None
    figure = hit.group().split()[-1] in seen.grammar.figure_words
    back = hit.start() <= seen.opening + _OPENS or figure or number.what.kind == "base"
    return _lent(last, number) if back else None


def whole_before(number: Number, last: Draft | None) -> Draft | None:
    """Return the claim before of which a number counts a part: "Of these, 900 fled", "of whom 900 had fled"."""
    if last is None or _in_list_after(number.sentence, last):
        return None
    seen, grammar = number.sentence, number.sentence.grammar
    if last.sentence is seen:
        lead = seen.words.between(last.end, number.start)
        return last if lead.closes(grammar.pronouns_of) and lead.closes(grammar.partitive, at=1) else None
    if seen.segment.paragraph != last.sentence.segment.paragraph:
        return None
    opening = seen.words.after(0, 1).opens(grammar.opens_whole)
    hit = grammar.anaphora.find(seen.low, 0, min(len(seen.low), number.start)) if opening else None
    return last if hit is not None and hit.start() == 0 else None


def _the_same(number: Number, context: Context) -> Proposal | None:
    """Return the claim before, where the sentence opens with its counted people ("The 900 families")."""
    last, lead = context.last, number.lead
    if last is None or not context.same_paragraph or _in_list_after(number.sentence, last):
        return None
    definite = lead.closes(number.sentence.grammar.those) and len(lead) <= _DEFINITE
    return _lent(last, number) if definite and number.what.kind == "subject" else None


def _next_item(number: Number, context: Context) -> Proposal | None:
    """Return what the first item of a list says ("- Bulo: 4,900 people displaced" of "- Dibate: 6,300")."""
    last = context.last
    if last is None or last.choice is None or number.what.kind not in ("elided", "subject"):
        return None
    one, two = last.sentence, number.sentence
    said = last.tie == "item" or last.choice.start >= last.start  # else the label itself says what happened
    next_line = (
        two.segment.paragraph - one.segment.paragraph == 1
        and (two.segment.kind, two.segment.heading) == (one.segment.kind, one.segment.heading)
        and two.segment.kind in ("bullet", "sentence")
    )
    if not (said and next_line and _is_labelled(last.number) and _is_labelled(number)):
        return None
    things = any(noun.value.thing and noun.end <= number.start for noun in two.subjects.values())
    if two.events or things or len(one.amounts) != 1 or len(two.amounts) != 1:
        return None
    return last.choice.inherited(last, "item", last.unit, score=INHERITED)


def _is_labelled(number: Number) -> bool:
    """Tell a short line that begins with a label and its number: "Dibate: 6,300", "Kato - 200 families"."""
    text = number.sentence.text
    before = text[: number.start].rstrip()
    label = before.rstrip(":–—-=( ")
    named = label not in ("", before) and label[0].isupper() and len(label.split()) <= _NAME
    return named and len(text) <= _ITEM


# -- once all claims of a sentence are known -----------------------------------------------------------------


def _counted_again(number: Number, context: Context) -> Proposal | None:
    """Return what is said of the same people counted another way right after.

    "664,509 households comprising 3,306,693 IDPs"; "as many as 8.5 million, or one in four Afghans".
    """
    after = context.numbers[context.index + 1] if context.index + 1 < len(context.numbers) else None
    following = next((one for one in context.before if one.number is after), None)
    if following is None or following.choice is None or context.reason not in UNSAID:
        return None
    grammar = number.sentence.grammar
    pair = number.unit == "household" and following.unit == "person" and listed(number, following.number)
    gap = number.sentence.words.between(number.end, following.start)
    again = number.elided and gap.closes(grammar.restating) and gap.part(0, -1).only(frozenset(","))
    both = number.elided and len(gap) == 1 and gap.only(grammar.ands)  # "310 and 150 families respectively"
    if not (pair or both or (again and len(gap) <= 2)):
        return None
    unit = number.unit or (following.unit if both else "person")
    return following.choice.inherited(following, "list", unit, score=INHERITED)


def whole_of(number: Number, claims: Sequence[Draft]) -> Draft | None:
    """Return the claim that a share or count is part of ("22 of the 26 deaths")."""
    base = number.what.base
    return next((one for one in claims if one.amount is base), None) if base is not None else None


def _of_whole(number: Number, context: Context) -> Proposal | None:
    """Return what is said of the whole that a share or count is taken from ("22 of the 26 deaths")."""
    whole = whole_of(number, context.before)
    if whole is None or whole.choice is None or speaks_of_deed(number):
        return None
    return whole.choice.inherited(whole, "part", whole.unit, score=INHERITED)


WENT_ON: tuple[Rule, ...] = (
    Rule("went on", _went_on,
         "On Monday buses evacuated 1,150 people from Homs. {700} went to Idlib."),
)  # fmt: skip

FOLLOWS: tuple[Rule, ...] = (
    Rule("row below", _row_below, "Killed: 1,948 people\n\n| Palu | {1,539} |\n| Donggala | 171 |"),
    Rule("led into", _led_into, "In May 9,000 people were displaced and moved to:\n\n- Kato: {4,000} people"),
    Rule("more of them", _more, "Some 4,000 people fled to Chad. Soon {900} more people followed."),
    Rule("where they are", _where_they_are,
         "The quake damaged 300,000 houses. About {103,000} houses are located in Kato."),
    Rule("registered", _registered,
         "Some 4,000 people fled to Kato. By May {900} families had been registered there."),
    Rule("points back", _points_back, "Some 4,000 people fled to Chad. Of these, {900} are children."),
    Rule("the same", _the_same, "Some 900 families fled to Chad. The {900} families walked for days."),
)  # fmt: skip

ITEMS: tuple[Rule, ...] = (
    Rule("next item", _next_item, "- Bulo: 4,900 people displaced\n- Dibate: {6,300}"),
)

SECOND_LOOK: tuple[Rule, ...] = (
    Rule("counted again", _counted_again, "In Kato live {501} households comprising 2,455 displaced people."),
    Rule("of its whole", _of_whole, "Nearly {half} of the 4,800 displaced families are farmers."),
)  # fmt: skip
