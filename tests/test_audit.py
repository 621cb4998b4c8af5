"""The look for known faults of packages: a fault fails, a network that does not allow it is told and does not."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TOOL = Path(__file__).resolve().parents[1] / "tools" / "audit.py"
GOOD = {"name": "good", "version": "1.0", "vulns": []}
BAD = {"name": "bad", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
UNKNOWN = {"name": "odd", "skip_reason": "Dependency not found on PyPI"}


@pytest.fixture
def audit() -> Any:
    described = importlib.util.spec_from_file_location("audit", TOOL)
    assert described is not None
    assert described.loader is not None
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


def says(text: str, seconds: float = 0) -> list[str]:
    """Return a command that stands for pip-audit."""
    return [sys.executable, "-c", f"import time; time.sleep({seconds}); print({text!r})"]


@pytest.mark.parametrize(
    ("packages", "code", "told"),
    [
        ([GOOD], 0, "0 known faults in up to 1 packages"),
        ([GOOD, BAD, UNKNOWN], 1, "bad 2.0: PYSEC-1, fixed in 2.1"),
        ([UNKNOWN, UNKNOWN], 0, "not done, the service knows none"),
    ],
    ids=["good", "bad", "unknown"],
)
def test_what_is_found_is_told(
    audit: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    packages: Any,
    code: int,
    told: str,
) -> None:
    monkeypatch.setattr(audit, "command", lambda: says(json.dumps({"dependencies": packages})))
    assert audit.main(["a.lock", "b.lock"]) == code
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (None, "pip-audit is not here"),
        (says("ConnectionError"), "out of reach"),
        (says("{}", seconds=30), "no answer within 0.3 s"),
        (["/no/such/command"], "out of reach"),
    ],
    ids=["absent", "offline", "slow", "gone"],
)
def test_where_it_cannot_be_done_one_line_says_so(
    audit: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], start: Any, told: str
) -> None:
    monkeypatch.setattr(audit, "MOST_SECONDS", 0.3)
    monkeypatch.setattr(audit, "command", lambda: start)
    assert audit.main(["a.lock", "b.lock"]) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert told in line


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not here")
def test_the_checks_run_it() -> None:
    shown = subprocess.run(
        ["make", "-n", "check"], cwd=TOOL.parents[1], capture_output=True, text=True, check=False
    )
    assert "tools/audit.py requirements" in shown.stdout
