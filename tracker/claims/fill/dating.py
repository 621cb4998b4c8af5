"""Whose day a day is: of saying, of a comparison, of a cited source, of an aside, or of what happened.

In: a time of a text and the words it stands among.  Out: whether it is one that dates no figure.
Words: lexicon/<language>/dating.toml
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from tracker import lexicon
from tracker.claims.fill.rule import Rule
from tracker.claims.grammar import Grammar
from tracker.claims.phrases.words import Stretch, Words
from tracker.lexicon.typed import typed
from tracker.marks.times import in_dateline
from tracker.vocabulary import Mark, Time

_COMPARED = 6  # words between "the worst" and its time
_BACK = 12  # words between a verb and its day
_AHEAD = 14  # words between a day that opens a sentence and its verb
_OPENS = 2  # words before a day that opens a sentence
_CREDIT = 90  # characters of a source in brackets
_ANY = "any"  # hazards of no kind
_ENDS_ASIDE = frozenset({",", ")", "—", "–"})
_STOPS = frozenset({";", ":", ",", "(", "[", ".", "!", "?"})
_BRACKETS = {"(": ")", "[": "]"}
_CITATION_ENDS = frozenset({")", "]", ",", ";"})
_CITATION_PARTS = frozenset({";", ","})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbs:
    """Verbs a day may stand with."""

    saying: frozenset[str]
    occasions: frozenset[str]
    finite: frozenset[str]
    endings: tuple[str, ...]
    counting: frozenset[str]
    perfect: frozenset[str]
    opens: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happens:
    """Words of what happened, by themselves."""

    verbs: tuple[str, ...]
    begins: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """What holds of kinds of hazards."""

    sudden: frozenset[str]
    same: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """What ends the reach of a date or place, and what gives it a section's."""

    ends: frozenset[str]
    others: frozenset[str]
    wide: frozenset[str]
    cut_offs: frozenset[str]
    apart: frozenset[str]
    compares: frozenset[str]
    before: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """Words of what has gone on for long, and of its age."""

    ages: frozenset[str]
    endings: tuple[str, ...]
    spans: frozenset[str]
    of: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Dating:
    """The lists of dating.toml; what is looked up by word is made once."""

    verbs: Verbs
    happens: Happens
    hazards: dict[str, tuple[str, ...]]
    kinds: Kinds
    carry: Carry
    lasting: Lasting

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {word: kind for kind, words in self.hazards.items() for word in words}

    @cached_property
    def _happening(self) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
        """The verbs of one word, and by their first word those of two."""
        single = frozenset(verb for verb in self.happens.verbs if " " not in verb)
        pairs = [verb.split(" ", 1) for verb in self.happens.verbs if " " in verb]
        return single, {first: frozenset(b for a, b in pairs if a == first) for first, _ in pairs}

    @cached_property
    def _keys(self) -> tuple[frozenset[str], frozenset[str]]:
        """One word of each phrase that may strike, and of each that may tell of something happening."""
        return lexicon.keys([*self._kinds, *self.happens.nouns]), lexicon.keys(self.happens.verbs)

    def may_strike(self, text: str, *, later: bool) -> bool:
        """Tell cheaply whether a text may speak of what strikes (``later``: of something happening)."""
        return not self._keys[later].isdisjoint(lexicon.letters(text))

    def hazard_kinds(self, words: Iterable[str]) -> frozenset[str]:
        """Return the kinds of hazards that words speak of; words of any kind speak of none."""
        kinds = self._kinds
        return frozenset(kinds[word] for word in words if word in kinds) - {_ANY}

    def strikes(self, words: Iterable[str]) -> bool:
        """Tell whether words speak of what strikes people, of whatever kind."""
        kinds = self._kinds
        return not kinds.keys().isdisjoint(words)

    def tells(self, words: Stretch) -> bool:
        """Tell words of something happening ("struck", "took place")."""
        single, pairs = self._happening
        listed = list(words)
        if not single.isdisjoint(listed):
            return True
        if pairs.keys().isdisjoint(listed):
            return False
        return any(after in pairs.get(word, ()) for word, after in itertools.pairwise(listed))

    def agree(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Tell whether what two sentences speak of may be one event."""
        if not one or not other or one & other:
            return True
        return any(one.intersection(row) and other.intersection(row) for row in self.kinds.same)


def dating(language: str) -> Dating:
    """Return the lists of a language, read once."""
    return _dating(language)


@cache
def _dating(language: str) -> Dating:
    return typed(Dating, lexicon.load(language, "dating"), f"{language}/dating")


@dataclass(frozen=True, slots=True)
class Dated:
    """A time of a text, and the words it stands among."""

    text: str
    words: Words
    grammar: Grammar
    file: Dating
    mark: Mark[Time]

    def is_verb(self, word: str) -> bool:
        """Tell a word that looks like the verb of a clause in the past."""
        return word in self.file.verbs.finite or word.endswith(self.file.verbs.endings)


def _of_comparison(dated: Dated) -> bool:
    """Tell a time that belongs to a comparison ("the worst floods this year")."""
    return dated.words.before(dated.mark.start, _COMPARED).holds(dated.grammar.superlatives)


def _of_speech(dated: Dated) -> bool:
    """Tell a time at which somebody spoke ("UNHCR said on Friday") from one at which it happened."""
    if dated.mark.value.relation not in ("in", "during"):
        return False
    return _spoken_before(dated) or _spoken_after(dated)


def _spoken_before(dated: Dated) -> bool:
    """Tell whether the nearest verb before a day is one of saying ("told reporters in the capital on Tuesday")."""
    verbs, grammar = dated.file.verbs, dated.grammar
    lead = list(dated.words.before(dated.mark.start, _BACK))
    for index in range(len(lead) - 1, -1, -1):
        word = lead[index]
        if word in _STOPS or word[:1].isdigit():
            return False
        if word in verbs.occasions:
            return True
        if word in verbs.saying:
            # "were reported dead on Monday": the verb of those who died
            return index == 0 or lead[index - 1] not in grammar.be
        if dated.is_verb(word) or word in grammar.be:
            return False
    return False


def _spoken_after(dated: Dated) -> bool:
    """Tell whether the first verb behind a day that opens the sentence is one of saying."""
    verbs = dated.file.verbs
    # "A report on Sunday revealed that"
    reach = _AHEAD if len(dated.words.before(dated.mark.start)) <= _OPENS else 1
    following = list(dated.words.after(dated.mark.end, reach + 1))[:reach]
    for word, after in itertools.pairwise((*following, "")):
        counts = word in dated.grammar.numbers and word not in dated.grammar.determiners
        if counts or word[:1].isdigit():
            return False
        if word in verbs.saying:
            return not after[:1].isdigit()
        if dated.is_verb(word) or word in dated.grammar.be or word in dated.grammar.have:
            return False
    return False


def _of_dateline(dated: Dated) -> bool:
    """Tell the date in a dateline ("NIAMEY, Aug. 27 (Xinhua) -- ")."""
    return in_dateline(dated.text, dated.mark)


def _of_source(dated: Dated) -> bool:
    """Tell the date of a source that is cited in brackets ("(UNOSAT 26/05/2021)") from one at which it struck."""
    text, mark = dated.text, dated.mark
    opened = max(text.rfind(sign, 0, mark.start) for sign in _BRACKETS)
    if opened < 0 or mark.start - opened > _CREDIT or mark.value.relation not in ("in", "during"):
        return False
    cited = text[opened + 1 : mark.start]
    if _BRACKETS[text[opened]] in cited or text[mark.end :].lstrip()[:1] not in _CITATION_ENDS:
        return False
    # "(killed in March 2019)" tells an event: its preposition stands before the date, and no name does
    return not text[mark.start].islower() and any(sign.isupper() for sign in cited)


def _of_aside(dated: Dated) -> bool:
    """Tell a day of an aside with a verb of its own ("the charity, founded on 4 June 1998, shelters 370")."""
    text, mark = dated.text, dated.mark
    opened = text.rfind(",", 0, mark.start)
    if opened < 0 or text[mark.end :].lstrip()[:1] not in _ENDS_ASIDE:
        return False
    aside = dated.words.between(opened + 1, mark.start)
    if not aside or any(word[:1].isdigit() for word in aside):
        return False
    first, *more = aside
    participle = dated.is_verb(first) and not any(dated.is_verb(word) for word in more)
    if first not in dated.grammar.relatives and not participle:
        return False
    return not _happened(dated, aside)


def _happened(dated: Dated, words: Stretch) -> bool:
    """Tell words of what struck people, or of it happening."""
    return dated.file.tells(words) or dated.file.strikes(words)


SPOKEN: Rule[Dated, bool] = Rule(
    "time of speech", _of_speech, "UNHCR said on Friday that {4,000} people had fled."
)
CITED: Rule[Dated, bool] = Rule(
    "date of a source", _of_source, "Lava displaced {4,000} people (UNOSAT 06/03/2019)."
)
OTHER_TIMES: tuple[Rule[Dated, bool], ...] = (
    Rule("time of a comparison", _of_comparison, "In the worst floods this year {40} people were killed."),
    SPOKEN,
    Rule("dateline", _of_dateline, "NIAMEY, Aug. 27 (Xinhua) -- Some {4,000} people fled."),
    CITED,
    Rule("time of an aside", _of_aside, "The envoy, who left on Friday, said {4,000} people had fled."),
)
"""Times that date no figure of their sentence."""
