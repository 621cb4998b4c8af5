"""Rules are named, and can be switched off by name: the one place that does it.

In: a table of rules and the names that are off.  Out: the rules that are on, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Named(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str:
        """Its name."""
        ...


class Exampled(Named, Protocol):
    """A rule with a sentence it decides; the number stands in braces."""

    @property
    def example(self) -> str:
        """The sentence."""
        ...


AnyRule = TypeVar("AnyRule", bound=Named)


def active(rules: Sequence[AnyRule], without: frozenset[str]) -> Sequence[AnyRule]:
    """Return the rules of a table that are on; ``without`` holds the names of those that are off."""
    return [rule for rule in rules if rule.name not in without] if without else rules
