"""Sources that misbehave, on the loopback address: each ends in one of our errors, and the others go on."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest.importorskip("httpx")

from tests.fetch.replay import Answer, replay
from tracker.errors import FetchError
from tracker.fetch import client as clients
from tracker.fetch import dtm, feeds, hapi, reliefweb
from tracker.fetch.client import Client
from tracker.vocabulary import Report, Verdict

KEY = "s3cret/key+1"
FEED = b"<rss><channel><title>P</title><item><title>Some 300 people fled Oum Dabra.</title></item></channel></rss>"
Serve = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(serve: Serve) -> Iterator[str]:
    """Serve whatever a function writes, for as long as it is asked."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            with suppress(OSError):
                serve(self)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def head(asked: BaseHTTPRequestHandler, **headers: str) -> None:
    asked.send_response(200)
    for name, value in headers.items():
        asked.send_header(name.replace("_", "-"), value)
    asked.end_headers()


def endless(asked: BaseHTTPRequestHandler) -> None:
    head(asked)
    while True:
        asked.wfile.write(b" " * 65536)


def drip(asked: BaseHTTPRequestHandler) -> None:
    head(asked)
    while True:
        asked.wfile.write(b" ")
        asked.wfile.flush()
        time.sleep(0.1)


BOMB = gzip.compress(bytes(30_000_000))


def bomb(asked: BaseHTTPRequestHandler) -> None:
    head(asked, Content_Encoding="gzip", Content_Length=str(len(BOMB)))
    asked.wfile.write(BOMB)


def no_gzip(asked: BaseHTTPRequestHandler) -> None:
    head(asked, Content_Encoding="gzip", Content_Length="9")
    asked.wfile.write(b"not gzip!")


def circle(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(302)
    asked.send_header("Location", asked.path)
    asked.end_headers()


def no_address(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(302)
    asked.send_header("Location", "http://[bad")
    asked.end_headers()


@pytest.mark.parametrize(
    ("serve", "said"),
    [
        (endless, "more than 1 MB"),
        (bomb, "more than 1 MB"),
        (drip, "takes more than"),
        (no_gzip, "no good answer"),
        (circle, "without end"),
        (no_address, "no good answer"),
    ],
    ids=["endless", "bomb", "drip", "no-gzip", "circle", "no-address"],
)
def test_what_a_source_may_send_is_limited(monkeypatch: pytest.MonkeyPatch, serve: Serve, said: str) -> None:
    monkeypatch.setattr(clients, "MOST_BYTES", clients.MB)
    with (
        serving(serve) as base,
        Client(base, longest=1.0, attempts=2, sleep=lambda _: None) as api,
        pytest.raises(FetchError, match=said) as caught,
    ):
        api.json("x")
    assert caught.value.fix


def test_a_key_never_goes_to_another_host() -> None:
    with replay([Answer({"data": []})]) as other:
        away = f"{other.base.replace('127.0.0.1', 'localhost')}/x"
        with replay([Answer(status=302, headers={"Location": away})]) as first:
            client = Client(first.base, headers={"X-Key": KEY}, secrets=(KEY,), sleep=lambda _: None)
            with client, pytest.raises(FetchError, match="another host") as caught:
                client.json("x")
            assert KEY not in str(caught.value)
        assert other.asked == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda base: dtm.stocks(country="Sudan", subscription_key=KEY, base=base),
        lambda base: hapi.people("idps", country="SDN", identifier=KEY, base=base),
    ],
    ids=["dtm", "hapi"],
)
def test_keyed_sources_do_not_follow_to_another_host(ask: Callable[[str], Any]) -> None:
    with replay([Answer({"data": [], "result": []})]) as other:
        away = f"{other.base.replace('127.0.0.1', 'localhost')}/x"
        led = [Answer(status=307, headers={"Location": away})]
        with replay(led) as first, pytest.raises(FetchError, match="another host"):
            ask(first.base)
        assert other.asked == []


def test_a_key_goes_along_on_its_own_host_and_without_a_key_one_may_be_led_away() -> None:
    answers = [Answer(status=301, headers={"Location": "/y"}), Answer({"a": 1})]
    with replay(answers) as server, Client(server.base, headers={"X-Key": KEY}, secrets=(KEY,)) as api:
        assert api.json("x") == {"a": 1}
        assert server.asked[1].headers["X-Key"] == KEY
    with replay([Answer({"a": 2})]) as other:
        away = f"{other.base.replace('127.0.0.1', 'localhost')}/x"
        with replay([Answer(status=302, headers={"Location": away})]) as first, Client(first.base) as api:
            assert api.json("x") == {"a": 2}


def test_the_same_page_again_and_again() -> None:
    rows = [{"location_code": "SDN", "population": 5} for _ in range(3)]
    with replay([Answer({"data": rows})]) as server, pytest.raises(FetchError, match="same page again"):
        hapi.people("idps", identifier=KEY, at_once=3, base=server.base)
    posts = [{"id": 1, "fields": {"title": "x", "body": "Some 300 people fled."}}]
    page = Answer({"data": posts, "totalCount": 10**9})
    with replay([page]) as server:
        got = reliefweb.reports(appname="x", client=Client(server.base))
        assert isinstance(next(got), Report)
        with pytest.raises(FetchError, match="same page again"):
            list(got)


def test_pages_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "MOST_PAGES", 4)
    pages = [Answer({"data": [{"location_code": f"C{number}", "population": 5}]}) for number in range(9)]
    with replay(pages) as server, pytest.raises(FetchError, match="more than 4 pages"):
        hapi.people("idps", identifier=KEY, at_once=1, base=server.base)


def test_rows_that_are_not_as_documented() -> None:
    rows = [{"location_code": ["x"], "population": 5}]
    with (
        replay([Answer({"data": rows})]) as server,
        pytest.raises(FetchError, match="not understood") as caught,
    ):
        hapi.people("idps", identifier=KEY, base=server.base)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("serve", [endless, no_gzip, circle, no_address], ids=lambda serve: serve.__name__)
def test_one_bad_feed_lets_the_others_go_on(monkeypatch: pytest.MonkeyPatch, serve: Serve) -> None:
    monkeypatch.setattr(clients, "MOST_BYTES", clients.MB)
    with serving(serve) as bad, replay([Answer(FEED)]) as good:
        client = Client("", attempts=1, sleep=lambda _: None)
        got = list(feeds.reports([bad, "no address", f"{good.base}/feed"], client=client))
    assert [type(one) for one in got] == [Verdict, Verdict, Report]
    assert all(one.fix for one in got if isinstance(one, Verdict))
