"""The pinned figures: they go up (or, for errors, down), never back.

In: ``floors.toml``.  Out: which figures undercut their floor.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).parent / "floors.toml"
ABOUT = """\
# What was reached.  A test fails when a figure falls below its floor (an error: rises above it).
# `python -m tests.eval --raise-floors` writes better figures in; it never lowers one.  Lowering a floor is a
# deliberate act: edit this file by hand and say why in CHANGELOG.md.
"""


def load(path: Path = FILE) -> dict[str, float]:
    """Return every pinned figure by name."""
    return {
        name: float(value)
        for name, value in tomllib.loads(path.read_text(encoding="utf-8"))["floors"].items()
    }


def is_error(name: str) -> bool:
    """Say whether lower is better for this figure."""
    return name.endswith((".error", ".near_miss_claims"))


def undercut(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """Return a sentence for every figure that is worse than its floor; figures not measured are left out."""
    return [
        f"{name} is {figures[name]:.4f}, its floor {floor:.4f}"
        for name, floor in sorted(floors.items())
        if name in figures and (figures[name] > floor if is_error(name) else figures[name] < floor)
    ]


def raised(figures: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """Return the floors with every better figure written in, rounded away from it to three places."""
    made = dict(floors)
    for name, figure in figures.items():
        if is_error(name):
            made[name] = min(made.get(name, math.inf), math.ceil(figure * 1000) / 1000)
        else:
            made[name] = max(made.get(name, 0.0), math.floor(figure * 1000) / 1000)
    return made


def write(floors: Mapping[str, float], path: Path = FILE) -> None:
    """Write the floors down, by name."""
    lines = [f'"{name}" = {value}' for name, value in sorted(floors.items())]
    path.write_text(ABOUT + "\n[floors]\n" + "\n".join(lines) + "\n", encoding="utf-8")
