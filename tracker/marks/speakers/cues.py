"""Read one cue: whom "said", "according to" or "registered by" credits, and which way it reaches.

``RULES`` are the ways a cue credits, tried in their order.

In: a sentence and a cue in it.  Out: the attribution, or ``None`` when the cue credits nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tracker.lexicon.organisations import organisations
from tracker.marks.speakers.backward import subject
from tracker.marks.speakers.names import name_of, without_paper
from tracker.marks.speakers.onward import phrase_after
from tracker.marks.speakers.sentence import SPACES, Sentence
from tracker.marks.speakers.words import MARK, PRONOUN, ROLE_OPENS, TIME, Group

LEFT, RIGHT, BOTH, CLAUSE = 1, 2, 3, 4  # which figures a cue reaches; CLAUSE is both, within the clause
_APPOSITION = 15  # tokens
_BRACKET = 30  # tokens
_PUT = 24  # tokens between "put" and "at"
_NEAR = 7
_OPENING: Final = frozenset({",", '"', "”", "'", "’", "''"})
_AHEAD: Final[frozenset[Group]] = frozenset({"before", "by"})


@dataclass(slots=True)
class Found:
    """One attribution on the way to a mark."""

    start: int
    end: int
    name: str
    cue: str
    reach: int
    outer: int  # where its own words and cue begin
    close: int  # where they end
    about: str = ""  # apposition or relative clause that says whose person it is
    inner: tuple[int, int] | None = None  # a bracket that bounds it
    scope: tuple[int, int] = field(default=(0, 0))


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as it stands in a sentence: its tokens are ``first`` up to ``after``."""

    words: str
    groups: frozenset[Group]
    first: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRule:
    """One way a cue credits.

    ``groups`` are the lists of cues it reads; one that is ``last`` lets no other rule be tried where it
    ``holds``.  ``example`` is a sentence whose speakers stand in square brackets.
    """

    name: str
    example: str
    groups: frozenset[Group]
    read: Callable[[Sentence, Cue], Found | None]
    holds: Callable[[Sentence, Cue], bool] = lambda sentence, cue: True
    last: bool = True


def read_cue(sentence: Sentence, match: re.Match[str]) -> Found | None:
    """Return the attribution a cue makes, if it makes one."""
    first, after = sentence.at(match.start()), sentence.at(match.end())
    if first >= sentence.size or sentence.starts[first] != match.start():
        return None
    words = SPACES.sub(" ", match.group()).lower()
    cue = Cue(words, sentence.grammar.groups.get(words, frozenset()), first, after)
    capital = match.group()[0].isupper() and first > 0 and sentence.kind(first - 1) != MARK
    if capital and cue.groups.isdisjoint(_AHEAD):
        return None  # "Omar Said"
    for rule in RULES:
        if not cue.groups.isdisjoint(rule.groups) and rule.holds(sentence, cue):
            found = rule.read(sentence, cue)
            if found is not None or rule.last:
                return found
    return None


# -- the speaker stands after the cue -------------------------------------------------------------------


def _quoted(s: Sentence, cue: Cue) -> Found | None:
    """Return the speaker of "Xinhua quoted officials as saying"."""
    ahead = "quoting_ahead" in cue.groups
    one = _ahead(s, cue, BOTH if ahead else RIGHT)
    if one is None or ahead:
        return one
    following = s.at(one.end)
    return one if any(word in s.lists.as_saying for word in s.low[following : following + 3]) else None


def _preposition(s: Sentence, cue: Cue) -> Found | None:
    """Return the speaker behind "according to", "registered by"."""
    reach = CLAUSE if "by" in cue.groups else RIGHT if cue.first == 0 else BOTH
    one = _ahead(s, cue, reach)
    return one if "needs_kind" not in cue.groups or (one is not None and s.counts(one.name)) else None


def _inverted(s: Sentence, cue: Cue) -> Found | None:
    """Return the subject that stands after its verb: ""..., said UNHCR"."""
    one = _ahead(s, cue, BOTH)
    return one if one is not None and _ends_clause(s, one) else None


def _opens_clause(s: Sentence, cue: Cue) -> bool:
    """Tell whether a verb may stand before its subject: behind a pause, or where its subject ends the sentence."""
    return cue.first == 0 or s.words[cue.first - 1] in _OPENING or _closes_sentence(s, cue)


def _closes_sentence(s: Sentence, cue: Cue) -> bool:
    """Tell "25 were wounded said the Syrian Observatory for Human Rights."."""
    phrase = phrase_after(s, cue.after)
    if phrase is None or phrase[1] + 2 != s.size or s.kind(phrase[1] + 1) != MARK:
        return False
    return s.counts(s.text[s.starts[phrase[0]] : s.ends[phrase[1]]])


def _counted(s: Sentence, cue: Cue) -> Found | None:
    """Return who counted in "3,000 were counted at the border by IOM"."""
    for i in range(cue.after, min(cue.after + _NEAR, s.size)):
        if s.kinds[i] == MARK:
            break
        if s.low[i] in s.lists.by_whom:
            by = Cue(f"{cue.words} {s.low[i]}", cue.groups, cue.first, i + 1)
            one = _ahead(s, by, CLAUSE)
            return one if one is not None and s.counts(one.name) else None
    return None


def _passive(s: Sentence, cue: Cue) -> bool:
    return s.has(cue.first - 1, s.lists.be)


def _ends_clause(s: Sentence, one: Found) -> bool:
    """Tell whether a phrase after the verb is its subject, as in "..., said UNHCR"."""
    following = s.at(one.end)
    named = s.counts(one.name) or " " in one.name or one.about != ""
    return named and (s.kind(following) in (MARK, TIME) or s.has(following, s.lists.after_subject))


def _ahead(s: Sentence, cue: Cue, reach: int) -> Found | None:
    """Return the attribution whose speaker stands after the cue."""
    phrase = phrase_after(s, cue.after)
    trimmed = without_paper(s, *phrase) if phrase else None
    if phrase is None or trimmed is None:
        return None
    start, stop, name = name_of(s, *trimmed)
    last = phrase[1]
    about = _apposition(s, last + 2) if s.word(last + 1) == "," else ""
    one = Found(start, stop, name, cue.words, reach, s.starts[cue.first], s.ends[last], about)
    return _bracketed(s, one, cue.first)


def _apposition(s: Sentence, begin: int) -> str:
    """Return the words from a token to the next pause, where they say who a speaker is."""
    end = next((i for i in range(begin, min(begin + _APPOSITION, s.size)) if s.kinds[i] == MARK), None)
    if end is None and s.size > begin + _APPOSITION:
        return ""
    role = range(begin, min(end or s.size, begin + 10))
    tells = s.kind(begin) in ROLE_OPENS or s.has(begin, s.lists.apposition) or any(map(s.person, role))
    return s.text[s.ends[begin - 1] : s.ends[(end or s.size) - 1]] if tells else ""


def _bracketed(s: Sentence, one: Found, first: int) -> Found:
    """Bound an attribution by the bracket it stands in, when the bracket holds the figure too."""
    opened = next((i for i in range(first - 1, max(first - _BRACKET, -1), -1) if s.words[i] in "()"), None)
    if opened is None or s.words[opened] != "(":
        return one
    closed = next((i for i in range(first, min(first + _BRACKET, s.size)) if s.words[i] == ")"), None)
    if closed is None:
        return one
    if s.figure(opened, first):
        one.inner = (s.starts[opened], s.ends[closed])
    else:
        one.reach = LEFT
    return one


# -- the speaker is the subject of the verb -----------------------------------------------------------


def _verb(s: Sentence, cue: Cue) -> Found | None:
    """Return the subject of a verb that credits it."""
    if _credits_nobody(s, cue):
        return None
    phrase = subject(s, cue.first - 1)
    trimmed = without_paper(s, phrase[0], phrase[1]) if phrase else None
    if phrase is None or trimmed is None:
        return None
    begin, end, about = phrase
    start, stop, name = name_of(s, *trimmed)
    papers = any(s.has(i, s.lists.documents) for i in range(begin, end + 1))
    points = name.lower() in s.grammar.points or s.kinds[trimmed[0]] == PRONOUN
    if not _may_credit(s, cue, name, papers=papers, points=points):
        return None
    pause = _pauses(s, cue)
    opens = begin == 0 or s.words[begin - 1] in (";", ":")
    if not _states_a_figure(s, cue) and (opens or not pause):
        return None
    reach = BOTH if pause and s.word(cue.after) != ":" else RIGHT
    close = s.ends[min(cue.after, s.size) - 1]
    return Found(start, stop, name, cue.words, reach, s.starts[begin], close, about)


def _credits_nobody(s: Sentence, cue: Cue) -> bool:
    """Tell whether the words around a verb show that it credits nobody."""
    after, groups = cue.after, cue.groups
    if " " not in cue.words and s.has(after, s.lists.states):  # "reported missing", "reported cases"
        return True
    verb = s.grammar.groups.get(s.low[after], frozenset()) if after < s.size else frozenset()
    if "needs_figure" in groups and ("say" in verb or "show" in verb):  # "reports say": a noun
        return True
    if "issues" in groups:
        return not any(s.has(i, s.lists.issued) for i in range(after, after + _NEAR))
    if "puts" in groups:
        ahead = range(after, min(after + _PUT, s.size))
        stop = next((i for i in ahead if s.low[i] in s.lists.put_at), None)
        return stop is None or not s.figure(stop, stop + 5)
    if "count" in groups:
        return not s.figure(after, after + 6)
    return s.has(cue.first - 1, s.lists.determiners)


def _may_credit(s: Sentence, cue: Cue, name: str, *, papers: bool, points: bool) -> bool:
    """Tell whether a subject is one whom such a verb credits: figures show, bodies count."""
    if "show" in cue.groups and not papers and organisations().resolve(name) is None:
        return False
    return "count" not in cue.groups or points or (not papers and s.counts(name))


def _pauses(s: Sentence, cue: Cue) -> bool:
    """Tell whether the clause pauses behind the verb: "the UN said.", "the mayor told AFP,"."""
    after = cue.after
    if s.kind(after) == MARK or s.aside(after):
        return True
    hearer = phrase_after(s, after) if "told" in cue.groups else None
    return hearer is not None and (s.kind(hearer[1] + 1) == MARK or s.aside(hearer[1] + 1))


def _states_a_figure(s: Sentence, cue: Cue) -> bool:
    """Tell whether "that" or a figure follows, where the verb needs one."""
    if "needs_figure" not in cue.groups or "issues" in cue.groups or "puts" in cue.groups:
        return True
    return s.has(cue.after, s.lists.that) or s.figure(cue.after, cue.after + 5)


RULES: Final[tuple[CueRule, ...]] = (
    CueRule(
        name="quoted",
        example="Xinhua quoted [officials] as saying 40 people had died.",
        groups=frozenset({"quoting"}),
        read=_quoted,
        last=False,
    ),
    CueRule(
        name="preposition",
        example="Some 40 people died, according to [UNHCR].",
        groups=_AHEAD,
        read=_preposition,
    ),
    CueRule(
        name="inverted",
        example="Some 40 people died, said [UNHCR].",
        groups=frozenset({"inverted"}),
        read=_inverted,
        holds=_opens_clause,
        last=False,
    ),
    CueRule(
        name="counted by",
        example="Some 3,000 people were counted at the border by [IOM].",
        groups=frozenset({"count"}),
        read=_counted,
        holds=_passive,
    ),
    CueRule(
        name="verb",
        example="[UNHCR] said 40 people had died.",
        groups=frozenset({"say", "count", "show", "needs_figure", "issues", "puts", "quoting", "inverted"}),
        read=_verb,
    ),
)
