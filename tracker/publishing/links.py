"""Link a claim to its words: a text fragment for pages, a page number for PDFs, nothing unsafe.

In: a claim's URL and words.  Out: a link, or ``None``.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from urllib.parse import quote, urlsplit, urlunsplit

WORDS_IN_FRAGMENT = 8


def safe_url(url: str | None) -> str | None:
    """Return the URL if it is plain http(s) with a host; anything else is not made into a link."""
    if not url:
        return None
    url = url.strip()
    if any(char.isspace() or ord(char) < 33 or char in '<>"\\^`{|}' for char in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return url


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")


def to_words(
    url: str | None,
    *,
    quote_: str | None = None,
    sentence: str | None = None,
    restated: bool = False,
    page: int | None = None,
) -> str | None:
    """Return a link to the claim's words in its source.

    Restated reports are linked without a fragment: the words are ours, the source does not have them.
    """
    safe = safe_url(url)
    if safe is None:
        return None
    parts = urlsplit(safe)
    bare = urlunsplit(parts._replace(fragment=""))
    if parts.path.lower().endswith(".pdf"):
        return f"{bare}#page={page}" if page else safe
    if restated or not (quote_ or sentence):
        return safe
    return f"{bare}#{parts.fragment}:~:text={_fragment(quote_, sentence)}"


def _fragment(quote_: str | None, sentence: str | None) -> str:
    """Return ``[prefix-,]start[,end]``: the quote with a word before it, or both ends of a long sentence."""
    spoken = (quote_ or sentence or "").split()
    if len(spoken) <= WORDS_IN_FRAGMENT:
        made = _encoded(" ".join(spoken))
    else:
        made = f"{_encoded(' '.join(spoken[:4]))},{_encoded(' '.join(spoken[-4:]))}"
    if quote_ and sentence and quote_ in sentence:
        before = sentence[: sentence.index(quote_)].split()
        after = sentence[sentence.index(quote_) + len(quote_) :].split()
        if before:
            return f"{_encoded(' '.join(before[-3:]))}-,{made}"
        if after and after[0][:1].isalnum():
            return f"{made},-{_encoded(' '.join(after[:3]))}"
    return made


def page_of(offset: int | None, pages: Sequence[int]) -> int | None:
    """Return the page (from 1) that an offset of a PDF's text lies on."""
    if offset is None or not pages:
        return None
    return max(1, bisect.bisect_right(list(pages), offset))
