"""Places: which words are places, which place is meant, and which part it has."""

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lexicon import letters, load
from tracker.lexicon.capitals import capitals
from tracker.lexicon.place_words import place_words
from tracker.marks import places
from tracker.marks.places import main_country
from tracker.vocabulary import Mark, Place

find_places = partial(places.find_places, language="en")


def shown(mark: Mark[Place]) -> str:
    """Write a mark as "role name = id", to be read in a table."""
    place = mark.value
    role = "demonym" if place.demonym else place.role or "-"
    return f"{role} {place.name} = {place.place_id or '?'}"


TABLE = [
    # Roles, by the word before.
    ("Families fled from Hajin.", ["from Hajin = syr.deir-ez-zor.hajin"]),
    ("They fled Hajin on foot.", ["from Hajin = syr.deir-ez-zor.hajin"]),
    ("Hundreds left Baghouz overnight.", ["from Baghouz = syr.deir-ez-zor.baghouz"]),
    ("Buses drove people out of Madaya.", ["from Madaya = syr.rif-dimashq.madaya"]),
    ("Some 300 crossed into Turkey.", ["to Turkey = tur"]),
    ("Trucks reached al-Hol camp at dawn.", ["to al-Hol camp = syr.al-hasakah.al-hol"]),
    ("They arrived in Goma on Tuesday.", ["to Goma = cod.nord-kivu.goma"]),
    ("Boats entered Libya.", ["to Libya = lby"]),
    ("About 900 were moved to Azraq.", ["to Azraq = jor.zarqa.azraq"]),
    ("Fighting continued in Marawi.", ["in Marawi = phl.autonomous-region-in-muslim-mindanao.marawi"]),
    ("Shells fell near Avdiivka.", ["in Avdiivka = ukr.donetsk.avdiivka"]),
    ("Clashes around Rutshuru spread.", ["in Rutshuru = cod.nord-kivu.rutshuru-territory"]),
    ("Rains hit homes across Malawi.", ["in Malawi = mwi"]),
    ("People slept outside Maiduguri.", ["in Maiduguri = nga.borno.maiduguri"]),
    ("Convoys towards Palma turned back.", ["to Palma = moz.cabo-delgado.palma"]),
    ("They crossed the border from Syria into Iraq.", ["from Syria = syr", "to Iraq = irq"]),
    (
        "Hundreds crossed the border into Rwanda from Goma.",
        ["to Rwanda = rwa", "from Goma = cod.nord-kivu.goma"],
    ),
    ("In Kutupalong alone 900 shelters burned.", ["in Kutupalong = bgd.chittagong.kutupalong"]),
    ("According to Turkey, the deal holds.", ["- Turkey = tur"]),
    # Roles through a noun and "of", a narrowing word, a nationality.
    ("They fled the village of Baghouz.", ["from Baghouz = syr.deir-ez-zor.baghouz"]),
    (
        "He was in the eastern Syrian town of Hajin.",
        ["demonym Syrian = syr", "in Hajin = syr.deir-ez-zor.hajin"],
    ),
    ("People from parts of Diffa arrived.", ["from Diffa = ner.diffa"]),
    (
        "They came from areas around Sinjar.",
        ["from areas around Sinjar = ?", "from Sinjar = irq.nineveh.sinjar"],
    ),
    ("They live in and around Maiduguri.", ["in Maiduguri = nga.borno.maiduguri"]),
    ("Camps on the island of Lesvos filled.", ["in Lesvos = grc.north-aegean.lesvos"]),
    ("They hope to reach 12 million people in Sudan.", ["in Sudan = sdn"]),
    ("Residents of Palma, Mozambique, wait.", ["- Palma = moz.cabo-delgado.palma"]),
    # Places named together share a role.
    (
        "They fled from Hajin, Sousa and Baghouz.",
        [
            "from Hajin = syr.deir-ez-zor.hajin",
            "from Sousa = syr.deir-ez-zor.sousa",
            "from Baghouz = syr.deir-ez-zor.baghouz",
        ],
    ),
    (
        "Refugees from Afghanistan and Pakistan came.",
        ["from Afghanistan = afg", "from Pakistan = pak"],
    ),
    (
        "Homes burned in Masisi, Rutshuru and Walikale.",
        [
            "in Masisi = cod.nord-kivu.masisi-territory",
            "in Rutshuru = cod.nord-kivu.rutshuru-territory",
            "in Walikale = cod.nord-kivu.walikale",
        ],
    ),
    ("They went from Bama to Pulka.", ["from Bama = nga.borno.bama", "to Pulka = nga.borno.pulka"]),
    ("Some 300 fled Syria, Iraq said.", ["from Syria = syr", "- Iraq = irq"]),
    ("They left Goma for Rwanda.", ["from Goma = cod.nord-kivu.goma", "to Rwanda = rwa"]),
    ("Hundreds fled Ukraine's Kharkiv Oblast.", ["from Kharkiv Oblast = ukr.kharkivska"]),
    ("Rain fell in central China’s Hunan Province.", ["in Hunan Province = chn.hunan"]),
    (
        "The states of Borno, Yobe and Adamawa flooded.",
        ["- Borno = nga.borno", "- Yobe = nga.yobe", "- Adamawa = nga.adamawa"],
    ),
    (
        "Floods hit Sofala, Manica and Tete provinces.",
        ["in Sofala = moz.sofala", "in Manica = moz.manica", "in Tete provinces = moz.tete"],
    ),
    # The words that belong to a name.
    ("They left the Baghouz enclave.", ["from Baghouz enclave = syr.deir-ez-zor.baghouz"]),
    ("Rain fell in Hunan Province.", ["in Hunan Province = chn.hunan"]),
    ("Floods struck southern China.", ["in southern China = chn"]),
    ("Attacks in northern Mozambique rose.", ["in northern Mozambique = moz"]),
    ("Air raids hit eastern Ghouta.", ["in eastern Ghouta = syr.rif-dimashq.eastern-ghouta"]),
    ("They fled western Mosul.", ["from western Mosul = irq.nineveh.mosul"]),
    ("They live in Deir ez-Zor governorate.", ["in Deir ez-Zor governorate = syr.deir-ez-zor"]),
    ("They live in Deir Ezzor countryside.", ["in Deir Ezzor countryside = syr.deir-ez-zor"]),
    ("Need is high in the Lake Chad Basin.", ["in Lake Chad Basin = region.lake-chad-basin"]),
    ("Storms lashed the Dominican Republic.", ["in Dominican Republic = dom"]),
    ("They sleep in the Zamzam camp.", ["in Zamzam camp = sdn.northern-darfur.zamzam"]),
    ("Rain fell on northern and eastern Syria.", ["in northern and eastern Syria = syr"]),
    ("Large parts of northern and western Iraq fell.", ["- northern and western Iraq = irq"]),
    ("Homes fell in Murray County, Georgia.", ["in Murray County = usa.georgia.murray-county"]),
    ("Fires burned in Idlib province.", ["in Idlib province = syr.idlib"]),
    ("They fled to Idlib city.", ["to Idlib city = syr.idlib.idlib"]),
    ("They fled Aleppo governorate.", ["from Aleppo governorate = syr.aleppo"]),
    # A bare name means the town, or the province where that is what reports speak of; always the same.
    (
        "Fires in Aleppo grew. They fled Aleppo.",
        ["in Aleppo = syr.aleppo.aleppo", "from Aleppo = syr.aleppo.aleppo"],
    ),
    ("Fires in Idlib grew. They fled Idlib.", ["in Idlib = syr.idlib", "from Idlib = syr.idlib"]),
    # A place within its province and country.
    ("Baghouz, Deir ez-Zor, Syria", ["- Baghouz = syr.deir-ez-zor.baghouz"]),
    ("They fled Tripoli, Lebanon.", ["from Tripoli = lbn.liban-nord.tripoli"]),
    ("They fled Tripoli, Libya.", ["from Tripoli = lby.tripoli.tripoli"]),
    ("They fled Chattanooga, Tennessee.", ["from Chattanooga = usa.tennessee.chattanooga"]),
    # Nationality words.
    ("Thousands of Syrians wait.", ["demonym Syrians = syr"]),
    ("Iraqi forces advanced.", ["demonym Iraqi = irq"]),
    ("South Sudanese refugees crossed.", ["demonym South Sudanese = ssd"]),
    ("Sri Lankan officials spoke.", ["demonym Sri Lankan = lka"]),
    ("Congolese families wait.", ["demonym Congolese = cod"]),
    ("Rohingya refugees wait.", []),
    # Spellings.
    ("They reached Al Hawl camp in Syria.", ["to Al Hawl camp = syr.al-hasakah.al-hol", "in Syria = syr"]),
    ("They fled Al Baghuz, Syria.", ["from Al Baghuz = syr.deir-ez-zor.baghouz"]),
    (
        "In Syria, 300 left Khan Sheikhun.",
        ["in Syria = syr", "from Khan Sheikhun = syr.idlib.khan-sheikhoun"],
    ),
    ("In Yemen they fled Al-Hudaydah.", ["in Yemen = yem", "from Al-Hudaydah = yem.al-hudaydah"]),
    ("They fled COX’S BAZAR.", ["from COX’S BAZAR = bgd.chittagong.coxs-bazar-2"]),
    ("Syria's war goes on.", ["- Syria = syr"]),
    ("In Cox's Bazar's camps", ["in Cox's Bazar's camps = bgd.chittagong.coxs-bazar-2"]),
    ("U.S. officials in the U.K. spoke.", ["- U.S. = usa", "in U.K. = gbr"]),
    ("They sleep in Sharya camp.", ["in Sharya camp = irq.duhok.sharya-camp"]),
    (
        "In Somalia, Bay and Bakool regions flooded.",
        ["in Somalia = som", "in Bay = som.bay", "in Bakool regions = som.bakool"],
    ),
    ("Hundreds fled Myanmar across the border to Thailand.", ["from Myanmar = mmr", "to Thailand = tha"]),
    ("They left Raqqa; Manbij filled.", ["from Raqqa = syr.ar-raqqah", "- Manbij = syr.aleppo.manbij"]),
    # Names no gazetteer has.
    ("They shelter in Ghorbel Adwan.", ["in Ghorbel Adwan = ?"]),
    ("Families left the village of Tirvanqa.", ["from Tirvanqa = ?"]),
    ("Hundreds of tents burned at Zumqar camp.", ["in Zumqar camp = ?"]),
    ("Qaltir refugee camp was empty.", ["- Qaltir refugee camp = ?"]),
    ("Rain fell in Savana de la Mar.", ["in Savana de la Mar = ?"]),
    ("Rain fell in Ghorbel, Tirvanqa and Zumqar.", ["in Ghorbel = ?", "in Tirvanqa = ?", "in Zumqar = ?"]),
    # Organisations, people, days: no places.
    ("The Syrian Observatory for Human Rights counted them.", []),
    ("The UN Mission in South Sudan said so.", []),
    ("Islamic State in Iraq and Syria claimed it.", []),
    ("The Free Syrian Army held out.", []),
    ("The Bank of Sudan closed.", []),
    ("The Ministry of Health counted them.", []),
    ("Staff of the University of Mosul left.", []),
    ("The Norwegian Refugee Council spoke.", []),
    ("SDF spokesman Adnan Afrin said so.", []),
    ("Mayor Sylvester Turner spoke.", []),
    ("President Jordan Paris spoke.", []),
    ("Mohammed Idlib spoke.", []),
    ("US-backed forces and a Britain-based monitor agree.", []),
    ("They left in March.", []),
    ("They left on Friday.", []),
    ("Reading reports is hard.", []),
    ("Police said so.", []),
    ("Most left. Many stayed. Same again.", []),
    ("They fled from Boko Haram.", []),
    ("They fled Islamic State.", []),
    ("People spoke to Reuters.", []),
    ("According to Xinhua, rain fell.", []),
    ("He spoke to UNICEF.", []),
    ("Nobody came.", []),
    ("", []),
    # Common words that are places where the words around say so.
    ("They flew to Nice, France.", ["to Nice = fra.provence-alpes-cote-dazur.nice"]),
    ("They fled Sake in DR Congo.", ["from Sake = cod.nord-kivu.sake", "in DR Congo = cod"]),
    ("The fire in Paradise, California, spread.", ["in Paradise = usa.california.paradise"]),
    (
        "Île-à-Vache and Coteaux emptied.",
        ["- Île-à-Vache = hti.sud.ile-a-vache", "- Coteaux = hti.sud.coteaux"],
    ),
    # Areas without a name.
    ("58,000 fled the last IS group bastion.", ["from last IS group bastion = ?"]),
    (
        "They came out of the pocket of territory near the Iraqi border.",
        ["from pocket of territory near the Iraqi border = ?", "demonym Iraqi = irq"],
    ),
    (
        "They walked into territory held by the Kurdish-led SDF.",
        ["to territory held by the Kurdish-led SDF = ?"],
    ),
    ("They were taken to evacuation centres.", ["to evacuation centres = ?"]),
    ("They stay with host families.", ["in host families = ?"]),
    ("They stay with relatives.", ["in relatives = ?"]),
    ("They fled to neighbouring countries.", ["to neighbouring countries = ?"]),
    ("They left the camp.", ["from camp = ?"]),
    ("They headed for higher ground.", ["to higher ground = ?"]),
    ("They live in 48 temporary shelters.", ["in 48 temporary shelters = ?"]),
    (
        "They live in host communities, public spaces, and schools.",
        ["in host communities, public spaces, and schools = ?"],
    ),
    ("Nine left the two besieged villages.", ["from two besieged villages = ?"]),
    ("They went to the capital.", ["to capital = ?"]),
    ("They returned to their homes.", []),
    ("They left the country.", []),
    ("They want to help villages.", []),
    ("They moved with families.", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text[:48] for text, _ in TABLE])
def test_table(text: str, expected: list[str]) -> None:
    assert [shown(mark) for mark in find_places(text)] == expected


@pytest.mark.parametrize(
    ("text", "country", "place_id"),
    [
        ("They fled Tripoli.", "LBY", "lby.tripoli.tripoli"),
        ("They fled Tripoli.", "LBN", "lbn.liban-nord.tripoli"),
        ("They fled Rafah.", "PSE", "pse.gaza-strip.rafah"),
        ("They fled Rafah.", "EGY", "egy.north-sinai.rafah"),
        ("They fled Sousa.", "SYR", "syr.deir-ez-zor.sousa"),
        ("They fled Sousa.", "BRA", "bra.paraiba.sousa"),
        ("They fled Congo.", "COD", "cod"),
        ("They fled Bor.", "SSD", "ssd.jonglei.bor"),
        ("They fled Beni.", "COD", "cod.nord-kivu.beni"),
        ("They fled Gaza.", "PSE", "pse.gaza-strip"),
        ("They fled Gaza.", "MOZ", "moz.gaza"),
    ],
)
def test_the_country_tells_which_place_is_meant(text: str, country: str, place_id: str) -> None:
    assert [mark.value.place_id for mark in find_places(text, country=country)] == [place_id]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            "300 sank in the central Mediterranean and 20 in the western Mediterranean.",
            ["region.central-mediterranean", "region.western-mediterranean"],
        ),
        ("They fled northern Rakhine for southern Rakhine.", ["mmr.rakhine.northern-rakhine", "mmr.rakhine"]),
        ("They left western Qalamoun.", ["syr.rif-dimashq.western-qalamoun"]),
        ("They live in northern Idlib.", ["syr.idlib"]),
        ("They fled western Mosul.", ["irq.nineveh.mosul"]),
    ],
)
def test_a_direction_makes_a_region_of_its_own_where_one_has_that_name(text: str, ids: list[str]) -> None:
    assert [mark.value.place_id for mark in find_places(text)] == ids


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("They fled Syria.", "country"),
        ("They fled Idlib province.", "adm1"),
        ("They fled Baghouz.", "place"),
        ("They reached al-Hol.", "camp"),
        ("They live in Atmeh camp.", "camp"),
        ("They fled Benguet province.", "adm1"),
        ("They live in the Sahel.", "region"),
        ("They fled Qaltir district.", "adm2"),
        ("They left the camp.", None),
    ],
)
def test_levels(text: str, level: str | None) -> None:
    assert [mark.value.level for mark in find_places(text)] == [level]


def test_the_span_of_a_nested_place_covers_its_parents() -> None:
    text = "They fled Baghouz, Deir ez-Zor, Syria."
    [mark] = find_places(text)
    assert text[mark.start : mark.end] == "Baghouz, Deir ez-Zor, Syria"
    assert mark.value.name == "Baghouz"


def test_parents_and_country_come_from_the_gazetteer() -> None:
    [mark] = find_places("They fled Baghouz.")
    assert (mark.value.parent_id, mark.value.iso3) == ("syr.deir-ez-zor", "SYR")


@pytest.mark.parametrize(
    ("text", "title", "iso3"),
    [
        ("Fighting in Baghouz drove 300 out. Syrian troops stood by.", None, "SYR"),
        ("GENEVA - Some 300 fled Goma and Sake for Rwanda, UNHCR said. Congolese troops left.", None, "COD"),
        ("Some 300 fled.", "Sudan: floods", "SDN"),
        ("US-backed forces left Baghouz in Syria, the US said.", None, "SYR"),
        ("Nobody came.", None, None),
        ("Syria and Iraq met.", None, None),
        ("", None, None),
        ("", "", None),
    ],
)
def test_main_country(text: str, title: str | None, iso3: str | None) -> None:
    assert main_country(text, title=title, language="en") == iso3


def test_main_country_takes_marks_already_found() -> None:
    text = "Fighting in Baghouz drove 300 out of Syria."
    assert main_country(text, find_places(text), language="en") == main_country(text, language="en") == "SYR"


PIECES = st.sampled_from(
    [
        "from", "to", "in", "the", "and", "of", "village of", "camp", "camps", "province", "northern", "Syria", "Syrian",
        "al-Hol", "Al", "Hawl", "Deir ez-Zor", "Baghouz", "Mohammed", "Army", "for", "Nice", "March", "’s", "'s", "-",
        ",", ".", "(", ")", "\n", "“", "U.S.", "St.", "IS", "58,000", "fled", "left", "bastion", "with", "Zumqar", "é",
        "\u00a0", "\u200f", "إدلب", "İ", "ß", "Ÿ", "Île-à-Vache",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=120))
@settings(max_examples=100, deadline=None)
def test_laws(text: str) -> None:
    """Whatever the text: no error, spans inside it, names printed there, the same each time."""
    marks = find_places(text)
    assert marks == find_places(text)
    assert [(m.start, m.end) for m in marks] == sorted((m.start, m.end) for m in marks)
    named = [m for m in marks if m.value.place_id is not None]
    for one, other in pairwise(named):
        assert one.end <= other.start
    for mark in marks:
        assert 0 <= mark.start < mark.end <= len(text)
        assert mark.value.name
        assert mark.value.name in text[mark.start : mark.end]
        assert (mark.value.iso3 is None) or mark.value.place_id is not None
    main_country(text, marks, language="en")


@given(st.lists(PIECES, max_size=12).map(" ".join))
@settings(max_examples=50, deadline=None)
def test_words_before_do_not_move_what_is_found(text: str) -> None:
    """A sentence without places set before shifts the marks and changes nothing else."""
    lead = "Nobody said a word.\n\n"
    alone, after = find_places("\n\n" + text), find_places(lead + text)
    shift = len(lead) - 2
    assert [(m.start + shift, m.value) for m in alone] == [(m.start, m.value) for m in after]


def test_long_odd_texts_are_read() -> None:
    """Runs that invite backtracking are still read, and hold what they hold."""
    assert find_places("In " * 3_000 + "Syria")[-1].value.place_id == "syr"
    assert find_places("A " * 5_000) == find_places("A " * 5_000)
    assert find_places("from the " * 3_000) == []
    assert len(find_places("in Syria, " * 2_000)) >= 1_000
    assert find_places(" " * 50_000) == []


def test_no_phrase_and_no_area_is_passed_over() -> None:
    """A text without a key is not searched for phrases or areas, so each must bring one."""
    words, data = place_words("en"), load("en", "places")
    for phrase in data["names"]["phrases"]:
        assert not words.phrase_keys.isdisjoint(letters(f"The {phrase} said")), phrase
    for noun in (
        *data["areas"]["heads"],
        *data["modifiers"]["compass"],
        "families",
        "relatives",
        "countries",
    ):
        assert not words.area_keys.isdisjoint(letters(f"from the last {noun}")), noun


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fled al-Hol for Deir ez-Zor", "al-Hol Deir ez-Zor"),
        ("in Côte d’Ivoire and l'Aquila", "Côte d’Ivoire l'Aquila"),
        ("the U.S. and the U.N.H.C.R. said", "U.S. U.N.H.C.R."),
        ("St. Marc, Mt. Elgon; Cox’s Bazar", "St. Marc Mt. Elgon Cox’s Bazar"),
        ("al Qaeda and el Fasher, ash-Shaddadi", "al Qaeda el Fasher ash-Shaddadi"),
        ("iPhone x-Ray co-Op McDonald ‘Aleppo’", "McDonald Aleppo"),
        ("Émile in Östersund; Ḩamāh", "Émile Östersund Ḩamāh"),
    ],
)
def test_capitalised_words_with_what_belongs_to_them(text: str, found: str) -> None:
    assert " ".join(word.text for word in capitals(text, place_words("en"))) == found
