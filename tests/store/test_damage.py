"""A store that is damaged says so in our words: a garbled data file, a commit that is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("deltalake")

from click.testing import CliRunner

from tracker import api
from tracker.cli import main
from tracker.errors import StoreError
from tracker.store.delta import Store
from tracker.store.verify import verify


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("About 1,200 people fled Oum Dabra on 3 March 2024.")
    api.ingest([tmp_path / "a.txt"], tmp_path / "store")
    return tmp_path / "store"


def garbled(raw: bytes) -> list[bytes]:
    """Return a file cut off, emptied, overwritten at its head, in its middle and at its end."""
    noise = bytes(range(7, 67))
    return [raw[:100], b"", noise + raw[60:], raw[:20] + noise + raw[80:], raw[:-30] + noise[:30]]


@pytest.mark.parametrize("table", ["reports", "claims", "texts"])
def test_a_garbled_data_file_is_told(store: Path, table: str) -> None:
    [path] = (store / table).glob("*.parquet")
    raw = path.read_bytes()
    for bad in garbled(raw):
        path.write_bytes(bad)
        assert verify(Store.open(store)).faults
    path.write_bytes(raw)
    assert not verify(Store.open(store)).faults


def test_the_command_tells_it_without_a_traceback(store: Path) -> None:
    [path] = (store / "claims").glob("*.parquet")
    path.write_bytes(path.read_bytes()[:100])
    done = CliRunner().invoke(main, ["store", "verify", "--store", str(store)])
    assert done.exit_code == 1
    assert "is damaged" in done.output
    assert "Traceback" not in done.output


def test_a_commit_that_is_missing_is_told(store: Path) -> None:
    (store / "claims" / "_delta_log" / f"{1:020}.json").unlink()
    with pytest.raises(StoreError, match="1 claims were read, 0 are there") as caught:
        api.whole(store.parent, store=store)
    assert "verify" in caught.value.fix
    assert verify(Store.open(store)).faults
