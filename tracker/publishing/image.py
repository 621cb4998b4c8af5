"""Write a figure as PNG or SVG, through the optional image extra.

In: a plotly Figure.  Out: a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from tracker.errors import MissingExtra
from tracker.store.folder import write_whole


def image(
    figure: Any,
    path: Path | str,
    format: Literal["png", "svg"] = "png",
    *,
    width: int = 1100,
    height: int = 620,
) -> Path:
    """Draw a figure into a file.

    Raises
    ------
    MissingExtra
        The image extra, or the browser it draws with, is not installed.
    UnwritableOutput
        The file cannot be written.
    """
    try:
        import kaleido  # noqa: F401
    except ImportError as fault:
        raise MissingExtra(
            f"{format.upper()} needs the package kaleido, which is not installed",
            fix="pip install 'displacement-tracker[image]', or use --format html",
        ) from fault
    try:
        drawn = figure.to_image(format=format, width=width, height=height, scale=2 if format == "png" else 1)
    except (RuntimeError, ValueError, OSError) as fault:
        first = (str(fault).strip().splitlines() or [type(fault).__name__])[0]
        raise MissingExtra(
            f"{format.upper()} could not be drawn: {first}",
            fix="install Chromium or Chrome (Debian: apt install chromium), set BROWSER_PATH to it if it is "
            "not found, or use --format html",
        ) from fault
    path = Path(path)
    write_whole(path, drawn)
    return path
