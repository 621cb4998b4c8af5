"""On a cluster the same claims are read as on one machine; needs PySpark and Java (`make cluster`)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.eval.reading import golden
from tracker import api
from tracker.api import cluster
from tracker.errors import BadArgument

pytest.importorskip("pyspark")
if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
ROOT = str(Path(__file__).resolve().parents[2])
KEYS = ("report_id", "start", "claim_id")


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    os.environ["PYTHONPATH"] = os.pathsep.join([ROOT, os.environ.get("PYTHONPATH", "")])
    from tracker.engine import spark

    # SPARK_MASTER=local-cluster[2,1,1024] tries it with machines that share nothing but the disk
    made = spark.session(**{"spark.master": os.environ.get("SPARK_MASTER", "local[2]")})
    yield made
    made.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reports")
    for one in golden()[:20]:
        (made / f"{one.report.report_id}.md").write_text(
            f"---\npublished: {one.report.published}\n---\n\n{one.report.text}", encoding="utf-8"
        )
    (made / "empty.txt").write_text("", encoding="utf-8")
    return made


def test_the_claims_are_those_of_one_machine(session: SparkSession, folder: Path) -> None:
    alone = api.read(folder, unread=False)
    claims, reports, aside = cluster.read_on_cluster([folder], session=session)
    assert alone.claims.height > 20
    assert_frame_equal(claims.sort(KEYS), alone.claims.sort(KEYS))
    assert_frame_equal(reports.sort("report_id"), alone.reports.sort("report_id"))
    assert aside["fault"].to_list() == [verdict.fault for verdict in alone.verdicts]


def test_the_cluster_writes_tables(session: SparkSession, folder: Path, tmp_path: Path) -> None:
    rows = cluster.write_on_cluster([folder], tmp_path / "out", session=session)
    for part, number in rows.items():
        assert pl.read_parquet(tmp_path / "out" / part / "*.parquet").height == number > 0


def test_bytes_are_carried_to_the_workers(session: SparkSession, folder: Path) -> None:
    from tracker.engine import spark

    frame = spark.carried_files(session, [f"file://{folder}"])
    found = spark.mapped(frame, "tracker.api.cluster:read_batches", cluster.schema())
    made = pl.DataFrame(pl.from_arrow(spark.collected(found)))
    assert made["claims"].is_not_null().sum() == api.read(folder, unread=False).claims.height


@pytest.mark.parametrize(
    ("given", "told"),
    [("s3a:/box/a", "s3a://box/a"), ("s3a://box/a", "s3a://box/a"), ("/a/b", "/a/b"), ("c:/a", "c:/a")],
)
def test_addresses_keep_their_slashes(given: Any, told: str) -> None:
    addresses, here = cluster._told_apart([Path(given) if "//" not in given else given])
    assert [*addresses, *map(str, here)] == [told]


def test_reports_in_memory_do_not_go_to_a_cluster() -> None:
    with pytest.raises(BadArgument, match="reads files"):
        api.extract(golden()[0].report, engine="spark")
