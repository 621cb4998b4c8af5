"""Laws of meaning: what must not change a reading, tried on the golden reports and on pairs of sentences.

Each law rewrites a text in a way that keeps what it says.  The claims before and after must be the same, but for
the fields that the rewriting changes itself.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tracker.claims.read import read_claims
from tracker.vocabulary import Claim, Report

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/report.txt"))
FIELDS = (
    "value",
    "unit",
    "term",
    "measure",
    "qualifier",
    "period_start",
    "period_end",
    "origin",
    "destination",
)
DATES = ("period_start", "period_end")
PLACES = ("origin", "destination")
Reading = Counter[tuple[object, ...]]


def read(text: str, day: dt.date) -> list[Claim]:
    """Read a text; every claim must stand where it says."""
    claims, _ = read_claims(Report(report_id="t", text=text, published=day), unread=False)
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)
    return claims


def shown(claims: list[Claim], but: tuple[str, ...]) -> Reading:
    """Return what claims say, without the fields that a rewriting changes itself."""

    def field(claim: Claim, name: str) -> object:
        value = getattr(claim, name)
        if name in PLACES and value is not None:
            return getattr(claim, f"{name}_id") or " ".join(value.split()).casefold()
        return round(value, 4) if isinstance(value, float) else value

    return Counter(tuple(field(claim, name) for name in FIELDS if name not in but) for claim in claims)


@cache
def golden() -> tuple[tuple[str, str, dt.date, tuple[Claim, ...]], ...]:
    """Return the golden reports with their day and the claims read in them."""
    made = []
    for path in GOLDEN:
        day = tomllib.loads(path.with_name("source.toml").read_text("utf-8"))["published"]
        text = path.read_text("utf-8")
        made.append((path.parent.name, text, day, tuple(read(text, day))))
    return tuple(made)


# -- how texts are rewritten ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Law:
    """A rewriting, the fields that it changes itself, and how many claims it must reach at least."""

    name: str
    rewrite: Callable[[str], str]
    but: tuple[str, ...] = ()
    reach: int = 10


def sub(pattern: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, new, text)


def swap(**pairs: str) -> Callable[[str], str]:
    """Put words in the place of others; "_" stands for a blank."""
    table = {old.replace("_", " "): new for old, new in pairs.items()}
    table |= {old.capitalize(): new[0].upper() + new[1:] for old, new in table.items()}
    known = re.compile(
        rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, table), key=len, reverse=True))})(?![\w-])"
    )
    return lambda text: known.sub(lambda hit: table[hit.group()], text)


def prose(edit: Callable[[str], str]) -> Callable[[str], str]:
    """Edit paragraphs of prose alone: no bullet, row, heading or dateline."""

    def rewrite(text: str) -> str:
        parts = text.split("\n\n")
        return "\n\n".join(
            edit(part)
            if part[:1].isalpha() and part.rstrip().endswith(".") and "\n" not in part.strip()
            else part
            for part in parts
        )

    return rewrite


_PLAIN = r"(?:The|A|An|Some|About|At|Nearly|Almost|More|Around|Up|Hundreds|Five|Six|Two|Rescuers|Buses|Boats|Shelters)"
_SENTENCE = re.compile(rf"(?:(?<=^)|(?<=\. ))({_PLAIN}\b(?:[^.\n“\"]|\.(?=\d))*\.)(?=\s|$)")


def before(words: str) -> Callable[[str], str]:
    """Put words in front of sentences that begin with a plain word."""
    return prose(lambda part: _SENTENCE.sub(lambda hit: words + hit[1][0].lower() + hit[1][1:], part))


def behind(words: str) -> Callable[[str], str]:
    """Put words behind sentences that begin with a plain word."""
    return prose(lambda part: _SENTENCE.sub(lambda hit: hit[1][:-1] + words + ".", part))


def wrapped(at: int) -> Callable[[str], str]:
    """Break the lines of prose at a width."""
    return prose(
        lambda part: re.sub(rf"(.{{{at - 20},{at}}}) ", r"\1\n", part) if len(part) > at + 10 else part
    )


SMALL = {
    27: "twenty-seven", 41: "forty-one", 19: "nineteen", 35: "thirty-five", 64: "sixty-four", 58: "fifty-eight",
    17: "seventeen", 16: "sixteen", 86: "eighty-six", 22: "twenty-two", 97: "ninety-seven", 11: "eleven",
    120: "one hundred and twenty", 340: "three hundred and forty", 230: "two hundred and thirty",
}  # fmt: skip
_COUNTED = r"(?= (?:people|deaths|children|have|men|villagers|homes|residents)\b)"


def in_words(text: str) -> str:
    """Spell small numbers before what they count."""

    def spelled(hit: re.Match[str]) -> str:
        word = SMALL.get(int(hit[1]), hit[1])
        return (
            word.capitalize()
            if hit.start() == 0 or hit.string[: hit.start()].endswith(("- ", ". ", "\n"))
            else word
        )

    return re.sub(rf"(?<![\d,.-])(\d{{2,3}}){_COUNTED}", spelled, text)


def in_digits(text: str) -> str:
    """Write small numbers before what they count in digits."""
    table = {"six": "6", "nine": "9", "eleven": "11", "two": "2", "one": "1", "three": "3"}
    return re.sub(
        r"\b(Six|Nine|nine|Eleven|two) (?=people|firefighters)", lambda hit: f"{table[hit[1].lower()]} ", text
    )


FORM = [
    Law("soft hyphens", sub(r"\b([a-z]{4})([a-z]{4,})\b", "\\1\u00ad\\2"), reach=60),
    Law("zero-width spaces", sub(r"(?<=[a-z]{4}) (?=[a-z])", " \u200b"), reach=60),
    Law("marks of direction", sub(r"(\d[\d,.]*)", "\u2066\\1\u2069"), reach=60),
    Law("byte order mark", lambda text: f"\ufeff{text}", reach=60),
    Law("no-break spaces", sub(r"(?<=[a-z]) (?=[a-z])", "\u00a0"), reach=60),
    Law("two spaces", sub(r"(?<=[a-z]) (?=[a-z])", "  "), reach=60),
    Law("letters in parts", lambda text: unicodedata.normalize("NFD", text.replace("Burkina", "Búrkina").replace("Búrkina", "Burkina")) + "\n\nE\u0301nd.", reach=60),
    Law("ligatures", lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"), reach=40),
    Law("full-width digits", lambda text: re.sub(r"(?<=[ \n|])\d[\d,]*(?= )", lambda hit: "".join(chr(ord(one) + 0xFEE0) for one in hit.group()), text), reach=40),
    Law("line ends of other systems", lambda text: text.replace("\n", "\r\n"), reach=60),
    Law("broken at the line's end", sub(r"\b(displ|evac|shel|fami|peo|indi|detai|trap|kil|inju)([a-z]{3,})\b", "\\1-\n\\2"), reach=40),
    Law("lines wrapped at 60", wrapped(60), reach=40),
    Law("lines wrapped at 90", wrapped(90), reach=30),
    Law("narrow spaces in numbers", sub(r"(?<=\d),(?=\d{3}\b)(?!\d\d,)", "\u202f"), reach=30),
    Law("no separator", sub(r"(?<![\d,])(\d{2,3}),(\d{3})\b(?!,\d)", r"\1\2"), reach=20),
    Law("bold numbers", sub(r"(?<![\d,.-])(\d[\d,]*\d)(?= [a-z])", r"**\1**"), reach=40),
    Law("words in italics", sub(r"\b(people|displaced|killed|homes|families)\b(?! \|)", r"_\1_"), reach=40),
    Law("footnotes in brackets", sub(r"\b(people|displaced|families|homes|injured)\b(?=[ .,])", r"\1[3]"), reach=40),
    Law("raised footnotes", sub(r"\b(people|displaced|families|homes|injured)\b(?=[ .,])", r"\1²"), reach=40),
    Law("entities", lambda text: html.escape(text.replace("people ", "people\u00a0")).replace("\u00a0", "&nbsp;"), reach=40),
    Law("tags", sub(r"\b(people|displaced|killed|homes|families)\b(?! \|)", r"<b>\1</b>"), reach=40),
    Law("typographic quotes and dashes", lambda text: text.replace("'", "’").replace(" - ", " – "), reach=10),
]  # fmt: skip

MANNER = [
    Law("'In the hardest-hit districts,' before", before("In the hardest-hit districts, "), reach=25),
    Law("'In flood-affected communities,' before", before("In flood-affected communities, "), reach=25),
    Law("'Across all affected areas,' before", before("Across all affected areas, "), reach=25),
    Law("'Meanwhile,' before", before("Meanwhile, "), reach=25),
    Law("'In addition,' before", before("In addition, "), reach=25),
    Law("'According to the latest update,' before", before("According to the latest update, "), reach=25),
    Law("'despite poor access' behind", behind(" despite poor access"), reach=25),
    Law("', the bulletin added' behind", behind(", the bulletin added"), reach=25),
    Law("', a situation that worries neighbours' behind", behind(", a situation that worries neighbours"), reach=25),
]  # fmt: skip

WORDS = [
    Law("people: persons", swap(people="persons"), reach=25),
    Law("people: individuals", swap(people="individuals"), reach=25),
    Law("families: households", swap(families="households", family="household")),
    Law("homes: houses", swap(homes="houses"), reach=5),
    Law("more than: over, close to: nearly", swap(more_than="over", close_to="nearly", around="about"), reach=4),
    Law("roughly: approximately", swap(roughly="approximately", some="about"), reach=5),
    Law("fled: escaped", swap(fled="escaped"), reach=2),
    Law("injured: wounded", swap(injured="wounded"), reach=2),
    Law("destroyed: wrecked", swap(destroyed="wrecked", destroy="wreck"), reach=2),
    Law("displaced: uprooted", swap(have_displaced="have uprooted", displaced_14="uprooted 14"), reach=2),
    Law("missing: unaccounted for", swap(people_are_missing="people are unaccounted for"), reach=2),
    Law("small numbers in words", in_words, reach=5),
    Law("small numbers in digits", in_digits, reach=3),
    Law("another month", swap(July="June", October="September", August="July"), but=DATES, reach=10),
    Law("another place", swap(Mueda="Montepuez", Nambeze="Palma", Assam="Kerala", Sinjar="Telafar", Metekel="Assosa"), but=PLACES, reach=10),
    Law("another speaker", swap(health_officials="doctors", the_sheriff="the coroner", the_fire_department="the county"), reach=5),
    Law("another hazard", swap(floods="landslides", the_ridge_fire="the great storm", the_fire="the storm"), reach=5),
    Law("another weekday", swap(Wednesday="Tuesday", Thursday="Wednesday"), but=DATES, reach=5),
]  # fmt: skip


@pytest.mark.parametrize("law", [*FORM, *MANNER, *WORDS], ids=lambda law: law.name)
def test_what_must_not_change_a_reading(law: Law) -> None:
    reached = 0
    for name, text, day, claims in golden():
        new = law.rewrite(text)
        if new == text:
            continue
        reached += len(claims)
        assert shown(read(new, day), law.but) == shown(list(claims), law.but), name
    assert reached >= law.reach


# -- two ways to say one thing ----------------------------------------------------------------------------------

DAY = dt.date(2031, 5, 16)
SAME = [
    ("passive", "The flood displaced 4,200 people in Kasese.", "In Kasese, 4,200 people were displaced by the flood."),
    ("passive of killing", "Gunmen killed 31 villagers on Monday.", "On Monday 31 villagers were killed by gunmen."),
    ("passive of homes", "The storm destroyed 310 homes in Kasese.", "Some 310 homes in Kasese were destroyed by the storm.",),
    ("noun of the deed", "Soldiers evacuated 640 residents.", "The evacuation of 640 residents was carried out by soldiers."),
    ("place in front", "Some 900 families fled Kasese on 3 May.", "On 3 May, some 900 families fled Kasese."),
    ("cause in front", "Because of heavy rain, 700 people were evacuated.", "Some 700 people were evacuated because of heavy rain."),
    ("another cause", "Some 700 people fled due to fighting.", "Some 700 people fled as a result of fighting."),
    ("owing to", "Some 700 people fled because of seasonal floods.", "Some 700 people fled owing to seasonal floods."),
    ("relative clause", "Some 800 people fled. They live in tents.", "Some 800 people, who live in tents, fled."),
    ("apposition", "Some 800 people fled Kasese.", "Some 800 people, most of them farmers, fled Kasese."),
    ("aside between dashes", "Some 800 people fled Kasese.", "Some 800 people – most of them farmers – fled Kasese."),
    ("aside in brackets", "Some 800 people fled Kasese.", "Some 800 people (most of them farmers) fled Kasese."),
    ("reported speech", "Some 800 people fled Kasese.", "The mayor said that some 800 people fled Kasese."),
    ("speech behind", "Some 800 people fled Kasese.", "Some 800 people fled Kasese, the mayor said."),
    ("quotation", "Some 800 people fled Kasese.", "“Some 800 people fled Kasese,” the mayor told reporters."),
    ("there were", "Some 800 people were killed in Kasese.", "There were some 800 people killed in Kasese."),
    ("relief camp", "On 2 May, 51 people were in a relief camp.", "51 people were in a relief camp due to seasonal floods on 2 May."),
    ("that day", "A quake struck Kasese on 2 May. Some 90 people died.", "A quake struck Kasese on 2 May. That day some 90 people died."),
    ("list as sentence", "- 90 people were killed\n- 40 homes were destroyed", "Some say 90 people were killed and 40 homes were destroyed."),
    ("two sentences for one", "Floods killed 9 people and displaced 700 people.", "Floods killed 9 people. They displaced 700 people."),
    ("left without a home", "The storm left 700 people homeless.", "The storm left 700 people without homes."),
    ("lost their lives", "Some 19 people died in the storm.", "Some 19 people lost their lives in the storm."),
    ("parts with 'of whom'", "Some 700 people, of whom 300 are children, fled.", "Some 700 people, including 300 children, fled."),
    ("parts with 'of which'", "Some 9,700 people, of which 1,300 are women and 2,400 are children, fled.", "Some 9,700 people, of whom 1,300 are women and 2,400 are children, fled."),
    ("persons in brackets", "Some 90 families (430 people) fled.", "Some 90 families, or 430 people, fled."),
    ("a struck province", "Some 90 families fled Aceh.", "Some 90 families fled the worst-hit province of Aceh."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "one", "other"), SAME, ids=[case[0] for case in SAME])
def test_two_ways_to_say_one_thing(name: str, one: str, other: str) -> None:
    said = shown(read(one, DAY), ("qualifier",))
    assert said
    assert shown(read(other, DAY), ("qualifier",)) == said
