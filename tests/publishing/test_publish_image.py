"""Pictures: drawn when the optional extra and a browser are there, a clear message when not."""

from __future__ import annotations

import builtins
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.made_up_world import OUT, world
from tracker.errors import MissingExtra
from tracker.publishing import figure, image


def test_missing_extra_is_said_with_its_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == "kaleido":
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"displacement-tracker\[image\]"):
        image(None, tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_browser_is_said_with_its_mend(tmp_path: Path) -> None:
    pytest.importorskip("kaleido")

    class Browserless:
        def to_image(self, **more: Any) -> bytes:
            raise RuntimeError("Kaleido requires Google Chrome to be installed.\nand more")

    with pytest.raises(MissingExtra, match="apt install chromium"):
        image(Browserless(), tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.browser
@pytest.mark.slow
def test_svg_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("kaleido")
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("drawing a picture needs Chromium: apt install chromium")
    monkeypatch.setenv("BROWSER_PATH", path)
    made = world()
    drawn = figure(made.reconciliation, OUT, situations=made.situations)
    written = image(drawn, tmp_path / "trend.svg", "svg")
    text = written.read_text()
    assert text.startswith("<svg")
    assert "Kestrel Valley" in text
