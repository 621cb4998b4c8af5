"""Cut a phrase to the speaker's name: no paper of theirs, no article, no owner's ending.

In: a sentence and a noun phrase in it.  Out: its first and last token; offsets and words of the name.
"""

from __future__ import annotations

from typing import Final

from tracker.marks.speakers.sentence import SPACES, Sentence
from tracker.marks.speakers.words import (
    DETERMINER,
    DOCUMENT,
    FUNCTION,
    MODIFIER,
    NAME,
    OFFICES,
)

_LEADING: Final = frozenset({DETERMINER, MODIFIER, DOCUMENT})


def without_paper(s: Sentence, first: int, last: int) -> tuple[int, int] | None:
    """Cut the document from a phrase: "the latest COE report" and "figures from COE" are COE's.

    ``None`` when nobody but the document speaks and it points back to nobody.
    """
    first = _after_paper(s, first, last)
    whole = (first, last)
    if s.kinds[last] == NAME and s.named(first, last):  # "U.S. Geological Survey"
        return whole
    fresh = s.lists.fresh
    if last > first and s.has(last, fresh) and s.document(last - 1):
        last -= 1  # "a UN report published on Monday"
    while last > first and s.document(last):
        last -= 1
    if last == whole[1] and not s.document(last):
        return whole
    while last > first and s.has(last, fresh) and s.kinds[last] == MODIFIER:
        last -= 1
    while first < last and (s.kinds[first] == DETERMINER or s.has(first, fresh)):
        first += 1
    if _nobody(s, first, last):
        return whole if _stands_for_itself(s, *whole) else None
    return first, last


def _after_paper(s: Sentence, first: int, last: int) -> int:
    """Return where the body begins behind its paper: "figures from [the ministry]"."""
    for i in range(first, last):
        if s.kinds[i] == DOCUMENT and s.kind(i + 1) == FUNCTION and s.has(i + 1, s.lists.paper_links):
            return min(i + 2, last)
        if s.kinds[i] not in _LEADING:
            break
    return first


def _nobody(s: Sentence, first: int, last: int) -> bool:
    """Tell whether a phrase without its paper names nobody."""
    alone = s.has(last, s.lists.fresh) or (first == last and s.has(last, s.lists.named_reports))
    return s.kinds[last] in _LEADING or alone or s.document(last)


def _stands_for_itself(s: Sentence, first: int, last: int) -> bool:
    """Tell whether a paper is a source of its own: "media reports", "the statement"."""
    if any(s.has(i, s.lists.named_reports) for i in range(first, last + 1)):
        return True
    return s.kinds[first] == DETERMINER and s.has(last, s.lists.back)


def name_of(s: Sentence, first: int, last: int) -> tuple[int, int, str]:
    """Return offsets and words of a speaker's name; "the agency" keeps its article, as it points back."""
    if s.kinds[first] == DETERMINER and first < last:
        points = last == first + 1 and s.kinds[last] in OFFICES and s.has(last, s.lists.back)
        if not points or s.low[first] not in s.lists.pointing:
            first += s.low[first] in s.lists.articles
    last = _without_description(s, first, last)
    start, end = s.starts[first], s.ends[last]
    if s.words[last][:1].islower():
        end -= len(s.words[last]) - len(s.words[last].rstrip("0123456789"))
    shown = s.text[start:end]
    if shown.endswith(s.lists.owner_endings):
        end -= 2
    elif shown.endswith(s.lists.bare_owner_endings):
        end -= 1
    shown = SPACES.sub(" ", s.text[start:end])
    return start, end, shown.lower() if shown.lower() in s.grammar.points else shown


def _without_description(s: Sentence, first: int, last: int) -> int:
    """Return the last token of a listed name, without what describes it: "SOHR monitoring group"."""
    if last - first <= 1 or s.kinds[last] == NAME or not s.has(last, s.lists.descriptions):
        return last
    cut = next(
        (k for k in range(last, first, -1) if s.kinds[k] == NAME or not s.has(k, s.lists.descriptions)), first
    )
    return cut if cut > first and s.named(first, cut) and not s.named(first, last) else last
