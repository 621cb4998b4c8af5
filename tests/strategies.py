"""Texts for laws: sentences that state claims, sentences that look like it, and anything Unicode holds.

`write_amount` writes a number the ways reports do.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

COUNTED = ("people", "civilians", "families", "refugees", "IDPs", "homes", "villagers", "Syrians", "")
DID = (
    "fled the town of Oum Dabra on Friday",
    "have been displaced since December",
    "were killed in the strike, the Red Crescent said",
    "crossed into Jordan last week",
    "returned to their villages",
    "are sheltering in Camp 14",
    "remain trapped inside",
    "were evacuated from Nahr City, according to the governor",
    "arrived at the camp in the past 48 hours",
    "were destroyed by the flood between 3 and 9 May",
    "are in need of assistance (OCHA 15/03/2019)",
    "received food parcels worth $3 million",
)
HEDGES = ("", "about ", "more than ", "nearly ", "at least ", "up to ", "some ", "an estimated ", "between 20 and ")
FRAMES = (
    "{} {} {}.",
    "- {} {} {}",
    "Around a tenth of the {} {} who {}.",
    "| Oum Dabra | {} {} | {} |",
    "{} {}, including 40 children, {}; another 300 did not.",
    'According to the monitor, "{} {} {}".',
    "No civilians, it said, but {} {} {}!",
    "# {} {} {}",
)


def write_amount(n: int, how: int) -> str:
    """Return ``n`` as reports write it: plain, grouped by comma, by a thin space, or as "k"."""
    if how == 1:
        return f"{n:,}"
    if how == 2:
        return f"{n:,}".replace(",", "\u202f")
    if how == 3 and n % 1000 == 0 and n:
        return f"{n // 1000}k"
    return str(n)


@st.composite
def sentences(draw: Any) -> str:
    """Draw a sentence that states a claim or looks as if it did."""
    number = write_amount(draw(st.integers(0, 3_000_000)), draw(st.integers(0, 3)))
    said = draw(st.sampled_from(FRAMES)).format(
        draw(st.sampled_from(HEDGES)) + number, draw(st.sampled_from(COUNTED)), draw(st.sampled_from(DID))
    )
    return said.upper() if draw(st.integers(0, 19)) == 0 else said


ODD = st.text(
    alphabet=st.one_of(
        st.characters(blacklist_categories=["Cs"]),
        st.sampled_from("İß\u00a0\u202f\u200b\u2028\r\n\t|#-•()“”’.,;:0123456789%"),
    ),
    max_size=40,
)


def texts() -> st.SearchStrategy[str]:
    """Texts composed of such sentences and of odd letters, joined in odd ways."""
    pieces = st.lists(st.one_of(sentences(), sentences(), ODD), min_size=1, max_size=7)
    joints = st.sampled_from([" ", "\n", "\n\n", "", "\r\n"])
    return st.tuples(pieces, joints).map(lambda both: both[1].join(both[0]))
