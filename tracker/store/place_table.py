"""The places that claims name, with their positions, as a table and as GeoJSON.

In: claims.  Out: the places table; a FeatureCollection of points with what was counted there.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from tracker import tables

ENDS = ("origin", "destination")


def places_of(claims: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each place that claims name and the gazetteer knows, and for the places around it.

    Returns
    -------
    polars.DataFrame
        The places table, by id.
    """
    from tracker.lexicon.gazetteer import gazetteer

    known = gazetteer()
    wanted = {
        place_id
        for end in ENDS
        if f"{end}_id" in claims.columns
        for place_id in claims[f"{end}_id"].drop_nulls().to_list()
    }
    wanted |= {above for place_id in wanted for above in known.parents(place_id)}
    rows = []
    for place_id in sorted(wanted):
        entry = known.get(place_id)
        if entry is not None:
            rows.append(
                {
                    "place_id": place_id,
                    "name": entry.name,
                    "parent_id": entry.parent_id,
                    "level": entry.level,
                    "iso3": entry.iso3,
                    "lat": entry.lat,
                    "lon": entry.lon,
                    "entry": "curated" if entry.curated else "GeoNames",
                }
            )
    return tables.from_rows("places", rows)


def geojson(places: pl.DataFrame, claims: pl.DataFrame | None = None) -> dict[str, Any]:
    """Return places as a FeatureCollection (RFC 7946); each says how many claims name it.

    Places without a position have a null geometry, so that none is lost.
    """
    counts: dict[str, dict[str, int]] = {}
    for end in ENDS:
        if claims is not None and f"{end}_id" in claims.columns:
            for place_id, count in claims[f"{end}_id"].drop_nulls().value_counts().iter_rows():
                counts.setdefault(place_id, {})[end] = count
    features = []
    for row in places.iter_rows(named=True):
        lat, lon = row["lat"], row["lon"]
        held = counts.get(row["place_id"], {})
        said = {name: value for name, value in row.items() if name not in {"lat", "lon"}}
        features.append(
            {
                "type": "Feature",
                "id": row["place_id"],
                "geometry": None
                if lat is None or lon is None
                else {"type": "Point", "coordinates": [lon, lat]},
                "properties": {
                    **said,
                    "claims_from": held.get("origin", 0),
                    "claims_to": held.get("destination", 0),
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}
