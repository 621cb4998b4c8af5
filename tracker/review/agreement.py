"""Score reading against annotated reports: what ``tracker eval FOLDER`` prints.

A found claim and a true claim pair when their spans overlap and their values agree to 1 %; pairs are one to one.
Three levels, each with precision, recall and F1: ``figure`` (span and value), ``claim`` (and unit, term, measure),
``row`` (and low, high, hypothetical, negated, and the day on which a trend puts the figure).

In: Annotated reports and rows of the claims table.  Out: plain figures.
Words: those that two names may differ in without being two (`SMALL`)
"""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tracker.review.annotated import Annotated

Row = Mapping[str, Any]
SMALL = frozenset(
    {
        *("the", "a", "an", "of", "in", "from", "to", "and", "people", "said", "le", "la", "les", "de", "el"),
        *("los", "province", "city", "town", "village"),
    }
)
LEVELS: dict[str, tuple[str, ...]] = {
    "figure": (),
    "claim": ("unit", "term", "measure"),
    "row": ("unit", "term", "measure", "low", "high", "hypothetical", "negated", "date"),
}


def same_number(true: Any, read: Any) -> bool:
    """Whether two numbers agree to 1 %."""
    if true is None or read is None:
        return true is read
    return bool(abs(true - read) <= 0.01 * max(abs(true), abs(read), 1e-12))


def _words(value: Any) -> set[str]:
    text = unicodedata.normalize("NFKC", str(value or "")).lower()
    return {word for word in re.findall(r"\w+", text) if word not in SMALL}


def alike(true: Any, read: Any) -> bool:
    """Whether two names agree: both empty, or half of the shorter one's words are shared."""
    ours, theirs = _words(true), _words(read)
    if not ours or not theirs:
        return not ours and not theirs
    return len(ours & theirs) / min(len(ours), len(theirs)) >= 0.5


def _day(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, dt.date) else value or None


def _same(name: str, empty: Any = None) -> Callable[[Row, Row, Any], bool]:
    return lambda true, read, published: (_day(true.get(name)) or empty) == (_day(read.get(name)) or empty)


def _number(name: str) -> Callable[[Row, Row, Any], bool]:
    return lambda true, read, published: same_number(true.get(name), read.get(name))


def _name(name: str) -> Callable[[Row, Row, Any], bool]:
    return lambda true, read, published: alike(true.get(name), read.get(name))


def _persons(true: Row, read: Row, published: Any) -> bool:
    return true.get("persons") is None or same_number(true["persons"], read.get("persons"))


def _dated(true: Row, read: Row, published: Any) -> bool:
    """Whether both stand on one day of a timeline: the end of the period, else the day of publication."""
    return (_day(true.get("period_end")) or published) == (_day(read.get("period_end")) or published)


FIELDS: dict[str, Callable[[Row, Row, Any], bool]] = {
    "unit": _same("unit"),
    "term": _same("term"),
    "measure": _same("measure"),
    "qualifier": _same("qualifier"),
    "low": _number("low"),
    "high": _number("high"),
    "persons": _persons,
    "per": _same("per"),
    "period_start": _same("period_start"),
    "period_end": _same("period_end"),
    "date": _dated,
    "group": _name("group"),
    "origin": _name("origin"),
    "destination": _name("destination"),
    "country_iso3": _same("country_iso3"),
    "source": _name("source"),
    "hypothetical": _same("hypothetical", False),
    "negated": _same("negated", False),
}


def agreed(one: Annotated, true: Row, read: Row) -> set[str]:
    """Return the fields in which a found claim agrees with a true one."""
    published = _day(one.report.published)
    return {name for name, check in FIELDS.items() if check(true, read, published)}


def pairs(one: Annotated, rows: Sequence[Row]) -> dict[int, tuple[int, set[str]]]:
    """Return for each found claim that pairs the true one, and the fields they agree in; best agreement first."""
    options = []
    for g, (true, places) in enumerate(zip(one.claims, one.spans, strict=True)):
        for p, row in enumerate(rows):
            if not same_number(true["value"], row["value"]):
                continue
            overlap = max((min(e, row["end"]) - max(s, row["start"]) for s, e in places), default=0)
            if overlap > 0:
                right = agreed(one, true, row)
                options.append((-len(right), -overlap, g, p, right))
    taken: set[int] = set()
    made: dict[int, tuple[int, set[str]]] = {}
    for _, _, g, p, right in sorted(options, key=lambda option: option[:4]):
        if g not in taken and p not in made:
            taken.add(g)
            made[p] = (g, right)
    return made


def score(gold: Iterable[Annotated], found: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """Return reports, gold, predicted; per level precision, recall, f1, pm; and the share each field is right in."""
    counts: list[tuple[int, int, Counter[str]]] = []
    fields: Counter[str] = Counter()
    for one in gold:
        rows = found.get(one.report.report_id, [])
        here: Counter[str] = Counter()
        for _, right in pairs(one, rows).values():
            fields.update(right)
            here.update(level for level, needs in LEVELS.items() if right.issuperset(needs))
        counts.append((len(one.claims), len(rows), here))
    stated, read = sum(one[0] for one in counts), sum(one[1] for one in counts)
    result: dict[str, Any] = {"reports": len(counts), "gold": stated, "predicted": read}
    for level in LEVELS:
        hits = sum(one[2][level] for one in counts)
        result[level] = {
            "precision": hits / read if read else 0.0,
            "recall": hits / stated if stated else 0.0,
            "f1": _f1(hits, stated, read),
            "pm": _spread(counts, level),
        }
    matched = sum(one[2]["figure"] for one in counts)
    result["fields"] = {name: fields[name] / matched if matched else 0.0 for name in FIELDS}
    return result


def _f1(hits: int, stated: int, read: int) -> float:
    return 2 * hits / (stated + read) if stated + read else 0.0


def _spread(counts: list[tuple[int, int, Counter[str]]], level: str, draws: int = 400) -> float:
    """Return half the 95 % interval of F1 when the reports are drawn again."""
    if not counts:
        return 0.0
    chance = random.Random(7)
    values = []
    for _ in range(draws):
        drawn = chance.choices(counts, k=len(counts))
        values.append(
            _f1(sum(c[level] for _, _, c in drawn), sum(g for g, _, _ in drawn), sum(p for _, p, _ in drawn))
        )
    values.sort()
    return (values[int(0.975 * draws)] - values[int(0.025 * draws)]) / 2
