"""Which places are one, hold one another, or differ: for linking, never for reading.

A place is known by its id; a bare name is looked up in the gazetteer and, when no gazetteer knows it, stands
for itself (``~name``).  Names a situation declares the same are one.

In: columns origin(_id), destination(_id).  Out: one place key a name; sets of origins that go together.
Words: words.toml
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl


@cache
def words() -> dict[str, Any]:
    """Return the words this room reads."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def fold(name: str) -> str:
    """Return a name without case, accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain.casefold()).strip()


def fold_column(column: str, key: Callable[[str], str | None] = fold) -> pl.Expr:
    """Return the keys of a column's names, null for blanks; each distinct name is folded once."""

    def folded(names: pl.Series) -> pl.Series:
        table = {name: key(name) or None for name in names.unique().drop_nulls().to_list()}
        return names.replace_strict(table, default=None, return_dtype=pl.String)

    return pl.col(column).map_batches(folded, return_dtype=pl.String)


@cache
def _gazetteer() -> Any:
    """Return the gazetteer, or ``None`` where it cannot be loaded."""
    try:
        from tracker.lexicon.gazetteer import gazetteer

        return gazetteer()
    except Exception:
        return None


@cache
def find(name: str, country: str | None) -> str | None:
    """Return the id of a place by its name, ``None`` when no gazetteer knows it."""
    book = _gazetteer()
    if book is None:
        return None
    found = (book.lookup(name, iso3=country.upper()) if country else ()) or book.lookup(name)
    return str(found[0].place_id) if found else None


@cache
def country_names() -> dict[str, str]:
    """Return how countries are called, by ISO 3166 code."""
    book = _gazetteer()
    if book is None:
        return {}
    return {
        entry.iso3: entry.name
        for entry in book.entries(curated=True)
        if entry.level == "country" and entry.iso3
    }


@cache
def parents(place: str) -> tuple[str, ...]:
    """Return what a place lies in, nearest first; ids say it by their dots where no gazetteer does."""
    if place.startswith("~"):
        return ()
    book = _gazetteer()
    if book is not None:
        chain = tuple(step for step in book.parents(place) if step != place)
        if chain:
            return chain
    steps = place.split(".")
    return tuple(".".join(steps[:count]) for count in range(len(steps) - 1, 0, -1))


def country_of(place: str | None) -> str | None:
    """Return the country part of a place id."""
    if not place or place.startswith("~"):
        return None
    return place.split(".", 1)[0]


@cache
def bare(name: str) -> tuple[str, ...]:
    """Return the words of a name without a number before it: "14 shelters" says how many, "Camp 14" says which."""
    counts = set(words()["generic"]["counts"])
    kept = fold(name).split()
    while kept and (kept[0] in counts or kept[0].isdigit()):
        kept.pop(0)
    return tuple(kept)


@cache
def core(key: str) -> frozenset[str]:
    """Return the words of a place key that say which place it is: "Alder" of "Alder refugee site"; numbers count."""
    table = words()
    plain = {
        *table["filler"]["words"],
        *table["generic"]["places"],
        *table["sites"]["words"],
        *table["sites"]["kinds"],
    }
    name = key.lstrip("~") if key.startswith("~") else key.rsplit(".", 1)[-1]
    return frozenset(word for word in fold(name.replace("-", " ")).split() if word not in plain)


@cache
def generic(name: str) -> bool:
    """Whether a name points at no place of its own: "the camp", "safer areas", "three provinces"."""
    return set(bare(name)) <= set(words()["generic"]["places"]) | _nationalities(name)


@cache
def _nationalities(name: str) -> frozenset[str]:
    """Return the words of a name that say of which nation: "the Turkish border" is a border."""
    book = _gazetteer()
    if book is None:
        return frozenset()
    kept = bare(name)
    known = {word for word in kept if nation(word) is not None}
    return frozenset(known) if len(known) < len(kept) else frozenset()


@cache
def nation(word: str) -> str | None:
    """Return the ISO 3166 code of a nationality word."""
    book = _gazetteer()
    if book is None:
        return None
    code = book.demonyms.get(word) or (book.demonyms.get(word[:-1]) if word.endswith("s") else None)
    return str(code) if code else None


@cache
def half(name: str) -> str | None:
    """Return the key of the half of the displaced that a name without a place means: in shelters, or with hosts.

    "14 shelters", "121 evacuation centers" and "official shelters" are one: the count is of buildings.
    """
    table = words()["sites"]
    folded = bare(name)
    plain = " ".join(folded)
    for part in ("inside", "outside"):
        if plain in {fold(word) for word in table[part]}:
            return f"~{table[part][0]}"
    many = set(table["many"])
    if folded and many & set(folded) and set(folded) <= many | set(table["kinds"]):
        return f"~{table['inside'][0]}"
    hosts = set(table["hosts"])
    if folded and hosts & set(folded) and set(folded) <= hosts | set(table["kinds"]):
        return f"~{table['outside'][0]}"
    return None


@cache
def generic_site(name: str) -> bool:
    """Whether a name says "the camp" without saying which."""
    return generic(name) and bool(set(fold(name).split()) & set(words()["sites"]["words"]))


@cache
def group_key(name: str, home: str | None = None) -> str | None:
    """Return the key of a group of people, ``None`` when it is everyone counted.

    ``home`` is the country of the crisis: its people are everyone there.
    """
    folded = fold(name)
    generic_words = words()["generic"]
    if folded in generic_words["groups"]:
        return None
    everyone = set(generic_words["everyone"])
    kept = [
        word
        for word in bare(name)
        if word not in generic_words["idle"] and not (home is not None and nation(word) == home)
    ]
    if all(word in everyone for word in kept):
        return None
    return " ".join(kept) or folded or None


@cache
def distinctive(name: str, letters: int) -> frozenset[str]:
    """Return the words of a name that say where: of so many letters, and not "pocket", "city", "eastern"."""
    filler = set(words()["filler"]["words"])
    return frozenset(word for word in fold(name).split() if word not in filler and len(word) >= letters)


@cache
def is_site(place: str) -> bool:
    """Whether a place is one people stay in: a camp, a shelter, an evacuation centre."""
    sites = set(words()["sites"]["words"])
    name = place.lstrip("~").rsplit(".", 1)[-1]
    if sites & set(fold(name.replace("-", " ")).split()):
        return True
    book = _gazetteer()
    if book is None or place.startswith("~"):
        return False
    return getattr(book.get(place), "level", None) == "camp"


@cache
def side(name: str) -> str | None:
    """Return which half of the displaced a destination names: inside sites, outside them, or neither."""
    key = half(name.lstrip("~"))
    table = words()["sites"]
    return next((part for part in ("inside", "outside") if key == f"~{table[part][0]}"), None)


def together(first: str, second: str, letters: int) -> bool:
    """Whether two origins may be one quantity's: nested, in one district, or sharing a distinctive word."""
    if first == second:
        return True
    above, beyond = parents(first), parents(second)
    if second in above or first in beyond:
        return True
    if first.startswith("~") or second.startswith("~"):
        one, other = (place.lstrip("~").rsplit(".", 1)[-1].replace("-", " ") for place in (first, second))
        words_of, others = distinctive(one, letters), distinctive(other, letters)
        return bool(words_of and others) and (words_of <= others or others <= words_of)
    return bool(above and beyond and above[0] == beyond[0] and "." in above[0])


def origin_sets(origins: Iterable[str], letters: int) -> dict[str, str]:
    """Return for each origin the name of the set it belongs to, for claims alike in all else.

    A whole country joins nothing but itself once smaller places are kept apart.  A name no gazetteer
    knows and that shares no word with others joins the only set there is, if there is one.
    """
    names = sorted(set(origins))
    small = [name for name in names if name.startswith("~") or "." in name]
    countries = [name for name in names if name not in small]
    head: dict[str, str] = {name: name for name in names}

    def top(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    for index, name in enumerate(small):
        for other in small[:index]:
            if together(name, other, letters):
                first, second = sorted((top(name), top(other)))
                head[second] = first
    sets = {top(name) for name in small}
    known = {one for one in sets if any(top(name) == one and not name.startswith("~") for name in small)}
    if len(known) <= 1 and len(sets) > 1:
        goal = min(known) if known else min(sets)
        for one in sets:
            head[one] = goal
        sets = {goal}
    for name in countries:
        if len(sets) == 1 and country_of(next(iter(sets))) in (name, None):
            first, second = sorted((top(name), next(iter(sets))))
            head[second] = first
            sets = {first}
    return {name: top(name) for name in names}


def keys(frame: pl.DataFrame, column: str, same: Mapping[tuple[str | None, str], str]) -> pl.Series:
    """Return the place key of each row's origin or destination: alias, half, id, gazetteer, else ``~name``."""
    parts = frame.select("_situation", f"{column}_id", column, "country_iso3", _where(frame, column))
    distinct = parts.group_by(parts.columns, maintain_order=True).len()
    found = []
    halves: dict[tuple[str | None, str], Counter[str]] = defaultdict(Counter)
    held = {above for place in distinct[f"{column}_id"].drop_nulls().to_list() for above in parents(place)}
    for situation, place_id, name, country, at, often in distinct.iter_rows():
        key: Any = None
        for text in (place_id, fold(name) if name else None):
            if text and key is None:
                key = same.get((situation, text)) or same.get((None, text))
        if key is None and at and (inner := find(at, country)) and "." in inner and inner not in held:
            key = inner  # "in 14 shelters in Alder": those in Alder, where Alder is no name for the whole
        if key is None and name and (part := half(name)):
            halves[situation, part][f"~{' '.join(bare(name))}"] += often
            key = (situation, part)
        if key is None and name and (listed := several(name, place_id)):
            key = f"~{' and '.join(sorted(listed))}"
        if key is None and place_id:
            key = place_id
        if key is None and name and fold(name) and not generic(name):
            key = find(name, country) or f"~{fold(name)}"
        found.append(key)
    # a half of the displaced goes by the name most reports of the crisis give it
    names = {which: min(called, key=lambda name: (-called[name], name)) for which, called in halves.items()}
    table = distinct.select(parts.columns).with_columns(
        pl.Series("_key", [names[key] if isinstance(key, tuple) else key for key in found], dtype=pl.String)
    )
    return parts.join(table, on=parts.columns, how="left", nulls_equal=True, maintain_order="left")["_key"]


def _where(frame: pl.DataFrame, column: str) -> pl.Series:
    """Return the place that shelters or hosts are in, where the sentence says it after them."""
    if "sentence" not in frame.columns:
        return pl.Series("_where", [None] * frame.height, dtype=pl.String)
    between, listed = "|".join(words()["sites"]["within"]), "|".join(words()["lists"]["between"])
    found = []
    for name, sentence in frame.select(column, "sentence").iter_rows():
        hit = None
        if name and sentence and half(name):
            hit = re.search(
                rf"{re.escape(name)}\s+(?:{between})\s+((?:[A-Z][\w’'-]+)(?:\s[A-Z][\w’'-]+)*)(?![\w’'-]|,|\s(?:{listed})\b)",
                sentence,
            )
        found.append(hit.group(1) if hit else None)
    return pl.Series("_where", found, dtype=pl.String)


@cache
def several(name: str, place_id: str | None = None) -> tuple[str, ...]:
    """Return the places a name lists, where it lists two or more: "Alder and Birch" is neither of them."""
    folded = fold(name)
    split = [
        part.strip()
        for part in re.split(r",|;|/|&|\b(?:" + "|".join(words()["lists"]["between"]) + r")\b", name)
    ]
    named = [part for part in split if fold(part) and not generic(part)]
    if len(named) < 2 or not all(part[:1].isupper() for part in named):
        return ()
    book = _gazetteer()
    if (
        book is not None
        and place_id
        and (entry := book.get(place_id)) is not None
        and fold(entry.name) == folded
    ):
        return ()
    if book is not None and book.lookup_exact(name):
        return ()
    plain = set(words()["generic"]["places"])
    return tuple(" ".join(word for word in bare(part) if word not in plain) or fold(part) for part in named)
