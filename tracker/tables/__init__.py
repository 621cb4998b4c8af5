"""The tidy tables: their schemas, and the only door between polars and pandas.

``schemas`` declares them, ``frames`` lays rows and frames out as declared.  Unknown is null.
"""

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
    Assignments,
    Claims,
    Conflicts,
    Estimates,
    Organisations,
    Places,
    Reports,
    Series,
)

__all__ = [
    "READER_VERSION",
    "RECONCILE_NEEDS",
    "SCHEMAS",
    "Assignments",
    "Claims",
    "Conflicts",
    "Estimates",
    "Organisations",
    "Places",
    "Reports",
    "Series",
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
