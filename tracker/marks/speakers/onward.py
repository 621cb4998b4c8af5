"""Read the noun phrase of a speaker on from a cue: "according to [the governor of Hatay]".

``RULES`` are the ways a phrase goes on rightwards; the first that holds for a word is taken.

In: a sentence and where the phrase begins.  Out: its first and last token.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tracker.marks.speakers.rules import Rule, by_class, walk
from tracker.marks.speakers.sentence import Sentence
from tracker.marks.speakers.words import (
    ADVERB,
    DETERMINER,
    DOCUMENT,
    FUNCTION,
    HEADS,
    MARK,
    MODIFIER,
    NAME,
    NOUNS,
    NUMBER,
    OFFICES,
    OTHER_PRONOUN,
    PRONOUN,
    TIME,
    UNKNOWN,
    UNSURE,
)

_LIST = 16  # words that may stand before the "and" of a list
_NEAR = 4  # words looked ahead for the head of a phrase
_NAMING: Final = HEADS | {MODIFIER}
_LISTING: Final = _NAMING | {DETERMINER}
_BEFORE_HEAD: Final = frozenset({DETERMINER, MODIFIER})
_DESCRIBING: Final = NOUNS | UNSURE


class Onward(NamedTuple):
    """How far a phrase has been read on: ``start`` is where it begins, ``last`` its last sure token or -1."""

    start: int
    at: int
    last: int = -1


def _noun(s: Sentence, here: Onward) -> Onward:
    return here._replace(at=here.at + 1, last=here.at)


def _paper_of(s: Sentence, here: Onward) -> Onward | None:
    """The body speaks, not its paper: "findings by the army"."""
    at = here.at
    if here.last >= 0 or s.kind(at + 1) != FUNCTION or not s.has(at + 1, s.lists.paper_links_ahead):
        return None
    return here._replace(start=at + 2, at=at + 2)


def _description(s: Sentence, here: Onward) -> Onward | None:
    stop = here.at + 1
    while stop < s.size and stop <= here.at + _NEAR and s.kinds[stop] in _DESCRIBING:
        stop += 1
    describes = any(s.kinds[k] in NOUNS for k in range(here.at + 1, stop))
    return here._replace(at=here.at + 1) if describes else None


def _article(s: Sentence, here: Onward) -> Onward | None:
    opens = here.last < 0 or s.kind(here.at - 1) == FUNCTION or s.word(here.at - 1) == ","
    return here._replace(at=here.at + 1) if opens else None


def _pronoun(s: Sentence, here: Onward) -> Onward | None:
    return Onward(here.at, s.size, here.at) if here.last < 0 else None


def _short_form(s: Sentence, here: Onward) -> Onward | None:
    at = here.at
    if here.last < 0 or s.words[at] != "(" or s.word(at + 2) != ")" or s.kinds[at + 1] != NAME:
        return None
    return here._replace(at=at + 3, last=at + 2)


def _list_goes_on(s: Sentence, here: Onward) -> Onward | None:
    if s.words[here.at] != "," or here.last < 0 or not _lists(s, here.at + 1):
        return None
    return here._replace(at=here.at + 1)


def _jointly(s: Sentence, here: Onward) -> Onward | None:
    at = here.at
    if here.last < 0 or s.words[at] in ("(", ",") or not s.has(at + 1, s.lists.together):
        return None
    return (
        here._replace(at=at + 3) if s.low[at + 2 : at + 3] and s.low[at + 2] in s.lists.joint_with else None
    )


def _link(s: Sentence, here: Onward) -> Onward | None:
    fits = here.last >= 0 and _links_on(s, here.at, here.last)
    return here._replace(at=here.at + 1) if fits else None


RULES: Final[tuple[Rule[Onward], ...]] = (
    Rule(
        name="noun",
        example="Some 40 people died, according to [police].",
        over=HEADS,
        step=_noun,
    ),
    Rule(
        name="paper of a body",
        example="Some 40 people died, according to findings by the [army].",
        over=frozenset({DOCUMENT}),
        step=_paper_of,
    ),
    Rule(
        name="paper",
        example="Some 40 people died, according to [media reports].",
        over=frozenset({DOCUMENT}),
        step=_noun,
    ),
    Rule(
        name="description",
        example="Some 40 people died, according to [local health officials].",
        over=UNSURE,
        step=_description,
    ),
    Rule(
        name="article",
        example="Some 40 people died, according to the [governor].",
        over=frozenset({DETERMINER}),
        step=_article,
    ),
    Rule(
        name="pronoun",
        example="Xinhua quoted [it] as saying 40 people had died.",
        over=frozenset({PRONOUN}),
        step=_pronoun,
    ),
    Rule(
        name="short form",
        example="Some 40 people died, according to [Blue Rescue (BR)].",
        over=frozenset({MARK}),
        step=_short_form,
    ),
    Rule(
        name="comma of a list",
        example="Some 40 people died, according to [UNHCR, IOM and OCHA].",
        over=frozenset({MARK}),
        step=_list_goes_on,
    ),
    Rule(
        name="jointly with",
        example="Some 40 people died, according to [IOM in coordination with UNHCR].",
        over=frozenset({PRONOUN, OTHER_PRONOUN, FUNCTION, ADVERB, TIME, NUMBER, MARK}),
        step=_jointly,
    ),
    Rule(
        name="link",
        example="Some 40 people died, according to the [governor of Hatay].",
        over=frozenset({FUNCTION}),
        step=_link,
    ),
)
TABLE = by_class(RULES)


def phrase_after(s: Sentence, first: int) -> tuple[int, int] | None:
    """Return the first and last token of the noun phrase that begins at a token."""
    here = walk(s, Onward(first, first), TABLE)
    return None if here.last < 0 else (here.start, here.last)


def _lists(s: Sentence, index: int) -> bool:
    """Tell whether "A, B and C" goes on after a comma, each item a name."""
    for i in range(index, min(index + _LIST, s.size)):
        if s.low[i] in s.lists.and_links:
            k = i + 1 + (s.kind(i + 1) == DETERMINER)
            return s.kind(k) in _NAMING and s.kind(index + (s.kind(index) == DETERMINER)) in _NAMING
        if not (s.kinds[i] in _LISTING or s.words[i] in (",", "(", ")") or s.low[i] in s.lists.of_links):
            return False
    return False


def _links_on(s: Sentence, index: int, last: int) -> bool:
    """Tell whether a connecting word carries a noun phrase on."""
    word, lists = s.low[index], s.lists
    if word not in lists.links:
        return False
    following = index + 1
    while s.kind(following) in _BEFORE_HEAD:
        following += 1
    headed = s.head(following)
    if word in lists.joint_with:
        return headed and s.has(index - 1, lists.together)
    if s.has(following, lists.times) or not (headed or s.kind(following) == UNKNOWN):
        return False
    office = s.kinds[last] in OFFICES or s.person(last) or s.body(last)
    if word in lists.of_links:
        return headed or office
    if word in lists.and_links:
        return headed and not _speaks_next(s, following)
    return headed and office and word in lists.place_links


def _speaks_next(s: Sentence, index: int) -> bool:
    """Tell whether a verb of speech stands behind a name: "..., and [the UN said]"."""
    after = next((k for k in range(index, min(index + 5, s.size)) if s.kinds[k] not in _NAMING), -1)
    return after >= 0 and s.says(after)
