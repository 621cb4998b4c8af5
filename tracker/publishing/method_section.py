"""The parts of a page that explain: how to read it, definitions, limits, duties, sources, and the data.

In: a Page.  Out: Markup, one section each.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from tracker.charts.translations import Words
from tracker.publishing.claim_rows import heads
from tracker.publishing.context import Page
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.links import safe_url
from tracker.publishing.sections import section
from tracker.publishing.views import SituationView


def method(page: Page) -> Markup:
    """Return how to read the page: method, definitions, limits, responsibility, citation, licence, data."""
    view, say = page.view, page.say
    ours = bool(view.claims["restated"].any())
    words = (
        "stock",
        "flow",
        "claim",
        "source",
        "band",
        "used",
        "duplicate",
        "superseded",
        "conflicting",
        "out_of_scope",
        "unlinked",
        "rejected",
    )
    define = []
    for word in words:
        term, _, meaning = say(f"define.{word}").partition(": ")
        define.append(join(tag("dt", term), tag("dd", meaning[:1].upper() + meaning[1:])))
    cite = say(
        "method.citation_text",
        site=say("page.site"),
        title=view.situation.title,
        day=say.day(view.data_to),
        known=page.known_on,
        hash=(page.input_hash or say("sign.none"))[:16],
    )
    folded: list[tuple[str, str | None, list[Any]]] = [
        (
            say("method.how"),
            None,
            [
                [
                    tag("p", say("method.how_restated" if ours and n == 1 else f"method.how_{n}"))
                    for n in range(1, 5)
                ],
                tag("p", say("method.household"))
                if view.claims["household_size"].is_not_null().any()
                else None,
            ],
        ),
        (say("method.definitions"), None, [tag("dl", define, class_="define")]),
        (
            say("method.grades"),
            "grades",
            [
                tag("p", say("method.grades_lead")),
                tag(
                    "dl",
                    [join(tag("dt", grade), tag("dd", say(f"grades.{grade}"))) for grade in "ABCD"],
                    class_="define",
                ),
            ],
        ),
        (
            say("method.limits"),
            None,
            [[tag("p", say(f"method.limits_{n}")) for n in range(1, 5)], _unread(page)],
        ),
        (say("method.responsibility"), None, [_duties(page, ours)]),
        (say("method.licence"), None, [tag("p", say("method.licence_text")), _publishers(view, say)]),
    ]
    return section(
        "method",
        say("section.method"),
        tag("p", say("method.reuse"), class_="finding"),
        tag("p", cite, class_="cite", id="citation"),
        [tag("details", tag("summary", title), inside, id=id_) for title, id_, inside in folded],
        tag("p", say("strip.hash", hash=page.input_hash), class_="small") if page.input_hash else None,
    )


def _duties(page: Page, ours: bool) -> list[Markup]:
    """Return what was left out and reworded, and why."""
    say, withheld, threshold = page.say, page.withheld, page.options.suppress_below
    duty = [tag("p", say("method.responsibility_1"))]
    if ours:
        duty.append(tag("p", say("method.restated")))
    if threshold:
        fill = {"claims": withheld.get("small_claims", 0), "estimates": withheld.get("small_estimates", 0)}
        duty.append(tag("p", say("method.suppressed", n=say.number(threshold), **fill)))
    if withheld.get("rounded_totals"):
        duty.append(tag("p", say.count("method.rounded", withheld["rounded_totals"])))
    if withheld.get("persons"):
        duty.append(tag("p", say.count("method.persons", withheld["persons"])))
    if withheld.get("reports"):
        fill = {
            "reports": withheld["reports"],
            "claims": withheld["shared_claims"],
            "series": withheld["series"],
        }
        duty.append(tag("p", say("method.withheld", **fill)))
    return duty


def _unread(page: Page) -> Markup | None:
    """Return what could not be read; only readers of more than public pages see the names of files."""
    say, verdicts, bare = page.say, page.options.verdicts, page.options.bare
    if not verdicts and not bare:
        return None
    open_ = page.options.audience != "public"
    told = [say("method.unread_one", place=one.place, fault=one.fault) for one in verdicts] if open_ else []
    none = (
        [say("method.unread_one", place=place, fault=why) for place, why in bare]
        if open_
        else sorted({why for _, why in bare})
    )
    return join(
        tag("p", say.count("method.unread", len(verdicts))) if verdicts else None,
        tag("ul", [tag("li", one) for one in told]) if told else None,
        tag("p", say.count("method.bare", len(bare))) if bare else None,
        tag("ul", [tag("li", one) for one in none]) if none else None,
    )


def _publishers(view: SituationView, say: Words) -> Markup:
    """Return each publisher with how many reports it gave, under what licence and attribution."""
    frame = view.claims.with_columns(pl.coalesce("report_id", "url", "publisher").alias("key"))
    groups = (
        frame.group_by("publisher", "licence", "attribution")
        .agg(pl.col("key").n_unique().alias("n"))
        .sort(
            "n",
            "publisher",
            "licence",
            "attribution",
            descending=[True, False, False, False],
            nulls_last=True,
        )
    )
    body = []
    for row in groups.iter_rows(named=True):
        licence = row["licence"] or say("method.not_stated")
        shown = (
            tag("a", licence, href=licence, rel="noopener noreferrer")
            if safe_url(row["licence"])
            else licence
        )
        body.append(
            tag(
                "tr",
                tag("th", row["publisher"] or say("sign.unnamed"), scope="row"),
                tag("td", say.number(row["n"]), class_="n", data_label=say("method.reports_column")),
                tag("td", shown, data_label=say("method.licence_column")),
                tag(
                    "td", row["attribution"] or say("sign.none"), data_label=say("method.attribution_column")
                ),
            )
        )
    names = ("publisher", "reports", "licence", "attribution")
    header = heads(say, [(f"method.{name}_column", None) for name in names])
    caption = f"{say('method.sources_caption')} ({len(body)})"
    return tag("table", tag("caption", caption), header, tag("tbody", body), class_="cells")


def data(files: Sequence[str], say: Words, *, embedded: bool = True) -> Markup:
    """Return links to the tables beside the page; ``embedded`` says that the page holds them too."""

    def listed(*endings: str) -> list[Any]:
        return [
            join(", " if place else None, tag("a", name.split("/")[-1], href=name))
            for place, name in enumerate(f for f in files if f.endswith(endings))
        ]

    return section(
        "data-files",
        say("section.data"),
        tag(
            "p",
            tag("b", listed(".xlsx"), ": ", say("data.start")),
        )
        if any(name.endswith(".xlsx") for name in files)
        else None,
        tag(
            "details",
            tag("summary", say("data.all")),
            tag(
                "p",
                say("data.lead"),
                " ",
                f"{say('data.embedded')} " if embedded else None,
                say("data.package"),
            ),
            tag("p", say("data.csv"), ": ", listed(".csv")),
            tag("p", say("data.parquet"), ": ", listed(".parquet")),
            tag("p", say("data.others"), ": ", listed(".geojson", "datapackage.json")),
            tag("p", say("data.beside"), class_="note") if embedded else None,
        ),
    )
