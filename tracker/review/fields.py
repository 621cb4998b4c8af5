"""The fields of a claim as a person sees and changes them: by key, by typing, by a click in the text.

In: a claim, and what was typed or clicked.  Out: what each field shows; the corrections that a change makes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker import vocabulary
from tracker.errors import BadArgument
from tracker.review.ordering import number
from tracker.vocabulary import Report

Row = dict[str, str | None]
DOUBTS = {
    "number": "value",
    "what": "term",
    "measure": "measure",
    "day": "day",
    "where": "place",
    "who": "who",
}
"""The field on the card for each field a doubt names."""
KEYS = {
    "value": "v", "unit": "h", "term": "t", "measure": "m", "day": "d", "place": "p", "origin": "f", "country": "c",
    "who": "w", "whole": "o",
}  # fmt: skip
"""The fields of the card in order, and the key that opens each."""
CHOICES: dict[str, tuple[str, ...]] = {
    "term": vocabulary.TERMS,
    "unit": vocabulary.UNITS,
    "measure": vocabulary.MEASURES,
}
MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """A field on the card: its name, the key that opens it, its value, and how it is changed."""

    name: str
    key: str
    value: str
    how: str
    doubtful: bool = False
    changed: bool = False


def shown(
    claim: Mapping[str, Any], claims: Mapping[str, Mapping[str, Any]], changed: set[str]
) -> list[Shown]:
    """Return the fields of a claim in the order of the card."""
    doubt = DOUBTS.get((claim["doubt"] or "").partition(":")[0])
    return [
        Shown(
            name, key, say(name, claim, claims), "choice" if name in CHOICES else name,
            name == doubt, bool(changed & set(COLUMNS[name])),
        )
        for name, key in KEYS.items()
    ]  # fmt: skip


COLUMNS: dict[str, tuple[str, ...]] = {
    "value": ("value", "low", "high", "qualifier"),
    "unit": ("unit",),
    "term": ("term", "subterm"),
    "measure": ("measure",),
    "day": ("period_start", "period_end", "as_of"),
    "place": ("destination", "destination_id"),
    "origin": ("origin", "origin_id"),
    "country": ("country_iso3",),
    "who": ("source", "source_id"),
    "whole": ("part_of",),
}
"""The columns that each field of the card stands for."""


def say(name: str, claim: Mapping[str, Any], claims: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what a field shows; empty where it is not known."""
    if name == "value":
        if claim["qualifier"] == "range":
            return f"{number(claim['low'])} to {number(claim['high'])}"
        return f"{number(claim['value'])}, {claim['qualifier'].replace('_', ' ')}"
    if name == "term":
        return str(claim["subterm"] or claim["term"]).replace("_", " ")
    if name == "day":
        return days(claim["period_start"], claim["period_end"] or claim["as_of"])
    if name == "whole":
        wholes = [claims[id] for id in claim["part_of"] or () if id in claims]
        return ", ".join(str(one["quote"]) for one in wholes)
    column = {"place": "destination", "origin": "origin", "country": "country_iso3", "who": "source"}.get(
        name, name
    )
    return " ".join(str(claim[column] or "").split())


def days(first: dt.date | None, last: dt.date | None) -> str:
    """Return a period as people write it."""
    if last is None:
        return f"from {_day(first)}" if first else ""
    if first is None or first == last:
        return _day(last) if first else f"until {_day(last)}"
    return f"{_day(first)} to {_day(last)}"


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


# -- changing ---------------------------------------------------------------------------------------------


def corrections(name: str, text: str, claim: Mapping[str, Any], report: Report | None) -> list[Row]:
    """Return the corrections that a typed or clicked value makes.

    Raises
    ------
    BadArgument
        The text is no value of the field.
    """
    text = " ".join(text.split())
    made: dict[str, Any] = {}
    if name in CHOICES:
        if text not in CHOICES[name]:
            raise BadArgument(f"{text!r} is none", fix=f"one of {', '.join(CHOICES[name])}")
        made[name] = text
        if name == "term":
            made["subterm"] = None
        if name == "unit" and text == "person":
            made["persons"] = claim["value"]
    elif name == "value":
        made = _value(text, claim)
    elif name == "day":
        made = _period(text, claim, report)
    elif name in ("place", "origin"):
        column = "destination" if name == "place" else "origin"
        words, _, rest = text.partition("|")
        place_id, _, iso3 = rest.partition("|")
        made = {column: words or None, f"{column}_id": place_id or None, f"{column}_iso3": iso3 or None}
    elif name == "country":
        made["country_iso3"] = _country(text)
    elif name == "who":
        made = _speaker(text)
    elif name == "whole":
        made["part_of"] = text or None
    return [{"field": column, "value": plain(value)} for column, value in made.items()]


def plain(value: Any) -> str | None:
    """Return a value as a decision holds it."""
    if value is None or value == "":
        return None
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list):
        return ";".join(map(str, value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _value(text: str, claim: Mapping[str, Any]) -> dict[str, Any]:
    """Return what "about 34,100" or "5,000-7,000" says, read as a report's own number would be."""
    from tracker import api

    found = api.amounts(text)
    if found.is_empty():
        raise BadArgument(f"{text!r} holds no number", fix='such as "34,100", "about 500" or "5,000-7,000"')
    row = found.row(0, named=True)
    made = {name: row[name] for name in ("qualifier", "value", "low", "high")}
    if claim["unit"] == "person":
        made |= {"persons": row["value"], "persons_low": row["low"], "persons_high": row["high"]}
    return made


def period(text: str, report: Report | None) -> tuple[dt.date | None, dt.date | None]:
    """Return the days that "8 mar", "since 3 May" or "2024-03-01 to 2024-03-08" name.

    Raises
    ------
    BadArgument
        The text names no day.
    """
    from tracker.marks.times import find_times
    from tracker.read.days import day

    parts = [day(part.strip()) for part in text.split(" to ")] if " to " in text else [day(text)]
    if all(parts):
        return parts[0], parts[-1]
    reference = report.published if report is not None else None
    found = find_times(text, reference=reference, language="en")
    if not found and reference is not None:
        found = find_times(f"on {text.title()}", reference=reference, language="en")
    if not found:
        raise BadArgument(
            f"{text!r} names no day", fix='such as "8 mar", "since 3 May" or "1 to 8 March 2024"'
        )
    first, last = found[0].value, found[-1].value
    if first.relation == "since":
        return first.start, reference
    return first.start, last.end


def _period(text: str, claim: Mapping[str, Any], report: Report | None) -> dict[str, Any]:
    if not text:
        return {"period_start": None, "period_end": None, "as_of": None}
    first, last = period(text, report)
    stock = claim["measure"] == "stock"
    return {
        "period_start": last if stock else first, "period_end": last, "as_of": last if stock else claim["as_of"],
    }  # fmt: skip


def _country(text: str) -> str | None:
    """Return the code of a country by its code or name."""
    from tracker.lexicon.gazetteer import gazetteer

    if not text:
        return None
    for entry in gazetteer().lookup(text):
        if entry.level == "country":
            return entry.iso3
    if len(text) == 3 and text.isalpha():
        return text.upper()
    raise BadArgument(f"{text!r} is no country", fix="its name, or its code of three letters")


def _speaker(text: str) -> dict[str, Any]:
    from tracker.lexicon.organisations import organisations

    known = organisations().resolve(text) if text else None
    return {
        "source": text or None,
        "source_id": known.source_id if known is not None else None,
        "source_kind": known.kind if known is not None else None,
    }


def places(text: str, iso3: str | None) -> Iterator[tuple[str, str]]:
    """Yield places of a name: what to show, and what it stands for."""
    from tracker.lexicon.gazetteer import gazetteer

    names = gazetteer()
    for entry in names.lookup(" ".join(text.split()), iso3=iso3)[:MOST_PLACES]:
        over = [parent.name for id in names.parents(entry.place_id) if (parent := names.get(id)) is not None]
        label = ", ".join(dict.fromkeys([entry.name, *over]))
        yield f"{label} ({entry.level})", f"{entry.name}|{entry.place_id}|{entry.iso3 or ''}"
