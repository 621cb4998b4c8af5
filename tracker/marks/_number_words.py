"""Read one number as it is written: figures, words, fractions, percentages, magnitudes without a number.

Only the number itself; what qualifies it and what makes it something else than a count is settled in
``amounts``.

In: lower-cased text and a place in it.  Out: a Number, or ``None``.
Words: lexicon/<language>/amounts.toml
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tracker.lexicon import alternatives
from tracker.marks._number_figures import (
    FIGURES,
    GAP,
    LINK,
    LINKED,
    MOST_FIGURES,
    VULGAR,
    Number,
    read_figures,
    times,
)
from tracker.marks._number_file import NumbersFile, Values, WordKind, numbers_file

SCALED: Final = frozenset[WordKind]({"hundred", "scale", "dozen", "plural"})
MULTIPLIERS: Final = frozenset[WordKind]({"scale", "dozen", "plural"})
BELOW_HUNDRED: Final = frozenset[WordKind]({"unit", "teen", "ten", "glued"})
TWO_FIGURES: Final = frozenset[WordKind]({"teen", "ten", "glued"})
GOES_ON: Final = BELOW_HUNDRED | {"hundred"}
SHARES: Final = frozenset[WordKind]({"fraction", "fractions"})
Token = tuple[WordKind, float, int]
"""What a word of a number is, its value, and where it ends."""


def _kinds(file: NumbersFile) -> dict[str, tuple[WordKind, float]]:
    """Return what each word of a number is, and its value; of two lists the later one wins."""
    kinds: dict[str, tuple[WordKind, float]] = {}
    sections: tuple[tuple[WordKind, Values], ...] = (
        ("fractions", file.fraction_plurals),
        ("fraction", file.fractions),
        ("plural", file.plurals),
        ("dozen", file.dozens),
        ("scale", file.scales),
        ("hundred", file.hundreds),
        ("zero", file.zeros),
        ("ten", file.tens),
        ("teen", file.teens),
        ("unit", file.small),
    )
    for kind, values in sections:
        kinds.update({word: (kind, float(value)) for word, value in values.items()})
    kinds.update(dict.fromkeys(file.ordinals.words, ("ordinal", 0.0)))
    for ten, value in file.tens.items():
        kinds.update({ten + unit: ("glued", float(value + more)) for unit, more in file.small.items()})
    return kinds


class NumberReader:
    """The number words of one language, compiled."""

    def __init__(self, language: str) -> None:
        file = numbers_file(language)
        self.kinds = _kinds(file)
        self.vague = file.vague
        self.none, self.no = frozenset(file.none.words), frozenset(file.none.no)
        starts = [*self.kinds, *self.vague, *file.none.words, *file.none.no]
        self.about = re.compile(
            rf"(?:{alternatives(file.joiners.one)}{LINK})?(?:{alternatives(file.rounded.words)})(?!\w)"
        )
        """Words that count about so many: "une centaine"."""
        joiners = file.joiners
        self.bare_half = file.half.bare
        self.units_first, self.sums = joiners.units_first, joiners.sums
        self.in_tens = re.compile(rf"{LINK}(?:{alternatives(joiners.in_tens)})(?={LINK})")
        """What joins tens and units: "treinta y dos"."""
        self.signs = {**file.scale_signs, **file.scale_letters}
        vulgar, tries = "".join(VULGAR), alternatives(starts)
        self.start = re.compile(rf"\d+|[{vulgar}]|(?<!\w){tries}(?!\w)")
        # a number begins with a figure or after what is no letter: the engine skips to these, and most of
        # the text is never tried
        self.find = re.compile(rf"[\W\d{vulgar}](?:(?<=\d)\d*|(?<=[{vulgar}])|{tries}(?!\w))")
        self.word = re.compile(rf"{LINK}({alternatives(list(self.kinds))})(?!\w)")
        one, of = alternatives(joiners.one), alternatives(joiners.of)
        self.conjunction = re.compile(rf"{LINK}(?:{alternatives([*joiners.and_, '&'])})(?={LINK})")
        self.article = re.compile(rf"{LINK}{one}(?={LINK})")
        self.of_article = re.compile(rf"{LINK}{of}{LINK}{one}(?={LINK})")
        self.sign = re.compile(
            rf"(?:({alternatives(list(self.signs))})"
            rf"|[ \u00a0\u202f\u2009]({alternatives(list(file.scale_signs))}))(?!\w)"
        )
        self.point = re.compile(rf"{GAP}{alternatives(joiners.point)}(?={GAP})")
        self.percent = re.compile(
            rf"(?:[^\S\n]{{0,2}}[%％]|{LINK}(?:{alternatives(file.percent.words)})(?!\w))"
            rf"(?!{LINK}(?:{alternatives(file.percent.points)})(?!\w))"
        )
        self.share_follows = re.compile(
            rf"{GAP}(?:{alternatives(file.share_follows.words)})(?!\w)|[^\S\n]*(?:[^\w\s'’-]|\n|$)"
        )

    # ------------------------------------------------------------------ the whole number

    def next(self, text: str, at: int) -> tuple[int, int] | None:
        """Return where the next number may begin, and where its first figures or word end."""
        if at == 0 and (first := self.start.match(text)):
            return first.span()
        begin = at - 1 if at and not (text[at - 1].isalnum() or text[at - 1] == "_") else at
        found = self.find.search(text, begin)
        if found is None:
            return None
        start, end = found.span()
        return (start if text[start].isdecimal() or text[start] in VULGAR else start + 1), end

    def read(self, text: str, start: int) -> Number | None:
        """Return the number that begins at ``start``; ``None`` when the words there make none."""
        if text[start] in VULGAR:
            return self._after(
                text, Number(start, start + 1, VULGAR[text[start]], "fraction", share=True, digits=True)
            )
        if text[start].isdigit():
            number = self._figures(text, start)
        else:
            number = self._words(text, start)
        return number and self._after(text, number)

    def _after(self, text: str, number: Number) -> Number:
        """Read the per cent sign that may follow."""
        if number.form in ("ordinal", "vague", "none") or (number.share and number.form != "percent"):
            return number
        sign = self.percent.match(text, number.end)
        if sign:
            number.into_share(number.value / 100, sign.end(), "percent")
        return number

    # ------------------------------------------------------------------ figures

    def _figures(self, text: str, start: int) -> Number | None:
        number = read_figures(text, start)
        if number is None:
            return None
        sign = self.sign.match(text, number.end)
        if sign:
            number.scale, number.form, number.end = self.signs[sign[1] or sign[2]], "grouped", sign.end()
            number.value, number.unsure = times(number.value, number.scale), False
        elif token := self._token(text, number.end):
            self._scaled(text, number, token)
        elif text[number.end : number.end + 1] == "+":  # "5.6+ million"
            token = self._token(text, number.end + 1)
            if token and token[0] == "scale":
                number.plus = True
                self._scaled(text, number, token)
        return number

    def _scaled(self, text: str, number: Number, token: Token) -> None:
        """Go on from figures into words: "58 thousand", "3 hundred and 21", "3 million and a half"."""
        kind, value, end = token
        if kind in SHARES:
            if kind == "fractions" or number.value == 1:
                number.into_share(number.value / value, end)
            return
        if kind not in SCALED:
            return
        number.scale, number.end, number.form = value, end, "word"
        number.value = times(number.mantissa, value)
        number.unsure = False  # "2.083 million": nobody groups thousands before a scale
        number.value, number.end, number.scale = self._more_scales(
            text, number.value, number.end, number.scale
        )
        if self._and_half(text, number):
            return
        self._and_more(text, number)

    def _and_more(self, text: str, number: Number) -> None:
        """Add what goes on after figures and a scale: "4 thousand 3 hundred and 21", "3 hundred and one"."""
        cap = number.scale
        while cap >= 100:
            joined = self.conjunction.match(text, number.end)
            at = LINKED.match(text, joined.end() if joined else number.end)
            found = FIGURES.match(text, at.end()) if at else None
            if not found:
                token = self._token(text, joined.end()) if joined else None
                if token and token[0] in GOES_ON:
                    value, end, scale = self._group(text, token)
                    further = self._token(text, end)
                    fits = value < cap and 100 in (cap, scale)
                    if fits and not (further and further[0] in SCALED):
                        number.value, number.end = number.value + value, end
                return
            if found.lastgroup != "plain" or len(found[0]) > 3:
                return
            further = self._token(text, found.end())
            small, end = float(found[0]), found.end()
            scaled = further is not None and further[0] in SCALED
            if further and scaled and small * further[1] < cap:
                number.value += small * further[1]
                number.end, cap = further[2], further[1]
            elif joined and (cap == 100 or self.sums) and 0 < small < cap and not scaled:
                number.value += small
                number.end, cap = end, 0
            else:
                return

    # ------------------------------------------------------------------ words

    def _token(self, text: str, at: int, *, first: bool = False) -> Token | None:
        found = (self.start if first else self.word).match(text, at)
        if not found:
            return None
        word = found[0] if first else found[1]
        kind = self.kinds.get(word)
        return (*kind, found.end()) if kind else None

    def _words(self, text: str, start: int) -> Number | None:
        found = self.start.match(text, start)
        if not found:
            return None
        word = " ".join(found[0].split())
        if word in self.vague:
            return Number(start, found.end(), self.vague[word], "vague", mantissa=self.vague[word])
        if word in self.none or word in self.no:
            return Number(start, found.end(), 0.0, "none")
        token = (*self.kinds[word], found.end())
        if token[0] in ("ordinal", "fractions"):
            return Number(start, token[2], 0.0, "ordinal")
        if token[0] == "fraction":
            return self._fraction(text, start, token)
        return self._count(text, start, token)

    def _count(self, text: str, start: int, token: Token) -> Number | None:
        """Read a cardinal from its first word."""
        kind, value, end = token
        bare = kind in SCALED
        group = self._group(text, token)
        total, cap, scale = 0.0, float("inf"), 1.0
        only_one = kind == "unit" and value == 1
        while True:
            value, after, scale = self._more_scales(text, *group)
            if scale >= cap or (cap != float("inf") and value >= cap):
                break
            total, end = total + value, after
            if scale < 100:
                break
            only_one = False
            number = Number(start, end, total, "word", mantissa=group[0], scale=scale, bare=bare)
            if self._and_half(text, number):
                return number
            cap = scale
            joined = self.conjunction.match(text, end)
            further = self._token(text, joined.end() if joined else end)
            if not further or further[0] not in GOES_ON:
                break
            if further[0] == "hundred" and not joined:
                break
            group = self._group(text, further)
        mantissa = group[0] if scale > 1 else total
        number = Number(start, end, total, "word", mantissa=mantissa, scale=max(scale, 1.0), bare=bare)
        if self.sums and scale >= 1_000:
            self._and_more(text, number)
        if only_one and end == token[2]:
            number.form = "one"
        if self._decimal_words(text, number) or self._and_half(text, number):
            return number
        return self._share_behind(text, number)

    def _share_behind(self, text: str, number: Number) -> Number:
        """Read the fraction behind a cardinal: "two thirds", "one quarter of a million"; "a fifth" is none."""
        last = self._token(text, number.end)
        if last and last[0] == "fractions":
            return self._of_a_scale(text, number.into_share(number.value / last[1], last[2]))
        if last and last[0] == "fraction" and number.form == "one":
            return self._of_a_scale(text, number.into_share(1 / last[1], last[2]))
        if last and last[0] in ("fraction", "ordinal") and last[1] != 2:
            return Number(number.start, last[2], 0.0, "ordinal")
        return number

    def _group(self, text: str, token: Token) -> tuple[float, int, float]:
        """Read a number below a scale: "five", "fifty-eight", "twelve hundred and five"."""
        kind, value, end = token
        if kind == "ten" and (unit := self._unit_behind(text, end)):
            value, end = value + unit[1], unit[2]
        elif kind == "unit" and self.units_first and (ten := self._ten_behind(text, end)):
            value, end = value + ten[1], ten[2]
        if kind in MULTIPLIERS:
            return value, end, value
        if kind != "hundred":
            hundred = self._token(text, end)
            if not hundred or hundred[1] != 100 or hundred[0] not in ("hundred", "plural") or value == 0:
                return value, end, 1.0
            value, end = value * 100, hundred[2]
        joined = self.conjunction.match(text, end)
        small = self._token(text, joined.end() if joined else end)
        if small and small[0] in BELOW_HUNDRED:
            more, after = small[1], small[2]
            if small[0] == "ten" and (unit := self._unit_behind(text, after)):
                more, after = more + unit[1], unit[2]
            elif small[0] == "unit" and self.units_first and (ten := self._ten_behind(text, after)):
                more, after = more + ten[1], ten[2]
            further = self._token(text, after)
            if not further or further[0] not in ("hundred", "dozen"):
                return value + more, after, 1.0
        return value, end, 100.0

    def _unit_behind(self, text: str, at: int) -> Token | None:
        """Return the unit behind tens: "two" of "fifty-two"."""
        joined = self.in_tens.match(text, at)
        unit = self._token(text, joined.end() if joined else at)
        return unit if unit and unit[0] == "unit" else None

    def _ten_behind(self, text: str, at: int) -> Token | None:
        """Return the tens behind a unit and an "and": "twenty" of "five and twenty"."""
        joined = self.conjunction.match(text, at)
        ten = self._token(text, joined.end()) if joined else None
        return ten if ten and ten[0] == "ten" else None

    def _more_scales(self, text: str, value: float, end: int, scale: float) -> tuple[float, int, float]:
        """Multiply by the scales that follow, each above the last: "hundred thousand", "lakh crore"."""
        while True:
            token = self._token(text, end)
            if (
                not token
                or token[0] not in MULTIPLIERS
                or token[1] < 2
                or (1 < scale >= token[1] and token[0] != "dozen")
            ):
                return value, end, scale
            if value == 0:
                return value, end, scale
            value, end, scale = times(value, token[1]), token[2], token[1] if scale < token[1] else scale

    def _and_half(self, text: str, number: Number) -> bool:
        """Read "and a half" after a number, and the scale after that."""
        joined = self.conjunction.match(text, number.end)
        if not joined:
            return False
        article = self.article.match(text, joined.end())
        token = self._token(text, article.end() if article else joined.end())
        top = 1.0
        if not article and not (self.bare_half and token and token[:2] == ("fraction", 2.0)):
            if not token or token[0] not in ("unit", "teen"):
                return False
            top, token = token[1], self._token(text, token[2])
        if not token or token[0] not in SHARES or (token[0] == "fractions") != (top > 1):
            return False
        if token[1] > 100:
            return False
        part, end = top / token[1], token[2]
        scale = self._token(text, end)
        if scale and scale[0] in SCALED:
            if number.scale > 1:
                if scale[1] >= number.scale:
                    return False
                number.value += part * scale[1]
            else:
                number.value, number.scale = (number.value + part) * scale[1], scale[1]
            end = scale[2]
        else:
            number.value += part * number.scale
        number.end, number.bare = end, number.bare
        number.form = "word" if number.value == int(number.value) else "decimal"
        return True

    def _fraction(self, text: str, start: int, token: Token) -> Number | None:
        """Read "half", "half a million", "quarter of a million"; "tenth" waits for its article."""
        number = Number(
            start, token[2], 1 / token[1], "fraction", share=True, bare=token[1] != 2, articled=True
        )
        return self._of_a_scale(text, number)

    def _of_a_scale(self, text: str, number: Number) -> Number:
        """Turn a share of a scale into a count: "half a million", "two thirds of a million"."""
        article = self.of_article.match(text, number.end)
        if not article and number.value == 0.5:
            article = self.article.match(text, number.end)
        token = self._token(text, article.end() if article else number.end)
        short = article or number.value in (0.5, 0.25, 0.75)
        if token and short and token[0] in ("scale", "hundred", "dozen"):
            value, end, scale = self._more_scales(text, number.value * token[1], token[2], token[1])
            number.value, number.end, number.scale = value, end, scale
            number.share, number.bare, number.form, number.mantissa = False, False, "word", value
        return number

    def _decimal_words(self, text: str, number: Number) -> bool:
        """Read "point five" after a number and the scale after that: "one point five million"."""
        if number.scale > 100 or not (point := self.point.match(text, number.end)):
            return False
        figures, end, at = "", point.end(), point.end()
        while token := self._token(text, at):
            if token[0] in ("unit", "zero") or (not figures and token[0] in TWO_FIGURES):
                figures += f"{int(token[1])}"
                at = end = token[2]
                if token[0] in TWO_FIGURES:
                    unit = self._token(text, at) if token[0] == "ten" else None
                    if unit and unit[0] == "unit":
                        figures, end = f"{int(token[1] + unit[1])}", unit[2]
                    break
            else:
                break
            if len(figures) > MOST_FIGURES:
                break
        if not figures:
            return False
        value = number.value + float(f"0.{figures}")
        number.value, number.end, number.scale = self._more_scales(text, value, end, 1.0)
        number.form = "word" if number.scale > 1 else "decimal"
        return True


@cache
def number_reader(language: str) -> NumberReader:
    """Return the number words of a language, compiled once."""
    return NumberReader(language)
