"""The door lets in one browser of this machine, by an address that opens once, and nothing from elsewhere."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the review page needs the extra review")

from tracker.review.door import POLICY, Door

PORT = 4567
HOST = {"host": f"127.0.0.1:{PORT}"}
JSON = {"content-type": "application/json", "content-length": "2", "origin": f"http://127.0.0.1:{PORT}"}


async def inside(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


def ask(
    door: Door, path: str = "/", headers: dict[str, str] | None = None, method: str = "GET"
) -> dict[str, Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    where, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": where, "query_string": query.encode(),
        "headers": [(k.encode(), v.encode()) for k, v in (HOST if headers is None else headers).items()],
    }  # fmt: skip
    # in a thread of its own: the browser's tests keep a loop running in this one
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(door(scope, receive, send))).result()
    held = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return {"status": sent[0]["status"], "headers": held, "body": sent[1]["body"].decode()}


@pytest.fixture
def door() -> Door:
    return Door(inside, port=PORT, closed="closed")


def enter(door: Door) -> str:
    answer = ask(door, "/?" + door.address.partition("?")[2])
    assert answer["status"] == 303
    return answer["headers"]["set-cookie"].partition(";")[0]


def test_the_address_opens_once(door: Door) -> None:
    first = "/?" + door.address.partition("?")[2]
    cookie = enter(door)
    assert ask(door, first)["status"] == 403
    assert ask(door, "/", {**HOST, "cookie": cookie})["body"] == "inside"


def test_the_cookie_is_for_this_page_only(door: Door) -> None:
    answer = ask(door, "/?" + door.address.partition("?")[2])
    assert {"HttpOnly", "SameSite=Strict"} <= set(answer["headers"]["set-cookie"].split("; "))
    assert answer["headers"]["location"] == "/"  # the token leaves the address bar


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=x", "/card/c1", "/static/review.js"])
def test_nobody_comes_in_without_it(door: Door, path: str) -> None:
    assert ask(door, path)["status"] == 403


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}"]
)
def test_another_host_is_refused_even_with_the_cookie(door: Door, host: str) -> None:
    assert ask(door, "/", {"host": host, "cookie": enter(door)})["status"] == 421


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-length": "999999999"},
        {"content-length": "-1"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_a_page_from_elsewhere_changes_nothing(door: Door, wrong: dict[str, str]) -> None:
    cookie = enter(door)
    good = {**HOST, **JSON, "cookie": cookie}
    assert ask(door, "/keep", good, "POST")["status"] == 200
    assert ask(door, "/keep", {**good, **wrong}, "POST")["status"] == 403


def test_every_answer_forbids_scripts_in_the_page(door: Door) -> None:
    for answer in (ask(door), ask(door, "/", {**HOST, "cookie": enter(door)})):
        assert answer["headers"]["content-security-policy"] == POLICY
        assert answer["headers"]["x-frame-options"] == "DENY"
    assert "unsafe" not in POLICY
