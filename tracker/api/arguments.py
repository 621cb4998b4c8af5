"""What callers give, checked once at the door: days, languages, household sizes, choices.

A wrong one raises `BadArgument`, whose message names the argument; nothing wrong is used in silence.

In: values as people write them.  Out: values the rooms below take.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from tracker import tables
from tracker.errors import BadArgument, BadConfiguration
from tracker.read.days import day, readings
from tracker.read.hxl import parse_tag
from tracker.read.language import language_code
from tracker.vocabulary import Situation

Day = dt.date | dt.datetime | str
AUDIENCES = ("public", "partners", "internal")
MISSING = "NaT"  # a missing time of pandas
HOUSEHOLD = (1.0, 30.0)
FIRST_YEAR = 1900  # of reports
Kind = TypeVar("Kind")


def as_day(value: Any, name: str) -> dt.date | None:
    """Return the day an argument names: a date, a datetime, a Timestamp, or text such as "2024-10-10".

    Raises
    ------
    BadArgument
        It names no day, or may name two.
    """
    if value is None:
        return None
    if isinstance(value, dt.date) and str(value) != MISSING and value.year >= FIRST_YEAR:
        return value.date() if isinstance(value, dt.datetime) else value
    text = str(value).strip()
    found = day(text) if isinstance(value, str) or type(value).__module__ == "numpy" else None
    if found is not None:
        return found
    both = readings(text) if isinstance(value, str) else []
    why = f"may be {both[0]} or {both[1]}" if both else "is no day"
    raise BadArgument(f"{name}={value!r} {why}", fix='give a date, or text such as "2024-10-10"')


def as_language(value: Any, name: str = "language") -> str | None:
    """Return the code of the language an argument names: "en", "EN", "en-GB", "English".

    Raises
    ------
    BadArgument
        It is not known.
    """
    if value is None:
        return None
    try:
        return language_code(value)
    except BadConfiguration as fault:
        raise BadArgument(f"{name}={value!r} is no language known here", fix=fault.fix) from fault


def as_number(value: Any, name: str, low: float, high: float = math.inf) -> float | None:
    """Return a number within its range.

    Raises
    ------
    BadArgument
        It is no number, or out of range.
    """
    if value is None:
        return None
    number = not isinstance(value, (str, bytes, bool)) and hasattr(value, "__float__")
    if number and low <= float(value) <= high:  # a number that is none compares false
        return float(value)
    most = f" and at most {high:g}" if math.isfinite(high) else ""
    raise BadArgument(f"{name}={value!r} is out of range", fix=f"give a number of at least {low:g}{most}")


def as_household_size(value: Any, name: str = "household_size") -> Mapping[str, float] | float | None:
    """Return persons per household, one figure or by situation or country.

    Raises
    ------
    BadArgument
        A figure is no number from 1 to 30.
    """
    if isinstance(value, Mapping):
        return {
            str(key): size
            for key, one in value.items()
            if (size := as_number(one, f"{name}[{key!r}]", *HOUSEHOLD)) is not None
        }
    return as_number(value, name, *HOUSEHOLD)


def as_choice(value: Any, name: str, choices: tuple[str, ...]) -> str:
    """Return one of the words an argument may be.

    Raises
    ------
    BadArgument
        It is another.
    """
    if value in choices:
        return str(value)
    raise BadArgument(f"{name}={value!r} is not known", fix=f"use one of: {', '.join(choices)}")


def as_words(value: Any, name: str) -> str | None:
    """Return a text, or nothing.

    Raises
    ------
    BadArgument
        It is something else.
    """
    if value is None or isinstance(value, str):
        return value
    raise BadArgument(f"{name}={value!r} is no text", fix=f"give {name} as text")


def as_path(value: Any, name: str) -> Path:
    """Return a path.

    Raises
    ------
    BadArgument
        It is none, or empty.
    """
    if isinstance(value, Path) or (isinstance(value, str) and value.strip()):
        return Path(value)
    raise BadArgument(f"{name}={value!r} is no path", fix="name a file or a folder")


def as_flag(value: Any, name: str) -> bool:
    """Return a truth value.

    Raises
    ------
    BadArgument
        It is none.
    """
    if isinstance(value, bool):
        return value
    raise BadArgument(f"{name}={value!r} is neither True nor False", fix="give True or False")


def as_frame(value: Any, name: str) -> pl.DataFrame:
    """Return a frame of polars, also from one of pandas.

    Raises
    ------
    BadArgument
        It is no frame.
    """
    if isinstance(value, pl.DataFrame):
        return value
    if type(value).__module__.partition(".")[0] == "pandas" and hasattr(value, "columns"):
        return tables.polars_of(value)
    raise BadArgument(f"{name} is {_a(value)}, no table", fix="give a frame of polars or pandas")


def as_kind(value: Any, name: str, kind: type[Kind]) -> Kind:
    """Return a value of one of our own kinds, such as a Reconciliation.

    Raises
    ------
    BadArgument
        It is of another.
    """
    if isinstance(value, kind):
        return value
    raise BadArgument(f"{name} is {_a(value)}, no {kind.__name__}", fix=f"give a {kind.__name__}")


def as_columns(value: Any, name: str = "columns") -> Mapping[str, str] | None:
    """Return what the columns of tables mean: heading to HXL tag.

    Raises
    ------
    BadArgument
        It is no mapping, or a tag is none.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise BadArgument(f"{name}={value!r} is no mapping", fix='give {"Displaced": "#affected+idps"}')
    for heading, tag in value.items():
        if not isinstance(heading, str) or not isinstance(tag, str) or parse_tag(tag) is None:
            raise BadArgument(
                f"{name}[{heading!r}]={tag!r} is no HXL tag",
                fix="write it like #affected+idps, #adm1+name or #date+reported",
            )
    return dict(value)


def _a(value: Any) -> str:
    """Return what a value is, in words."""
    return "None" if value is None else f"a {type(value).__name__}"


def as_situations(value: Any, name: str = "situations") -> tuple[Situation, ...]:
    """Return situations, none where none are given.

    Raises
    ------
    BadArgument
        One of them is none.
    """
    if value is None:
        return ()
    if not isinstance(value, Iterable) or isinstance(value, Mapping):
        raise BadArgument(
            f"{name} is {_a(value)}, no situations", fix="give Situations, or the path of a situations.toml"
        )
    return tuple(as_kind(one, name, Situation) for one in value)
