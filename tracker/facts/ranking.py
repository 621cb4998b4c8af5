"""Rank the facts of each report: wholes before parts, people before homes, the newest before what is long past.

In: the claims table.  Out: the facts table, one row a fact, ranked within its report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tracker import tables
from tracker.lexicon.gazetteer import gazetteer

# what an analyst records first; terms of one rank compete by how many they speak of
RANKS: tuple[frozenset[str], ...] = (
    frozenset({"displaced", "evacuated", "sheltered", "crossed_border"}),
    frozenset({"returned"}),
    frozenset({"housing_destroyed"}),
    frozenset({"trapped", "affected"}),
    frozenset({"killed", "missing", "injured", "detained"}),
)
RANK_OF = {term: rank for rank, terms in enumerate(RANKS) for term in terms}
UNITS = {"person": 0, "household": 1, "dwelling": 2}
LONG_PAST = dt.timedelta(days=60)  # older than the newest fact by more than this is told as background
AS_STATED, FOR_HOUSEHOLDS = "as stated", "homes destroyed stand for households"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact of a report, before it has a rank."""

    claims: tuple[dict[str, Any], ...]
    value: float
    low: float | None
    high: float | None
    place: str | None
    place_id: str | None
    part: bool
    logic: str

    @property
    def first(self) -> dict[str, Any]:
        """The claim that gives the fact its kind and period."""
        return self.claims[0]


def facts(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the facts of each report, ranked.

    Parameters
    ----------
    claims
        The claims table, shape (n, columns of claims).

    Returns
    -------
    polars.DataFrame
        The facts table, shape (number of facts, columns of facts): ``rank`` counts from 1 within each report,
        ``claim_ids`` lead to the words, ``logic`` says how the value was come by.

    Examples
    --------
    >>> import tracker
    >>> text = "Some 400 people fled Hajin and 300 fled Susah; 90 houses were destroyed."
    >>> facts(tracker.extract_text(text)).select("rank", "term", "value", "logic").rows()[0]
    (1, 'displaced', 700.0, 'sum of 2 places')
    """
    rows: list[dict[str, Any]] = []
    for told in tables.conform("claims", claims).partition_by("report_id", maintain_order=True):
        rows += _ranked(told.to_dicts())
    return tables.from_rows("facts", rows)


def _ranked(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one report's facts as rows."""
    ranks = {claim["claim_id"]: RANK_OF[claim["term"]] for claim in claims}
    stated = [{**claim, "part": _is_part(claim, ranks)} for claim in claims if _is_fact(claim)]
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for claim in stated:
        key = (claim["term"], claim["subterm"], claim["measure"], claim["unit"], claim["period_end"])
        groups.setdefault(key, []).append(claim)
    found = [fact for group in groups.values() for fact in (*_stated(group), *_summed(group))]
    newest = max((day for fact in found if (day := fact.first["period_end"])), default=None)
    displaced = any(RANK_OF[fact.first["term"]] == 0 and not fact.part for fact in found)
    ordered = sorted(found, key=lambda fact: _order(fact, newest))
    return [_row(fact, rank, displaced) for rank, fact in enumerate(ordered, 1)]


def _is_fact(claim: dict[str, Any]) -> bool:
    """Return whether a claim states something that happened, in a unit that can be counted."""
    if claim["hypothetical"] or claim["negated"] or claim["per"] or not claim["value"]:
        return False
    return claim["unit"] in UNITS and claim["group_role"] != "composition"


def _stated(group: list[dict[str, Any]]) -> Iterator[Fact]:
    """Yield a fact for each number of a group; the same number at the same place is one fact."""
    told: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for claim in group:
        told.setdefault((claim["value"], _place(claim)[1], claim["part"]), []).append(claim)
    for (value, place_id, part), same in told.items():
        first = same[0]
        yield Fact(
            claims=tuple(same),
            value=value,
            low=first["low"],
            high=first["high"],
            place=_place(first)[0],
            place_id=place_id,
            part=part,
            logic=AS_STATED,
        )


def _summed(group: list[dict[str, Any]]) -> Iterator[Fact]:
    """Yield the sum over places apart, where the report gives no whole that holds them."""
    wholes = [claim for claim in group if not claim["part"]]
    if any(claim["is_total"] for claim in wholes) or any(_place(claim)[1] is None for claim in wholes):
        return
    placed: dict[str, dict[str, Any]] = {}
    for claim in wholes:
        placed.setdefault(_place(claim)[1] or "", claim)
    apart = [
        claim
        for id_, claim in placed.items()
        if not any(_holds(id_, other) or _holds(other, id_) for other in placed)
    ]
    if len(apart) < 2 or len(apart) < len(placed):
        return
    countries = {claim["country_iso3"] for claim in apart}
    yield Fact(
        claims=tuple(apart),
        value=sum(claim["value"] for claim in apart),
        low=_added(claim["low"] for claim in apart) if any(claim["low"] for claim in apart) else None,
        high=None,
        place=", ".join(dict.fromkeys(_place(claim)[0] or "" for claim in apart)),
        place_id=None if len(countries) > 1 else _parent(placed),
        part=False,
        logic=f"sum of {len(apart)} places",
    )


def _added(values: Iterable[float | None]) -> float | None:
    known = list(values)
    return None if any(value is None for value in known) else sum(value or 0.0 for value in known)


def _holds(outer: str, inner: str) -> bool:
    return outer != inner and gazetteer().within(inner, outer)


def _parent(place_ids: Iterable[str]) -> str | None:
    """Return the narrowest place that holds all of these."""
    chains = [gazetteer().parents(id_) for id_ in place_ids]
    shared = [id_ for id_ in chains[0] if all(id_ in chain for chain in chains[1:])] if chains else []
    return shared[0] if shared else None


def _is_part(claim: dict[str, Any], ranks: Mapping[str, int]) -> bool:
    """Return whether a claim counts some of the people of another fact of its rank.

    The sheltered among the affected are no part: they are what an analyst records.
    """
    if claim["is_total"]:
        return False
    wholes = (*(claim["part_of"] or ()), claim["share_of"])
    if any(ranks.get(whole) == RANK_OF[claim["term"]] for whole in wholes if whole):
        return True
    return bool(claim["sex"] or claim["age_group"] or claim["group_role"] == "subset")


def _place(claim: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the name and id of the place a fact is recorded at: where people are, or where it struck."""
    sides = ("destination", "origin") if claim["measure"] == "stock" else ("origin", "destination")
    for side in sides:
        if claim[f"{side}_id"] or claim[side]:
            return claim[side], claim[f"{side}_id"]
    return None, None


def _order(fact: Fact, newest: dt.date | None) -> tuple[Any, ...]:
    claim = fact.first
    end = claim["period_end"]
    past = bool(newest and end and newest - end > LONG_PAST)
    damaged = claim["subterm"] == "damaged"
    return (
        past,
        fact.part,
        RANK_OF[claim["term"]],
        damaged,
        UNITS[claim["unit"]],
        -fact.value,
        claim["start"] or 0,
    )


def _row(fact: Fact, rank: int, displaced: bool) -> dict[str, Any]:
    claim = fact.first
    homes = claim["term"] == "housing_destroyed" and not displaced and claim["subterm"] != "damaged"
    return {
        **{
            name: claim[name]
            for name in ("report_id", "publisher", "published", "url", "source", "quote", "qualifier")
        },
        **{name: claim[name] for name in ("term", "subterm", "measure", "unit", "country_iso3", "situation")},
        **{name: claim[name] for name in ("period_start", "period_end")},
        "rank": rank,
        "value": fact.value,
        "low": fact.low,
        "high": fact.high,
        "place": fact.place,
        "place_id": fact.place_id,
        "part": fact.part,
        "claim_ids": [one["claim_id"] for one in fact.claims],
        "logic": FOR_HOUSEHOLDS if homes and fact.logic == AS_STATED else fact.logic,
    }
