"""What the claims of one sentence share: a hedge, the people they count, what a whole says of its parts.

In: the Drafts of a sentence.  Out: the same, completed.
"""

from __future__ import annotations

import dataclasses
import itertools

from tracker.claims.draft import Draft
from tracker.claims.propose.lists import listed


def share_hedges(drafts: list[Draft]) -> None:
    """Give a bare number in a list the hedge of the first ("an estimated 4,000 women and 6,000 men")."""
    for index in range(1, len(drafts)):
        a, b = drafts[index - 1], drafts[index]
        if a.reason or b.reason or not listed(a.number, b.number):
            continue
        if a.amount.value.qualifier == "approximately" and b.amount.value.qualifier == "exact":
            if b.amount.value.hedge is None and not b.amount.value.vague:
                value = dataclasses.replace(
                    b.amount.value, qualifier="approximately", hedge=a.amount.value.hedge
                )
                b.number = dataclasses.replace(b.number, amount=dataclasses.replace(b.amount, value=value))


def pair_units(drafts: list[Draft]) -> None:
    """Pair the same people in persons and households: the report's own household size."""
    for a, b in itertools.pairwise(drafts):
        if {a.unit, b.unit} != {"person", "household"} or a.term != b.term:
            continue
        if listed(a.number, b.number) or (b.parent is a and b.tie in ("parenthesis", "list")):
            a.same_people, b.same_people = b, a


def share_places(drafts: list[Draft]) -> None:
    """Give one count in two units one place: that of the figure it stands beside, which is the second.

    "3,010 families or 11,260 persons in the halls, and 3,205 families or 12,740 persons with relatives".
    """
    for one in drafts:
        other = one.same_people
        if other is None or other.start < one.start:
            continue
        known = other if (other.origin, other.destination) != (None, None) else one
        for draft in (one, other):
            draft.origin, draft.origin_words = known.origin, known.origin_words
            draft.destination, draft.destination_words = known.destination, known.destination_words


def lend(draft: Draft, parent: Draft) -> None:
    """Give a part what its whole says: time, places, speaker, modality."""
    draft.is_total = draft.is_total or draft.tie == "total"
    if draft.time is None and draft.tie not in ("before", "total", "again"):
        draft.time, draft.since, draft.time_words = parent.time, parent.since, parent.time_words
        draft.period = parent.period
        draft.measure = parent.measure if draft.term == parent.term else draft.measure
    if draft.tie != "before" and draft.choice is not None and draft.choice.via == "inherited":
        draft.measure = parent.measure
    if draft.tie == "item":
        pass  # the next item of a list names its own place
    elif draft.origin is None:
        draft.origin, draft.origin_words = parent.origin, parent.origin_words
    if draft.destination is None and draft.tie != "item":
        draft.destination, draft.destination_words = parent.destination, parent.destination_words
    draft.hypothetical = draft.hypothetical or parent.hypothetical
    if draft.speaker is None:
        draft.speaker = parent.speaker
