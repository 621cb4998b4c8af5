"""A draft held against the figures: each verdict, what it rests on, the marked page, the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.checking.made_up_reports import SECOND, write
from tracker.api.comparing import check
from tracker.cli import main


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(SECOND, tmp_path_factory.mktemp("check") / "reports")


def _verdict(reports: Path, folder: Path, text: str) -> dict[str, object]:
    draft = folder / "draft.md"
    draft.write_text(f"# Draft\n\n{text}\n")
    figures = check(draft, against=reports).figures
    assert figures.height == 1, figures
    return figures.row(0, named=True)


@pytest.mark.parametrize(
    ("text", "verdict", "detail"),
    [
        ("Some 8,900 people are sheltering in Linden Camp.", "supported", None),
        ("As of 2 March 2031, 4,120 people were sheltering in Linden Camp.", "supported", None),
        ("Since 1 March 2031, 9,480 people have fled from Kestrel Valley.", "supported", None),
        ("About 4,120 people are sheltering in Linden Camp.", "out of date", None),
        ("Nearly 1,270 people are sheltering in Linden Camp.", "wrong kind", "household told as person"),
        ("More than 64,000 people have fled from Kestrel Valley.", "no source", None),
        ("About 12,700 people are sheltering in Linden Camp.", "outside", None),
    ],
)
def test_each_figure_has_its_verdict(
    reports: Path, tmp_path: Path, text: str, verdict: str, detail: str | None
) -> None:
    row = _verdict(reports, tmp_path, text)
    assert (row["verdict"], row["detail"]) == (verdict, detail)
    if verdict in ("supported", "out of date"):
        assert row["words"]
        assert row["day"] is not None
    if verdict in ("out of date", "outside"):
        assert row["newer"] == pytest.approx(8910, rel=0.02)


def test_the_command(reports: Path, tmp_path: Path) -> None:
    run = CliRunner()
    good, bad = tmp_path / "good.txt", tmp_path / "bad.html"
    good.write_text("Since 1 March 2031, 9,480 people have fled from Kestrel Valley, the Observatory said.")
    bad.write_text(
        "<p>More than 64,000 people have fled from Kestrel Valley & beyond.</p><p><b>1,270 people</b> are sheltering in Linden Camp.</p>"
    )
    fine = run.invoke(main, ["check", str(good), "--data", str(reports)])
    assert fine.exit_code == 0, fine.output
    assert "supported" in fine.output
    wrong = run.invoke(main, ["check", str(bad), "--data", str(reports), "--format", "json"])
    assert wrong.exit_code == 3
    assert [row["verdict"] for row in json.loads(wrong.stdout)] == ["no source", "wrong kind"]
    page = tmp_path / "checked.html"
    assert (
        run.invoke(
            main, ["check", str(bad), "--data", str(reports), "--format", "html", "-o", str(page)]
        ).exit_code
        == 3
    )
    text = page.read_text()
    assert '<mark class="figure bad">' in text
    assert "Valley &amp;" in text
    assert "no source found" in text
    assert run.invoke(main, ["check", str(tmp_path / "none.txt")]).exit_code == 2
