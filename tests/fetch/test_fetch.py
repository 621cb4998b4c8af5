"""Public sources against a replay server with payloads of our own in the documented shapes."""

from __future__ import annotations

import datetime as dt
import email.utils
import logging
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

pytest.importorskip("httpx")
sys.path.insert(0, str(Path(__file__).parent))

from replay import Answer, Asked, Replay, replay

from tracker import tables
from tracker.errors import BadConfiguration, FetchError, MissingExtra
from tracker.fetch import dtm, feeds, hapi, idmc, official_rows, reliefweb, unhcr
from tracker.fetch.client import Client, key
from tracker.fetch.state import State
from tracker.vocabulary import Report, Verdict

KEY = "s3cret/key+1"


def quick(server: Replay, **said: Any) -> tuple[Client, list[float]]:
    """A client that notes how long it would have waited instead of waiting."""
    waits: list[float] = []
    return Client(server.base, sleep=waits.append, **said), waits


# the client


@pytest.mark.parametrize(
    "bad",
    [
        Answer(status=500),
        Answer(status=503),
        Answer({"a": 1}, cut=True),
        Answer(b"{broken"),
        Answer(status=429),
    ],
    ids=["500", "503", "cut", "broken", "429"],
)
def test_a_fault_that_passes_is_asked_again(bad: Answer) -> None:
    with replay([bad, bad, Answer({"a": 1})]) as server:
        client, waits = quick(server)
        with client:
            assert client.json("x") == {"a": 1}
        assert len(server.asked) == 3
        assert len(waits) == 2
        assert waits[1] > waits[0], "each wait is longer than the last"


def test_a_fault_that_stays_ends_with_a_mend() -> None:
    with replay([Answer(status=500)]) as server:
        client, waits = quick(server, attempts=4)
        with client, pytest.raises(FetchError, match=r"after 4 attempts \(status 500\)") as caught:
            client.json("x")
        assert len(server.asked) == 4
        assert len(waits) == 3
        assert "goes on" in caught.value.fix


def test_waits_as_long_as_it_is_told() -> None:
    later = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=40), usegmt=True)
    waiting = [Answer(status=429, headers={"Retry-After": value}) for value in ("7", later, "99999", "soon")]
    with replay([*waiting, Answer({})]) as server:
        client, waits = quick(server)
        with client:
            client.json("x")
    assert waits[0] == 7
    assert 30 < waits[1] <= 40
    assert waits[2] == 300, "never longer than five minutes"
    assert waits[3] < 60


def test_no_network() -> None:
    client = Client("http://127.0.0.1:9", attempts=2, sleep=lambda _: None)
    with client, pytest.raises(FetchError, match="ConnectError"):
        client.json("x")


@pytest.mark.parametrize(
    ("status", "said"),
    [(403, "refused with 403"), (401, "refused"), (404, "not there"), (410, "moved"), (400, "options")],
)
def test_refusals_are_not_asked_again(status: int, said: str) -> None:
    with replay([Answer({"message": "no"}, status=status)]) as server:
        client, _ = quick(server)
        with client, pytest.raises(FetchError, match=said):
            client.json("x")
        assert len(server.asked) == 1


def test_keys_are_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    def echo(asked: Asked) -> Answer:
        return Answer({"you sent": [asked.query, asked.headers]}, status=403)

    with replay(echo) as server, caplog.at_level(logging.DEBUG):
        client, _ = quick(server, params={"client_id": KEY}, headers={"X-Key": KEY}, secrets=(KEY,))
        with client, pytest.raises(FetchError) as caught:
            client.json("x", {"page": 1})
        assert server.asked[0].query == {"client_id": KEY, "page": "1"}
    assert "***" in str(caught.value)
    for text in (str(caught.value), caplog.text):
        assert KEY not in text
        assert "s3cret" not in text


def test_keys_come_from_the_option_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X_KEY", raising=False)
    with pytest.raises(FetchError, match="set X_KEY"):
        key(None, "X_KEY", what="X: a key", get="ask")
    monkeypatch.setenv("X_KEY", "env")
    assert key(None, "X_KEY", what="x", get="y") == "env"
    assert key("option", "X_KEY", what="x", get="y") == "option"


def test_keeps_to_a_pace() -> None:
    with replay([Answer({})]) as server:
        client, waits = quick(server, least=5.0)
        with client:
            client.json("a")
            client.json("b")
    assert len(waits) == 1
    assert 4 < waits[0] <= 5


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtra, match=r"displacement-tracker\[fetch\]"):
        Client("http://x")


# state


def test_state_lasts_only_when_saved(tmp_path: Path) -> None:
    state = State.of(tmp_path, "reliefweb", {"q": "x", "since": dt.date(2024, 1, 1)})
    state.note(posted="2024")
    again = State.of(tmp_path, "reliefweb", {"q": "x", "since": dt.date(2024, 1, 1)})
    assert again.get("posted") is None
    state.save()
    assert State(state.path).get("posted") == "2024"
    assert State.of(tmp_path, "reliefweb", {"q": "y"}).get("posted") is None
    assert state.path is not None
    state.path.write_text("{")
    with pytest.raises(BadConfiguration, match="delete it"):
        State(state.path)


# ReliefWeb


def post(number: int, **said: Any) -> dict[str, Any]:
    fields = {
        "title": f"Update {number}",
        "body": f"Some {number} people fled the delta, the Relief Office said.",
        "date": {
            "original": "2024-05-01T00:00:00+00:00",
            "created": f"2024-05-{1 + number // 10:02}T10:00:00+00:00",
        },
        "primary_country": {"iso3": "xkr"},
        "source": [{"shortname": "RCO"}],
        "format": [{"name": "News and Press Release"}],
        "language": [{"code": "en"}],
        "url_alias": f"https://relief.example/{number}",
    }
    return {"id": str(number), "score": 1, "href": "x", "fields": fields | said}


def pages_of(posts: list[dict[str, Any]], at_once: int = 10, *, total: bool = True):  # type: ignore[no-untyped-def]
    """Answer like ReliefWeb: filtered by the day posted, oldest first, a page at a time."""

    def serve(asked: Asked) -> Answer:
        if asked.query.get("appname") != "tester":
            error = {
                "status": 403,
                "error": {
                    "type": "AccessDeniedHttpException",
                    "message": "You are not using an approved appname",
                },
            }
            return Answer(error, status=403)
        conditions = asked.body.get("filter", {}).get("conditions", [])
        posted = next((one["value"]["from"] for one in conditions if one["field"] == "date.created"), "")
        found = [one for one in posts if one["fields"]["date"]["created"] >= posted]
        part = found[asked.body["offset"] : asked.body["offset"] + at_once]
        answer = {"time": 1, "href": "x", "links": {}, "took": 1, "count": len(part), "data": part}
        return Answer(answer | ({"totalCount": len(found)} if total else {}))

    return serve


@pytest.mark.parametrize("total", [True, False])
def test_reliefweb_pages_to_the_end(total: bool) -> None:
    posts = [post(number) for number in range(25)]
    posts.insert(10, posts[9])  # a page that moved while it was read repeats a report
    posts.append(post(99, body=""))
    with replay(pages_of(posts, total=total)) as server:
        got = list(reliefweb.reports(appname="tester", query="delta", countries=["XKR"], base=server.base))
        asked = server.asked[0]
    reports = [item for item in got if isinstance(item, Report)]
    assert [report.report_id for report in reports] == [f"reliefweb-{number}" for number in range(25)]
    first = reports[0]
    assert (first.publisher, first.published, first.kind, first.country_iso3) == (
        "RCO",
        dt.date(2024, 5, 1),
        "news",
        "XKR",
    )
    assert first.path == "reliefweb:0"
    [verdict] = [item for item in got if isinstance(item, Verdict)]
    assert "no text" in verdict.fault
    assert (asked.method, asked.path) == ("POST", "/reports")
    assert asked.body["query"]["value"] == "delta"
    assert {"field": "primary_country.iso3", "value": ["xkr"], "operator": "OR"} in asked.body["filter"][
        "conditions"
    ]
    assert "body" in asked.body["fields"]["include"]


def test_reliefweb_goes_on_where_it_stopped(tmp_path: Path) -> None:
    posts = [post(number) for number in range(25)]
    path = tmp_path / "state.json"
    with replay(pages_of(posts)) as server:
        state = State(path)
        stream = reliefweb.reports(appname="tester", state=state, base=server.base)
        first = [next(stream) for _ in range(15)]  # stopped in the middle of the second page
        stream.close()
        state.save()
        rest = list(reliefweb.reports(appname="tester", state=State(path), base=server.base))
        ids = [item.report_id for item in [*first, *rest] if isinstance(item, Report)]
        assert set(ids) == {f"reliefweb-{number}" for number in range(25)}, "nothing is missed"
        assert len(ids) == 30, "only the page that was not used up comes again"
        state = State(path)
        list(reliefweb.reports(appname="tester", state=state, base=server.base))
        state.save()
        posts.append(post(26))
        news = list(reliefweb.reports(appname="tester", state=State(path), base=server.base))
    assert [item.report_id for item in news if isinstance(item, Report)] == ["reliefweb-26"]


def test_reliefweb_without_an_approved_appname(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RELIEFWEB_APPNAME", raising=False)
    with pytest.raises(FetchError, match="RELIEFWEB_APPNAME"):
        list(reliefweb.reports())
    with replay(pages_of([])) as server:
        with pytest.raises(FetchError, match="approved appname") as caught:
            list(reliefweb.reports(appname="other", base=server.base))
        assert "apidoc.reliefweb.int" in caught.value.fix
        assert list(reliefweb.reports(appname="tester", base=server.base)) == [], "an empty page is no fault"


def test_reliefweb_answers_something_else() -> None:
    with replay([Answer({"message": "hello"})]) as server, pytest.raises(FetchError, match="without 'data'"):
        list(reliefweb.reports(appname="tester", base=server.base))


def test_at_most_so_many() -> None:
    with replay(pages_of([post(number) for number in range(25)])) as server:
        assert len(list(reliefweb.reports(appname="tester", most=12, base=server.base))) == 12
        assert len(server.asked) == 2


# feeds


def rss(*numbers: int) -> bytes:
    items = "".join(
        f"<item><title>T{n}</title><link>https://d.example/{n}</link><description>{n} people fled.</description></item>"
        for n in numbers
    )
    return f"<rss><channel><title>Desk</title>{items}</channel></rss>".encode()


def test_feeds_give_what_is_new(tmp_path: Path) -> None:
    held = {"numbers": (1, 2), "tag": '"v1"'}

    def serve(asked: Asked) -> Answer:
        if asked.path == "/broken":
            return Answer(b"<rss><channel>")
        if asked.headers.get("If-None-Match") == held["tag"]:
            return Answer(status=304)
        return Answer(rss(*held["numbers"]), headers={"ETag": held["tag"]})

    def fetched() -> list[str]:
        state = State(tmp_path / "s.json")
        with replay(serve) as server:
            client = Client(server.base, sleep=lambda _: None)
            got = list(feeds.reports(["/feed", "/broken"], state=state, client=client))
        state.save()
        assert [item.place for item in got if isinstance(item, Verdict)] == ["/broken"]
        return [item.text for item in got if isinstance(item, Report)]

    assert fetched() == ["1 people fled.", "2 people fled."]
    assert fetched() == [], "not modified"
    held.update(numbers=(2, 3), tag='"v2"')
    assert fetched() == ["3 people fled."]


# figures


def checked(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows, which keep the claims table's rules and are all official."""
    tables.check("claims", frame)
    assert frame["claim_id"].is_unique().all()
    assert set(frame["kind"]) <= {"official"}
    return list(frame.iter_rows(named=True))


def test_unhcr_pages_and_dashes() -> None:
    def item(year: int, **said: Any) -> dict[str, Any]:
        blank = dict.fromkeys(
            (
                "refugees",
                "asylum_seekers",
                "returned_refugees",
                "idps",
                "returned_idps",
                "stateless",
                "ooc",
                "oip",
                "hst",
            ),
            "-",
        )
        names = {
            "year": year,
            "coo": "KER",
            "coo_iso": "XKR",
            "coo_name": "Keer",
            "coa": "LAN",
            "coa_iso": "XLA",
            "coa_name": "Lann",
        }
        return {**names, **blank, **said}

    home = {"coa": "KER", "coa_iso": "XKR", "coa_name": "Keer"}
    pages = [
        [item(2022, refugees="1200", asylum_seekers=30), item(2022, idps=5000, refugees=0, **home)],
        [
            item(2023, returned_refugees="40"),
            item(2023, returned_idps=7, **home),
            item(2022, refugees="1200", asylum_seekers=30),
        ],
    ]

    def serve(asked: Asked) -> Answer:
        number = int(asked.query["page"])
        return Answer({"maxPages": 2, "items": pages[number - 1] if number <= 2 else []})

    with replay(serve) as server:
        rows = checked(unhcr.population(year_from=2022, year_to=2023, origin="XKR", base=server.base))
        asked = server.asked
    assert [one.query["page"] for one in asked] == ["1", "2"]
    assert asked[0].query | {"page": "1"} == {
        "yearFrom": "2022",
        "yearTo": "2023",
        "coo": "XKR",
        "coa_all": "true",
        "cf_type": "ISO",
        "limit": "10000",
        "page": "1",
    }
    said = {(row["term"], row["subterm"], row["measure"]): row for row in rows}
    assert len(rows) == 5
    refugees = said["crossed_border", "refugee", "stock"]
    assert (refugees["value"], refugees["as_of"], refugees["origin_iso3"], refugees["destination_iso3"]) == (
        1200,
        dt.date(2022, 12, 31),
        "XKR",
        "XLA",
    )
    idps = said["displaced", "idp", "stock"]
    assert (idps["value"], idps["origin_iso3"], idps["destination_iso3"], idps["country_iso3"]) == (
        5000,
        None,
        "XKR",
        "XKR",
    )
    back = said["returned", "refugee_return", "flow"]
    assert (back["origin_iso3"], back["destination_iso3"], back["period_start"], back["period_end"]) == (
        "XLA",
        "XKR",
        dt.date(2023, 1, 1),
        dt.date(2023, 12, 31),
    )


def test_idmc_events() -> None:
    def event(number: int, **said: Any) -> dict[str, Any]:
        whole = {
            "id": number,
            "country": "Keer",
            "iso3": "XKR",
            "role": "Recommended figure",
            "displacement_type": "Disaster",
            "qualifier": "total",
        }
        whole |= {
            "figure": 100,
            "displacement_date": "2024-05-03",
            "displacement_start_date": "2024-05-01",
            "displacement_end_date": "2024-05-03",
        }
        whole |= {
            "standard_popup_text": "<b>Keer:</b> floods displaced 100 people.",
            "created_at": "2024-05-06T10:00:00Z",
        }
        return whole | said

    answer = [
        event(1),
        event(2, role="Triangulation"),
        event(3, qualifier="more than"),
        event(4, qualifier="less than"),
    ]
    answer += [
        event(5, qualifier="approximately", displacement_type="Conflict"),
        event(6, figure=None),
        event(1, figure=120),
    ]
    with replay([Answer(answer)]) as server:
        rows = checked(idmc.events(client_id=KEY, base=server.base))
        assert server.asked[0].path == "/idus/last-180-days/"
        assert server.asked[0].query == {"client_id": KEY}
    said = {row["claim_id"]: row for row in rows}
    assert sorted(said) == ["idu-1", "idu-3", "idu-4", "idu-5"]
    assert [said[name]["qualifier"] for name in sorted(said)] == [
        "exact",
        "at_least",
        "at_most",
        "approximately",
    ]
    assert (said["idu-3"]["low"], said["idu-3"]["high"]) == (100, None)
    one = said["idu-1"]
    assert (one["value"], one["measure"], one["accumulation"], one["group"]) == (
        120,
        "flow",
        "window",
        "disaster",
    )
    assert (one["period_start"], one["period_end"], one["published"]) == (
        dt.date(2024, 5, 1),
        dt.date(2024, 5, 3),
        dt.date(2024, 5, 6),
    )
    assert one["sentence"] == "Keer: floods displaced 100 people."


@pytest.mark.parametrize("enveloped", [True, False])
def test_idmc_yearly(enveloped: bool) -> None:
    items = [
        {
            "iso3": code,
            "country_name": code,
            "year": 2023,
            "conflict_new_displacement": 10,
            "conflict_total_displacement": 50,
            "disaster_new_displacement": None,
            "disaster_total_displacement": 0,
        }
        for code in ("XKR", "XLA")
    ]

    def serve(asked: Asked) -> Answer:
        if not enveloped:
            return Answer(items)
        at = int(asked.query["offset"])
        return Answer(
            {"count": 2, "next": "x" if at == 0 else None, "previous": None, "results": items[at : at + 1]}
        )

    with replay(serve) as server:
        rows = checked(idmc.yearly(client_id=KEY, base=server.base))
        assert len(checked(idmc.yearly(client_id=KEY, countries=("xla",), base=server.base))) == 3
    assert sorted((row["country_iso3"], row["group"], row["measure"], row["value"]) for row in rows) == [
        (code, *rest)
        for code in ("XKR", "XLA")
        for rest in (("conflict", "flow", 10.0), ("conflict", "stock", 50.0), ("disaster", "stock", 0.0))
    ]


def test_dtm_rows_are_summed_per_round() -> None:
    def item(number: Any, **said: Any) -> dict[str, Any]:
        whole = {
            "operation": "Keer crisis",
            "admin0Name": "Keer",
            "admin0Pcode": "XKR",
            "admin1Name": "Tamri",
            "admin1Pcode": "XK01",
        }
        whole |= {
            "numPresentIdpInd": number,
            "reportingDate": "2024-05-30T00:00:00",
            "roundNumber": 4,
            "displacementReason": "Conflict",
        }
        return whole | said

    result = [
        item(100),
        item(50, idpOriginAdmin1Name="Kesra"),
        item("Not available", displacementReason="Flood"),
    ]
    result += [
        item(70, roundNumber=5, reportingDate="2024-06-30T00:00:00"),
        item(9, admin1Name="Kesra", admin1Pcode="XK02"),
    ]
    result += [item("Not available", admin1Name="Morrah", admin1Pcode="XK03")]
    with replay([Answer({"isSuccess": True, "result": result, "errorMessages": []})]) as server:
        rows = checked(
            dtm.stocks(country="Keer", since=dt.date(2024, 1, 1), subscription_key=KEY, base=server.base)
        )
        asked = server.asked[0]
    assert asked.path == "/displacement/admin1"
    assert asked.headers["Ocp-Apim-Subscription-Key"] == KEY
    assert asked.query == {"CountryName": "Keer", "FromReportingDate": "2024-01-01"}
    assert sorted((row["destination"], row["as_of"].isoformat(), row["value"]) for row in rows) == [
        ("Kesra", "2024-05-30", 9.0),
        ("Tamri", "2024-05-30", 150.0),
        ("Tamri", "2024-06-30", 70.0),
    ]
    assert {(row["term"], row["subterm"], row["measure"], row["country_iso3"]) for row in rows} == {
        ("displaced", "idp", "stock", "XKR")
    }


@pytest.mark.parametrize(
    ("said", "fault"),
    [({}, "no place is named"), ({"country": "Keer"}, "DTM_SUBSCRIPTION_KEY")],
)
def test_dtm_needs_a_place_and_a_key(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], fault: str
) -> None:
    monkeypatch.delenv("DTM_SUBSCRIPTION_KEY", raising=False)
    with pytest.raises(FetchError, match=fault):
        dtm.stocks(**said)  # type: ignore[arg-type]


def test_dtm_says_what_is_wrong() -> None:
    answer = {"isSuccess": False, "result": None, "errorMessages": ["No country Kear"]}
    with replay([Answer(answer)]) as server, pytest.raises(FetchError, match="No country Kear"):
        dtm.stocks(country="Kear", subscription_key=KEY, base=server.base)


def test_hapi_idps_by_round() -> None:
    def item(number: int, **said: Any) -> dict[str, Any]:
        whole = {
            "location_code": "XKR",
            "location_name": "Keer",
            "admin1_name": "Tamri",
            "admin1_code": "XK01",
            "admin2_name": None,
            "admin_level": 1,
        }
        whole |= {
            "operation": "A",
            "assessment_type": "BA",
            "reporting_round": number,
            "population": 100 * number,
        }
        return (
            whole
            | {
                "reference_period_start": f"2024-0{number}-01T00:00:00",
                "reference_period_end": f"2024-0{number}-28T23:59:59",
            }
            | said
        )

    data = [item(1), item(2), item(3), item(3, operation="B", population=7), item(4, population=None)]

    def serve(asked: Asked) -> Answer:
        at = int(asked.query["offset"])
        return Answer({"data": data[at : at + 2]})

    with replay(serve) as server:
        rows = checked(
            hapi.people("idps", country="XKR", level=1, identifier=KEY, at_once=2, base=server.base)
        )
        asked = server.asked
    assert [one.query["offset"] for one in asked] == ["0", "2", "4"]
    assert asked[0].headers["X-HDX-HAPI-APP-IDENTIFIER"] == KEY
    assert KEY not in str(asked[0].query)
    assert sorted((row["as_of"].isoformat(), row["group"], row["value"]) for row in rows) == [
        ("2024-01-28", "A", 100.0),
        ("2024-02-28", "A", 200.0),
        ("2024-03-28", "A", 300.0),
        ("2024-03-28", "B", 7.0),
    ]


def test_hapi_refugees_without_their_parts() -> None:
    def item(group: str, number: Any, **said: Any) -> dict[str, Any]:
        whole = {
            "origin_location_code": "XKR",
            "origin_location_name": "Keer",
            "asylum_location_code": "XLA",
            "asylum_location_name": "Lann",
        }
        whole |= {"population_group": group, "gender": "all", "age_range": "all", "population": number}
        return whole | {"reference_period_start": "2023-01-01", "reference_period_end": "2023-12-31"} | said

    data = [
        item("REF", 500),
        item("REF", 260, gender="f"),
        item("RET", 40),
        item("STA", 3),
        item("ASY", None),
    ]
    with replay([Answer({"data": data})]) as server:
        rows = checked(hapi.people("refugees", country="XLA", identifier=KEY, base=server.base))
        assert server.asked[0].query["gender"] == "all"
    assert [
        (row["term"], row["value"], row["origin_iso3"], row["destination_iso3"])
        for row in sorted(rows, key=lambda row: row["term"])
    ] == [
        ("crossed_border", 500.0, "XKR", "XLA"),
        ("returned", 40.0, "XLA", "XKR"),
    ]
    assert hapi.app_identifier("me", "me@x.example") == "bWU6bWVAeC5leGFtcGxl"


@pytest.mark.parametrize(
    "call",
    [
        lambda base: idmc.events(client_id=KEY, base=base),
        lambda base: idmc.yearly(client_id=KEY, base=base),
        lambda base: hapi.people("idps", identifier=KEY, base=base),
        lambda base: dtm.stocks(country="x", subscription_key=KEY, base=base),
        lambda base: unhcr.population(year_from=1, year_to=2, base=base),
    ],
)
def test_answers_of_another_shape_are_named(call: Any) -> None:
    with replay([Answer({"detail": "moved"})]) as server, pytest.raises(FetchError):
        call(server.base)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("-", None),
        (None, None),
        ("", None),
        ("Not available", None),
        (0, 0.0),
        ("0", 0.0),
        ("1,234", 1234.0),
        (5, 5.0),
        (True, None),
        (float("nan"), None),
        ("x", None),
    ],
)
def test_numbers_of_fields(value: Any, wanted: float | None) -> None:
    assert official_rows.number(value) == wanted


def test_the_id_of_a_figure_outlives_its_value() -> None:
    assert official_rows.official_id("x", 2023, "XKR") == official_rows.official_id("x", 2023, "XKR")
    assert official_rows.official_id("x", 2023, None) != official_rows.official_id("x", None, 2023)
