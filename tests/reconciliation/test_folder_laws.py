"""A folder of reports is one crisis: its total leads, whatever the reports are called and however they come in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from tracker import api
from tracker.api.pipeline import Whole
from tracker.charts.translations import words
from tracker.cli import main
from tracker.publishing import PublishOptions
from tracker.publishing.views import SituationView, situation_views
from tracker.reconciliation import Reconciliation, reconcile

DAYS = [dt.date(2021, 3, 1) + dt.timedelta(days=3 * step) for step in range(6)]
FLED = [4_130, 9_270, 15_410, 18_660, 21_340, 23_580]


def report(day: dt.date, body: str, publisher: str = "Amber Gazette") -> str:
    return f"---\npublisher: {publisher}\npublished: {day}\n---\n{body}\n"


def folder(at: Path) -> Path:
    """Write six reports on people who were displaced in Mozambique."""
    at.mkdir(parents=True)
    for day, fled in zip(DAYS, FLED, strict=True):
        said = (
            f"Since 1 March 2021, {fled:,} people have been displaced in Mozambique, the relief office said."
        )
        (at / f"{day}.md").write_text(report(day, said), encoding="utf-8")
    return at


def lead(done: Whole) -> tuple[str, float, dt.date]:
    """Return the series that leads the largest situation, its last figure and day."""
    view = max(views(done), key=lambda one: one.claims.height)
    assert view.lead is not None
    assert view.lead.last is not None
    return view.lead.series_id, view.lead.last["best"], view.lead.last["date"]


def views(done: Whole) -> list[SituationView]:
    from tracker.publishing.site import prepared

    say = words()
    tables = prepared(done.reconciliation, PublishOptions(reports=done.extraction.reports), say)
    return situation_views(tables, (), say)


def test_a_flat_folder_is_one_crisis_and_its_total_leads(tmp_path: Path) -> None:
    done = api.whole(folder(tmp_path / "in"))
    assert done.reconciliation.situations["situation"].to_list() == ["moz-2021-03"]
    _, best, day = lead(done)
    assert best == pytest.approx(FLED[-1], rel=0.01)
    assert day == DAYS[-1]


def test_reports_in_two_batches_are_the_reports_at_once(tmp_path: Path) -> None:
    whole = folder(tmp_path / "at-once")
    store = tmp_path / "store"
    files = sorted(whole.iterdir())
    for batch in (files[::2], files[1::2]):
        api.ingest(batch, store)
    assert lead(api.whole(store=store)) == lead(api.whole(whole))


def test_a_wire_story_printed_by_five_papers_is_one_count(tmp_path: Path) -> None:
    plain, printed = folder(tmp_path / "plain"), folder(tmp_path / "printed")
    story = (printed / f"{DAYS[-1]}.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    for name in ("Birch Times", "Cedar Post", "Delta Mail", "Elm Courier", "Fir Herald"):
        (printed / f"{name}.md").write_text(report(DAYS[-1], story.strip(), name), encoding="utf-8")
    assert lead(api.whole(printed)) == lead(api.whole(plain))


def test_half_of_the_reports_stay_within_what_all_of_them_tell(tmp_path: Path) -> None:
    whole, half = folder(tmp_path / "all"), tmp_path / "half"
    half.mkdir()
    for path in sorted(whole.iterdir())[1::2]:
        (half / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    _, best, _ = lead(api.whole(half))
    assert FLED[0] <= best <= FLED[-1] * 1.02


def test_another_crisis_has_a_page_of_its_own_and_changes_nothing(tmp_path: Path) -> None:
    plain, more = folder(tmp_path / "plain"), folder(tmp_path / "more")
    for day in DAYS[:3]:
        body = f"Floods: {7_000 + day.day * 110:,} people were displaced in Bangladesh on {day:%-d %B %Y}."
        (more / f"flood-{day}.md").write_text(report(day, body), encoding="utf-8")
    done = api.whole(more)
    assert set(done.reconciliation.situations["situation"]) == {"bgd-2021-03", "moz-2021-03"}
    assert lead(done) == lead(api.whole(plain))
    ran = CliRunner().invoke(main, ["report", "--data", str(more), "-o", str(tmp_path / "out")])
    assert "tell of 2 situations" in ran.stderr
    assert "into a folder of their own" in ran.stderr


def test_a_passing_mention_of_another_crisis_is_no_page(tmp_path: Path) -> None:
    data = folder(tmp_path / "in")
    last = data / f"{DAYS[-1]}.md"
    text = last.read_text(encoding="utf-8")
    last.write_text(
        f"{text}In Bangladesh, 512,000 people were displaced by floods in 2017.\n", encoding="utf-8"
    )
    done = api.whole(data)
    assert done.reconciliation.situations["situation"].to_list() == ["moz-2021-03"]
    roles = dict(
        done.reconciliation.claims.join(done.reconciliation.assignments, on="claim_id")
        .select("value", "role")
        .iter_rows()
    )
    assert roles.get(512_000.0) in (None, "out_of_scope")


# ---------------------------------------------------------------- claims, without reading
def row(name: str, day: int, value: float, **more: object) -> dict[str, object]:
    on = DAYS[0] + dt.timedelta(days=day)
    return {
        "claim_id": name, "value": float(value), "qualifier": "exact", "unit": "person", "term": "displaced",
        "measure": "flow", "accumulation": "cumulative", "period_start": DAYS[0], "period_end": on, "as_of": on,
        "published": on, "source": "Relief Office", "publisher": "Relief Office", "report_id": f"r-{name}",
        "country_iso3": "MOZ", "origin": None, "destination": None, "is_total": None, "part_of": None, **more,
    }  # fmt: skip


def settle(rows: list[dict[str, object]]) -> Reconciliation:
    kinds = {
        "period_start": pl.Date, "accumulation": pl.String, "origin": pl.String, "destination": pl.String,
        "is_total": pl.Boolean, "part_of": pl.List(pl.String),
    }  # fmt: skip
    return reconcile(pl.DataFrame(rows, schema_overrides=kinds, infer_schema_length=None))


def homes(found: Reconciliation) -> dict[str, str | None]:
    return dict(found.assignments.select("claim_id", "series_id").iter_rows())


def test_the_count_of_buildings_makes_no_series() -> None:
    stock = {"measure": "stock", "accumulation": None, "period_start": None, "term": "sheltered"}
    found = homes(
        settle(
            [
                row("a", 1, 9_120, destination="52 evacuation centers", **stock),
                row("b", 4, 8_340, destination="evacuation centres", **stock),
                row("c", 9, 7_790, destination="47 official shelters", **stock),
            ]
        )
    )
    assert found["a"] == found["b"] == found["c"] is not None


def test_camps_with_numbers_stay_apart() -> None:
    stock = {"measure": "stock", "accumulation": None, "period_start": None}
    found = homes(
        settle(
            [
                row("a", 1, 9_120, destination="Camp 4", **stock),
                row("b", 1, 9_480, destination="Camp 14", **stock),
                row("c", 8, 9_200, destination="Camp 4", **stock),
            ]
        )
    )
    assert found["a"] == found["c"] != found["b"]


def test_windows_that_open_together_are_a_running_total() -> None:
    window = {"accumulation": "window"}
    result = settle([row("a", 4, 6_310, **window), row("b", 10, 14_870, **window), row("c", 20, 31_260)])
    assert len({*homes(result).values()}) == 1
    assert result.series["accumulation"].to_list() == ["cumulative"]


def test_a_start_that_is_not_told_is_the_one_start_there_is() -> None:
    found = homes(settle([row("a", 4, 6_310, period_start=None), row("b", 10, 14_870), row("c", 20, 31_260)]))
    assert found["a"] == found["b"] == found["c"]


def test_two_counters_are_two_and_no_mean_of_them_is_drawn() -> None:
    rows = [row(f"w{day}", day, 1_000 * day + 310) for day in (5, 12, 20, 30)]
    result = settle([*rows, row("gov", 30, 41_200, source="Governor", publisher="Governor")])
    last = result.estimates.filter(pl.col("date") == DAYS[0] + dt.timedelta(days=30)).row(0, named=True)
    assert last["best"] == pytest.approx(30_310, rel=0.01)
    said = [
        one for one in result.conflicts.iter_rows(named=True) if {41_200.0, 30_310.0} <= set(one["values"])
    ]
    assert said
    placed = {one["claim_id"]: one for one in result.assignments.iter_rows(named=True)}
    assert placed["gov"]["role"] == "conflicting"


def test_a_whole_does_not_join_its_own_part() -> None:
    stock = {"measure": "stock", "accumulation": None, "period_start": None, "report_id": "one"}
    found = homes(
        settle(
            [
                row("part", 1, 20_100, destination="Alder Camp", part_of=["whole"], **stock),
                row("whole", 1, 20_740, is_total=True, **stock),
            ]
        )
    )
    assert found["part"] != found["whole"]


def test_one_report_gives_one_figure_a_day() -> None:
    result = settle(
        [
            row("a", 5, 6_310),
            row("whole", 9, 10_240, report_id="one"),
            row("some", 9, 2_430, report_id="one"),
            row("rest", 9, 7_810, report_id="one"),
        ]
    )
    placed = {one["claim_id"]: one for one in result.assignments.iter_rows(named=True)}
    assert placed["whole"]["role"] == "used"
    assert {placed["some"]["role"], placed["rest"]["role"]} == {"out_of_scope"}
    assert "whole" in placed["some"]["reason"]
    assert result.conflicts.is_empty()


def test_who_arrives_in_a_country_of_refuge_crossed_to_it() -> None:
    crossed = {"term": "crossed_border", "origin_iso3": "MOZ", "origin": "Mozambique"}
    result = settle(
        [
            row("a", 5, 4_210, destination="Malawi", destination_iso3="MWI", destination_id="mwi", **crossed),
            row("b", 9, 6_830, destination="Malawi", destination_iso3="MWI", destination_id="mwi", **crossed),
            row("c", 12, 7_940, country_iso3="MWI"),
        ]
    )
    assert homes(result)["c"] == homes(result)["b"]
