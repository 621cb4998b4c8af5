"""What stands around a number: hedges and labels before it, units, rates and trailing bounds after it.

Words before a number are found by matching reversed words on the reversed text, so that each look is
one bounded match and never a search.

In: lower-cased text and a place in it.  Out: small answers (roles, reasons, ends).
Words: lexicon/<language>/amounts.toml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from tracker.lexicon import alternatives, load
from tracker.marks._number_figures import GAP, LINK
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
    reason: str = ""
    plural: bool = False


@dataclass(slots=True)
class Left:
    """What the words before a number say; places are -1 when there is no such word."""

    start: int
    reason: str = ""
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
        words: dict[str, Any] = load(language, "amounts")
        hedges, labels, ages = words["hedges"], words["labels"], words["ages"]
        joiners, years, months = words["joiners"], words["years"], words["months"]
        roles: dict[str, str] = {}
        for role, several in (
            ("year", years["before"]),
            ("weekday", months["day_before"]),
            ("month", months["full"]),
            ("capital", labels["capital"]),
            ("name", words["names"]),
            ("phone", words["phones"]["before"]),
            ("article", hedges["article"]),
            ("vague", hedges["vague"]),
            ("label", labels["always"]),
            ("rate_base", labels["rate_base"]),
            ("money", words["money"]["before"]),
            ("age", ages["before"]),
            ("from", joiners["from"]),
            ("between", joiners["between"]),
            ("more", hedges["more"]),
            ("approximately", hedges["approximately"]),
            ("at_most", hedges["at_most"]),
            ("at_least", hedges["at_least"]),
        ):
            roles.update(dict.fromkeys(several, role))
        self.roles = roles
        self.names: dict[str, list[float]] = words["names"]
        self.labels_anyway = frozenset(labels["anyway"])
        self.carried = frozenset(labels["carried"])
        self.usual_ages = frozenset(ages["usual"])
        self.age_follow = re.compile(
            rf"{GAP}(?:{alternatives(ages['usual_follow'])})(?!\w)|[^\S\n]*(?:[.,;:)]|$)"
        )
        self.before = re.compile(rf"{REV_GAP}({alternatives([word[::-1] for word in roles])})(?!(?<=\w)\w)")
        self.year_words = frozenset(years["before"])
        self.strong_years = frozenset(years["strong"]) | frozenset(months["full"])
        self.year_from, self.year_to = years["from"], years["to"]
        self.capital_months = frozenset(months["capital"])
        self.continues = frozenset(labels["plural_continues"])
        self.over_under = frozenset(ages["over_under"])
        self.age_people = frozenset(ages["people"])
        self.greatest_age = ages["greatest"]
        self.one_not_after = frozenset(words["one"]["not_after"])
        self.last_word = re.compile(rf"{REV_GAP}((?:[^\W\d]|['’.])+)")

        gap = rf"(?:{LINK}|)"
        self.apposition = re.compile(rf",{GAP}(?:{alternatives(ages['apposition'])})(?!\w)")
        self.label_ends = re.compile(
            rf"[^\S\n]*(?:[.,;:)]|\n|$)|{GAP}(?:{alternatives(labels['ends'])})(?!\w)"
        )
        self.per_number = re.compile(rf"{GAP}(?:{alternatives(labels['rate_base'][:1])}){GAP}(?=\d)")
        money = [word for word in words["money"]["after"] if len(word) > 3]
        self.currency = re.compile(rf"{GAP}[^\W\d]\w*{GAP}(?:{alternatives(money)})(?!\w)")
        self.age_after = re.compile(rf"{gap}(?:{alternatives(ages['after'])})(?!\w)")
        self.reasons: dict[str, str] = {
            word: reason for reason, units in words["units"]["after"].items() for word in units
        }
        self.reasons.update(dict.fromkeys(words["money"]["after"], "money"))
        self.unit = re.compile(
            rf"({LINK}(?:of{GAP})?|)(?:(?:{alternatives(words['units']['adjectives'])}){LINK}){{0,2}}"
            rf"({alternatives(list(self.reasons))})(?!\w)"
        )
        self.figures_only = frozenset(words["units"]["figures_only"])
        self.metres = re.compile(rf"{LINK}(?:{alternatives(words['metres']['follow'])})(?!\w)|[-‐‑]\w")
        self.counts = re.compile(rf"[-‐‑](?:{alternatives(words['compounds']['counts'])})(?!\w)")
        self.compound = re.compile(r"[-‐‑][^\W\d]")
        self.trailing: list[tuple[TrailingRole, re.Pattern[str]]] = []
        trailing: dict[TrailingRole, list[str]] = words["trailing"]
        for tail_role, several in trailing.items():
            spaced = alternatives([word[1:] for word in several if word.startswith(" ")])
            tied = alternatives([word for word in several if not word.startswith(" ")] or ["\0"])
            self.trailing.append((tail_role, re.compile(rf"(?:{GAP}(?:{spaced})|{tied})(?!(?<=\w)\w)")))
        self.far_roles: dict[str, Bound] = {
            "more": "at_least",
            "so": "approximately",
            "fewer": "at_most",
            "less": "at_most",
        }
        self.not_than = re.compile(rf"{GAP}(?:{alternatives(words['trailing_not_before']['words'])})(?!\w)")
        self.far_bound = re.compile(
            rf"{GAP}[^\W\d][\w'’-]*{GAP}(or){GAP}(more|fewer|less|so)(?!\w)(?!{GAP}than\b)"
        )

        rates = words["rates"]
        units, alone = alternatives(list(rates["units"])), alternatives(list(rates["words"]))
        self.rate_units: dict[str, Per] = {**rates["units"], **rates["words"]}
        never = rf"(?!{GAP}(?:{alternatives(rates['not_before'])})(?!\w))"
        rate = rf"(?:(?:{alternatives(rates['each'])}){GAP}({units})|({alone}))(?!\w){never}"
        self.rate = re.compile(rf"{GAP}{rate}|\s?/\s?({units})(?!\w)")
        self.far_rate = re.compile(
            rf"(?:{GAP}(?!(?:{alternatives(rates['not_across'])})(?!\w))[^\W\d][\w'’-]*){{1,3}}{GAP}{rate}"
        )

        nouns, verbs = alternatives(words["counted"]["nouns"]), alternatives(words["counted"]["verbs"])
        self.noun = re.compile(
            rf"(?:{GAP}(?!(?:{alternatives(words['counted']['not_across'])})(?!\w))[^\W\d][\w'’-]*){{0,2}}?{GAP}(?:{nouns})(?!\w)"
        )
        self.near_noun = re.compile(rf"{GAP}(?:{nouns})(?!\w)")
        self.verb = re.compile(rf"{GAP}(?:{verbs})(?!\w)")

        month = alternatives(months["full"])
        self.month_after = re.compile(
            rf"(?:(?:\s?[-–—/&,]\s?|{GAP}(?:and|to|or){GAP})\d{{1,2}}(?:st|nd|rd|th)?(?!\d)){{0,4}}"
            rf"(?:st|nd|rd|th)?(?:{LINK})(?:of{GAP})?({month})(?!\w)"
        )
        self.to = re.compile(rf"[-‐‑]?{GAP}(?:{alternatives(joiners['to'])}){GAP}")
        self.and_ = re.compile(rf"[-‐‑]?{GAP}(?:{alternatives(joiners['and'])}){GAP}")
        self.or_ = re.compile(rf"[-‐‑]?{GAP}(?:{alternatives(joiners['or'])}){GAP}")
        self.in_ = re.compile(rf"{LINK}(?:{alternatives(joiners['in'])}){LINK}")
        self.out_of = re.compile(rf"{GAP}(?:{alternatives(joiners['out_of'])}){GAP}")
        bounds = [w for w, role in roles.items() if role in BOUNDS and w[0].isalpha()]
        self.second_hedge = re.compile(rf"(?:(?:{alternatives(bounds)}){GAP}){{0,2}}(an?{GAP})?")
        self.not_share = re.compile(rf"{GAP}(?:{alternatives(words['not_share_bases']['words'])})(?!\w)")
        changes = words["changes"]
        self.change = re.compile(
            rf"\b(?:(?:{alternatives(changes['words'])})\b|(?:{alternatives(changes['stems'])}))"
        )
        self.ranging = re.compile(
            rf"\b(?:(?:{alternatives(changes['not'])})\w*|(?:{alternatives(changes['copulas'])}))\s*$"
        )

        self.one_before = re.compile(
            rf"(?:{GAP}(?:{alternatives(words['one']['not_before'])})(?!\w)|['’]s\b)"
        )
        self.no_before = re.compile(
            rf"{GAP}(?!(?:{alternatives(words['none']['no_not_before'])})(?!\w))[^\W\d]"
        )
        self.none_before = re.compile(rf"{GAP}(?:{alternatives(words['none']['none_not_before'])})(?!\w)")
        self.none_after = re.compile(
            REV_GAP + alternatives([w[::-1] for w in words["none"]["none_not_after"]]) + r"(?!\w)"
        )
        self.vague_needs: dict[str, re.Pattern[str]] = {
            word: re.compile(rf"{GAP}(?:{alternatives(follow)})(?!\w)")
            for word, follow in words["vague_needs"].items()
        }
        self.closing = frozenset(hedges["closing"])
        self.closes = re.compile(rf"(?:,|{GAP})(?:{GAP})?(?:(and|but)(?:{GAP}|$))?")
        self.spreading = frozenset(hedges["spreading"])
        self.spread = re.compile(rf"(?:{GAP}\(?[^\W\d][\w'’-]*\)?){{1,6}}{GAP}and{GAP}")
        self.half_before = re.compile(rf"{LINK}(?:{alternatives(words['half']['not_before'])})(?!\w)")
        self.half_after = re.compile(
            REV_GAP + alternatives([w[::-1] for w in words["half"]["not_after"]]) + r"(?!\w)"
        )

    def look_left(self, text: str, end: int) -> tuple[str, str, int] | None:
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


@cache
def number_context(language: str) -> NumberContext:
    """Return the words around numbers of a language, compiled once."""
    return NumberContext(language)
