"""The place of an item of a list: "Ninewa (39 % or 187,128 people), Anbar (21 %)", "Bono with 800 families".

A list that goes on without its verb names the place before each figure: "Ostra has received 5,600 people, Mirna 2,400
and Kolva 1,200".

In: a claim.  Out: the place that its own item names, and the role it has there.
"""

from __future__ import annotations

from typing import Literal

from tracker.claims.fill.rule import Case, Rule
from tracker.vocabulary import Mark, Place

Role = Literal["from", "to", "in"]

_MOVED = frozenset({"displaced", "crossed_border", "returned", "evacuated"})
_COMMA = frozenset(",")
_ROLES: tuple[Role, ...] = ("from", "to", "in")
_WITH = 2  # words of "with some 800"


def _of_item(case: Case) -> tuple[Mark[Place], Role] | None:
    """Take the place before the bracket that a number stands in, before "with" and the number, or right beside it."""
    mark = _before_bracket(case) or _before_with(case) or _right_before(case) or _right_behind(case)
    if mark is None:
        return None
    return mark, _role(case, mark)


def _before_bracket(case: Case) -> Mark[Place] | None:
    text, start = case.sentence.text, case.draft.start
    opened = text.rfind("(", 0, start)
    if opened < 0 or ")" in text[opened:start]:
        return None
    closed = text.find(")", start)
    if any(start < mark.start < closed and mark.value.role for mark in case.sentence.places):
        return None  # "Italy (150 people, and 10 to Romania)"
    return next((mark for mark in _named(case) if not text[mark.end : max(opened, mark.end)].strip()), None)


def _before_with(case: Case) -> Mark[Place] | None:
    words, start = case.sentence.words, case.draft.start
    for mark in _named(case):
        gap = words.between(mark.end, start) if mark.end <= start else None
        if gap is None:
            continue
        gap = gap.skip(_COMMA)  # "were Kato, with 1,118 arrivals, and Bulo, with 900"
        if 0 < len(gap) <= _WITH and gap.part(0, 1).holds(case.grammar.item_leads):
            return mark
    return None


def _right_before(case: Case) -> Mark[Place] | None:
    """Take the place that alone stands between the last item and this figure ("..., Mirna 2,400")."""
    seen, start = case.sentence, case.draft.start
    last = max((mark.end for mark in seen.amounts if mark.end <= start), default=None)
    mark = next(iter(_named(case)), None)
    if last is None or mark is None or mark.start < last or mark.value.role is not None:
        return None
    between = seen.words.between(mark.end, start)
    if between and not (len(between) == 1 and between.holds(case.grammar.item_for)):
        return None
    break_ = seen.words.between(last, mark.start)
    return mark if break_ and break_.part(-1).holds(case.grammar.item_joins) else None


def _right_behind(case: Case) -> Mark[Place] | None:
    """Tell "79,000 arrived in Chad, 41,000 in Niger": the item's own place, only a preposition behind its number."""
    draft, words = case.draft, case.sentence.words
    if draft.tie != "list" or not draft.number.elided:
        return None
    for mark in case.sentence.places:
        if mark.start >= draft.end and not mark.value.demonym:
            gap = words.between(draft.end, mark.start)
            return mark if mark.value.role == "in" and len(gap) <= 1 else None
    return None


def _named(case: Case) -> list[Mark[Place]]:
    """Return the places of a sentence that stand before the claim, the nearest first."""
    before = [mark for mark in case.sentence.places if mark.end <= case.draft.start]
    return [mark for mark in reversed(before) if not mark.value.demonym]


def _role(case: Case, item: Mark[Place]) -> Role:
    """Return the role of an item: its own, that of the items before it, of the head of the list, or of the whole."""
    role = _told_role(case, item)
    if role != "in" or case.sentence.words.after(0).holds(case.grammar.origin_nouns):
        return "from" if role == "in" else role
    if case.sentence.words.between(0, item.start).holds(case.grammar.takes_in):
        return "to"  # "are hosted in Ostra (11,400), Mirna (3,500)"
    parent = case.draft.parent
    if (
        item.start >= case.draft.end
        and case.draft.term in _MOVED
        and parent is not None
        and parent.origin is not None
    ):
        return "to"  # "8,161 arrived from Palma: 4,974 in Nangade"
    whole = case.whole
    if whole is None or (whole.origin is None) == (whole.destination is None):
        return "in"
    return "from" if whole.origin is not None else "to"


def _told_role(case: Case, item: Mark[Place]) -> Role:
    """Return the role that the words before an item, or before the items before it, give it."""
    text = case.sentence.text
    for mark in [item, *(one for one in _named(case) if one.end <= item.start)]:
        role = mark.value.role
        for known in _ROLES:
            if role == known:
                return known
        if mark is not item and not text[mark.end :].lstrip().startswith("("):
            break
    return "in"


ITEM: Rule[Case, tuple[Mark[Place], Role]] = Rule(
    "place of the item", _of_item, "People fled from Aleppo (400 people), Kobani ({300} people) and Raqqa."
)
