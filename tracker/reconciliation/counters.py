"""Who counted: one key a counter however it is written, and the name messages call it by.

"SOHR" and "Syrian Observatory for Human Rights" are one counter: a listed ``source_id`` wins, then a name that
the list of organisations knows whole, then the id or the name as printed.

In: columns source_id, source, wire, publisher, country_iso3.  Out: ``_counter`` and ``_who``.
Words: organisations.csv
"""

from __future__ import annotations

import polars as pl

from tracker.lexicon.organisations import organisations
from tracker.reconciliation.places import fold

UNNAMED = "unnamed"
TOLD = ("source_id", "source", "wire", "publisher", "country_iso3")


def with_counters(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``_counter``, the key of who counted, and ``_who``, its name for messages."""
    distinct = frame.select(TOLD).unique(maintain_order=True)
    found = [counter(*row) for row in distinct.iter_rows()]
    table = distinct.with_columns(
        pl.Series("_counter", [key for key, _ in found], dtype=pl.String),
        pl.Series("_who", [name for _, name in found], dtype=pl.String),
    )
    return frame.join(table, on=list(TOLD), how="left", nulls_equal=True, maintain_order="left")


def counter(
    source_id: str | None, source: str | None, wire: str | None, publisher: str | None, country: str | None
) -> tuple[str, str]:
    """Return the key and the name of who counted.

    >>> counter(None, "SOHR", None, None, None)
    ('sohr', 'Syrian Observatory for Human Rights')
    >>> counter("harbour-office", "the harbour office", None, None, None)
    ('harbour-office', 'the harbour office')
    """
    book = organisations()
    if source_id in book.by_id:
        return source_id, book.by_id[source_id].name
    for name in (source, None if source_id else wire, None if source_id else publisher):
        if name and (listed := book.named(name, iso3=country)):
            return listed.source_id, listed.name
        if name and (fold(name) or source_id):
            return source_id or fold(name), name
    told = source_id or UNNAMED
    return told, source or wire or publisher or told
