"""Find where words can stand on a drawing so that no two cover one another.

In: texts with the places they may take.  Out: boxes, none of which overlap; ``None`` where nothing is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NARROW, WIDE = set("ijlft.,:;'|!()[] "), set("mwMW@%")
"""Letters that take less than half, and more than, the usual room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a drawing, from its upper left to its lower right corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Whether two boxes overlap, or stand nearer than ``gap``."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def within(self, frame: Box) -> bool:
        """Whether the box lies inside another."""
        return (
            self.left >= frame.left
            and self.right <= frame.right
            and self.top >= frame.top
            and self.bottom <= frame.bottom
        )


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is: for the widest of the fonts a page may be shown in."""
    ems = sum(
        1.0 if ord(char) > 0x2E80 else 0.38 if char in NARROW else 0.95 if char in WIDE else 0.66
        for char in text
    )
    return ems * size


def lines_of(text: str, size: float, widest: float, most: int = 3) -> list[str]:
    """Break a text into lines no wider than ``widest``; what is over ``most`` lines ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        trial = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(trial, size) > widest:
            lines.append(word)
        else:
            lines[-1] = trial
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1].rstrip(',;')} …"]
    return lines


def box_of(lines: Sequence[str], size: float, x: float, y: float, anchor: str, leading: float = 1.2) -> Box:
    """Return the box of lines whose first one stands on ``y``, at ``x`` as the SVG anchor says."""
    wide = max(text_width(line, size) for line in lines)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    top = y - size * 0.95
    return Box(left=left, top=top, right=left + wide, bottom=top + size * leading * len(lines))


def first_free(
    candidates: Iterable[tuple[float, float, str]],
    lines: Sequence[str],
    size: float,
    *,
    taken: Sequence[Box],
    frame: Box,
    gap: float = 3.0,
) -> tuple[float, float, str, Box] | None:
    """Return the first place for lines that lies in the frame and meets nothing that is taken."""
    for x, y, anchor in candidates:
        box = box_of(lines, size, x, y, anchor)
        if box.within(frame) and not any(box.meets(other, gap) for other in taken):
            return x, y, anchor, box
    return None
