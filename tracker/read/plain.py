"""Text, Markdown with front matter, and JSON lines.

Front matter is YAML between two "---" lines at the top of a Markdown file.  The body is kept exactly as it
stands; its markup stays, since headings, bullets and tables state what a number belongs to.

In: a Source.  Out: Found.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any, BinaryIO, cast

from tracker import lexicon
from tracker import vocabulary as words
from tracker.errors import BadConfiguration, BadReport
from tracker.read.days import day, days_written, given_day, readings
from tracker.read.decode import decode, newlines
from tracker.read.language import language_code
from tracker.read.limits import MB
from tracker.read.records import reading
from tracker.read.source import TEXT_FACTS, Found, Source
from tracker.read.title import first_line
from tracker.vocabulary import PublishedBasis, ReportKind, Sharing, Verdict

LIMIT = 64 * MB
LONGEST_FRONT_MATTER = 65536
LONGEST_INTEGER = 300
FENCE = re.compile(r"---[ \t]*\n")
CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
PLAIN_FIELD = re.compile(r"^([^\W\d][\w .-]*):[ \t]+([^\s\"'\[{|>&*#].*?)[ \t]*$", re.MULTILINE)
NO_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}$")
CODE = re.compile(r"[A-Za-z]{2,3}(?:-|$)")
ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
FIELDS = {
    *TEXT_FACTS,
    *("report_id", "published", "language", "kind", "restated", "sharing", "modified", "text"),
}
IGNORED = {
    "claims",
    "notes",
    "tags",
    "author",
    "authors",
    "kind_of_source",
    "retrieved_at",
    "sha256",
    "version",
}
TRUE, FALSE = {"true", "yes", "1"}, {"false", "no", "0", ""}


def read_text(source: Source) -> Iterator[Found | Verdict]:
    """Read a plain text file: all of it is the report."""
    text, note = decode(source.read(LIMIT), source.place)
    yield Found(text=text, title=first_line(text), notes=(note,) if note else ())


def read_markdown(source: Source) -> Iterator[Found | Verdict]:
    """Read a Markdown file; front matter, when there is any, says what it is."""
    text, note = decode(source.read(LIMIT), source.place)
    notes = (note,) if note else ()
    if not (opened := FENCE.match(text)):
        yield Found(text=text, title=first_line(text), notes=notes)
        return
    closed = CLOSE.search(text, opened.end(), opened.end() + LONGEST_FRONT_MATTER)
    if closed is None:
        raise BadReport(
            f"{source.place}, line 1: the front matter is opened by '---' and not closed",
            fix="close it with a line of '---' after the last field",
        )
    values = _yaml(text[opened.end() : closed.start()], source.place)
    found = from_fields(values, source.place, text=text[closed.end() :].lstrip("\n"), notes=notes)
    yield found if found.title else dataclasses.replace(found, title=first_line(found.text))


@cache
def aliases() -> dict[str, tuple[str, int]]:
    """Return the names under which fields are given: which field each means, and which goes first."""
    said = lexicon.shared("days")["fields"]
    return {name: (field, rank) for field, names in said.items() for rank, name in enumerate(names)}


@cache
def _loader() -> Any:
    """Return a YAML loader that leaves days as they are written: `tracker.read.days` reads them."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """YAML without time stamps."""

    Loader.yaml_implicit_resolvers = {
        letter: [(tag, pattern) for tag, pattern in held if not tag.endswith(":timestamp")]
        for letter, held in Loader.yaml_implicit_resolvers.items()
    }
    return Loader


def _quoted(text: str) -> str:
    """Return front matter with its plain values in quotes: "title: Sudan: Flash Update" holds a colon."""
    return PLAIN_FIELD.sub(lambda seen: f"{seen[1]}: {json.dumps(seen[2], ensure_ascii=False)}", text)


def _refuse_aliases(text: str, place: str) -> None:
    """Raise when a field repeats another by its name: a few lines could stand for millions."""
    import yaml

    with contextlib.suppress(yaml.YAMLError):
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_loader())):
            raise BadReport(
                f"{place}: the front matter holds an alias (a *name that repeats another field)",
                fix="write each value out",
            )


def _yaml(text: str, place: str) -> dict[str, Any]:
    """Return the fields of front matter."""
    import yaml

    _refuse_aliases(text, place)
    try:
        try:
            values = yaml.load(text, Loader=_loader())
        except yaml.YAMLError:
            values = yaml.load(_quoted(text), Loader=_loader())
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 2 if mark is not None else 1
        why = getattr(fault, "problem", None) or str(fault).splitlines()[0]
        raise BadReport(
            f"{place}, line {line}: broken front matter ({why})",
            fix='write one "name: value" a line; put a value that holds ": " in quotes',
        ) from fault
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise BadReport(
            f"{place}, line 2: the front matter is no list of fields", fix='write one "name: value" a line'
        )
    for name, value in values.items():
        if isinstance(value, str) and NO_DAY.match(value) and day(value) is None:
            raise BadReport(
                f"{place}: broken front matter ({name}: {value} is no day of the calendar)",
                fix="write days that exist, as 2019-03-08",
            )
    return {str(name).strip().lower(): value for name, value in values.items()}


def from_fields(
    values: Mapping[str, Any],
    place: str,
    *,
    text: str,
    mark: str = "",
    notes: tuple[str, ...] = (),
    basis: PublishedBasis = "given",
) -> Found:
    """Make a Found of named fields (front matter, a JSON record).

    Raises
    ------
    BadReport
        A field holds what it cannot: no day, an unknown kind or sharing, restated neither true nor false.
    """
    said, unknown = _named(values)
    if unknown:
        notes += (f"{place}: fields not known and not read: {', '.join(sorted(unknown)[:8])}",)

    def words_of(name: str) -> str | None:
        value = said.get(name)
        if isinstance(value, (list, tuple)):
            value = ", ".join(str(item) for item in value)
        if isinstance(value, dict):
            raise BadReport(f"{place}: {name} is no text", fix=f"write {name} as one line of text")
        cleaned = newlines(str(value)).strip() if value is not None else ""
        return cleaned or None

    def one_of(name: str, allowed: tuple[str, ...], otherwise: str) -> str:
        value = (words_of(name) or otherwise).lower()
        if value not in allowed:
            raise BadReport(
                f"{place}: {name} {value!r} is not known", fix=f"use one of: {', '.join(allowed)}"
            )
        return value

    restated = str(said.get("restated", "")).strip().lower()
    if restated not in TRUE | FALSE:
        raise BadReport(
            f"{place}: restated {restated!r} is neither true nor false", fix="write true or false"
        )
    published, doubt = _published(said.get("published"), place, text)
    notes += doubt
    language = words_of("language")
    texts: dict[str, Any] = {name: words_of(name) for name in TEXT_FACTS}
    return Found(
        text=text,
        mark=mark,
        report_id=words_of("report_id"),
        **texts,
        published=published,
        published_basis=basis if published else "unknown",
        modified=given_day(said.get("modified"), place, "modified"),
        language=_language(language),
        kind=cast("ReportKind", one_of("kind", words.REPORT_KINDS, "other")),
        restated=restated in TRUE,
        sharing=cast("Sharing", one_of("sharing", words.SHARINGS, "public")),
        stated=True,
        notes=notes,
    )


def _published(value: Any, place: str, text: str) -> tuple[dt.date | None, tuple[str, ...]]:
    """Return the day of publication a field names, and what is said of one that may be two.

    Of two days the text may name one; else neither is taken, and whatever else speaks of the day decides.

    Raises
    ------
    BadReport
        The field holds something else.
    """
    both = readings(value)
    if len(both) < 2:
        return given_day(value, place, "published"), ()
    named = [one for one in both if one in set(days_written(text))]
    told = f"{place}: published {str(value)[:40]!r} names two days, {both[0]} or {both[1]}"
    if len(named) == 1:
        return named[0], (f"{told}; the text names {named[0]}, which was taken",)
    return None, (f"{told}, and was left out; write it as {both[0]}",)


def _language(given: str | None) -> str | None:
    """Return the code of a language as a field names it; one that is not known is left to the words."""
    if given is None:
        return None
    try:
        return language_code(given)
    except BadConfiguration:
        return given.lower().split("-")[0] if CODE.match(given) else None


def _named(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the fields by our own names, the surest spelling of each first, and the names nobody knows."""
    said: dict[str, Any] = {}
    unknown = []
    for name, value in sorted(values.items(), key=lambda item: aliases().get(item[0], ("", -1))[1]):
        field = aliases().get(name, (name, 0))[0]
        if field == "publisher" and isinstance(value, str) and ADDRESS.match(value.strip()):
            field = "url"
        if field in FIELDS:
            if value is not None and said.get(field) is None:
                said[field] = value
        elif name not in IGNORED:
            unknown.append(name)
    return said, unknown


def read_lines(source: Source) -> Iterator[Found | Verdict]:
    """Read JSON lines, one report a line, without holding more than a line."""
    with source.open() as stream:
        yield from lines_of(stream, source.place)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield lines; ``None`` for one too long to be a report."""
    while raw := stream.readline(LIMIT):
        whole = len(raw) < LIMIT or raw.endswith(b"\n")
        yield raw if whole else None
        while not whole and (more := stream.readline(LIMIT)):
            whole = more.endswith(b"\n")


def lines_of(stream: BinaryIO, name: str) -> Iterator[Found | Verdict]:
    """Yield the records of JSON lines."""
    for number, raw in enumerate(_lines(stream), start=1):
        place = f"{name}, line {number}"
        if raw is None:
            fix = "write one report a line"
            yield Verdict(place=place, fault=f"{place}: longer than {LIMIT // MB} MB", fix=fix)
            continue
        if not raw.strip():
            continue
        yield from reading(place, partial(_line, raw, place, number))


def _line(raw: bytes, place: str, number: int) -> Iterator[Found]:
    """Yield the record of one line."""
    line, note = decode(raw, place)
    yield from_record(_json(line, place), place, mark=str(number), notes=(note,) if note else ())


def integer(digits: str) -> float:
    """Return an integer; one longer than any count is infinite, since Python refuses thousands of digits."""
    return int(digits) if len(digits) < LONGEST_INTEGER else math.inf


def _json(text: str, place: str) -> Any:
    """Return what a JSON text holds."""
    try:
        return json.loads(text, parse_int=integer)
    except (ValueError, RecursionError) as fault:
        raise BadReport(
            f"{place}: broken JSON ({fault})", fix='write one {"text": ...} object a line'
        ) from fault


def from_record(record: Any, place: str, *, mark: str = "", notes: tuple[str, ...] = ()) -> Found:
    """Make a Found of one JSON record; ``text`` is needed, everything else may be missing.

    Raises
    ------
    BadReport
        There is no text in it.
    """
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise BadReport(
            f"{place}: no text in this record", fix='give {"text": "...", "published": "2019-03-08"}'
        )
    values = {str(name).strip().lower(): value for name, value in record.items() if name != "text"}
    return from_fields(values, place, text=newlines(record["text"]), mark=mark, notes=notes)
