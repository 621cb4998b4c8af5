"""Part a sentence among its speakers, so that each figure falls in one scope.

In: attributions in reading order.  Out: the same, each with the stretch whose figures are its own.
"""

from __future__ import annotations

from itertools import pairwise

from tracker.marks.speakers.cues import BOTH, CLAUSE, LEFT, RIGHT, Found
from tracker.marks.speakers.words import Grammar


def heard(found: list[Found], grammar: Grammar) -> list[Found]:
    """Return the speakers with a part of their own: "citing the ministry, it said 300" leaves "it" none."""
    heard: list[Found] = []
    for one in found:
        cited = heard and heard[-1].cue in grammar.cues.citing and heard[-1].reach == RIGHT
        if cited and one.reach == RIGHT:
            one.scope = (one.start, one.start)
        else:
            heard.append(one)
    return heard


def share(text: str, found: list[Found], grammar: Grammar) -> None:
    """Part the text among its speakers, so that no two scopes overlap."""
    edges = [0]
    for one, other in pairwise(found):
        edges.append(_edge(text, one, other, grammar))
    edges.append(len(text))
    for i, one in enumerate(found):
        low, high = min(edges[i], one.outer), max(edges[i + 1], min(one.close, edges[i + 1]))
        low = max(edges[i], found[i - 1].scope[1]) if i else 0
        start = low if one.reach in {LEFT, BOTH, CLAUSE} else max(low, min(one.outer, one.start))
        end = high if one.reach in {RIGHT, BOTH, CLAUSE} else max(min(one.close, high), start)
        if one.reach == CLAUSE:
            breaks = [m.start() for m in grammar.patterns.between.finditer(text, start, one.outer)]
            start = breaks[-1] if breaks else start
            later = grammar.patterns.between.search(text, min(one.close, end), end)
            end = later.start() if later else end
        if one.inner is not None:
            start, end = max(start, one.inner[0]), max(min(end, one.inner[1]), start)
        if one.reach == LEFT and not text[: one.outer].strip():
            start = end = 0
        one.scope = (start, max(start, end))


def _edge(text: str, one: Found, other: Found, grammar: Grammar) -> int:
    """Return where one speaker's part ends and the next one's begins."""
    here, there = one.close, max(other.outer, one.close)
    if one.inner is not None:
        return min(one.inner[1], there)
    if other.inner is not None:
        return max(other.inner[0], here)
    rightward, leftward = one.reach != LEFT, other.reach != RIGHT
    if not leftward:
        return there if rightward else here
    if not rightward:
        return here
    breaks = list(grammar.patterns.between.finditer(text, here, there))
    return breaks[-1].start() if breaks else here
