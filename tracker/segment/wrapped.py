"""Tell a text whose lines are broken at a width from one that has a line for each thing it says.

Where lines are broken at a width, a line that happens to end with a full stop goes on in the next like any other.

In: a text.  Out: the width, if there is one.
"""

from __future__ import annotations

import itertools
import re

# from the start of a line or a bar on, and never giving back: a long line is looked at once
_LINES = re.compile(r"(?:(?<![^\n])|(?=[|\t]))[^\n]++(?:\n[^\n|\t]++)+")
_GOES_ON = re.compile(r"\n(?<=[^\n]\n)[^\n|\t]")  # a line right below another; finding none is cheap
_STOPPED = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_NARROWEST, _WIDEST = 50, 180  # characters of a line that is broken at a width
_PAIRS = 3  # lines that go on, at least
_FULL = 0.8  # of the width that a full line and the next word take
_MOST = 0.85  # of the lines that must be full
_STOPS = 0.4  # of the lines that may end with a sentence


def width(text: str) -> int:
    """Return the width at which the lines of a text are broken; 0 where they are not."""
    if not _GOES_ON.search(text):
        return 0
    pairs: list[tuple[int, int, bool]] = []
    for run in _LINES.finditer(text):
        lines = run.group().split("\n")
        for line, following in itertools.pairwise(lines):
            first = following.split(None, 1)[:1]
            pairs.append((len(line.rstrip()), len(first[0]) if first else 0, bool(_STOPPED.search(line))))
    if len(pairs) < _PAIRS:
        return 0
    widest = max(length for length, _, _ in pairs)
    if not _NARROWEST <= widest <= _WIDEST or sum(stopped for _, _, stopped in pairs) > _STOPS * len(pairs):
        return 0
    whole = sum(length + 1 + word > _FULL * widest for length, word, _ in pairs)
    return widest if whole >= _MOST * len(pairs) else 0


def is_full(line: str, following: str, broken_at: int) -> bool:
    """Tell a line that was broken because the next word did not fit."""
    first = following.split(None, 1)[:1]
    return bool(first) and len(line.rstrip()) + 1 + len(first[0]) > _FULL * broken_at
