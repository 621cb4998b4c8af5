"""Rules for what a person sees twenty times: "all claims of this report: country is Chad".

A rule's target is ``report:ID``, ``publisher:NAME`` or ``situation:NAME``; its quote, where it has one, says what must
have stood there before ("source=official"), in any case of letters.

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
        The claims, whose claims the rule is for, the field, and what must have stood before (anything where ``None``):
        an old value of the field, or ``column=value``.
    """
    scope, _, of = (target or "").partition(":")
    column = SCOPES.get(scope)
    if column is None or column not in frame.columns or name not in frame.columns:
        return []
    found = frame.filter(pl.col(column) == of)
    if old is not None:
        held, given, value = old.partition("=")
        where, value = (held, value) if given and held in frame.columns else (name, old)
        found = found.filter(pl.col(where).cast(pl.String).str.to_lowercase() == value.lower())
    return list(found["claim_id"].to_list())
