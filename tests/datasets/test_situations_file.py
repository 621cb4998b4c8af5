"""situations.toml and household_size.csv: the bundled ones are sane, faults say file, table, key and fix."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.errors import BadConfiguration, MissingInput
from tracker.read.situations_file import load_household_sizes, load_situations
from tracker.vocabulary import NamedPlace, Situation, SituationEvent

DATASETS = Path(__file__).parents[2] / "datasets"


@pytest.mark.parametrize(
    "situation", load_situations(DATASETS / "situations.toml"), ids=lambda s: s.situation_id
)
def test_bundled_situation(situation: Situation) -> None:
    """Dated, described, with events in order inside its time, each with a page, and places with aliases."""
    assert situation.country_iso3 in {"SYR", "PHL", "SDN"}
    assert situation.summary
    assert situation.start is not None
    assert situation.end is not None
    days = [event.date for event in situation.events]
    assert len(days) >= 12
    assert days == sorted(days)
    assert situation.start <= days[0] <= days[-1] <= situation.end
    assert all(event.url for event in situation.events)
    assert all(place.aliases for place in situation.same_places)
    if situation.situation_id == "tigray-sudan":  # its reports count nobody in households
        assert situation.household_size is None
    else:
        assert situation.household_size is not None
        assert 2 < situation.household_size < 8
        assert situation.household_size_source


def test_marawi_household_size_is_its_own_ratio() -> None:
    """The size is what the named record gives: persons over families."""
    [marawi] = [one for one in load_situations(DATASETS / "situations.toml") if one.situation_id == "marawi"]
    assert marawi.household_size == round(359_680 / 78_466, 2)


def test_bundled_household_sizes() -> None:
    """Many countries, plausible averages, each row with its survey, year and address."""
    path = DATASETS / "household_size.csv"
    sizes = load_household_sizes(path)
    assert len(sizes) >= 60
    assert list(sizes) == sorted(sizes)
    assert all(2 <= size <= 9 for size in sizes.values())
    assert sizes["AFG"] == 8.0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["country"]
            assert row["source"]
            assert row["url"].startswith("https://")
            assert 1990 <= int(row["year"]) <= 2026


def test_whole_situation_is_read(tmp_path: Path) -> None:
    """Every key reaches its field; a day may be written as text."""
    path = tmp_path / "situations.toml"
    path.write_text(
        """
        [flood-2024]
        title = "A flood"
        country = "TCD"
        summary = "Water."
        start = 2024-08-01
        end = "2024-10-31"
        household_size = 6
        household_size_source = "The report of 3 August"
        [[flood-2024.same_places]]
        name = "Walia"
        aliases = ["Walia district"]
        place_id = "tcd.nd.walia"
        lat = 12.1
        lon = 15
        [[flood-2024.events]]
        date = 2024-08-20
        label = "The dyke breaks"
        url = "https://example.org/dyke"
        [quiet]
        title = "Nothing else is needed"
        """,
        encoding="utf-8",
    )
    assert load_situations(path) == (
        Situation(
            situation_id="flood-2024",
            title="A flood",
            country_iso3="TCD",
            summary="Water.",
            start=dt.date(2024, 8, 1),
            end=dt.date(2024, 10, 31),
            household_size=6.0,
            household_size_source="The report of 3 August",
            same_places=(
                NamedPlace(
                    name="Walia", aliases=("Walia district",), place_id="tcd.nd.walia", lat=12.1, lon=15.0
                ),
            ),
            events=(
                SituationEvent(
                    date=dt.date(2024, 8, 20), label="The dyke breaks", url="https://example.org/dyke"
                ),
            ),
        ),
        Situation(situation_id="quiet", title="Nothing else is needed"),
    )


PLACES = '[x]\ntitle = "X"\n[[x.same_places]]\n'
EVENTS = '[x]\ntitle = "X"\n[[x.events]]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[x\n", "line 1"),
        ('title = "X"\n', "'title' stands outside any table"),
        ('["a b"]\ntitle = "X"\n', "no folder name"),
        ("[x]\n", "title is missing"),
        ("[x]\ntitle = 3\n", "title = 3 is no text"),
        ('[x]\ntitle = "  "\n', "is no text"),
        ('[x]\ntitle = "X"\ncuontry = "SYR"\n', "unknown key 'cuontry'"),
        ('[x]\ntitle = "X"\ncountry = "Syria"\n', "country = 'Syria' is no ISO code"),
        ('[x]\ntitle = "X"\nstart = "soon"\n', "start = 'soon' is no day"),
        ('[x]\ntitle = "X"\nstart = 2019-03-08T10:00:00\n', "is no day"),
        (
            '[x]\ntitle = "X"\nstart = 2019-03-08\nend = 2019-03-01\n',
            "start 2019-03-08 is after end 2019-03-01",
        ),
        ('[x]\ntitle = "X"\nhousehold_size = 0.5\nhousehold_size_source = "s"\n', "between 1 and 20"),
        ('[x]\ntitle = "X"\nhousehold_size = nan\nhousehold_size_source = "s"\n', "household_size = nan"),
        ('[x]\ntitle = "X"\nhousehold_size = true\nhousehold_size_source = "s"\n', "household_size = True"),
        ('[x]\ntitle = "X"\nhousehold_size = 5\n', "go together"),
        ('[x]\ntitle = "X"\nhousehold_size_source = "a survey"\n', "go together"),
        ('[x]\ntitle = "X"\nevents = 3\n', "events is no list of tables"),
        (PLACES, "[x.same_places 1]: name is missing"),
        (PLACES + 'name = "A"\nalias = ["B"]\n', "unknown key 'alias'"),
        (PLACES + 'name = "A"\naliases = "B"\n', "aliases is no list of names"),
        (PLACES + 'name = "A"\nlat = 91\nlon = 0\n', "lat = 91"),
        (PLACES + 'name = "A"\nlat = 9\n', "lat and lon go together"),
        (
            PLACES + 'name = "A"\naliases = ["Hol"]\n[[x.same_places]]\nname = "hol"\n',
            "'hol' already stands for 'A'",
        ),
        (EVENTS + 'label = "L"\n', "[x.events 1]: date is missing"),
        (EVENTS + "date = 2019-03-08\n", "label is missing"),
        (EVENTS + 'date = 2019-03-08\nlabel = "L"\nurl = "example.org"\n', "is no web address"),
    ],
)
def test_situation_faults_are_told(tmp_path: Path, text: str, told: str) -> None:
    """The message names the file, the table, the key and what to do."""
    path = tmp_path / "situations.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration) as raised:
        load_situations(path)
    assert str(path) in raised.value.fault
    assert told in raised.value.fault
    assert raised.value.fix


def test_unknown_key_lists_the_known_ones(tmp_path: Path) -> None:
    """A misspelt key is told with the keys there are."""
    path = tmp_path / "situations.toml"
    path.write_text('[x]\ntitle = "X"\nhousehold = 5\n', encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"use only: title, country.*household_size"):
        load_situations(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: no column iso3 and persons_per_household"),
        ("iso3,size\nSYR,5\n", "line 1: no column persons_per_household"),
        ("iso3,persons_per_household\nSYR,5.1\nSY,5\n", "line 3: 'SY' is no ISO code"),
        ("iso3,persons_per_household\nSYR,5.1\n\nSYR,5\n", "line 4: SYR comes twice"),
        ("iso3,persons_per_household\nSYR,five\n", "line 2: 'five' persons per household"),
        ("iso3,persons_per_household\nSYR\n", "line 2: '' persons per household"),
        ("iso3,persons_per_household\nSYR,nan\n", "line 2: 'nan' persons per household"),
        ("iso3,persons_per_household\nSYR,510\n", "line 2: '510' persons per household"),
    ],
)
def test_household_size_faults_are_told(tmp_path: Path, text: str, told: str) -> None:
    """The message names the file and the line."""
    path = tmp_path / "household_size.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration) as raised:
        load_household_sizes(path)
    assert str(path) in raised.value.fault
    assert told in raised.value.fault


@pytest.mark.parametrize("load", [load_situations, load_household_sizes])
def test_unreadable_files_are_told(tmp_path: Path, load: object) -> None:
    """A missing file, a folder and a file that is not UTF-8 are said to be that."""
    assert callable(load)
    with pytest.raises(MissingInput, match="no such file"):
        load(tmp_path / "nowhere")
    with pytest.raises(BadConfiguration, match="cannot be read"):
        load(tmp_path)
    broken = tmp_path / "latin"
    broken.write_bytes("título".encode("latin-1"))
    with pytest.raises(BadConfiguration, match="not UTF-8"):
        load(broken)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.dictionaries(
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3), st.floats(1, 20), max_size=20
    ),
    mark=st.sampled_from(["", "\ufeff"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read(tmp_path: Path, sizes: dict[str, float], mark: str, end: str) -> None:
    """Any table of sizes comes back as it was, in its order, with or without a byte order mark."""
    path = tmp_path / "household_size.csv"
    lines = [
        "country, iso3 ,persons_per_household",
        *(f"Somewhere,{code},{size}" for code, size in sizes.items()),
    ]
    path.write_text(mark + end.join(lines), encoding="utf-8", newline="")
    assert list(load_household_sizes(path).items()) == list(sizes.items())
