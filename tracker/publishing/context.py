"""What a publication is made with: the caller's choices, and what every part of one page may need.

In: the caller's options; a view.  Out: PublishOptions, Page; both frozen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from tracker.charts.translations import Words
from tracker.publishing.views import SituationView
from tracker.vocabulary import Situation, Verdict

if TYPE_CHECKING:
    from tracker.reconciliation import Reconciliation

Form = Literal["plain", "compact", "beside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """What a caller chooses of a publication.

    Attributes
    ----------
    reports
        The reports table: titles, licences, which are restated, which are not for everyone.
    verdicts
        Inputs that were set aside.
    bare
        Files that were read and gave no claim: place and why.
    places
        Positions of places, for the map.  Default: what the gazetteer knows.
    situations
        Titles, events and positions of the situations.
    earlier
        Reconciliations as known on earlier days, for the "as known on" control.
    compact
        Pages of about 2 MB, which unpack plotly.js when opened.
    zip_all
        Also write ``pages.zip``: everything, with plotly.js in it once.
    suppress_below
        Leave out counts of people below this number.
    names
        "role": private persons are named by their role.  "keep": their names stay (for internal use).
    audience
        "public", "partners" or "internal": which reports may be used.
    official
        Figures of public databases (claims of kind "official"), drawn beside the estimates they belong to.
    language
        Language of the pages.
    """

    reports: pl.DataFrame | None = None
    verdicts: Sequence[Verdict] = ()
    bare: Sequence[tuple[str, str]] = ()
    places: pl.DataFrame | None = None
    situations: Sequence[Situation] = ()
    earlier: Sequence[Reconciliation] = ()
    compact: bool = False
    zip_all: bool = False
    suppress_below: float | None = None
    names: Literal["role", "keep"] = "role"
    audience: str = "public"
    official: pl.DataFrame | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the parts of one situation's page are made from.

    ``name`` is the page's file name without its ending; ``known_on`` says in words up to when reports were
    used; ``places`` are the positions for the map; ``withheld`` counts what was left out; ``changed`` are
    the sentences on what is new since the last run.
    """

    view: SituationView
    say: Words
    options: PublishOptions
    name: str
    known_on: str
    input_hash: str
    places: pl.DataFrame
    withheld: Mapping[str, int] = field(default_factory=dict)
    changed: Sequence[str] = ()
    table_files: Sequence[str] = ()

    @property
    def file(self) -> str:
        """The page's own file."""
        return f"{self.name}.html"

    @property
    def chart_file(self) -> str:
        """The file of the main chart alone."""
        return f"{self.name}-chart.html"

    @property
    def earlier(self) -> Sequence[Reconciliation]:
        """Reconciliations of earlier days; none with reports or counts withheld, which they would still hold."""
        return () if self.withheld.keys() - {"persons"} else self.options.earlier
