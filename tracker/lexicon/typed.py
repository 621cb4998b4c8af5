"""A table of a lexicon file as a typed value: one field a list, so that none is unused and none is missing.

In: a dataclass and a TOML table.  Out: the dataclass, filled.  ``tests/lexicon/test_typed.py`` walks all.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from tracker.errors import BadConfiguration

Table = TypeVar("Table")


def typed(kind: type[Table], table: Mapping[str, Any], where: str) -> Table:
    """Return a TOML table as a dataclass whose fields are its lists.

    Parameters
    ----------
    kind
        A dataclass.  Its fields are ``frozenset[str]`` or ``tuple[str, ...]`` for lists of words, ``dict`` for
        words that carry a value, numbers and strings, ``tuple`` of dataclasses for arrays of tables, or a
        dataclass for a table below.  A field with a default may be absent from the file.
    table
        As ``tracker.lexicon.load`` returns it; ``about`` is left out.
    where
        What to call the table in an error: ``"en/times"``.

    Raises
    ------
    BadConfiguration
        A list that the code knows is missing, or the file holds a list that the code does not know.
    """
    fields = {one.name: one for one in dataclasses.fields(cast("Any", kind))}
    given = {_name(key): value for key, value in table.items() if key != "about"}
    extra, needed = given.keys() - fields.keys(), fields.keys() - given.keys()
    needed = {name for name in needed if not _has_default(fields[name])}
    if extra:
        raise BadConfiguration(
            f"{where}: nothing reads {', '.join(sorted(extra))}", fix="take the list out or correct its name"
        )
    if needed:
        raise BadConfiguration(
            f"{where} lacks {', '.join(sorted(needed))}", fix="add the list, even an empty one"
        )
    hints = _hints(cast("Any", kind))
    return kind(**{name: _value(hints[name], value, f"{where} [{name}]") for name, value in given.items()})


def _name(key: str) -> str:
    """Return the field of a key: words that Python keeps for itself take a low line ("from_", "not_")."""
    import keyword

    return f"{key}_" if keyword.iskeyword(key) else key


def _has_default(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, value: Any, where: str) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _value(next(one for one in inner if one is not type(None)), value, where)
    if dataclasses.is_dataclass(hint) and isinstance(value, dict):
        return typed(cast("type[Any]", hint), value, where)
    if origin is frozenset and isinstance(value, list):
        return frozenset(_value(inner[0], one, where) for one in value)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(inner[0], one, where) for one in value)
    if origin is dict and isinstance(value, dict):
        return {
            key if inner[0] is str else _value(inner[0], key, where): _value(inner[1], one, where)
            for key, one in value.items()
        }
    if origin is Literal and value in inner:
        return value
    if hint is float and isinstance(value, int | float):
        return float(value)
    if isinstance(hint, type) and isinstance(value, hint):
        return value
    raise BadConfiguration(f"{where}: {value!r} is not what stands there", fix=f"give {hint}")
