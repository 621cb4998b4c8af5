"""A headless Chromium that may ask nobody for anything; skipped with a message when there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.made_up_world import world

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
    path = _chromium()
    if path is None:
        pytest.skip("the browser tests need Chromium: apt install chromium, or set CHROMIUM to its path")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tracker.publishing import PublishOptions, publish

    made = world()
    out = tmp_path_factory.mktemp("browser") / "reports"
    publish(made.reconciliation, out, PublishOptions(**made.arguments()))
    return out


class Watched:
    """A page, with what it asked for and what it complained about."""

    def __init__(self, page: Any, start: str) -> None:
        self.page = page
        self.start = start
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def strangers(self) -> list[str]:
        """Return requests beyond the page itself; a download made in the page is a blob of its own."""
        own = (self.start.split("#", maxsplit=1)[0],)
        return [url for url in self.asked if not url.startswith((*own, "blob:", "data:"))]


@pytest.fixture
def opened(browser: Any, folder: Path) -> Iterator[Any]:
    """Return what opens a page with the network cut: ``opened("valley.html", width=360)``."""
    contexts = []

    def go(
        name: str, *, width: int = 1280, height: int = 900, scripts: bool = True, where: Path | None = None
    ) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            offline=True,
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        contexts.append(context)
        file, _, anchor = name.partition("#")
        address = ((where or folder) / file).as_uri() + (f"#{anchor}" if anchor else "")
        watched = Watched(context.new_page(), address)
        watched.page.goto(address)
        if scripts and file not in ("index.html",) and not file.endswith("-chart.html"):
            watched.page.wait_for_selector("html[data-drawn=all]", state="attached")
        return watched

    yield go
    for context in contexts:
        context.close()
