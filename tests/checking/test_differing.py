"""Two states of the figures: what was added, what is gone, what moved and why."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from tests.checking.made_up_reports import FIRST, SECOND, write
from tracker import api
from tracker.api.comparing import Compared, diff, state_of
from tracker.checking import compared_claims, compared_estimates
from tracker.checking.differing import changes_between
from tracker.cli import main
from tracker.errors import MissingInput


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("states")
    return write(FIRST, root / "a"), write(SECOND, root / "b")


@pytest.fixture(scope="module")
def found(states: tuple[Path, Path]) -> Compared:
    return diff(*states)


def test_a_claim_added_moves_its_count_and_says_so(found: Compared) -> None:
    assert found.claims["change"].to_list() == ["added"]
    assert found.claims["value"].to_list() == [8910]
    moved = {one.series_id: one for one in found.estimates}
    camp = next(one for id_, one in moved.items() if "linden" in id_)
    assert (camp.kind, camp.why) == ("later", ("new claims",))
    assert camp.old == pytest.approx(6350, rel=0.01)
    assert camp.best == pytest.approx(8910, rel=0.01)
    assert camp.share == pytest.approx(8910 / 6350 - 1, abs=0.02)
    assert camp.claims == tuple(found.claims["claim_id"])
    assert not [id_ for id_ in moved if "from-kestrel" in id_], "what did not move is not told"


def test_the_other_way_round_it_is_gone(states: tuple[Path, Path]) -> None:
    back = diff(states[1], states[0])
    assert back.claims["change"].to_list() == ["gone"]
    assert any("claims gone" in one.why for one in back.estimates)


def test_a_state_does_not_differ_from_itself(states: tuple[Path, Path]) -> None:
    same = diff(states[0], states[0])
    assert same.claims.is_empty()
    assert list(same.estimates) == []


def test_days_and_published_folders_are_states_too(states: tuple[Path, Path], tmp_path: Path) -> None:
    days = diff("2031-03-12", "2031-03-31", data=states[1])
    assert days.claims["change"].to_list() == ["added"]
    api.report(states[0], tmp_path / "first")
    assert diff(tmp_path / "first", states[1]).claims["change"].to_list() == ["added"]


def test_a_claim_read_otherwise_is_read_anew(states: tuple[Path, Path]) -> None:
    before = state_of(states[0])
    after = state_of(states[0])
    changed = after.claims.with_columns(
        term=pl.when(pl.col("value") == 4120).then(pl.lit("displaced")).otherwise("term")
    )
    object.__setattr__(after, "claims", changed)
    row = compared_claims(before, after).row(0, named=True)
    assert (row["change"], row["fields"]) == ("read anew", "term")
    object.__setattr__(after, "estimates", after.estimates.with_columns(pl.col("low", "best", "high") * 2))
    whys = {why for one in compared_estimates(before, after) for why in one.why}
    assert whys == {"read anew", "method"}


def test_a_count_that_is_gone_is_over_any_share() -> None:
    old = {"label": "x", "date": None, "low": 1.0, "best": 2.0, "high": 3.0, "roles": {}}
    [gone] = changes_between({"s": old}, {})
    assert (gone.kind, gone.share) == ("gone", None)
    compared = Compared(before="a", after="b", claims=pl.DataFrame(), estimates=[gone])
    assert compared.over(5.0) == [gone]


def test_no_such_state_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="no such folder or store"):
        state_of(tmp_path / "nowhere")


def test_the_command(states: tuple[Path, Path], tmp_path: Path) -> None:
    run = CliRunner()
    names = [str(state) for state in states]
    shown = run.invoke(main, ["diff", *names])
    assert shown.exit_code == 0, shown.output
    assert "claims: 1 added, 0 gone, 0 read anew" in shown.output
    assert "new claims" in shown.output
    told = json.loads(run.invoke(main, ["diff", *names, "--format", "json"]).stdout)
    assert told["claims"][0]["value"] == 8910
    page = tmp_path / "changes.html"
    assert run.invoke(main, ["diff", *names, "--format", "html", "-o", str(page)]).exit_code == 0
    assert "8,910 people" in page.read_text()
    assert run.invoke(main, ["diff", *names, "--fail-over", "10%"]).exit_code == 1
    assert run.invoke(main, ["diff", *names, "--fail-over", "0.9"]).exit_code == 0
    assert run.invoke(main, ["diff", *names, "--fail-over", "much"]).exit_code == 2
