"""What the columns of a partner's tables mean, where those have no HXL tags: a small file a person keeps.

In: a CSV file of columns and tags.  Out: tag by name of column, as `tracker.read.iter_reports` takes it.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tracker.errors import BadConfiguration
from tracker.read.hxl import parse_tag
from tracker.read.situations_file import words_of

COLUMNS = ("column", "tag")
FIX = "write it like #affected+idps, #adm1+name or #date+reported"


def load_mapping(path: Path) -> dict[str, str]:
    """Read what columns mean.

    Parameters
    ----------
    path
        A CSV file with the columns ``column`` (a heading of the tables, in any case) and ``tag`` (its HXL tag).

    Returns
    -------
    dict
        Heading to tag, in the order of the file.

    Raises
    ------
    MissingInput
        There is no such file.
    BadConfiguration
        A column is missing, a tag is no HXL tag, a heading comes twice.  The message names file and line.
    """
    reader = csv.DictReader(io.StringIO(words_of(path)))
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    if missing := [name for name in COLUMNS if name not in reader.fieldnames]:
        raise BadConfiguration(
            f"{path}, line 1: no column {' and '.join(missing)}",
            fix=f"head the columns {', '.join(COLUMNS)}",
        )
    found: dict[str, str] = {}
    for row in reader:
        name, tag = ((row[column] or "").strip() for column in COLUMNS)
        where = f"{path}, line {reader.line_num}"
        if not name or name.lower() in {one.lower() for one in found}:
            raise BadConfiguration(
                f"{where}: {name!r} comes twice" if name else f"{where}: no heading",
                fix="keep one row a heading",
            )
        if parse_tag(tag) is None:
            raise BadConfiguration(f"{where}: {tag!r} is no HXL tag", fix=FIX)
        found[name] = tag
    return found
