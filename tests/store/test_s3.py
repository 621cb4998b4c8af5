"""A store in a bucket: moto stands in for S3 where it is installed, or any S3-like server at TRACKER_TEST_S3."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.cli import main

pytest.importorskip("deltalake", reason="the store's extra is not installed")

REPORT = "Some {people} people have been displaced in the delta since Monday, the flood office said.\n"


def run(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.stdout, done.stderr


def ask(method: str, address: str) -> None:
    """Ask the stand-in for something; it believes any signature."""
    signed = {"Authorization": "AWS someone:anything"}
    with urllib.request.urlopen(urllib.request.Request(address, method=method, headers=signed)):
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    given = os.environ.get("TRACKER_TEST_S3")
    if given:
        yield given
        return
    if importlib.util.find_spec("moto") is None:
        pytest.skip("a store in a bucket is tried with moto: pip install 'moto[server]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # a process of its own: deltalake holds Python's lock while it waits for an answer
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                ask("GET", address)
                break
            except OSError:
                time.sleep(0.1)
        yield address
        running.terminate()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a new bucket; the settings are those the README names."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "someone",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }.items():
        monkeypatch.setenv(name, value)
    name = f"tracker-{uuid.uuid4().hex[:12]}"
    ask("PUT", f"{server}/{name}")
    return f"s3://{name}"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number, people in enumerate(("4,000", "5,200", "6,100")):
        text = f"---\npublished: 2021-05-0{number + 5}\n---\n{REPORT.format(people=people)}"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    return folder


def test_a_store_in_a_bucket(bucket: str, inbox: Path, tmp_path: Path) -> None:
    store = f"{bucket}/field/store"
    code, out, err = run("ingest", inbox, "--store", store, "--json")
    assert code == 0, err
    assert (json.loads(out)["added"], json.loads(out)["claims"]) == (3, 3)
    _, out, _ = run("ingest", inbox, "--store", store, "--json")
    assert json.loads(out)["already_known"] == 3
    for command in ("history", "compact"):
        assert run("store", command, "--store", store)[0] == 0
    code, out, _ = run("store", "verify", "--store", store, "--json")
    assert (code, json.loads(out)["claims"], json.loads(out)["faults"]) == (0, 3, [])
    code, out, err = run(
        "report", "--store", store, "--data", tmp_path / "x", "--out", tmp_path / "out", "--json"
    )
    assert code == 0, err
    assert json.loads(out)["claims"] == 3


def test_a_file_lost_from_a_bucket_is_named(bucket: str, inbox: Path) -> None:
    from tracker.store.delta import Store

    run("ingest", inbox, "--store", f"{bucket}/store")
    [lost] = Store.open(f"{bucket}/store").files("claims")
    address = lost.replace("s3://", f"{os.environ['AWS_ENDPOINT_URL']}/")
    ask("DELETE", address)
    code, _, err = run("store", "verify", "--store", f"{bucket}/store")
    assert code == 1
    assert "fault: claims: " in err


@pytest.mark.parametrize(
    ("without", "where", "said"),
    [
        (None, "s3://no-such-bucket-here/store", "make the bucket, or correct its name"),
        ("AWS_ALLOW_HTTP", "{bucket}/store", "set AWS_ALLOW_HTTP=true"),
    ],
)
def test_wrong_settings_are_told(
    bucket: str, inbox: Path, monkeypatch: pytest.MonkeyPatch, without: str | None, where: str, said: str
) -> None:
    if without:
        monkeypatch.delenv(without)
    code, _, err = run("ingest", inbox, "--store", where.format(bucket=bucket))
    assert code == 1
    assert said in err


def test_no_store_in_a_bucket(bucket: str) -> None:
    code, _, err = run("store", "verify", "--store", f"{bucket}/none")
    assert code == 1
    assert "no store there" in err
