"""HXL: which columns of a table say what, by the row of tags under (or instead of) its header.

Tags are matched by name and a subset of their attributes, never as whole strings: "#affected + ind+idps" and
"#affected+idps+ind" are one.

In: a tag row.  Out: for each column, what it holds: a count of whom, a place, a day, a source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tracker.vocabulary import Measure, Subterm, Term, Unit

TAG = re.compile(r"^\s*#\s*[A-Za-z][A-Za-z0-9_]*(?:\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*\s*$")
DEEPEST_TAG_ROW = 25


@dataclass(frozen=True, slots=True)
class Tag:
    """One HXL hashtag with its attributes."""

    name: str
    attributes: frozenset[str]

    def has(self, *wanted: str) -> bool:
        """Return whether it carries all of these attributes."""
        return self.attributes.issuperset(wanted)

    def any(self, *wanted: str) -> bool:
        """Return whether it carries one of these attributes."""
        return not self.attributes.isdisjoint(wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a column of numbers counts."""

    term: Term
    subterm: Subterm | None
    measure: Measure
    unit: Unit
    group: str | None = None
    sex: Literal["female", "male"] | None = None
    age_group: Literal["children", "adults", "older"] | None = None
    bound: Literal["min", "max"] | None = None
    running: bool = False


# attributes -> term, subterm, measure; the first that fits
WHO: tuple[tuple[tuple[str, ...], Term, Subterm | None, Measure], ...] = (
    (("idps", "evac"), "sheltered", None, "stock"),
    (("idps", "returnees"), "returned", "idp_return", "stock"),
    (("refugees", "returnees"), "returned", "refugee_return", "stock"),
    (("returnees",), "returned", None, "stock"),
    (("returned",), "returned", None, "stock"),
    (("idps",), "displaced", "idp", "stock"),
    (("idp",), "displaced", "idp", "stock"),
    (("refugees",), "crossed_border", "refugee", "stock"),
    (("asylum_seekers",), "crossed_border", "asylum_seeker", "stock"),
    (("asylum",), "crossed_border", "asylum_seeker", "stock"),
    (("migrants",), "crossed_border", "migrant", "stock"),
    (("displaced",), "displaced", None, "flow"),
    (("evacuated",), "evacuated", None, "flow"),
    (("sheltered",), "sheltered", None, "stock"),
    (("killed",), "killed", None, "flow"),
    (("dead",), "killed", None, "flow"),
    (("deaths",), "killed", None, "flow"),
    (("injured",), "injured", None, "flow"),
    (("missing",), "missing", None, "flow"),
    (("trapped",), "trapped", None, "stock"),
)
# who is new since the last count: what happened, not who is there
ANEW = ("newdisp", "new", "newly", "arrivals", "arrived", "incident", "daily", "weekly", "monthly")
GONE_TO = ("dest", "destination", "asylum", "arrival", "displacement", "to")
RUNNING = ("cumulative", "cumul", "cum")
HOMES = ("houses", "house", "homes", "home", "dwellings", "dwelling", "housing", "residences")
RUINED = ("destroyed", "totally", "collapsed")
HARMED = ("damaged", "partially", "partial", "partly", "flooded", "burned", "burnt")
# what else disasters affect: nobody is counted
THINGS = {
    *(
        "facilities",
        "schools",
        "school",
        "hospitals",
        "classrooms",
        "buildings",
        "infrastructure",
        "roads",
        "bridges",
    ),
    *(
        "livestock",
        "animals",
        "crops",
        "ha",
        "hectares",
        "businesses",
        "vehicles",
        "boats",
        "latrines",
        "wells",
    ),
}
NOT_COUNTED = {"stateless", "resettled", "naturalized", "naturalised", "others", "pct", "value", "best"}


def parse_tag(cell: Any) -> Tag | None:
    """Return the tag a cell holds, or ``None``."""
    text = str(cell) if cell is not None else ""
    if not TAG.match(text):
        return None
    name, *attributes = (part.strip().lower() for part in text.strip().lstrip("#").split("+"))
    return Tag(name, frozenset(attributes))


def tags_of(row: Sequence[Any]) -> list[Tag | None] | None:
    """Return the tags of a row when it is a tag row: tags in most of its filled cells."""
    filled = [cell for cell in row if cell is not None and str(cell).strip()]
    tags = [parse_tag(cell) for cell in row]
    found = sum(tag is not None for tag in tags)
    return tags if found and found >= 0.5 * len(filled) else None


def counted(tag: Tag) -> Counted | None:
    """Return what a column of this tag counts, or ``None`` when it counts no people on the move."""
    if tag.name not in {"affected", "inneed", "population", "indicator"} or tag.any(*NOT_COUNTED, *THINGS):
        return None
    if tag.any(*HOMES):
        return _homes(tag)
    if tag.name == "inneed":
        who: tuple[Term, Subterm | None, Measure] | None = ("affected", "in_need", "stock")
    else:
        who = next(
            ((term, subterm, measure) for needed, term, subterm, measure in WHO if tag.has(*needed)), None
        )
        if who is None and tag.name == "affected":
            who = ("affected", None, "stock")
    if who is None:
        return None
    unit: Unit = "household" if tag.any("hh", "households", "families") else "person"
    sex: Literal["female", "male"] | None = (
        "female" if tag.any("f", "women", "girls") else "male" if tag.any("m", "men", "boys") else None
    )
    age: Literal["children", "adults", "older"] | None = None
    if tag.any("children", "child", "infants", "girls", "boys"):
        age = "children"
    elif tag.any("elderly"):
        age = "older"
    elif tag.any("adults", "women", "men"):
        age = "adults"
    bound: Literal["min", "max"] | None = "min" if tag.has("min") else "max" if tag.has("max") else None
    running = tag.any(*RUNNING) and who[0] not in {"trapped", "missing"}
    return Counted(
        term=who[0],
        subterm=who[1],
        measure="flow" if running or tag.any(*ANEW) else who[2],
        unit=unit,
        sex=sex,
        age_group=age,
        bound=bound,
        running=running,
    )


def _homes(tag: Tag) -> Counted | None:
    """Return what a column of homes counts, ``None`` where it does not say that harm came to them."""
    if tag.name != "affected" or not tag.any(*RUINED, *HARMED):
        return None
    how: Subterm = "damaged" if tag.any(*HARMED) and not tag.any(*RUINED[:2]) else "destroyed"
    return Counted(term="housing_destroyed", subterm=how, measure="flow", unit="dwelling")


def place_role(tag: Tag) -> tuple[str, int] | None:
    """Return which field a place column fills, and how fine the place is (adm3 before adm1).

    A place of neither side is "here": people are there, or something befell them there.
    """
    if tag.any("num", "count", "total", "capacity", "area"):
        return None
    side = "origin" if tag.has("origin") else "destination" if tag.any(*GONE_TO) else "here"
    if tag.name == "country":
        if tag.any("code", "iso3", "iso"):
            return f"{side}_iso3", 0
        return side, 0
    if tag.name == "adm0" and tag.any("code", "pcode"):
        return f"{side}_iso3", 0
    if tag.any("code", "pcode", "ref", "id"):
        return None
    if tag.name.startswith("adm"):
        return side, int(tag.name[3:]) if tag.name[3:].isdigit() else 1
    if tag.name in {"loc", "geo"} and not tag.any("lat", "lon", "type", "coord"):
        return side, 9
    return None


def day_role(tag: Tag) -> str | None:
    """Return which field a date column fills."""
    if tag.name != "date":
        return None
    for attribute, role in (
        ("start", "period_start"),
        ("end", "period_end"),
        ("year", "year"),
        ("published", "published"),
    ):
        if tag.has(attribute):
            return role
    return "as_of"


def source_role(tag: Tag) -> str | None:
    """Return which field a column about the source fills."""
    if tag.name == "meta" and tag.has("source"):
        return "source"
    if tag.name == "meta" and tag.has("url"):
        return "url"
    if tag.name == "org" and not tag.any("code", "type", "id"):
        return "source"
    return None
