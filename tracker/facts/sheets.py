"""Facts in the columns of the sheets that analysts keep: IDMC's figures, DTM's counts of people present.

The columns are those of Helix (``idmc-labs/helix-server``, ``apps/entry/models.py``) and of DTM's API v3
(``tracker.fetch.dtm``).  What a claim does not say stays empty: an analyst fills it in.

In: the facts table.  Out: a frame with the sheet's columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from tracker import tables
from tracker.errors import BadTable
from tracker.lexicon.gazetteer import PlaceEntry, gazetteer

QUANTIFIER = {"at_least": "MORE_THAN", "at_most": "LESS_THAN", "approximately": "APPROXIMATELY"}
TERM = {
    "displaced": "DISPLACED",
    "evacuated": "EVACUATED",
    "sheltered": "SHELTERED",
    "crossed_border": "DISPLACED",
    "returned": "RETURNS",
    "housing_destroyed": "DESTROYED_HOUSING",
    "affected": "AFFECTED",
}
CATEGORY = {
    ("displaced", "stock"): "IDPS",
    ("sheltered", "stock"): "IDPS",
    ("crossed_border", "stock"): "PEOPLE_DISPLACED_ACROSS_BORDERS",
    ("returned", "stock"): "RETURNEES",
    ("displaced", "flow"): "NEW_DISPLACEMENT",
    ("evacuated", "flow"): "NEW_DISPLACEMENT",
    ("sheltered", "flow"): "NEW_DISPLACEMENT",
    ("housing_destroyed", "flow"): "NEW_DISPLACEMENT",
    ("crossed_border", "flow"): "CROSS_BORDER_FLIGHT",
    ("returned", "flow"): "RETURN",
    ("killed", "flow"): "DEATHS",
}


def sheet(facts: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Return facts in the columns of one of `SHEETS`.

    Parameters
    ----------
    facts
        The facts table.
    kind
        "idmc": every fact that Helix has a term or a category for.  "dtm": people present at a place (stocks of
        displaced or sheltered persons and households).

    Raises
    ------
    BadTable
        There is no such sheet.
    """
    if kind not in SHEETS:
        raise BadTable(f"there is no sheet {kind!r}", fix=f"use one of: {', '.join(SHEETS)}")
    columns, row = SHEETS[kind]
    rows = [made for fact in tables.conform("facts", facts).to_dicts() if (made := row(fact))]
    return pl.DataFrame(rows, schema=dict(columns), orient="row")


def _idmc(fact: Mapping[str, Any]) -> dict[str, Any] | None:
    category = CATEGORY.get((fact["term"], fact["measure"]))
    if category is None and fact["term"] not in TERM:
        return None
    partly = fact["subterm"] == "damaged"
    return {
        "country": fact["country_iso3"],
        "locations": fact["place"],
        "category": category,
        "term": "PARTIALLY_DESTROYED_HOUSING" if partly else TERM.get(fact["term"]),
        "quantifier": QUANTIFIER.get(fact["qualifier"], "EXACT"),
        "reported": fact["value"],
        # Helix counts homes as households
        "unit": "PERSON" if fact["unit"] == "person" else "HOUSEHOLD",
        "is_housing_destruction": fact["term"] == "housing_destroyed",
        "start_date": fact["period_start"] or fact["period_end"],
        "end_date": fact["period_end"],
        "role": "RECOMMENDED" if fact["rank"] == 1 else "TRIANGULATION",
        "source": fact["source"],
        "publisher": fact["publisher"],
        "publish_date": fact["published"],
        "url": fact["url"],
        "source_excerpt": fact["quote"],
        "calculation_logic": fact["logic"],
    }


def _dtm(fact: Mapping[str, Any]) -> dict[str, Any] | None:
    if (
        fact["measure"] != "stock"
        or fact["term"] not in ("displaced", "sheltered")
        or fact["unit"] == "dwelling"
    ):
        return None
    levels = _levels(fact["place_id"])
    person = fact["unit"] == "person"
    return {
        "admin0Pcode": fact["country_iso3"],
        "admin1Name": levels.get("adm1"),
        "admin2Name": levels.get("adm2"),
        "locationName": fact["place"],
        "numPresentIdpInd": fact["value"] if person else None,
        "numPresentIdpHh": None if person else fact["value"],
        "reportingDate": fact["period_end"] or fact["published"],
        "source": fact["source"] or fact["publisher"],
        "url": fact["url"],
    }


def _levels(place_id: str | None) -> dict[str, str]:
    """Return the names of the place and of what holds it, by level."""
    places = gazetteer()
    chain: list[PlaceEntry] = []
    if place_id and (own := places.get(place_id)):
        chain = [own, *(one for id_ in places.parents(place_id) if (one := places.get(id_)))]
    return {place.level: place.name for place in reversed(chain)}


_TEXT, _DAY, _NUMBER = pl.String(), pl.Date(), pl.Float64()
Row = Callable[[Mapping[str, Any]], "dict[str, Any] | None"]
SHEETS: Mapping[str, tuple[Mapping[str, pl.DataType], Row]] = {
    "idmc": (
        {
            "country": _TEXT,
            "locations": _TEXT,
            "category": _TEXT,
            "term": _TEXT,
            "quantifier": _TEXT,
            "reported": _NUMBER,
            "unit": _TEXT,
            "is_housing_destruction": pl.Boolean(),
            "start_date": _DAY,
            "end_date": _DAY,
            "role": _TEXT,
            "source": _TEXT,
            "publisher": _TEXT,
            "publish_date": _DAY,
            "url": _TEXT,
            "source_excerpt": _TEXT,
            "calculation_logic": _TEXT,
        },
        _idmc,
    ),
    "dtm": (
        {
            "admin0Pcode": _TEXT,
            "admin1Name": _TEXT,
            "admin2Name": _TEXT,
            "locationName": _TEXT,
            "numPresentIdpInd": _NUMBER,
            "numPresentIdpHh": _NUMBER,
            "reportingDate": _DAY,
            "source": _TEXT,
            "url": _TEXT,
        },
        _dtm,
    ),
}
