"""What stands around a number: hedges and labels before it, units, rates and trailing bounds after it.

Words before a number are found by matching reversed words on the reversed text, so that each look is
one bounded match and never a search.

In: lower-cased text and a place in it.  Out: small answers (roles, reasons, ends).
Words: lexicon/<language>/amounts.toml
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tracker.lexicon import alternatives
from tracker.marks._number_figures import GAP, LINK
from tracker.marks._number_file import NumbersFile, Reason, Role, numbers_file
from tracker.vocabulary import Amount, Per

WINDOW = 48
"""How many characters before a number are looked at for one word or phrase."""
REV_GAP = r"(?:[^\S\n]{0,4}(?:\n[^\S\n]{0,4})?)"

Bound = Literal["at_least", "at_most", "approximately"]
BOUNDS: dict[str, Bound] = {
    "at_least": "at_least",
    "at_most": "at_most",
    "approximately": "approximately",
}
TrailingRole = Literal["at_least", "at_most", "approximately", "more"]


@dataclass(frozen=True, slots=True)
class Page:
    """A text and the same in lower case, letter for letter."""

    text: str
    low: str


@dataclass(slots=True)
class Seen:
    """One number as it was understood: an amount, or a reason why it counts nobody."""

    start: int
    end: int
    amount: Amount | None = None
    reason: Reason | Literal[""] = ""
    plural: bool = False


@dataclass(slots=True)
class Left:
    """What the words before a number say; places are -1 when there is no such word."""

    start: int
    reason: Reason | Literal[""] = ""
    label: str = ""
    bound: Bound | None = None
    hedge_start: int = -1
    hedge_end: int = -1
    carried: str | None = None
    head: int = -1
    more: bool = False
    vague: bool = False
    article: bool = False
    between: bool = False
    span: bool = False
    span_start: int = -1


class NumberContext:
    """The words around numbers of one language, compiled."""

    def __init__(self, language: str) -> None:
        file = numbers_file(language)
        self.file = file
        self.roles = _roles(file)
        self.greatest_age = file.ages.greatest
        self.reasons: dict[str, Reason] = {
            word: reason for reason, units in file.units.after.items() for word in units
        }
        self.reasons.update(dict.fromkeys(file.money.after, "money"))
        self.scale_units = {
            word: file.scale_letters[word] for word in self.reasons if word in file.scale_letters
        }
        """Letters that are a unit and a scale: "5 m people" are millions, "5 m wide" is none."""
        self.strong_years = file.years.strong | frozenset(file.months.full)
        self._compile_before(file)
        self._compile_after(file)
        self._compile_counted(file)
        self._compile_joins(file)
        self._compile_empty(file)

    def _compile_before(self, file: NumbersFile) -> None:
        """Compile what is looked for before a number, reversed."""
        self.before = re.compile(
            rf"{REV_GAP}({alternatives([word[::-1] for word in self.roles])})(?!(?<=\w)\w)"
        )
        self.last_word = re.compile(rf"{REV_GAP}((?:[^\W\d]|['’.])+)")
        self.none_after = re.compile(
            REV_GAP + alternatives([w[::-1] for w in file.none.none_not_after]) + r"(?!\w)"
        )
        self.half_after = re.compile(
            REV_GAP + alternatives([w[::-1] for w in file.half.not_after]) + r"(?!\w)"
        )

    def _compile_after(self, file: NumbersFile) -> None:
        """Compile what makes a number something else, behind it: ages, labels, units, codes."""
        ages, labels = file.ages, file.labels
        self.age_follow = re.compile(
            rf"{GAP}(?:{alternatives(ages.usual_follow)})(?!\w)|[^\S\n]*(?:[.,;:)]|$)"
        )
        self.apposition = re.compile(rf",{GAP}(?:{alternatives(ages.apposition)})(?!\w)")
        both = alternatives(file.joiners.and_)
        self.age_after = re.compile(
            rf"(?:{GAP}{both}{GAP}\d{{1,3}})?(?:{LINK}|)(?:{alternatives(ages.after)})(?!\w)"
        )
        self.label_ends = re.compile(rf"[^\S\n]*(?:[.,;:)]|\n|$)|{GAP}(?:{alternatives(labels.ends)})(?!\w)")
        self.per_number = re.compile(rf"{GAP}(?:{alternatives(labels.rate_base[:1])}){GAP}(?=\d)")
        money = [word for word in file.money.after if len(word) > 3]
        self.currency = re.compile(rf"{GAP}[^\W\d]\w*{GAP}(?:{alternatives(money)})(?!\w)")
        of = alternatives(file.joiners.of)
        self.unit = re.compile(
            rf"({LINK}(?:{of}{GAP})?|)(?:(?:{alternatives(file.units.adjectives)}){LINK}){{0,2}}"
            rf"({alternatives(list(self.reasons))})(?!\w)"
        )
        self.metres = re.compile(rf"{LINK}(?:{alternatives(file.metres.follow)})(?!\w)|[-‐‑]\w")
        self.counts = re.compile(rf"[-‐‑](?:{alternatives(file.compounds.counts)})(?!\w)")
        self.compound = re.compile(r"[-‐‑][^\W\d]")
        ordinal, half = alternatives(file.endings.ordinals), alternatives(file.endings.day_halves)
        self.ordinal = re.compile(ordinal)
        self.decade = re.compile(rf"['’]?{alternatives(file.endings.decades)}")
        self.letters = re.compile(
            rf"(?:{ordinal})(?!\w)|['’]?(?:{alternatives(file.endings.decades)})(?!\w)|[^\W\d_]\w*"
        )
        self.clock = re.compile(
            rf"\d{{1,2}}[:.]\d\d(?::\d\d)?(?=\s?(?:{half})\b)|\d{{1,2}}:\d\d(?::\d\d)?(?!\d)"
        )
        self.slash = re.compile(rf"(\d{{1,3}})/(\d{{1,3}})(?![\d/])({GAP}{of}\b)?")
        month = alternatives(file.months.full)
        between = alternatives([*file.joiners.and_, *file.joiners.to[:1], *file.joiners.or_])
        self.month_after = re.compile(
            rf"(?:(?:\s?[-–—/&,]\s?|{GAP}(?:{between}){GAP})\d{{1,2}}(?:{ordinal})?(?!\d)){{0,4}}"
            rf"(?:{ordinal})?(?:{LINK})(?:{of}{GAP})?({month})(?!\w)"
        )
        self.label_goes_on = re.compile(rf"\s?(?:,|/|&|-|–|,?\s(?:{between}))\s?")
        self.same_label = frozenset({"-", "–", "/", "&", *file.joiners.or_, *file.joiners.to[:1]})

    def _compile_counted(self, file: NumbersFile) -> None:
        """Compile bounds, rates, nouns and verbs behind a number."""
        self.trailing: list[tuple[TrailingRole, re.Pattern[str]]] = []
        trailing: tuple[tuple[TrailingRole, tuple[str, ...]], ...] = (
            ("at_least", file.trailing.at_least),
            ("at_most", file.trailing.at_most),
            ("approximately", file.trailing.approximately),
            ("more", file.trailing.more),
        )
        for tail_role, several in trailing:
            spaced = alternatives([word[1:] for word in several if word.startswith(" ")])
            tied = alternatives([word for word in several if not word.startswith(" ")] or ["\0"])
            self.trailing.append((tail_role, re.compile(rf"(?:{GAP}(?:{spaced})|{tied})(?!(?<=\w)\w)")))
        self.not_than = re.compile(rf"{GAP}(?:{alternatives(file.trailing_not_before.words)})(?!\w)")
        far = file.far_bounds
        self.far_roles: dict[str, Bound] = dict.fromkeys(far.at_least, "at_least")
        self.far_roles |= dict.fromkeys(far.at_most, "at_most")
        self.far_roles |= dict.fromkeys(far.approximately, "approximately")
        self.far_bound = re.compile(
            rf"{GAP}[^\W\d][\w'’-]*{GAP}({alternatives(far.opening)}){GAP}({alternatives(list(self.far_roles))})"
            rf"(?!\w)(?!{GAP}(?:{alternatives(far.not_before)})\b)"
        )
        rates = file.rates
        units, alone = alternatives(list(rates.units)), alternatives(list(rates.words))
        self.rate_units: dict[str, Per] = {**rates.units, **rates.words}
        never = rf"(?!{GAP}(?:{alternatives(rates.not_before)})(?!\w))"
        rate = rf"(?:(?:{alternatives(rates.each)}){GAP}({units})|({alone}))(?!\w){never}"
        self.rate = re.compile(rf"{GAP}{rate}|\s?/\s?({units})(?!\w)")
        self.far_rate = re.compile(
            rf"(?:{GAP}(?!(?:{alternatives(rates.not_across)})(?!\w))[^\W\d][\w'’-]*){{1,3}}{GAP}{rate}"
        )
        self._compile_rates_around(file)
        counted = file.counted
        nouns, verbs = alternatives(counted.nouns), alternatives(counted.verbs)
        self.noun = re.compile(
            rf"(?:{GAP}(?!(?:{alternatives(counted.not_across)})(?!\w))[^\W\d][\w'’-]*){{0,2}}?{GAP}(?:{nouns})(?!\w)"
        )
        self.near_noun = re.compile(rf"{GAP}(?:{nouns})(?!\w)")
        self.verb = re.compile(rf"{GAP}(?:{verbs})(?!\w)")

    def _compile_rates_around(self, file: NumbersFile) -> None:
        """Compile rates before a number, and those that close its clause ("arrive on the island daily")."""
        rates = file.rates
        units, alone = alternatives(list(rates.units)), alternatives(list(rates.words))
        always = alternatives(rates.always)
        self.rate_before = re.compile(
            rf"(?<!\w)(?:(?:{always}){GAP}({units}),?|({alone}){GAP}(?:{alternatives(rates.nouns)}){GAP}"
            rf"(?:{alternatives(rates.of)}))(?:{GAP}[^\W\d][\w'’-]*){{0,2}}?\s*\Z"
        )
        self.closing_rate = re.compile(
            rf"(?:{GAP}[^\W\d][\w'’-]*){{1,8}}?{GAP}(?:(?:{always}){GAP}({units})|({alone}))"
            rf"(?=\s*(?:[.,;)]|\Z)|{GAP}(?:{alternatives(rates.goes_on)})(?!\w))"
        )

    def _compile_joins(self, file: NumbersFile) -> None:
        """Compile what joins two numbers, and what keeps them apart."""
        joiners, hedges, changes = file.joiners, file.hedges, file.changes
        and_ = alternatives(joiners.and_)
        self.to = re.compile(rf"[-‐‑]?{GAP}(?:{alternatives(joiners.to)}){GAP}")
        self.and_ = re.compile(rf"[-‐‑]?{GAP}(?:{and_}){GAP}")
        self.or_ = re.compile(rf"[-‐‑]?{GAP}(?:{alternatives(joiners.or_)}){GAP}")
        self.in_ = re.compile(rf"{LINK}(?:{alternatives(joiners.in_)}){LINK}")
        self.out_of = re.compile(rf"{GAP}(?:{alternatives(joiners.out_of)}){GAP}")
        bounds = [w for w, role in self.roles.items() if role in BOUNDS and w[0].isalpha()]
        self.second_hedge = re.compile(
            rf"(?:(?:{alternatives(bounds)}){GAP}){{0,2}}((?:{alternatives(joiners.one)}){GAP})?"
        )
        self.not_share = re.compile(rf"{GAP}(?:{alternatives(file.not_share_bases.words)})(?!\w)")
        self.change = re.compile(
            rf"\b(?:(?:{alternatives(changes.words)})\b|(?:{alternatives(changes.stems)}))"
        )
        self.ranging = re.compile(
            rf"\b(?:(?:{alternatives(changes.not_)})\w*|(?:{alternatives(changes.copulas)}))\s*$"
        )
        closes = alternatives(hedges.closing_joins)
        self.closes = re.compile(rf"(?:,|{GAP})(?:{GAP})?(?:({closes})(?:{GAP}|$))?")
        self.spread = re.compile(rf"(?:{GAP}\(?[^\W\d][\w'’-]*\)?){{1,6}}{GAP}{and_}{GAP}")

    def _compile_empty(self, file: NumbersFile) -> None:
        """Compile what shows that "one", "no", "none", "half" or "scores" count nobody."""
        owner = alternatives(file.endings.owners)
        self.one_before = re.compile(rf"(?:{GAP}(?:{alternatives(file.one.not_before)})(?!\w)|['’]{owner}\b)")
        self.one_counts = re.compile(rf"{GAP}(?:{alternatives(file.one.only_before)})(?!\w)")
        joins = alternatives(file.joiners.and_)
        self.one_listed = re.compile(rf"(?:{GAP}[^\W\d]\w*){{0,4}}(?:,|,?{GAP}{joins})\s*")
        self.no_before = re.compile(rf"{GAP}(?!(?:{alternatives(file.none.no_not_before)})(?!\w))[^\W\d]")
        self.none_before = re.compile(rf"{GAP}(?:{alternatives(file.none.none_not_before)})(?!\w)")
        self.vague_needs = {
            word: re.compile(rf"{GAP}(?:{alternatives(follow)})(?!\w)")
            for word, follow in file.vague_needs.items()
        }
        self.half_before = re.compile(rf"{LINK}(?:{alternatives(file.half.not_before)})(?!\w)")

    def look_left(self, text: str, end: int) -> tuple[Role, str, int] | None:
        """Return the role of the word or phrase before ``end``, the word, and where it begins."""
        found = self.before.match(text[max(0, end - WINDOW) : end][::-1])
        if not found:
            return None
        word = found[1][::-1]
        if "\n" in word or "  " in word or "\t" in word or word not in self.roles:
            word = " ".join(word.split())
        role = self.roles.get(word)
        return (role, word, end - found.end()) if role else None

    def trailing_bound(self, text: str, end: int) -> tuple[TrailingRole, int] | None:
        """Return the role and the end of a bound after a number: "+", "-odd", "or more"."""
        following = text[end : end + 1]
        if not following or not (following.isspace() or following in "+-"):
            return None
        for role, pattern in self.trailing:
            found = pattern.match(text, end)
            if found and not self.not_than.match(text, found.end()):
                return role, found.end()
        return None

    def word_before(self, text: str, end: int) -> str:
        """Return the plain word before ``end``, or nothing."""
        found = self.last_word.match(text[max(0, end - WINDOW) : end][::-1])
        return found[1][::-1] if found else ""


def _roles(file: NumbersFile) -> dict[str, Role]:
    """Return what a word before a number makes of it; of two lists the later one wins."""
    hedges, labels, joiners = file.hedges, file.labels, file.joiners
    several: tuple[tuple[Role, Iterable[str]], ...] = (
        ("year", file.years.before),
        ("weekday", file.months.day_before),
        ("month", file.months.full),
        ("capital", labels.capital),
        ("name", file.names),
        ("phone", file.phones.before),
        ("article", hedges.article),
        ("vague", hedges.vague),
        ("label", labels.always),
        ("rate_base", labels.rate_base),
        ("money", file.money.before),
        ("age", file.ages.before),
        ("from", joiners.from_),
        ("between", joiners.between),
        ("more", hedges.more),
        ("approximately", hedges.approximately),
        ("at_most", hedges.at_most),
        ("at_least", hedges.at_least),
    )
    return {word: role for role, words in several for word in words}


@cache
def number_context(language: str) -> NumberContext:
    """Return the words around numbers of a language, compiled once."""
    return NumberContext(language)
