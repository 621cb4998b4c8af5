"""Who counted: one key a source however it is written, and the name messages call it by.

"SOHR" and "Syrian Observatory for Human Rights" are one source: a listed ``source_id`` wins, then a name that
the list of organisations knows whole, then the id or the name as printed.

In: columns source_id, source, wire, publisher, country_iso3.  Out: ``_source`` and ``_who``.
Words: organisations.csv
"""

from __future__ import annotations

import polars as pl

from tracker.lexicon.organisations import organisations
from tracker.reconciliation.place_keys import fold

UNNAMED = "unnamed"
GIVEN = ("source_id", "source", "wire", "publisher", "country_iso3")


def with_sources(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``_source``, the key of who counted, and ``_who``, its name for messages."""
    distinct = frame.select(GIVEN).unique(maintain_order=True)
    found = [who_counted(*row) for row in distinct.iter_rows()]
    table = distinct.with_columns(
        pl.Series("_source", [key for key, _ in found], dtype=pl.String),
        pl.Series("_who", [name for _, name in found], dtype=pl.String),
    )
    return frame.join(table, on=list(GIVEN), how="left", nulls_equal=True, maintain_order="left")


def who_counted(
    source_id: str | None, source: str | None, wire: str | None, publisher: str | None, country: str | None
) -> tuple[str, str]:
    """Return the key and the name of who counted.

    >>> who_counted(None, "SOHR", None, None, None)
    ('sohr', 'Syrian Observatory for Human Rights')
    >>> who_counted("harbour-office", "the harbour office", None, None, None)
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
    key = source_id or UNNAMED
    return key, source or wire or publisher or key
