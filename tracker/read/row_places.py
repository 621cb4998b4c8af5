"""The places of a row of a tagged table, and which of a claim's fields they fill.

In: names and codes with their side and how fine they are.  Out: the place fields of a Claim.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tracker.lexicon.place_rows import place_in_row

LANGUAGE = "en"  # tags are English; names are looked up without the words of a language
HAPPENS = frozenset({"killed", "injured", "missing", "affected", "housing_destroyed", "evacuated"})


@dataclass(slots=True)
class RowPlaces:
    """What a row names on each side of the way; ``country``: of all its rows, where no column says it."""

    country: str | None
    names: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def add(self, role: str, level: int, text: str) -> None:
        """Take a name, or the code of a country, for a role ("origin", "here_iso3")."""
        side, _, code = role.partition("_")
        if not code:
            self.names.setdefault(side, []).append((level, text))
        elif len(text) == 3 and text.isalpha():
            self.codes[side] = text.upper()

    def of(self, term: str) -> dict[str, Any]:
        """Return the place fields of a claim of this term."""
        origin, destination, here = (self._side(side) for side in ("origin", "destination", "here"))
        if here is not None:
            if origin is None and destination is None and term in HAPPENS:
                origin = here
            elif destination is None:
                destination = here
        nowhere = (None, None, None)
        origin, destination = origin or nowhere, destination or nowhere
        return {
            "origin": origin[0],
            "origin_id": origin[1],
            "origin_iso3": origin[2],
            "destination": destination[0],
            "destination_id": destination[1],
            "destination_iso3": destination[2],
            "country_iso3": origin[2] or destination[2],
        }

    def _side(self, side: str) -> tuple[str | None, str | None, str | None] | None:
        """Return name, id and country of the finest place of a side; a name no gazetteer has is one of its own."""
        names = tuple(name for _, name in sorted(self.names.get(side, ()), key=lambda one: -one[0]))
        code = self.codes.get(side)
        if not names and code is None:
            return None
        entry = place_in_row(names or (code or "",), code or self.country, LANGUAGE)
        if entry is not None and code is not None and entry.iso3 != code:
            entry = None
        whole = place_in_row(names[-1:], code or self.country, LANGUAGE) if names else None
        iso3 = code or (entry.iso3 if entry is not None else whole.iso3 if whole is not None else None)
        return (
            names[0] if names else code,
            entry.place_id if entry is not None else None,
            iso3 or self.country,
        )
