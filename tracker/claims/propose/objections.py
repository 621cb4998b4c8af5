"""What makes a proposal too unsure to be a claim: what its noun says, how far off the word stands.

In: a Number, and the Proposal that won.  Out: a reason, or an empty one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.claims.draft import Number, Proposal, Refusal
from tracker.claims.phrases.verbs import names_camp
from tracker.claims.propose.rule import Context
from tracker.claims.rulebook import active
from tracker.claims.thresholds import ROLE, SURE, WEAK

NO_EVENT = "no word of what happened to them"
NO_NOUN = "no counted noun"
NOT_CLOSE = "no counted noun, and no event close by"
UNSAID = frozenset({NO_EVENT, NO_NOUN, NOT_CLOSE})
"""Reasons that say only that nothing was found."""
PEOPLE_ONLY = frozenset({"killed", "injured", "missing", "detained", "displaced", "crossed_border", "returned",
                         "evacuated", "sheltered", "arrival"})  # fmt: skip
_MOVED = PEOPLE_ONLY - {"arrival"}
_COMINGS = frozenset({"arrival", "displaced", "returned", "sheltered", "crossed_border"})
_ON_DUTY = frozenset({"arrival", "returned", "sheltered"})
_ON_DUTY_WITH_PLACE = frozenset({"displaced", "evacuated", "crossed_border"})
_HELD = frozenset({"sheltered", "detained"})
_CASUALTIES = frozenset({"killed", "injured"})
_JOINED = 4  # words between two figures of one list
_KIN = 7  # words within which "of the tribe" stands


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule that may turn a proposal down; ``example`` has the number in braces."""

    name: str
    why: Callable[[Number, Proposal, Context], str]
    example: str


def objection(number: Number, proposal: Proposal, context: Context) -> Refusal | None:
    """Return the first objection to a proposal; None where nothing speaks against it."""
    for rule in active(OBJECTIONS, context.without):
        reason = rule.why(number, proposal, context)
        if reason:
            return Refusal(reason, rule.name)
    return None


def _thing_before(number: Number, proposal: Proposal, context: Context) -> str:
    """Refuse a figure without a noun beside one that counts things ("two bridges were lost and one was hit")."""
    previous, event = context.previous, proposal.event
    if number.unit is not None or previous is None or previous.what.kind != "thing":
        return ""
    if event.unit is not None:
        again = proposal.via != "heading"
    else:
        again = event.term not in PEOPLE_ONLY and proposal.via in ("before", "after")
    return f"counts {previous.what.head}" if again else ""


def _thing_after(number: Number, proposal: Proposal, context: Context) -> str:
    """Refuse a figure whose noun, a thing, stands behind the next: "received 5 and the town 10 tanks"."""
    after = context.numbers[context.index + 1] if context.index + 1 < len(context.numbers) else None
    if number.unit is not None or not number.elided or after is None or after.what.kind != "thing":
        return ""
    seen, grammar = number.sentence, number.sentence.grammar
    gap = seen.words.between(number.end, after.start)
    joined = gap.opens(grammar.joining) and len(gap) <= _JOINED and not gap.holds(grammar.be | grammar.have)
    own = any(number.end <= mark.start < after.start for mark in seen.events)
    return f"counts {after.what.head}" if joined and not own and proposal.via == "before" else ""


def _unknown_noun(number: Number, proposal: Proposal, context: Context) -> str:
    unknown = number.what.kind == "unknown" and proposal.score < WEAK
    return f"counts {number.what.head}" if unknown else ""


def _not_close(number: Number, proposal: Proposal, context: Context) -> str:
    far = proposal.via in ("before", "after") and proposal.score < WEAK
    return NOT_CLOSE if number.elided and far else ""


def _speaker(number: Number, proposal: Proposal, context: Context) -> str:
    grammar = number.sentence.grammar
    killed = proposal.via == "after" and not number.rest.opens(grammar.relatives)  # "said one man was killed"
    speaks = number.lead.closes(grammar.sayings) and not killed
    return "one who speaks" if number.amount.value.value == 1 and speaks else ""


def _lone_one(number: Number, proposal: Proposal, context: Context) -> str:
    amount = number.amount.value
    lone = number.elided and amount.value == 1 and not amount.digits and not amount.negated
    unsure = proposal.score < SURE or proposal.event.term not in PEOPLE_ONLY
    return "one of something unnamed" if lone and unsure else ""


def _far_role(number: Number, proposal: Proposal, context: Context) -> str:
    subject = number.what.subject
    if subject is None or not subject.role or proposal.tie or proposal.via == "inherited":
        return ""
    return f"counts {number.what.head}" if proposal.score < ROLE else ""


def _bare_share(number: Number, proposal: Proposal, context: Context) -> str:
    if number.unit != "share" or not number.elided:
        return ""
    if proposal.via == "inherited" or proposal.parent is not None:
        return ""
    sure = proposal.via == "after" and proposal.score >= SURE and proposal.event.term in _MOVED
    return "" if sure else "a share of nothing named"


def _population(number: Number, proposal: Proposal, context: Context) -> str:
    """Refuse "the area holds four million civilians": how many live there, not how many are held."""
    noun, seen = number.what.subject, number.sentence
    everyone = noun is not None and noun.noun in seen.grammar.populations and number.unit == "share"
    if everyone and proposal.event.term == "sheltered" and proposal.via == "before":
        return "population at large"  # "the slums house half of the population"
    if proposal.event.term != "detained" or not proposal.event.object_only or noun is None:
        return ""
    everybody = noun.plain or noun.noun in seen.grammar.inhabitants
    return "population at large" if everybody and not names_camp(seen, proposal.start) else ""


def _is_kin(number: Number) -> bool:
    """Tell "33,000 members of the Shilluk tribe": people, not members on duty."""
    subject = number.what.subject
    if subject is None or not subject.role:
        return False
    grammar, after = number.sentence.grammar, number.rest.part(0, _KIN)
    return after.opens(grammar.partitive) and after.holds(grammar.peoples)


def _on_duty(number: Number, proposal: Proposal, context: Context) -> str:
    """Refuse what soldiers, pupils and staff go through without being displaced."""
    subject = number.what.subject
    if subject is None or not subject.role or proposal.tie == "part" or _is_kin(number):
        return ""
    event = proposal.event
    moves = event.term in _ON_DUTY or (event.term in _ON_DUTY_WITH_PLACE and event.needs is not None)
    return f"counts {number.what.head}, who come and go on duty" if moves else ""


def _visitors(number: Number, proposal: Proposal, context: Context) -> str:
    subject = number.what.subject
    if subject is None or not subject.visitor or _is_kin(number):
        return ""
    comes = proposal.event.term in _COMINGS or proposal.event.words in number.sentence.grammar.carries
    return f"counts {number.what.head}, who come and go" if comes else ""


def _nearest(number: Number, proposal: Proposal, kind: frozenset[str]) -> int | None:
    """Return how many words lie between a number with its event word and the nearest word of a kind.

    What stands behind the next figure is said of that one.
    """
    seen, words = number.sentence, number.sentence.words
    if kind.isdisjoint(words.tokens):
        return None
    inside = proposal.via in ("before", "after")
    start = min(number.start, proposal.start) if inside else number.start
    end = max(number.end, proposal.end) if inside else number.end
    following = next((mark.start for mark in seen.amounts if mark.start >= end), len(seen.text))
    first, last = words.at(start), words.at(end)
    before = [first - index for index in range(first) if words.tokens[index] in kind]
    after = [index - last for index in range(last, words.at(following)) if words.tokens[index] in kind]
    inner = [0 for index in range(first, last) if words.tokens[index] in kind]
    return min((*before, *after, *inner), default=None)


def _by_disease(number: Number, proposal: Proposal, context: Context) -> str:
    """Refuse the deaths and the sick of a disease: what is named nearest is what they died of."""
    if proposal.event.term not in _CASUALTIES:
        return ""
    grammar = number.sentence.grammar
    disease = _nearest(number, proposal, grammar.diseases)
    if disease is None:  # as nearly always
        return ""
    violence = _nearest(number, proposal, grammar.hazards | grammar.attacks)
    if violence is not None and violence <= disease:
        return ""
    return "deaths or patients of a disease"


def _meant_to_hold(number: Number, proposal: Proposal, context: Context) -> str:
    """Refuse "a camp to hold 900 people": how many it is made for, not how many are there."""
    if proposal.via != "before" or proposal.event.term not in _HELD:
        return ""
    grammar, lead = number.sentence.grammar, number.sentence.words.before(proposal.start)
    meant = lead.closes(grammar.to) and not lead.closes(grammar.goes_on_to, at=1)
    return "capacity" if meant else ""


def _other_denial(number: Number, proposal: Proposal, context: Context) -> str:
    seen = number.sentence
    no_noun = number.what.kind not in ("subject", "named")
    only_no = seen.low[number.start : number.end] in seen.grammar.denial
    return "a denial of something else" if number.amount.value.negated and no_noun and only_no else ""


def _denial_alone(number: Number, proposal: Proposal, context: Context) -> str:
    amount = number.amount.value
    if not amount.negated or proposal.via in ("before", "after", "own"):
        return ""
    cell = amount.digits and number.sentence.segment.kind == "cell"
    return "" if cell else "a denial without an event"


FAR_WORD = Objection("not close", _not_close, "By noon {90}, said those who, after the raid, fled to Chad.")

OBJECTIONS: tuple[Objection, ...] = (
    Objection("thing before", _thing_before, "Two bridges were lost and {one} was affected as people fled."),
    Objection("thing after", _thing_after, "The camp received {5} and the town 10 tanks as people fled."),
    Objection("unknown noun", _unknown_noun,
              "Some {90} hawkers, the mayor said, and the others, he went on, fled Kato."),
    FAR_WORD,
    Objection("speaker", _speaker, "Soldiers came, said {one} refugee."),
    Objection("lone one", _lone_one, "Some 40 people were killed; {one} was affected."),
    Objection("role far off", _far_role,
              "About {90} soldiers stood, and then the mayor spoke, and, he said, people were killed."),
    Objection("share of nothing", _bare_share, "People fled and {60} per cent were affected."),
    Objection("population", _population, "The area holds {four million} civilians."),
    Objection("on duty", _on_duty, "Some {900} soldiers arrived in Kato."),
    Objection("visitors", _visitors, "Some {900} tourists arrived in Kato."),
    Objection("disease", _by_disease, "The cholera outbreak has killed {40} people in Kato."),
    Objection("meant to hold", _meant_to_hold, "The mayor opened a hotel to house {900} families."),
    Objection("denial of another", _other_denial, "There was {no} word of the people who were killed."),
    Objection("denial alone", _denial_alone, "Some 40 people were killed. Of these, {none} were named."),
)  # fmt: skip
