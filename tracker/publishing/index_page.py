"""The index of situations, the chart that stands alone, and the plain-text summary.

In: Pages.  Out: HTML or text.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker.charts.panel import panel
from tracker.charts.rounding import rounded
from tracker.charts.translations import Words
from tracker.publishing import chart_parts, document, first_screen
from tracker.publishing.context import Page
from tracker.publishing.headlines import beside, ended, headline, leads, summary
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.views import SituationView

MOST_OTHERS = 6


def index(pages: Sequence[Page], say: Words, *, extra: Markup | None) -> str:
    """Return the index: a card a situation, the newest first, with its number, its course, its day, its doubt."""
    newest = sorted(pages, key=lambda page: -(page.view.data_to or dt.date.min).toordinal())
    body = join(
        tag("h1", say("page.site")),
        tag("p", say("page.index_lead")),
        tag("ul", [_card(page, say) for page in newest], class_="cards"),
        extra,
    )
    return document.whole(
        document.Document(
            title=say("page.site"),
            description=say("page.description"),
            body=body,
            security=document.policy([]),
        ),
        say,
    )


def _card(page: Page, say: Words) -> Markup:
    """Return the card of one situation."""
    view, lead = page.view, page.view.lead
    said = headline(lead, view.names, say) if lead else None
    title = tag("h2", tag("a", view.situation.title, href=page.file))
    facts = tag("p", first_screen.facts(view, say, page.known_on), class_="facts")
    if lead is None or said is None:
        return tag("li", title, tag("p", say("headline.none"), class_="headline none"), facts)
    doubt = first_screen.doubts(view, say)[:1]
    return tag(
        "li",
        title,
        tag("p", first_screen.number(said.number), " ", said.now, class_="headline"),
        tag("p", said.range, " ", said.counted, class_="range"),
        Markup(panel(lead.row, lead.estimates, label=summary(lead, say), say=say)),
        tag("p", tag("b", say("unsure.title")), " ", doubt[0], class_="unsure") if doubt else None,
        facts,
    )


def single(page: Page) -> str:
    """Return the main chart alone: static, without scripts, fit for an iframe."""
    view, say = page.view, page.say
    line = view.lead
    if line is None:
        chart: Markup = tag("p", say("headline.none"))
    else:
        said = headline(line, view.names, say)
        chart = join(
            tag("p", said.sentence if said else None),
            tag("p", chart_parts.sub_title(line, say), class_="note"),
            tag("figure", chart_parts.pictures(line, view, say)),
            tag("div", chart_parts.keys(line, say), class_="foot"),
            chart_parts.events_list(line, view, say),
            tag("p", chart_parts.source_line(line, say), class_="source"),
        )
    whole = tag("a", say("page.open"), href=page.file, target="_top", rel="noopener")
    body = join(
        tag("h1", line.title if line else view.situation.title), chart, tag("p", whole, class_="note")
    )
    return document.whole(
        document.Document(
            title=view.situation.title,
            description=view.situation.title,
            body=body,
            security=document.policy([]),
        ),
        say,
    )


def text(pages: Sequence[Page]) -> str:
    """Return the summary for an e-mail: plain text, one situation after the other."""
    return "\n\n\n".join("\n".join(_summary_lines(page)) for page in pages) + "\n"


def _summary_lines(page: Page) -> list[str]:
    """Return the lines of one situation: headline, other counts, disagreements, where it was made from."""
    view, say, lead = page.view, page.say, page.view.lead
    title = say("summary.title", title=view.situation.title, known=page.known_on)
    said = headline(lead, view.names, say) if lead else None
    lines = [title, "=" * len(title), "", said.text if said else say("headline.none"), ""]
    if because := leads(view, say):
        lines[-1:] = [because, ""]
    latest, early = beside(view, say), ended(view, say)
    if latest:
        lines += [early or say("headline.beside"), *(f"- {one}" for one in latest), say("headline.apart"), ""]
    lines += _more_lines(view, say)
    lines += ["", f"{say('summary.disagree')}: {view.open.height or say('summary.none')}"]
    lines += [f"- {message}" for message in view.open["message"].head(5).to_list()]
    made = say("summary.made", hash=page.input_hash or say("sign.none"), page=page.file)
    return [*lines, "", made]


def _more_lines(view: SituationView, say: Words) -> list[str]:
    """Return the last figures of the next series by weight."""
    others = [line for line in view.lines if line is not view.lead and line.last][:MOST_OTHERS]
    lines = [say("summary.more") + ":"] if others else []
    for line in others:
        last = line.last
        assert last is not None
        low, best, high = (say.number(value) for value in rounded(last["low"], last["best"], last["high"]))
        said = say("summary.line", title=line.title, n=best, low=low, high=high, day=say.day(last["date"]))
        lines.append(f"- {said}")
    return lines
