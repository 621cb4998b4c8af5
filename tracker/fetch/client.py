"""Ask a public source politely: again after a fault, later when told to wait, never with a key in a message.

In: a path and its parameters.  Out: the parsed answer, or a FetchError that says the fix.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import logging
import os
import random
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tracker.errors import FetchError, MissingExtra

if TYPE_CHECKING:
    import httpx

AGAIN = {408, 425, 429, 500, 502, 503, 504}
ATTEMPTS = 5
LONGEST_WAIT = 300.0
AGENT = "displacement-tracker"


def key(given: str | None, variable: str, *, what: str, get: str) -> str:
    """Return a key from the option or the environment.

    Raises
    ------
    FetchError
        Neither has it; the message says where to get one.
    """
    found = given or os.environ.get(variable)
    if not found:
        raise FetchError(f"{what} is needed", fix=f"set {variable} (or give the option); {get}")
    return found


class _Hidden(logging.Filter):
    """Takes keys out of what the HTTP library logs."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        super().__init__()
        self.hide = hide

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.hide(record.getMessage()), ()
        return True


class Client:
    """A connection to one source.

    Parameters
    ----------
    base
        Address that paths are added to.
    headers, params
        Sent with every request.
    secrets
        Keys among them: never shown in a message or a log.
    least
        Seconds between two requests.
    refused
        What to do when the source answers 401 or 403.
    """

    def __init__(
        self,
        base: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
        least: float = 0.0,
        refused: str = "check the key and that it is active",
        timeout: float = 60.0,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        try:
            import httpx
        except ImportError as fault:
            raise MissingExtra(
                "fetching needs httpx", fix='pip install "displacement-tracker[fetch]"'
            ) from fault
        self.base = base.rstrip("/")
        self.params = dict(params or {})
        self.secrets = tuple(secret for secret in secrets if secret)
        self.least, self.refused, self.attempts, self.sleep = least, refused, attempts, sleep
        self.last = 0.0
        self.filter = _Hidden(self.hide)
        logging.getLogger("httpx").addFilter(self.filter)
        self.http = httpx.Client(
            headers={"User-Agent": AGENT, **(headers or {})}, timeout=timeout, follow_redirects=True
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        logging.getLogger("httpx").removeFilter(self.filter)

    def hide(self, text: str) -> str:
        """Return the text with every key replaced."""
        from urllib.parse import quote

        for secret in self.secrets:
            for form in (secret, quote(secret, safe="")):
                text = text.replace(form, "***")
        return text

    def json(self, path: str, params: Mapping[str, Any] | None = None, *, body: Any = None) -> Any:
        """Return the parsed answer to a GET, or to a POST when there is a body.

        Raises
        ------
        FetchError
            The source did not answer rightly after all attempts.
        """

        def parse(answer: httpx.Response) -> Any:
            return json.loads(answer.content)

        return self._ask(path, params, body=body, parse=parse)

    def raw(
        self, path: str, *, headers: Mapping[str, str] | None = None
    ) -> tuple[bytes, Mapping[str, str]] | None:
        """Return the bytes and headers of an answer, or ``None`` when nothing has changed (304)."""

        def parse(answer: httpx.Response) -> tuple[bytes, Mapping[str, str]] | None:
            return None if answer.status_code == 304 else (answer.content, dict(answer.headers))

        made: tuple[bytes, Mapping[str, str]] | None = self._ask(path, None, headers=headers, parse=parse)
        return made

    def _ask(
        self,
        path: str,
        params: Mapping[str, Any] | None,
        *,
        parse: Callable[[httpx.Response], Any],
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Ask until the answer is good or the attempts are used up."""
        import httpx

        url = path if "://" in path else f"{self.base}/{path.lstrip('/')}"
        sent = {name: value for name, value in {**self.params, **(params or {})}.items() if value is not None}
        shown = self.hide(url)
        why = ""
        for attempt in range(1, self.attempts + 1):
            self._wait_turn()
            try:
                answer = self.http.request(
                    "GET" if body is None else "POST", url, params=sent or None, json=body, headers=headers
                )
                if answer.status_code in AGAIN:
                    why = f"status {answer.status_code}"
                    wait = _retry_after(answer.headers.get("Retry-After"))
                elif answer.status_code >= 400:
                    raise self._refusal(answer, shown)
                else:
                    return parse(answer)
            except httpx.TransportError as fault:
                why, wait = f"{type(fault).__name__}: {self.hide(str(fault))}".rstrip(": "), None
            except (json.JSONDecodeError, UnicodeDecodeError) as fault:
                why, wait = f"broken JSON: {fault}", None
            except httpx.InvalidURL as fault:
                raise FetchError(f"{shown}: no address ({fault})", fix="check the address") from fault
            if attempt < self.attempts:
                self.sleep(
                    wait if wait is not None else min(60.0, 0.5 * 2**attempt) * random.uniform(0.8, 1.2)
                )
        raise FetchError(
            f"{shown}: no good answer after {self.attempts} attempts ({why})",
            fix="check the network and try later; what was fetched before is kept, the same command goes on",
        )

    def _wait_turn(self) -> None:
        """Keep to the source's pace."""
        rest = self.last + self.least - time.monotonic()
        if self.least and rest > 0:
            self.sleep(rest)
        self.last = time.monotonic()

    def _refusal(self, answer: httpx.Response, shown: str) -> FetchError:
        """Return the error for an answer that will not get better."""
        said = self.hide(" ".join(answer.text[:300].split()))
        if answer.status_code in {401, 403}:
            return FetchError(f"{shown}: refused with {answer.status_code} ({said})", fix=self.refused)
        if answer.status_code in {404, 410}:
            fix = "the address has moved: update this program, or check the id or country"
            return FetchError(f"{shown}: not there ({answer.status_code}; {said})", fix=fix)
        return FetchError(
            f"{shown}: the request was not understood ({answer.status_code}; {said})",
            fix="check the options",
        )


def _retry_after(value: str | None) -> float | None:
    """Return the seconds a source asks to wait, given as seconds or as a date; at most five minutes."""
    if not value:
        return None
    try:
        wait = float(value)
    except ValueError:
        try:
            until = email.utils.parsedate_to_datetime(value)
        except (ValueError, TypeError):
            return None
        wait = (until - dt.datetime.now(until.tzinfo or dt.UTC)).total_seconds()
    return min(max(wait, 0.0), LONGEST_WAIT)
