"""Numbers written in figures, with every way to group them, and the shape each number is read into.

In: lower-cased text and a place in it.  Out: a Number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Form = Literal[
    "plain", "grouped", "decimal", "word", "percent", "fraction", "vague", "ordinal", "none", "one"
]

GAP = r"(?:[^\S\n]{1,4}(?:\n[^\S\n]{0,4})?|\n[^\S\n]{0,4})"
"""White space inside a phrase: a few blanks, at most one line end."""
LINK = rf"(?:{GAP}(?:[-‐‑]{GAP})?|[-‐‑])"
"""What joins the words of one number: white space or a hyphen."""
LINKED = re.compile(LINK)
BLANKS = "\u00a0\u2006\u2007\u2008\u2009\u202f"
"""The white spaces that group figures, besides the plain one."""
VULGAR = {sign: unicodedata.numeric(sign) for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
"""Fractions that are one sign."""

FIGURES = re.compile(
    rf"""
      (?P<grouped>
          \d{{1,2}}(?:,\d\d){{1,6}},\d{{3}}(?!\d)(?:\.\d+)?
        | \d{{1,3}}(?:,\d{{3}}){{1,6}}(?!\d)(?:\.\d+)?
        | \d{{1,3}}(?:,[ ]?\d{{3}}){{0,3}},[ ]000(?![\d,])
        | \d{{1,3}}(?:[{BLANKS}]\d{{3}}){{1,6}}(?!\d)(?:[.,]\d+)?
        | \d{{1,3}}(?:[ ]\d{{3}}){{1,6}}(?!\d|,\d{{3}})
        | \d{{1,3}}(?:['’٬]\d{{3}}){{1,6}}(?!\d)
      )
    | (?P<dotted>\d{{1,3}}(?:\.\d{{3}}){{2,6}}(?!\.?\d)(?:,\d{{1,2}})? | \d{{1,3}}\.\d{{3}},\d{{1,2}}(?!\d))
    | (?P<either>\d{{1,3}}\.\d{{3}}(?!\d))
    | (?P<mixed>\d{{1,3}}[ ]{{1,2}}[1-9]/[2-9](?![\d/]))
    | (?P<decimal>\d+[.·]\d+ | (?<!,)(?<!,\d)\d+,\d{{1,2}}(?!\d|,\d))
    | (?P<plain>\d+)
    """,
    re.VERBOSE,
)
Written = Literal["grouped", "dotted", "either", "mixed", "decimal", "plain"]
"""The ways figures are written, the groups of ``FIGURES``."""
DECIMAL_COMMA = re.compile(r",(\d{1,2})$")
MOST_FIGURES = 15
"""Longer runs of figures count nobody."""


@dataclass(slots=True)
class Number:
    """One number as written; ``start`` and ``end`` are its place, ``form`` how it is written.

    ``bare`` is a scale or a fraction without a multiplier ("hundred", "tenth"), ``mantissa`` and ``scale``
    what the number is made of, ``unsure`` figures whose dot may group or divide ("34.500"), ``plus``
    a plus sign before the scale ("5.6+ million"), ``articled`` a number that may take an article ("a half").
    """

    start: int
    end: int
    value: float
    form: Form
    share: bool = False
    digits: bool = False
    bare: bool = False
    mantissa: float = 0.0
    scale: float = 1.0
    unsure: bool = False
    plus: bool = False
    articled: bool = False

    def into_share(self, value: float, end: int, form: Form = "fraction") -> Number:
        """Make the number a share that ends at ``end``."""
        self.value, self.end, self.form, self.share = value, end, form, True
        return self


def read_figures(text: str, start: int) -> Number | None:
    """Return the number that the figures at ``start`` write, without the words that may follow."""
    found = FIGURES.match(text, start)
    if not found:
        return None
    kind, written, end = found.lastgroup or "plain", found[0], found.end()
    form: Form = "decimal"
    if kind == "plain":
        form, value = "plain", float(written) if len(written) <= MOST_FIGURES else float("inf")
    elif kind == "grouped":
        form, value = "grouped", _grouped(written)
    elif kind == "dotted":
        form, value = "grouped", float(written.replace(".", "").replace(",", "."))
    elif kind == "mixed":
        whole, part = written.split()
        top, _, base = part.partition("/")
        if int(top) >= int(base):
            return Number(
                start, start + len(whole), float(whole), "plain", digits=True, mantissa=float(whole)
            )
        value = float(whole) + int(top) / int(base)
    else:
        value = float(written.replace("·", ".").replace(",", "."))
    if text[end : end + 1] in VULGAR:
        form, value, end = "decimal", value + VULGAR[text[end]], end + 1
    return Number(start, end, value, form, digits=True, mantissa=value, unsure=kind == "either")


def _grouped(written: str) -> float:
    """Return the value of grouped figures: "12,34,567.89", "58 000", "58'000"."""
    for sign in BLANKS + "'’٬":
        if sign in written:
            return float(DECIMAL_COMMA.sub(r".\1", written.replace(sign, "")).replace(",", ""))
    if " " in written and ", " not in written:
        return float(DECIMAL_COMMA.sub(r".\1", written.replace(" ", "")).replace(",", ""))
    return float(written.replace(",", "").replace(" ", ""))


def times(value: float, scale: float) -> float:
    """Multiply without the dust of binary fractions: 1.1 million is 1,100,000."""
    product = value * scale
    if not abs(product) < 1e18:
        return product
    nearest = round(product)
    return float(nearest) if abs(product - nearest) <= 1e-9 * max(1.0, abs(product)) else product
