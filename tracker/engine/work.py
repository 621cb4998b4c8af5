"""What is to be done, by name, and doing it in this process.

In: the name of a function and what it is given beside the item.  Out: its results; Lost for an item it broke on.
"""

from __future__ import annotations

import pkgutil
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A function that any process can find.

    Attributes
    ----------
    name
        "package.module:function", called with an item.
    given
        What it is called with beside the item.
    warm
        The name of a function without arguments, called once in a process before the first item.
    """

    name: str
    given: Mapping[str, Any] = field(default_factory=dict)
    warm: str | None = None

    def function(self) -> Callable[[Any], Any]:
        """Return the function itself."""
        return partial(pkgutil.resolve_name(self.name), **self.given)

    def get_ready(self) -> None:
        """Do once what every item would else wait for."""
        if self.warm is not None:
            pkgutil.resolve_name(self.warm)()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An item without a result, why, and what to do about it."""

    item: Any
    fault: str
    fix: str


def here(work: Work, items: Iterable[Any]) -> Iterator[Any]:
    """Yield the result of each item, in this process; an item on which the function breaks is Lost."""
    function = work.function()
    for item in items:
        try:
            done = attempt(function, item)
        except MemoryError:
            done = Lost(item=item, fault="it took more memory than there is", fix="split the text")
        yield done


def attempt(function: Callable[[Any], Any], item: Any) -> Any:
    """Return what the function makes of an item, or Lost where it breaks on it.

    Raises
    ------
    MemoryError
        It took more than there is.
    """
    try:
        return function(item)
    except MemoryError:
        raise
    except Exception as fault:
        return Lost(item=item, fault=f"the reader broke on it: {_told(fault)}", fix=REPORT)


REPORT = "report it, with the text, as a fault of the reader (SECURITY.md says where); the others were read"


def _told(fault: Exception) -> str:
    """Return an error with the place it comes from."""
    steps = traceback.extract_tb(fault.__traceback__)
    where = f" in {Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else ""
    said = str(fault)
    return f"{type(fault).__name__}{where}" + (f": {said[:200]}" if said else "")
