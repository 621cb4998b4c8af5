"""The title of a report: what a file says it is, when that is no program's default, else its first line.

In: the words of a file, or what its properties say.  Out: a title, or nothing.
"""

from __future__ import annotations

import re

from tracker.read.decode import newlines
from tracker.read.printed import ISSUED, masthead

JUNK = re.compile(
    r"^(?:microsoft (?:word|powerpoint)|word document|powerpoint presentation|untitled|document\d*$"
    r"|presentation\d*$|\(?anonymous\)?|\(?unspecified\)?|about:|https?://|file:|title$)"
    r"|\.(?:docx?|indd|pdf|pptx?|odt|rtf)$",
    re.IGNORECASE,
)
SHORTEST, LONGEST = 6, 160
MOST_BARE = 2  # words beside the day of a first line that is a title
MARKS = re.compile(r"^[#>*_\s]+|[*_\s#]+$")
LISTED = re.compile(r"^(?:[-•|]|\d+[.)]\s)")
ENDS = re.compile(r"[.!?;:,]$")
PASSED_ON = re.compile(r"^(?:\s*(?:re|fwd?|tr|rv|aw|wg)\s*:\s*)+", re.IGNORECASE)


def told(title: str | None) -> str | None:
    """Return the title a file's properties hold, unless a program wrote it there."""
    cleaned = newlines(title or "").strip()
    return cleaned if len(cleaned) >= SHORTEST and not JUNK.search(cleaned) else None


def subject(line: str | None) -> str | None:
    """Return the subject of a mail without the marks of passing it on."""
    cleaned = " ".join(newlines(line or "").split())
    return PASSED_ON.sub("", cleaned) or cleaned or None


def first_line(text: str) -> str | None:
    """Return the line a text opens with, when it is a title: short, no sentence, apart from what follows."""
    lines = [line.strip() for line in text[: 4 * LONGEST].lstrip().split("\n", 3)]
    line = MARKS.sub("", lines[0])
    after = lines[1] if len(lines) > 1 else ""
    if not SHORTEST <= len(line) <= LONGEST or LISTED.match(lines[0]) or ENDS.search(line):
        return None
    dated = bool(masthead(after))
    apart = not after or dated
    return line if len(lines) > 1 and apart and not _only_a_day(line, dated=dated) else None


def _only_a_day(line: str, *, dated: bool) -> bool:
    """Return whether a line is a byline or a date, no title; over a dated line a name with its day is one."""
    days = masthead(line)
    if not days or days[0].why not in ISSUED | {"byline"}:
        return False
    rest = line.replace(days[0].words, "").split()
    return days[0].why != "byline" or not dated or len(rest) < MOST_BARE
