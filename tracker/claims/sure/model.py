"""How sure a claim is, from its evidence: a logistic regression for each thing that may be wrong, calibrated.

The weights are data (``weights.json``), fitted by ``make calibrate`` on annotated reports and stored with the day and
the number of claims they rest on.  A name without a weight counts for nothing.

In: Evidence.  Out: Sureness of a claim; for a number that was not taken, how likely it is one after all.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracker.claims.sure.doubts import ANY, Field, why
from tracker.claims.sure.evidence import Evidence

FILE = Path(__file__).with_name("weights.json")
FIELDS = ANY
CLAIM = 3
"""The first of them make the claim: it is right where all of them are."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure a claim is, the field most likely wrong, and why."""

    confidence: float
    field: str
    why: str

    @property
    def doubt(self) -> str:
        """The doubt in words."""
        return f"{self.field}: {self.why}"


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of each name, one for each of ``heads``, and how often each errs.

    ``scale`` holds slope and level of the line that calibrates each head; ``whole`` those of the claim as a whole.
    """

    heads: Sequence[Field]
    weights: Mapping[str, Sequence[float]]
    scale: Sequence[Sequence[float]]
    errs: Sequence[float]
    whole: Sequence[float] = (1.0, 0.0)
    made: str = ""
    claims: int = 0
    reports: int = 0

    def scores(self, found: Evidence) -> list[float]:
        """Return the log-odds of each head that a reading is right, not yet calibrated."""
        rows: list[Sequence[float]] = []
        for name, value in found.items():
            weights = self.weights.get(name)
            if weights is not None:  # nearly all that is known of a claim is yes or no
                rows.append(weights if value == 1.0 else [weight * value for weight in weights])
        return [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * len(self.heads)


@dataclass(frozen=True, slots=True)
class Models:
    """The packaged models: of claims, and of numbers that were not taken."""

    claims: Model
    unread: Model


@cache
def models() -> Models:
    """Return the packaged models."""
    held = json.loads(FILE.read_text(encoding="utf-8"))
    return Models(**{name: Model(**table) for name, table in held.items()})


def chance(score: float, line: Sequence[float] = (1.0, 0.0)) -> float:
    """Return the probability of a log-odds, by the slope and level of a line that calibrates it."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, line[0] * score + line[1]))))


def together(scores: Sequence[float]) -> float:
    """Return the log-odds that all of several things are right."""
    logs = -sum(math.log1p(math.exp(-max(-30.0, min(30.0, score)))) for score in scores)
    return logs - math.log(max(-math.expm1(logs), 1e-12))


def sureness(found: Evidence, model: Model | None = None) -> Sureness:
    """Return how sure a claim is.

    Parameters
    ----------
    found
        Its evidence.
    model
        Another model than the packaged one.
    """
    model = model or models().claims
    scores = model.scores(found)
    # some fields err far more often than others everywhere: the one that stands out from its kind is named
    worst, most = 0, 0.0
    for head, (score, line) in enumerate(zip(scores, model.scale, strict=True)):
        odds = (1.0 - chance(score, line)) / model.errs[head]
        if odds > most:
            worst, most = head, odds
    field = model.heads[worst]
    said = why(found, field, lambda name: held[worst] if (held := model.weights.get(name)) else 0.0)
    return Sureness(round(chance(together(scores[:CLAIM]), model.whole), 3), field, said)


def likely(found: Evidence) -> float:
    """Return how likely a number that was not taken is a claim after all."""
    model = models().unread
    return round(chance(model.scores(found)[0], model.scale[0]), 3)
