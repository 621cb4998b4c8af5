"""Tell what is feared, planned or possible from what happened.

In: a Draft.  Out: whether its figure is hypothetical.
"""

from __future__ import annotations

from tracker.claims.draft import Draft

_BEFORE = 45


def is_hypothetical(draft: Draft) -> bool:
    """Tell whether the words make a figure a forecast, a fear, a plan or a condition."""
    sentence, binding = draft.sentence, draft.binding
    if binding is None:
        return False
    grammar, low = sentence.grammar, sentence.low
    start, end = min(draft.start, binding.start), max(draft.end, binding.end)
    if binding.side in ("inherited", "own", "context"):
        start, end = draft.start, draft.end
        if draft.parent is not None and draft.parent.hypothetical:
            return True
    if binding.event.subterm == "at_risk" or binding.event.words in ("in danger",):
        return False
    begin = max(0, start - _BEFORE)
    for cut in (";", ". ", " while ", " but ", ", with "):
        found = low.rfind(cut, begin, start)
        if found >= 0:
            begin = found
    if grammar.conjectural.find(low, begin, end):
        return True
    position = begin
    while (hit := grammar.hypothetical.find(low, position, end)) is not None:
        if not _excused(draft, hit.group(), hit.start(), hit.end(), start, end):
            return True
        position = hit.end()
    return False


def _excused(draft: Draft, word: str, at: int, stop: int, start: int, end: int) -> bool:
    """Tell whether a modal word does not touch the figure after all."""
    sentence = draft.sentence
    low = sentence.low
    if any(mark.start <= at < mark.end for mark in sentence.times):
        return True  # "On 16 May"
    if sentence.grammar.factual.find(low, max(0, at - 2), min(len(low), stop + 18)):
        return True
    if word in ("will",) and low[stop : stop + 4] == " not":
        return True
    binding = draft.binding
    assert binding is not None
    words = low[binding.start : binding.end] if binding.side in ("left", "right") else ""
    if words and binding.start <= at < binding.end:
        return True
    # a modal between the figure and a verb that is not the bound one speaks of something else
    if at >= draft.end and binding.side == "left":
        return True
    if at < start:
        gap = sentence.between(stop, start)
        if any(token in (",", ":", "that", "who", "which") for token in gap) and word not in (
            "expected", "feared", "fears", "warned", "warns", "likely", "could", "may", "might", "if", "risk",
            "plans", "planned", "fear", "predicted", "forecast", "projected",
        ):  # fmt: skip
            return True
        if word in ("warned", "warns") and not sentence.grammar.factual.find(low, at, start):
            modal = any(
                token in ("could", "may", "might", "would", "will") for token in sentence.between(stop, end)
            )
            return not modal
    return False
