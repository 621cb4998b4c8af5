"""Prepare claims for settling: types, the day each speaks of, the range of its wording, what is out of scope.

In: a frame of claims (any columns beside the needed ones).  Out: the same rows, once each, in a fixed order,
with working columns whose names start with an underscore.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from tracker import tables
from tracker.errors import MissingColumn
from tracker.reconciliation import place_keys, shares, sources
from tracker.reconciliation.settings import Settings


def tidy(claims: pl.DataFrame) -> pl.DataFrame:
    """Return claims typed as the claims table says, one row an id, sorted by day of print and id.

    Raises
    ------
    MissingColumn
        A needed column is absent; the message names it.
    """
    tables.require(claims, tables.RECONCILE_NEEDS, what="the claims table")
    if "source" not in claims.columns and "publisher" not in claims.columns:
        raise MissingColumn(
            "the claims table lacks source and publisher", fix="add who says each figure, or who printed it"
        )
    frame = tables.conform("claims", claims)
    if "series_id" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias("series_id"))
    frame = frame.with_columns(
        pl.when(pl.col("series_id").cast(pl.String).str.strip_chars() != "")
        .then(pl.col("series_id").cast(pl.String))
        .alias("series_id")
    )
    # a repeated id is the same claim; rows are ordered by content so that input order never matters
    order = ["published", "claim_id", "value", "qualifier", "source", "publisher", "as_of", "series_id"]
    frame = frame.sort(order, nulls_last=True, maintain_order=True)
    return frame.unique("claim_id", keep="first", maintain_order=True)


def known_by(frame: pl.DataFrame, day: dt.date | None) -> pl.DataFrame:
    """Return what was published by ``day``; a claim without a day of print cannot be shown to be known."""
    return frame if day is None else frame.filter(pl.col("published") <= day)


def _rejected(rejected: Mapping[str, str], otherwise: pl.Expr) -> pl.Expr:
    """Return the reason of a person's rejection, else the other expression."""
    if not rejected:
        return otherwise
    return pl.coalesce(
        pl.col("claim_id").replace_strict(dict(rejected), default=None, return_dtype=pl.String), otherwise
    )


def out_of_scope() -> pl.Expr:
    """Return the reason a claim is out of scope, null for those that are in.

    Who accepts a claim lets it count, but gives it no value, day or base that it lacks.
    """
    part = pl.col("part_of").list.first().is_not_null() & ~pl.col("is_total").fill_null(False)
    alike = pl.col("group").is_null() & pl.col("sex").is_null() & pl.col("age_group").is_null()
    return (
        pl.when(pl.col("hypothetical").fill_null(False) & ~pl.col("_accepted"))
        .then(pl.lit("hypothetical: feared, planned or forecast, not counted"))
        .when(pl.col("value").is_null() | pl.col("value").is_nan() | (pl.col("value") < 0))
        .then(pl.lit("no usable value"))
        .when(pl.col("published").is_null() & pl.col("as_of").is_null() & pl.col("period_end").is_null())
        .then(pl.lit("no day: neither the words nor the report give one"))
        .when((pl.col("unit") == "share") & pl.col("persons").is_null())
        .then(pl.lit(shares.NO_BASE))
        .when(part & alike & pl.col("_inside").fill_null(False) & ~pl.col("_accepted"))
        .then(pl.format("a part of {}, counted there already", pl.col("part_of").list.first()))
        .otherwise(None)
    )


def mark_parts(frame: pl.DataFrame) -> pl.DataFrame:
    """Say of each part whether it lies within its whole: same place and start, and smaller (``_inside``)."""
    at = pl.concat_str([pl.col("origin"), pl.col("destination")], separator="|", ignore_nulls=True)
    whole = frame.select(
        pl.col("claim_id").alias("_whole"),
        at.alias("_at"),
        pl.col("period_start").alias("_from_day"),
        pl.col("value").alias("_of"),
        pl.col("unit").alias("_in"),
        pl.col("subterm").alias("_kind_of"),
    )
    marked = frame.with_columns(pl.col("part_of").list.first().alias("_whole")).join(
        whole, on="_whole", how="left", maintain_order="left"
    )
    inside = (
        (at == pl.col("_at"))
        & pl.col("period_start").eq_missing(pl.col("_from_day"))
        & (pl.col("value") < pl.col("_of"))
        & (pl.col("unit") == pl.col("_in"))
        # homes destroyed are some of those damaged, and a quantity of their own
        & (pl.col("subterm") == pl.col("_kind_of")).fill_null(True)
    )
    return marked.with_columns(inside.alias("_inside")).drop(
        "_whole", "_at", "_from_day", "_of", "_in", "_kind_of"
    )


def work(
    frame: pl.DataFrame,
    settings: Settings,
    rejected: Mapping[str, str],
    accepted: Mapping[str, str],
    texts: Mapping[str, int],
) -> pl.DataFrame:
    """Add the working columns: source, day, range, digits, unit as settled, reason when out of scope."""
    frame = mark_parts(frame).with_columns(
        pl.col("claim_id").is_in(list(accepted)).alias("_accepted"),
        pl.col("report_id")
        .replace_strict(dict(texts), default=-1, return_dtype=pl.Int64)
        .fill_null(-1)
        .alias("_text")
        if texts
        else pl.lit(-1, dtype=pl.Int64).alias("_text"),
    )
    share = (pl.col("unit") == "share") & pl.col("persons").is_not_null()
    value = pl.when(share).then(pl.col("persons")).otherwise(pl.col("value"))
    frame = frame.with_columns(
        _rejected(rejected, out_of_scope()).alias("_out"),
        value.alias("_value"),
        pl.when(share).then(pl.col("persons_low")).otherwise(pl.col("low")).alias("_given_low"),
        pl.when(share).then(pl.col("persons_high")).otherwise(pl.col("high")).alias("_given_high"),
        pl.when(share).then(pl.lit("person")).otherwise(pl.col("unit")).alias("_unit"),
        _accumulation(settings).alias("_kind"),
    )
    frame = sources.with_sources(frame).with_columns(
        pl.coalesce("source_id", "source").is_not_null().alias("_named"),
        _dated().alias("_dated"),
        # rows of tables say of themselves that they are no total; sentences say nothing
        (~pl.col("is_total")).fill_null(False).alias("_of_table"),
        _anew(frame).alias("_anew"),
    )
    return shares.with_bases(_with_range(_with_day(frame), settings), settings).drop("_inside")


def _anew(frame: pl.DataFrame) -> pl.Expr:
    """Say whether the words around a figure tell of a list drawn up anew."""
    if "sentence" not in frame.columns:
        return pl.lit(False)
    words = "|".join(place_keys.words()["registers"]["anew"])
    return pl.col("sentence").fill_null("").str.contains(rf"(?i)\b(?:{words})")


def _accumulation(settings: Settings) -> pl.Expr:
    """Return stock, cumulative, window or rate; a flow that does not say is read from its period."""
    span = (pl.col("period_end") - pl.col("period_start")).dt.total_days()
    # who is affected, or in need, is so for a time: the number falls again when the water does
    state = pl.col("term").is_in(place_keys.words()["states"]["terms"]) & (span.is_null() | (span < 2))
    return (
        pl.when((pl.col("measure") == "stock") | (state & pl.col("per").is_null()))
        .then(pl.lit("stock"))
        .when(pl.col("per").is_not_null())
        .then(pl.lit("rate"))
        .when(pl.col("accumulation").is_not_null())
        .then(pl.col("accumulation"))
        .when(pl.col("period_start").is_not_null() & (span <= settings.wording.window_days))
        .then(pl.lit("window"))
        .otherwise(pl.lit("cumulative"))
    )


def _dated() -> pl.Expr:
    """Return 0 for an explicit day, 1 for an implicit, 2 for an inferred one."""
    return (
        pl.when((pl.col("as_of_basis") == "explicit") & pl.col("as_of").is_not_null())
        .then(0)
        .when(pl.col("as_of_basis") == "inferred")
        .then(2)
        .when(pl.col("as_of_basis").is_null() & pl.col("as_of").is_not_null())
        .then(0)
        .otherwise(1)
        .cast(pl.Int64)
    )


def _with_day(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``_day``, the day a figure speaks of, never after its print; and its window as day numbers."""
    stated = pl.coalesce(pl.col("as_of"), pl.when(pl.col("_kind") != "stock").then(pl.col("period_end")))
    stated = pl.coalesce(stated, pl.when(pl.col("_kind") == "stock").then(pl.col("period_end")))
    day = pl.coalesce(pl.min_horizontal(stated, pl.col("published")), stated, pl.col("published"))
    frame = frame.with_columns(
        day.cast(pl.Int32).cast(pl.Int64).alias("_day"),
        pl.col("period_start").cast(pl.Int32).cast(pl.Int64).alias("_start"),
        pl.coalesce(pl.col("published"), day).cast(pl.Int32).cast(pl.Int64).alias("_published"),
    )
    window_end = pl.min_horizontal(pl.col("period_end"), pl.col("published")).cast(pl.Int32).cast(pl.Int64)
    return frame.with_columns(
        pl.when((pl.col("_kind") == "window") & window_end.is_not_null())
        .then(window_end)
        .otherwise(pl.col("_day"))
        .alias("_day"),
        pl.when(pl.col("_start") <= pl.col("_day")).then(pl.col("_start")).alias("_start"),
    )


def _with_range(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Add ``_low`` and ``_high``, what the wording allows, and ``_digits``, how many figures it prints."""
    whole = pl.col("_value").round(0).fill_null(0).fill_nan(0).clip(0, 9e15).cast(pl.Int64)
    text = whole.cast(pl.String)
    zeros = text.str.len_chars() - text.str.strip_chars_end("0").str.len_chars()
    frame = frame.with_columns(
        pl.when(whole == 0).then(1.0).otherwise(10.0 ** zeros.cast(pl.Float64)).alias("_grain"),
        (text.str.len_chars() - zeros).cast(pl.Int64).alias("_digits"),
    )
    value, grain = pl.col("_value"), pl.col("_grain")
    side = pl.min_horizontal(grain, settings.wording.open_side * value)
    exact = pl.min_horizontal(grain / 2, settings.wording.exact_half * value)
    about = pl.min_horizontal(grain / 2, settings.wording.about_half * value)
    said = pl.col("qualifier")
    ranged = (said == "range") & pl.col("_given_low").is_not_null() & pl.col("_given_high").is_not_null()
    low = (
        pl.when(ranged)
        .then(pl.min_horizontal("_given_low", "_given_high"))
        .when(said == "at_least")
        .then(value)
        .when(said == "at_most")
        .then(value - side)
        .when(said == "exact")
        .then(value - exact)
        .otherwise(value - about)
    )
    high = (
        pl.when(ranged)
        .then(pl.max_horizontal("_given_low", "_given_high"))
        .when(said == "at_least")
        .then(value + side)
        .when(said == "at_most")
        .then(value)
        .when(said == "exact")
        .then(value + exact)
        .otherwise(value + about)
    )
    return frame.with_columns(low.alias("_low"), high.alias("_high"))
