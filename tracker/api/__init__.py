"""The verbs: the one room that knows every step from files to pages.

``extraction`` turns reports into claims, ``reconciling`` claims into estimates, charts and files;
``pipeline`` goes from a folder or a store to pages.
"""

from tracker.api.comparing import Checked, Compared, check, diff
from tracker.api.engines import Engine
from tracker.api.extraction import (
    Extraction,
    SetAside,
    amounts,
    extract,
    extract_text,
    read,
    read_many,
    stream,
    surely_read,
)
from tracker.api.pipeline import Whole, brief, ingest, report, reread, whole
from tracker.api.reading import Done, read_one
from tracker.api.reconciling import Reconciled, explain, figure, load, publish, reconcile

__all__ = [
    "Checked",
    "Compared",
    "Done",
    "Engine",
    "Extraction",
    "Reconciled",
    "SetAside",
    "Whole",
    "amounts",
    "brief",
    "check",
    "diff",
    "explain",
    "extract",
    "extract_text",
    "figure",
    "ingest",
    "load",
    "publish",
    "read",
    "read_many",
    "read_one",
    "reconcile",
    "report",
    "reread",
    "stream",
    "surely_read",
    "whole",
]
