"""Lay claims out for people: what a row shows, its link, and the columns embedded in the page.

In: a view's claims.  Out: rows, packed columns, table cells.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import polars as pl

from tracker.charts.dots import day_of, figure_text, source_of
from tracker.charts.translations import Words
from tracker.publishing import links
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.titles import folded, where
from tracker.publishing.views import SituationView

CSV_COLUMNS = (
    "claim_id",
    "day",
    "value",
    "low",
    "high",
    "qualifier",
    "hedge",
    "unit",
    "figure",
    "what",
    "where",
    "quote",
    "sentence",
    "restated",
    "source",
    "publisher",
    "wire",
    "published",
    "url",
    "series_id",
    "role",
    "reason",
)
HIDDEN_WHEN_RESTATED = ("quote",)


def rows_of(view: SituationView, say: Words) -> list[dict[str, Any]]:
    """Return what the page shows of each claim, in the table's order."""
    called = {
        folded(alias): one.name for one in view.situation.same_places for alias in (one.name, *one.aliases)
    }

    def printed(name: str | None) -> str | None:
        return called.get(folded(name), name) if name else None

    dotted = {dot.claim_id for line in view.lines for dot in line.dots}
    has_line = {line.series_id for line in view.lines if line.estimates.height}
    made = []
    for claim in view.claims.iter_rows(named=True):
        day = day_of(claim)
        restated = bool(claim["restated"])
        page = links.page_of(claim.get("start"), claim.get("pages") or ())
        href = links.to_words(
            claim["url"], quote_=claim["quote"], sentence=claim["sentence"], restated=restated, page=page
        )
        published = claim["published"]
        made.append(
            {
                "claim_id": claim["claim_id"],
                "day": day.isoformat() if day else None,
                "day_text": say.day(day, short=True),
                "basis": say.name("basis", claim["as_of_basis"]) or None,
                "value": _tidy(claim["value"]),
                "low": _tidy(claim["low"]),
                "high": _tidy(claim["high"]),
                "qualifier": claim["qualifier"],
                "hedge": claim["hedge"],
                "unit": claim["unit"],
                "figure": figure_text(claim, say),
                "what": _what(claim, say),
                "where": where(
                    claim
                    | {
                        "origin_id": claim["origin_id"] or printed(claim["origin"]),
                        "destination_id": claim["destination_id"] or printed(claim["destination"]),
                    },
                    view.names,
                    say,
                ).strip()
                or None,
                "quote": claim["quote"],
                "sentence": claim["sentence"],
                "restated": restated,
                "source": source_of(claim, say),
                "publisher": claim["publisher"],
                "wire": claim["wire"] if claim["wire"] != claim["publisher"] else None,
                "published": published.isoformat() if published else None,
                "published_text": say.day(published, short=True) if published else None,
                "url": url if (url := links.safe_url(claim["url"])) != href else None,
                "href": href,
                "page": page if href and "#page=" in href else None,
                "series_id": claim["series_id"],
                "role": claim["role"],
                "role_text": say.name("role", claim["role"]) or say("claims.no_series"),
                "reason": claim["reason"],
                "dot": claim["claim_id"] in dotted and claim["series_id"] in has_line,
            }
        )
    return made


def _tidy(value: float | None) -> float | None:
    """Return a value without digits nobody counted: whole persons, shares to four places."""
    if value is None or value == round(value):
        return value
    return round(value, 4) if abs(value) < 10 else round(value, 1)


def _what(claim: Mapping[str, Any], say: Words) -> str:
    what = say.name("term", claim["subterm"] or claim["term"])
    group = say("title.group", group=claim["group"]) if claim["group"] else ""
    kind = "stock" if claim["measure"] == "stock" else claim["accumulation"] or "flow"
    return f"{what}{group}, {say.name('kind', kind)}"


def packed(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return rows as columns; a column that repeats itself holds its distinct values and where they stand."""
    columns: dict[str, Any] = {}
    for name in rows[0] if rows else ():
        values = [row[name] for row in rows]
        texts = [value for value in values if isinstance(value, str)]
        distinct = list(dict.fromkeys(texts))
        if (
            texts
            and len(distinct) * 2 < len(values)
            and all(value is None or isinstance(value, str) for value in values)
        ):
            at = {value: place for place, value in enumerate(distinct)}
            columns[name] = {"of": distinct, "at": [-1 if value is None else at[value] for value in values]}
        else:
            columns[name] = values
    return {"rows": len(rows), "columns": columns}


def packed_frame(frame: pl.DataFrame) -> dict[str, Any]:
    """Return a frame as packed columns; days in ISO form."""
    rows = [{name: _plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]
    return packed(rows)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 2)
    return value.isoformat() if hasattr(value, "isoformat") else value


def words_cell(row: Mapping[str, Any], say: Words) -> Markup:
    """Return the words of a claim: quoted when they are the source's, marked when they are ours."""
    whole = row["sentence"] or row["quote"]
    if not whole:
        return tag("span", say("claim.no_words"), class_="small")
    if row["restated"]:
        mark = say("claim.restated_mark", publisher=row["publisher"] or say("sign.unnamed"))
        return tag("span", tag("b", f"{mark}: "), whole, class_="restated")
    quote = row["quote"]
    if quote and quote in whole:
        before, _, after = whole.partition(quote)
        return tag("q", before, tag("mark", quote), after)
    return tag("q", whole)


def who_cell(row: Mapping[str, Any], say: Words) -> Markup:
    """Return who counted, who printed and when, and the link to the words."""
    printed = None
    if row["publisher"]:
        key = ("table.published" if row["published_text"] else "table.printed_by") + (
            "_wire" if row["wire"] else ""
        )
        told = say(key, day=row["published_text"], name=row["publisher"], wire=row["wire"])
        printed = tag("span", tag("br"), told, class_="small")
    link = None
    if row["href"]:
        text = say("table.page", n=row["page"]) if row["page"] else say("table.link")
        label = f"{text}: {row['publisher'] or row['source']}, {row['figure']}"
        link = join(
            " ",
            tag(
                "a",
                text,
                href=row["href"],
                rel="noopener noreferrer",
                target="_blank",
                aria_label=label,
                data_url=plain if (plain := unquote(row["url"] or row["href"])) != row["href"] else None,
            ),
        )
    return join(row["source"], printed, link)


def role_cell(row: Mapping[str, Any]) -> Markup:
    """Return what became of a claim and why."""
    why = join(tag("br"), tag("span", row["reason"], class_="small")) if row["reason"] else None
    return join(tag("span", row["role_text"], class_=f"badge {row['role'] or ''}"), why)


def claim_row(row: Mapping[str, Any], say: Words) -> Markup:
    """Return one row of the claims table."""
    place = join(tag("br"), tag("span", row["where"], class_="small")) if row["where"] else None
    return tag(
        "tr",
        tag("td", row["day_text"], class_="day", data_label=say("table.day")),
        tag("td", row["figure"], class_="fig", data_label=say("table.figure")),
        tag("td", row["what"], place, data_label=say("table.what")),
        tag("td", words_cell(row, say), data_label=say("table.words")),
        tag("td", who_cell(row, say), data_label=say("table.who")),
        tag("td", role_cell(row), data_label=say("table.role")),
        id=f"claim-{row['claim_id']}",
        tabindex="-1",
    )


def _width(key: str) -> str | None:
    name = key.removeprefix("table.")
    return name if name in ("words", "what", "who", "role") else None


def heads(say: Words, columns: Iterable[tuple[str, str | None]], *, sortable: bool = False) -> Markup:
    """Return a table head; sortable columns hold a button."""
    cells = []
    for key, by in columns:
        name = say(key)
        if sortable and by:
            button = tag("button", name, type="button", title=say("claims.sort", column=name))
            cells.append(tag("th", button, scope="col", data_sort=by, aria_sort="none", class_=_width(key)))
        else:
            cells.append(tag("th", name, scope="col", class_=_width(key)))
    return tag("thead", tag("tr", cells))
