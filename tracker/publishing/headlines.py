"""Say a series in plain sentences: the headline, how it changed, how sure it is, a chart in words.

In: a SeriesView of a view.  Out: sentences.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tracker.charts import curve
from tracker.charts.rounding import rounded, step
from tracker.charts.translations import Words
from tracker.publishing.one_series import SeriesView
from tracker.publishing.titles import at_place, ends, place, where
from tracker.publishing.views import SituationView
from tracker.reconciliation import place_keys

WEEK = dt.timedelta(days=7)
LONG = dt.timedelta(days=30)
BESIDE = ("displaced", "returned", "sheltered", "crossed_border", "evacuated", "trapped")
MOST_BESIDE = 5
SLIGHT = 0.01
"""A count smaller than this share of the leading one says nothing beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What is said of a series: a whole sentence, and the same in the parts a page sets apart.

    ``number`` with its unit; ``now`` what these people do or did, as one says it on the day of the count; ``range``
    and ``counted`` the sentences on the range, the day and the change.
    """

    sentence: str
    number: str
    now: str
    range: str
    counted: str
    change: str | None
    sure: str
    short: str

    @property
    def text(self) -> str:
        """All of it as one paragraph."""
        return " ".join(part for part in (self.sentence, self.change, self.sure) if part)


def headline(line: SeriesView, names: Mapping[str, str], say: Words) -> Headline | None:
    """Say a series' last estimate in a plain sentence: number, range, what, where, when, change, how sure."""
    last = line.last
    if last is None:
        return None
    row = line.row
    low, best, high = rounded(last["low"], last["best"], last["high"])
    number = say.count(f"unit.{row.get('unit') or 'person'}", best)
    did = say.get(f"did.{row['measure']}.{row['term']}") or say.name("term", row["term"])
    fill = {
        "number": number,
        "group": say("title.group", group=row["group"]) if row.get("group") else "",
        "did": did,
        "where": where(row, names, say),
        "day": say.day(last["date"]),
        "since": say.day(row.get("since")),
        "start": say.day(last.get("period_start")),
        "end": say.day(last.get("period_end") or last["date"]),
    }
    group = fill["group"]
    both = ends(row, names, say)
    if both and (row.get("destination_id") is None or halved(row)):  # who is sheltered is so in shelters
        both = (both[0], "")
    if both:  # "people from A were sheltered in B"
        fill |= {"group": fill["group"] + both[0], "where": both[1]}
    kind = "stock" if row["measure"] == "stock" else row.get("accumulation") or "flow"
    if kind == "cumulative" and not row.get("since"):
        kind = "flow"
    if kind in ("window", "rate") and not last.get("period_start"):
        kind = "flow"
    if kind == "window" and fill["start"] == fill["end"]:
        kind = "one_day"
    sentence = say(f"headline.{kind}", **fill)
    spread = (
        say("headline.range", low=say.number(low), high=say.number(high))
        if high > low
        else say("headline.no_range")
    )
    differs = change(line, say)
    ranged = {"told": sentence.removesuffix("."), "low": say.number(low), "high": say.number(high)}
    return Headline(
        sentence=f"{sentence} {spread}",
        number=number,
        now=now(line, names, say, kind=kind, fill={**fill, "group": group}),
        range=spread,
        counted=_counted(line, say, kind=kind),
        change=differs,
        sure=sureness(line, say),
        short=say("headline.short", **ranged) if high > low else sentence,
    )


def now(line: SeriesView, names: Mapping[str, str], say: Words, *, kind: str, fill: Mapping[str, Any]) -> str:
    """Say what the counted people do, as one says it on the day of the count: "are staying in Linden Camp"."""
    row = line.row
    origin, destination = place(row.get("origin_id"), names), place(row.get("destination_id"), names)
    known = ("from" if origin else "") + ("to" if destination and not halved(row) else "")
    family = f"now.{'stock' if kind == 'stock' else 'flow'}.{row['term']}"
    pattern = say.get(f"{family}.{known}") or say.get(f"{family}.any")
    at = at_place(destination, say) if destination else ""
    did = (
        pattern.format(origin=origin, destination=destination, at=at)
        if pattern
        else fill["did"] + fill["where"]
    )
    return say(f"now_sentence.{kind}", **{**fill, "did": did}).strip()


def _counted(line: SeriesView, say: Words, *, kind: str) -> str:
    """Say on what day the count stands, and how it changed."""
    last = line.last or {}
    day = say.day(last.get("period_end") or last.get("date"))
    if kind in ("window", "one_day"):
        return ""
    moved = _moved(line, say)
    return say("headline.counted_moved", day=day, moved=moved) if moved else say("headline.counted", day=day)


def _moved(line: SeriesView, say: Words) -> str | None:
    """Say in two or three words how the count changed: "up 2,000 in a week"."""
    found = _gap(line)
    if found is None:
        return None
    size, before, week = found
    if not size:
        return say("moved.none_week") if week else say("moved.none", day=say.day(before))
    key = "moved.up" if size > 0 else "moved.down"
    told = say.number(abs(size))
    return say(f"{key}_week", n=told) if week else say(key, n=told, day=say.day(before))


def change(line: SeriesView, say: Words) -> str | None:
    """Say how the last estimate differs from the one a week before, unless the difference is within doubt."""
    found = _gap(line)
    if found is None:
        return None
    size, before, week = found
    since = say("change.week") if week else say("change.since", day=say.day(before))
    if not size:
        return say("change.none", since=since)
    return say("change.more" if size > 0 else "change.fewer", n=say.number(abs(size)), since=since)


def _gap(line: SeriesView) -> tuple[float, dt.date, bool] | None:
    """Return how much the count changed, rounded, none where that is within doubt; since when; whether a week."""
    last = line.last
    if last is None or curve.is_windowed(line.row):
        return None
    fresh = line.estimates.filter(~pl.col("carried") & (pl.col("date") <= last["date"] - WEEK))
    if fresh.is_empty():
        return None
    before = fresh.sort("date").row(-1, named=True)
    gap = last["best"] - before["best"]
    week = last["date"] - before["date"] <= WEEK + dt.timedelta(days=2)
    if abs(gap) <= max((last["high"] - last["low"]) / 2, 0.01 * last["best"]):
        return 0.0, before["date"], week
    unit = step(last["low"], last["best"], last["high"])
    size = round(abs(gap) / unit) * unit
    return (size if gap > 0 else -size), before["date"], week


def sureness(line: SeriesView, say: Words) -> str:
    """Say on how many counts of how many sources a series rests, and its grade."""
    used = line.used
    names = [dot.source for dot in line.dots if dot.used]
    tally = Counter(names)
    first = sorted(tally, key=lambda name: (-tally[name], name))
    listed = ", ".join(first[:4]) + (say("sure.others") if len(first) > 4 else "")
    told = say(
        "sure.rests",
        claims=say.count("count.claims", used.height),
        sources=say.count("count.sources", len(first)),
        names=listed,
        aside=say.count("sure.aside", line.claims.height - used.height),
    )
    grade = (line.last or {}).get("grade")
    known = say.get(f"grade.{grade}") if grade else None
    if grade and line.last:
        day = say.day(line.last["date"])
        told += " " + (
            say("sure.grade_why", grade=grade, why=say(f"grade.{grade}", day=day))
            if known
            else say("sure.grade", grade=grade)
        )
    return told


def others(view: SituationView) -> list[SeriesView]:
    """Return the newest count of each other measure of the situation: still displaced, returned, sheltered.

    None that is next to nothing beside the leading one, or that rests on no claim.
    """
    lead = view.lead
    if lead is None or lead.last is None:
        return []
    best: dict[tuple[str, ...], SeriesView] = {}
    for line in view.lines:
        row = line.row
        if (
            line is lead
            or line.last is None
            or row["term"] not in BESIDE
            or row["unit"] != "person"
            or row["group"]
            or row["accumulation"] in ("window", "rate")
            or (row["term"], row["measure"]) == (lead.row["term"], lead.row["measure"])
            or line.used.is_empty()
            or line.last["best"] < SLIGHT * lead.last["best"]
        ):
            continue
        # people in one kind of shelter are not those in another
        shelter = (
            str(row["destination_id"]) if row["measure"] == "stock" and row["term"] == "sheltered" else ""
        )
        key = (row["term"], row["measure"], shelter)
        if key not in best or line.last["date"] > (best[key].last or line.last)["date"]:
            best[key] = line
    chosen = sorted(
        best.values(),
        key=lambda line: (
            -(line.last or {})["date"].toordinal(),
            BESIDE.index(str(line.row["term"])),
            -line.weight,
            line.series_id,
        ),
    )
    return chosen[:MOST_BESIDE]


def beside(view: SituationView, say: Words) -> list[str]:
    """Say the newest count of each other measure in a sentence."""
    told = [headline(line, view.names, say) for line in others(view)]
    return [one.short for one in told if one]


def halved(row: Mapping[str, Any]) -> bool:
    """Whether a series counts those in shelters, wherever: its place is no place."""
    place = row.get("destination_id")
    return row["term"] == "sheltered" and bool(place) and place_keys.side(f"~{place}") == "inside"


def leads(view: SituationView, say: Words) -> str | None:
    """Say why the headline's series leads, and that it is not sure where another says otherwise."""
    if view.lead is None or not view.because:
        return None
    told = [say(f"leads.{reason}") for reason in view.because]
    joined = say("leads.and").join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else told[0]
    because = say("leads.because", why=joined)
    if view.rival is None or view.rival.last is None:
        return because
    other = headline(view.rival, view.names, say)
    return f"{say('leads.unsure', other=other.number if other else '')} {because}"


def ended(view: SituationView, say: Words) -> str | None:
    """Say that the headline's series ends long before the last figure of the situation."""
    lead, to = view.lead, view.data_to
    if lead is None or lead.last is None or to is None or to - lead.last["date"] <= LONG:
        return None
    return say("headline.ended", day=say.day(lead.last["date"]), to=say.day(to))


def summary(line: SeriesView, say: Words) -> str:
    """Describe a chart in words, from its data: where it starts, ends, peaks, and what the dots are."""
    if line.estimates.is_empty() or line.last is None:
        return say("alt.empty", title=line.title)
    first = line.estimates.row(0, named=True)
    last = line.last
    peak = line.estimates.sort("best", "date", descending=[True, False]).row(0, named=True)
    fill = {
        "title": line.title,
        "first": say.number(rounded(first["low"], first["best"], first["high"])[1]),
        "first_day": say.day(first["date"]),
        "last": say.number(rounded(last["low"], last["best"], last["high"])[1]),
        "low": say.number(rounded(last["low"], last["best"], last["high"])[0]),
        "high": say.number(rounded(last["low"], last["best"], last["high"])[2]),
        "last_day": say.day(last["date"]),
        "dots": say.count("count.claims", len(line.dots)),
        "aside": say.count("count.set_aside", sum(not dot.used for dot in line.dots)),
        "sources": say.count("count.sources", len({dot.source for dot in line.dots})),
    }
    told = say("alt.windows" if curve.is_windowed(line.row) else "alt.line", **fill)
    if peak["best"] > 1.02 * last["best"] and not curve.is_windowed(line.row):
        told += " " + say(
            "alt.peak",
            peak=say.number(rounded(peak["low"], peak["best"], peak["high"])[1]),
            day=say.day(peak["date"]),
        )
    return told + " " + say("alt.dots", **fill)
