"""Small counts: whoever adds up and subtracts everything in the folder does not find one that was left out."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from tracker.cli import main

HEAD = "---\npublisher: Amber Gazette\npublished: 2021-03-04\n---\n"
# what is printed, the counts that must stay hidden, and the wholes with the parts shown beside them
CASES = {
    "table": (
        "| Camp | IDPs |\n|---|---|\n| al-Hol | 20,100 |\n| Roj | 7 |\n| Total | 20,107 |\n",
        7,
        20107,
        [20100],
    ),
    "three rows": (
        "| Camp | IDPs |\n|---|---|\n| al-Hol | 20,100 |\n| Roj | 4 |\n| Areesha | 1,312 |\n| Total | 21,416 |\n",
        4,
        21416,
        [20100, 1312],
    ),
    "prose": (
        "A total of 3,209 people were displaced in Syria, including 3,200 in Hajin and 9 in Baghouz.\n",
        9,
        3209,
        [3200],
    ),
    "households": (
        "| Town | Displaced households |\n|---|---|\n| Hajin | 4,310 |\n| Baghouz | 6 |\n| Total | 4,316 |\n",
        6,
        4316,
        [4310],
    ),
    "homes": (
        "| Town | Houses destroyed |\n|---|---|\n| Hajin | 8,840 |\n| Baghouz | 3 |\n| Total | 8,843 |\n",
        3,
        8843,
        [8840],
    ),
}


def numbers(folder: Path) -> set[float]:
    """Return every number that stands in any file of a folder, embedded data, pictures and workbooks too."""
    found: set[float] = set()
    for path in folder.rglob("*"):
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path)
            found |= {
                value
                for name in frame.columns
                if frame[name].dtype == pl.Float64
                for value in frame[name].drop_nulls()
            }
            texts = [str(frame.select(pl.col(pl.String)).to_dicts())]
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                texts = [book.read(name).decode(errors="replace") for name in book.namelist()]
        elif path.is_file():
            texts = [path.read_text(errors="replace")]
        else:
            continue
        for text in texts:
            if path.suffix == ".html":  # the chart library has numbers of its own
                text = "".join(
                    part for part in re.split(r"(?s)(<script.*?</script>)", text) if len(part) < 400_000
                )
            found |= {float(word.replace(",", "")) for word in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    return found


@pytest.mark.parametrize("copies", [1, 2])
@pytest.mark.parametrize("name", CASES)
def test_no_hidden_count_follows_from_what_is_shown(name: str, copies: int, tmp_path: Path) -> None:
    text, hidden, whole, parts = CASES[name]
    (tmp_path / "in").mkdir()
    for number in range(copies):
        (tmp_path / "in" / f"{number}.md").write_text(HEAD.replace("Amber", f"Amber {number}") + text)

    def published(*more: str) -> set[float]:
        out = tmp_path / ("hidden" if more else "open")
        done = CliRunner().invoke(main, ["report", "--data", str(tmp_path / "in"), "-o", str(out), *more])
        assert done.exit_code == 0, done.output
        rows = pl.read_parquet(out / "tables" / "claims.parquet")
        assert (hidden in rows["value"].to_list()) is (not more)
        return numbers(out)

    shown = published()
    assert {whole, *parts} <= shown  # the attack works where nothing is hidden
    left = published("--suppress-below", "10")
    assert whole not in {round(one) for one in left} or not set(parts) <= {round(one) for one in left}
