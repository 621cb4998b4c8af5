"""The days a report prints at its head: publication lines, bylines, datelines, "as of", the period covered.

Only the head is looked at, the lines above the running text and the opening of its first paragraphs: a day
further down tells when something happened.  Whoever asks is `tracker.read.publication`.

In: the lines a reader sees at the head of a report.  Out: Printed days, each with what makes it the report's.
Words: lexicon/days.toml
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tracker import lexicon
from tracker.read.days import Written, dates_in, patterns

Why = Literal["original", "published", "byline", "heading", "updated", "as_of", "period", "title", "opening"]
KINDS: tuple[Why | Literal["other"], ...] = ("original", "other", "published", "updated", "as_of", "period")
RANK: dict[Why, int] = {
    "original": 7,
    "published": 6,
    "byline": 5,
    "heading": 4,
    "updated": 3,
    "as_of": 2,
    "period": 2,
    "title": 1,
    "opening": 0,
}
ISSUED = frozenset({"original", "published", "updated"})
STRONG = RANK["heading"]
"""From here on a printed day is the day of publication itself; below, the day the figures are of."""

LONGEST_HEAD = 4000  # characters
MOST_LINES = 40
MOST_PROSE = 2  # paragraphs whose opening may hold a dateline
SHORT = 110  # a line of a masthead is no longer, its dates left out
MOST_WORDS = 16
OPENING = 30  # "As of 14 May, 5,260 people ...": the day may stand in for one that is not printed
OWNERS = 6  # words of who and where before the day of a masthead
PLACE = 90  # how much may stand before the date of a dateline
SIGNS = " \t:;,|–—-•·*#([/.…~"
MARKUP = re.compile(r"^[\s#>*_\-•·|]+|[\s*_|]+$")
PARTS = re.compile(r"[|;.(•·]")
LETTER = re.compile(r"[^\W\d_]")
SENTENCE = re.compile(r"[^\W\d_]{2,}[.!?][\"'”’)]*$")
BEHIND = re.compile(r"\s*(?:[-–—:|/]|\(|\)|\.(?=\s+[^\W\da-z_])|,?\s*$|,\s*[^.!?]{0,60}?\s[-–—]\s)")
CLOCK_BEHIND = re.compile(
    r"(?:\s*[,|@T-]?\s*(?:at\s+)?\(?\d{1,2}(?:[:.h]\d{2}){0,2}\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:\(?(?:[A-Z]{2,5}|local time|hrs|hours)\)?)?\)?)?"
)
CLOCK_BEFORE = re.compile(
    r"(?:(?:at\s+)?\d{1,2}(?:[:.h]\d{2})\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)\s*(?:\(?[A-Z]{2,5}\)?)?\s*(?:,|on|of|[-–|])?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A day at the head of a report: the date as written, why it is the report's, and its words."""

    date: Written
    why: Why
    words: str

    @property
    def rank(self) -> int:
        """How surely it is the day of publication."""
        return RANK[self.why]


@dataclass(frozen=True, slots=True)
class _Words:
    """What may stand before a date, compiled."""

    cues: tuple[tuple[Why | Literal["other"], re.Pattern[str]], ...]
    tied: frozenset[str]
    titled: frozenset[str]
    quoted: re.Pattern[str]
    article: re.Pattern[str]
    by: re.Pattern[str]
    behind: re.Pattern[str]


@cache
def _words() -> _Words:
    """Return the words, compiled at first use."""
    said = lexicon.shared("days")
    cues = tuple(
        (kind, re.compile(rf"(?:^|[^\w])(?:{lexicon.alternatives(said['cues'][kind])})\s*$", re.IGNORECASE))
        for kind in KINDS
    )
    sender, sent = (lexicon.alternatives(said["quoted"][name]) for name in ("from", "sent"))
    quoted = (
        rf"^[\s>*_=-]*(?:{lexicon.alternatives(said['quoted']['lines'])})"
        rf"|^[\s>*]*(?:{sender})\s*:.*\n(?:.*\n){{0,2}}?[\s>*]*(?:{sent})\s*:"
    )
    done = lexicon.alternatives([word for kind in sorted(ISSUED) for word in said["cues"][kind]])
    by = lexicon.alternatives(said["cues"]["by"])
    return _Words(
        cues,
        frozenset(said["before"]["tied"]),
        frozenset(said["before"]["titled"]),
        re.compile(quoted, re.IGNORECASE | re.MULTILINE),
        re.compile(
            rf"(^|[,;(|–—-]\s*)(?:{lexicon.alternatives(said['before']['articles'])})\s*$", re.IGNORECASE
        ),
        re.compile(rf"((?:^|[^\w])(?:{done}))\s+(?:{by})\s+[^.|;:]{{1,40}}?(?:\s+on)?\s*$", re.IGNORECASE),
        re.compile(rf"\s+(?:{done})(?![^\W\d_])", re.IGNORECASE),
    )


def printed_days(text: str) -> list[Printed]:
    """Return the days at the head of a text, the surest first, those of one kind in reading order."""
    found: list[Printed] = []
    prose = 0
    for number, (line, marked) in enumerate(_lines(text)):
        said = _prose(line)
        prose += said
        found += _of_line(line, prose=said, late=prose > MOST_PROSE, first=number == 0 or marked)
    return sorted(_without_chronicle(found), key=lambda one: -one.rank)


def masthead(line: str) -> list[Printed]:
    """Return the days of a line that is nothing but a byline, a publication line, a dateline or a title."""
    bare = MARKUP.sub("", line)
    if _prose(bare):
        return []
    found = _of_line(bare, prose=False, late=False, first=False)
    return [one for one in found if one.rank > RANK["as_of"]]


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of the head, markup taken off, and whether they were marked as headings.

    Of a table only title rows and "label: value" rows count.
    """
    head = text[:LONGEST_HEAD]
    if quoted := _words().quoted.search(head):
        if LETTER.search(head[: quoted.start()]):
            head = head[: quoted.start()]  # what is quoted is another's, and older
    count = 0
    for raw in head.splitlines():
        line = raw.strip()
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|") if cell.strip()]
            line = cells[0] if len(cells) == 1 else f"{cells[0]}: {cells[1]}" if len(cells) == 2 else ""
        marked = line.startswith("#")
        line = MARKUP.sub("", line)
        if not line.strip("-:| "):
            continue
        yield line, marked
        count += 1
        if count >= MOST_LINES:
            return


def _prose(line: str) -> bool:
    """Return whether a line is running text, no line of a masthead."""
    words = len(line.split())
    return (
        len(line) > SHORT + 40 or words > MOST_WORDS + 6 or (words > 8 and SENTENCE.search(line) is not None)
    )


def _of_line(line: str, *, prose: bool, late: bool, first: bool) -> Iterator[Printed]:
    """Yield the days of a line that are the report's."""
    dates = dates_in(line[:400])
    bare = _bare(line, dates)
    for date in dates:
        before, after = line[: date.start], line[date.end :]
        why = _why(date, before, after, bare=bare, prose=prose, late=late, first=first)
        if why is not None:
            yield Printed(date, why, line[date.start : date.end])


def _bare(line: str, dates: list[Written]) -> str:
    """Return a line without its dates."""
    for date in reversed(dates):
        line = f"{line[: date.start]} {line[date.end :]}"
    return line


def _why(
    date: Written, before: str, after: str, *, bare: str, prose: bool, late: bool, first: bool
) -> Why | None:
    """Return what makes a date of the head the report's day, if anything does."""
    lead = _untimed(before)
    cue = _cue(lead)
    if cue == "other":
        return None
    if cue in ISSUED:
        return cue if not prose or not _tied_in_prose(lead) else None
    if late:
        return None
    if cue is not None:
        return cue if not prose else "opening" if len(before) <= OPENING else None
    if not prose and len(bare) <= SHORT and len(bare.split()) <= MOST_WORDS:
        return _of_masthead(date, lead, after, first=first, bracketed=before.rstrip().endswith("("))
    return _of_dateline(date, lead, after)


def _untimed(before: str) -> str:
    """Return what stands before a date, without a weekday and a time of day."""
    for _ in range(2):
        before = patterns().weekday.sub("", CLOCK_BEFORE.sub("", before).rstrip())
    return _words().article.sub(r"\1", before)


def _cue(lead: str) -> Why | Literal["other"] | None:
    """Return the kind of words a date follows."""
    lead = _words().by.sub(r"\1", lead.rstrip(SIGNS.replace("#", "")))
    return next((kind for kind, words in _words().cues if words.search(lead)), None)


def _tied_in_prose(lead: str) -> bool:
    """Return whether "published" in running text tells of something else ("a study published on 3 May")."""
    return len(PARTS.split(lead)[-1].split()) > 5


def _of_masthead(date: Written, lead: str, after: str, *, first: bool, bracketed: bool) -> Why | None:
    """Return why a date in a short line of the head is the report's day."""
    last = re.split(r"[\s(\[]+", lead.strip())[-1:] or [""]
    parted = not lead.strip() or lead.rstrip()[-1:] in SIGNS
    word = last[0].strip(",;").casefold()
    rest = CLOCK_BEHIND.sub("", after, count=1)
    if not parted and last[0][:1].islower():
        titled = word in _words().titled and not rest.strip(" )].*|_")
        return "title" if titled else None
    if not parted and word in _words().tied:
        return None
    if not BEHIND.match(rest) and not _words().behind.match(rest):
        return None
    if date.spans:
        return "period"
    if first and parted is False and date.year is None:
        return None
    titled = len(lead.split()) + len(rest.split()) > OWNERS or bracketed
    return "heading" if first and titled else "byline"


def _of_dateline(date: Written, lead: str, after: str) -> Why | None:
    """Return why a date that opens running text is a dateline: "MAPUTO, Jan 16 (Newswire) - More than"."""
    if date.start > PLACE or date.spans:
        return None
    stripped = lead.rstrip()
    if stripped and stripped[-1] not in f"{SIGNS})]":  # "OSTRA (Amber News) 17/10/2024 - "
        return None
    words = stripped.strip(SIGNS).split()
    if words and (words[-1].casefold() in _words().tied or not words[0][:1].isupper()):
        return None
    rest = CLOCK_BEHIND.sub("", after, count=1)
    behind = BEHIND.match(rest)
    if behind is None and date.year is not None and len(words) <= OWNERS:
        # a line that lost its end: "Agency, 3 May 2024 Some 4,000 people ..."
        return (
            "byline" if all(not word[:1].islower() for word in words) and rest.strip()[:1].isupper() else None
        )
    if behind is None or not rest.strip():
        return None
    if not words and rest.lstrip()[:1] in {",", ":"}:
        return None if rest.lstrip()[:1] == "," else "byline"
    return "byline"


def _without_chronicle(found: list[Printed]) -> list[Printed]:
    """Leave out the days of a chronicle: many lines that open with their day each tell of that day."""
    days = {one.date.day for one in found if one.why == "byline"}
    return [one for one in found if one.why != "byline"] if len(days) > 3 else found
