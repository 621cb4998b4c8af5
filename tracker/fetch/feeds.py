"""RSS and Atom feeds, as Reports; only what is new since the last time.

In: addresses.  Out: Reports and Verdicts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial

from tracker.fetch.client import Client
from tracker.fetch.state import State
from tracker.read import DEFAULTS, finish
from tracker.read.feed import parse_feed
from tracker.read.records import reading
from tracker.read.source import Source, Tabled
from tracker.vocabulary import Report, Verdict, text_hash

MOST_REMEMBERED = 5000


def reports(
    urls: Sequence[str], *, state: State | None = None, client: Client | None = None
) -> Iterator[Report | Tabled | Verdict]:
    """Yield the new items of feeds; a feed that fails is a Verdict, the others go on.

    Parameters
    ----------
    urls
        Addresses of RSS or Atom feeds.
    state
        Remembers which items were seen, and each feed's ETag, so that an unchanged feed costs nothing.
    """
    held = state or State()
    taken: set[str] = set()
    with client or Client("", least=0.2) as api:
        for url in urls:
            yield from reading(url, partial(_feed, url, api, held, taken))


def _feed(url: str, api: Client, held: State, taken: set[str]) -> Iterator[Report | Tabled | Verdict]:
    """Yield what is new in one feed, then note that it was seen."""
    feeds = dict(held.get("feeds", {}))
    known = dict(feeds.get(url, {}))
    asked = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("modified")}
    answer = api.raw(url, headers={name: value for name, value in asked.items() if value})
    if answer is None:
        return
    raw, headers = answer
    seen = set(known.get("seen", []))
    now: list[str] = []
    source = Source(place=url, name=hashlib.sha256(url.encode()).hexdigest()[:8], data=raw)
    for found in parse_feed(raw, url):
        if isinstance(found, Verdict):
            yield found
            continue
        mark = text_hash(f"{found.url or found.mark}\x1f{found.text}")[:16]
        now.append(mark)
        if mark not in seen:
            seen.add(mark)
            yield finish(found, source, DEFAULTS, taken)
    old = [mark for mark in known.get("seen", []) if mark not in set(now)]
    feeds[url] = {
        "etag": headers.get("etag"),
        "modified": headers.get("last-modified"),
        "seen": (old + now)[-MOST_REMEMBERED:],
    }
    held.note(feeds=feeds)
