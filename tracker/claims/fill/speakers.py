"""Bind each claim to its speaker: whom the words credit with the figure.

A speaker holds for the words of its scope; "the agency" and "he" point back to the last one named; a sentence
that plainly goes on keeps the speaker of the one before; a label at a paragraph's end credits what stands
above it.

In: the claims of a sentence, and what the sentences before it say of speakers.  Out: Credits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tracker.claims.draft import Draft
from tracker.claims.fill.rule import Context, Rule, first, holds
from tracker.claims.grammar import grammar
from tracker.lexicon.organisations import slug
from tracker.marks.speakers import continues, find_speakers, names_body, resolve_back
from tracker.vocabulary import Mark, Segment, Speaker

_LABEL = (0, 0)
_REACH = 3  # sentences without claims that still count
_CLOSING = 14  # characters after which a label still closes its sentence

Spoken = tuple[Mark[Speaker], Speaker]
"""A mark, and whom it means."""


@dataclass(frozen=True, slots=True)
class Credits:
    """Whom a sentence credits.

    ``of``: the speaker of each of its claims with the rule that found it, or None; ``above``: whom a closing
    label credits with the claims above it; ``heard``: its speakers; None where nobody needs to know them yet.
    """

    of: tuple[tuple[Speaker, str] | None, ...] = ()
    above: Speaker | None = None
    heard: Sequence[Spoken] | None = None


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

    def note(self, segment: Segment, marks: Sequence[Mark[Speaker]], credits: Credits) -> None:
        """Note a sentence and whom it credits; what nobody needs yet is put off."""
        if credits.heard:
            self.waiting.clear()
            self.passed.clear()
            self._hear(credits.heard, segment)
            return
        self.waiting += [(passed, None) for passed in self.passed]
        self.waiting.append((segment, marks if credits.heard is None else ()))
        self.passed.clear()

    def last_named(self, iso3: str | None) -> Speaker | None:
        """Return the last speaker named in the report."""
        self._catch_up(iso3)
        return self.last

    def carried_into(self, segment: Segment, iso3: str | None) -> Speaker | None:
        """Return the speaker of the sentence before, where it stands in the same paragraph."""
        self._catch_up(iso3)
        return self.carried if segment.paragraph == self.paragraph else None

    def _catch_up(self, iso3: str | None) -> None:
        """Ask the sentences that were put off; the answer is the same as if each had been asked in turn."""
        for segment, marks in (*self.waiting, *((passed, None) for passed in self.passed)):
            if marks is None:
                marks = find_speakers(segment.text, language=segment.language, iso3=iso3)
            self._hear(resolved(marks, self.last, segment.language), segment)
        self.waiting.clear()
        self.passed.clear()

    def _hear(self, speakers: Sequence[Spoken], segment: Segment) -> None:
        """Take note of a sentence's speakers."""
        if segment.paragraph != self.paragraph:
            self.carried = None
        self.paragraph = segment.paragraph
        if speakers:
            self.last = self.carried = speakers[-1][1]
        elif not continues(segment.text, language=segment.language):
            self.carried = None


def resolved(marks: Sequence[Mark[Speaker]], last: Speaker | None, language: str) -> list[Spoken]:
    """Return marks with whom they mean; what points back to nobody is left out."""
    found: list[Spoken] = []
    for mark in marks:
        speaker = mark.value
        if speaker.source_id is None:
            back = resolve_back(speaker.name, last, language=language)
            if back is None and _only_points(speaker.name, language):
                continue
            speaker = back or replace(speaker, source_id=slug(speaker.name) or None)
        found.append((mark, speaker))
        last = speaker
    return found


def _only_points(name: str, language: str) -> bool:
    """Tell "he" and "the report" from a name, and from "the observatory", which names somebody by itself."""
    small, lead = grammar(language), name.lower().split()[0]
    points = lead in small.third_persons or lead in small.definite
    return points and not names_body(name, language=language)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A claim whose speaker is asked for, the speakers of its sentence, and what those before it say."""

    draft: Draft
    speakers: Sequence[Spoken]
    voice: Voice
    context: Context


def credit(
    marks: Sequence[Mark[Speaker]], voice: Voice, context: Context, segment: Segment, *, above: bool
) -> Credits:
    """Return whom a sentence credits with its claims, and with those above it.

    Parameters
    ----------
    marks, segment
        The speakers of the sentence, the sentence itself.
    voice
        What the sentences before say of speakers.
    context
        The claims of the sentence; the report's country.
    above
        Whether claims of the same paragraph stand above: a closing label credits them.
    """
    claims, without = context.claims, context.without
    if not claims and not (marks and above) and not _are_known(marks):
        return Credits()
    last = None if _are_known(marks) or not marks else voice.last_named(context.country)
    speakers = [
        (mark, speaker)
        for mark, speaker in resolved(marks, last, segment.language)
        if not any(holds((EVENT_CUE,), (draft, mark), without) for draft in claims)
    ]
    label = first((CLOSING_LABEL,), (speakers, segment), without)
    return Credits(
        tuple(first(SPEAKERS, _Asked(draft, speakers, voice, context), without) for draft in claims),
        label[0] if label is not None else None,
        speakers,
    )


def _are_known(marks: Sequence[Mark[Speaker]]) -> bool:
    """Tell whether all speakers of a sentence are bodies known by name: then nothing points back."""
    return bool(marks) and all(mark.value.source_id is not None for mark in marks)


def _is_event(pair: tuple[Draft, Mark[Speaker]]) -> bool:
    """Tell whether a cue is really the event ("violence has claimed 19 lives")."""
    draft, mark = pair
    cue, seen = mark.value.cue, draft.sentence
    if cue == "" or draft.choice is None:
        return False
    if cue in seen.grammar.registered:
        return False  # who registered 900 evacuees says so, and they are on a list
    if draft.choice.event.words.startswith(cue):
        return True
    at = seen.low.find(
        cue, mark.end, draft.start
    )  # "claimed 64 lives": the noun says it, the verb is its own
    word = seen.event_at(at) if at >= 0 else None
    return word is not None and any(event.term == draft.choice.event.term for event in word.value)


EVENT_CUE: Rule[tuple[Draft, Mark[Speaker]], bool] = Rule(
    "cue that is the event", _is_event, "The violence has claimed the lives of {19} people."
)


def _in_scope(asked: _Asked) -> Speaker | None:
    """Take the nearest speaker of the sentence in whose scope a claim stands."""
    draft = asked.draft
    near: list[tuple[int, Speaker]] = []
    for mark, speaker in asked.speakers:
        scope = mark.value.scope
        if scope == _LABEL or (scope is not None and not scope[0] <= draft.start < scope[1]):
            continue
        if not (mark.start < draft.end and mark.end > draft.start):
            near.append((min(abs(mark.start - draft.end), abs(draft.start - mark.end)), speaker))
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _carried(asked: _Asked) -> Speaker | None:
    """Keep the speaker before: the sentence goes on, and no other body stands before the figure."""
    seen = asked.draft.sentence
    if asked.speakers or not continues(seen.segment.text, language=seen.segment.language):
        return None
    if seen.words.between(0, asked.draft.start).holds(seen.grammar.bodies):
        return None
    return asked.voice.carried_into(seen.segment, asked.context.country)


SPEAKERS: tuple[Rule[_Asked, Speaker], ...] = (
    Rule("speaker in the sentence", _in_scope, "Some {4,000} people fled, UNHCR said."),
    Rule(
        "speaker of the sentence before",
        _carried,
        "Some 9,000 people fled, UNHCR said. Another {4,000} people fled on Friday.",
    ),
)
"""Who says it; the first rule that names one decides."""


def _closing_label(asked: tuple[Sequence[Spoken], Segment]) -> Speaker | None:
    """Return whom a label at the end credits ("... fled. (UNHCR)")."""
    speakers, segment = asked
    last = len(segment.text.rstrip()) - _CLOSING
    return next(
        (
            speaker
            for mark, speaker in speakers
            if mark.value.scope == _LABEL or (mark.value.cue == "()" and mark.end >= last)
        ),
        None,
    )


CLOSING_LABEL: Rule[tuple[Sequence[Spoken], Segment], Speaker] = Rule(
    "closing label", _closing_label, "Some {4,000} people fled. Another 300 people fled on Friday (UNHCR)."
)
