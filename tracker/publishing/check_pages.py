"""What a comparison of two states and the check of a draft look like: sentences for a table, pages of their own.

In: Changes; figures with their verdicts and the text they stand in.  Out: sentences, HTML.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tracker.charts.rounding import three
from tracker.charts.translations import Words
from tracker.checking import UNSUPPORTED, Change
from tracker.publishing import document
from tracker.publishing.claim_rows import heads
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.links import safe_url

GOOD = frozenset({"supported", "inside"})
Figures = Sequence[Mapping[str, Any]]


def change_sentence(one: Change, say: Words) -> str:
    """Say how an estimate moved, by how much and why."""
    fill = {
        "title": one.label,
        "new": say.number(three(one.best)) if one.best is not None else None,
        "old": say.number(three(one.old)) if one.old is not None else None,
        "day": say.day(one.day),
        "old_day": say.day(one.old_day),
    }
    told = say(f"shift.{one.kind}", **fill)
    if one.share is not None:
        told += " " + say("changed.share", share=f"{one.share:+.0%}".replace("%", " %"))
    return f"{told} {say('changed.because', why=why(one, say))}"


def why(one: Change, say: Words) -> str:
    """Say what moved an estimate."""
    return ", ".join(say.name("because", reason) for reason in one.why)


def diff_page(claims: pl.DataFrame, changes: Sequence[Change], *, before: str, after: str, say: Words) -> str:
    """Return a comparison as a page of its own."""
    tally = Counter(claims["change"].to_list())
    found = say(
        "diff.found",
        n=say.number(len(changes)),
        **{name.replace(" ", "_"): say.number(tally[name]) for name in ("added", "gone", "read anew")},
    )
    moved = [
        tag(
            "tr",
            tag("td", one.label, data_label=say("table.title")),
            tag("td", _value(one.old, one.old_day, say), class_="n", data_label=say("diff.before")),
            tag("td", _value(one.best, one.day, say), class_="n", data_label=say("diff.after")),
            tag(
                "td",
                f"{one.share:+.0%}" if one.share is not None else None,
                class_="n",
                data_label=say("diff.share"),
            ),
            tag("td", why(one, say), data_label=say("table.why")),
        )
        for one in changes
    ]
    rows = [
        tag(
            "tr",
            tag("td", say.name("because", row["change"]), data_label=say("table.what")),
            tag("td", row["quote"], data_label=say("table.figure")),
            tag("td", row["publisher"], data_label=say("table.who")),
            tag("td", row["fields"], data_label=say("table.why")),
        )
        for row in claims.iter_rows(named=True)
    ]
    head = heads(
        say, [(key, None) for key in ("table.title", "diff.before", "diff.after", "diff.share", "table.why")]
    )
    claim_head = heads(say, [(f"table.{name}", None) for name in ("what", "figure", "who", "why")])
    title = say("diff.title", before=before, after=after)
    body = join(
        tag("h1", title),
        tag("p", found, class_="finding"),
        tag("table", head, tag("tbody", moved), class_="cells"),
        tag("details", tag("summary", say("diff.claims", n=say.number(len(rows)))),
            tag("table", claim_head, tag("tbody", rows), class_="cells")),
    )  # fmt: skip
    return _page(title, body, say)


def _value(best: float | None, day: Any, say: Words) -> Markup | None:
    if best is None:
        return None
    return join(say.number(three(best)), tag("span", say.day(day, short=True), class_="small spread"))


def _page(title: str, body: Markup, say: Words) -> str:
    made = document.Document(title=title, description=title, body=body, security=document.policy([]))
    return document.whole(made, say)


def verdict_text(row: Mapping[str, Any], say: Words) -> str:
    """Say what became of a figure in a few words: its verdict, how it is wrong, the newer figure."""
    told = say.name("verdict", row["verdict"])
    if row["detail"]:
        told += f": {say.name('detail', row['detail'])}"
    if row["newer"] is not None:
        told += "; " + say(
            "check.newer",
            n=say.number(three(row["newer"])),
            low=say.number(three(row["newer_low"])),
            high=say.number(three(row["newer_high"])),
            day=say.day(row["newer_day"], short=True),
        )
    return told


def summary_of(figures: Figures, say: Words) -> str:
    """Say how many of a draft's figures stand."""
    bad = sum(row["verdict"] in UNSUPPORTED for row in figures)
    stale = sum(row["verdict"] == "out of date" for row in figures)
    return say("check.found", n=say.number(len(figures)), bad=say.number(bad), stale=say.number(stale))


def check_page(figures: Figures, text: str, *, name: str, say: Words) -> str:
    """Return a draft with each figure marked, and under it what each rests on."""
    parts: list[Any] = []
    at = 0
    for n, row in enumerate(figures, 1):
        if row["start"] < at:
            continue
        look = "good" if row["verdict"] in GOOD else "stale" if row["verdict"] == "out of date" else "bad"
        link = tag(
            "a",
            tag("mark", text[row["start"] : row["end"]], class_=f"figure {look}"),
            tag("sup", n),
            href=f"#f{n}",
        )
        parts += [text[at : row["start"]], link]
        at = row["end"]
    parts.append(text[at:])
    body = [
        tag(
            "tr",
            tag("td", n, data_label="#"),
            tag("td", row["figure"], class_="fig", data_label=say("table.figure")),
            tag("td", verdict_text(row, say), data_label=say("check.verdict")),
            tag("td", _words(row, say), data_label=say("table.words")),
            id=f"f{n}",
        )
        for n, row in enumerate(figures, 1)
    ]
    columns = heads(
        say, [(key, None) for key in ("check.number", "table.figure", "check.verdict", "table.words")]
    )
    title = say("check.title", name=name)
    whole = join(
        tag("h1", title),
        tag("p", summary_of(figures, say), class_="finding"),
        tag("div", [tag("p", join(*_lines(parts)))], class_="draft"),
        tag("table", columns, tag("tbody", body), class_="cells"),
    )
    return _page(title, whole, say)


def _lines(parts: Sequence[Any]) -> list[Any]:
    """Return the parts of a text with its line ends kept."""
    made: list[Any] = []
    for part in parts:
        if isinstance(part, Markup):
            made.append(part)
            continue
        for place, line in enumerate(str(part).split("\n")):
            made += [tag("br"), line] if place else [line]
    return made


def _words(row: Mapping[str, Any], say: Words) -> Markup | None:
    if row["words"] is None:
        return None
    who = " · ".join(filter(None, (row["source"], row["publisher"], say.day(row["day"], short=True))))
    url = safe_url(row["url"])
    link = tag("a", say("table.link"), href=url, rel="noopener noreferrer") if url else None
    return join(tag("q", row["words"]), tag("br"), tag("span", who, " ", link, class_="small"))
