"""Read files and folders into Reports; what cannot be read gets a verdict, the rest goes on.

One module per format; ``formats()`` lists them.  `iter_reports` keeps one report in memory at a time, so a
hundred thousand files need no more than one.

In: paths.  Out: Reports, tables of claims (`Tabled`) and Verdicts, in the order of the paths.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tracker.read.formats import formats, suffix_of
from tracker.read.guard import guarded
from tracker.read.language import detect
from tracker.read.limits import Limits
from tracker.read.pieces import unreadable
from tracker.read.publication import Evidence, decide
from tracker.read.records import reading
from tracker.read.source import Found, Source, Tabled
from tracker.read.walk import check_paths, sources
from tracker.vocabulary import Report, ReportFacts, Verdict

__all__ = ["Limits", "ReadOptions", "Reading", "Tabled", "detect", "formats", "iter_reports", "read", "slug"]

LETTERS = re.compile(r"[^\w]+")
WORD = re.compile(r"[^\W_]")
LONGEST_SLUG = 60
DEFAULT_LIMITS = Limits()
FACTS = tuple(slot.name for slot in dataclasses.fields(ReportFacts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading: reports, tables whose rows are claims, what was set aside, and notes."""

    reports: tuple[Report, ...] = ()
    tables: tuple[Tabled, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How files are read, and what the caller says of reports that do not say it themselves.

    Attributes
    ----------
    published, publisher, language
        For reports that do not say it in front matter or a field.  They go before a page's own metadata.
    data_root
        Folder whose sub-folders are situations; a folder named "reports" counts as one without saying.
    mapping
        For CSV and Excel tables without an HXL tag row: column name to HXL tag (or "value", "place", ...).
    today
        Reports dated later are set aside.  Default: the day of the computer.
    limits
        What reading one input may take; ``None`` reads everything in this process, without limits of memory
        and time.
    note
        Called with a sentence on anything assumed, such as an encoding.
    """

    published: dt.date | None = None
    publisher: str | None = None
    language: str | None = None
    data_root: Path | None = None
    mapping: Mapping[str, str] | None = None
    today: dt.date | None = None
    limits: Limits | None = DEFAULT_LIMITS
    note: Callable[[str], None] = lambda _: None


DEFAULTS = ReadOptions()


def read(paths: Iterable[Path | str] | Path | str, options: ReadOptions = DEFAULTS) -> Reading:
    """Read files and folders into memory; see `iter_reports`, which this collects, with its notes."""
    reports: list[Report] = []
    tabled: list[Tabled] = []
    verdicts: list[Verdict] = []
    notes: list[str] = []

    def note(sentence: str) -> None:
        notes.append(sentence)
        options.note(sentence)

    for item in iter_reports(paths, dataclasses.replace(options, note=note)):
        if isinstance(item, Report):
            reports.append(item)
        elif isinstance(item, Tabled):
            tabled.append(item)
        else:
            verdicts.append(item)
    return Reading(reports=tuple(reports), tables=tuple(tabled), verdicts=tuple(verdicts), notes=tuple(notes))


def iter_reports(
    paths: Iterable[Path | str] | Path | str, options: ReadOptions = DEFAULTS
) -> Iterator[Report | Tabled | Verdict]:
    """Read files and folders one report at a time; memory does not grow with their number.

    Parameters
    ----------
    paths
        Files and folders (walked, in the order of their names).
    options
        What the caller knows of them; see `ReadOptions`.

    Returns
    -------
    iterator
        A `Report`, a `Tabled` (a table whose rows are claims) or a `Verdict` at a time.

    Raises
    ------
    MissingInput
        A path does not exist, or a folder holds no files; before anything is read.
    """
    chosen = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]
    check_paths(chosen)
    found = sources(chosen, data_root=options.data_root, mapping=options.mapping, note=options.note)
    return _iterate(found, options)


def _iterate(found: Iterable[Source | Verdict], given: ReadOptions) -> Iterator[Report | Tabled | Verdict]:
    """Yield what each source gives; ids are kept apart across all of them."""
    taken: set[str] = set()
    for source in found:
        if isinstance(source, Verdict):
            yield source
        else:
            yield from read_source(source, given, taken)


def read_source(source: Source, given: ReadOptions, taken: set[str]) -> Iterator[Report | Tabled | Verdict]:
    """Yield the reports of one source; whatever goes wrong in it becomes a Verdict."""
    try:
        for found, where in guarded(source, suffix_of(source.name), given.limits):
            if isinstance(found, Verdict):
                yield found
            else:
                yield from reading(where.place, partial(_finished, found, where, given, taken))
    except OSError as fault:
        yield unreadable(source, fault)


def _finished(
    found: Found, source: Source, given: ReadOptions, taken: set[str]
) -> Iterator[Report | Tabled | Verdict]:
    """Yield the Report of what a format found."""
    yield finish(found, source, given, taken)


def finish(found: Found, source: Source, given: ReadOptions, taken: set[str]) -> Report | Tabled | Verdict:
    """Make a Report of what a format found: fill in what was given, name it, check its day."""
    place = f"{source.place}, line {found.mark}" if found.mark.isdigit() else source.place
    for sentence in found.notes:
        given.note(sentence)
    if not WORD.search(found.text):
        return Verdict(
            place=place,
            fault=f"{place}: there is no text in it",
            fix="put the report's words into it, or take it out",
        )
    today = given.today or dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    known = evidence_of(found, source, given)
    if known.given is not None and known.given > today:
        return Verdict(
            place=place,
            fault=f"{place}: published {known.given}, which is in the future",
            fix="correct the date, or leave it out",
        )
    if known.told is not None and known.told > today:
        given.note(f"{place}: its own date {known.told} is in the future and was left out")
    decided = decide(known, today)
    for sentence in decided.notes:
        given.note(f"{place}: {sentence}")
    said: dict[str, Any] = {name: getattr(found, name) for name in FACTS}
    said.update(
        report_id=_name(found, source, taken),
        text=found.text,
        publisher=found.publisher if found.stated and found.publisher else given.publisher or found.publisher,
        published=decided.day,
        published_basis=decided.basis,
        language=language_of(found, given),
        path=source.place,
        situation=found.situation or source.situation,
    )
    report = Report(**said)
    return Tabled(report=report, claims=found.claims) if found.tabled else report


def evidence_of(found: Found, source: Source, given: ReadOptions) -> Evidence:
    """Return all that speaks of a report's day: its own fields, what the caller gives, its words, its file."""
    own = {found.published_basis: found.published}
    return Evidence(
        text="" if found.tabled else found.text,
        head=found.head,
        given=own.get("given") or given.published,
        told=own.get("metadata"),
        rows=own.get("inferred"),
        beside=found.beside or source.sent,
        made=found.made,
        name="" if found.mark.isdigit() else source.name,
        url=found.url,
    )


def language_of(found: Found, given: ReadOptions) -> str:
    """Return the language a report states, else the one given, else the one its words are in."""
    if found.stated and found.language:
        return found.language
    return given.language or detect(found.text) or found.language or "en"


def slug(text: str) -> str:
    """Return a short name of letters, digits and hyphens."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return LETTERS.sub("-", plain.lower()).strip("-_")[:LONGEST_SLUG].strip("-_")


def _name(found: Found, source: Source, taken: set[str]) -> str:
    """Return an id no other report of this run has: its own, or its file's name, made unique by a hash."""
    if found.report_id:
        wanted = found.report_id
    else:
        stem = source.name[: -len(suffix_of(source.name)) or None]
        wanted = "-".join(part for part in (slug(stem), slug(found.mark)) if part) or "report"
    name, number = wanted, 1
    while name in taken:
        told = f"{source.place}\x1f{found.mark}\x1f{number}"
        name = f"{wanted}-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:8]}"
        number += 1
    taken.add(name)
    return name
