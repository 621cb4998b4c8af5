"""The lexicon: words as data, the loader, and the trie that finds them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import lexicon
from tracker.errors import BadConfiguration
from tracker.lexicon.verbs import spelled_out
from tracker.vocabulary import MEASURES, SUBTERMS, TERMS, UNITS, EventKind

FILES = sorted(lexicon.HERE.glob("*/*.toml"))
# "arrival" waits for its destination, "casualty" for the word that says killed or injured: see vocabulary.Event
SPECIAL = {"arrival", "casualty"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_names_its_source(path: Path) -> None:
    about = tomllib.loads(path.read_text(encoding="utf-8"))["about"]
    assert about["source"].strip()
    assert about["checked"].year >= 2026


def test_english_is_there() -> None:
    assert "en" in lexicon.languages()


@pytest.mark.parametrize("language", lexicon.languages())
def test_a_language_is_whole(language: str) -> None:
    names = {path.stem for path in FILES if path.parent.name == language}
    assert {"amounts", "events", "verbs", "subjects", "times", "places", "speakers", "segment"} <= names


@pytest.mark.parametrize("language", lexicon.languages())
def test_events_speak_the_vocabulary(language: str) -> None:
    events = lexicon.load(language, "events")["event"]
    assert len(events) > 10
    for event in events:
        assert event["words"], event
        assert all(word == lexicon.lower(word).strip() and "  " not in word for word in event["words"]), event
        assert event["kind"] in (*get_args(EventKind), "label")
        assert event["kind"] in ("other", "deed") or event["term"] in {*TERMS, *SPECIAL}, event["term"]
        assert event.get("measure") in (None, *MEASURES)
        assert event.get("subterm") in (None, *SUBTERMS)
        assert event.get("unit") in (None, *UNITS)


@pytest.mark.parametrize("language", lexicon.languages())
def test_an_event_word_stands_once_a_kind(language: str) -> None:
    seen: Counter[tuple[object, ...]] = Counter()
    for event in lexicon.load(language, "events")["event"]:
        keys = (event["term"], event["kind"], event.get("unit"), event.get("needs"), event.get("subterm"))
        out = event.get("except", ())
        # phrases with choices may meet in a word within one rule; two rules of one meaning may not
        words = dict.fromkeys(word for phrase in event["words"] for word in spelled_out(phrase, language))
        assert set(out) <= set(words), "what is left out stands among the forms"
        seen.update((word, *keys) for word in words if word not in out)
    assert [word for word, count in seen.items() if count > 1] == []


def implied(found: object) -> list[str]:
    """Return every "term measure subterm" a noun carries, however deep in the file it stands."""
    if isinstance(found, str):
        return [found]
    return [one for value in found.values() for one in implied(value)] if isinstance(found, dict) else []


@pytest.mark.parametrize("language", lexicon.languages())
def test_nouns_imply_terms_of_the_vocabulary(language: str) -> None:
    nouns = lexicon.load(language, "subjects")
    carried = [one for unit in UNITS for one in implied(nouns.get(unit, {}).get("implied", {}))]
    assert len(carried) > 10
    for one in carried:
        term, *rest = one.split()
        assert term in {*TERMS, *SPECIAL}, one
        assert set(rest) <= {*MEASURES, *SUBTERMS}, one


@pytest.mark.parametrize("language", lexicon.languages())
def test_a_noun_stands_once(language: str) -> None:
    data = lexicon.load(language, "subjects")
    lists = [data["other"]["things"], data["other"]["areas"], *data["plain"].values()]
    for unit in UNITS:
        lists += [list(nouns) for nouns in data.get(unit, {}).values()]
    spelled = [[form for noun in nouns for form in spelled_out(noun, language)] for nouns in lists]
    seen = Counter(form for forms in spelled for form in dict.fromkeys(forms))
    assert [noun for noun, count in seen.items() if count > 1] == []
    assert {*data["other"]["roles"], *data["other"]["visitors"]} <= seen.keys()


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(BadConfiguration, match="no amounts words for the language 'xx'") as caught:
        lexicon.load("xx", "amounts")
    assert "en" in caught.value.fix


WORDS = st.lists(
    st.text("abcdé.'- ", min_size=1, max_size=6).map(str.strip).filter(bool), min_size=1, max_size=12
)


@given(words=WORDS, noise=st.text("abcdé.'- ", max_size=30))
def test_the_trie_finds_what_a_plain_alternation_finds(words: list[str], noise: str) -> None:
    longest_first = sorted({" ".join(word.split()) for word in words}, key=lambda word: (-len(word), word))
    plain = re.compile("|".join(r"\s+".join(map(re.escape, word.split(" "))) for word in longest_first))
    trie = re.compile(lexicon.alternatives(longest_first))
    text = noise + words[0] + noise
    assert [found.span() for found in trie.finditer(text)] == [found.span() for found in plain.finditer(text)]


def test_the_longest_word_wins() -> None:
    found = re.search(
        lexicon.alternatives(["more", "more than", "more than half"]), "some more   than half of them"
    )
    assert found is not None
    assert found.group() == "more   than half"


@given(text=st.text(max_size=60))
def test_lower_case_keeps_every_offset(text: str) -> None:
    low = lexicon.lower(text)
    assert len(low) == len(text)
    assert low.isascii() <= text.isascii() or low == text.lower()
    assert lexicon.lower("İSTANBUL 7,000") == "İstanbul 7,000"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Réfugiés” fled—58,000 of them…", {"réfugiés", "fled", "of", "them"}),
        ("Some 400 people’s homes, in Cox's Bazar", {"some", "people", "s", "homes", "in", "cox", "bazar"}),
        ("7,000 +-*", set()),
        ("missing1 IDPs_new", {"missing", "idps", "new"}),
    ],
)
def test_letters_are_the_words_of_a_text(text: str, words: set[str]) -> None:
    assert lexicon.letters(text) == words


@given(text=st.text(max_size=60))
def test_letters_are_cut_alike_whatever_else_the_text_holds(text: str) -> None:
    """Plain and other text take two ways to the same words."""
    if text.isascii():
        assert lexicon.letters(text) == lexicon.letters(text + " é") - {"é"}


@given(
    words=st.lists(st.text("abé- ", min_size=1).filter(str.strip), min_size=1), around=st.text(max_size=20)
)
def test_where_no_key_stands_no_phrase_stands(words: list[str], around: str) -> None:
    phrases = [word for word in words if lexicon.letters(word)]
    for phrase in phrases:
        assert lexicon.keys(phrases) & lexicon.letters(f"{around} {phrase} {around}")
