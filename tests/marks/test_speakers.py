"""Who is credited with a figure: cues, names, ids, kinds, and which figures fall to whom."""

from __future__ import annotations

import re
import sys
from functools import partial
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.lexicon import load
from tracker.marks import speakers
from tracker.marks.speakers import backward, cues, onward, resolve_back
from tracker.marks.speakers.rules import Rule, by_class
from tracker.vocabulary import SOURCE_KINDS, Speaker

find_speakers = partial(speakers.find_speakers, language="en")
continues = partial(speakers.continues, language="en")
role_name = partial(speakers.role_name, language="en")

# text, the speakers' names in reading order, the first one's source_id, its kind
NAMES = [
    # said, told, announced ... before the words
    ("The ministry of health said 41 people had been killed.", ["ministry of health"], None, "government"),
    ("Police said seven people were missing.", ["Police"], None, "government"),
    ("The U.N. refugee agency says 12,000 people have crossed.", ["U.N. refugee agency"], "unhcr", "un"),
    ("UN refugee agency UNHCR said 12,000 people had crossed.", ["UN refugee agency UNHCR"], "unhcr", "un"),
    ("Officials say 300 homes were lost.", ["Officials"], None, "government"),
    ("A government spokesman told reporters that 40 were dead.", ["government spokesman"], None, "government"),
    ("WFP spokesperson Jane Doe told AFP that 9,000 had fled.", ["WFP spokesperson Jane Doe"], "wfp", "un"),
    ("The governor announced that 2,000 families would move.", ["governor"], None, "local_authority"),
    ("The army confirmed 12 deaths.", ["army"], None, "government"),
    ("The Norwegian Refugee Council warned that 80,000 could flee.", ["Norwegian Refugee Council"], "nrc", "ngo"),
    ("Save the Children stated that 400 children were alone.", ["Save the Children"], "save-the-children", "ngo"),
    ("The rebels claimed 60 soldiers had surrendered.", ["rebels"], None, "armed_group"),
    ("The mayor noted that 500 people had returned.", ["mayor"], None, "local_authority"),
    ("Reuters reported that 17 people had drowned.", ["Reuters"], "reuters", "media"),
    ("State television reported 22 dead.", ["State television"], None, "media"),
    ("The charity estimated that 6,000 were trapped.", ["the charity"], None, "ngo"),
    ("UNICEF estimates that 3,000 children need help.", ["UNICEF"], "unicef", "un"),
    ("UNHCR estimated 30,000 had crossed by Friday.", ["UNHCR"], "unhcr", "un"),
    ("Aid workers added that 700 had gone home.", ["Aid workers"], None, "ngo"),
    ("The provincial council declared 90 villages flooded and 4,000 people homeless.", ["provincial council"], None, "local_authority"),
    ("Local radio is reporting that five people drowned.", ["Local radio"], None, "media"),
    ("Rescuers acknowledged that 14 people were still missing.", ["Rescuers"], None, "government"),
    ("The International Rescue Committee (IRC) said 2,500 arrived.", ["International Rescue Committee (IRC)"], "irc", "ngo"),
    ("The International Organization for Migration (IOM) reports 5,100 new arrivals.", ["International Organization for Migration (IOM)"], "iom", "un"),
    ("Indonesia's disaster agency spokesman said 400 were dead.", ["Indonesia's disaster agency spokesman"], "bnpb", "government"),
    ("The Kurdish-led Syrian Democratic Forces said 3,000 had surrendered.", ["Kurdish-led Syrian Democratic Forces"], "sdf", "armed_group"),
    ("The Britain-based Syrian Observatory for Human Rights said 19 died.", ["Britain-based Syrian Observatory for Human Rights"], "sohr", "monitor"),
    ("Observatory head Rami Abdel Rahman said 200 families left.", ["Observatory head Rami Abdel Rahman"], "sohr", "monitor"),
    ("An SDF official said 1,500 people came out.", ["SDF official"], "sdf", "armed_group"),
    ("A senior Iraqi army officer said 12,000 fled.", ["senior Iraqi army officer"], None, "government"),
    ("Two local officials said 80 houses burned.", ["Two local officials"], None, "local_authority"),
    ("Doctors Without Borders said 70 wounded people arrived.", ["Doctors Without Borders"], "msf", "ngo"),
    ("The Gaza health ministry said 31 people were killed.", ["Gaza health ministry"], "gaza-health-ministry", "government"),
    ("DSWD said 98,000 families are in evacuation centres.", ["DSWD"], "dswd", "government"),
    ("The Hamas-run health ministry said 55 were killed.", ["Hamas-run health ministry"], "gaza-health-ministry", "government"),
    ("Turkey's disaster agency says 44,000 people died.", ["Turkey's disaster agency"], "afad", "government"),
    ("Meanwhile, the UN said 5,000 people had left.", ["UN"], "un", "un"),
    ("On Tuesday, the Lebanese Red Cross said it moved 40 wounded.", ["Lebanese Red Cross"], "lebanese-red-cross", "ngo"),
    ("The UN on Monday said 5,000 people had left.", ["UN"], "un", "un"),
    ("The ministry later said 12 people had died.", ["the ministry"], None, "government"),
    ("In a statement on Sunday, the council said 3,000 had fled.", ["the council"], None, "other"),
    ("Spokesman for the UN mission John Roe said 60 died.", ["Spokesman for the UN mission John Roe"], "un", "un"),
    ("The spokesman for the interior ministry said 60 died.", ["spokesman for the interior ministry"], None, "government"),
    ("The head of the Syrian Observatory for Human Rights said 60 died.", ["head of the Syrian Observatory for Human Rights"], "sohr", "monitor"),
    ("UNHCR and IOM said 9,000 people arrived by sea.", ["UNHCR and IOM"], "unhcr", "un"),
    ("UNICEF, WFP and UNHCR said 9,000 people need food.", ["UNICEF, WFP and UNHCR"], "unicef", "un"),
    ("The Department of Social Welfare and Development said 70,000 fled.", ["Department of Social Welfare and Development"], "dswd", "government"),
    # appositions are skipped but tell whose the person is
    ("Rami Abdel Rahman, who heads the Observatory, said 900 left.", ["Rami Abdel Rahman"], "sohr", "monitor"),
    ("Ali Karim, a spokesman for the Norwegian Refugee Council, said 900 left.", ["Ali Karim"], "nrc", "ngo"),
    ("Maria Lopez, head of the town's fire department, said 12 homes burned.", ["Maria Lopez"], None, "local_authority"),
    ("UNHCR, the UN refugee agency, said 900 left.", ["UNHCR"], "unhcr", "un"),
    ("The ministry, in a statement on Sunday, said 900 left.", ["the ministry"], None, "government"),
    ("The UN, which says 4,000 people fled, has appealed for help.", ["UN"], "un", "un"),
    ("The Syrian Observatory for Human Rights monitoring group said 12 died.", ["Syrian Observatory for Human Rights"], "sohr", "monitor"),
    ("Omar Said – the mayor of Derna – said 2,000 had drowned.", ["Omar Said"], None, "local_authority"),
    ("Ali Karim the mayor of Derna a port on the coast told reporters that 900 left.", ["Ali Karim"], None, "other"),
    # after the words
    ("Some 3,000 people fled, the army said.", ["army"], None, "government"),
    ("Some 3,000 people fled, the army said on Monday.", ["army"], None, "government"),
    ("Some 3,000 people fled, the army said in a statement.", ["army"], None, "government"),
    ("Some 3,000 people fled, he said.", ["he"], None, "other"),
    ("Some 3,000 people fled, it added.", ["it"], None, "other"),
    ("“Some 3,000 people fled,” she told Reuters.", ["she"], None, "other"),
    ("Some 3,000 people fled, state media reported.", ["state media"], None, "media"),
    ("Some 3,000 people fled, Al Jazeera reports.", ["Al Jazeera"], "al-jazeera", "media"),
    ("Some 3,000 people fled, UN estimates suggest.", ["UN"], "un", "un"),
    ("Some 3,000 people fled nearly two weeks ago the Observatory said.", ["Observatory"], "sohr", "monitor"),
    ("Some 3,000 people fled from Aleppo SOHR said.", ["SOHR"], "sohr", "monitor"),
    ("Some 3,000 people fled to Idlib activists said.", ["activists"], None, "other"),
    # turned round
    ("Some 3,000 people fled, said UNHCR.", ["UNHCR"], "unhcr", "un"),
    ("Some 3,000 people fled, say officials.", ["officials"], None, "government"),
    ("“Some 3,000 people fled,” said provincial spokesman Karim Aziz.", ["provincial spokesman Karim Aziz"], None, "local_authority"),
    ("Some 3,000 people fled, said Boris Petrov, spokesman for UNHCR.", ["Boris Petrov"], "unhcr", "un"),
    ("Some 3,000 people fled, reported the Anadolu Agency.", ["Anadolu Agency"], "anadolu", "media"),
    ("Some 3,000 people fled, added the governor.", ["governor"], None, "local_authority"),
    # prepositions
    ("According to OCHA, 3,000 people fled.", ["OCHA"], "ocha", "un"),
    ("Some 3,000 people fled, according to the Syrian Observatory for Human Rights, a war monitor.", ["Syrian Observatory for Human Rights"], "sohr", "monitor"),
    ("Some 3,000 people fled, according to local officials.", ["local officials"], None, "local_authority"),
    ("Some 3,000 people fled, according to figures from the Interior Ministry.", ["Interior Ministry"], None, "government"),
    ("Some 3,000 people fled, according to a UN report.", ["UN"], "un", "un"),
    ("Some 3,000 people fled, according to a report by Human Rights Watch.", ["Human Rights Watch"], "human-rights-watch", "ngo"),
    ("Some 3,000 people fled, according to AFP’s tally.", ["AFP"], "afp", "media"),
    ("According to the latest NDRRMC situation report, 3,000 people fled.", ["NDRRMC"], "ndrrmc", "government"),
    ("According to Maria Lopez, a spokeswoman for IOM, 3,000 people fled.", ["Maria Lopez"], "iom", "un"),
    ("As per DTM, 3,000 people were displaced.", ["DTM"], "dtm", "un"),
    ("Citing the health ministry, it listed 3,000 wounded.", ["health ministry", "it"], None, "government"),
    ("The newspaper put the toll at 40, citing hospital sources.", ["the newspaper", "hospital sources"], None, "media"),
    ("The U.S. Geological Survey said 3,000 people felt it.", ["U.S. Geological Survey"], "usgs", "government"),
    ("Some reports say that 3,000 returned.", ["Some reports"], None, "other"),
    ("Media reports said 3,000 had fled.", ["Media reports"], None, "media"),
    ("Based on DSWD data, 3,000 families fled.", ["DSWD"], "dswd", "government"),
    ("Some 3,000 were counted at the border by IOM.", ["IOM"], "iom", "un"),
    ("The mayor of Palu, Ali Karim, said 300 were missing.", ["mayor of Palu"], None, "local_authority"),
    ("Army spokesman Brig. Gen. Ali Karim said 300 died.", ["Army spokesman Brig. Gen. Ali Karim"], None, "government"),
    ("The provincial government of Lanao del Sur said 300 died.", ["provincial government of Lanao del Sur"], None, "local_authority"),
    ("Rescue workers who reached the town said 300 died.", ["Rescue workers"], None, "government"),
    ("The International Rescue Committee, or IRC, said 84 died.", ["International Rescue Committee"], "irc", "ngo"),
    ("Mohammed, 34, said he fled with 12 relatives.", ["Mohammed"], None, "other"),
    ("A UN report published on Monday said 3,000 people were hit.", ["UN"], "un", "un"),
    ("An aid official at the camp said 12,000 arrived.", ["aid official at the camp"], None, "ngo"),
    ("The group, which relies on volunteers, says 58,000 left.", ["the group"], None, "other"),
    ("Data from UNHCR showed 3,000 arrivals.", ["UNHCR"], "unhcr", "un"),
    ("Figures from the interior ministry show 3,000 arrivals.", ["interior ministry"], None, "government"),
    ("Statistics from Frontex put arrivals at 3,000.", ["Frontex"], "frontex", "government"),
    ("IOM figures showed 3,000 arrivals in May.", ["IOM"], "iom", "un"),
    ("A report from Oxfam said 3,000 had no shelter.", ["Oxfam"], "oxfam", "ngo"),
    ("A statement by the junta said 3,000 were freed.", ["junta"], None, "government"),
    ("A survey by REACH found 3,000 households in tents.", ["REACH"], "reach", "monitor"),
    ("We learned from community leaders that 30 were missing.", ["community leaders"], None, "other"),
    ("However, unconfirmed reports indicated that 3,000 fled.", ["unconfirmed reports"], None, "other"),
    # the agency that counts
    ("UNHCR has registered 3,000 refugees.", ["UNHCR"], "unhcr", "un"),
    ("IOM DTM recorded 5,000 IDPs.", ["IOM DTM"], "dtm", "un"),
    ("The Observatory documented 1,200 deaths.", ["Observatory"], "sohr", "monitor"),
    ("The ministry counted 340 destroyed homes.", ["the ministry"], None, "government"),
    ("DTM tracked 8,000 movements.", ["DTM"], "dtm", "un"),
    ("The UN has verified 411 civilian deaths.", ["UN"], "un", "un"),
    ("UNICEF identified 939 unaccompanied children.", ["UNICEF"], "unicef", "un"),
    ("Airwars tallied 88 civilian deaths.", ["Airwars"], "airwars", "monitor"),
    ("Some 3,000 were registered by UNHCR.", ["UNHCR"], "unhcr", "un"),
    ("Some 3,000 deaths counted by the Syrian Observatory were civilians.", ["Syrian Observatory"], "sohr", "monitor"),
    ("Some 5,000 IDPs were recorded by IOM in May.", ["IOM"], "iom", "un"),
    ("The 411 deaths were verified by the UN Human Rights Office.", ["UN Human Rights Office"], "ohchr", "un"),
    ("Seven deaths were confirmed by the police.", ["police"], None, "government"),
    ("The toll of 90, released by the defence ministry, includes 12 children.", ["defence ministry"], None, "government"),
    ("A count by Reuters shows 90 dead.", ["Reuters"], "reuters", "media"),
    # released, put, quoted
    ("Authorities released a list of 130 people reported missing.", ["Authorities"], None, "government"),
    ("The government puts the figure at 2,000.", ["government"], None, "government"),
    ("The Red Cross put the toll at 92.", ["Red Cross"], "red-cross", "ngo"),
    ("Xinhua quoted local officials as saying 300 died.", ["local officials"], None, "local_authority"),
    ("The governor was quoted as saying that 300 died.", ["governor"], None, "local_authority"),
    ("Quoting the sheriff, the station listed 66 missing people.", ["sheriff"], None, "local_authority"),
    ("The deputy minister was quoted by SANA.", ["SANA"], "sana", "media"),
    # labels
    ("Some 3,000 people fled (UNHCR).", ["UNHCR"], "unhcr", "un"),
    ("Some 3,000 people fled (source: OCHA).", ["OCHA"], "ocha", "un"),
    ("Some 3,000 people fled [UNHCR]", ["UNHCR"], "unhcr", "un"),
    ("Some 3,000 people fled. Source: DTM", ["DTM"], "dtm", "un"),
    ("Some 3,000 fled. Source: OCHA Sitrep #2, 26 May 2021", ["OCHA"], "ocha", "un"),
    ("Some 3,000 fled. Source: Village Voice, 26 May 2021. Source: WHO", ["Village Voice", "WHO"], None, "other"),
    ("Some 3,000 people fled – IOM", ["IOM"], "iom", "un"),
    ("UNHCR: 3,000 people fled", ["UNHCR"], "unhcr", "un"),
    ("Some 3,000 people fled (OCHA 15/03/2019).", ["OCHA"], "ocha", "un"),
    ("Some 3,000 people fled (WFP, 5 March 2021).", ["WFP"], "wfp", "un"),
    ("Some 3,000 people fled (IFRC 16/03/2019) (Daily Herald 15/03/2019).", ["IFRC; Daily Herald"], "ifrc", "ngo"),
    ("Some 3,000 people (450 families according to OCHA) fled.", ["OCHA"], "ocha", "un"),
    ("According to the WASH cluster3, 900 people lack water.", ["WASH cluster"], "wash-cluster", "un"),
]  # fmt: skip

# text, whose each figure is (None: the publisher's own)
SHARES = [
    (
        "The UN says 5,000 fled, while the government puts the figure at 2,000.",
        {"5,000": "UN", "2,000": "government"},
    ),
    (
        "Some 5,000 fled, the UN says, while the army puts the figure at 2,000.",
        {"5,000": "UN", "2,000": "army"},
    ),
    (
        "Some 5,000 fled, according to the UN, and 2,000 returned, according to IOM.",
        {"5,000": "UN", "2,000": "IOM"},
    ),
    ("The UN said 5,000 fled, while 2,000 returned, according to IOM.", {"5,000": "UN", "2,000": "IOM"}),
    ("The UN said 5,000 fled but police said 2,000 did.", {"5,000": "UN", "2,000": "police"}),
    ("According to OCHA, 5,000 fled; according to IOM, 4,000 did.", {"5,000": "OCHA", "4,000": "IOM"}),
    (
        "According to the ANGOP agency, the fire department reported that 800 fled.",
        {"800": "fire department"},
    ),
    ("Some 5,000 fled (UNHCR) and 300 died (WHO).", {"5,000": "UNHCR", "300": "WHO"}),
    ("About 4,000 came in May and the army said 900 left.", {"4,000": None, "900": "army"}),
    ("About 4,000 came in May, but 900 were registered by IOM.", {"4,000": None, "900": "IOM"}),
    ("Some 900 were registered by IOM, while 4,000 slept outside.", {"900": "IOM", "4,000": None}),
    ("Police said 35 people were killed, and 134 were injured.", {"35": "Police", "134": "Police"}),
    ("The flood killed 12 and displaced 900, officials said.", {"12": "officials", "900": "officials"}),
    ("At least 300 people, the UN said, have fled 12 villages.", {"300": "UN", "12": "UN"}),
    (
        "About 20,000 displaced (4,500 households according to OCHA) live there.",
        {"20,000": None, "4,500": "OCHA"},
    ),
    ("The army said 40 died, citing hospital sources.", {"40": "hospital sources"}),
    ("Citing the health ministry, it said 3,000 were wounded.", {"3,000": "health ministry"}),
    ("The agency, citing the army, said 40 died.", {"40": "army"}),
    ("Some 66 died, the army said, adding that 12 were missing.", {"66": "army", "12": "army"}),
    ("Police told the BBC that 66 died.", {"66": "Police"}),
    (
        "According to the UN, 5,000 fled, while IOM recorded 6,000 departures.",
        {"5,000": "UN", "6,000": "IOM"},
    ),
    ("UNHCR: 3,000 arrived, 200 left", {"3,000": "UNHCR", "200": "UNHCR"}),
    ("SOHR said 70 died; the White Helmets said 80.", {"70": "SOHR", "80": "White Helmets"}),
]

# nobody is credited
NOBODY = [
    "The army evacuated 3,000 people.",
    "The Red Cross evacuated 300 wounded.",
    "It is said that 3,000 fled.",
    "Some 3,000 are said to be trapped.",
    "One person was reported as missing.",
    "There are reports of 3,000 people trapped.",
    "Nearly 230 people were initially reported missing.",
    "The army is expected to say more.",
    "An estimated 3,000 people fled.",
    "Estimates indicate that 3,000 people fled.",
    "PARADISE, Calif. (Reuters) - Some 3,000 people fled.",
    "The fighting displaced 3,000 people.",
    "A reported 3,000 people fled.",
    "Some 3,000 confirmed deaths.",
    "About 3,000 registered refugees live there.",
    "The camp in Aleppo (Syria) holds 3,000.",
    "Some 3,000 people lost contact with the head office.",
    "They proceeded according to plan with 3,000 people.",
    "The World Food Programme (WFP) feeds 3,000.",
    "Some 3,000 people fled. (AFP)",
    "Some 3,000 people fled (Reuters and agencies).",
    "UNHCR provided tents to 3,000 families.",
    "Some 3,000 people were displaced by the army.",
    "The toll rose to 3,000.",
    "IDPs: 3,000",
    "Sudan: 3,000 people fled",
    "",
    " \t\n",
    "3,000",
    "said",
    "said said said according to according to",
    "((((((((",
]


@pytest.mark.parametrize(("text", "names", "source_id", "kind"), NAMES, ids=[row[0][:60] for row in NAMES])
def test_names_and_ids(text: str, names: list[str], source_id: str | None, kind: str) -> None:
    marks = find_speakers(text)
    assert [mark.value.name for mark in marks] == names
    assert (marks[0].value.source_id, marks[0].value.kind) == (source_id, kind)


@pytest.mark.parametrize(("text", "whose"), SHARES, ids=[row[0][:60] for row in SHARES])
def test_each_figure_falls_to_its_speaker(text: str, whose: dict[str, str | None]) -> None:
    assert {figure: credited(text, figure) for figure in whose} == whose


def credited(text: str, figure: str) -> str | None:
    """Return the speaker in whose scope a figure stands."""
    at = text.index(figure)
    names = [
        m.value.name
        for m in find_speakers(text)
        if m.value.scope and m.value.scope[0] <= at < m.value.scope[1]
    ]
    assert len(names) <= 1
    return names[0] if names else None


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_credited(text: str) -> None:
    assert find_speakers(text) == []


@pytest.mark.parametrize(
    "text", ["(ECHO 18/03/2019)", "Source: DTM", "(IFRC 16/03/2019) The toll stands at 150 dead."]
)
def test_a_label_that_leads_credits_the_text_before(text: str) -> None:
    [mark] = find_speakers(text)
    assert mark.value.scope == (0, 0)


def test_every_cue_is_read() -> None:
    """Each say verb of the lexicon that needs no figure credits its subject."""
    cues = load("en", "speakers")["cues"]
    special = {*cues["needs_figure"], *cues["issues"], *cues["puts"]}
    for cue in cues["say"]:
        if cue not in special:
            [mark] = find_speakers(f"The governor {cue} that 3,000 people fled.")
            assert (mark.value.name, mark.value.cue) == ("governor", cue)
    for cue in cues["by"]:
        assert [m.value.name for m in find_speakers(f"Some 3,000 {cue} UNHCR.")] == ["UNHCR"]
    for cue in {*cues["before"]} - {*cues["quoting"]}:
        assert [m.value.name for m in find_speakers(f"Some 3,000 fled, {cue} UNHCR.")] == ["UNHCR"]


def test_the_words_are_clean() -> None:
    """Small letters, no word twice in a list; what needs a figure, issues or puts is a say or count verb."""
    words = load("en", "speakers")
    for group in ("cues", "words"):
        for name, listed in words[group].items():
            assert len(set(listed)) == len(listed), name
            assert all(word == word.lower() and word.strip() == word for word in listed), name
    cues = words["cues"]
    assert {*cues["issues"], *cues["puts"]} <= {*cues["say"]}
    assert {*cues["count"]} <= {*cues["needs_figure"]} <= {*cues["say"], *cues["count"]}
    assert {*cues["needs_kind"]} <= {*cues["before"]}
    assert {kind for row in words["kinds"] for kind in [row["kind"]]} < {*SOURCE_KINDS}
    assert {kind for kinds in words["fits"].values() for kind in kinds} <= {*SOURCE_KINDS}


def test_another_language_without_words_gives_nothing() -> None:
    assert speakers.find_speakers("Le HCR a dit que 3 000 personnes ont fui.", language="xx") == []


def test_the_country_settles_an_acronym() -> None:
    text = "NDMA said 3,000 people fled."
    assert find_speakers(text)[0].value.source_id is None
    assert find_speakers(text, iso3="PAK")[0].value.source_id == "ndma-pakistan"
    assert find_speakers(text, iso3="IND")[0].value.source_id == "ndma-india"


def shown(example: str) -> tuple[str, list[str]]:
    """Return the text of a rule's example, and the names of the speakers that stand in brackets."""
    return re.sub(r"[\[\]]", "", example), re.findall(r"\[([^\]]*)\]", example)


def named(text: str) -> list[str]:
    return [mark.value.name for mark in find_speakers(text)]


PHRASE_RULES = [(module, rule) for module in (backward, onward) for rule in module.RULES]


@pytest.mark.parametrize(("module", "rule"), PHRASE_RULES, ids=lambda one: getattr(one, "name", ""))
def test_each_rule_of_phrases_reads_its_example(
    module: ModuleType, rule: Rule[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the rule the example's speakers are found; without it they are not."""
    text, names = shown(rule.example)
    assert named(text) == names
    left = [one for one in module.RULES if one.name != rule.name]
    assert len(left) == len(module.RULES) - 1, "names are unique"
    monkeypatch.setattr(module, "TABLE", by_class(left))
    assert named(text) != names


@pytest.mark.parametrize("rule", cues.RULES, ids=lambda rule: rule.name)
def test_each_rule_of_cues_reads_its_example(rule: cues.CueRule, monkeypatch: pytest.MonkeyPatch) -> None:
    text, names = shown(rule.example)
    assert named(text) == names
    monkeypatch.setattr(cues, "RULES", tuple(one for one in cues.RULES if one.name != rule.name))
    assert named(text) != names


SPOKESMAN = Speaker(name="SDF spokesman Adnan Afrin", source_id="sdf", kind="armed_group")
MONITOR = Speaker(name="Syrian Observatory for Human Rights", source_id="sohr", kind="monitor")
AGENCY = Speaker(name="UNHCR", source_id="unhcr", kind="un")
MINISTRY = Speaker(name="health ministry", kind="government")
PERSON = Speaker(name="Mohammad Yusufi")
PAPER = Speaker(name="Rudaw", source_id="rudaw", kind="media")


@pytest.mark.parametrize(
    ("name", "previous", "same"),
    [
        ("he", SPOKESMAN, True),
        ("she", PERSON, True),
        ("he", AGENCY, False),
        ("he", Speaker(name="Clawson"), True),
        ("it", AGENCY, True),
        ("it", PERSON, False),
        ("they", MONITOR, True),
        ("the spokesman", SPOKESMAN, True),
        ("the spokesman", MONITOR, False),
        ("the agency", AGENCY, True),
        ("the agency", MONITOR, False),
        ("the monitor", MONITOR, True),
        ("the monitor", MINISTRY, False),
        ("war monitor", MONITOR, True),
        ("war monitor", MINISTRY, False),
        ("local monitor", MONITOR, False),
        ("the observatory", MONITOR, True),
        ("the group", MONITOR, True),
        ("the organisation", AGENCY, True),
        ("the ministry", MINISTRY, True),
        ("the ministry", AGENCY, False),
        ("the charity", MINISTRY, False),
        ("the newspaper", PAPER, True),
        ("the newspaper", AGENCY, False),
        ("the report", AGENCY, True),
        ("Yusufi", PERSON, True),
        ("Afrin", SPOKESMAN, True),
        ("Karim", PERSON, False),
        ("governor", Speaker(name="Governor Ercan Aydin"), True),
        ("governor", SPOKESMAN, False),
        ("UN", Speaker(name="UN refugee agency", source_id="unhcr", kind="un"), False),
        ("the moon", AGENCY, False),
        ("", AGENCY, False),
    ],
)
def test_what_points_back(name: str, previous: Speaker, same: bool) -> None:
    assert resolve_back(name, previous, language="en") == (previous if same else None)
    assert resolve_back(name, None, language="en") is None


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("SDF spokesman Adnan Afrin", "SDF spokesman"),
        ("Governor Ercan Aydin", "Governor"),
        ("provincial spokesman Mohammad Yusufi", "provincial spokesman"),
        ("Boris Petrov, spokesman for UNHCR", "spokesman for UNHCR"),
        ("Ali Karim, the governor of Hatay", "governor of Hatay"),
        ("spokesman for the interior ministry", "spokesman for the interior ministry"),
        ("spokesman for UNHCR Boris Petrov", "spokesman for UNHCR"),
        ("health minister Dr Sami Haddad", "health minister"),
        ("Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights"),
        ("SDF official", "SDF official"),
        ("local officials", "local officials"),
        ("UNICEF, UNFPA, and WHO", "UNICEF, UNFPA, and WHO"),
        ("Mohammad Yusufi", "Mohammad Yusufi"),
        ("UNICEF's Ana Diaz", "UNICEF"),
        ("Ana Diaz of the SDF", "SDF"),
        ("Doctors Without Borders", "Doctors Without Borders"),
        ("Sudan Doctors Network", "Sudan Doctors Network"),
        ("Village Doctors Union", "Village Doctors Union"),
        ("Army spokesman Brig. Gen. Ali Karim", "Army spokesman"),
        ("", ""),
    ],
)
def test_the_role_stands_for_the_person(name: str, role: str) -> None:
    assert role_name(name) == role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Another 300 were hurt.", True),
        ("Of these, 40 are children.", True),
        ("The six adults were asleep.", True),
        ("About 300 families stay with relatives.", True),
        ("This includes almost 1,500 women.", True),
        ("No one was killed.", True),
        ("46 deaths were reported.", True),
        ("At least 12 more are missing.", True),
        ("More than fifty shops burned.", True),
        ("As of 3 May, no deaths were reported.", False),
        ("In Goma, 300 were hurt.", False),
        ("Later 300 were hurt.", False),
        ("Since May, 300 were hurt.", False),
        ("The attack killed 26 people.", False),
        ("Aleppo saw 300 deaths.", False),
        ("", False),
    ],
)
def test_what_goes_on_with_the_speaker_before(text: str, expected: bool) -> None:
    assert continues(text) is expected


WORDS = [
    "said", "according to", "UNHCR", "the", "Observatory", "(", ")", ",", ".", "“", "”", "by", "registered by", "3,000",
    "people", "while", "and", "told", "Reuters", "Source:", "who", "of", "for", "in", "ministry", "spokesman", "report",
    "reports", "estimates", "figures from", "–", ";", "[", "]", "’s", "quoted", "as saying", "he", "put", "at", "\n",
]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_laws(text: str) -> None:
    """Never raises; marks stand in the text in order; scopes hold and never overlap; same in, same out."""
    marks = find_speakers(text)
    assert marks == find_speakers(text)
    last, reached = 0, 0
    for mark in marks:
        assert last <= mark.start < mark.end <= len(text)
        last = mark.end
        speaker = mark.value
        assert speaker.name.strip()
        assert speaker.kind in SOURCE_KINDS
        assert speaker.scope is not None
        start, end = speaker.scope
        assert 0 <= start <= end <= len(text)
        if end > start:
            assert start >= reached
            reached = end
        if ";" not in speaker.name:
            assert speaker.name.lower() in " ".join(text[mark.start : mark.end].split()).lower()
        role_name(speaker.name)
        assert resolve_back(speaker.name, speaker, language="en") in (speaker, None)


@pytest.mark.parametrize(
    "piece",
    [
        "said ",
        "the ",
        "a, ",
        "(",
        "(a ",
        " - a",
        "UN and ",
        "according to the ",
        "of the ",
        " ",
        "\n",
        "who said, ",
        "A",
        "the UN said ",
        "(OCHA 1/1/2019) ",
    ],
)
def test_long_input_of_one_piece_is_read_in_one_pass(piece: str) -> None:
    """Twice the text takes about twice the steps: nothing here goes back over what it has read."""
    counts = []
    for size in (2_000, 4_000):
        text = piece * (size // len(piece))
        steps = 0

        def tick(frame: object, event: str, arg: object) -> None:
            nonlocal steps
            steps += 1

        before = sys.getprofile()
        sys.setprofile(tick)
        try:
            find_speakers(text)
        finally:
            sys.setprofile(before)
        counts.append(steps)
    assert counts[1] <= 2.5 * counts[0] + 500
