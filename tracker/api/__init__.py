"""The verbs; alone knows the whole way from files to pages.

``reading`` turns reports into claims, ``settling`` claims into estimates, charts and files, ``whole`` goes all the
way over a folder or a store.
"""

from tracker.api.reading import (
    Extraction,
    SetAside,
    amounts,
    extract,
    extract_text,
    read,
    read_many,
    read_one,
    stream,
)
from tracker.api.settling import Reconciled, explain, figure, load, publish, reconcile
from tracker.api.whole import Whole, ingest, report, reread, whole

__all__ = [
    "Extraction",
    "Reconciled",
    "SetAside",
    "Whole",
    "amounts",
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
    "whole",
]
