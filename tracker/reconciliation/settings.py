"""The constants of the method, in one place, each with what it means.

They were chosen on made-up worlds (``tests/eval/reconcile_worlds.py``) and by judgement; ``docs/method.md`` gives
the figures, and the one choice that a real crisis decided (``residual_cap``).

In: nothing.  Out: Settings.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the method behaves; one object for a whole run, part of the input hash."""

    # what a wording allows
    exact_half: float = 0.02
    about_half: float = 0.05
    open_side: float = 0.15

    # linking
    since_tolerance: int = 3
    link_at: float = 3.0
    link_margin: float = 2.0
    situation_gap: int = 90

    # one observation or several
    same_day: int = 1
    stale_days: int = 7
    copied_digits: int = 4
    alike: float = 0.8

    # sources
    lag_sightings: int = 4
    lag_agreement: float = 0.7
    scatter: float = 0.02
    scatter_weight: float = 4.0
    contested_days: int = 3
    residual_cap: float = 0.05

    # the fit
    freedom: float = 4.0
    damping: float = 0.8
    smooth: float = 3.0
    implicature: float = 0.3
    conserve: float = 0.03
    sibling: float = 0.01
    other_first: float = 0.001
    lone: float = 0.01
    rounds: int = 16

    # differences
    contradiction: float = 3.0
    rebase_fall: float = 0.95
    provisional_days: int = 14
    late_days: int = 7

    # intervals
    quantile: float = 2.0
    carry_days: int = 90
    half_life: float = 14.0
    conflict_back: int = 3
    conflict_ahead: int = 30
    over_count: float = 0.25


DEFAULT = Settings()
COVERAGE = {"nowcast": 0.82, "past days": 0.90}
"""Share of made-up truths the band held, in worlds no constant was chosen on."""
VERSION = "1"
