"""What "the camp" and "the city" point back to: the last camp and the last town a report named.

In: the places of each sentence, as they are read.  Out: the place that a plain noun means.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.claims.fill.borders import is_camp
from tracker.claims.grammar import Grammar
from tracker.claims.sentence import Sentence
from tracker.vocabulary import Place


@dataclass(slots=True)
class Named:
    """The places a report has named so far: "the camp" means the last camp, "the city" the last town."""

    camp: Place | None = None
    town: Place | None = None

    def note(self, seen: Sentence) -> None:
        """Take note of the named places of a sentence."""
        for mark in seen.places:
            place = mark.value
            if place.place_id is None or place.demonym:
                continue
            if is_camp(place, seen.grammar):
                self.camp = place
            elif place.level == "place":
                self.town = place

    def meant(self, place: Place, small: Grammar) -> Place:
        """Return the place that a plain "camp" or "city" points back to, else the place itself."""
        if place.place_id is not None:
            return place
        name = place.name.lower()
        named = self.camp if name in small.camp_nouns else self.town if name in small.town_nouns else None
        if named is None:
            return place
        return replace(place, place_id=named.place_id, iso3=named.iso3, parent_id=named.parent_id)
