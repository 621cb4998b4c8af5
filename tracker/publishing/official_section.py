"""Say where official figures and estimates part, and by how much: a part of a page, absent where there are none.

In: a view whose lines have official figures beside them.  Out: Markup.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.charts.official_lines import Official
from tracker.charts.rounding import rounded
from tracker.charts.translations import Words
from tracker.publishing.claim_rows import heads
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.links import safe_url
from tracker.publishing.one_series import SeriesView
from tracker.publishing.sections import section
from tracker.publishing.views import SituationView

MOST_ROWS = 60
COLUMNS = ("what", "day", "official", "estimate", "apart")

Beside = tuple[SeriesView, Official]


def section_beside(view: SituationView, say: Words) -> Markup | None:
    """Return the official figures drawn on this page: those outside the range first, the others folded."""
    every = [(line, one) for line in view.lines for one in line.official]
    if not every:
        return None
    apart = [pair for pair in every if not (_met(pair) or {"inside": True})["inside"]]
    others = [pair for pair in every if pair not in apart]
    told = say.count("official.fits", len(others))
    return section(
        "official",
        say("section.official"),
        tag("p", say("official.lead")),
        _table(apart, say, caption=say("official.caption"))
        if apart
        else tag("p", say("official.none_apart")),
        tag("details", tag("summary", told), _table(others, say)) if others else None,
    )


def _met(pair: Beside) -> Mapping[str, Any] | None:
    """Return where a figure met an estimate of its series."""
    line, one = pair
    return line.met.get(one.claim_id)


def _table(pairs: Sequence[Beside], say: Words, *, caption: str | None = None) -> Markup:
    """Return one row a figure, those of one quantity together, oldest first."""
    table = tag(
        "table",
        tag("caption", caption) if caption else None,
        heads(say, [(f"table.{name}", None) for name in COLUMNS]),
        tag("tbody", [_row(pair, say) for pair in pairs[:MOST_ROWS]]),
        class_="cells",
    )
    more = len(pairs) - MOST_ROWS
    return join(table, tag("p", say.count("official.more", more), class_="note") if more > 0 else None)


def _row(pair: Beside, say: Words) -> Markup:
    line, one = pair
    met = _met(pair)
    url = safe_url(one.url)
    link = tag("a", say("table.link"), href=url, rel="noopener noreferrer", target="_blank") if url else None
    estimate = say("sign.none")
    if met:
        low, best, high = (say.number(value) for value in rounded(met["low"], met["best"], met["high"]))
        estimate = say("official.estimate", best=best, low=low, high=high)
    cells = (
        line.title,
        one.when,
        join(one.figure, tag("br"), tag("span", one.source, " ", link, class_="small")),
        estimate,
        _apart(met, say),
    )
    return tag(
        "tr",
        [tag("td", cell, data_label=say(f"table.{name}")) for name, cell in zip(COLUMNS, cells, strict=True)],
    )


def _apart(met: Mapping[str, Any] | None, say: Words) -> str:
    """Say how far a figure lies from the best estimate, and how much of the estimate that is."""
    if met is None:
        return say("official.alone")
    if met["inside"]:
        return say("official.inside")
    _, best, _ = rounded(met["low"], met["best"], met["high"])
    away = met["official"] - best
    if not best:
        return say("official.above_zero", n=say.number(away))
    share = say.number(round(abs(away) / best * 100))
    return say("official.above" if away > 0 else "official.below", n=say.number(abs(away)), share=share)
