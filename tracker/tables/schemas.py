"""The schemas of the tidy tables: one fact a row, typed; column order is the order of declaration.

In: the vocabulary.  Out: schemas by name of table.
"""

from __future__ import annotations

import dataframely as dy

from tracker import vocabulary as words


def _one_of(values: tuple[str, ...], *, nullable: bool = True) -> dy.String:
    """Return a text column that holds one of ``values``."""
    return dy.String(nullable=nullable, check=lambda column: column.is_in(list(values)))


class Reports(dy.Schema):
    """What came in, one row a version of a report.  The text is kept by ``sha256``, never here."""

    report_id = dy.String(nullable=False)
    version = dy.Int32(nullable=False)
    supersedes = dy.String(nullable=True)
    publisher = dy.String(nullable=True)
    title = dy.String(nullable=True)
    url = dy.String(nullable=True)
    published = dy.Date(nullable=True)
    published_basis = _one_of(words.PUBLISHED_BASES, nullable=False)
    modified = dy.Date(nullable=True)
    retrieved_at = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")
    language = dy.String(nullable=True)
    kind = _one_of(words.REPORT_KINDS)
    path = dy.String(nullable=True)
    sha256 = dy.String(nullable=False)
    restated = dy.Bool(nullable=False)
    wire = dy.String(nullable=True)
    situation = dy.String(nullable=True)
    licence = dy.String(nullable=True)
    attribution = dy.String(nullable=True)
    sharing = _one_of(words.SHARINGS, nullable=False)
    recorded_at = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")


class Claims(dy.Schema):
    """Every numeric statement read, one row each, bound to its words (``text[start:end] == quote``)."""

    claim_id = dy.String(nullable=False, primary_key=True)
    report_id = dy.String(nullable=True)
    quote = dy.String(nullable=True)
    start = dy.Int64(nullable=True)
    end = dy.Int64(nullable=True)
    sentence = dy.String(nullable=True)
    value = dy.Float64(nullable=False)
    low = dy.Float64(nullable=True)
    high = dy.Float64(nullable=True)
    qualifier = _one_of(words.QUALIFIERS, nullable=False)
    hedge = dy.String(nullable=True)
    unit = _one_of(words.UNITS, nullable=False)
    persons = dy.Float64(nullable=True)
    persons_low = dy.Float64(nullable=True)
    persons_high = dy.Float64(nullable=True)
    household_size = dy.Float64(nullable=True)
    household_size_basis = dy.String(nullable=True)
    share_of = dy.String(nullable=True)
    part_of = dy.List(dy.String(), nullable=True)
    is_total = dy.Bool(nullable=True)
    per = _one_of(words.PERS)
    term = _one_of(words.TERMS, nullable=False)
    subterm = _one_of(words.SUBTERMS)
    measure = _one_of(words.MEASURES, nullable=False)
    accumulation = _one_of(words.ACCUMULATIONS)
    period_start = dy.Date(nullable=True)
    period_end = dy.Date(nullable=True)
    period_precision = dy.String(nullable=True)
    as_of = dy.Date(nullable=True)
    as_of_basis = _one_of(words.AS_OF_BASES)
    group = dy.String(nullable=True)
    group_role = dy.String(nullable=True)
    sex = dy.String(nullable=True)
    age_group = dy.String(nullable=True)
    origin = dy.String(nullable=True)
    origin_id = dy.String(nullable=True)
    origin_iso3 = dy.String(nullable=True)
    destination = dy.String(nullable=True)
    destination_id = dy.String(nullable=True)
    destination_iso3 = dy.String(nullable=True)
    country_iso3 = dy.String(nullable=True)
    source = dy.String(nullable=True)
    source_id = dy.String(nullable=True)
    source_kind = _one_of(words.SOURCE_KINDS)
    publisher = dy.String(nullable=True)
    wire = dy.String(nullable=True)
    url = dy.String(nullable=True)
    published = dy.Date(nullable=True)
    situation = dy.String(nullable=True)
    hypothetical = dy.Bool(nullable=True)
    negated = dy.Bool(nullable=True)
    kind = _one_of(words.CLAIM_KINDS)
    reader_version = dy.String(nullable=True)
    recorded_at = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")


class Series(dy.Schema):
    """Quantities that claims speak of, one row a quantity."""

    series_id = dy.String(nullable=False, primary_key=True)
    situation = dy.String(nullable=True)
    label = dy.String(nullable=True)
    term = dy.String(nullable=True)
    subterm = dy.String(nullable=True)
    measure = dy.String(nullable=True)
    accumulation = dy.String(nullable=True)
    since = dy.Date(nullable=True)
    unit = dy.String(nullable=True)
    origin_id = dy.String(nullable=True)
    destination_id = dy.String(nullable=True)
    country_iso3 = dy.String(nullable=True)
    group = dy.String(nullable=True)


class Estimates(dy.Schema):
    """Low, best and high of a series: a row a day (stocks, cumulative totals) or a window."""

    series_id = dy.String(nullable=False)
    date = dy.Date(nullable=False)
    period_start = dy.Date(nullable=True)
    period_end = dy.Date(nullable=True)
    low = dy.Float64(nullable=False)
    best = dy.Float64(nullable=False)
    high = dy.Float64(nullable=False)
    claims = dy.Int64(nullable=False)
    sources = dy.Int64(nullable=False)
    grade = dy.String(nullable=True)
    carried = dy.Bool(nullable=False)
    age_days = dy.Int64(nullable=True)
    note = dy.String(nullable=True)


class Assignments(dy.Schema):
    """Where each claim ended: exactly one row a claim; a reason unless it was used."""

    claim_id = dy.String(nullable=False, primary_key=True)
    series_id = dy.String(nullable=True)
    role = _one_of(words.ROLES, nullable=False)
    reason = dy.String(nullable=True)
    weight = dy.Float64(nullable=True)


class Conflicts(dy.Schema):
    """Why figures differ: a named kind and a sentence a person can read."""

    series_id = dy.String(nullable=True)
    kind = dy.String(nullable=False)
    date = dy.Date(nullable=True)
    claim_ids = dy.List(dy.String(), nullable=False)
    values = dy.List(dy.Float64(), nullable=False)
    message = dy.String(nullable=False)


class Places(dy.Schema):
    """Places that claims name."""

    place_id = dy.String(nullable=False, primary_key=True)
    name = dy.String(nullable=False)
    parent_id = dy.String(nullable=True)
    level = _one_of(words.PLACE_LEVELS)
    pcode = dy.String(nullable=True)
    iso3 = dy.String(nullable=True)
    lat = dy.Float64(nullable=True)
    lon = dy.Float64(nullable=True)
    entry = dy.String(nullable=True)


class Organisations(dy.Schema):
    """Who counts: one row an organisation."""

    source_id = dy.String(nullable=False, primary_key=True)
    name = dy.String(nullable=False)
    aliases = dy.List(dy.String(), nullable=True)
    kind = _one_of(words.SOURCE_KINDS)


SCHEMAS: dict[str, type[dy.Schema]] = {
    "reports": Reports,
    "claims": Claims,
    "series": Series,
    "estimates": Estimates,
    "assignments": Assignments,
    "conflicts": Conflicts,
    "places": Places,
    "organisations": Organisations,
}
RECONCILE_NEEDS = ("claim_id", "value", "qualifier", "unit", "term", "measure", "published")
