"""Frozen words all rooms speak: reports, segments, marks, amounts, claims, and the field's enumerations.

Terms, measures and qualifiers follow IDMC Helix (``idmc-labs/helix-server``, ``apps/entry/models.py``):
displaced is Helix DISPLACED / FORCED_TO_FLEE / HOMELESS, housing_destroyed is DESTROYED_HOUSING and its
kin, at_least is MORE_THAN, at_most is LESS_THAN.  Everything is checked at birth; unknown is ``None``,
never zero.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field, fields
from typing import Generic, Literal, TypeVar, get_args

from tracker.errors import BadAmount, BadClaim

Term = Literal[
    "displaced",
    "crossed_border",
    "returned",
    "evacuated",
    "sheltered",
    "trapped",
    "affected",
    "killed",
    "injured",
    "missing",
    "detained",
    "housing_destroyed",
]
Subterm = Literal[
    "destroyed",
    "damaged",
    "affected",
    "in_need",
    "food_insecure",
    "at_risk",
    "idp_return",
    "refugee_return",
    "idp",
    "refugee",
    "asylum_seeker",
    "migrant",
]
Measure = Literal["flow", "stock"]
Accumulation = Literal["window", "cumulative", "rate"]
Qualifier = Literal["exact", "approximately", "at_least", "at_most", "range"]
Unit = Literal["person", "household", "dwelling", "share"]
Sex = Literal["female", "male"]
AgeGroup = Literal["children", "adults", "older"]
Role = Literal["used", "duplicate", "superseded", "conflicting", "out_of_scope", "unlinked", "rejected"]
AsOfBasis = Literal["explicit", "implicit", "inferred"]
PublishedBasis = Literal["given", "metadata", "inferred", "unknown"]
SourceKind = Literal["un", "government", "monitor", "ngo", "armed_group", "media", "local_authority", "other"]
ReportKind = Literal["news", "sitrep", "brief", "table", "feed", "other"]
ClaimKind = Literal["text", "table", "official", "entered"]
Sharing = Literal["public", "partners", "internal"]
Per = Literal["hour", "day", "week", "month", "year"]
Precision = Literal["day", "week", "month", "quarter", "year", "approximate"]
PlaceLevel = Literal["region", "country", "adm1", "adm2", "place", "camp"]
GroupRole = Literal["subset", "composition"]
HouseholdSizeBasis = Literal["report", "situation", "country", "given"]
SegmentKind = Literal["sentence", "bullet", "cell", "heading", "caption", "label"]
TimeRelation = Literal["in", "since", "by", "as_of", "between", "until", "before", "after", "ago", "during"]
PlaceRole = Literal["from", "to", "in", "across"]

TERMS: tuple[str, ...] = get_args(Term)
SUBTERMS: tuple[str, ...] = get_args(Subterm)
MEASURES: tuple[str, ...] = get_args(Measure)
ACCUMULATIONS: tuple[str, ...] = get_args(Accumulation)
QUALIFIERS: tuple[str, ...] = get_args(Qualifier)
UNITS: tuple[str, ...] = get_args(Unit)
ROLES: tuple[str, ...] = get_args(Role)
AS_OF_BASES: tuple[str, ...] = get_args(AsOfBasis)
PUBLISHED_BASES: tuple[str, ...] = get_args(PublishedBasis)
SOURCE_KINDS: tuple[str, ...] = get_args(SourceKind)
REPORT_KINDS: tuple[str, ...] = get_args(ReportKind)
CLAIM_KINDS: tuple[str, ...] = get_args(ClaimKind)
SHARINGS: tuple[str, ...] = get_args(Sharing)
PERS: tuple[str, ...] = get_args(Per)
PRECISIONS: tuple[str, ...] = get_args(Precision)
PLACE_LEVELS: tuple[str, ...] = get_args(PlaceLevel)

Value_co = TypeVar("Value_co", covariant=True)


STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SURROGATES = re.compile("[\ud800-\udfff]")


def text_hash(text: str) -> str:
    """Return the sha256 of a text, the key under which it is kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def whole_letters(text: str) -> str:
    """Return a text without half characters (lone surrogates), which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return SURROGATES.sub("\ufffd", text)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What a report says of itself; a format fills it in, a `Report` carries it on; ``None`` is not known.

    ``published`` is a day; ``published_basis`` says how it is known.  ``pages`` holds the offset at which
    each page of a PDF starts, so that a link can name the page.  ``restated`` is true when the wording is
    ours and not the publisher's.
    """

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    wire: str | None = None
    published: dt.date | None = None
    published_basis: PublishedBasis = "unknown"
    modified: dt.date | None = None
    retrieved_at: dt.datetime | None = None
    kind: ReportKind = "other"
    restated: bool = False
    licence: str | None = None
    attribution: str | None = None
    sharing: Sharing = "public"
    situation: str | None = None
    country_iso3: str | None = None
    pages: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for slot in fields(self):
            value = getattr(self, slot.name)
            if isinstance(value, str) and not value.isascii():
                object.__setattr__(self, slot.name, whole_letters(value))
        for name in (
            "title",
            "publisher",
        ):  # they stand in tables and lists, where nothing should steer a terminal
            value = getattr(self, name)
            if value and not value.isprintable():
                object.__setattr__(self, name, STEERS.sub("\ufffd", value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(ReportFacts):
    """One thing that came in: an article, a situation report, a page of a feed."""

    report_id: str
    text: str
    language: str = "en"
    path: str | None = None
    version: int = 1
    supersedes: str | None = None

    @property
    def sha256(self) -> str:
        """The text's content hash."""
        return text_hash(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place a situation speaks of: every alias means this one place, within that situation."""

    name: str
    aliases: tuple[str, ...] = ()
    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationEvent:
    """A dated event that a chart marks."""

    date: dt.date
    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One crisis as the bundled or the user's ``situations.toml`` names it.

    ``same_places`` lists names that mean one place here although a gazetteer keeps them apart.
    ``household_size`` is persons per household measured in this situation, with its source.  ``lead`` is the
    id of the series its page leads with, where the rules would choose another.
    """

    situation_id: str
    title: str
    country_iso3: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    same_places: tuple[NamedPlace, ...] = ()
    events: tuple[SituationEvent, ...] = ()
    household_size: float | None = None
    household_size_source: str | None = None
    summary: str | None = None
    lead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one input that could not be read: never silently dropped.

    ``place`` is the file (and member, line or page); ``fault`` and ``fix`` are sentences.
    """

    place: str
    fault: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFacts:
    """What a table says of a cell besides the heads of its row and column, by evidence from all its rows.

    ``begin`` and ``end`` are the days its row names, ``opened`` the day on which its running total began;
    ``here``, ``origins`` and ``destinations`` the places its row names in columns of their own, finest first;
    ``names`` the places of all rows; ``beside`` the heads of the other columns that count, nearest
    first; ``number`` the value of a figure that only its column tells ("6.310" among others like it);
    ``total`` a row that sums others up; ``at_origin`` a column that counts people where they left;
    ``doubt`` why its number is none.
    """

    begin: dt.date | None = None
    end: dt.date | None = None
    precision: Precision | None = None
    opened: dt.date | None = None
    here: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    number: float | None = None
    total: bool = False
    at_origin: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a report that is read as one: a sentence, a bullet, a table cell.

    ``start`` is the offset of ``text`` in the report's text: ``report.text[start : start + len(text)]`` are
    the same words, a line's end within a sentence a blank.  ``heading`` is the nearest heading above, and
    on lines of their own those it stands under at once, nearest first; ``row`` and ``column`` are the
    headers of a table cell; context, never claims.  ``facts`` is what else its table says of it.
    """

    text: str
    start: int = 0
    kind: SegmentKind = "sentence"
    language: str = "en"
    paragraph: int = 0
    heading: str | None = None
    row: str | None = None
    column: str | None = None
    facts: CellFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Generic[Value_co]):
    """Something seen in a segment: ``text[start:end]`` are its words, ``value`` what they mean.

    Offsets count from the start of the text that was read (the segment, not the report).
    """

    start: int
    end: int
    value: Value_co


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A count or a share as stated; a bound the words do not give is ``None``.

    ``value`` is the best point: a range gives its midpoint, "dozens" 24, "hundreds" 200.  ``hedge`` is the
    qualifying word as printed ("nearly", "up to").  ``per`` is set for rates.  ``digits`` separates figures
    from words; ``vague`` marks magnitudes without a number ("thousands").  ``head`` are the offsets of
    the bare number inside the mark, without the hedge.
    """

    value: float
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier = "exact"
    hedge: str | None = None
    kind: Literal["count", "share"] = "count"
    per: Per | None = None
    vague: bool = False
    digits: bool = True
    negated: bool = False
    more: bool = False
    head: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise BadAmount(
                f"low {self.low:,} is above high {self.high:,}", fix="give the smaller number as low"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who or what is counted: a noun of people, households or dwellings.

    ``implied`` is the term the noun itself carries ("refugees", "deaths"), with its measure and subterm.
    ``plain`` nouns ("people", "homes") never make a group; ``thing`` is set for nouns that are surely
    neither people nor homes, ``area`` for those that say where; ``role`` for people who are counted for many other
    reasons ("soldiers").
    """

    unit: Unit | None
    noun: str
    plain: bool = False
    thing: bool = False
    area: bool = False
    role: bool = False
    visitor: bool = False
    implied: str | None = None
    implied_measure: Measure | None = None
    subterm: Subterm | None = None
    sex: Sex | None = None
    age_group: AgeGroup | None = None


EventKind = Literal["did", "done", "state", "noun", "other", "deed", "where"]
Need = Literal["shelter", "place", "way out", "convoy", "boat", "wounds", "object", "object at it"]
EventPlace = Literal["left", "refuge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened to the counted, or (kinds ``other``, ``deed``) why a number beside it is no claim.

    ``did``: they are the grammatical subject ("fled"); ``done``: the object, or the subject of a passive
    ("displaced"); ``state``: they are in it ("dead"); ``noun``: it takes the number ("death toll"); ``deed``: what
    people in any state do, have or say, as their subject ("own no land"); ``where``: a shelter in which some may be
    counted ("in 19 relief camps"), no event by itself.  The
    term "arrival" waits for its destination; ``needs`` names what must stand near for it to count;
    ``place`` says what a place right after it is: the one people left, or where they look for refuge.
    """

    term: str
    kind: EventKind
    words: str
    measure: Measure | None = None
    subterm: Subterm | None = None
    unit: Unit | None = None
    needs: Need | None = None
    object_only: bool = False
    place: EventPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A day or a span the words name, resolved against the report's date where it is relative.

    ``start`` and ``end`` are inclusive days; either may be ``None`` (open, or not known).  ``relation``
    is how the words tie the event to it: "since", "by", "as_of", "in" (on Friday, this week, in March).
    ``anchored`` is false when the words need a publication date and none was given.
    """

    start: dt.date | None
    end: dt.date | None
    precision: Precision
    relation: TimeRelation = "in"
    anchored: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named place: ``name`` as printed, the rest from the gazetteer; ``role`` by its preposition."""

    name: str
    place_id: str | None = None
    level: PlaceLevel | None = None
    iso3: str | None = None
    parent_id: str | None = None
    role: PlaceRole | None = None
    demonym: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Whom the words credit: ``name`` as printed, ``source_id`` and ``kind`` when it is known."""

    name: str
    source_id: str | None = None
    kind: SourceKind = "other"
    cue: str = ""
    scope: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One numeric statement about people on the move, bound to its words.

    ``start`` and ``end`` are offsets into the report's text: ``text[start:end] == quote``, always.  The
    fields are those of the claims table (``tracker/tables/columns.toml``), which adds the report's own.
    """

    quote: str
    start: int
    end: int
    sentence: str
    value: float
    unit: Unit
    term: Term
    measure: Measure
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier = "exact"
    hedge: str | None = None
    persons: float | None = None
    persons_low: float | None = None
    persons_high: float | None = None
    household_size: float | None = None
    household_size_basis: HouseholdSizeBasis | None = None
    share_of: str | None = None
    part_of: str | None = None
    is_total: bool = False
    per: Per | None = None
    subterm: Subterm | None = None
    accumulation: Accumulation | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    period_precision: Precision | None = None
    as_of: dt.date | None = None
    as_of_basis: AsOfBasis | None = None
    group: str | None = None
    group_role: GroupRole | None = None
    sex: Sex | None = None
    age_group: AgeGroup | None = None
    origin: str | None = None
    origin_id: str | None = None
    origin_iso3: str | None = None
    destination: str | None = None
    destination_id: str | None = None
    destination_iso3: str | None = None
    country_iso3: str | None = None
    source: str | None = None
    source_id: str | None = None
    source_kind: SourceKind | None = None
    hypothetical: bool = False
    negated: bool = False
    kind: ClaimKind = "text"
    confidence: float | None = None
    doubt: str | None = None
    words: tuple[tuple[str, str], ...] = field(default=())
    """Which words made which field, for ``tracker explain``."""

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.quote):
            raise BadClaim(
                f"quote {self.quote!r} is {len(self.quote)} characters, its span {self.end - self.start}",
                fix="give the span of the quote in the report's text",
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise BadClaim(
                f"{self.quote!r}: low {self.low:,} is above high {self.high:,}",
                fix="give the smaller number as low",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A number that was seen and not taken as a claim, with the reason, for a person to check."""

    quote: str
    start: int
    end: int
    sentence: str
    reason: str
    likely: float = 0.0
    """How likely it is a claim after all, from 0 to 1."""
