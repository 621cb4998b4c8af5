"""Say why a number is no claim: what it counts, what stands before it, or what is too far off to be sure.

In: a Draft, before and after it is bound.  Out: its reason, set; an empty one where it may be a claim.
"""

from __future__ import annotations

from tracker.claims.binding import camp_before, told_of
from tracker.claims.draft import Draft
from tracker.claims.ties import own_clause
from tracker.claims.weights import Binding
from tracker.vocabulary import Amount

NO_EVENT = "no word of what happened to them"
NO_NOUN = "no counted noun"
NOT_CLOSE = "no counted noun, and no event close by"
_WEAK = 5.5
_SURE_ALONE = 8.5
_WHOLE = 1_000
_COMINGS = frozenset({"arrival", "displaced", "returned", "sheltered", "crossed_border"})
PEOPLE_ONLY = frozenset({"killed", "injured", "missing", "detained", "displaced", "crossed_border", "returned",
                          "evacuated", "sheltered", "arrival"})  # fmt: skip
_MOVED = PEOPLE_ONLY - {"arrival"}


def countable(draft: Draft) -> bool:
    """Tell whether a number can count people or homes at all; else set the reason."""
    seen, what = draft.sentence, draft.what
    size = seen.grammar.size_before.find(seen.low, max(0, draft.start - 24), draft.start)
    if what.subject is not None and what.subject.implied is not None:
        size = None  # "home to 409,000 refugees" counts refugees
    if told_of(seen, draft.end):
        size = None
    camp = (
        size is not None
        and size.group() in seen.grammar.peopled
        and camp_before(draft.sentence, size.start())
    )
    if size is not None and not camp and not seen.low[size.end() : draft.start].strip(" the"):
        draft.reason = f"says how large something is ({size.group()})"
    elif _is_broken(draft.amount.value):
        draft.reason = "no whole number"  # "a 6.2 tremor", "6.4 persons a family"
    elif what.kind == "thing":
        draft.reason = f"counts {what.head}"
    elif what.kind == "elided" and _points_back(draft):
        draft.reason = "points back to a figure given before"
    elif draft.sentence.between(0, draft.start)[-2:] == ["all", "but"]:
        draft.reason = "all but so many"
    elif draft.unit == "share" and _is_change(draft):
        draft.reason = "a change, not a share"
    elif draft.unit == "share" and what.kind == "elided" and what.words:
        draft.reason = f"a share of {what.words}"
    return not draft.reason


def _is_broken(amount: Amount) -> bool:
    """Tell a figure with a fraction that counts nobody."""
    small = amount.kind == "count" and amount.value < _WHOLE
    return small and amount.qualifier != "range" and amount.value % 1 != 0


def _is_change(draft: Draft) -> bool:
    """Tell "60 per cent more than in May": a change of a figure."""
    seen = draft.sentence
    index = seen.token_at(draft.amount.end)
    return (
        draft.what.kind == "elided"
        and seen.tokens[index : index + 1] != []
        and seen.tokens[index] in seen.grammar.changes
    )


def _points_back(draft: Draft) -> bool:
    """Tell "the 20" of "fourteen of the 20": a figure given before, not a new one."""
    before = draft.sentence.between(0, draft.start)[-2:]
    counts = any(mark.end < draft.start <= mark.end + 8 for mark in draft.sentence.amounts)
    whole = draft.sentence.low[: draft.start].rstrip().endswith("out of")
    return (before == ["of", "the"] and counts) or (whole and own_clause(draft))


def counts_things(draft: Draft, drafts: list[Draft]) -> bool:
    """Tell "20 of the country's 34 provinces": what the second number counts, the first counts too."""
    base = next((other for other in drafts if other.amount is draft.what.base), None)
    if base is not None and base.what.kind == "thing":
        draft.reason = f"counts {base.what.head}"
    before = [other for other in drafts if other.what.kind == "thing" and other.end <= draft.start]
    if before and draft.what.kind == "elided":
        gap = draft.sentence.low[before[-1].end : draft.start]
        if (
            gap.lstrip().startswith("(") and ")" not in gap
        ):  # "38 health centres (including ten in Goma, 19 in Karisimbi)"
            draft.reason = f"counts {before[-1].what.head}"
    return bool(draft.reason)


def doubt(draft: Draft, best: Binding) -> None:
    """Reject what the noun or the distance makes too unsure."""
    what, amount = draft.what, draft.amount.value
    near = best.side in ("left", "right")
    lone_one = amount.value == 1 and not amount.digits and not amount.negated
    if what.kind == "unknown" and best.score < _WEAK:
        draft.reason = f"counts {what.head}"
    elif what.kind == "elided" and near and best.score < _WEAK:
        draft.reason = NOT_CLOSE
    elif amount.value == 1 and draft.sentence.between(0, draft.start)[-1:] in (["said"], ["says"], ["told"]):
        draft.reason = "one who speaks"
    elif (
        what.kind == "elided"
        and lone_one
        and (best.score < _SURE_ALONE or best.event.term not in PEOPLE_ONLY)
    ):
        draft.reason = "one of something unnamed"
    elif (
        what.subject is not None
        and what.subject.role
        and best.score < _WEAK - 1
        and best.side != "inherited"
        and not draft.tie
    ):
        draft.reason = f"counts {what.head}"
    elif (
        draft.unit == "share"
        and what.kind == "elided"
        and best.side != "inherited"
        and draft.parent is None
        and not (best.side == "right" and best.score >= _SURE_ALONE and best.event.term in _MOVED)
    ):
        draft.reason = "a share of nothing named"
    elif _large(draft, best):
        draft.reason = "population at large"
    elif what.subject is not None and what.subject.role and _kinsfolk(draft):
        return
    elif what.subject is not None and what.subject.role and _on_duty(best) and draft.tie != "part":
        draft.reason = f"counts {what.head}, who come and go on duty"
    elif (
        what.subject is not None
        and what.subject.visitor
        and (best.event.term in _COMINGS or best.event.words in draft.sentence.grammar.carries)
    ):
        draft.reason = f"counts {what.head}, who come and go"
    elif (
        amount.negated
        and what.kind not in ("subject", "named")
        and draft.sentence.low[draft.start : draft.end] == "no"
    ):
        draft.reason = "a denial of something else"
    elif (
        amount.negated
        and best.side not in ("left", "right", "own")
        and not (amount.digits and draft.sentence.segment.kind == "cell")
    ):
        draft.reason = "a denial without an event"


def _on_duty(best: Binding) -> bool:
    """Tell an event that soldiers, pupils and staff go through without being displaced."""
    event = best.event
    moved = event.term in ("displaced", "evacuated", "crossed_border") and event.needs is not None
    return moved or event.term in ("arrival", "returned", "sheltered")


def _kinsfolk(draft: Draft) -> bool:
    """Tell "33,000 members of the Shilluk tribe": people, not members on duty."""
    seen = draft.sentence
    index = seen.token_at(draft.end)
    after = seen.tokens[index : index + 7]
    return after[:1] == ["of"] and not seen.grammar.peoples.isdisjoint(after)


def _large(draft: Draft, best: Binding) -> bool:
    """Tell "the area holds four million civilians": how many live there, not how many are held."""
    if best.event.term != "detained" or not best.event.object_only or draft.what.subject is None:
        return False
    noun = draft.what.subject
    return (noun.plain or noun.noun in draft.sentence.grammar.inhabitants) and not camp_before(
        draft.sentence, best.start
    )
