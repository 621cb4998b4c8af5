"""The tidy tables: their schemas, and the only door between polars and pandas.

``dictionary`` describes every column once, ``schemas`` makes the rules of it, ``frames`` gives rows and frames
that form.  Unknown is null.
"""

from tracker.tables.dictionary import TABLES, Column, Table
from tracker.tables.frames import (
    READER_VERSION,
    check,
    claim_id,
    claim_rows,
    columns,
    conform,
    empty,
    from_pandas,
    from_rows,
    polars_of,
    report_row,
    require,
    to_pandas,
)
from tracker.tables.schemas import (
    RECONCILE_NEEDS,
    SCHEMAS,
)

__all__ = [
    "READER_VERSION",
    "RECONCILE_NEEDS",
    "SCHEMAS",
    "TABLES",
    "Column",
    "Table",
    "check",
    "claim_id",
    "claim_rows",
    "columns",
    "conform",
    "empty",
    "from_pandas",
    "from_rows",
    "polars_of",
    "report_row",
    "require",
    "to_pandas",
]
