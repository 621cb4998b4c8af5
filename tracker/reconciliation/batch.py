"""Rules for what a person sees twenty times: "all claims of this report: country is Chad".

A rule's target is ``report:ID``, ``publisher:NAME`` or ``situation:NAME``; its quote, where it has one, is the old
value that it changes ("official"), in any case of letters.

In: claims and a rule.  Out: the claims it touches.
"""

from __future__ import annotations

import polars as pl

SCOPES = {"report": "report_id", "publisher": "publisher", "situation": "situation"}


def touched(frame: pl.DataFrame, target: str | None, name: str | None, old: str | None) -> list[str]:
    """Return the claims that a rule changes.

    Parameters
    ----------
    frame, target, name, old
        The claims, whose claims the rule is for, the field, and the old value it holds for (any where ``None``).
    """
    scope, _, of = (target or "").partition(":")
    column = SCOPES.get(scope)
    if column is None or column not in frame.columns or name not in frame.columns:
        return []
    found = frame.filter(pl.col(column) == of)
    if old is not None:
        found = found.filter(pl.col(name).cast(pl.String).str.to_lowercase() == old.lower())
    return list(found["claim_id"].to_list())
