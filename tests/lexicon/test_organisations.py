"""The list of organisations: what names resolve to, kinds by words, slugs, and the file itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import BadConfiguration
from tracker.lexicon.organisations import organisations, read_organisations, slug
from tracker.vocabulary import SOURCE_KINDS

RESOLVES = [
    ("UNHCR", "unhcr"),
    ("Unhcr", "unhcr"),
    ("UN refugee agency", "unhcr"),
    ("the U.N. refugee agency", "unhcr"),
    ("UN’s refugee agency", "unhcr"),
    ("United Nations High Commissioner for Refugees (UNHCR)", "unhcr"),
    ("UNHCR Libya", "unhcr"),
    ("UN Office for the Coordination of Humanitarian Affairs", "ocha"),
    ("the UN humanitarian office", "ocha"),
    ("OCHA DRC", "ocha"),
    ("UN World Food Programme", "wfp"),
    ("World Food Program", "wfp"),
    ("International Organization for Migration (IOM)", "iom"),
    ("International Organisation for Migration", "iom"),
    ("IOM DTM", "dtm"),
    ("Displacement Tracking Matrix (DTM)", "dtm"),
    ("WHO", "who"),
    ("World Health Organisation", "who"),
    ("UN", "un"),
    ("U.N.", "un"),
    ("UN officials", "un"),
    ("Syrian Observatory for Human Rights", "sohr"),
    ("SOHR", "sohr"),
    ("the Observatory", "sohr"),
    ("Observatory head Rami Abdel Rahman", "sohr"),
    ("Britain-based monitor", "sohr"),
    ("head of the Observatory", "sohr"),
    ("Britain-based Syrian Observatory for Human Rights", "sohr"),
    ("SNHR", "snhr"),
    ("SDF spokesman Adnan Afrin", "sdf"),
    ("the Kurdish-led Syrian Democratic Forces", "sdf"),
    ("Syrian Democratic Forces (SDF)", "sdf"),
    ("Médecins Sans Frontières", "msf"),
    ("Medecins Sans Frontieres", "msf"),
    ("DSWD", "dswd"),
    ("DSWD Region X", "dswd"),
    ("ARMM government", "armm-government"),
    ("Task Force Bangon Marawi", "tfbm"),
    ("Emergency Operations Center (COE)", "coe-dominican-republic"),
    ("General Directorate of Civil Protection (DGPC)", "dgpc-haiti"),
    ("Gaza health ministry", "gaza-health-ministry"),
    ("health ministry in Gaza", "gaza-health-ministry"),
    ("Goma Volcano Observatory", "goma-volcano-observatory"),
    ("Syrian Civil Defence", "white-helmets"),
    ("Syria Civil Defense", "white-helmets"),
    ("the Red Cross", "red-cross"),
    ("Kenya Red Cross Society", "kenya-red-cross"),
    ("Xinhua news agency", "xinhua"),
    ("Angola news agency ANGOP", "angop"),
    ("Kızılay", "turkish-red-crescent"),
    ("Save the Children", "save-the-children"),
    ("CARE", "care"),
    ("M23", "m23"),
    ("the Taliban", "taliban"),
]
UNKNOWN = [
    ("local officials", "local_authority"),
    ("the governor", "local_authority"),
    ("a health ministry spokesman", "government"),
    ("police", "government"),
    ("Hunan provincial civil affairs bureau", "local_authority"),
    ("Luanda fire department", "local_authority"),
    ("Local Ukrainian authorities", "local_authority"),
    ("Peru Red Cross", "ngo"),
    ("state media", "media"),
    ("an aid group", "ngo"),
    ("a war monitor", "monitor"),
    ("rebels", "armed_group"),
    ("UNfamous", None),
    ("who", None),
    ("care", None),
    ("people in need", None),
    ("a witness", None),
    ("Independent Commission of Friends", "government"),
    ("NDMA", "government"),
    ("NEMA", "government"),
    ("", None),
    ("(", None),
]


@pytest.mark.parametrize(("name", "source_id"), RESOLVES)
def test_resolves(name: str, source_id: str) -> None:
    found = organisations().resolve(name)
    assert found is not None
    assert found.source_id == source_id
    assert organisations().kind_of(name, language="en") == found.kind


@pytest.mark.parametrize(("name", "kind"), UNKNOWN)
def test_unlisted_names_keep_their_kind(name: str, kind: str | None) -> None:
    assert organisations().resolve(name) is None
    assert organisations().kind_of(name, language="en") == kind


@pytest.mark.parametrize(
    ("name", "iso3", "source_id"),
    [
        ("NDMA", "PAK", "ndma-pakistan"),
        ("NDMA", "IND", "ndma-india"),
        ("NDMA", "SYR", None),
        ("National Emergency Management Agency", "NGA", "nema-nigeria"),
        ("National Emergency Management Agency", None, None),
        ("emergency operations centre", "DOM", "coe-dominican-republic"),
        ("emergency operations centre", "USA", None),
        ("the Observatory", "COD", None),
        ("the Observatory", "SYR", "sohr"),
        ("UNHCR", "SYR", "unhcr"),
        ("Turkish authorities", "SYR", "turkey-government"),
    ],
)
def test_the_country_settles_what_is_ambiguous(name: str, iso3: str | None, source_id: str | None) -> None:
    found = organisations().resolve(name, iso3=iso3)
    assert (found.source_id if found else None) == source_id


def test_named_takes_nothing_beside_the_name() -> None:
    assert organisations().named("the UNHCR") is organisations().by_id["unhcr"]
    assert organisations().named("UNHCR spokesman") is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the Hunan provincial civil affairs bureau", "hunan-provincial-civil-affairs-bureau"),
        ("Sécurité Civile", "securite-civile"),
        ("local officials", "local-officials"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("A.B. Group", "ab-group"),
    ],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_long_slugs_stay_short_and_apart() -> None:
    one, other = slug("very " * 30 + "one"), slug("very " * 30 + "other")
    assert one != other
    assert max(len(one), len(other)) <= 64


def test_the_file() -> None:
    """Every row: an id that is its own slug, a name, a kind, a country code or none, an origin."""
    entries = organisations().entries
    assert len(entries) >= 250
    assert len({entry.source_id for entry in entries}) == len(entries)
    assert {entry.kind for entry in entries} == set(SOURCE_KINDS)
    for entry in entries:
        assert entry.source_id == slug(entry.source_id)
        assert entry.origin.startswith("http")
        assert entry.iso3 is None or (len(entry.iso3) == 3 and entry.iso3.isupper())
        assert len({entry.name, *entry.aliases}) == 1 + len(entry.aliases)


def test_every_name_finds_its_own_row() -> None:
    """A row's name and aliases lead back to it, with its country where several share them."""
    known = organisations()
    for entry in known.entries:
        for name in (entry.name, *entry.aliases):
            found = known.named(name, iso3=entry.iso3)
            assert found is not None, (name, entry.source_id)
            assert found is entry, (name, entry.source_id, found.source_id)


@pytest.mark.parametrize(
    "text",
    [
        "source_id,name,aliases,kind,iso3,origin\nx,,,un,,http://x\n",
        "source_id,name,aliases,kind,iso3,origin\nx,X,,club,,http://x\n",
        "source_id,name,aliases,kind,iso3,origin\nx,X,,un,,http://x\nx,Y,,un,,http://x\n",
        "id;name\nx;X\n",
    ],
)
def test_a_broken_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "organisations.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration, match="line"):
        read_organisations(path)
    with pytest.raises(BadConfiguration, match="cannot be read"):
        read_organisations(tmp_path / "none.csv")


@settings(max_examples=100, deadline=None)
@given(name=st.text(max_size=80), iso3=st.sampled_from([None, "SYR", "PHL"]))
def test_any_name_is_answered(name: str, iso3: str | None) -> None:
    found = organisations().resolve(name, iso3=iso3)
    assert found == organisations().resolve(name, iso3=iso3)
    assert organisations().kind_of(name, language="en") in (None, *SOURCE_KINDS)
    assert slug(name) == slug(slug(name)) or slug(name) == "unnamed"
