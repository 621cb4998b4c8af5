"""What a cell of a notebook shows, and what pandas makes of the published tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

import tracker
from tracker.api import read

TEXT = (
    "On 10 May 2031 some 5,200 people were living in camps in Gulu, the Relief Council said. "
    "On 12 May 2031, 6,400 people were living in camps in Gulu, the Red Cross said. "
    "Twelve people <b>were</b> killed on 4 May 2031."
)


@pytest.fixture(scope="module")
def claims() -> pl.DataFrame:
    return tracker.extract_text(TEXT, published="2031-05-13", publisher="Relief Council")


def test_claims_show_the_columns_that_a_person_reads(claims: pl.DataFrame) -> None:
    shown = claims._repr_html_()
    assert "6,400 people" in shown
    assert ">2031-05-12<" in shown
    assert "sentence" not in shown
    assert shown.count("<tr>") == 1 + claims.height
    assert "household_size" not in shown
    assert f"{claims.height} claims" in shown


def test_a_long_table_says_how_much_of_it_is_shown(claims: pl.DataFrame) -> None:
    from tracker.publishing.notebook import claims_html

    long = claims_html(pl.concat([claims] * 20))
    assert long.count("<tr>") == 21
    assert "60 claims, the first 20 shown" in long
    assert "0 claims" in claims_html(claims.clear())


def test_a_reconciliation_shows_its_headline_chart_and_series(claims: pl.DataFrame) -> None:
    settled = tracker.reconcile(claims)
    shown = settled._repr_html_()
    assert "<svg" in shown
    assert "6,400" in shown
    for series in settled.series["series_id"]:
        assert series in shown
    assert repr(settled).startswith("<Reconciled: 3 claims, ")
    assert "no claim to settle" in tracker.reconcile(claims.clear())._repr_html_()


def test_what_was_read_shows_the_fate_of_each_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("Meeting minutes, no figures.")
    found = read(tmp_path)
    assert repr(found).startswith("<Extraction: 3 claims of 2 reports, 0 inputs set aside")
    assert "no number in it" in found._repr_html_()


def test_pandas_reads_days_as_days_and_polars_as_dates(claims: pl.DataFrame, tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    tracker.publish(tracker.reconcile(claims), tmp_path)
    for table, column in (("claims", "published"), ("estimates", "date")):
        path = tmp_path / "tables" / f"{table}.parquet"
        frame = pd.read_parquet(path)
        assert pd.api.types.is_datetime64_any_dtype(frame[column])
        assert frame[column].max() >= pd.Timestamp("2031-05-12")
        assert pl.read_parquet(path).schema[column] == pl.Date
    by_week = (
        pd.read_parquet(tmp_path / "tables" / "estimates.parquet")
        .set_index("date")["best"]
        .resample("W")
        .max()
    )
    assert by_week.max() == pytest.approx(6400, rel=0.01)
    assert tracker.load("estimates", root=tmp_path / "tables")["date"].dtype.kind == "M"
    assert tracker.load("claims", root=tmp_path / "tables", frame="polars")["published"][0] == dt.date(
        2031, 5, 13
    )


def test_without_pyarrow_the_same_is_written(claims: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from tracker.store import folder

    full = folder.as_parquet(claims)
    monkeypatch.setattr(folder, "find_spec", lambda name: None)
    assert pl.read_parquet(io.BytesIO(folder.as_parquet(claims))).equals(pl.read_parquet(io.BytesIO(full)))
