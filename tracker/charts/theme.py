"""One look for every chart: colours, shapes, dashes, type, and a config that keeps charts at home.

Okabe and Ito's colours, each with a darker rim so that a mark has 3:1 contrast on white; a shape beside
each colour, so that colour alone never carries the meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

INK = "#14202b"
QUIET = "#5a6772"
RULE = "#dfe5ea"
PAPER = "#ffffff"
BEST = "#0a5a9c"
BAND = "rgba(10,90,156,0.16)"
BAND_PLAIN = "#dbe7f1"
BAND_EDGE = "#9dbdd7"
DOUBT = "#b4530a"
STALE = "rgba(120,120,120,0.16)"
STALE_PLAIN = "#e8e8e8"
EVENT = "#767676"
FONT = (
    "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', 'Liberation Sans', "
    "system-ui, sans-serif"
)


@dataclass(frozen=True, slots=True)
class Look:
    """How one source's dots look."""

    colour: str
    rim: str
    symbol: str


LOOKS = (
    Look("#0072B2", "#005180", "circle"),
    Look("#D55E00", "#9c4500", "square"),
    Look("#009E73", "#006b4e", "diamond"),
    Look("#CC79A7", "#8f3f6b", "triangle-up"),
    Look("#E69F00", "#7d5600", "triangle-down"),
    Look("#56B4E9", "#1c6a99", "pentagon"),
    Look("#F0E442", "#6e6700", "star"),
)
OTHERS = Look("#8c8c8c", "#4d4d4d", "x")
# figures of public databases: a colour no source has, and one dash a source (as plotly and as SVG say it)
OFFICIAL = "#76604a"
DASHES = (("dash", "7 4"), ("dot", "2 3"), ("dashdot", "7 3 2 3"), ("longdash", "11 5"))

# No cloud, no logo, no link away: a page that is mailed must not phone home.
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showLink": False,
    "showSendToCloud": False,
    "showEditInChartStudio": False,
    "plotlyServerURL": "",
    "modeBarButtonsToRemove": ["sendChartToCloud", "sendDataToCloud", "lasso2d", "select2d", "autoScale2d"],
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": "reset",
}


def looks(names: list[str]) -> dict[str, Look]:
    """Give each source, most frequent first, its look; those beyond the palette share one."""
    return {name: LOOKS[place] if place < len(LOOKS) else OTHERS for place, name in enumerate(names)}


def layout(**more: Any) -> dict[str, Any]:
    """Return the plotly layout every chart starts from."""
    axis = {
        "gridcolor": RULE,
        "linecolor": EVENT,
        "zeroline": False,
        "automargin": True,
        "tickfont": {"color": QUIET, "size": 12},
        "title": {"font": {"color": QUIET, "size": 12}},
    }
    base: dict[str, Any] = {
        "template": {"layout": {}},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 56, "r": 24, "t": 28, "b": 40},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": INK,
            "align": "left",
            "font": {"family": FONT, "size": 13, "color": INK},
        },
        "xaxis": dict(axis),
        "yaxis": dict(axis),
        "modebar": {"color": QUIET, "activecolor": INK, "bgcolor": "rgba(255,255,255,0)"},
        "dragmode": "zoom",
    }
    for key, value in more.items():
        had = base.get(key)
        base[key] = {**had, **value} if isinstance(had, dict) and isinstance(value, dict) else value
    return base
