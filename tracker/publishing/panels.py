"""Every other count over time: small drawings side by side, each with its sentence; then all of them as a table.

In: a view.  Out: Markup.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.charts import curve
from tracker.charts.panel import panel
from tracker.charts.rounding import rounded
from tracker.charts.translations import Words
from tracker.publishing.headlines import headline, summary
from tracker.publishing.headlines import others as main_counts
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.one_series import SeriesView
from tracker.publishing.sections import all_series, section
from tracker.publishing.views import SituationView

MOST_PANELS = 6
MOST_FOLDED = 12
MOST_LEAST = 3


def counts(view: SituationView, say: Words) -> Markup:
    """Return how each count developed: the finding, small drawings, a table of all."""
    lead = view.lead
    parts: list[Markup | None] = [tag("p", course(lead, say), class_="finding")] if lead else []
    parts += [tag("p", told) for told in least_known(view, say)]
    others = [line for line in view.lines if line is not lead and line.estimates.height > 1]
    if others:
        parts.append(tag("p", say("headline.apart"), class_="quiet"))
        parts.append(_panels(others[:MOST_PANELS], view, say))
    rest = others[MOST_PANELS : MOST_PANELS + MOST_FOLDED]
    if rest:
        more = say.count("multiples.folded", len(rest))
        parts.append(tag("details", tag("summary", more), _panels(rest, view, say)))
    told = say("section.series_n", n=say.number(len(view.lines)))
    parts.append(tag("details", tag("summary", told), all_series(view, say), id="series"))
    return section("counts", say("section.trend"), parts)


def least_known(view: SituationView, say: Words) -> list[str]:
    """Say which of the counts that people would ask for are known worst, if any is."""
    bad = [line for line in main_counts(view) if line.last and line.last.get("grade") in ("C", "D")]
    bad.sort(key=lambda line: str((line.last or {})["grade"]), reverse=True)
    told = [
        say("least.one", number=said.number, now=said.now.rstrip("."), grade=(line.last or {})["grade"])
        for line in bad[:MOST_LEAST]
        if (said := headline(line, view.names, say))
    ]
    return [say("least.known", counts="; ".join(told))] if told else []


def course(line: SeriesView, say: Words) -> str:
    """Say how a count went: from what on which day to what on which, and when it was highest."""
    last = line.last
    if last is None or line.estimates.is_empty():
        return say("headline.none")
    rows = line.estimates.sort("date")
    first = rows.row(0, named=True)
    peak = rows.sort("best", "date", descending=[True, False]).row(0, named=True)

    def told(row: dict[str, object]) -> str:
        return say.number(rounded(row["low"], row["best"], row["high"])[1])  # type: ignore[arg-type]

    fill = {"first": told(first), "first_day": say.day(first["date"]), "last": told(last)}
    fill |= {"last_day": say.day(last["date"]), "peak": told(peak), "peak_day": say.day(peak["date"])}
    if first["date"] == last["date"]:
        return say("course.one", **fill)
    if curve.is_windowed(line.row):
        return say("course.windows", n=say.number(rows.height), **fill)
    way = (
        "up"
        if last["best"] > 1.05 * first["best"]
        else "down"
        if last["best"] < 0.95 * first["best"]
        else "level"
    )
    sentence = say(f"course.{way}", **fill)
    if peak["best"] > 1.05 * max(last["best"], first["best"]):
        sentence += " " + say("course.peak", **fill)
    return sentence


def _panels(lines: Sequence[SeriesView], view: SituationView, say: Words) -> Markup:
    """Return one small drawing a series, with its sentence."""
    items = []
    for line in lines:
        said = headline(line, view.names, say)
        told = join(tag("b", said.number), " ", said.now.rstrip(".")) if said else join(line.title)
        drawn = Markup(panel(line.row, line.estimates, label=summary(line, say), say=say))
        items.append(
            tag(
                "li",
                tag("h3", told),
                tag("p", said.range if said else None, " ", said.counted if said else None, class_="small"),
                drawn,
            )
        )
    return tag("ul", items, class_="panels")
