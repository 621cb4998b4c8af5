"""Verbs that mean nearly the same read alike, whichever of the two stands in the sentence."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tracker.claims.read import read_claims
from tracker.vocabulary import Report

FILE = Path(__file__).with_name("synonyms.toml")


def read(text: str) -> list[tuple[float, str, str, str]]:
    """Read a text; each claim as value, unit, term and measure."""
    claims, _ = read_claims(Report(report_id="t", text=text, published=dt.date(2019, 3, 8)))
    return [(claim.value, claim.unit, claim.term, claim.measure) for claim in claims]


def sentences(path: Path = FILE) -> Iterator[tuple[str, str, str]]:
    """Return every pair of sentences with the term both state."""
    frames = tomllib.loads(FILE.read_text("utf-8"))["frames"]
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    for kind, table in data.items():
        if kind in ("frames", "about"):
            continue
        for term, *verbs, tail in table["pairs"]:
            tails = (tail.split("|") * 2)[:2]
            for frame in frames[table.get("frames", kind)]:
                yield (
                    term,
                    *(
                        frame.format(
                            who=table.get("who", "people"),
                            by=table.get("by", ""),
                            past=past,
                            participle=participle,
                            ing=ing,
                            tail=after.strip(),
                        )
                        for (past, participle, ing), after in zip(
                            (verb.split(" / ") for verb in verbs), tails, strict=True
                        )
                    ),
                )  # type: ignore[misc]  # three parts: the term and two sentences


@pytest.mark.parametrize(("term", "one", "other"), list(sentences()))
def test_near_synonyms_read_alike(term: str, one: str, other: str) -> None:
    found = read(one)
    assert [claim[2] for claim in found] == [term]
    assert read(other) == found
