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
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.views import SituationView

FIRST_ROWS = 40
MOST_CONFLICTS = 100
MOST_FIRST = 4
FEW = 6


def section(id_: str, title: str, *body: Any) -> Markup:
    """Return a part of the page with its heading."""
    return tag("section", tag("h2", title, id=f"{id_}-title"), *body, id=id_, aria_labelledby=f"{id_}-title")


def reports_in(view: SituationView) -> int:
    """Return how many reports the claims come from; pages without ids count by address."""
    keys = view.claims.select(pl.coalesce("report_id", "url", "publisher")).to_series().drop_nulls()
    return int(keys.n_unique())


def disagreements(view: SituationView, rows: Mapping[str, Mapping[str, Any]], say: Words) -> Markup:
    """Return where sources disagree: the finding, who says what, then each figure with its words, folded."""
    title = say("section.disagree")
    still, solved = view.open, view.explained
    if still.is_empty():
        found = say("disagree.none" if solved.is_empty() else "disagree.none_open")
        parts: list[Markup | None] = [tag("p", found, class_="finding")]
    else:
        found = f"{say.count('disagree.lead', still.height)} {say('disagree.lead_note')}"
        parts = [tag("p", found, class_="finding"), _who_says_what(view, rows, say)]
        table = _conflict_table(view, still, rows, say, caption=say("disagree.caption"))
        parts.append(tag("details", tag("summary", say.count("disagree.show", still.height)), table))
    if solved.height:
        told = say.count("disagree.explained", solved.height)
        table = _conflict_table(view, solved, rows, say, caption=say("disagree.explained_one"))
        parts.append(tag("details", tag("summary", told), table))
    return section("disagree", title, parts, people(view, say))


def _who_says_what(view: SituationView, rows: Mapping[str, Mapping[str, Any]], say: Words) -> Markup:
    """Return the weightiest open disagreements in a row each: of the leading count first, then the newest."""
    lead = view.lead.series_id if view.lead else None
    titles = {line.series_id: line.title for line in view.lines}
    found = sorted(
        view.open.iter_rows(named=True),
        key=lambda row: (row["series_id"] != lead, -(row["date"].toordinal() if row["date"] else 0)),
    )
    body = []
    for conflict in found[:MOST_FIRST]:
        members = [rows[id_] for id_ in conflict["claim_ids"] if id_ in rows][:2]
        if not members:
            continue
        about = titles.get(conflict["series_id"]) or say.name("conflict", conflict["kind"])
        cells = [
            ("table.day", say.day(conflict["date"], short=True) if conflict["date"] else None, "day"),
            ("table.what", about, None),
            *(
                (key, _says(members[at]) if at < len(members) else None, "fig")
                for at, key in enumerate(("table.one_says", "table.other_says"))
            ),
            ("table.why", say.name("conflict", conflict["kind"]), None),
        ]
        body.append(tag("tr", [tag("td", text, class_=c, data_label=say(key)) for key, text, c in cells]))
    columns = [(f"table.{name}", None) for name in ("day", "what", "one_says", "other_says", "why")]
    return tag("table", heads(say, columns), tag("tbody", body), class_="cells says")


def _says(row: Mapping[str, Any]) -> Markup:
    """Return a figure that leads to its words, and who gave it."""
    link = tag("a", row["figure"], href=f"#claim-{row['claim_id']}")
    return join(link, tag("br"), tag("span", row["source"], class_="small"))


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
    if view.decisions.is_empty():
        return tag("p", say("decisions.none"), class_="quiet")
    head = tag("h3", say("section.decisions"))
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
    )
    return section("claims", say("section.claims"), tag("p", _fates(view, rows, say), class_="finding"), box)


def _fates(view: SituationView, rows: Sequence[Mapping[str, Any]], say: Words) -> str:
    """Say how many numbers were read and used, and what became of the others."""
    tally = Counter(row["role"] or "unlinked" for row in rows if row["role"] != "used")
    used = len(rows) - tally.total()
    told = say(
        "claims.lead",
        all=say.number(len(rows)),
        reports=say.count("count.reports", reports_in(view)),
        used=say.number(used),
    )
    if not tally:
        return told
    why = "; ".join(say.count(f"fate.{role}", n) for role, n in tally.most_common())
    return f"{told} {say('claims.not_used', why=why)}"


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
            ("table.grade", (last or {}).get("grade") or say("sign.none"), None),
        ]
        body.append(
            tag(
                "tr",
                tag("th", line.title, scope="row"),
                [tag("td", text, class_=c, data_label=say(key)) for key, text, c in cells],
            )
        )
    columns = ("title", "kind", "best", "low", "high", "last_day", "claims", "grade")
    header = heads(say, [(f"table.{name}", None) for name in columns])
    return join(
        tag("p", say("headline.apart"), class_="quiet"),
        tag("table", tag("caption", say("section.series")), header, tag("tbody", body), class_="cells"),
    )


def changed(lines: Sequence[str], say: Words) -> Markup:
    """Return what changed since the previous run."""
    first, *rest = lines or [say("changed.same")]
    more = tag("ul", [tag("li", line) for line in rest]) if rest else None
    if len(rest) > FEW:
        more = tag("details", tag("summary", say("changed.all", n=say.number(len(rest)))), more)
    return section("changed", say("section.changed"), tag("p", first, class_="finding"), more)
