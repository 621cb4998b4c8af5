"""The index of situations, the chart that stands alone, and the plain-text summary.

In: Pages.  Out: HTML or text.
Words: charts/strings/<language>.toml
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.charts.rounding import rounded
from tracker.charts.svg import sparkline
from tracker.charts.translations import Words
from tracker.publishing import chart_sections, document
from tracker.publishing.context import Page
from tracker.publishing.headlines import beside, ended, headline, leads, summary
from tracker.publishing.html_tags import Markup, join, tag
from tracker.publishing.sections import reports_in
from tracker.publishing.views import SituationView

MOST_OTHERS = 6


def index(pages: Sequence[Page], say: Words, *, extra: Markup | None) -> str:
    """Return the index: each situation's headline, sparkline, last data, disagreements."""
    cards = []
    for page in pages:
        view = page.view
        lead = view.lead
        said = headline(lead, view.names, say) if lead else None
        if said:
            before, _, after = said.sentence.partition(said.number)
            sentence = join(before, tag("strong", said.number), after)
        else:
            sentence = join(say("headline.none"))
        facts = [
            Markup(sparkline(lead.estimates, label=summary(lead, say))) if lead else None,
            tag("span", say("strip.data_to"), " ", say.day(view.data_to)),
            tag("span", say.count("count.reports", reports_in(view))),
            tag("span", say.count("count.sources", view.sources)),
            tag("span", say.count("count.conflicts", view.open.height)),
            tag("span", say("strip.known_on"), " ", page.known_on),
        ]
        cards.append(
            tag(
                "li",
                tag("h2", tag("a", view.situation.title, href=page.file)),
                tag("p", sentence, class_="headline"),
                tag("p", said.change, class_="support") if said and said.change else None,
                _others(view, say),
                tag("div", facts, class_="facts"),
            )
        )
    body = join(
        tag("h1", say("page.site")),
        tag("p", say("page.index_lead")),
        tag("ul", cards, class_="cards"),
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


def _others(view: SituationView, say: Words) -> Markup | None:
    """Return the latest figures of the other counts of a situation."""
    told, early = beside(view, say), ended(view, say)
    if not told:
        return None
    return join(
        tag("p", early or say("headline.beside"), class_="support"),
        tag("ul", [tag("li", one) for one in told], class_="support beside"),
        tag("p", say("headline.apart"), class_="small"),
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
            tag("p", said.sentence if said else None, class_="support"),
            tag("figure", chart_sections.drawings(line, view, say)),
            chart_sections.static_legend(line.dots, say, line.official),
            chart_sections.events_list(line, view, say),
            tag("p", chart_sections.source_line(line, say), class_="note"),
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
