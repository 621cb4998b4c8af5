"""Private persons: whose name is printed, whose is not, and that a hidden one stands in no file of a folder."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.cli import main
from tracker.publishing.persons import names_a_person, private_names

PRIVATE = [
    ("Amina Salem, 34, fled with 40 neighbours.", ["Amina Salem"]),
    ("“We were 60 in one room,” recalled Khadija Omar al-Hassan.", ["Khadija Omar al-Hassan"]),
    ("Rosa Quill, a teacher, said 300 people slept in the school.", ["Rosa Quill"]),
    ("Jean-Pierre Mukendi, a farmer, counted 12 burnt houses.", ["Jean-Pierre Mukendi"]),
    ("Mr Okello told reporters that 20 houses burned.", ["Okello"]),
    ("Daw Khin Htwe, who lost her home, is one of 300 in the monastery.", ["Daw Khin Htwe"]),
    ("“All 70 of us walked,” said Fatoumata Traoré.", ["Fatoumata Traoré"]),
    ("Oksana Hrytsenko, 61, left with 14 others.", ["Oksana Hrytsenko"]),
    ("Survivors such as farmer Luis Ángel Rojas counted 9 dead.", ["Luis Ángel Rojas"]),
    ("Sunita Devi lost her house with 40 other families.", ["Sunita Devi"]),
    ("Resident Tekle Gebremariam and 50 others crossed the river.", ["Tekle Gebremariam"]),
    ("Abdul Karim Noori (27) and 30 labourers were trapped.", ["Abdul Karim Noori"]),
    ("Siti Rahayu arrived with 11 relatives.", ["Siti Rahayu"]),
    ("“They took 80 of our cattle,” Nyandeng Majok said.", ["Nyandeng Majok"]),
    # further cultures and places in a sentence
    ("According to Trần Thị Hoa, 400 people left the hamlet.", ["Trần Thị Hoa"]),
    ("Mrs Balogun said 30 families left.", ["Balogun"]),
    ("Dr. Orhan Demirel treated 40 of the displaced.", ["Orhan Demirel"]),
    ("Han Seo-yeon escaped with 15 others.", ["Han Seo-yeon"]),
    ("Zarghuna (not her real name), 23, fled with 11 relatives.", ["Zarghuna"]),
    ("Khairullah, a shepherd from the hills, said 80 families had left.", ["Khairullah"]),
    ("Umm Tariq said 60 families left.", ["Tariq"]),
    ("Yevheniya Bondar and her neighbours, 30 in all, slept in the station.", ["Yevheniya Bondar"]),
    ("Interview with Raffaella Conti: 400 people left", ["Raffaella Conti"]),
    ("FATIMA HAMDAN SAYS 300 FAMILIES FLED", ["FATIMA HAMDAN"]),
    ("سلمى حداد said 200 people left.", ["سلمى حداد"]),
    ("Achol Garang's brothers were among 70 who fled.", ["Achol Garang"]),
    ("Thura Zin and Ma Sandar said 400 fled.", ["Ma Sandar", "Thura Zin"]),
    ("Dieudonné Bisimwa, displaced from the plain with 9 children, waits.", ["Dieudonné Bisimwa"]),
]
PUBLIC = [
    "Governor Peter Hale said 4,000 people were evacuated.",
    "SDF spokesman Mustafa Bali said 3,000 had surrendered.",
    "Deputy Prefect Oumar Diallo said 30,000 people had arrived.",
    "Filippo Grandi, the United Nations High Commissioner for Refugees, spoke of 60,000 refugees.",
    "Maria Torres, mayor of the town, said 900 families were sheltered.",
    "Human Rights Watch and Radio Lumen reported 12 dead in South Kordofan.",
    "Save the Children said 1,200 families left Mount Sinabung.",
    "Hurricane Maria killed 64 people; Cyclone Idai displaced 300,000.",
    "Nearly 5,000 people fled San Francisco and Santa Rosa.",
    "The Norwegian Refugee Council counted 700 families in Abu Kamal.",
    "In January Lagos State sheltered 300 people.",
    "In Chad, arrivals said 300 had been shot at. By Monday, arrivals said, 40 were dead.",
    "Central Africans said 70 neighbours had fled with them, and Syrians who left said 200 had.",
    "Since March, Sudan said, 400 people had crossed into Chad.",
    "Sri Lanka Red Cross moved 400 people.",
    "Most fled to Al-Gatroun (7%), Wadi Etbah (46%) and Umm Rawaba, 300 of them on foot.",
    "Geneva-based and UN-led agencies said 400 people left Abu Kamal and Sheikh Zuweid.",
    "According to Human Rights Watch, 300 people fled; according to Reuters, 400.",
    "In Gedaref, one refugee said 40 people were left behind.",
    "General Idris Farouk, a father of five, said 300 people left.",
    "The Abdul Rahman Hospital took in 30 people, the Mar Elias Camp 200.",
]


@pytest.mark.parametrize(("text", "names"), PRIVATE, ids=[names[0] for _, names in PRIVATE])
def test_private_persons_are_found(text: str, names: list[str]) -> None:
    assert private_names(text) == names


@pytest.mark.parametrize("text", PUBLIC)
def test_officials_places_and_bodies_keep_their_names(text: str) -> None:
    assert private_names(text) == []


@pytest.mark.parametrize(
    ("source", "private"),
    [
        ("Mara Ellery", True),
        ("Abu Hassan", True),
        ("Yusuf Darwish", True),
        ("Ministry of Health", False),
        ("North Valley Relief Society", False),
        ("SOHR", False),
        ("local officials", False),
        ("Mayor Mara Ellery", False),
        ("Radio Lumen", False),
    ],
)
def test_whose_credit_is_a_person_s(source: str, private: bool) -> None:
    assert names_a_person(source) is private


REPORT = """---
publisher: Amber Gazette
published: 2021-03-04
title: Yusuf Darwish walked for three days
---
Yusuf Darwish said 6,000 people fled Baghouz on 3 March 2021. Darwish left with 40 neighbours on 2 March.

Governor Nadia Serrat said 900 families were sheltered in Hajin. Salma Idris, 41, said 300 people were killed there.
"""

OTHER = """---
publisher: Amber Gazette
published: 2021-03-05
url: https://amber.example/stories/salma-idris-41
---
Salma Idris, 41, said 300 people were killed in Hajin on 3 March 2021. Salma said 70 families had left by 4 March.
"""


def files(folder: Path) -> dict[str, bytes]:
    """Return everything a folder holds, workbooks unpacked."""
    found = {}
    for path in folder.rglob("*"):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                found |= {f"{path.name}/{name}": book.read(name) for name in book.namelist()}
        elif path.is_file():
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


@pytest.mark.parametrize(("more", "shown"), [((), False), (("--names", "keep"), True)])
def test_a_private_name_stands_in_no_file(tmp_path: Path, more: tuple[str, ...], shown: bool) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "talk-with-yusuf-darwish.md").write_text(REPORT)
    (tmp_path / "in" / "talk-with-a-private-person.md").write_text(OTHER)
    out = tmp_path / "out"
    done = CliRunner().invoke(main, ["report", "--data", str(tmp_path / "in"), "-o", str(out), *more])
    assert done.exit_code == 0, done.output
    held = {
        name: [
            word for word in (b"Darwish", b"darwish", b"Yusuf", b"Salma", b"Idris", b"idris") if word in data
        ]
        for name, data in files(out).items()
        if not name.endswith(".parquet")  # the same tables as the CSV files, packed
    }
    assert any(held.values()) is shown, {name: words for name, words in held.items() if words}
    assert b"Baghouz" in (out / "tables" / "claims.csv").read_bytes()
    assert b"Nadia Serrat" in (out / "tables" / "claims.csv").read_bytes()
