"""The commands that keep a record: ingest, store, and what reads a store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.cli import main

pytest.importorskip("deltalake", reason="the store's extra is not installed")

REPORT = """---
title: Flooding in the delta
publisher: Delta Courier
published: 2021-05-0{day}
---

Some {people} people have been displaced in the delta since Monday, the flood office said.
"""


def run(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox" / "delta"
    folder.mkdir(parents=True)
    for day, people in ((5, "4,000"), (6, "5,200"), (7, "6,100")):
        (folder / f"0{day}.md").write_text(REPORT.format(day=day, people=people), encoding="utf-8")
    return folder.parent


def test_the_same_files_twice_add_nothing(inbox: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    code, out, _ = run("ingest", inbox, "--store", store, "--json")
    first = json.loads(out)
    assert (code, first["added"], first["claims"], first["set_aside"]) == (0, 3, 3, 0)
    code, out, _ = run("ingest", inbox, "--store", store, "--json")
    again = json.loads(out)
    assert (code, again["added"], again["already_known"]) == (0, 0, 3)


def test_a_bad_file_is_set_aside_and_the_rest_is_kept(inbox: Path, tmp_path: Path) -> None:
    (inbox / "delta" / "empty.md").write_text("", encoding="utf-8")
    code, out, err = run("ingest", inbox, "--store", tmp_path / "store", "--json")
    assert code == 3
    assert json.loads(out)["added"] == 3
    assert "empty.md" in err
    assert "Fix:" in err


def test_a_store_is_looked_after(inbox: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    run("ingest", inbox, "--store", store)
    code, out, _ = run("store", "verify", "--store", store, "--json")
    assert code == 0
    assert json.loads(out)["faults"] == []
    assert run("store", "compact", "--store", store)[0] == 0
    code, out, _ = run("store", "history", "--store", store)
    assert code == 0
    assert "claims" in out
    code, out, _ = run("store", "reread", "--store", store, "--everything", "--json")
    assert (code, json.loads(out)["claims"]) == (0, 3)


def test_a_report_is_made_from_a_store(inbox: Path, tmp_path: Path) -> None:
    store, out = tmp_path / "store", tmp_path / "pages"
    run("ingest", inbox, "--store", store)
    code, said, err = run("report", "--store", store, "--data", inbox, "--out", out, "--json")
    assert code == 0, err
    assert json.loads(said)["claims"] == 3
    assert (out / "index.html").is_file()


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    code, _, err = run("store", "verify", "--store", tmp_path / "none")
    assert code == 1
    assert "Fix:" in err


@pytest.mark.parametrize(
    ("words", "variable"),
    [
        (("fetch", "reliefweb", "--country", "SDN"), "RELIEFWEB_APPNAME"),
        (("fetch", "idmc"), "IDMC_CLIENT_ID"),
        (("fetch", "dtm", "--country", "Sudan"), "DTM_SUBSCRIPTION_KEY"),
        (("fetch", "hapi", "idps"), "HAPI_APP_IDENTIFIER"),
    ],
)
def test_a_source_without_its_key_says_where_to_get_one(
    words: tuple[str, ...], variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(variable, raising=False)
    code, _, err = run(*words, "--store", tmp_path / "store")
    assert code == 1
    assert variable in err


@pytest.mark.parametrize("command", ["compact", "verify", "history", "reread"])
def test_each_store_command_shows_an_example(command: str) -> None:
    code, out, _ = run("store", command, "--help")
    assert code == 0
    assert f"tracker store {command}" in out


@pytest.mark.parametrize("source", ["reliefweb", "feed", "unhcr", "idmc", "dtm", "hapi"])
def test_each_source_shows_an_example(source: str) -> None:
    code, out, _ = run("fetch", source, "--help")
    assert code == 0
    assert f"tracker fetch {source}" in out


PARTNER = "Distrito,Deslocados,Data\nTamri,8400,2024-05-01\nKesra,cerca de mil,2024-05-01\n"
COLUMNS = "column,tag\ndistrito,#adm2+name\nDeslocados,#affected+idps\nData,#date+reported\n"


@pytest.fixture
def partner(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "partner.csv").write_text(PARTNER, encoding="utf-8")
    (folder / "columns.csv").write_text(COLUMNS, encoding="utf-8")
    return folder


def test_columns_of_a_partner_become_claims(partner: Path, tmp_path: Path) -> None:
    columns = partner / "columns.csv"
    _, plain, _ = run("extract", partner, "--format", "csv")
    code, out, err = run("extract", partner, "--columns", columns, "--format", "csv")
    assert code == 0
    assert "8400" in out
    assert "8400" not in plain
    assert "1 cell under 'Deslocados' left out, no number in 'cerca de mil'" in err
    code, out, _ = run("ingest", partner, "--columns", columns, "--store", tmp_path / "store", "--json")
    assert (code, json.loads(out)["claims"]) == (0, 1)


def test_columns_beside_the_data_are_found(partner: Path, tmp_path: Path) -> None:
    code, out, _ = run("report", "--data", partner, "--out", tmp_path / "out", "--json")
    facts = json.loads(out)
    assert (code, facts["reports"], facts["claims"]) == (0, 1, 1), "columns.csv is no report"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("column,tag\nDeslocados,idps\n", "line 2: 'idps' is no HXL tag"),
        ("heading,tag\nDeslocados,#affected\n", "no column column"),
        ("column,tag\na,#date\nA,#date\n", "line 3: 'A' comes twice"),
        ("column,tag\n,#date\n", "line 2: no heading"),
    ],
)
def test_faults_in_columns_are_named(text: str, said: str, partner: Path) -> None:
    (partner / "columns.csv").write_text(text, encoding="utf-8")
    code, _, err = run("extract", partner, "--columns", partner / "columns.csv")
    assert code == 1
    assert said in err
    assert "Fix:" in err


def test_typed_claims_are_no_report(inbox: Path, tmp_path: Path) -> None:
    typed = "value,qualifier,unit,term,measure,published,source,situation\n"
    typed += "23000,exact,person,displaced,stock,2021-05-09,Telephone call,delta\n"
    (inbox / "claims.csv").write_text(typed, encoding="utf-8")
    code, out, _ = run("report", "--data", inbox, "--out", tmp_path / "out", "--json")
    facts = json.loads(out)
    assert (code, facts["reports"], facts["claims"]) == (0, 3, 4)


def test_each_report_is_told(inbox: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    (inbox / "delta" / "quiet.md").write_text("Nothing was counted today.\n", encoding="utf-8")
    code, out, err = run("ingest", inbox, "--store", store, "--each")
    assert code == 0
    assert "4 new reports" in out
    assert "1 report without a claim" in out
    assert f"new: {inbox / 'delta' / '05.md'} as 05, 1 claim" in err
    assert "as quiet, 0 claims" in err
    (inbox / "delta" / "05.md").write_text(REPORT.format(day=5, people="4,400"), encoding="utf-8")
    _, _, err = run("ingest", inbox, "--store", store, "--each")
    assert "new version: " in err
    assert err.count("known: ") == 3


def test_a_store_as_it_was_on_a_day(inbox: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    run("ingest", inbox, "--store", store)
    for day, reports in (("2001-01-01", 0), ("2999-01-01", 3)):
        said = ("--store", store, "--data", tmp_path / "x", "--recorded-by", day)
        code, out, _ = run("report", *said, "--out", tmp_path / f"out-{day}", "--json")
        assert (code, json.loads(out)["reports"]) == (0, reports)


def test_only_a_store_knows_when_things_came_in(inbox: Path, tmp_path: Path) -> None:
    code, _, err = run("report", "--data", inbox, "--recorded-by", "2024-01-01", "--out", tmp_path / "out")
    assert code == 1
    assert "only a store keeps when its reports came in" in err
