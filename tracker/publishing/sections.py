"""The parts of a situation's page that hold words and tables; ``chart_sections`` has those with charts.

In: a view.  Out: Markup, one section each.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tracker.charts.rounding import rounded
from tracker.charts.translations import Words
from tracker.publishing.claim_rows import claim_row, heads, role_cell, who_cell, words_cell
from tracker.publishing.headlines import beside, ended, headline, leads
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.views import SituationView

FIRST_ROWS = 40
MOST_CONFLICTS = 100
MOST_OPEN = 12


def section(id_: str, title: str, *body: Any) -> Markup:
    """Return a part of the page with its heading."""
    return tag("section", tag("h2", title, id=f"{id_}-title"), *body, id=id_, aria_labelledby=f"{id_}-title")


def top(view: SituationView, say: Words, *, known_on: str, input_hash: str | None) -> Markup:
    """Return the headline and the strip of facts under it."""
    lead = view.lead
    said = headline(lead, view.names, say) if lead else None
    if said is None:
        told = tag("p", say("headline.none"), class_="headline")
    else:
        before, _, after = said.sentence.partition(said.number)
        told = join(
            tag("p", before, tag("strong", said.number), after, class_="headline"),
            tag("p", id="earlier", class_="support", hidden=True),
            tag("p", said.change, class_="support now") if said.change else None,
            tag("p", leads(view, say), class_="support now") if leads(view, say) else None,
            _beside(view, say),
            tag(
                "p",
                said.sure,
                " ",
                tag("a", say("headline.grades"), href="#grades", class_="small"),
                class_="support now",
            ),
        )
    used = view.claims.filter(pl.col("role") == "used").height
    first = view.claims["day"].drop_nulls().min()
    facts: list[tuple[str, str, str | None]] = [
        ("strip.data_to", say.day(view.data_to), None),
        ("strip.known_on", known_on, None),
        ("strip.first", say.day(first), None),  # type: ignore[arg-type]
        ("strip.reports", say.number(reports_in(view)), None),
        ("strip.sources", say.number(view.sources), None),
        (
            "strip.claims",
            say("strip.claims_used", all=say.number(view.claims.height), used=say.number(used)),
            None,
        ),
        ("strip.conflicts", say.number(view.open.height), None),
    ]
    strip = tag(
        "dl",
        [tag("div", tag("dt", say(key)), tag("dd", value, title=more)) for key, value, more in facts],
        class_="strip",
    )
    mark = None
    if input_hash:
        title = say("strip.hash_title", hash=input_hash)
        mark = tag("p", say("strip.hash", hash=input_hash[:10]), title=title, class_="small")
    return join(told, strip, mark)


def _beside(view: SituationView, say: Words) -> Markup | None:
    """Return the latest figures of the other counts, and where the headline's own count ends early."""
    others, early = beside(view, say), ended(view, say)
    if not others:
        return None
    return join(
        tag("p", early or say("headline.beside"), class_="support now"),
        tag("ul", [tag("li", one) for one in others], class_="support now beside"),
        tag("p", say("headline.apart"), class_="small now"),
    )


def reports_in(view: SituationView) -> int:
    """Return how many reports the claims come from; pages without ids count by address."""
    keys = view.claims.select(pl.coalesce("report_id", "url", "publisher")).to_series().drop_nulls()
    return int(keys.n_unique())


def disagreements(view: SituationView, rows: Mapping[str, Mapping[str, Any]], say: Words) -> Markup:
    """Return where sources disagree: each figure, its words, who counted, what was used and why."""
    title = say("section.disagree")
    if view.conflicts.is_empty():
        return section("disagree", title, tag("p", say("disagree.none")), people(view, say))
    still = view.open
    parts = [tag("p", say("disagree.lead"))]
    if still.is_empty():
        parts.append(tag("p", say("disagree.none_open")))
    else:
        parts.append(_conflict_table(view, still, rows, say, caption=say("disagree.caption")))
    if view.explained.height:
        told = say.count("disagree.explained", view.explained.height)
        table = _conflict_table(view, view.explained, rows, say, caption=say("disagree.explained_one"))
        if view.explained.height > MOST_OPEN:
            parts.append(tag("details", tag("summary", told), table))
        else:
            parts += [tag("h3", told), table]
    return section("disagree", title, parts, people(view, say))


def _conflict_table(
    view: SituationView,
    conflicts: pl.DataFrame,
    rows: Mapping[str, Mapping[str, Any]],
    say: Words,
    *,
    caption: str,
) -> Markup:
    """Return one group of rows a disagreement: what differs, then each figure."""
    titles = {line.series_id: line.title for line in view.lines}
    groups = []
    for conflict in conflicts.head(MOST_CONFLICTS).iter_rows(named=True):
        title = titles.get(conflict["series_id"])
        about = f". {say('disagree.quantity', title=title)}" if title else None
        kind = say("disagree.kind", kind=say.name("conflict", conflict["kind"]))
        day = f"{say.day(conflict['date'])}. " if conflict["date"] else None
        head = tag(
            "th",
            tag("b", day, conflict["message"]),
            tag("br"),
            tag("span", kind, about, class_="small"),
            colspan=5,
            scope="rowgroup",
        )
        members = [rows[id_] for id_ in conflict["claim_ids"] if id_ in rows]
        members.sort(key=lambda row: (row["day"] or "", row["published"] or "", row["claim_id"]))
        groups.append(
            tag("tbody", tag("tr", head), [_side(row, conflict, say) for row in members], class_="group")
        )
    columns = [(f"table.{name}", None) for name in ("day", "figure", "words", "who", "role")]
    table = tag("table", tag("caption", caption), heads(say, columns), groups, class_="cells")
    more = conflicts.height - MOST_CONFLICTS
    return join(table, tag("p", say.count("disagree.more", more), class_="note") if more > 0 else None)


def _side(row: Mapping[str, Any], conflict: Mapping[str, Any], say: Words) -> Markup:
    """Return one figure of a disagreement; a reason that only repeats the heading is left out."""
    shown = {**row, "reason": None} if row["reason"] == conflict["message"] else row
    return tag(
        "tr",
        tag("td", row["day_text"], class_="day", data_label=say("table.day")),
        tag(
            "td",
            tag("a", row["figure"], href=f"#claim-{row['claim_id']}"),
            class_="fig",
            data_label=say("table.figure"),
        ),
        tag("td", words_cell(row, say), data_label=say("table.words")),
        tag("td", who_cell(row, say), data_label=say("table.who")),
        tag("td", role_cell(shown), data_label=say("table.role")),
    )


def people(view: SituationView, say: Words) -> Markup:
    """Return the decisions people made, every column they wrote."""
    head = tag("h3", say("section.decisions"))
    if view.decisions.is_empty():
        return join(head, tag("p", say("decisions.none"), class_="quiet"))
    names = view.decisions.columns
    body = [
        tag(
            "tr",
            [
                tag("td", None if value is None else str(value), data_label=name.replace("_", " "))
                for name, value in row.items()
            ],
        )
        for row in view.decisions.iter_rows(named=True)
    ]
    header = tag("thead", tag("tr", [tag("th", name.replace("_", " "), scope="col") for name in names]))
    return join(
        head, tag("p", say("decisions.lead")), tag("table", header, tag("tbody", body), class_="cells")
    )


def claims(view: SituationView, rows: Sequence[Mapping[str, Any]], say: Words) -> Markup:
    """Return the claims table with its filters; the first rows stand there without JavaScript."""
    columns: list[tuple[str, str | None]] = [
        ("table.day", "day"),
        ("table.figure", "value"),
        ("table.what", "what"),
        ("table.words", "sentence"),
        ("table.who", "source"),
        ("table.role", "role_text"),
    ]
    body = tag("tbody", [claim_row(row, say) for row in rows[:FIRST_ROWS]])
    table = tag(
        "table",
        tag("caption", say("claims.caption")),
        heads(say, columns, sortable=True),
        body,
        id="claims-table",
        class_="cells",
    )

    def pick(id_: str, key: str, options: Sequence[tuple[str, str]]) -> Markup:
        chosen = [
            tag("option", say("claims.any"), value=""),
            *(tag("option", text, value=value) for value, text in options),
        ]
        return tag("label", tag("span", say(key)), tag("select", chosen, id=f"claims-{id_}"))

    roles = Counter((row["role"] or "", row["role_text"]) for row in rows)
    tally = Counter(row["source"] for row in rows)
    sources = sorted(tally, key=lambda name: (-tally[name], name))
    series = [
        (line.series_id, f"{line.title} ({line.claims.height})") for line in view.lines if line.claims.height
    ]
    if any(not row["series_id"] for row in rows):
        series.append(("-", say("claims.no_series")))
    search = tag(
        "input", type="search", id="claims-q", placeholder=say("claims.search_hint"), autocomplete="off"
    )
    controls = tag(
        "div",
        tag("label", tag("span", say("claims.search")), search),
        pick("role", "claims.role", [(role, f"{text} ({n})") for (role, text), n in roles.most_common()]),
        pick("source", "claims.source", [(name, f"{name} ({tally[name]})") for name in sources]),
        pick("series", "claims.series", series),
        tag("button", say("claims.reset"), type="button", id="claims-reset"),
        tag("button", say("claims.download"), type="button", id="claims-download"),
        class_="controls js-only",
        role="group",
        aria_label=say("claims.filters"),
    )
    pager = tag(
        "nav",
        tag("button", say("claims.previous"), type="button", id="claims-previous"),
        tag("span", id="claims-page"),
        tag("button", say("claims.next"), type="button", id="claims-next"),
        class_="pager js-only",
        aria_label=say("claims.pages"),
    )
    rest = None
    if len(rows) > FIRST_ROWS:
        told = say("table.first_rows", n=say.number(FIRST_ROWS), all=say.number(len(rows)))
        rest = tag("noscript", tag("p", told, class_="note"))
    count = tag("p", id="claims-count", class_="quiet js-only", role="status")
    box = tag(
        "details",
        tag("summary", say("claims.show", n=say.number(len(rows)))),
        controls,
        count,
        rest,
        table,
        pager,
        id="claims-box",
        open=True,
    )
    return section("claims", say("section.claims"), tag("p", say("claims.lead")), box)


def all_series(view: SituationView, say: Words) -> Markup:
    """Return one row a quantity: its last value, range and day."""
    body = []
    for line in view.lines:
        last = line.last
        low, best, high = rounded(last["low"], last["best"], last["high"]) if last else (None, None, None)
        kind = "stock" if line.row["measure"] == "stock" else line.row["accumulation"] or "flow"
        cells = [
            ("table.kind", say.name("kind", kind), None),
            ("table.best", say.number(best), "n"),
            ("table.low", say.number(low), "n"),
            ("table.high", say.number(high), "n"),
            ("table.last_day", say.day(last["date"], short=True) if last else say("sign.none"), "day"),
            ("table.claims", say.number(line.used.height), "n"),
        ]
        body.append(
            tag(
                "tr",
                tag("th", line.title, scope="row"),
                [tag("td", text, class_=c, data_label=say(key)) for key, text, c in cells],
            )
        )
    columns = ("title", "kind", "best", "low", "high", "last_day", "claims")
    header = heads(say, [(f"table.{name}", None) for name in columns])
    return join(
        tag("p", say("headline.apart"), class_="quiet"),
        tag("table", tag("caption", say("section.series")), header, tag("tbody", body), class_="cells"),
    )


def changed(lines: Sequence[str], say: Words) -> Markup:
    """Return what changed since the previous run."""
    return section("changed", say("section.changed"), tag("ul", [tag("li", line) for line in lines]))
