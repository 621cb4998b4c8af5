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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.errors import FetchError, MissingExtra, TrackerError

if TYPE_CHECKING:
    import httpx

AGAIN = {408, 425, 429, 500, 502, 503, 504}
ATTEMPTS = 5
LONGEST_WAIT = 300.0
AGENT = "displacement-tracker"
MB = 1024 * 1024
MOST_BYTES = 64 * MB  # of one answer, unpacked
MOST_SECONDS = 300.0
MOST_PAGES = 2000
MOST_REDIRECTS = 6


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


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a source answered, and the request it leads on to."""

    status: int
    raw: bytes
    headers: Mapping[str, str]
    following: httpx.Request | None = None


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
    longest
        Seconds that one answer may take, however it comes in.
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
        longest: float = MOST_SECONDS,
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
        self.longest = longest
        self.pages = 0
        self.page: tuple[Any, Any, Any] = (None, None, None)
        self.filter = _Hidden(self.hide)
        logging.getLogger("httpx").addFilter(self.filter)
        self.http = httpx.Client(
            headers={"User-Agent": AGENT, **(headers or {})}, timeout=timeout, follow_redirects=False
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, _: object, fault: BaseException | None, __: object) -> None:
        self.http.close()
        logging.getLogger("httpx").removeFilter(self.filter)
        if isinstance(fault, Exception) and not isinstance(fault, TrackerError):
            raise FetchError(
                f"{self.base or 'the source'}: an answer that is not understood "
                f"({type(fault).__name__}: {self.hide(str(fault))[:120]})",
                fix="the source has changed, or it is disturbed: try later, or update this program",
            ) from fault

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
        answer = self._ask(path, params, body=body, parse=lambda answer: json.loads(answer.raw))
        self._check_page(path, (params, body), answer)
        return answer

    def raw(
        self, path: str, *, headers: Mapping[str, str] | None = None
    ) -> tuple[bytes, Mapping[str, str]] | None:
        """Return the bytes and headers of an answer, or ``None`` when nothing has changed (304)."""

        def parse(answer: _Answer) -> tuple[bytes, Mapping[str, str]] | None:
            return None if answer.status == 304 else (answer.raw, answer.headers)

        made: tuple[bytes, Mapping[str, str]] | None = self._ask(path, None, headers=headers, parse=parse)
        return made

    def _ask(
        self,
        path: str,
        params: Mapping[str, Any] | None,
        *,
        parse: Callable[[_Answer], Any],
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
                asked = self.http.build_request(
                    "GET" if body is None else "POST", url, params=sent or None, json=body, headers=headers
                )
                answer = self._follow(asked, shown)
                if answer.status in AGAIN:
                    why = f"status {answer.status}"
                    wait = _retry_after(answer.headers.get("retry-after"))
                elif answer.status >= 400:
                    raise self._refusal(answer, shown)
                else:
                    return parse(answer)
            except httpx.InvalidURL as fault:
                raise FetchError(f"{shown}: no address ({fault})", fix="check the address") from fault
            except (httpx.HTTPError, httpx.StreamError) as fault:
                why, wait = f"{type(fault).__name__}: {self.hide(str(fault))}".rstrip(": "), None
            except (ValueError, RecursionError) as fault:
                why, wait = f"broken JSON: {str(fault)[:120]}", None
            if attempt < self.attempts:
                self.sleep(
                    wait if wait is not None else min(60.0, 0.5 * 2**attempt) * random.uniform(0.8, 1.2)
                )
        raise FetchError(
            f"{shown}: no good answer after {self.attempts} attempts ({why})",
            fix="check the network and try later; what was fetched before is kept, the same command goes on",
        )

    def _follow(self, request: httpx.Request, shown: str) -> _Answer:
        """Return the answer to a request, redirections followed; one that carries a key never leaves its host."""
        for _ in range(MOST_REDIRECTS):
            answer = self._read(request, shown)
            following = answer.following
            if following is None:
                return answer
            if self.secrets and following.url.host != request.url.host:
                raise FetchError(
                    f"{shown}: leads to another host ({following.url.host}), which is not given the key",
                    fix="update this program, or ask the source for its new address",
                )
            if self.secrets and (request.url.scheme, following.url.scheme) == ("https", "http"):
                raise FetchError(
                    f"{shown}: leads to an address that is not encrypted, which is not given the key",
                    fix="ask the source for its new address",
                )
            request = following
        raise FetchError(f"{shown}: leads from address to address without end", fix="check the address")

    def _read(self, request: httpx.Request, shown: str) -> _Answer:
        """Return one answer, whole; one too long or too slow is given up."""
        until = time.monotonic() + self.longest
        parts, size = [], 0
        answer = self.http.send(request, stream=True)
        try:
            for part in answer.iter_bytes():
                parts.append(part)
                size += len(part)
                if size > MOST_BYTES:
                    raise FetchError(
                        f"{shown}: an answer of more than {MOST_BYTES // MB} MB",
                        fix="ask for less: fewer countries or days",
                    )
                if time.monotonic() > until:
                    raise FetchError(
                        f"{shown}: an answer that takes more than {self.longest:,.0f} s",
                        fix="try later, or ask for less",
                    )
        finally:
            answer.close()
        return _Answer(answer.status_code, b"".join(parts), dict(answer.headers), answer.next_request)

    def _check_page(self, path: str, question: Any, answer: Any) -> None:
        """Raise when a source gives pages without end, or the same page to another question."""
        self.pages += 1
        held = list(answer.values()) if isinstance(answer, dict) else [answer]
        filled = any(isinstance(one, list) and one for one in held)
        again = filled and (path, answer) == self.page[:2] and question != self.page[2]
        if again or self.pages > MOST_PAGES:
            why = "the same page again" if again else f"more than {MOST_PAGES:,} pages"
            raise FetchError(
                f"{self.hide(f'{self.base}/{path}')}: the source gives {why}",
                fix="try later; what was fetched before is kept",
            )
        self.page = (path, answer, question)

    def _wait_turn(self) -> None:
        """Keep to the source's pace."""
        rest = self.last + self.least - time.monotonic()
        if self.least and rest > 0:
            self.sleep(rest)
        self.last = time.monotonic()

    def _refusal(self, answer: _Answer, shown: str) -> FetchError:
        """Return the error for an answer that will not get better."""
        said = self.hide(" ".join(answer.raw[:300].decode("utf-8", "replace").split()))
        if answer.status in {401, 403}:
            return FetchError(f"{shown}: refused with {answer.status} ({said})", fix=self.refused)
        if answer.status in {404, 410}:
            fix = "the address has moved: update this program, or check the id or country"
            return FetchError(f"{shown}: not there ({answer.status}; {said})", fix=fix)
        return FetchError(
            f"{shown}: the request was not understood ({answer.status}; {said})",
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
