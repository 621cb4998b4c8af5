"""Put the reconciler's notes into words a reader knows: names for ids, dates in full.

In: messages and reasons with ids.  Out: the same with titles, sources, publishers and days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

import polars as pl

from tracker.charts.dots import figure_text
from tracker.charts.translations import Words

DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
TOKEN = re.compile(r"[^\s(),;:]+")


def note_translator(claims: pl.DataFrame, titles: Mapping[str, str], say: Words) -> Callable[[str], str]:
    """Return what puts a note into plain words.

    ``claims`` give the names behind claim ids and sources; ``titles`` those behind series ids.
    """
    printed: dict[str, tuple[str, str]] = {}
    sources: dict[str, str] = {}
    for claim in claims.iter_rows(named=True):
        who = claim["publisher"] or claim["source"] or say("sign.unnamed")
        printed[claim["claim_id"]] = (figure_text(claim, say), who)
        name = claim.get("source_name") or claim["source"]
        for key in (claim["source_id"], claim["source"], claim["source_name"]):
            if key and name:
                sources.setdefault(key, name)
                sources.setdefault(key.casefold(), name)
        if claim["publisher"]:
            sources.setdefault(claim["publisher"].casefold(), claim["publisher"])
    phrases = sorted((key for key in sources if len(key) > 1), key=lambda key: (-len(key), key))
    named = (
        re.compile(r"(?<![\w.-])(?:" + "|".join(map(re.escape, phrases)) + r")(?![\w-])") if phrases else None
    )

    def tell(note: str) -> str:
        note = re.sub(r"\(([^\s()]+)\)", lambda m: f"({printed[m[1]][1]})" if m[1] in printed else m[0], note)
        note = TOKEN.sub(lambda m: _token(m[0], printed, titles), note)
        note = DAY.sub(lambda m: _day(m, say), note)
        if named is not None:
            note = named.sub(lambda m: sources[m[0]], note)
        return note[:1].upper() + note[1:]

    return tell


def _token(token: str, printed: Mapping[str, tuple[str, str]], titles: Mapping[str, str]) -> str:
    bare = token.rstrip(".")
    if bare in titles:
        return f"“{titles[bare]}”" + token[len(bare) :]
    if bare in printed:
        figure, who = printed[bare]
        return f"“{figure}” in {who}" + token[len(bare) :]
    return token


def _day(match: re.Match[str], say: Words) -> str:
    try:
        return say.day(dt.date(int(match[1]), int(match[2]), int(match[3])), short=True)
    except ValueError:
        return match[0]
