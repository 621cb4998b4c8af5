"""The tables: their schemas, and the door to pandas."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tracker import tables
from tracker.errors import BadTable, MissingColumn
from tracker.read.plain import from_fields
from tracker.read.source import TEXT_FACTS
from tracker.vocabulary import Claim, Report, ReportFacts

NAMES = sorted(tables.SCHEMAS)
CLAIM = {
    "claim_id": "c1", "value": 7000.0, "qualifier": "at_least", "unit": "person", "term": "displaced", "measure": "flow",
}  # fmt: skip
DAYS = st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))
NUMBERS = st.none() | st.floats(0, 1e9)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_table_keeps_the_rules(name: str) -> None:
    frame = tables.empty(name)
    assert frame.columns == list(tables.columns(name))
    assert tables.check(name, frame).is_empty()
    assert_frame_equal(tables.from_rows(name, []), frame)
    assert tables.to_pandas(frame).columns.to_list() == frame.columns


def test_the_claims_table_holds_every_field_of_a_claim() -> None:
    fields = {slot.name for slot in dataclasses.fields(Claim)} - {"words"}
    assert fields <= set(tables.columns("claims"))


@pytest.mark.parametrize("name", NAMES)
def test_conforming_twice_changes_nothing(name: str) -> None:
    once = tables.conform(name, pl.DataFrame({"note of mine": ["kept"]}))
    assert_frame_equal(tables.conform(name, once), once)
    assert once["note of mine"].to_list() == ["kept"]
    assert "note of mine" not in tables.conform(name, once, keep_unknown=False).columns


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        ("value", "7000", 7000.0),
        ("published", "2019-03-08", dt.date(2019, 3, 8)),
        ("start", "12", 12),
        ("negated", "True", True),
        ("negated", "no", False),
        ("negated", "0", False),
        ("part_of", "c1;c2", ["c1", "c2"]),
        ("group", "  ", None),
        ("low", "", None),
        ("recorded_at", "2019-03-08 10:00:00Z", dt.datetime(2019, 3, 8, 10, tzinfo=dt.UTC)),
    ],
)
def test_text_is_cast(column: str, written: str, meant: object) -> None:
    assert tables.conform("claims", pl.DataFrame({column: [written]}))[column].to_list() == [meant]


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("value", "many"),
        ("published", "8 March"),
        ("published", "08/03/2019"),
        ("negated", "maybe"),
        ("start", "1.5x"),
    ],
)
def test_what_cannot_be_cast_is_told(column: str, written: str) -> None:
    with pytest.raises(BadTable) as caught:
        tables.conform("claims", pl.DataFrame({column: [written]}))
    assert "claims" in str(caught.value)
    assert written in str(caught.value) or column in str(caught.value)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"claim_id": None}, "claim_id"),
        ({"value": None}, "value"),
        ({"unit": "pair"}, "unit"),
        ({"term": "bored"}, "term"),
        ({"qualifier": None}, "qualifier"),
        ({"measure": "level"}, "measure"),
        ({"subterm": "idp_or_so"}, "subterm"),
    ],
)
def test_broken_rules_are_counted(change: dict[str, object], rule: str) -> None:
    frame = tables.from_rows("claims", [CLAIM, {**CLAIM, "claim_id": "c2", **change}])
    with pytest.raises(BadTable) as caught:
        tables.check("claims", frame)
    assert "1 of 2 rows of claims" in str(caught.value)
    assert rule in str(caught.value)


def test_an_id_stands_once() -> None:
    with pytest.raises(BadTable, match="primary_key"):
        tables.check("claims", tables.from_rows("claims", [CLAIM, CLAIM]))


def test_require_lists_what_is_lacking() -> None:
    frame = tables.from_rows("claims", [CLAIM])
    tables.require(frame, tables.RECONCILE_NEEDS, what="the claims table")
    with pytest.raises(MissingColumn) as caught:
        tables.require(frame.drop("value", "term"), tables.RECONCILE_NEEDS, what="the claims table")
    assert str(caught.value).startswith("the claims table lacks value, term\nFix: add the columns")


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_documented(name: str, root: Path) -> None:
    page = (root / "docs" / "tables.md").read_text(encoding="utf-8")
    part = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", part, flags=re.M) == list(tables.columns(name))


# -- ids --------------------------------------------------------------------------------------------------

TEXT = "More than 300 fled. Then 300 fled. No injuries or fatalities, 300 in all: 300 fled."


def claim(start: int, quote: str, **more: object) -> Claim:
    said = {"value": 300, "unit": "person", "term": "displaced", "measure": "flow", "sentence": TEXT, **more}
    assert TEXT[start : start + len(quote)] == quote
    return Claim(quote=quote, start=start, end=start + len(quote), **said)  # type: ignore[arg-type]


def starts(word: str) -> list[int]:
    return [at for at in range(len(TEXT)) if TEXT.startswith(word, at)]


def test_ids_are_unique_and_stable() -> None:
    report = Report(report_id="r", text=TEXT)
    places = starts("300")
    claims = [claim(at, "300") for at in places]
    rows = tables.claim_rows(report, claims)
    ids = {row["start"]: row["claim_id"] for row in rows}
    assert len(set(ids.values())) == len(places) == 4
    # a reader that finds fewer, or in another order, gives the same words the same id
    again = tables.claim_rows(report, [claims[2], claims[0]])
    assert all(row["claim_id"] == ids[row["start"]] for row in again)
    # another name for the report changes nothing, other words do
    renamed = tables.claim_rows(Report(report_id="other", text=TEXT), claims)
    assert [row["claim_id"] for row in renamed] == [row["claim_id"] for row in rows]
    reworded = tables.claim_rows(Report(report_id="r", text=TEXT + " "), claims)
    assert not {row["claim_id"] for row in reworded} & set(ids.values())


def test_two_claims_may_rest_on_the_same_words() -> None:
    [at] = starts("No")
    both = [claim(at, "No", value=0, term=term) for term in ("injured", "killed")]
    rows = tables.claim_rows(Report(report_id="r", text=TEXT), both)
    assert len({row["claim_id"] for row in rows}) == 2
    tables.check("claims", tables.from_rows("claims", rows))


def test_links_between_claims_become_ids() -> None:
    one, two, *_ = starts("300")
    rows = tables.claim_rows(
        Report(report_id="r", text=TEXT),
        [claim(one, "300"), claim(two, "300", share_of=f"{one}:{one + 3}", part_of=f"{one}:{one + 3}")],
    )
    assert rows[1]["share_of"] == rows[0]["claim_id"]
    assert rows[1]["part_of"] == [rows[0]["claim_id"]]
    assert (rows[0]["share_of"], rows[0]["part_of"]) == (None, None)


# -- pandas -----------------------------------------------------------------------------------------------


@given(
    rows=st.lists(
        st.fixed_dictionaries({
            "value": st.floats(0, 1e9), "low": NUMBERS, "start": st.none() | st.integers(0, 10**6),
            "published": DAYS, "period_end": DAYS, "negated": st.none() | st.booleans(),
            "part_of": st.none() | st.lists(st.text(max_size=4), min_size=1, max_size=3),
            "group": st.none() | st.text(min_size=1, max_size=8).filter(str.strip),
        }),
        max_size=6,
    )
)  # fmt: skip
def test_pandas_and_back(rows: list[dict[str, object]]) -> None:
    frame = tables.from_rows("claims", [{**CLAIM, "claim_id": f"c{n}", **row} for n, row in enumerate(rows)])
    assert_frame_equal(tables.from_pandas("claims", tables.to_pandas(frame)), frame)


def of_pandas() -> pd.DataFrame:
    """Return a pandas frame with a column of each dtype that people bring."""
    days = pd.to_datetime(["2019-03-08", None, "2019-03-09"])
    return pd.DataFrame(
        {
            "text": ["a", None, "c"],
            "string": pd.array(["a", None, "c"], dtype="string"),
            "float": [1.5, np.nan, 3.0],
            "whole": [1, 2, 3],
            "nullable": pd.array([1, None, 3], dtype="Int64"),
            "truth": [True, False, True],
            "truths": pd.array([True, None, False], dtype="boolean"),
            "day": days,
            "moment": days.tz_localize("Asia/Manila"),
            "date": [dt.date(2019, 3, 8), None, dt.date(2019, 3, 9)],
            "kind": pd.Categorical(["x", None, "x"]),
            "list": [["c1", "c2"], None, ["c3"]],
            "empty": pd.array([None] * 3, dtype="Float64"),
            "unset": pd.array([None] * 3, dtype="string"),
        },
        index=[7, 8, 9],
    )


def test_any_pandas_frame_goes_in_as_pyarrow_would_take_it() -> None:
    pytest.importorskip("pyarrow", reason="the comparison is with polars' own way, which needs pyarrow")
    theirs = pl.from_pandas(of_pandas()).with_columns(
        pl.col("kind").cast(pl.String),
        pl.col("day").cast(pl.Datetime("us")),
        pl.col("moment").dt.cast_time_unit("us"),
    )
    assert_frame_equal(tables.polars_of(of_pandas()), theirs)


def test_pandas_goes_in_and_out_without_pyarrow() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import polars as pl\nfrom tracker import tables\n"
        f"frame = tables.from_rows('claims', [{CLAIM!r}])\n"
        "assert tables.from_pandas('claims', tables.to_pandas(frame)).equals(frame)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_pandas_dtypes() -> None:
    kinds = tables.to_pandas(tables.from_rows("claims", [CLAIM])).dtypes
    assert str(kinds["published"]).startswith("datetime64[")
    assert str(kinds["recorded_at"]) == "datetime64[us, UTC]"
    assert kinds["value"] == kinds["low"] == pd.Float64Dtype()
    assert kinds["start"] == pd.Int64Dtype()
    assert kinds["negated"] == pd.BooleanDtype()
    assert kinds["quote"] == pd.StringDtype()


def test_unknown_is_never_zero() -> None:
    frame = tables.to_pandas(tables.from_rows("claims", [CLAIM]))
    assert frame["low"].isna().all()
    assert frame["published"].isna().all()
    assert frame["negated"].isna().all()


DOCS = Path(__file__).resolve().parents[1] / "docs" / "tables.md"


def test_the_page_of_the_tables_is_current() -> None:
    """Fails when columns.toml was changed and the page was not made again."""
    made = subprocess.run(
        [sys.executable, "-m", "tracker.tables"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert DOCS.read_text(encoding="utf-8") == made.stdout, "run python -m tracker.tables > docs/tables.md"


WIDER = """
import json, pathlib, sys

read = pathlib.Path.read_text
line = 'herd = { type = "number", unit = "animals", hxl = "#affected+herd", meaning = "Goats and sheep" }'


def wider(self, *args, **more):
    text = read(self, *args, **more)
    return text.replace("[reports.columns]", f"[reports.columns]\\n{line}") if self.name == "columns.toml" else text


pathlib.Path.read_text = wider
from tracker import tables
from tracker.store.datapackage import datapackage
from tracker.store.export import export, hxl_csv
from tracker.tables.dictionary import markdown
from tracker.vocabulary import Report

out = pathlib.Path(sys.argv[1])
frame = tables.from_rows("reports", [{**tables.report_row(Report(report_id="r", text="Words.")), "herd": 40}])
export({"reports": tables.check("reports", frame)}, out, "csv")
print(json.dumps({
    "type": str(tables.columns("reports")["herd"]),
    "csv": read(out / "reports.csv"),
    "hxl": hxl_csv("reports", frame),
    "package": datapackage({"reports": frame})["resources"][0]["schema"]["fields"],
    "docs": markdown(),
}))
"""


def test_a_column_described_once_arrives_everywhere(tmp_path: Path) -> None:
    """A line in columns.toml is enough for the table, its schema, CSV, HXL, the Data Package and the docs."""
    done = subprocess.run(
        [sys.executable, "-c", WIDER, str(tmp_path)], capture_output=True, text=True, check=True
    )
    made = json.loads(done.stdout)
    assert made["type"] == "Float64"
    header, row, *_ = made["csv"].splitlines()
    assert header.startswith("herd,")
    assert row.startswith("40")
    assert made["hxl"].splitlines()[1].startswith("#affected+herd")
    assert made["package"][0] == {"name": "herd", "type": "number", "description": "Goats and sheep"}
    assert "| `herd` | number, in animals |  | Goats and sheep | `#affected+herd` |" in made["docs"]


def test_a_text_fact_of_a_report_is_read_from_front_matter_without_more_code() -> None:
    """What a report says of itself is listed once; formats, Report and table take it from there."""
    facts = {slot.name for slot in dataclasses.fields(ReportFacts)} - {"pages", "country_iso3"}
    assert facts <= set(tables.columns("reports"))
    words = {name: f"the {name}" for name in TEXT_FACTS}
    found = from_fields(words, "a.md", text="Words.")
    assert {name: getattr(found, name) for name in TEXT_FACTS} == words
