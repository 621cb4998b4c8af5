"""The day at the head of a report dates the report: no event takes it, in whatever format it stands."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.claims.read import read_claims
from tracker.vocabulary import Report

DAY = dt.date(2021, 4, 16)
BODY = "The river Orva burst its banks and floods swept through Dera. At least 12 people were killed and 40 were injured."
LIST = "- 12 killed\n- 4,000 people displaced"


def days(text: str, title: str | None = None) -> set[tuple[dt.date | None, dt.date | None]]:
    report = Report(report_id="x", text=text, title=title, published=DAY, published_basis="given")
    found = read_claims(report)[0]
    assert len(found) == 2
    return {(claim.period_start, claim.period_end) for claim in found}


@pytest.mark.parametrize(
    "head",
    [
        "",
        "Floods in Dera\nRelief Office, 16 April 2021\n\n",
        "# Floods in Dera\n\nRelief Office, 16 April 2021\n\n",
        "## Floods in Dera\n\n## Relief Office | April 16, 2021\n\n",
        "Published 16 April 2021, 10:30\n\n",
        "Floods in Dera, situation report, 16 April 2021\n\n",
        "DERA, 16 April 2021 (Wire) - ",
    ],
)
@pytest.mark.parametrize("body", [BODY, LIST], ids=["prose", "list"])
def test_the_day_at_the_head_dates_no_event(head: str, body: str) -> None:
    if body == LIST and head.endswith("- "):
        pytest.skip("a dateline opens a sentence")
    assert days(head + body) == {(None, None)}


def test_the_day_of_the_figures_still_holds() -> None:
    assert {end for _, end in days(f"Floods in Dera\nAs of 14 April 2021\n\n{LIST}")} == {
        dt.date(2021, 4, 14)
    }


def test_a_heading_further_down_still_dates_its_section() -> None:
    text = f"Floods in Dera\n\n{'The river has risen for weeks and nobody had been warned of it. ' * 4}\n\n## Toll on 12 April 2021\n\n{LIST}"
    assert days(text) == {(dt.date(2021, 4, 12),) * 2}


def test_a_title_that_the_text_repeats_reads_as_if_it_did_not() -> None:
    title = "Floods in Dera: report 4 (14/04/2021)"
    assert days(f"# {title}\n\n{LIST}", title) == days(LIST, title)
