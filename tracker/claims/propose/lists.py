"""Numbers side by side: lists of counted nouns, lists that go by places, items under a name.

In: numbers of a sentence.  Out: which stand in one list.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.claims.draft import Number

_BY_PLACE = 60  # characters from a figure over its place to the next
_GAP = 4  # words between two listed nouns
_PAIR = {"person", "household"}


def listed(a: Number, b: Number) -> bool:
    """Tell whether only list words stand between two numbers that count nouns."""
    if a.amount is b.amount:
        return False
    if _by_places(a, b):
        return True
    if a.elided:
        return False
    grammar = a.sentence.grammar
    words = grammar.list_words | grammar.same_people if {a.unit, b.unit} == _PAIR else grammar.list_words
    gap = a.sentence.words.between(a.end, b.start)
    return 0 < len(gap) <= _GAP and gap.only(words)


def _by_places(a: Number, b: Number) -> bool:
    """Tell "4.1 million children in Iraq, 11.3 million in Yemen and ...": a list that goes by places."""
    seen, grammar = a.sentence, a.sentence.grammar
    if not 0 <= b.start - a.end <= _BY_PLACE:
        return False
    if not any(a.end <= mark.start and mark.end <= b.start for mark in seen.places):
        return False
    words = seen.words
    left = [
        words.tokens[index]
        for index in range(words.at(a.end), words.at(b.start))
        if index not in seen.place_ends
    ]
    if not left or left[0] not in grammar.at_places or left[-1] not in grammar.item_breaks:
        return False
    return all(
        token in grammar.list_words or token in grammar.at_places or token in grammar.item_breaks
        for token in left
    )


def group(numbers: Sequence[Number], index: int) -> Sequence[Number]:
    """Return the numbers joined to one by nothing but commas and "and", itself among them."""
    first = last = index
    while last + 1 < len(numbers) and listed(numbers[last], numbers[last + 1]):
        last += 1
    while first and listed(numbers[first - 1], numbers[first]):
        first -= 1
    return numbers[first : last + 1]


def is_item(number: Number) -> bool:
    """Tell a number that a name leads to: "Bulo - 120", "Kato at 90", "Wayo (40)"."""
    seen, words = number.sentence, number.sentence.words
    index = words.at(number.start) - 1
    while index > 0 and words.tokens[index] in seen.grammar.before_item:
        index -= 1
    return (index >= 0 and seen.text[words.starts[index]].isupper()) or index in seen.place_ends
