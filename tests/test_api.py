"""The verbs: what goes in, what comes out, and the laws they keep."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import example, given
from polars.testing import assert_frame_equal

import tracker
from tests.strategies import ARTICLE, texts, write_crisis
from tracker import api, tables
from tracker.errors import BadConfiguration, MissingColumn, MissingInput, UnknownId
from tracker.vocabulary import Report

FRIDAY = dt.date(2022, 5, 6)
SENTENCE = "More than 7,000 people fled the town of Hajin on Friday."


def row(frame: pl.DataFrame, words: str) -> dict[str, Any]:
    """Return the one claim whose quote holds the words."""
    found = frame.filter(pl.col("quote").str.contains(words, literal=True)).to_dicts()
    assert len(found) == 1, f"{len(found)} claims on {words!r}"
    return found[0]


def says(claim: dict[str, Any], **expected: object) -> None:
    assert {name: claim[name] for name in expected} == expected


# -- the facts of the first article -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> api.Extraction:
    path = tmp_path_factory.mktemp("article") / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return api.read(path)


def test_the_day_is_inferred_from_the_text(article: api.Extraction) -> None:
    assert article.reports.select("published", "published_basis").row(0) == (FRIDAY, "inferred")
    assert set(article.claims["published"]) == {FRIDAY}


def test_the_number_of_claims(article: api.Extraction) -> None:
    assert article.claims.height == 6
    assert not article.claims["quote"].str.contains("million").any()


def test_people_who_left_this_week(article: api.Extraction) -> None:
    says(
        row(article.claims, "3,000"), value=3000.0, low=3000.0, high=None, qualifier="at_least", unit="person",
        persons=3000.0, term="displaced", measure="flow", period_start=dt.date(2022, 5, 2), period_end=FRIDAY,
        negated=False,
    )  # fmt: skip
    assert "Tell Wadi" in row(article.claims, "3,000")["origin"]


def test_people_who_fled_since_february(article: api.Extraction) -> None:
    says(
        row(article.claims, "21,000"), value=21000.0, low=None, high=21000.0, qualifier="at_most", hedge="nearly",
        unit="person", term="displaced", measure="flow", accumulation="cumulative",
        period_start=dt.date(2022, 2, 1), period_end=FRIDAY,
    )  # fmt: skip
    assert "Lowland Monitor" in row(article.claims, "21,000")["source"]


def test_a_tenth_of_them(article: api.Extraction) -> None:
    whole, tenth = row(article.claims, "21,000"), row(article.claims, "a tenth")
    says(
        tenth, value=0.1, qualifier="approximately", unit="share", persons=2100.0, share_of=whole["claim_id"],
        term="displaced", measure="flow", period_end=FRIDAY, group="militants",
    )  # fmt: skip
    assert "Lowland Monitor" in tenth["source"]


def test_no_civilians(article: api.Extraction) -> None:
    none = row(article.claims, "no civilians")
    says(
        none, value=0.0, negated=True, unit="person", term="evacuated", measure="flow",
        period_start=FRIDAY, period_end=FRIDAY,
    )  # fmt: skip
    assert "Karim Daoud" in none["source"]


def test_vague_magnitudes(article: api.Extraction) -> None:
    says(
        row(article.claims, "Thousands of men"),
        value=2000.0,
        low=2000.0,
        qualifier="at_least",
        term="displaced",
        measure="flow",
    )
    says(
        row(article.claims, "hundreds of foreigners"),
        value=200.0,
        low=200.0,
        term="detained",
        measure="stock",
    )


def test_what_was_seen_and_not_taken_says_why(article: api.Extraction) -> None:
    seen = dict(article.unread.select("quote", "reason").iter_rows())
    assert any("millions" in quote for quote in seen)
    assert all(seen.values())


def test_the_seed_article(seed: Path) -> None:
    found = api.read(seed)
    friday = dt.date(2019, 3, 8)
    assert found.reports.select("published", "published_basis").row(0) == (friday, "inferred")
    claims = found.claims
    left = row(claims, "7,000")
    says(left, value=7000.0, low=7000.0, high=None, unit="person", term="displaced", measure="flow",
         period_start=dt.date(2019, 3, 4), period_end=friday)  # fmt: skip
    assert "Baghouz" in left["origin"]
    fled = row(claims, "58,000")
    says(fled, value=58000.0, low=None, high=58000.0, qualifier="at_most", measure="flow", source_id="sohr",
         period_start=dt.date(2018, 12, 1), period_end=friday)  # fmt: skip
    assert "Syrian Observatory for Human Rights" in fled["source"]
    tenth = row(claims, "tenth")
    says(tenth, value=0.1, unit="share", persons=5800.0, share_of=fled["claim_id"], group="jihadists")
    none = row(claims, "no civilians")
    says(none, value=0.0, negated=True, term="evacuated", period_start=friday, period_end=friday)
    assert "Adnan Afrin" in none["source"]
    says(row(claims, "Thousands of men and women"), value=2000.0, low=2000.0)
    says(row(claims, "hundreds of foreigners"), value=200.0, low=200.0, term="detained", measure="stock")
    assert claims.height == 6, "nothing from the date, the caption or the millions who were ruled"


# -- laws -------------------------------------------------------------------------------------------------


@given(text=texts())
@example(text="")
@example(text="İ 7,000 people fled. ﬁfty families fled; 300\u202f000 İDPs returned")
@example(text="| a | 7,000 people fled |\n" * 3)
def test_every_claim_stands_on_its_words(text: str) -> None:
    report, rows, unread = api.read_one(Report(report_id="any", text=text, published=FRIDAY))
    assert all(text[one["start"] : one["end"]] == one["quote"] != "" for one in rows)
    assert all(text[one.start : one.end] == one.quote for one in unread)
    frame = tables.check("claims", tables.from_rows("claims", rows))
    assert frame["claim_id"].is_unique().all()
    assert all(one["quote"] in one["sentence"] for one in rows)
    assert all((one["low"] or 0) <= one["value"] <= (one["high"] or float("inf")) for one in rows)
    linked = {other for one in rows for other in [one["share_of"], *(one["part_of"] or ())] if other}
    assert linked <= {one["claim_id"] for one in rows}
    assert report.text == text


@given(text=texts())
def test_same_input_same_output(text: str) -> None:
    assert_frame_equal(
        tracker.extract_text(text, published=FRIDAY), tracker.extract_text(text, published=FRIDAY)
    )


@given(text=texts())
def test_amounts_stand_on_their_words(text: str) -> None:
    found = tracker.amounts(text)
    assert found.columns == ["start", "end", "text", "value", "low", "high", "qualifier", "kind"]
    assert all(
        text[start:end] == words for start, end, words in found.select("start", "end", "text").iter_rows()
    )
    assert set(found["kind"]) <= {"count", "share"}


def test_amounts_frame() -> None:
    found = tracker.amounts("Nearly 58,000 fled; a tenth of them, 5,000-7,000, came back.")
    assert found.select("value", "low", "high", "qualifier", "kind").rows() == [
        (58000.0, None, 58000.0, "at_most", "count"),
        (0.1, None, None, "exact", "share"),
        (6000.0, 5000.0, 7000.0, "range", "count"),
    ]


def test_today_is_never_the_day() -> None:
    found = tracker.extract_text("More than 7,000 people fled the town of Hajin this week.")
    assert found.select("value", "published", "period_start", "period_end").rows() == [
        (7000.0, None, None, None)
    ]


def test_what_is_given_is_kept() -> None:
    [claim] = tracker.extract_text(SENTENCE, published=FRIDAY, publisher="Canal Post").to_dicts()
    says(claim, published=FRIDAY, publisher="Canal Post", period_end=FRIDAY)


# -- what may go in ---------------------------------------------------------------------------------------


def as_text(folder: Path) -> Any:
    (folder / "one.txt").write_text(SENTENCE, encoding="utf-8")
    return folder / "one.txt"


def as_markdown(folder: Path) -> Any:
    (folder / "one.md").write_text(
        f"---\ntitle: Out of Hajin\npublished: 2022-05-06\n---\n\n{SENTENCE}\n", encoding="utf-8"
    )
    return folder / "one.md"


def as_page(folder: Path) -> Any:
    body = f"<h1>Out of Hajin</h1><p>{SENTENCE} They walked along the canal for hours, and many carried children.</p>"
    page = f'<html lang="en"><head><title>Out of Hajin</title></head><body><article>{body}</article></body></html>'
    (folder / "one.html").write_text(page, encoding="utf-8")
    return folder / "one.html"


def as_lines(folder: Path) -> Any:
    line = json.dumps({"report_id": "one", "text": SENTENCE, "published": "2022-05-06"})
    (folder / "one.jsonl").write_text(line + "\n", encoding="utf-8")
    return folder / "one.jsonl"


def as_folder(folder: Path) -> Any:
    (folder / "inbox" / "deep").mkdir(parents=True)
    as_text(folder / "inbox" / "deep")
    return str(folder / "inbox")


def as_report(_: Path) -> Any:
    return Report(report_id="one", text=SENTENCE)


def as_list(folder: Path) -> Any:
    return [as_text(folder)]


@pytest.mark.parametrize("make", [as_text, as_markdown, as_page, as_lines, as_folder, as_report, as_list])
def test_extract_takes(make: Callable[[Path], Any], tmp_path: Path) -> None:
    claims = tracker.extract(make(tmp_path), published=FRIDAY)
    assert claims.columns == list(tables.columns("claims"))
    claim = row(claims, "7,000")
    says(claim, value=7000.0, low=7000.0, unit="person", term="displaced", measure="flow", report_id="one")
    if make is not as_report:  # a Report says itself when it was published
        says(claim, published=FRIDAY, period_start=FRIDAY, period_end=FRIDAY)


def test_several_kinds_at_once_keep_their_ids_apart(tmp_path: Path) -> None:
    claims = tracker.extract([as_text(tmp_path), as_markdown(tmp_path), as_lines(tmp_path)], published=FRIDAY)
    assert claims.height == 3
    assert claims["report_id"].n_unique() == 3


def test_a_text_without_claims_gives_an_empty_table() -> None:
    claims = tracker.extract_text("The camp has 40 taps and cost $3 million.")
    assert claims.is_empty()
    assert claims.columns == list(tables.columns("claims"))


@pytest.mark.parametrize("missing", ["nowhere.txt", "no/such/folder"])
def test_a_missing_path_raises(missing: str, tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="no such file or folder") as caught:
        tracker.extract(tmp_path / missing)
    assert missing in str(caught.value)
    with pytest.raises(FileNotFoundError):
        tracker.extract(tmp_path / missing)


def test_an_empty_folder_raises(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="holds no files to read"):
        tracker.extract(tmp_path)


def test_what_cannot_be_read_is_set_aside_aloud(tmp_path: Path) -> None:
    as_text(tmp_path)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 8)
    with pytest.warns(api.SetAside) as told:
        claims = tracker.extract(tmp_path)
    assert claims["value"].to_list() == [7000.0]
    said = sorted(str(one.message) for one in told)
    assert len(said) == 2
    assert "empty.txt" in said[0]
    assert "noise.txt" in said[1]
    assert all("Fix:" in one for one in said)


def test_reading_streams(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    line = json.dumps({"text": SENTENCE, "published": "2022-05-06"})
    path.write_text(f"{line}\n" * 3 + "not json\n", encoding="utf-8")
    stream = api.stream(path)
    first = next(stream)
    assert isinstance(first, api.Done)
    assert (first.report.text, len(first.rows), first.unread, first.fate.claims) == (SENTENCE, 1, [], 1)
    assert len(list(stream)) == 3


# -- reconciling ------------------------------------------------------------------------------------------


NEEDED = [*tables.RECONCILE_NEEDS, "source"]


def counts(*values: float, **more: object) -> pl.DataFrame:
    """Return plain claims of one source, one a day, with the needed columns and nothing else."""
    days = [FRIDAY + dt.timedelta(days=n) for n in range(len(values))]
    said = {
        "qualifier": "exact",
        "unit": "person",
        "term": "displaced",
        "measure": "stock",
        "source": "Canal Council",
    }
    return pl.DataFrame(
        {"claim_id": [f"c{n}" for n in range(len(values))], "value": list(values), "published": days}
    ).with_columns(**{name: pl.lit(value) for name, value in {**said, **more}.items()})


def test_reconcile_needs_few_columns() -> None:
    result = tracker.reconcile(counts(1000.0, 1200.0, 1500.0))
    assert result.series.height == 1
    assert result.assignments.height == 3
    first, last = (result.estimates.sort("date")["best"][at] for at in (0, -1))
    assert 900 <= first <= 1300
    assert 1200 <= last <= 1600
    assert (result.estimates["low"] <= result.estimates["best"]).all()
    assert (result.estimates["best"] <= result.estimates["high"]).all()
    for name in ("series", "estimates", "assignments", "conflicts"):
        tables.check(name, getattr(result, name))


@pytest.mark.parametrize("lacking", [*tables.RECONCILE_NEEDS])
def test_reconcile_says_what_is_lacking(lacking: str) -> None:
    with pytest.raises(MissingColumn, match=lacking):
        tracker.reconcile(counts(1000.0, 1200.0).drop(lacking))


def test_a_publisher_serves_for_a_source() -> None:
    frame = counts(1000.0, 1200.0)
    assert tracker.reconcile(frame.rename({"source": "publisher"})).assignments.height == 2
    with pytest.raises(MissingColumn, match="source"):
        tracker.reconcile(frame.drop("source"))


def test_pandas_goes_in() -> None:
    frame = counts(1000.0, 1200.0, 1500.0)
    ours, theirs = tracker.reconcile(frame), tracker.reconcile(frame.to_pandas())
    assert_frame_equal(ours.estimates, theirs.estimates)
    assert_frame_equal(ours.assignments, theirs.assignments)


def test_our_own_pandas_goes_in() -> None:
    frame = tables.conform("claims", counts(1000.0, 1200.0, 1500.0))
    assert_frame_equal(
        tracker.reconcile(frame).estimates, tracker.reconcile(tables.to_pandas(frame)).estimates
    )


def test_unknown_columns_are_kept() -> None:
    result = tracker.reconcile(counts(1000.0, 1200.0).with_columns(pl.lit("mine").alias("my note")))
    assert result.claims["my note"].to_list() == ["mine", "mine"]


def test_units_form_series_of_their_own() -> None:
    persons = counts(1000.0, 1200.0)
    households = counts(200.0, 240.0, unit="household").with_columns(
        ("h" + pl.col("claim_id")).alias("claim_id")
    )
    result = tracker.reconcile(pl.concat([persons, households]))
    assert sorted(result.series["unit"]) == ["household", "person"]


def test_no_claims_no_series() -> None:
    result = tracker.reconcile(counts(1.0).clear())
    assert result.series.is_empty()
    assert result.estimates.is_empty()
    assert result.assignments.is_empty()


def test_order_never_matters() -> None:
    frame = counts(1000.0, 1200.0, 1500.0, 1400.0)
    forward, back = tracker.reconcile(frame), tracker.reconcile(frame.reverse())
    assert_frame_equal(forward.estimates.sort("series_id", "date"), back.estimates.sort("series_id", "date"))
    assert_frame_equal(forward.assignments.sort("claim_id"), back.assignments.sort("claim_id"))


def test_as_known_on_knows_nothing_later() -> None:
    frame = counts(1000.0, 1200.0, 1500.0, 9000.0)
    day = FRIDAY + dt.timedelta(days=1)
    known = tracker.reconcile(frame, as_known_on=day)
    early = tracker.reconcile(frame.filter(pl.col("published") <= day), as_known_on=day)
    assert_frame_equal(known.estimates, early.estimates)
    assert known.estimates["date"].max() == day
    late = known.assignments.join(frame, on="claim_id").filter(pl.col("published") > day)
    assert set(late["role"]) <= {"out_of_scope"}


# -- the whole way ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[api.Whole, Path]:
    folder = tmp_path_factory.mktemp("whole")
    done, written = tracker.report(write_crisis(folder), folder / "out")
    assert all(path.is_file() for path in written)
    return done, folder / "out"


def test_every_claim_ends_in_one_place_with_a_reason(published: tuple[api.Whole, Path]) -> None:
    done, _ = published
    ledger = done.reconciliation.assignments
    assert sorted(ledger["claim_id"]) == sorted(done.extraction.claims["claim_id"])
    assert ledger.filter(pl.col("role") != "used").filter(pl.col("reason").is_null()).is_empty()


def test_the_trend_follows_the_source(published: tuple[api.Whole, Path]) -> None:
    done, _ = published
    result = done.reconciliation
    main = result.series.filter((pl.col("accumulation") == "cumulative") & (pl.col("unit") == "person"))
    assert main.height >= 1
    line = result.estimates.filter(pl.col("series_id") == main["series_id"][0]).sort("date")
    assert 16_000 <= line["best"][0] <= line["best"][-1] <= 26_000


def test_load_gives_pandas_with_proper_dtypes(published: tuple[api.Whole, Path]) -> None:
    done, out = published
    claims = tracker.load("claims", root=out / "tables")
    assert isinstance(claims, pd.DataFrame)
    assert len(claims) == done.reconciliation.claims.height
    assert str(claims["published"].dtype).startswith("datetime64[")
    assert str(claims["period_end"].dtype).startswith("datetime64[")
    assert claims["value"].dtype == claims["low"].dtype == pd.Float64Dtype()
    assert claims["negated"].dtype == pd.BooleanDtype()
    assert claims["quote"].dtype == pd.StringDtype()
    assert claims["value"].notna().all()


@pytest.mark.parametrize("name", ["reports", "claims", "series", "estimates", "assignments", "conflicts"])
def test_load_gives_polars_as_the_schema_says(published: tuple[api.Whole, Path], name: str) -> None:
    frame = tracker.load(name, root=published[1] / "tables", frame="polars")
    tables.check(name, frame)
    assert list(tables.columns(name)) == [
        column for column in frame.columns if column in tables.columns(name)
    ]


@pytest.mark.parametrize(("name", "root"), [("claims", "nowhere"), ("stories", None)])
def test_load_says_what_is_missing(published: tuple[api.Whole, Path], name: str, root: str | None) -> None:
    with pytest.raises((MissingInput, UnknownId, ValueError)) as caught:
        tracker.load(name, root=root or published[1] / "tables")
    assert "Fix:" in str(caught.value)


def test_the_published_folder_is_a_valid_data_package(published: tuple[api.Whole, Path]) -> None:
    from frictionless import Package, system

    with system.use_context(trusted=True):
        report = Package(str(published[1] / "tables" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])[:5]


def test_pages_are_whole_and_phone_nobody(published: tuple[api.Whole, Path]) -> None:
    _, out = published
    index = (out / "index.html").read_text(encoding="utf-8")
    page = (out / "tell-wadi.html").read_text(encoding="utf-8")
    assert "tell-wadi.html" in index
    assert "https://example.org/2022-05-08-herald" in page
    for address in ('src="http', "src='http", "@import", 'rel="stylesheet" href="http'):
        assert address not in page + index


def test_publishing_twice_writes_the_same(published: tuple[api.Whole, Path], tmp_path: Path) -> None:
    done, out = published
    tracker.publish(done.reconciliation, tmp_path / "again", reports=done.extraction.reports)
    for name in ("claims.csv", "series.csv", "estimates.csv", "assignments.csv", "conflicts.csv"):
        assert (tmp_path / "again" / "tables" / name).read_bytes() == (out / "tables" / name).read_bytes()


def test_explain_leads_from_a_day_to_its_claims(published: tuple[api.Whole, Path]) -> None:
    result = published[0].reconciliation
    series = result.estimates["series_id"][0]
    day = result.estimates["date"][0]
    assert tracker.explain(result, series, day)
    used = result.assignments.filter(pl.col("role") == "used")["claim_id"][0]
    assert used in json.dumps(tracker.explain(result, used), default=str)
    with pytest.raises(UnknownId, match="no-such-id"):
        tracker.explain(result, "no-such-id")


def test_a_figure_for_the_notebook(published: tuple[api.Whole, Path]) -> None:
    result = published[0].reconciliation
    drawn = result.figure(result.series["series_id"][0])
    assert drawn.data
    assert tracker.figure(result, result.series["series_id"][0]).to_dict() == drawn.to_dict()
    with pytest.raises(UnknownId):
        result.figure("no-such-series")


def test_a_claim_typed_in_counts(tmp_path: Path) -> None:
    data = write_crisis(tmp_path)
    before = api.whole(data).extraction.claims.height
    (tmp_path / "claims.csv").write_text(
        "value,qualifier,unit,term,measure,published,source,situation\n"
        "23000,exact,person,displaced,stock,2022-05-09,Telephone call,tell-wadi\n",
        encoding="utf-8",
    )
    after = api.whole(data)
    assert after.extraction.claims.height == before + 1
    [typed] = after.extraction.claims.filter(pl.col("kind") == "entered").to_dicts()
    says(typed, value=23000.0, source="Telephone call", situation="tell-wadi")
    assert typed["claim_id"] in after.reconciliation.assignments["claim_id"].to_list()


def decide(folder: Path, data: Path, **decision: str) -> dict[str, Any]:
    """Write one decision on the 14,000 claim; return how that claim ended."""
    claim = row(api.whole(data).extraction.claims, "14,000")["claim_id"]
    said = {"target": claim, "who": "A. Analyst", "why": "counts another valley", **decision}
    (folder / "decisions.csv").write_text(
        ",".join(said) + "\n" + ",".join(said.values()) + "\n", encoding="utf-8"
    )
    result = api.whole(data).reconciliation
    [ended] = result.assignments.filter(pl.col("claim_id") == claim).to_dicts()
    return {**result.claims.filter(pl.col("claim_id") == claim).to_dicts()[0], **ended}


def test_a_decision_rejects(tmp_path: Path) -> None:
    ended = decide(tmp_path, write_crisis(tmp_path), action="reject")
    assert ended["role"] == "rejected"
    assert "A. Analyst" in ended["reason"]
    assert "counts another valley" in ended["reason"]


def test_a_decision_corrects(tmp_path: Path) -> None:
    ended = decide(tmp_path, write_crisis(tmp_path), action="correct", field="value", value="22000")
    assert ended["value"] == 22000.0
    assert ended["quote"] == "Some 14,000 people"


def test_an_unknown_decision_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="forget"):
        decide(tmp_path, write_crisis(tmp_path), action="forget")


# -- no text takes forever --------------------------------------------------------------------------------

ENDLESS = (
    "7,000 people fled ",
    "MORE THAN 300 PEOPLE FLED HAJIN ",
    "- 7 people fled\n",
    "a tenth of the ",
    "from Hajin to Baghouz since March, according to the ",
    "including 300 children, ",
    "| 7 | people fled |\n",
    "“(7-",
)


@pytest.mark.parametrize("piece", ENDLESS)
def test_a_piece_over_and_over_comes_to_an_end(piece: str) -> None:
    code = (
        "from tracker.api import read_one\nfrom tracker.vocabulary import Report\n"
        f"text = ({piece!r} * 40_000)[:40_000]\nrows = read_one(Report(report_id='r', text=text))[1]\n"
        "assert all(text[row['start']:row['end']] == row['quote'] for row in rows)"
    )
    # a guard against minutes and hours, no measure of speed: a reader that looks at each word once needs a second
    subprocess.run([sys.executable, "-c", code], check=True, timeout=90)
