"""The review page in a headless Chromium: by keys alone, two people, kill and resume, hostile texts, no barrier."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

pytest.importorskip("starlette", reason="the review page needs the extra review")
pytest.importorskip("uvicorn", reason="the review page needs the extra review")

from tests.review.delta_world import write

pytestmark = pytest.mark.browser


class Session:
    """A person at the page: a server of their own, and a browser."""

    def __init__(self, browser: Any, data: Path, who: str, *more: str) -> None:
        command = [
            sys.executable,
            "-m",
            "tracker",
            "review",
            "--data",
            str(data),
            "--who",
            who,
            "--no-browser",
            *more,
        ]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.server.stdout is not None
        self.address = self.server.stdout.readline().strip()
        self.data = data
        self.context = browser.new_context(viewport={"width": 1440, "height": 860})
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(self.address)
        self.page.wait_for_selector("main[data-id]")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def decide(self, *keys: str) -> None:
        """Press keys that keep a decision, and wait until the page says so."""
        kept = int(self.page.get_attribute("body", "data-kept") or 0)
        self.press(*keys)
        self.page.wait_for_selector(f"body[data-kept='{kept + 1}']")

    def enter(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.page.wait_for_selector(".editor .found :is(p, button)")
        self.decide("Enter")

    def field(self, name: str) -> str:
        return str(self.page.inner_text(f"#fields [data-field={name}] button span"))

    def rows(self) -> pl.DataFrame:
        return pl.read_csv(self.data / "decisions.csv", infer_schema_length=0)

    def kill(self) -> None:
        self.server.kill()
        self.close()

    def close(self) -> None:
        self.context.close()
        self.server.terminate()
        self.server.wait(20)
        assert self.server.stdout is not None
        self.server.stdout.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    with contextlib.ExitStack() as stack:

        def start(data: Path, who: str = "Ana", *more: str) -> Session:
            made = Session(browser, data, who, *more)
            stack.callback(made.close)
            return made

        yield start


def test_a_whole_session_by_keys_alone(opened: Any, data: Path) -> None:
    at = opened(data)
    page = at.page
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    first = page.get_attribute("main", "data-id")
    at.press("j")
    page.wait_for_selector(f"main:not([data-id='{first}'])")
    at.press("k")
    page.wait_for_selector(f"main[data-id='{first}']")
    at.decide("a")  # accepted: the next stands there
    second = page.get_attribute("main", "data-id")
    assert second != first
    at.press("d")
    at.enter("2 may")
    assert at.field("day") == "2 May 2021"
    at.press("v")
    at.enter("about 12,500")
    assert at.field("value") == "12,500, approximately"
    at.press("t")
    at.decide("4")
    assert at.field("term") == "evacuated"
    at.press("p")
    page.keyboard.type("Moundou")
    page.wait_for_selector(".found button")
    at.decide("Enter")
    assert at.field("place") == "Moundou"
    at.decide("u")
    assert at.field("place") != "Moundou"
    at.press("r")
    page.wait_for_selector("dialog[open] .picks")
    at.decide("2")
    at.press("?")
    page.wait_for_selector("dialog[open] .help")
    at.press("Escape")
    page.wait_for_selector("dialog:not([open])", state="attached")
    at.press("s")
    page.wait_for_selector("dialog[open] .picks")
    at.decide("1")
    at.decide("n")
    assert "4 of" in page.inner_text("#bar")
    actions = at.rows()["action"].to_list()
    assert actions[0] == "accept"
    assert {"correct", "undo", "reject", "same_as"} <= set(actions)
    assert at.rows()["why"].drop_nulls().to_list() == ["counts something else", "not of this crisis"]
    assert at.complaints == []
    root = at.address.partition("?")[0]
    assert all(url.startswith(root) for url in at.asked)


def test_the_effect_is_drawn_with_and_without(opened: Any, data: Path) -> None:
    page = opened(data).page
    page.wait_for_selector("#effect svg .lit")
    assert "with it" in page.text_content("#effect svg .now")


def test_days_and_places_in_the_text_are_clicked_and_words_selected(opened: Any, data: Path) -> None:
    at = opened(data)
    page = at.page
    at.press("d")
    page.wait_for_selector("body.picking-day .editor input")
    page.click("#text .a-day >> nth=-1")
    page.wait_for_selector("#fields .changed[data-field=day]")
    quote = page.inner_text("#text mark")
    box = page.locator("#text mark").bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.up()
    at.decide("q")
    assert quote.startswith(page.inner_text("#text mark"))
    assert page.inner_text("#text mark") != quote


def test_a_grey_number_becomes_a_claim(opened: Any, data: Path) -> None:
    at = opened(data)
    page = at.page
    page.click("#queue a:has-text('900 families')")
    page.wait_for_selector("main[data-kind=number]")
    at.decide("y")
    page.wait_for_selector("main[data-kind=claim]")
    assert page.inner_text("#text mark") == "900 families"
    assert at.rows()["action"].to_list() == ["add"]


def test_two_people_see_and_keep_each_others_decisions(opened: Any, data: Path) -> None:
    ana, ben = opened(data, "Ana"), opened(data, "Ben")
    ana.decide("a")
    ben.page.wait_for_selector("#bar:has-text('1 of')", timeout=20_000)
    ben.press("j")
    ben.decide("a")
    ana.decide("a")
    assert sorted(ana.rows()["who"]) == ["Ana", "Ana", "Ben"]
    ana.page.wait_for_selector("#bar:has-text('Ben 1')", timeout=20_000)


def test_a_killed_server_loses_nothing(opened: Any, browser: Any, data: Path) -> None:
    first = Session(browser, data, "Ana")
    first.decide("a")
    first.decide("n")
    first.kill()
    again = opened(data)
    assert "2 of" in again.page.inner_text("#bar")
    again.decide("u")
    assert "1 of" in again.page.inner_text("#bar")


def test_the_page_says_when_nothing_could_be_kept(opened: Any, data: Path) -> None:
    at = opened(data)
    at.server.kill()
    at.server.wait(20)
    at.press("a")
    at.page.wait_for_selector("#said.fault")


def test_hostile_texts_run_no_script(opened: Any, data: Path) -> None:
    at = opened(data)
    page = at.page
    page.click("#queue a:has-text('31')")
    page.wait_for_selector("main h2:has-text('<script>window.hit=1</script>')")
    assert "<img src=x onerror=" in page.inner_text("#text")
    at.press("r")
    page.wait_for_selector("dialog[open] input[name=why]")
    page.click("dialog input[name=why]")
    page.keyboard.type('"><img src=x onerror=window.hit=1>')
    at.decide("Enter")
    page.click("#queue a.done")
    page.wait_for_selector(".status")
    assert "onerror" in page.inner_text(".status")
    assert page.evaluate("window.hit") is None
    assert at.complaints == []


def test_another_page_cannot_come_in(opened: Any, browser: Any, data: Path) -> None:
    at = opened(data)
    stranger = browser.new_context().new_page()
    answer = stranger.goto(at.address)  # it has opened once
    assert answer.status == 403
    stranger.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(opened: Any, data: Path, scheme: str) -> None:
    named = os.environ.get("AXE")
    axe = Path(named) if named else Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("needs axe-core: npm install axe-core, or set AXE to axe.min.js")
    at = opened(data)
    page = at.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_selector("#effect svg")
    session = page.context.new_cdp_session(page)
    session.send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    page.wait_for_selector("#effect svg")

    def faults() -> list[str]:
        page.evaluate(axe.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {[node['html'][:90] for node in one['nodes'][:3]]}" for one in found["violations"]
        ]

    assert faults() == []
    at.press("d")
    page.wait_for_selector(".editor input")
    assert faults() == []
    at.press("Escape", "r")
    page.wait_for_selector("dialog[open] .picks")
    assert faults() == []
