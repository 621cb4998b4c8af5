"""Make of a page's picture a file of its own: with its title, source and date in it, and its looks.

In: a picture as SVG.  Out: SVG text.
"""

from __future__ import annotations

from html import escape

from tracker.charts import theme
from tracker.charts.lettering import lines_of
from tracker.charts.picture import WIDE, Size
from tracker.charts.svg import in_svg

_LOOKS = {
    "text": f"font-family:{theme.FONT}",
    ".grid": "stroke:#dfe5ea",
    ".axis": "stroke:#5a6772",
    ".tick,.note,.eventlabel": "fill:#5a6772",
    ".band": "fill:#0a5a9c;fill-opacity:.14",
    ".inner": "fill:#0a5a9c;fill-opacity:.17",
    ".stale": "fill:#5a6772;fill-opacity:.1",
    ".best": "fill:none;stroke:#0a5a9c;stroke-width:2.4;stroke-linejoin:round",
    ".carried": "fill:none;stroke:#5a6772;stroke-width:1.6;stroke-dasharray:5 4",
    ".used": "fill:#0a5a9c;stroke:#fff;stroke-width:1.3",
    ".aside": "fill:#fff;stroke:#0a5a9c;stroke-width:1.4",
    ".dissent": "fill:#fff;stroke:#b4530a;stroke-width:2",
    ".doubt": "fill:#b4530a",
    ".end": "fill:#0a5a9c",
    ".endlabel": "fill:#0a5a9c;font-weight:700",
    ".event": "stroke:#5a6772;stroke-dasharray:2 4",
    ".title": "fill:#14202b;font-weight:650",
}
STYLE = "".join(
    ",".join(f".alone {one}" for one in names.split(",")) + f"{{{look}}}" for names, look in _LOOKS.items()
)
"""The looks of a picture that stands alone; a page's own style has them for those within it."""


def alone(drawn: str, *, title: str, sub: str, source: str, size: Size = WIDE) -> str:
    """Return a picture as a file of its own: with its title above, its source and date below, and its looks."""
    font = size.font
    heads = lines_of(title, font * 1.35, size.width - 24, 2)
    feet = lines_of(source, font, size.width - 24, 3)
    above, below = font * 1.7 * len(heads) + font * 2.6, font * 1.3 * len(feet) + font
    height = size.height + above + below
    head = "".join(
        f'<text class="title" x="12" y="{in_svg(font * 1.9 + at * font * 1.7)}" font-size="{in_svg(font * 1.35)}">'
        f"{escape(line)}</text>"
        for at, line in enumerate(heads)
    )
    head += f'<text class="note" x="12" y="{in_svg(above - font * 0.8)}" font-size="{in_svg(font)}">'
    head += f"{escape(sub)}</text>"
    foot = "".join(
        f'<text class="note" x="12" y="{in_svg(above + size.height + font + at * font * 1.3)}" '
        f'font-size="{in_svg(font)}">{escape(line)}</text>'
        for at, line in enumerate(feet)
    )
    inside = drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="alone" viewBox="0 0 {size.width + 8} {in_svg(height)}" '
        f'width="{size.width + 8}" height="{in_svg(height)}"><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>{head}<g transform="translate(4 {in_svg(above)})">{inside}</g>'
        f"{foot}</svg>"
    )
