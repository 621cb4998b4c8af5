"""A small crisis nobody knows: reports in two states, and texts to hold against them."""

from __future__ import annotations

from pathlib import Path

FIRST = {
    "2031-03-03.md": "As of 2 March 2031, 4,120 people were sheltering in Linden Camp, the Relief Desk said.",
    "2031-03-10.md": "As of 9 March 2031, 6,350 people were sheltering in Linden Camp, the Relief Desk said. "
    "They are 1,270 families.",
    "2031-03-11.md": "Since 1 March 2031, 9,480 people have fled from Kestrel Valley, the Kestrel Observatory said "
    "on 11 March 2031.",
}
SECOND = {
    **FIRST,
    "2031-03-25.md": "As of 24 March 2031, 8,910 people were sheltering in Linden Camp, the Relief Desk said.",
}


def write(reports: dict[str, str], folder: Path) -> Path:
    """Write reports into a folder below one of their situation."""
    inside = folder / "kestrel"
    inside.mkdir(parents=True)
    for name, text in reports.items():
        (inside / name).write_text(f"# Report\n\n{text}\n")
    return folder
