"""Numeric claims about people on the move: read, reconciled, drawn.

The verbs (``extract``, ``reconcile``, ``publish``, ...) live in `tracker.api` and are loaded when first used,
so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.api import amounts, explain, extract, extract_text, figure, load, publish, reconcile, report

try:
    __version__ = version("displacement-tracker")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0+unknown"

__all__ = [
    "__version__",
    "amounts",
    "explain",
    "extract",
    "extract_text",
    "figure",
    "load",
    "publish",
    "reconcile",
    "report",
]


def __getattr__(name: str) -> Any:
    """Load a verb when it is first asked for."""
    if name in __all__:
        from tracker import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
