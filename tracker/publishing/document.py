"""Put a page together: head, security policy, parts, data, scripts.  One file that needs no other.

In: parts as Markup, figures and data.  Out: HTML text.
Words: charts/strings/<language>.toml, assets/page.css, assets/table.js, assets/chart.js
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tracker.charts import standing, theme
from tracker.charts.translations import Words
from tracker.publishing.context import Form
from tracker.publishing.html_tags import Markup, as_json, data_script, join, raw_script, tag

PLOTLY_FILE = "plotly.js"
JS_WORDS = (
    "sign.none",
    "sign.group",
    "sign.unnamed",
    "table.day",
    "table.figure",
    "table.what",
    "table.words",
    "table.who",
    "table.role",
    "table.link",
    "table.page",
    "table.published",
    "table.published_wire",
    "table.printed_by",
    "table.printed_by_wire",
    "claim.no_words",
    "claim.restated_mark",
    "claims.none",
    "claims.rows",
    "claims.page",
    "claims.to_dot",
    "claim.restated",
    "claim.quoted",
    "role.used",
    "hover.counted",
    "hover.printed",
    "hover.printed_wire",
    "hover.day",
    "hover.day_basis",
    "hover.role_why",
    "chart.known_now",
    "page.chart_failed",
    "share.copied",
    "share.failed",
)


@cache
def asset(name: str) -> str:
    """Return a file of the page's own style or script."""
    return (resources.files("tracker.publishing") / "assets" / name).read_text(encoding="utf-8")


@cache
def plotly_js() -> str:
    """Return plotly.js as the plotly package ships it, its one outer function in brackets.

    The brackets let a browser compile it once instead of twice (a tenth of the time to the first chart).
    """
    from plotly.offline import get_plotlyjs

    code = str(get_plotlyjs())
    opening, closing = ": this, () => {", "\n}));"
    if code.count(opening) == 1 and code.rstrip().endswith(closing):
        code = code.replace(opening, ": this, (() => {").rstrip().removesuffix(closing) + "\n})));\n"
    return code.replace("<!--", "<\\!--").replace("</script", "<\\/script")


@cache
def _packed_plotly() -> str:
    return _gzipped(plotly_js())


def _gzipped(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=9, mtime=0)).decode("ascii")


def _packed(id_: str, code: str) -> Markup:
    return Markup(f'<script type="text/plain" id="{id_}">{code}</script>')


@cache
def _hash(code: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"


def policy(scripts: Sequence[str], *, beside: bool = False) -> str:
    """Return a Content-Security-Policy: these scripts, our styles, nothing from anywhere."""
    allowed = (
        " ".join([*(["'self'", "file:"] if beside else []), *(_hash(code) for code in scripts)]) or "'none'"
    )
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "connect-src 'none'; font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"
    )


def head(title: str, *, description: str, security: str) -> Markup:
    """Return the head of a page."""
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=security),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="description", content=description),
        tag("title", title),
        Markup(f"<style>{asset('page.css')}</style>"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One HTML file before it is written: its title, what a search shows of it, its body and its scripts.

    ``security`` is its Content-Security-Policy; ``back`` where a link at the top leads back to; ``facts`` what the
    page rests on.
    """

    title: str
    description: str
    body: Markup
    security: str
    scripts: Markup | None = None
    back: str | None = None
    facts: str | None = None


def whole(made: Document, say: Words) -> str:
    """Return the complete HTML of a document."""
    top = tag(
        "header",
        tag("span", say("page.site"), class_="site"),
        tag("span", made.facts) if made.facts else None,
        tag("a", say("page.back"), href=made.back) if made.back else None,
        class_="top",
    )
    foot = tag("footer", tag("p", say("page.site"), ". ", say("page.description")))
    inside = join(
        tag("a", say("page.skip"), href="#main", class_="skip"),
        top,
        tag("main", made.body, id="main", tabindex="-1"),
        foot,
        made.scripts,
    )
    document = tag(
        "html",
        head(made.title, description=made.description, security=made.security),
        tag("body", inside),
        lang=say.language,
        dir=say.direction,
    )
    return f"<!doctype html>\n{document}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a situation's page is made of: title, headline, what it rests on, parts in order, and its data."""

    title: str
    headline: str
    facts: str
    parts: Sequence[Markup | None]
    data: Mapping[str, Any]


def with_charts(made: Parts, form: Form, say: Words) -> str:
    """Return a situation's page with its charts, tables and data."""
    data = {
        **made.data,
        "config": theme.CONFIG,
        "strings": {key: say(key) for key in JS_WORDS},
        "style": standing.STYLE,
    }
    drawn = {key: data.pop(key) for key in ("figures", "known")}
    code = "".join(asset(f"{name}.js") for name in ("table", "chart", "dots", "share"))
    run = [code]
    announce = tag("p", id="announce", role="status", aria_live="polite", class_="skip")
    scripts: list[Markup] = [announce, data_script(data, id="data")]
    if not drawn["figures"]:
        pass  # nothing to draw: no chart library in the page
    elif form == "compact":
        scripts += [_packed("plotly-gz", _packed_plotly()), _packed("figures-gz", _gzipped(as_json(drawn)))]
        run.append(plotly_js())
    else:
        scripts.append(data_script(drawn, id="figures"))
        if form == "plain":
            scripts.append(raw_script(plotly_js()))
            run.append(plotly_js())
        else:
            scripts.append(tag("script", src=PLOTLY_FILE))
    scripts.append(raw_script(code))
    no_script = tag("noscript", tag("p", say("page.no_script"), class_="note"))
    body = join(made.parts, no_script)
    return whole(
        Document(
            title=f"{made.title}: {say('page.site')}",
            description=made.headline,
            body=body,
            security=policy(run, beside=form == "beside"),
            scripts=join(scripts),
            back="index.html",
            facts=made.facts,
        ),
        say,
    )
