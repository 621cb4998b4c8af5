"""Name places and series: as the situation, the gazetteer or the claims call them, never two alike.

In: rows of series, claims, situations.  Out: names and headings.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tracker.charts.translations import Words
from tracker.lexicon.gazetteer import gazetteer
from tracker.publishing.privacy import Tables
from tracker.vocabulary import Situation


def folded(name: str) -> str:
    """Return a place name as it is compared: small letters, no marks, one space."""
    return " ".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def placed(
    row: Mapping[str, Any], members: pl.DataFrame, situation: Situation, names: dict[str, str]
) -> dict[str, Any]:
    """Name both ends of a series: as the situation calls them, else as its claims print them.

    A series whose ends have no id gets the name in its place, so that flows and maps can use it; ``names``
    takes in what was found.
    """
    known = {folded(alias): one.name for one in situation.same_places for alias in (one.name, *one.aliases)}
    made = dict(row)
    keys = str(row["series_id"]).split(".")
    for end, word in (("origin", "from-"), ("destination", "to-")):
        id_ = row[f"{end}_id"]
        key = next((part.removeprefix(word) for part in keys if part.startswith(word)), "")
        printed = Counter(name for name in members[end].drop_nulls().to_list())
        if not id_ and sum(printed.values()) * 2 < members.height:
            continue
        best = min(printed, key=lambda name: (-printed[name], name), default=None)
        called = next(
            (
                known[folded(name)]
                for name in [*sorted(printed, key=lambda name: (-printed[name], name)), key]
                if folded(name) in known
            ),
            None,
        )
        if id_ and called and id_ in names:
            called = names[id_] if folded(names[id_]) not in known else called
        name = called or (names.get(id_) if id_ else None) or best
        if id_ is None:
            made[f"{end}_id"] = name
        if made[f"{end}_id"] and name:
            names[made[f"{end}_id"]] = name
    return made


CRISIS = re.compile(r"([a-z]{3})-(\d{4})-(\d{2})")


def situation_title(id_: str, say: Words) -> str:
    """Return how a situation nobody named is called: by its country and first month, else as its folder is."""
    found = CRISIS.fullmatch(id_)
    country = gazetteer().get(found[1]) if found else None
    if found is None or country is None or not 1 <= int(found[3]) <= len(say.months):
        return id_.replace("-", " ").replace("_", " ").title()
    return say("page.crisis_title", country=country.name, month=say.months[int(found[3]) - 1], year=found[2])


def place_names(tables: Tables, situations: Sequence[Situation]) -> dict[str, str]:
    """Return how each place id is called: by the situation, the gazetteer, else as most often printed."""
    printed: Counter[tuple[str, str]] = Counter()
    for end in ("origin", "destination"):
        printed.update(
            (id_, name) for id_, name in tables.claims.select(f"{end}_id", end).rows() if id_ and name
        )
    names: dict[str, str] = {}
    for (id_, name), _ in sorted(printed.items(), key=lambda item: (item[1], item[0])):
        names[id_] = name
    names.update(dict(tables.places.select("place_id", "name").rows()))
    for situation in situations:
        names.update({place.place_id: place.name for place in situation.same_places if place.place_id})
    return names


def titles_of(
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    heres: Mapping[str, Mapping[str, str]],
    sizes: Counter[str],
    say: Words,
) -> dict[str, str]:
    """Return a heading for each series; those that would share one are kept apart by what differs."""
    made: dict[str, str] = {}
    for id_, members in rows.items():
        same: dict[str, list[Mapping[str, Any]]] = {}
        for row in sorted(members, key=lambda row: (-sizes[row["series_id"]], row["series_id"])):
            same.setdefault(series_title(row, heres[id_], say), []).append(row)
        called = {folded(name): name for name in heres[id_].values()}
        taken = set(same)
        for title, twins in same.items():
            for n, row in enumerate(twins, 1):
                best = title if len(twins) == 1 else f"{title} ({_apart(row, twins, called, say)})"
                if len(twins) > 1 and best in taken:  # nothing but the order keeps them apart
                    best = f"{title} [{n}]"
                taken.add(best)
                made[row["series_id"]] = best
    return made


def _apart(
    row: Mapping[str, Any], twins: Sequence[Mapping[str, Any]], called: Mapping[str, str], say: Words
) -> str:
    """Say what the id of one series has that those of its twins lack: a destination, an origin, a group."""
    parts = [str(one["series_id"]).split(".") for one in twins]
    own = [part for part in str(row["series_id"]).split(".") if not all(part in other for other in parts)]
    told = []
    for part in own:
        end, _, rest = part.partition("-")
        words = rest.replace("-", " ") if end in ("to", "from") and rest else part.replace("-", " ")
        name = called.get(folded(words), words)
        told.append(say(f"apart.{end}", place=name) if end in ("to", "from") and rest else name)
    return ", ".join(told) or say("apart.none")


def place(id_: str | None, names: Mapping[str, str]) -> str | None:
    """Return how a place is called; a name as printed stays as it is, only an id is made into a name."""
    if not id_:
        return None
    if id_ in names:
        return names[id_]
    if " " in id_ or not id_.islower() or not ("." in id_ or "-" in id_):
        return id_
    return id_.split(".")[-1].replace("-", " ").replace("_", " ").title()


def at_place(name: str, say: Words) -> str:
    """Return " in A", or " with relatives" of those who host."""
    hosts = say("where.hosts").split("|")
    return say("where.with" if folded(name) in hosts else "where.in", place=name)


def where(row: Mapping[str, Any], names: Mapping[str, str], say: Words) -> str:
    """Return " from A to B", as far as it is known; " from A in B" for what happens in a place."""
    origin, destination = place(row.get("origin_id"), names), place(row.get("destination_id"), names)
    told = say("where.from", place=origin) if origin else ""
    if destination:
        inside = row.get("measure") == "stock" or say.get(f"placed.{row.get('term')}") is not None
        told += at_place(destination, say) if inside else say("where.to", place=destination)
    return told


def ends(row: Mapping[str, Any], names: Mapping[str, str], say: Words) -> tuple[str, str] | None:
    """Return " from A" and " in B" of what happens in a place (shelter, death, arrest); ``None`` for moves."""
    if say.get(f"placed.{row['term']}") is None:
        return None
    origin, destination = place(row.get("origin_id"), names), place(row.get("destination_id"), names)
    return say("where.from", place=origin) if origin else "", at_place(
        destination, say
    ) if destination else ""


def series_title(row: Mapping[str, Any], names: Mapping[str, str], say: Words) -> str:
    """Return what a series counts, where and since when, as a heading."""
    kind = "stock" if row["measure"] == "stock" else row.get("accumulation") or "flow"
    what = say.name("term", row.get("subterm") or row["term"])
    group = say("title.group", group=row["group"]) if row.get("group") else ""
    since = say("title.since", day=say.day(row["since"])) if row.get("since") else ""
    unit = "" if row.get("unit") == "person" else say("title.unit", unit=say.name("axis", row.get("unit")))
    fill = {"what": what, "group": group, "where": where(row, names, say)}
    both = ends(row, names, say)
    pattern = f"placed.{row.get('subterm') or row['term']}"
    if both and both[0] and both[1] and say.get(pattern):
        # "people from A sheltered in B"
        fill = {
            "what": say(pattern, **{"group": group, "from": both[0], "at": both[1]}),
            "group": "",
            "where": "",
        }
    told = say(f"title.{kind}", **fill, since=since, unit=unit)
    return told[:1].upper() + told[1:]
