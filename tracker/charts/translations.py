"""Say things in the language of the page: the one catalogue of strings, numbers and days.

Every text a chart or a page shows comes from ``strings/<language>.toml``; a new language adds a file.

In: a key and what fills it.  Out: text.
Words: strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from tracker.errors import BadConfiguration


class Words:
    """The strings of one language; call it with a key and the values that fill its gaps."""

    def __init__(self, strings: Mapping[str, str], months: tuple[str, ...], direction: str, language: str):
        self.strings = dict(strings)
        self.months = months
        self.direction = direction
        self.language = language

    def __call__(self, key: str, /, **fill: object) -> str:
        """Return the string under ``key`` with its gaps filled."""
        text = self.strings[key]
        return text.format(**fill) if fill else text

    def get(self, key: str, default: str | None = None) -> str | None:
        """Return the string under ``key``, or ``default`` when the catalogue lacks it."""
        return self.strings.get(key, default)

    def count(self, key: str, n: float, **fill: object) -> str:
        """Return "1 source" or "3 sources": the form under ``key`` that fits ``n``."""
        form = "one" if n == 1 else "other"
        return self(f"{key}.{form}", n=self.number(n), **fill)

    def number(self, value: float | None) -> str:
        """Return a number with grouped digits; a missing one as the catalogue's dash."""
        if value is None:
            return self("sign.none")
        if not math.isfinite(value):
            return self("sign.none")
        text = f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.2f}"
        return text.replace(",", self("sign.group"))

    def day(self, day: dt.date | None, *, short: bool = False) -> str:
        """Return "8 March 2019" (short: "8 Mar 2019"); a missing day as the catalogue's dash."""
        if day is None:
            return self("sign.none")
        month = self.months[day.month - 1]
        return f"{day.day} {month[:3] if short else month} {day.year}"

    def name(self, family: str, value: str | None) -> str:
        """Return how a coded value is called ("at_least" -> "at least"); unknown codes as they are."""
        if value is None:
            return ""
        return self.strings.get(f"{family}.{value}", value.replace("_", " "))


def _flat(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        where = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _flat(value, where)
        else:
            yield where, str(value)


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue of a language.

    Raises
    ------
    BadConfiguration
        There is no catalogue for it.
    """
    folder = resources.files("tracker.charts") / "strings"
    file = folder / f"{language}.toml"
    if not file.is_file():
        have = ", ".join(sorted(path.name[:-5] for path in folder.iterdir() if path.name.endswith(".toml")))
        raise BadConfiguration(f"no strings for language {language!r}", fix=f"use one of: {have}")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    about = table.pop("about")
    return Words(dict(_flat(table)), tuple(about["months"]), about["direction"], language)
