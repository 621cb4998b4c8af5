"""Say what went wrong below the store, and the fix: disks, rights, versions, buckets.

In: where the store is, what was being done.  Out: StoreErrors instead of the library's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

from tracker.errors import StoreError

MENDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("No space left", "Disk quota", "File too large"),
        "free some disk space and run the same command again: what was acknowledged is kept",
    ),
    (
        ("Read-only", "ermission denied"),
        "give yourself the right to write there, or copy the store to a place you may write to",
    ),
    (
        ("reader version", "writer version", "unsupported"),
        "update: pip install -U deltalake; nothing was changed",
    ),
    (("NoSuchBucket",), "make the bucket, or correct its name"),
    (("URL scheme is not allowed",), "set AWS_ALLOW_HTTP=true for an address without https"),
)
ELSE = "run 'tracker store verify'; what was acknowledged before is kept"
ELSE_CLOUD = (
    "check the network and the settings: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY; "
    "what was acknowledged before is kept"
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CAUSE = "\u21b3"
LONGEST = 300


@contextmanager
def explained(path: str, what: str) -> Iterator[None]:
    """Turn what goes wrong while a store is opened, read, written or compacted into a StoreError with its fix."""
    import deltalake.exceptions as faults

    try:
        yield
    except faults.TableNotFoundError as fault:
        raise StoreError(
            f"{path}: a table of the store is missing ({reason(fault)})",
            fix="restore the folder from a copy; 'tracker store verify' lists what is there",
        ) from fault
    except faults.DeltaProtocolError as fault:
        raise StoreError(
            f"{path}: written by a newer version of Delta Lake ({reason(fault)})",
            fix="update: pip install -U deltalake; nothing was changed",
        ) from fault
    except (faults.DeltaError, OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as fault:
        said = str(fault).lower()
        fix = next(
            (fix for signs, fix in MENDS if any(sign.lower() in said for sign in signs)),
            ELSE_CLOUD if "://" in path else ELSE,
        )
        raise StoreError(f"{path}: the store cannot be {what} ({reason(fault)})", fix=fix) from fault


def reason(fault: BaseException) -> str:
    """Return what a library says in one line: its first line, and the last of the causes that hang below it."""
    lines = COLOUR.sub("", str(fault)).strip().splitlines() or [type(fault).__name__]
    causes = [line.split(CAUSE, 1)[1].strip() for line in lines if CAUSE in line]
    message = re.search(r"<Message>([^<]+)</Message>", str(fault))
    deepest = message[1] if message else causes[-1] if causes else ""
    return f"{lines[0].strip()}: {deepest}"[:LONGEST] if deepest else lines[0].strip()[:LONGEST]
