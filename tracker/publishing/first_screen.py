"""The first screen of a page: the answer in words, its picture, its source, what is unsure, the other counts.

In: a view.  Out: Markup.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.charts.rounding import rounded
from tracker.charts.svg import sparkline
from tracker.charts.translations import Words
from tracker.publishing import chart_sections
from tracker.publishing.headlines import LONG, headline, leads, others, summary
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.one_series import SeriesView
from tracker.publishing.sections import reports_in
from tracker.publishing.views import SituationView

MOST_UNSURE = 3


def first_screen(
    view: SituationView, say: Words, *, frames: Sequence[Mapping[str, Any]], single: str | None
) -> Markup:
    """Return title, answer and picture."""
    title = tag("h1", view.situation.title)
    lead = view.lead
    said = headline(lead, view.names, say) if lead else None
    if lead is None or said is None:
        none = tag("div", tag("p", say("headline.none"), class_="headline none"), class_="answer")
        return tag("div", title, none, class_="first bare")
    shown = tag(
        "div",
        tag("p", number(said.number), " ", tag("span", said.now, class_="did"), class_="headline"),
        tag("p", id="earlier", class_="small", hidden=True),
        tag("p", said.range, " ", said.counted, class_="range now"),
        class_="lead",
    )
    reason = leads(view, say)
    answer = tag(
        "div",
        shown,
        unsure(view, say),
        _others(view, say),
        tag("p", reason, class_="small now") if reason else None,
        class_="answer",
    )
    return tag(
        "div", title, answer, chart_sections.main(view, say, frames=frames, single=single), class_="first"
    )


def number(told: str) -> Markup:
    """Return a number in large letters, its unit smaller."""
    count, _, unit = told.partition(" ")
    return tag("strong", count, tag("small", " ", unit) if unit else None, class_="big")


def doubts(view: SituationView, say: Words) -> list[str]:
    """Return what is unsure of the leading count, the weightiest first."""
    lead = view.lead
    if lead is None or lead.last is None:
        return []
    told = []
    if view.rival is not None and view.rival.last is not None:
        other = headline(view.rival, view.names, say)
        told += [say("unsure.rival", other=other.number)] if other else []
    apart = [dot for dot in lead.dots if dot.dissents]
    if apart:
        newest = max(apart, key=lambda dot: (dot.day, dot.value))
        told.append(say("unsure.dissent", who=newest.source, words=newest.figure, day=say.day(newest.day)))
    to = view.data_to
    if to is not None and to - lead.last["date"] > LONG:
        told.append(say("unsure.ended", day=say.day(lead.last["date"])))
    elif lead.last.get("grade") in ("B", "C", "D"):
        told.append(say(f"unsure.{lead.last['grade']}"))
    return told[:MOST_UNSURE]


def unsure(view: SituationView, say: Words) -> Markup:
    """Return what is unsure in one line, with links to the reasons."""
    lead = view.lead
    told = doubts(view, say)
    apart = lead is not None and any(dot.dissents for dot in lead.dots)
    grade = (lead.last or {}).get("grade") if lead else None
    links = join(
        tag("a", say("unsure.differ"), href="#disagree") if apart else None,
        " · " if apart and grade else None,
        tag("a", say("unsure.grade", grade=grade), href="#grades") if grade else None,
    )
    if not told:
        fill = (tag("b", say("unsure.sure")), " ", say("unsure.A"), " ", links)
        return tag("p", *fill, class_="unsure calm now")
    return tag("p", tag("b", say("unsure.title")), " ", " ".join(told), " ", links, class_="unsure now")


def _others(view: SituationView, say: Words) -> Markup | None:
    """Return the newest of each other count: number, words, day and range, its course as a small line."""
    rows = [(line, said) for line in others(view) if (said := headline(line, view.names, say))]
    if not rows:
        return None
    return tag("ul", [_other(line, said, say) for line, said in rows], class_="others now")


def _other(line: SeriesView, said: Any, say: Words) -> Markup:
    last = line.last or {}
    low, _, high = rounded(last["low"], last["best"], last["high"])
    when = say.day(last["date"])
    if high > low:
        when = f"{when} · {say('figure.range', low=say.number(low), high=say.number(high))}"
    spark = sparkline(line.estimates, label=summary(line, say), width=92, height=30)
    return tag(
        "li",
        tag("b", said.number.split(" ")[0]),
        tag("span", said.now.rstrip("."), class_="what"),
        tag("span", when, class_="when"),
        Markup(spark) if line.estimates.height > 2 else None,
    )


def facts(view: SituationView, say: Words, known_on: str) -> str:
    """Return up to when reports were used, and how many by how many sources."""
    many = say(
        "page.facts",
        reports=say.count("count.reports", reports_in(view)),
        sources=say.count("count.sources", view.sources),
    )
    days = view.claims["published"].drop_nulls().to_list()
    upto = say("known.all", day=say.day(max(days))) if days else ""
    known = say("page.upto", day=say.day(max(days))) if known_on == upto else say("page.known", day=known_on)
    return f"{known} · {many}"
