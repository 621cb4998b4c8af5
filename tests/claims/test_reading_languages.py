"""French, Spanish and Arabic: sentences with the claims a person reads in them, and rewritings that change none."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.claims.read import read_claims
from tracker.lexicon.gazetteer import gazetteer_in
from tracker.vocabulary import Claim, Report

FOLDER = Path(__file__).parent / "languages"
DAY = dt.date(2031, 5, 6)
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
CASES = [
    (language, case)
    for language in LANGUAGES
    for case in tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["case"]
]
DIACRITICS = "\u064b\u064e\u064f\u0650\u0652"


def read(text: str, language: str) -> list[Claim]:
    """Return the claims of a text; every quote is what stands at its place."""
    report = Report(report_id="r", text=text, published=DAY, published_basis="given", language=language)
    claims, unread = read_claims(report)
    for one in (*claims, *unread):
        assert text[one.start : one.end] == one.quote
    return claims


def meaning(claims: list[Claim]) -> list[tuple[Any, ...]]:
    """Return what claims say, without the words they say it in."""
    return [
        (one.value, one.unit, one.term, one.qualifier, one.measure, one.period_start, one.period_end, one.negated)
        for one in claims
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "case"), CASES, ids=[f"{one}-{case['text'][:24]}" for one, case in CASES]
)
def test_a_sentence_gives_the_claims_a_person_reads(language: str, case: dict[str, Any]) -> None:
    found = read(case["text"], language)
    assert [one.quote for one in found] == [one["quote"] for one in case["claims"]]
    for one, wanted in zip(found, case["claims"], strict=True):
        assert (one.value, one.unit, one.term, one.qualifier) == (
            pytest.approx(wanted["value"]), wanted["unit"], wanted["term"], wanted["qualifier"],
        )  # fmt: skip
        if "start" in wanted:
            assert (one.period_start, one.period_end) == (wanted["start"], wanted["end"])


def _groups(mark: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"(?<=\d)[ .](?=\d{3}(?!\d))", mark, text)


def _indic(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def _vowelled(text: str) -> str:
    """Put a vowel sign behind the second letter of every word of four letters or more."""
    return re.sub(r"(?<![ء-ي])([ء-ي]{2})(?=[ء-ي]{2})", rf"\1{DIACRITICS[1]}", text)


def _stretched(text: str) -> str:
    return re.sub(r"(?<=[سصعفقكلمنهي])(?=[ء-ي]{2})", "ـ", text)


def _bare(text: str) -> str:
    """Leave the hamza out, as most writers do."""
    return text.translate(str.maketrans("أإآ", "ااا"))


LAWS: dict[str, list[tuple[str, Callable[[str], str]]]] = {
    "fr": [
        ("a straight apostrophe", lambda text: text.replace("’", "'")),
        ("a curly apostrophe", lambda text: text.replace("'", "’")),
        ("thousands parted by a narrow blank", _groups("\u202f")),
        ("thousands parted by a hard blank", _groups("\u00a0")),
        ("thousands parted by a dot", _groups(".")),
        ("soft hyphens", lambda text: re.sub(r"(?<=[a-zé]{4})(?=[a-zé]{4})", "\u00ad", text)),
    ],
    "es": [
        ("thousands parted by a blank", _groups("\u00a0")),
        ("accents in parts", lambda text: text.replace("ó", "o\u0301").replace("á", "a\u0301")),
        ("soft hyphens", lambda text: re.sub(r"(?<=[a-zé]{4})(?=[a-zé]{4})", "\u00ad", text)),
    ],
    "ar": [
        ("digits of the script", _indic),
        ("vowel signs", _vowelled),
        ("tatweel", _stretched),
        ("no hamza", _bare),
        ("marks of direction", lambda text: text.replace(" ", " \u200f")),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "rewrite"),
    [(language, rewrite) for language, laws in LAWS.items() for _, rewrite in laws],
    ids=[f"{language}-{name}" for language, laws in LAWS.items() for name, _ in laws],
)
def test_a_rewriting_changes_no_reading(language: str, rewrite: Callable[[str], str]) -> None:
    texts = [case["text"] for one, case in CASES if one == language]
    assert any(rewrite(text) != text for text in texts)
    for text in texts:
        assert meaning(read(rewrite(text), language)) == meaning(read(text, language)), rewrite(text)


@pytest.mark.parametrize(
    ("language", "name", "place_id"),
    [("fr", "Alep", "Aleppo"), ("es", "Alepo", "Aleppo"), ("ar", "حلب", "Aleppo"), ("fr", "Le Caire", "Cairo"), ("ar", "السودان", "Sudan"), ("es", "Jartum", "Khartoum")],
)  # fmt: skip
def test_a_place_is_one_in_every_language(language: str, name: str, place_id: str) -> None:
    english = gazetteer_in("en").lookup_exact(place_id)[0].place_id
    from tracker.lexicon import writing

    plain = writing(language)
    spelled = plain.plain(name) if plain is not None else name
    assert english in [entry.place_id for entry in gazetteer_in(language).lookup_exact(spelled)]


def test_what_the_fields_say_is_written_as_in_the_report() -> None:
    [claim, *_] = read("نزح 300 نازحٍ من الخرطوم إلى القضارف، وفق وزارة الصحة.", "ar")
    assert (claim.origin, claim.destination) == ("الخرطوم", "القضارف")


MIXED = (
    "The army said on Tuesday that 340 people were killed in the north of the country and that the town of Kato was "
    "taken by the rebels after two days of fighting.\n\n"
    "Selon la Croix-Rouge, près de 58 000 personnes ont fui les combats depuis le début de la semaine et les familles "
    "dorment dans les écoles de la ville.\n\n"
    "وأعلنت وزارة الصحة أن 25 شخصا قتلوا في القصف الذي طال المدينة، وأن أكثر من مئة مدني أصيبوا بجروح في الأيام الماضية.\n\n"
    "The council said that 900 families had left their homes and that they were sleeping in the open."
)


def test_each_paragraph_is_read_in_its_own_language() -> None:
    found = read(MIXED, "en")
    assert [(one.value, one.unit, one.term) for one in found] == [
        (340, "person", "killed"),
        (58_000, "person", "displaced"),
        (25, "person", "killed"),
        (100, "person", "injured"),
        (900, "household", "displaced"),
    ]
