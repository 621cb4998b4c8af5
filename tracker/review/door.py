"""The door of the review page: this machine only, by a one-time address, and nothing from elsewhere.

Every request must name this host and port; all but the first bring the cookie that the one-time address gave; what
changes anything comes from a page of this address, as JSON.  Every answer forbids scripts and styles written into the
page, frames, and requests to anywhere else.

In: requests.  Out: the same, or a refusal.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types review"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
MOST_BODY = 200_000


class Door:
    """An ASGI application before another that lets in only who may."""

    def __init__(self, app: ASGIApp, *, port: int, closed: str) -> None:
        self.app = app
        self.closed = closed
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.token: str | None = secrets.token_urlsafe(24)
        self.session = secrets.token_urlsafe(32)
        self.cookie = f"review_{port}"
        self.address = f"http://127.0.0.1:{port}/?token={self.token}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = list(message.get("headers", []))
                held += [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": held}
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("host") not in self.hosts:
            await _answer(guarded, 421, "This page is for this machine only.")
            return
        if scope["method"] not in ("GET", "HEAD") and not self._from_here(headers):
            await _answer(guarded, 403, "This request comes from elsewhere.")
            return
        if self._knows(headers.get("cookie", "")):
            await self.app(scope, receive, guarded)
            return
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and self.token is not None and hmac.compare_digest(asked, self.token):
            self.token = None  # an address seen over a shoulder, or in a history, opens nothing
            cookie = f"{self.cookie}={self.session}; Path=/; HttpOnly; SameSite=Strict"
            await _answer(guarded, 303, "", [(b"location", b"/"), (b"set-cookie", cookie.encode())])
            return
        await _answer(guarded, 403, self.closed)

    def _from_here(self, headers: dict[str, str]) -> bool:
        """Whether a request that changes something comes from a page of this address, as JSON, and is no giant."""
        origin = headers.get("origin", "")
        length = headers.get("content-length", "")
        return (
            origin == f"http://{headers.get('host')}"
            and headers.get("content-type", "").partition(";")[0].strip() == "application/json"
            and headers.get("sec-fetch-site", "same-origin") == "same-origin"
            and length.isdigit()
            and int(length) <= MOST_BODY
        )

    def _knows(self, cookies: str) -> bool:
        """Whether the cookies hold this session's."""
        for part in cookies.split(";"):
            name, _, value = part.strip().partition("=")
            if name == self.cookie and hmac.compare_digest(value.encode(), self.session.encode()):
                return True
        return False


async def _answer(
    send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    """Send a plain answer."""
    kind = [(b"content-type", b"text/plain; charset=utf-8"), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": kind})
    await send({"type": "http.response.body", "body": text.encode()})
