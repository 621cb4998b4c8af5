"""What callers give, checked once at the door: days, languages, household sizes, choices.

A wrong one raises `BadArgument`, whose message names the argument; nothing wrong is used in silence.

In: values as people write them.  Out: values the rooms below take.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from tracker.errors import BadArgument, BadConfiguration
from tracker.read.days import day, readings
from tracker.read.language import language_code

Day = dt.date | dt.datetime | str
AUDIENCES = ("public", "partners", "internal")
MISSING = "NaT"  # a missing time of pandas
HOUSEHOLD = (1.0, 30.0)


def as_day(value: Any, name: str) -> dt.date | None:
    """Return the day an argument names: a date, a datetime, a Timestamp, or text such as "2024-10-10".

    Raises
    ------
    BadArgument
        It names no day, or may name two.
    """
    if value is None:
        return None
    if isinstance(value, dt.date) and str(value) != MISSING:
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
