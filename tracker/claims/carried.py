"""What one sentence lends to the next: the claim before, the paragraph's speaker, places and dates, the country.

In: a report, sentence by sentence.  Out: Carried, which only read.py and what it calls change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tracker.claims.choose import Contest
from tracker.claims.draft import Draft
from tracker.claims.fill.named import Named
from tracker.claims.fill.scenes import Scenes
from tracker.claims.fill.speakers import Voice
from tracker.claims.fill.struck import Struck
from tracker.claims.fill.told import Told
from tracker.claims.gate import Gate
from tracker.claims.sure.evidence import Evidence
from tracker.marks.places import main_country
from tracker.segment.neutral import View
from tracker.vocabulary import Report

_HEAD = 1_500  # what a report is about stands at its head


@dataclass(slots=True)
class Carried:
    """What one sentence lends to the next."""

    report: Report
    """In the words of its view."""
    view: View
    struck: Struck
    told: Told
    _country: str | Literal[False] | None = False
    _speaks: bool | None = None
    voice: Voice = field(default_factory=Voice)
    last: Draft | None = None
    lead: Draft | None = None
    paragraph: int = -1
    above: list[Draft] = field(default_factory=list)
    named: Named = field(default_factory=Named)
    scenes: Scenes = field(default_factory=Scenes)
    without: frozenset[str] = frozenset()
    watched: tuple[int, int] | None = None
    contests: dict[Draft, Contest] = field(default_factory=dict)
    seen_claims: list[Evidence] | None = None
    """Where somebody asks for it: what each claim rests on, in their order."""
    seen_unread: list[Evidence] | None = None
    """Likewise for the numbers that are no claims."""
    unweighed: bool = False
    """Whether nobody asks how sure it all is, as when the weights are being fitted."""

    @property
    def country(self) -> str | None:
        """ISO3 of the country the report is about, found out when first needed."""
        if self._country is False:
            head = self.report.text[:_HEAD]
            self._country = self.report.country_iso3 or main_country(
                head, title=self.report.title, language=self.report.language
            )
        return self._country

    def watches(self, draft: Draft) -> bool:
        """Tell whether a draft is the number that somebody asks about."""
        if self.watched is None:
            return False
        offset = draft.sentence.segment.start
        start, end = offset + draft.start, offset + draft.end
        return start < self.watched[1] and self.watched[0] < end

    def speaks(self, door: Gate) -> bool:
        """Tell whether the report speaks of any event: without one, a list of numbers lists nobody."""
        if self._speaks is None:
            self._speaks = door.opens(self.report.text)
        return self._speaks
