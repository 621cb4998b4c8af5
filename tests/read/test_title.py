"""The title of a report: its first line, its subject, what its properties say."""

from __future__ import annotations

import pytest

from tracker.read.title import first_line, subject, told


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("River takes Orva bridge\n\nSome words.", "River takes Orva bridge"),
        ("River takes Orva bridge\nNorth Herald | 3 May 2014\n\nSome words.", "River takes Orva bridge"),
        ("# River takes Orva bridge\n\nSome words.", "River takes Orva bridge"),
        ("The river took the bridge.\n\nSome words.", None),
        ("The river took the bridge of Orva and\ndrove 400 people out.", None),
        ("North Herald, 3 May 2014\n\nSome words.", None),
        ("- one\n\n- two", None),
        ("Short", None),
        ("", None),
    ],
)
def test_first_lines(text: str, title: str | None) -> None:
    assert first_line(text) == title


def test_subjects() -> None:
    assert subject("Fwd: RE: Update\n 3") == "Update 3"
    assert subject("Re:") == "Re:"
    assert subject(None) is None


@pytest.mark.parametrize(
    "title", ["Word Document", "(anonymous)", "Microsoft Word - x.doc", "report.pdf", "Hi"]
)
def test_titles_that_programs_write(title: str) -> None:
    assert told(title) is None
    assert told("Orva: floods") == "Orva: floods"
