"""Bind each claim to its speaker: whom the words credit with the figure.

A speaker holds for the words of its scope; "the agency" and "he" point back to the last one named; a sentence
that plainly goes on keeps the speaker of the one before; a label at a paragraph's end credits what stands
above it.

In: the drafts of a sentence, and what the sentences before it say of speakers.  Out: each draft's speaker.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tracker.claims.draft import Draft
from tracker.lexicon.organisations import slug
from tracker.marks.speakers import continues, find_speakers, resolve_back
from tracker.vocabulary import Mark, Segment, Speaker

_LABEL = (0, 0)
_REACH = 3
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "we", "one"})


@dataclass(slots=True)
class Voice:
    """What sentences say of speakers as a report is read; they are asked only when a later one needs it.

    ``last`` is the last one named; ``carried`` the speaker of the sentence before, in the same paragraph.
    ``passed`` are the last sentences without claims; ``waiting`` those, and read ones with their marks, that
    nobody has asked yet.  A sentence that names a known body makes those before it idle.
    """

    last: Speaker | None = None
    carried: Speaker | None = None
    paragraph: int = -1
    passed: deque[Segment] = field(default_factory=lambda: deque(maxlen=_REACH))
    waiting: list[tuple[Segment, Sequence[Mark[Speaker]] | None]] = field(default_factory=list)

    def pass_by(self, segment: Segment) -> None:
        """Note a sentence without claims."""
        self.passed.append(segment)

    def wait(self, segment: Segment, marks: Sequence[Mark[Speaker]]) -> None:
        """Note a sentence whose speakers nobody needs yet."""
        self.waiting += [(passed, None) for passed in self.passed]
        self.waiting.append((segment, marks))
        self.passed.clear()

    def catch_up(self, iso3: str | None) -> None:
        """Ask the sentences that wait or were passed by."""
        for segment, marks in (*self.waiting, *((passed, None) for passed in self.passed)):
            if marks is None:
                marks = find_speakers(segment.text, language=segment.language, iso3=iso3)
            self.hear(resolved(marks, self.last), segment)
        self.waiting.clear()
        self.passed.clear()

    def hear(self, speakers: Sequence[tuple[Mark[Speaker], Speaker]], segment: Segment) -> None:
        """Take note of a sentence's speakers."""
        if segment.paragraph != self.paragraph:
            self.carried = None
        self.paragraph = segment.paragraph
        if speakers:
            self.last = self.carried = speakers[-1][1]
        elif not continues(segment.text, language=segment.language):
            self.carried = None

    def carried_into(self, segment: Segment, iso3: str | None) -> Speaker | None:
        """Return the speaker of the sentence before, where it stands in the same paragraph."""
        self.catch_up(iso3)
        return self.carried if segment.paragraph == self.paragraph else None


def resolved(marks: Sequence[Mark[Speaker]], last: Speaker | None) -> list[tuple[Mark[Speaker], Speaker]]:
    """Return marks with whom they mean; what points back to nobody is left out."""
    found: list[tuple[Mark[Speaker], Speaker]] = []
    for mark in marks:
        speaker = mark.value
        if speaker.source_id is None:
            back = resolve_back(speaker.name, last)
            if back is not None:
                speaker = back
            elif speaker.name.lower().split()[0] in _PRONOUNS | {"the"}:
                continue
            else:
                speaker = replace(speaker, source_id=slug(speaker.name) or None)
        found.append((mark, speaker))
        last = speaker
    return found


def credit(
    drafts: Sequence[Draft],
    marks: Sequence[Mark[Speaker]],
    voice: Voice,
    segment: Segment,
    above: Sequence[Draft],
    *,
    iso3: str | None,
) -> None:
    """Set the speaker of every draft of a sentence.

    Parameters
    ----------
    drafts, marks, segment
        The claims of the sentence, its speakers, the sentence itself.
    voice
        What the sentences before say of speakers; it takes note of this one.
    above
        Earlier claims of the same paragraph: a closing label credits those nobody was credited with.
    iso3
        The report's country.
    """
    known = all(mark.value.source_id is not None for mark in marks)
    if not (marks and known):
        if not drafts and not (marks and above):
            voice.wait(segment, marks)
            return
        if marks:
            voice.catch_up(iso3)
    speakers = [
        (mark, speaker)
        for mark, speaker in resolved(marks, voice.last)
        if not any(_is_event(draft, mark) for draft in drafts)
    ]
    for draft in drafts:
        near: list[tuple[int, Speaker]] = []
        for mark, speaker in speakers:
            scope = mark.value.scope
            if scope == _LABEL or (scope is not None and not scope[0] <= draft.start < scope[1]):
                continue
            if not (mark.start < draft.end and mark.end > draft.start):
                near.append((min(abs(mark.start - draft.end), abs(draft.start - mark.end)), speaker))
        if near:
            draft.speaker = min(near, key=lambda pair: pair[0])[1]
        elif not speakers and _goes_on(draft, segment):
            draft.speaker = voice.carried_into(segment, iso3)
    for mark, speaker in speakers:
        closing = mark.value.cue == "()" and mark.end >= len(segment.text.rstrip()) - 14
        if mark.value.scope == _LABEL or closing:
            for draft in above:
                if draft.speaker is None:
                    draft.speaker = speaker
    if speakers:
        voice.waiting.clear()
        voice.passed.clear()
        voice.hear(speakers, segment)
    else:
        voice.wait(segment, ())


def _goes_on(draft: Draft, segment: Segment) -> bool:
    """Tell whether a sentence keeps the speaker before it: it goes on, and no other body stands before its figure."""
    if not continues(segment.text, language=segment.language):
        return False
    before = draft.sentence.between(0, draft.start)
    return draft.sentence.grammar.bodies.isdisjoint(before)


def _is_event(draft: Draft, mark: Mark[Speaker]) -> bool:
    """Tell whether a cue is really the event ("violence has claimed 19 lives")."""
    binding = draft.binding
    return binding is not None and mark.value.cue != "" and binding.event.words.startswith(mark.value.cue)
