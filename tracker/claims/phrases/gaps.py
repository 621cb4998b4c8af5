"""What lies between a number and a word that may speak of it, and what that costs.

"25,000 people, most of them women, fled": the aside costs little; another figure or a new clause much.

In: Sentence, two offsets, on which side of the number the word stands.  Out: obstacles by name; their cost.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.claims.grammar import Obstacle
from tracker.claims.sentence import Sentence

STOPS = frozenset(";:!?")
_DASHES = frozenset("–—-")
_OPENS = frozenset("([")
_CLOSES = frozenset(")]")
_COMMA = ","
_OPENS_WHOLE = _DASHES | {_COMMA}
_ASIDE_LEAD = 4  # words within which an aside says "of whom", "which"
_LISTED = 4  # words within which a list goes on with things

COSTS: dict[Obstacle, tuple[float, float]] = {
    # where the word stands after the number, and before it
    "adverb": (0.05, 1.3),
    "filler": (0.25, 0.2),
    "word": (0.25, 1.3),
    "listed things": (0.2, 2.5),
    "name": (0.5, 1.0),
    "dash aside": (0.5, 0.5),
    "aside clause": (0.6, 0.6),
    "event": (0.8, 1.5),
    "comma": (0.9, 3.0),
    "dash": (1.0, 3.0),
    "noun": (1.5, 3.0),
    "joiner": (1.5, 2.5),
    "time clause in a relative": (1.5, 1.5),
    "time clause": (3.0, 3.0),
    "figure in an open aside": (3.0, 0.0),
    "of whom": (4.0, 4.0),
    "relative": (0.0, 0.0),
    "relative in brackets": (0.0, 4.0),
    "figure": (5.0, 5.0),
    "clause word": (5.0, 5.0),
    "stop": (6.0, 6.0),
}
"""What each obstacle takes from the score of a word."""
HOPELESS = 14.0
"""Above this no word speaks of the number, whatever its kind: the walk ends there."""
_AFTER = {one: costs[0] for one, costs in COSTS.items()}
_BEFORE = {one: costs[1] for one, costs in COSTS.items()}


def cost(sentence: Sentence, start: int, end: int, *, after: bool) -> float:
    """Return what lies between two offsets, as a cost; of what costs too much for any word, only that it does.

    Parameters
    ----------
    sentence, start, end
        The stretch between the number and the word.
    after
        Whether the word stands after the number.
    """
    costs, total = (_AFTER if after else _BEFORE), 0.0
    for one in _Gap(sentence, start, end, after=after).obstacles():
        total += costs[one]
        if total > HOPELESS:
            break
    return total


class _Gap:
    """The walk over the words between a number and a word that may speak of it."""

    def __init__(self, sentence: Sentence, start: int, end: int, *, after: bool) -> None:
        self.sentence, self.end, self.after = sentence, end, after
        self.small = sentence.grammar.obstacles[0 if after else 1]
        self.light = sentence.grammar.light_obstacles[0 if after else 1]
        self.index = sentence.words.at(start)
        self.depth = 0
        self.in_relative = False
        self.held = False

    def obstacles(self) -> Iterator[Obstacle]:
        """Yield what lies between, in reading order; names, figures and asides each as one."""
        sentence, words = self.sentence, self.sentence.words
        tokens, starts, end = words.tokens, words.starts, self.end
        names, figures = sentence.place_ends, sentence.amount_ends
        while self.index < len(starts) and starts[self.index] < end:
            token = tokens[self.index]
            if self.index in names or self.index in figures or token in _OPENS_WHOLE:
                whole = self._whole()
                if whole is not None:
                    yield whole
                    continue
            elif not self.depth and token in self.light:
                yield self.light[token]
                self.index += 1
                continue
            self.held = self.held or (self.depth > 0 and self.index in figures)
            if token in _OPENS:
                self.depth += 1
            elif token in _CLOSES:
                self.depth = max(0, self.depth - 1)
            elif self.depth:
                if token in sentence.grammar.relatives:
                    yield "relative in brackets"
            else:
                yield self._plain(token, starts[self.index])
            self.index += 1
        if self.depth and self.held:
            yield "figure in an open aside"

    def _whole(self) -> Obstacle | None:
        """Pass a name, a figure or an aside as a whole."""
        sentence, words = self.sentence, self.sentence.words
        token = words.tokens[self.index]
        name = sentence.place_ends.get(self.index)
        if name is not None and name <= self.end:
            self.index = words.at(name)
            return "name"
        figure = sentence.amount_ends.get(self.index)
        if figure is not None and not self.depth:
            self.index = words.at(figure)
            return "figure"
        if self.depth:
            return None
        if token == _COMMA and self.after:
            beyond = self._clause_aside()
            self.index = self.index if beyond is None else beyond
            return None if beyond is None else "aside clause"
        if token in _DASHES:
            beyond = self._dash_aside()
            self.index = self.index if beyond is None else beyond
            return None if beyond is None else "dash aside"
        return None

    def _plain(self, token: str, offset: int) -> Obstacle:
        """Return what a word outside brackets is."""
        sentence, grammar = self.sentence, self.sentence.grammar
        if token in STOPS:
            return "stop"
        if token in grammar.relatives:
            self.in_relative = True
            return "relative"
        small = self.small.get(token)
        if token == _COMMA or small == "joiner":
            if self.after and self._goes_on_with_things():
                return "listed things"
            return "comma" if token == _COMMA else "joiner"
        if token in _DASHES:
            return "dash"
        if token in grammar.partitive and sentence.words.after(offset, 2).closes(grammar.pronouns_whole):
            return "of whom"
        if small is not None:
            return "time clause in a relative" if small == "time clause" and self.in_relative else small
        noun = sentence.subjects.get(offset)
        if noun is not None and not noun.value.thing:
            return "noun"
        return "word" if sentence.event_at(offset) is None else "event"

    def _dash_aside(self) -> int | None:
        """Return the word after an aside between two dashes that opens here and closes before the end."""
        words = self.sentence.words
        for place in range(self.index + 2, len(words)):
            if words.starts[place] >= self.end:
                return None
            if words.tokens[place] in _DASHES:
                return place + 1
        return None

    def _clause_aside(self) -> int | None:
        """Return the word after ", the majority of whom were families," when it closes before the end."""
        sentence, words, grammar = self.sentence, self.sentence.words, self.sentence.grammar
        opening = words.after(words.ends[self.index], _ASIDE_LEAD)
        again = opening.opens(grammar.restated) and any(mark.start < self.end for mark in sentence.amounts)
        parts = opening.opens(grammar.including)
        if not again and not parts and not opening.holds(grammar.who | grammar.pronouns_whole):
            return None
        beyond: int | None = None
        for place in range(self.index + 3, len(words)):
            if words.starts[place] >= self.end or words.tokens[place] in STOPS:
                break
            if words.tokens[place] == _COMMA and place not in sentence.amount_ends:
                beyond = place + 1
                if not parts:  # a list of parts has commas of its own
                    break
        return beyond

    def _goes_on_with_things(self) -> bool:
        """Tell "homes and other buildings, as well as bridges and roads": a list that goes on with things."""
        sentence, grammar = self.sentence, self.sentence.grammar
        for token, start, _ in sentence.words.after(sentence.words.ends[self.index], _LISTED).offsets():
            noun = sentence.subjects.get(start)
            if noun is not None:
                return noun.value.thing
            if token not in grammar.goes_on:
                return False
        return False
