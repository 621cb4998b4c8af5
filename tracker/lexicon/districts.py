"""The hand-written districts: which lines bear a name, and what a line says.

They are many and few are asked for, so that they stay lines of text behind an index of their names.

In: a table of name, other spellings, province, ISO3.  Out: the numbers of lines, and their fields.
Words: places/districts.csv
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tracker.lexicon.folding import FOLDED_COUNTRIES, fold, plain

__all__ = ["DistrictLine", "DistrictLines"]


class DistrictLine(NamedTuple):
    """A district as its line has it: the first name is its own."""

    names: tuple[str, ...]
    province: str
    iso3: str


class DistrictLines:
    """The lines of one table.

    Parameters
    ----------
    path
        Of the table.
    """

    def __init__(self, path: Path) -> None:
        lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        self._lines = lines[1:]
        self._numbers = self._by_name(plain)
        self._folded: dict[str, list[int]] | None = None

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: int) -> DistrictLine:
        name, aliases, province, iso3 = self._lines[number].split(",")
        return DistrictLine((name, *aliases.split("|")) if aliases else (name,), province, iso3)

    def named(self, key: str) -> Sequence[int]:
        """Return the numbers of the lines with a name of that key: plain, or folded behind a "~"."""
        if not key.startswith("~"):
            return self._numbers.get(key, ())
        if self._folded is None:
            self._folded = self._by_name(lambda name: "~" + fold(name))
        return [n for n in self._folded.get(key, ()) if self[n].iso3 in FOLDED_COUNTRIES]

    def _by_name(self, keyed: Callable[[str], str]) -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            name, aliases, _ = line.split(",", 2)
            for spelt in (name, *aliases.split("|")) if aliases else (name,):
                numbers.setdefault(keyed(spelt), []).append(number)
        return numbers
