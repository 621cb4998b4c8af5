"""Twice the input takes about twice the time: sixty patterns that once made, or could make, reading explode.

CPU time is measured, not the clock, and a pattern must fail several times in a row: others use the machine too.
``GROWTH=long`` (as in ``make fuzz``) tries more sizes.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import time
from collections.abc import Callable

import pytest

import tracker

LONG = os.environ.get("GROWTH") == "long"
MOST = 2.4  # times the time for twice the input
SMALLEST = 0.15  # seconds: less than this is noise
TRIES = 4
DAY = dt.date(2024, 3, 7)
SENTENCE = "More than 7,000 people fled Oum Dabra since December, the UN said. "

# a piece that is repeated, with what stands before and after it
REPEATED: dict[str, tuple[str, str, str]] = {
    "prose": ("", "people fled the town and ", ""),
    "claims": ("", SENTENCE, ""),
    "plain": ("", "Rain fell on the hills and the road was shut. ", SENTENCE),
    "digits": ("", "9", " people fled"),
    "commas": ("", "1,", " people fled"),
    "groups": ("1", ",000", " people fled"),
    "millions": ("5 ", "million ", "people fled"),
    "hundreds": ("", "one hundred and ", "people fled"),
    "dashes": ("", "5-", "6 people fled"),
    "blanks": ("5", " ", "people fled"),
    "lines": ("5 people fled", "\n", "6 people"),
    "round": ("", "(", "5 people fled"),
    "closed": ("5 people fled", ")", ""),
    "square": ("", "[", "5 people fled"),
    "asides": ("5 people fled ", "(6 women) ", ""),
    "quotes": ("", '"', "5 people fled, he said"),
    "capitals": ("", "Aa ", "5 people fled"),
    "places": ("", "from Hajin to al-Hol ", "5 people fled"),
    "dates": ("", "since 3 March 2019 ", "5 people fled"),
    "shares": ("", "5 per cent of ", "the 5 people fled"),
    "between": ("", "between 5 and ", "7 people fled"),
    "since": ("", "5 people fled since ", ""),
    "said": ("", "the UN said ", "5 people fled"),
    "dots": ("", "5.", " people fled"),
    "of-whom": ("50,000 people fled", ", of whom 5,000 women", ""),
    "pipes": ("", "|", ""),
    "tabs": ("", "a\t5\tb\n", ""),
    "zero-width": ("", "5\u200b", " people fled"),
    "combining": ("5 people fled e", "\u0301", ""),
    "one-word": ("", "a", " 5 people fled"),
    "one-capital": ("", "A", " 5 people fled"),
    "hyphens": ("", "a-", " 5 people fled"),
    "apostrophes": ("", "a'", " 5 people fled"),
    "slashes": ("", "5/", "6 people fled"),
    "semicolons": ("", "5 people fled; ", ""),
    "colons": ("", "a: ", "5 people fled"),
    "addresses": ("http://a.example/", "c/", " 5 people fled"),
    "footnotes": ("5 people fled", "[1]", ""),
    "plus": ("", "5+", " people fled"),
    "from-to": ("", "from 5 to ", "people fled"),
    "ministries": ("", "Ministry of ", "Health said 5 people fled"),
    "number-words": ("", "twenty one ", "people fled"),
    "halves": ("", "half of ", "the 500 people fled"),
    "others": ("50,000 people fled. ", "Another 300 fled. ", ""),
    "rests": ("50,000 people fled. ", "A tenth of them were women. ", ""),
    "bullets": ("", "- \n", "5 people fled"),
    "quoted": ("", ">", " 5 people fled"),
    "acronyms": ("", "UNHCR OCHA ", "said 5 people fled"),
    "rule-lines": ("", "| --- |\n", "5 people fled"),
    "long-line": ("", "5,000 people fled ", ""),
    "asides-in-asides": ("5 people fled ", "(6 women (3 girls) ", ""),
    "square-asides": ("5 people fled ", "[6 women] ", ""),
    "shut-asides": ("5 people fled ", "6 women) ", ""),
    "shares-of-places": ("Most IDPs fled to ", "Benda (46%), ", ""),
    "counted-jobs": ("They arrested ", "teachers (62), ", ""),
    "said-twice": ("They fled to ", "Benda (39% or 187 families), ", ""),
    "open-places": ("IDPs fled to ", "Benda (", "46%)"),
    "up-from": ("5 people fled", " (up from 4)", ""),
    "respectively": ("In Benda and Kato ", "5 and 6 people, ", "respectively, fled"),
    "including": ("5,000 people fled", ", including 50 women", ""),
    "quotes-closed": ("", '"5 people fled," he said. ', ""),
    "and-nouns": ("5 ", "men, women and ", "children fled"),
    "old-dates": ("", "as of 3 March ", "5 people fled"),
    "officials": ("", "the governor of Hajin, ", "said 5 people fled"),
    "names": ("", "Anna Bell, ", "5 people fled"),
    "front": ("", "In Hajin, ", "5 people fled"),
    "camps-in-camps": ("", "Camp 5 in ", "Hajin holds 7 people"),
    "per": ("", "5 people a ", "tent fled"),
    "percents": ("", "46% ", "of people fled"),
    "currency": ("", "$5 million ", "for 5 people who fled"),
}
# pieces that differ by their number
NUMBERED: dict[str, tuple[str, Callable[[int], str], str]] = {
    "listed": ("There were ", lambda n: f"{1000 + n}, ", " people displaced."),
    "and": ("", lambda n: f"{1000 + n} displaced people and ", "7 more."),
    "items": ("Displaced people:\n", lambda n: f"- {1000 + n} people fled Hajin\n", ""),
    "rows": ("| Camp | IDPs |\n|---|---|\n", lambda n: f"| Camp {n} | {1000 + n} |\n", ""),
    "headings": ("", lambda n: f"# Displaced in camp {n}\n\n5,000 people\n\n", ""),
    "totals": ("", lambda n: f"{n + 1} people fled Hajin, ", "a total of 500 people fled."),
    "aligned": (
        "Camp        IDPs      Families\n",
        lambda n: f"Camp{n}      {1000 + n}      {200 + n}\n",
        "",
    ),
    "nested": ("", lambda n: f"{' ' * (n % 40)}- 5 people fled\n", ""),
    "camps": ("", lambda n: f"In Camp {n} there are {n + 100} people. ", ""),
    "days": ("", lambda n: f"On {n % 28 + 1} March 2024, {n + 100} people fled. ", ""),
}
PATTERNS = [*REPEATED, *NUMBERED]


def text_of(name: str, count: int) -> str:
    """Return a pattern repeated so many times."""
    if name in REPEATED:
        before, piece, after = REPEATED[name]
        return f"{before}{piece * count}{after}"
    before, make, after = NUMBERED[name]
    return f"{before}{''.join(make(number) for number in range(count))}{after}"


def cost(text: str) -> float:
    """Return the seconds of computing that reading a text takes."""
    gc.collect()
    begin = time.process_time()
    tracker.extract_text(text, published=DAY)
    return time.process_time() - begin


def first_count(name: str, letters: int) -> int:
    """Return how often a pattern stands in a text of so many letters."""
    return max(4, letters // max(1, len(text_of(name, 20)) // 20))


@pytest.mark.parametrize("name", PATTERNS)
def test_twice_the_text_takes_about_twice_the_time(name: str) -> None:
    for letters in (2_500, 10_000, 40_000) if LONG else (2_500,):
        count = first_count(name, letters)
        once, twice = text_of(name, count), text_of(name, 2 * count)
        ratios = []
        for _ in range(TRIES):
            small, large = cost(once), cost(twice)
            if large < SMALLEST or large < MOST * small:
                break
            ratios.append(f"{large:.2f} s / {small:.2f} s")
        assert len(ratios) < TRIES, f"{name}, {len(once):,} letters: {', '.join(ratios)}"


def test_there_are_sixty_patterns() -> None:
    assert len(PATTERNS) >= 60
