"""Count who counted, not who printed: repeats of one observation collapse to the one that says it best.

In: the figures of one series.  Out: the observations among them; every repeat carries role, reason and twin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from tracker.reconciliation import place_keys
from tracker.reconciliation.settings import Settings
from tracker.reconciliation.stated import Figure, rank


@dataclass(frozen=True, slots=True)
class Hints:
    """What else says that figures are one or are not: people's decisions, likeness of texts."""

    twins: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    signatures: np.ndarray | None = None

    def alike(self, first: Figure, second: Figure) -> float:
        """Return the share of wording two figures' reports have in common, 0 where a text is missing."""
        if self.signatures is None or first.text < 0 or second.text < 0:
            return 0.0
        return float((self.signatures[first.text] == self.signatures[second.text]).mean())


NO_HINTS = Hints()


def attribute(figures: Iterable[Figure], settings: Settings) -> None:
    """Give figures that name no source the one whose exact figures they repeat in the same series.

    Lists are added up, rounded and typed again: one more or less in thousands is the same figure.
    """
    named: dict[float, set[str]] = defaultdict(set)
    unnamed = []
    for figure in figures:
        if figure.digits >= settings.copies.copied_digits:
            if figure.named:
                named[figure.value].add(figure.source)
            else:
                unnamed.append(figure)
    for figure in unnamed:
        off = settings.copies.retyped
        close = named.get(figure.value) or {
            source for near in (figure.value - off, figure.value + off) for source in named.get(near, ())
        }
        if len(close) == 1:
            figure.source = next(iter(close))


def collapse(
    figures: Iterable[Figure], kind: str, settings: Settings, hints: Hints = NO_HINTS
) -> list[Figure]:
    """Return one figure an observation; the others become duplicates of it.

    Same source, same day (an undated repeat up to a week later), compatible wording: one observation.
    So are equal figures of four or more significant digits by two sources on one day, and an umbrella's
    repeat of a member ("the UN" of OCHA).
    """
    kept: list[Figure] = []
    by_source: dict[str, dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    by_value: dict[float, list[Figure]] = defaultdict(list)
    held = {figure.claim_id: figure for figure in figures} if hints.twins else {}
    for figure in sorted(figures, key=rank):
        if hints.twins.get(figure.claim_id) in held:
            figure.role, figure.kind, figure.twin = "duplicate", "duplicate", hints.twins[figure.claim_id]
            figure.reason = f"the same as {figure.twin}, as decided"
            continue
        twin = _same_source(figure, by_source.get(figure.source), kind, settings, hints)
        if twin is None:
            twin = _same_words(figure, by_value.get(figure.value, ()), kind, settings, hints)
        if twin is None:
            kept.append(figure)
            by_source[figure.source][figure.day].append(figure)
            by_value[figure.value].append(figure)
            continue
        _repeat(figure, twin, hints, settings)
    kept.sort(key=lambda one: (one.day, one.value, one.published, one.claim_id))
    return kept


def _stale(figure: Figure, days: dict[int, list[Figure]], settings: Settings) -> Figure | None:
    """Return the observation an exact total repeats days after its source has moved on to a larger one."""
    for gap in range(settings.copies.same_days + 1, settings.copies.stale_days + 1):
        for other in days.get(figure.day - gap, ()):
            if other.value == figure.value and any(
                later.value > figure.value
                for on in range(other.day + 1, figure.day + 1)
                for later in days.get(on, ())
            ):
                return other
    return None


def _same_source(
    figure: Figure, days: dict[int, list[Figure]] | None, kind: str, settings: Settings, hints: Hints
) -> Figure | None:
    """Return the observation of the same source that this figure repeats."""
    if not days:
        return None
    later = settings.copies.same_days if figure.dated == 0 or kind == "window" else settings.copies.stale_days
    for gap in range(-settings.copies.same_days, later + 1):
        for other in days.get(figure.day - gap, ()):
            if (
                figure.agrees(other, settings.wording.slack)
                and _same_window(figure, other, kind, settings)
                and not _apart(figure, other, hints)
            ):
                return other
    if kind == "cumulative" and figure.dated == 0 and figure.digits >= settings.copies.copied_digits:
        return _stale(figure, days, settings)
    return None


def _same_words(
    figure: Figure, others: Iterable[Figure], kind: str, settings: Settings, hints: Hints
) -> Figure | None:
    """Return the observation by another name whose exact figure this one repeats."""
    for other in others:
        near = abs(figure.day - other.day)
        # likeness of texts only corroborates: the figure and the day must agree already
        enough = (
            settings.copies.alike_digits
            if hints.alike(figure, other) >= settings.copies.alike
            else settings.copies.copied_digits
        )
        copied = (
            figure.digits >= enough and near <= settings.copies.same_days and not _apart(figure, other, hints)
        )
        if (copied or (_umbrella(figure, other) and near <= settings.copies.stale_days)) and _same_window(
            figure, other, kind, settings
        ):
            return other
    return None


def _umbrella(first: Figure, second: Figure) -> bool:
    """Whether one source speaks for the other under a common name."""
    table = place_keys.words()["umbrella"]
    names = {first.source, second.source}
    return bool(names & set(table["un"])) and bool(names & set(table["under_un"]))


def _same_window(first: Figure, second: Figure, kind: str, settings: Settings) -> bool:
    """Whether two windows are one; other kinds have none."""
    if kind != "window":
        return True
    if first.start is None or second.start is None:
        return first.start == second.start
    off = settings.copies.window_days
    return abs(first.start - second.start) <= off and abs(first.day - second.day) <= off


def _apart(first: Figure, second: Figure, hints: Hints) -> bool:
    """Whether people decided that two figures are not one."""
    return bool(hints.apart) and frozenset((first.claim_id, second.claim_id)) in hints.apart


def _repeat(figure: Figure, twin: Figure, hints: Hints, settings: Settings) -> None:
    """Mark a figure as a repeat of its twin, saying how."""
    figure.role, figure.twin = "duplicate", twin.claim_id
    gap = figure.day - twin.day
    how = "same figure"
    if figure.value != twin.value:
        how = f"{figure.words} is {twin.words} rounded" if figure.width > twin.width else "compatible figure"
    if gap > 1:
        how += ", repeated later"
    who = figure.source if figure.source == twin.source else f"{twin.who}, repeated by {figure.who}"
    figure.kind = "duplicate"
    figure.reason = f"{how} from {who} as {twin.claim_id}"
    share = hints.alike(figure, twin)
    if share >= settings.copies.alike_named:
        figure.reason += f"; their reports share {share:.0%} of their wording"


def signatures(reports: pl.DataFrame | None, settings: Settings) -> tuple[dict[str, int], np.ndarray | None]:
    """Return the row of each report's signature and the signatures, where reports come with a ``text``."""
    if reports is None or not {"report_id", "text"} <= set(reports.columns):
        return {}, None
    worded = reports.filter(pl.col("text").is_not_null()).unique(
        "report_id", keep="first", maintain_order=True
    )
    worded = worded.sort("report_id")
    ids = worded["report_id"].to_list()
    return {name: row for row, name in enumerate(ids)}, shingles(
        worded["text"].to_list(), settings
    ) if ids else None


def shingles(texts: list[str], settings: Settings) -> np.ndarray:
    """Return a MinHash signature a text, shape (texts, hashes): shares of equal entries estimate likeness."""
    import zlib

    width, hashes = settings.copies.shingle_words, settings.copies.shingle_hashes
    generator = np.random.default_rng(settings.copies.shingle_seed)
    multiply = generator.integers(1, 2**31 - 1, hashes, dtype=np.uint64) | np.uint64(1)
    add = generator.integers(0, 2**31 - 1, hashes, dtype=np.uint64)
    made = np.zeros((len(texts), hashes), dtype=np.uint64)
    for row, text in enumerate(texts):
        plain = place_keys.fold(text).split()
        parts = {" ".join(plain[at : at + width]) for at in range(max(1, len(plain) - width + 1))}
        codes = np.array([zlib.crc32(part.encode()) for part in sorted(parts)], dtype=np.uint64)
        made[row] = ((codes[:, None] * multiply + add) % np.uint64(4294967311)).min(axis=0)
    return made
