"""The gazetteer: its data hold together, its folding brings spellings together and no places."""

import csv
import math
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lexicon.folding import FOLDED_COUNTRIES, bare, fold, plain, slug
from tracker.lexicon.gazetteer import FOLDER, Gazetteer, PlaceEntry, gazetteer
from tracker.vocabulary import PLACE_LEVELS

SAME = [
    ("al-Hol", "Al Hawl", "El Hol", "al-Hawl", "Al-Houl", "al Hol", "AL-HOL"),
    (
        "Deir ez-Zor",
        "Deir Ezzor",
        "Dayr az-Zawr",
        "Deir al-Zour",
        "Deir az Zor",
        "Deir Ez-Zour",
        "Dair az-Zaur",
    ),
    ("Baghouz", "Baghuz", "Al-Baghuz", "al-Baghouz", "Baghooz"),
    ("Raqqa", "ar-Raqqah", "Ar Raqqah", "al-Raqqa", "Rakka", "Raqa"),
    ("Hasakah", "al-Hasakeh", "Hassakeh", "Hasaka", "Al-Hassakah", "Al Hasakah"),
    ("Hodeidah", "Al Hudaydah", "Hudaydah", "al-Hudaida", "Hodeida", "Al Hodeidah"),
    ("Khan Younis", "Khan Yunis", "Khan Younes"),
    ("Taiz", "Ta'izz", "Taizz", "Ta’iz"),
    ("Saada", "Sa'dah", "Sadah", "Saadah"),
    ("Suwayda", "as-Suwayda", "Sweida", "As-Suweida"),
    ("Latakia", "Lattakia", "Latakiya"),
    ("Daraa", "Dar'a", "Dar’a", "Daraah"),
    ("Ghouta", "Ghuta", "Al-Ghouta"),
    ("Zaatari", "Za'atari", "Zaatary"),
    ("Jabalia", "Jabaliya", "Jabalya"),
    ("Ras al-Ayn", "Ras al-Ain", "Ras Al Ein"),
    ("Tal Abyad", "Tell Abiad", "Tel Abyad", "Tall Abyad"),
    ("Fallujah", "al-Falluja", "Fallouja"),
    ("Hawija", "al-Hawijah", "Haweeja"),
    ("Fasher", "El Fasher", "al-Fashir", "Al Fashir"),
    ("Geneina", "El Geneina", "al-Ginaina"),
    ("Marib", "Ma'rib", "Maarib"),
    ("Idlib", "Edlib"),
    ("Maarat al-Numan", "Ma'arrat an-Nu'man", "Maaret al-Noman"),
    ("Qamishli", "Al-Qamishli", "Kamishli", "Qamishly"),
    ("Douma", "Duma"),
    ("Nuseirat", "Nusayrat", "al-Nuseirat"),
    ("Mayadin", "Al-Mayadeen", "al Mayadin"),
    ("Nasiriyah", "an-Nasiriya", "Nassiriya"),
    ("Bayda", "al-Baida", "Al Beida"),
    ("Zuwara", "Zwara", "Zouara", "Zuwarah"),
    ("Dohuk", "Duhok"),
    ("Benghazi", "Bengazi"),
    ("Zintan", "Zentan"),
]
DISTINCT_WORDS = """
Homs Hama Hajin Hajjah Amman Oman Aden Adana Sanaa Sinai Tripoli Tyre Sidon Mecca Medina Basra Beirut Benghazi
Baghdad Baghouz Goma Gaza Ghazni Kabul Kandahar Kunduz Karbala Kirkuk Kut Khartoum Kassala Kobani Kalma Idlib
Irbid Erbil Ibb Mali Marib Marawi Merowe Mosul Muscat Misrata Murzuq Najaf Nablus Nyala Rafah Rafha Raqqa Ramadi
Ramallah Rukban Riyadh Sabha Saada Sirte Sousa Sur Suez Taiz Tabqa Tikrit Tobruk Tunis Zintan Zliten Zuwara
Zawiya Zamzam Zaatari Zabid Daraa Daraya Darna Doha Dohuk Douma Dubai Damascus Afrin Azaz Atmeh Azraq Aleppo
Algiers Abyei Abyan Hol Houla Hawija Hit Hatay Jenin Jabalia Jarabulus Jijel Juba Quneitra Qamishli Qayyara
Sinjar Shatila Shabwa Salalah Iran Iraq Sudan Yemen Jordan Lebanon Libya Chad Niger Nigeria Djibouti Kuwait
"""
DISTINCT = DISTINCT_WORDS.split()


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_spellings_of_one_name_have_one_key(names: tuple[str, ...]) -> None:
    assert {name: fold(name) for name in names} == dict.fromkeys(names, fold(names[0]))


def test_folding_keeps_well_known_places_apart() -> None:
    by_key: dict[str, list[str]] = {}
    for name in DISTINCT:
        by_key.setdefault(fold(name), []).append(name)
    assert [names for names in by_key.values() if len(names) > 1] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cox’s Bazar", "Cox's Bazar"),
        ("Saint-Marc", "St. Marc"),
        ("Mount Sinjar", "Mt. Sinjar"),
        ("Port-au-Prince", "Port au Prince"),
        ("Cité Soleil", "CITE SOLEIL"),
        ("the Gambia", "Gambia"),
        ("Île-à-Vache", "Ile a Vache"),
    ],
)
def test_plain_ignores_how_a_name_is_set(one: str, other: str) -> None:
    assert plain(one) == plain(other) != ""


def test_plain_keeps_letters_apart() -> None:
    assert len({plain(name) for name in ("Nice", "Nis", "Niš 2", "Nisa")}) == 4


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_folding_takes_any_text(name: str) -> None:
    """Any text has a key, and a key is its own plain key."""
    assert plain(plain(name)) == plain(name)
    assert " " not in fold(name)
    assert slug(name)
    bare(name)


@pytest.mark.parametrize(
    ("name", "iso3", "place_id"),
    [
        ("Baghouz", None, "syr.deir-ez-zor.baghouz"),
        ("Al Baghuz", None, "syr.deir-ez-zor.baghouz"),
        ("Al Hawl", None, "syr.al-hasakah.al-hol"),
        ("el-Hol camp", None, "syr.al-hasakah.al-hol"),
        ("Dayr az Zawr", "SYR", "syr.deir-ez-zor"),
        ("Syria", None, "syr"),
        ("Syrian Arab Republic", None, "syr"),
        ("DRC", None, "cod"),
        ("Burma", None, "mmr"),
        ("Ivory Coast", None, "civ"),
        ("Türkiye", None, "tur"),
        ("Cox's Bazar", None, "bgd.chittagong.coxs-bazar-2"),
        ("Lake Chad", None, "region.lake-chad"),
        ("Lake Chad Basin", None, "region.lake-chad-basin"),
        ("Zamzam camp", None, "sdn.northern-darfur.zamzam"),
        ("Nord-Kivu", None, "cod.nord-kivu"),
        ("Kobane", None, "syr.aleppo.kobani"),
        ("Ayn al 'Arab", None, "syr.aleppo.kobani"),
        ("Tripoli", "LBN", "lbn.liban-nord.tripoli"),
        ("Tripoli", "LBY", "lby.tripoli.tripoli"),
        ("San Francisco", "USA", "usa.california.san-francisco"),
        ("Marawi City", None, "phl.autonomous-region-in-muslim-mindanao.marawi"),
        ("Bidi Bidi", None, "uga.northern-region.bidibidi"),
        ("Mocimboa da Praia", None, "moz.cabo-delgado.mocimboa-da-praia"),
    ],
)
def test_lookup(name: str, iso3: str | None, place_id: str) -> None:
    found = gazetteer().lookup(name, iso3=iso3)
    assert found
    assert found[0].place_id == place_id
    assert gazetteer().get(place_id) == found[0]


@pytest.mark.parametrize("name", ["", " ", "-", "Qwrtzpl", "'", "the"])
def test_lookup_of_no_place(name: str) -> None:
    assert gazetteer().lookup(name) == ()


def test_unknown_ids_are_not_there() -> None:
    names = gazetteer()
    assert names.get("atlantis") is None
    assert names.get("") is None
    assert names.parents("atlantis") == ()
    assert names.distance_km("atlantis", "syr") is None
    assert not names.within("atlantis", "syr")


def test_parents_go_up_to_the_country() -> None:
    assert gazetteer().parents("syr.deir-ez-zor.baghouz") == ("syr.deir-ez-zor", "syr")
    assert gazetteer().parents("syr") == ()


@pytest.mark.parametrize(
    ("inner", "outer", "holds"),
    [
        ("syr.deir-ez-zor.baghouz", "syr", True),
        ("syr.deir-ez-zor.baghouz", "syr.deir-ez-zor", True),
        ("syr.deir-ez-zor", "syr.deir-ez-zor.baghouz", False),
        ("syr.deir-ez-zor.baghouz", "syr.deir-ez-zor.baghouz", True),
        ("syr", "irq", False),
        ("nga.borno.maiduguri", "region.lake-chad-basin", True),
        ("nga.lagos", "region.lake-chad-basin", False),
        ("mli", "region.central-sahel", True),
        ("ukr.donetsk.mariupol", "ukr.donbas", True),
    ],
)
def test_within(inner: str, outer: str, holds: bool) -> None:
    assert gazetteer().within(inner, outer) is holds


def test_distances() -> None:
    names = gazetteer()
    there = names.distance_km("syr.deir-ez-zor.baghouz", "syr.al-hasakah.al-hol")
    back = names.distance_km("syr.al-hasakah.al-hol", "syr.deir-ez-zor.baghouz")
    assert there is not None
    assert 200 < there < 230
    assert there == back
    assert names.distance_km("syr", "syr") == 0.0


@pytest.fixture(scope="module")
def entries() -> list[PlaceEntry]:
    return list(gazetteer().entries())


def test_every_entry_is_whole(entries: list[PlaceEntry]) -> None:
    countries = {entry.iso3 for entry in entries if entry.level == "country"}
    assert len(countries) > 200
    for entry in entries:
        assert entry.name.strip() == entry.name != "", entry
        assert entry.level in PLACE_LEVELS, entry
        assert -90 <= entry.lat <= 90, entry
        assert -180 <= entry.lon <= 180, entry
        assert math.isfinite(entry.lat + entry.lon), entry
        assert entry.iso3 in countries or (entry.iso3 is None and entry.level == "region"), entry
        assert entry.population is None or entry.population > 0, entry
        assert entry.place_id == entry.place_id.lower(), entry
        assert entry.place_id.isascii(), entry


def test_ids_are_unique_and_parents_exist(entries: list[PlaceEntry]) -> None:
    ids = [entry.place_id for entry in entries]
    assert len(ids) == len(set(ids))
    known = set(ids)
    assert {entry.parent_id for entry in entries} - known == {None}
    for entry in entries:
        for spanned in entry.spans:
            assert spanned.lower() in known, (entry.place_id, spanned)


def test_every_country_has_provinces_or_is_small(entries: list[PlaceEntry]) -> None:
    with_provinces = {entry.iso3 for entry in entries if entry.level == "adm1"}
    large = {e.iso3 for e in entries if e.level == "country" and (e.population or 0) > 1_000_000}
    assert large - with_provinces <= {"SGP", "HKG"}


@pytest.mark.parametrize(
    ("name", "least"), [("humanitarian.csv", 860), ("country_names.csv", 180), ("districts.csv", 1_800)]
)
def test_hand_written_rows_are_whole(name: str, least: int) -> None:
    lines = [line for line in (FOLDER / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.reader(lines))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) > least
    firsts = [tuple(row[:4]) for row in rows]
    assert len(firsts) == len(set(firsts))


def _table(name: str) -> list[dict[str, str]]:
    lines = [line for line in (FOLDER / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


JOINED_AND_ONE = {
    "West and Central Africa",
    "West and Central Africa region",
    "East and Horn of Africa",
    "East and Horn of Africa region",
    "Middle East and North Africa",
    "Latin America and the Caribbean",
    "North and East Syria",
    "Lahaul and Spiti",
    "Lahul and Spiti",
}
"""Regions and a district whose one name has an "and" in it."""


@pytest.mark.parametrize("file", ["humanitarian.csv", "districts.csv"])
def test_no_name_joins_two_places(file: str) -> None:
    names = {name for row in _table(file) for name in (row["name"], *row["aliases"].split("|"))}
    joined = {name for name in names if re.search(r"\b(?:and|et)\b |[,/&]", name)}
    assert joined <= JOINED_AND_ONE


def test_no_other_name_is_the_name_of_another_place() -> None:
    rows = _table("humanitarian.csv")
    own: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in rows:
        own.setdefault((plain(row["name"]), row["iso3"]), set()).add((row["name"], row["parent"]))
    for row in rows:
        for alias in filter(None, row["aliases"].split("|")):
            others = own.get((plain(alias), row["iso3"]), set()) - {(row["name"], row["parent"])}
            assert not others, (row["name"], alias, others)


def test_no_two_places_share_another_name() -> None:
    bearers: dict[tuple[str, str], set[str]] = {}
    for row in _table("humanitarian.csv"):
        for alias in filter(None, row["aliases"].split("|")):
            bearers.setdefault((plain(alias), row["iso3"]), set()).add(row["name"])
    assert {key: names for key, names in bearers.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    "apart",
    [
        ("Kule", "Tierkidi", "Nguenyyiel"),
        ("Central Mediterranean", "Western Mediterranean", "Mediterranean"),
        ("Eastern Qalamoun", "Western Qalamoun"),
        ("Laylan", "Daquq camp"),
        ("Nubl", "Zahraa"),
        ("Meheba", "Mayukwayukwa"),
        ("Iridimi", "Touloum"),
        ("Smara camp", "Laayoune camp", "Rabouni", "Tindouf camps"),
        ("Dollo Ado", "Melkadida"),
        ("Ifo", "Ifo 2"),
        ("Adjumani", "Nyumanzi", "Pagirinya"),
        ("Bentiu", "Rubkona"),
        ("Ibo", "Matemo"),
        ("Samos", "Vathy camp"),
        ("Gran Canaria", "El Hierro", "Canary Islands"),
    ],
)
def test_places_told_apart_have_ids_of_their_own(apart: tuple[str, ...]) -> None:
    ids = [gazetteer().lookup(name)[0].place_id for name in apart]
    assert len(set(ids)) == len(apart)


def test_every_district_lies_in_a_known_province_and_is_found_by_its_names() -> None:
    names = gazetteer()
    seen: set[str] = set()
    for row in _table("districts.csv"):
        spelt = (row["name"], *filter(None, row["aliases"].split("|")))
        province = {e.place_id for e in names.lookup(row["parent"], iso3=row["iso3"]) if e.level == "adm1"}
        for name in spelt:
            found = [
                entry
                for entry in names.lookup(name, iso3=row["iso3"])
                if entry.level != "adm1" and province & set(names.parents(entry.place_id))
            ]
            assert found, (row, name)
        district = names.lookup_exact(row["name"])
        assert all(names.get(entry.place_id) == entry for entry in district)
        key = f"{row['iso3']} {row['parent']} {row['name']}"
        assert key not in seen
        seen.add(key)


@pytest.mark.parametrize(
    ("name", "iso3", "place_id", "level"),
    [
        ("Panyijar", "SSD", "ssd.unity.panyijiar", "adm2"),
        ("Logone-et-Chari", "CMR", "cmr.far-north.logone-et-chari", "adm2"),
        ("Kerenik", "SDN", "sdn.western-darfur.kereneik", "adm2"),
        ("Kreinik", "SDN", "sdn.western-darfur.kereneik", "adm2"),
        ("Meluco", "MOZ", "moz.cabo-delgado.meluco", "adm2"),
        ("Tawila", "SDN", "sdn.northern-darfur.tawila", "place"),
        ("Masisi", "COD", "cod.nord-kivu.masisi-territory", "adm2"),
    ],
)
def test_a_district_fills_a_gap_and_doubles_nothing(name: str, iso3: str, place_id: str, level: str) -> None:
    found = gazetteer().lookup(name, iso3=iso3)
    assert found[0].place_id == place_id
    assert found[0].level == level
    assert [entry.name for entry in found].count(found[0].name) == 1


def test_hand_written_places_are_all_found() -> None:
    names = gazetteer()
    for row in _table("humanitarian.csv"):
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            found = names.lookup(name, iso3=row["iso3"] or None)
            assert any(entry.curated for entry in found), (row["name"], name)


def test_hand_written_parents_are_known() -> None:
    names = gazetteer()
    for entry in names.entries(curated=True):
        if entry.parent_id is not None and entry.level != "country":
            parent = names.get(entry.parent_id)
            assert parent is not None, entry
            assert parent.iso3 == entry.iso3


def test_hand_written_places_lie_near_their_province() -> None:
    """A swapped sign or column would throw a place onto another continent."""
    names = gazetteer()
    for entry in names.entries(curated=True):
        if entry.level in ("place", "camp") and entry.parent_id is not None:
            away = names.distance_km(entry.place_id, entry.parent_id)
            assert away is not None
            assert away < (3_500 if entry.parent_id in ("rus", "usa", "chn", "bra") else 900), (entry, away)


@pytest.mark.parametrize("file", sorted(p.name for p in FOLDER.iterdir() if p.name != "README.md"))
def test_every_file_credits_its_source(file: str) -> None:
    told = (FOLDER / "README.md").read_text("utf-8")
    row = next(line for line in told.splitlines() if line.startswith(f"| `{file}`"))
    assert any(licence in row for licence in ("CC BY 4.0", "Apache-2.0"))
    if file.endswith(".gz"):
        assert "GeoNames" in told
        assert "https://www.geonames.org" in told


def test_the_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 3_200_000


def test_the_index_was_made_with_this_folding() -> None:
    """After a change of ``fold`` or ``plain`` the index must be built again."""
    names = gazetteer()
    some = [e for n, e in enumerate(names.entries()) if n % 97 == 0 and not e.curated]
    assert len(some) > 500
    for entry in some:
        assert entry in names.lookup_exact(entry.name), f"run tools/build_gazetteer.py again: {entry}"
        if entry.iso3 in FOLDED_COUNTRIES:
            assert entry in names._named("~" + fold(entry.name), entry.iso3), entry


def test_demonyms_name_countries() -> None:
    names = gazetteer()
    for word, iso3 in names.demonyms.items():
        assert names.get(iso3.lower()) is not None, word
    assert names.demonyms["syrian"] == "SYR"
    assert names.demonyms["south sudanese"] == "SSD"
    assert "rohingya" not in names.demonyms


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    one, other = gazetteer(), Gazetteer()
    for name in ("Idlib", "Goma", "Al Hawl", "Tripoli"):
        assert one.lookup(name) == other.lookup(name)
