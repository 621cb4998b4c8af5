"""Lexicon files: each is loaded, typed, without a doubled word and without a list that nothing reads."""

from __future__ import annotations

import ast
import dataclasses
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import pytest

from tracker import lexicon
from tracker.claims.fill.dating import Dating, dating
from tracker.claims.grammar import Grammar, grammar
from tracker.errors import BadConfiguration
from tracker.lexicon.place_file import PlacesFile
from tracker.lexicon.place_words import place_words
from tracker.lexicon.typed import typed
from tracker.lexicon.verbs import verbs
from tracker.lexicon.writing import WritingFile
from tracker.marks._number_context import number_context
from tracker.marks._number_file import NumbersFile
from tracker.marks._number_words import number_reader
from tracker.marks._time_file import TimesFile
from tracker.marks._time_words import time_words
from tracker.marks.events import EventWords, find_events
from tracker.marks.speakers.words import SpeakerFile, grammar_of
from tracker.marks.subjects import SubjectWords, find_subjects
from tracker.publishing.persons import PersonsFile, person_words
from tracker.segment.table_words import TableFile, table_words
from tracker.segment.words import SegmentFile, segment_words

PACKAGE = Path(lexicon.__file__).parents[1]
FILES = sorted(lexicon.HERE.glob("*/*.toml"))
READERS: dict[str, Callable[[str], Any]] = {
    "amounts": lambda language: (number_reader(language), number_context(language)),
    "times": time_words,
    "places": place_words,
    "speakers": grammar_of,
    "segment": segment_words,
    "tables": table_words,
    "grammar": grammar,
    "dating": dating,
    "verbs": verbs,
    "events": lambda language: find_events("Some fled.", language=language),
    "persons": person_words,
    "writing": lexicon.writing,
    "subjects": lambda language: find_subjects("Some people.", language=language),
}
TYPED = (
    NumbersFile,
    TimesFile,
    PlacesFile,
    SpeakerFile,
    SegmentFile,
    TableFile,
    Grammar,
    EventWords,
    SubjectWords,
    PersonsFile,
    Dating,
    WritingFile,
)
BY_NAME = {"_CLASSES", "Group"}  # tables of field names that the code goes through


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_is_loaded(path: Path) -> None:
    assert READERS[path.stem](path.parent.name) is not None


def lists(table: dict[str, Any], where: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield every list of words of a file with the name of its table."""
    for key, value in table.items():
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(one, dict):
                yield from lists(one, f"{where}{key}.{number}.")
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            yield where + key, value


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_word_stands_twice_in_a_list(path: Path) -> None:
    found = [
        f"{where}: {word!r}"
        for where, words in lists(tomllib.loads(path.read_text(encoding="utf-8")))
        for word, count in Counter(words).items()
        if count > 1
    ]
    assert not found


def tables(kind: Any) -> Iterator[Any]:
    """Yield a dataclass and those its fields hold."""
    yield kind
    for hint in get_type_hints(kind).values():
        for inner in (hint, *get_args(hint)):
            if dataclasses.is_dataclass(inner) and inner is not kind:
                yield from tables(inner)


@cache
def read_attributes() -> frozenset[str]:
    """Return every attribute the package reads, and every name it passes to getattr by a table."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(isinstance(target, ast.Name) and target.id in BY_NAME for target in targets):
                    found |= {one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)}
    return frozenset(found)


@pytest.mark.parametrize("kind", TYPED, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_nothing_of_a_file_is_unread(kind: type) -> None:
    """A list without a field does not load (below); a field that no code reads fails here."""
    unread = {
        f"{table.__name__}.{field.name}"
        for table in tables(kind)
        for field in dataclasses.fields(table)
        if field.name not in read_attributes()
    }
    assert not unread


Colour = Literal["red", "blue"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Inner:
    """A table below another."""

    words: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sample:
    """One field of each kind."""

    plain: frozenset[str]
    and_: tuple[str, ...]
    values: dict[str, float]
    rows: dict[Colour, frozenset[str]]
    below: Inner
    several: tuple[Inner, ...]
    limit: int | None = None


GOOD = {
    "about": {"source": "none"},
    "plain": ["one", "two"],
    "and": ["und"],
    "values": {"ten": 10},
    "rows": {"red": ["rot"]},
    "below": {"words": ["a"]},
    "several": [{"words": ["b"]}, {"words": []}],
}


def test_a_table_becomes_a_typed_value() -> None:
    assert typed(Sample, GOOD, "xx/sample") == Sample(
        plain=frozenset({"one", "two"}),
        and_=("und",),
        values={"ten": 10.0},
        rows={"red": frozenset({"rot"})},
        below=Inner(words=("a",)),
        several=(Inner(words=("b",)), Inner(words=())),
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"extra": []}, "nothing reads extra"),
        ({"plain": None}, "lacks plain"),
        ({"plain": "one"}, r"\[plain\]: 'one'"),
        ({"plain": [1]}, r"\[plain\]: 1"),
        ({"values": {"ten": "10"}}, r"\[values\]: '10'"),
        ({"rows": {"green": []}}, r"\[rows\]: 'green'"),
        ({"below": {"words": [], "more": 1}}, r"\[below\]: nothing reads more"),
        ({"several": [{}]}, r"\[several\] lacks words"),
    ],
)
def test_a_wrong_table_says_where(change: dict[str, Any], fault: str) -> None:
    table = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    with pytest.raises(BadConfiguration, match=fault):
        typed(Sample, table, "xx/sample")
