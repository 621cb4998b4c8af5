"""Make the tables fit to be seen: typed, for one audience, without small counts, private persons by role.

In: a Reconciliation, options.  Out: Tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tracker import tables as schemas
from tracker.charts.translations import Words
from tracker.publishing import privacy
from tracker.publishing.context import PublishOptions
from tracker.publishing.small_counts import suppress
from tracker.reconciliation.beside import known_by
from tracker.store.place_table import places_of

if TYPE_CHECKING:
    from tracker.reconciliation import Reconciliation


def prepared(reconciliation: Reconciliation, options: PublishOptions, say: Words) -> privacy.Tables:
    """Return the tables as the audience may see them."""
    used = (
        schemas.empty("reports") if options.reports is None else schemas.conform("reports", options.reports)
    )
    if "text" in used.columns:
        used = used.drop("text")
    if "path" in used.columns:
        used = used.with_columns(pl.col("path").str.split("/").list.last())
    claims = schemas.conform("claims", reconciliation.claims)
    everywhere = schemas.conform("places", places_of(claims) if options.places is None else options.places)
    named = pl.concat([claims["origin_id"], claims["destination_id"]]).drop_nulls().unique()
    keys = [
        *reconciliation.series["origin_id"].drop_nulls(),
        *reconciliation.series["destination_id"].drop_nulls(),
    ]
    whole = privacy.Tables(
        reports=used,
        claims=claims,
        series=reconciliation.series,
        estimates=reconciliation.estimates,
        assignments=reconciliation.assignments,
        conflicts=reconciliation.conflicts,
        decisions=reconciliation.decisions,
        places=everywhere.filter(pl.col("place_id").is_in([*named.to_list(), *keys])),
        official=_official(reconciliation, options.official),
    )
    fit = suppress(privacy.for_audience(whole, options.audience), options.suppress_below)
    return fit if options.names == "keep" else privacy.by_role(fit, say("claim.unnamed_person"))


def _official(reconciliation: Reconciliation, official: pl.DataFrame | None) -> pl.DataFrame:
    """Return the official figures as known on the reconciliation's day."""
    if official is None:
        return schemas.empty("claims")
    return known_by(schemas.conform("claims", official, keep_unknown=False), reconciliation.as_known_on)
