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
HEDGES = (
    "",
    "about ",
    "more than ",
    "nearly ",
    "at least ",
    "up to ",
    "some ",
    "an estimated ",
    "between 20 and ",
)
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


# -- a small crisis of our own, for the whole way ----------------------------------------------------------

ARTICLE = """Holdouts dig in beside the canal

This photograph, released by a relief corps on May 5, 2022, shows tents beside the canal at Tell Wadi.

Fighters of the League dug in beside the canal at Tell Wadi in eastern Syria on Friday as the river militia made ready to take the last strip they hold.

Thousands of men and women have streamed out of the strip in recent days, some of them barefoot.

The League once held two provinces, ruling millions of people, and has lost all but the strip.

Militia spokesman Karim Daoud said no civilians had been evacuated on Friday.

More than 3,000 people, mostly women and children, have left the Tell Wadi enclave this week, into land held by the militia.

Around a tenth of the nearly 21,000 people who have fled the last bastion of the League since February were militants, according to the Lowland Monitor for Human Rights, which counts them.

The militia holds hundreds of foreigners accused of fighting for the League.
"""

REPORTS = {
    "2022-05-02-post.md": (
        "2022-05-02",
        "Canal Post",
        "Some 17,800 people have fled Tell Wadi since February, according to the Lowland Monitor for Human Rights.",
    ),
    "2022-05-04-wire.md": (
        "2022-05-04",
        "Northern Wire",
        "About 19,000 people have fled Tell Wadi since February, the Lowland Monitor for Human Rights said on Wednesday.\n\n"
        "The militia evacuated 1,200 people from Tell Wadi on Tuesday, its spokesman said.",
    ),
    "2022-05-06-gazette.md": (
        "2022-05-06",
        "Frontier Gazette",
        "Nearly 21,000 people have fled Tell Wadi since February, according to the Lowland Monitor for Human Rights.\n\n"
        "An aid group said 450 families are sheltering in a camp near Tell Wadi now.",
    ),
    "2022-05-08-herald.md": (
        "2022-05-08",
        "Euphrates Herald",
        "At least 22,400 people have fled Tell Wadi since February, according to the Lowland Monitor for Human Rights.\n\n"
        "Some 14,000 people have fled Tell Wadi since February, the governor's office said.",
    ),
}


def write_crisis(folder: Any) -> Any:
    """Write the reports of the small crisis under ``folder/reports/tell-wadi``; return the data folder."""
    place = folder / "reports" / "tell-wadi"
    place.mkdir(parents=True)
    for name, (published, publisher, text) in REPORTS.items():
        head = f'---\ntitle: "The way out of Tell Wadi"\npublisher: {publisher}\npublished: {published}\n'
        address = f"url: https://example.org/{name.removesuffix('.md')}\nrestated: true\n---\n\n"
        (place / name).write_text(f"{head}{address}{text}\n", encoding="utf-8")
    return folder / "reports"
