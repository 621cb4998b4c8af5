"""The day of publication: what is printed, told, named and made, in the order in which they are believed."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.read.days import dates_in, day, days_of_column, readings
from tracker.read.publication import Evidence, decide, name_day

TODAY = dt.date(2026, 11, 29)
BODY = "\n\nSome 4,000 people fled their homes in Orva on Monday, the mayor said. They left since 2 January 2012."


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


HEADS = [
    # press: bylines, kickers, datelines
    ("OSTRA (Amber News) 17/10/2024 - Some 4,000 people fled the delta after the storm, officials said on Tuesday.", "2024-10-17"),
    ("River takes Orva bridge\nNorth Herald | July 24, 2014", "2014-07-24"),
    ("River takes Orva bridge\nBy A. Writer and B. Writer\nNorth Herald - Sunday, October 5, 2014", "2014-10-05"),
    ("River takes Orva bridge\nThe Orva Post | AUG. 29, 2017", "2017-08-29"),
    ("River takes Orva bridge\nPublished 3 May 2019, 14:05 GMT | Updated 6 May 2019", "2019-05-03"),
    ("River takes Orva bridge\nUpdated 9:14 p.m. ET, Mon February 3, 2020", "2020-02-03"),
    ("River takes Orva bridge\nStaff reporter\n13:20, 7 June 2021", "2021-06-07"),
    ("LEMA, March 5, 2019 (Wire) -- Floods took 40 houses, officials said.", "2019-03-05"),
    ("LEMA (5 March 2019) – Floods took 40 houses, officials said.", "2019-03-05"),
    ("March 26, 2015 (LEMA) - At least 300 people crossed the river, witnesses said on Thursday.", "2015-03-26"),
    ("Radio Orva, Lema, 4 May 2014. Fighting broke out on Friday between two groups around Dera.", "2014-05-04"),
    ("Posted on November 2, 2020 by admin\nRiver takes Orva bridge", "2020-11-02"),
    ("Photo: Orva bridge on 1 May 2010\nRiver takes Orva bridge\nPosted: 4 May 2010", "2010-05-04"),
    ("Published by the Orva desk on 14/06/2013 in Weather\nRiver takes Orva bridge", "2013-06-14"),
    ("River takes Orva bridge\n9 August 2012 Updated at 07:15", "2012-08-09"),
    # situation reports
    ("Site dashboard\nFigures: 30 June 2016 | Publication: 8 July 2016", "2016-07-08"),
    ("ORVA: FLOODS\nFlash Update No. 3 (as of 4 February 2015)\nIssued 5 February 2015 by the relief office.", "2015-02-05"),
    ("Relief office\nSituation report no. 4, 5-11 March 2018", "2018-03-11"),
    ("Orva: floods. Situation report 4\n13 March 2018", "2018-03-13"),
    ("Tracking matrix\nROUND 4 - 10 March 2019", "2019-03-10"),
    ("Weekly update, week 11\nLema field office, 17 March 2015\nReporting week: 10 - 16 March 2015", "2015-03-17"),
    ("Movement alert\nReport 124\nOrva | Reporting period: 9 - 13 January 2015 | Published 14 January 2015", "2015-01-14"),
    ("Movement alert\nPeriod covered: 28 December 2014 to 3 January 2015", "2015-01-03"),
    ("Displaced families by site\nData as of 17 June 2015", "2015-06-17"),
    ("Bulletin No. 1 - Orva volcano - Thursday 12 June 2015, 22:00", "2015-06-12"),
    ("Earthquake of 3 March 2019: situation report 5\nas of 12 March 2019", "2019-03-12"),
    ("Orva floods report 4 (10/30/2015)\nRelief office, 31 October 2015", "2015-10-31"),
    ("REPORT ON THE TOLL OF STORM ALMA\nCut-off: 26 November 2014, 6PM", "2014-11-26"),
    ("Orva: humanitarian snapshot (as of 31 May 2011)\nNext update: 15 July 2011", "2011-05-31"),
    ("Minutes of the shelter group, 12.04.2016\nNext meeting: 19.04.2016", "2016-04-12"),
    (
        "Reporting period: 3 - 9 May 2016 | Issued 10 May 2016 Since 2 May, 6,900 people have been displaced.",
        "2016-05-10",
    ),
    # letterheads and covers
    ("REPUBLIC OF TAMOR. CIVIL PROTECTION.\nLUMARA, 25.V.2019", "2019-05-25"),
    ("Orva Daily, 2019 May 26 (Sunday)\nThousands in tents", "2019-05-26"),
    ("EMBARGOED UNTIL 28 MAY 2019, 00:01 GMT\nNews release", "2019-05-28"),
    ("Format: Situation Report\nPosted: 8 May 2019\nOriginally published: 7 May 2019", "2019-05-07"),
    ("CAMP PROFILE: ORVA 2\nLast updated: 4 June 2019\nCamp opened: 3 May 2019", "2019-06-04"),
    ("MAP: camps of Orva\nDisaster date: 2 June 2019\nCreation date: 23 Jun 2019   Sources: Orva relief", "2019-06-23"),
    ("No. OR/NEOC/2021/114          Dated: 14th August, 2021 (1800 Hrs)\nDAILY SITUATION REPORT", "2021-08-14"),
    ("Emergency plan of action\nDate of issue: 19 May 2019    Expected timeframe: 3 months\nOperation start date: 17 May 2019", "2019-05-19"),
    # a line that lost its end
    ("13 March 2024 As of 12 March 2024, 410 people were sheltering in two schools.", "2024-03-13"),
    # tables and forms
    ("| Orva site list |  |  |\n| --- | --- | --- |\n| Updated 20 May 2014 |  |  |\n| Date | New | Left |\n| 2014-05-02 | 4 | 5 |", "2014-05-20"),
    ("| Report date: | 3 April 2017 |\n| Site | People |\n| Dera | 40 |", "2017-04-03"),
    # other languages
    ("Bulletin n° 3\nLema, le 3 août 2014", "2014-08-03"),
    ("Informe de situación 2\nFecha de publicación: 3 de mayo de 2014", "2014-05-03"),
    ("Mis à jour le 4 décembre 2013", "2013-12-04"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "right"), HEADS, ids=[right for _, right in HEADS])
def test_a_printed_day_is_found(head: str, right: str) -> None:
    made = dt.date(2026, 11, 27)
    assert decide(Evidence(text=head + BODY, made=made), TODAY).day == on(right)
    assert decide(Evidence(text=BODY, head=head), TODAY).day == on(right), "above the text, as on a page"


@pytest.mark.parametrize(
    "head",
    [
        "On 5 March 2019 floods took the bridge of Orva.",
        "Floods took the bridge of Orva on 5 March 2019.",
        "River takes Orva bridge\nA photo of the bridge since 5 March 2019",
        "River takes Orva bridge\nDeadline: 5 March 2019",
        "A chronicle\n1 May 2014: a raid\n3 May 2014: a raid\n7 May 2014: a raid\n9 May 2014: a raid",
        "| Date | Site | People |\n| --- | --- | --- |\n| 3 May 2014 | Dera | 40 |\n| 4 May 2014 | Dera | 40 |",
        "From: a@b.example\nplease see below\n\nFrom: c@d.example\nSent: 3 May 2014\n\nOld words",
        "A day that may be two: 03/04/2014",
    ],
)
def test_a_day_that_tells_of_something_else_is_not_the_reports(head: str) -> None:
    assert decide(Evidence(text=head), TODAY).day is None


def test_the_order_in_which_days_are_believed() -> None:
    known = {
        "made": on("2014-05-09"),
        "rows": on("2014-05-08"),
        "beside": on("2014-05-07"),
        "name": "sites_2014-05-06.pdf",
        "told": on("2014-05-05"),
        "head": "Desk, 4 May 2014",
        "given": on("2014-05-03"),
    }
    days = []
    for name in reversed(list(known)):
        days.append(str(decide(Evidence(text="words", **known), TODAY).day))  # type: ignore[arg-type]
        known.pop(name)
    assert days == [f"2014-05-0{number}" for number in range(3, 10)]


@pytest.mark.parametrize(
    ("head", "told", "right"),
    [
        ("as of 5 March 2014", "2014-03-07", "2014-03-07"),  # the figures' day, then the page's own
        ("as of 5 March 2014", "2019-03-07", "2014-03-05"),  # put online again years later
        ("Desk, 5 March 2014", "2019-03-07", "2014-03-05"),
        ("Launch: 20 March 2014", "2014-03-07", "2014-03-07"),  # a day to come
        ("Desk, 09/01/14", "2014-09-01", "2014-09-01"),  # the metadata settle which is the month
        ("Desk, 30 December", "2014-01-02", "2013-12-30"),  # and the year
        ("Desk, 4 May 2014\nUpdated 6 May 2014", "2014-05-06", "2014-05-06"),
    ],
)
def test_head_and_metadata(head: str, told: str, right: str) -> None:
    assert decide(Evidence(text=BODY, head=head, told=on(told)), TODAY).day == on(right)


def test_a_file_named_by_a_day_soon_after_the_days_it_covers_came_out_on_it() -> None:
    covered = "Orva weekly\nReporting period: 29 June to 5 July 2019" + BODY
    named = decide(Evidence(text=covered, name="20190706-orva-weekly.pdf"), TODAY)
    assert (named.day, named.notes) == (on("2019-07-06"), ())
    far = decide(Evidence(text=covered, name="20200106-orva-weekly.pdf"), TODAY)
    assert far.day == on("2019-07-05")
    assert "the name of its file says 2020-01-06" in far.notes[0]


def test_days_that_disagree_are_told() -> None:
    told = decide(Evidence(text="words", head="Desk, 5 March 2014", told=on("2019-03-07")), TODAY)
    assert "2014-03-05" in told.notes[0]
    assert "2019-03-07" in told.notes[0]
    given = decide(Evidence(text="Desk, 5 March 2014", given=on("2019-03-07")), TODAY)
    assert (given.day, given.basis) == (on("2019-03-07"), "given")
    assert "5 March 2014" in given.notes[0]
    assert not decide(Evidence(text="Desk, 5 March 2014", told=on("2014-03-05")), TODAY).notes


@pytest.mark.parametrize(
    ("made", "text", "right"),
    [
        ("2014-05-09", "Some 40 people fled on 7 May 2014.", "2014-05-09"),
        ("2014-05-09", "Some 40 people fled.", "2014-05-09"),
        ("2019-05-09", "Some 40 people fled on 7 May 2014.", None),  # converted years later
        ("2014-05-01", "Some 40 people fled on 7 May 2014.", None),  # a template's day
        ("2026-11-28", "Some 40 people fled.", None),  # made for this reading
    ],
)
def test_when_a_file_was_made_comes_last(made: str, text: str, right: str | None) -> None:
    found = decide(Evidence(text=text, made=on(made)), TODAY).day
    assert found == (on(right) if right else None)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("2014-05-16 brief.txt", "2014-05-16"),
        ("sites_20140516.csv", "2014-05-16"),
        ("Office-update-15-May-2014.pdf", "2014-05-15"),
        ("Report_9_24jun2014.pdf", "2014-06-24"),
        ("Sites_registration_08Feb2014.xlsx", "2014-02-08"),
        ("release_31.12.2013.txt", "2013-12-31"),
        ("release_04-02-2014.txt", None),
        ("Report 2014.pdf", None),
        ("shelters_10200.csv", None),
    ],
)
def test_days_in_the_names_of_files(name: str, right: str | None) -> None:
    assert name_day(name) == (on(right) if right else None)


def test_days_in_addresses() -> None:
    assert name_day("page.html", "https://news.example/2014/05/16/bridge") == on("2014-05-16")
    assert name_day("page.html", "https://news.example/2014/may/16/bridge") == on("2014-05-16")
    assert name_day("page.html", "https://news.example/20140599/bridge") is None


@pytest.mark.parametrize(
    ("text", "opens", "ends"),
    [
        ("5-11 March 2018", "2018-03-05", "2018-03-11"),
        ("28 December 2014 to 3 January 2015", "2014-12-28", "2015-01-03"),
        ("28 December - 3 January 2015", "2014-12-28", "2015-01-03"),
        ("March 3-9, 2018", "2018-03-03", "2018-03-09"),
        ("week 4 - 10 March 2018", "2018-03-04", "2018-03-10"),  # seven days
        ("week 6 - 10 March 2018", None, "2018-03-10"),
        ("report no. 4 - 10 March 2018", None, "2018-03-10"),
        ("ROUND 4 – 10 March 2018", None, "2018-03-10"),
    ],
)
def test_spans(text: str, opens: str | None, ends: str) -> None:
    [found] = dates_in(text)
    assert found.day == on(ends)
    assert found.opens == (on(opens) if opens else None)


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("2014-05-03T23:40:00-05:00", "2014-05-03"),  # the day where it was written
        ("2014-05-03T00:10:00+03:00", "2014-05-03"),
        ("Sat, 03 May 2014 23:10:00 +0300", "2014-05-03"),
        ("31/03/2014", "2014-03-31"),
        ("03/31/2014", "2014-03-31"),
        ("3.5.2014", "2014-05-03"),
        ("20140503", "2014-05-03"),
        ("May 3rd, 2014", "2014-05-03"),
        ("03/04/2014", None),
        ("2014-02-30", None),
        ("2014", None),
        ("14 of 20", None),
    ],
)
def test_days_of_fields(value: str, right: str | None) -> None:
    assert day(value) == (on(right) if right else None)


def test_two_readings() -> None:
    assert readings("03/04/2014") == [on("2014-04-03"), on("2014-03-04")]
    assert readings("04/04/2014") == [on("2014-04-04")]


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (["03/04/2014", "03/15/2014"], ["2014-03-04", "2014-03-15"]),
        (["03/04/2014", "15/04/2014"], ["2014-04-03", "2014-04-15"]),
        (["01/02/2014", "02/02/2014", "03/02/2014"], ["2014-02-01", "2014-02-02", "2014-02-03"]),
        (["01/02/2014", "01/03/2014", "01/04/2014"], ["2014-01-02", "2014-01-03", "2014-01-04"]),
        (["41640", "41671.0", ""], ["2014-01-01", "2014-02-01", None]),
        (["2014-01-05", "n/a", "6 Jan 2014"], ["2014-01-05", None, "2014-01-06"]),
    ],
)
def test_a_column_settles_its_own_order(cells: list[str], right: list[str | None]) -> None:
    assert days_of_column(cells) == [on(one) if one else None for one in right]
