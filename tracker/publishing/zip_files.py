"""Pack files so that the same content gives the same bytes.

In: files.  Out: a zip; a workbook without the time of day in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

LONG_AGO = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files, the same bytes for the same input."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, raw in files.items():
            if name.endswith(".zip"):
                continue
            entry = zipfile.ZipInfo(f"displacement/{name}", date_time=LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, raw)
    return held.getvalue()


def steady(workbook: bytes) -> bytes:
    """Return an Excel workbook without the time it was made, which is all that would differ between runs."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as made,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
    ):
        for name in made.namelist():
            raw = made.read(name)
            if name == "docProps/core.xml":
                raw = STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", raw)
            entry = zipfile.ZipInfo(name, date_time=LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, raw)
    return held.getvalue()
