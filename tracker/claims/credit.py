"""Bind each claim to its speaker: whom the words credit with the figure.

In: the drafts of a sentence, the speaker of the sentence before.  Out: each draft's speaker.
"""

from __future__ import annotations

from tracker.claims.draft import Draft
from tracker.marks.speakers import resolve_back
from tracker.vocabulary import Mark, Speaker


def credit(drafts: list[Draft], marks: list[Mark[Speaker]], previous: Speaker | None) -> Speaker | None:
    """Set the speaker of every draft; return the speaker that the next sentence may refer back to."""
    last = previous
    resolved: list[tuple[Mark[Speaker], Speaker]] = []
    for mark in marks:
        speaker = mark.value
        if speaker.source_id is None:
            back = resolve_back(speaker.name, last)
            if back is not None:
                speaker = back
        resolved.append((mark, speaker))
        last = speaker
    for draft in drafts:
        best: tuple[int, Speaker] | None = None
        for mark, speaker in resolved:
            scope = mark.value.scope
            if scope is not None and not scope[0] <= draft.start < scope[1]:
                continue
            if mark.start < draft.end and mark.end > draft.start:
                continue
            gap = min(abs(mark.start - draft.end), abs(draft.start - mark.end))
            if best is None or gap < best[0]:
                best = (gap, speaker)
        if best is not None:
            draft.speaker = best[1]
    return last
