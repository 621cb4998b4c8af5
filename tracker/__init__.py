"""Numeric claims about people on the move: read, reconciled, drawn.

The verbs (``extract``, ``reconcile``, ``publish``, ...) live in `tracker.api` and are loaded when first used,
so that importing the package costs nothing.
"""

from __future__ import annotations

import sys
import types
from importlib.metadata import PackageNotFoundError, version
from typing import Any

try:
    __version__ = version("displacement-tracker")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0+unknown"

VERBS = (
    "amounts",
    "explain",
    "extract",
    "extract_text",
    "figure",
    "load",
    "publish",
    "reconcile",
    "report",
)
__all__ = [
    "VERBS",
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


class _Package(types.ModuleType):
    """The package itself: a verb stays a verb although a room of the same name (``reconcile/``) is imported."""

    def __getattribute__(self, name: str) -> Any:
        if name in VERBS:
            from tracker import api

            return getattr(api, name)
        return super().__getattribute__(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *VERBS})


sys.modules[__name__].__class__ = _Package
