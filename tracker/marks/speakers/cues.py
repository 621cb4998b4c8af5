"""Read one cue: whom "said", "according to" or "registered by" credits, and which way it reaches.

In: a sentence and a cue in it.  Out: the attribution, or ``None`` when the cue credits nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.lexicon.organisations import organisations
from tracker.marks.speakers.phrases import Sentence
from tracker.marks.speakers.words import Grammar

LEFT, RIGHT, BOTH, CLAUSE = 1, 2, 3, 4  # which figures a cue reaches; CLAUSE is both, within the clause
_SPACES = re.compile(r"\s+")


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
    about: str = ""  # apposition or relative clause that tells whose person it is
    inner: tuple[int, int] | None = None  # a bracket that bounds it
    scope: tuple[int, int] = field(default=(0, 0))


def read_cue(sentence: Sentence, grammar: Grammar, cue: re.Match[str]) -> Found | None:
    """Return the attribution a cue makes, if it makes one."""
    first, after = sentence.at(cue.start()), sentence.at(cue.end())
    if first >= sentence.size or sentence.starts[first] != cue.start():
        return None
    words = _SPACES.sub(" ", cue.group()).lower()
    names = grammar.cues.get(words, frozenset())
    if (
        cue.group()[0].isupper()
        and first > 0
        and sentence.kind(first - 1) != "."
        and not names & {"before", "by"}
    ):
        return None  # "Omar Said"
    if "quoting" in names and (one := _quoted(sentence, words, after, first)) is not None:
        return one
    if names & {"before", "by"}:
        reach = CLAUSE if "by" in names else RIGHT if first == 0 else BOTH
        one = _ahead(sentence, words, first, after, reach)
        known = one is not None and organisations().kind_of(one.name) is not None
        return one if known or "needs_kind" not in names else None
    if words in grammar.sets["inverted"] and _may_invert(sentence, first):
        one = _ahead(sentence, words, first, after, BOTH)
        if one is not None and _ends_clause(sentence, one):
            return one
    if "count" in names and sentence.has(first - 1, "be"):
        return _counted(sentence, words, first, after)
    if _unfit(sentence, grammar, names, first, after):
        return None
    phrase = sentence.subject(first - 1)
    if phrase is None:
        return None
    begin, end, about = phrase
    papers = any(sentence.has(i, "documents") for i in range(begin, end + 1))
    trimmed = sentence.trim(begin, end)
    if trimmed is None:
        return None
    start, stop, name = sentence.name(*trimmed)
    points = name.lower() in grammar.sets["points"] or sentence.kinds[trimmed[0]] == "r"
    if "show" in names and not papers and organisations().resolve(name) is None:
        return None
    if "count" in names and not points and (organisations().kind_of(name) is None or papers):
        return None
    pause = sentence.kind(after) == "." or after >= sentence.size or sentence.aside(after)
    if words == "told" and not pause:
        hearer = sentence.onward(after)
        pause = hearer is not None and (hearer[1] + 1 >= sentence.size or sentence.kind(hearer[1] + 1) == ".")
    opens = begin == 0 or sentence.words[begin - 1] in {";", ":"}
    if "needs_figure" in names and "issues" not in names and "puts" not in names:
        ahead = sentence.has(after, "that") or sentence.figure(after, after + 5)
        if not ahead and not (pause and not opens):
            return None
    stands = after < sentence.size and sentence.words[after] == ":"
    reach = BOTH if pause and not stands else RIGHT
    close = sentence.ends[min(after, sentence.size) - 1]
    return Found(start, stop, name, words, reach, sentence.starts[begin], close, about)


def _unfit(sentence: Sentence, grammar: Grammar, names: frozenset[str], first: int, after: int) -> bool:
    """Tell whether the words after a verb show that it credits nobody."""
    if sentence.has(after, "states"):  # "reported missing", "reported cases"
        return True
    verb = grammar.cues.get(sentence.low[after], frozenset()) if after < sentence.size else frozenset()
    if "needs_figure" in names and verb & {"say", "show"}:  # "reports say": a noun
        return True
    if "issues" in names:
        return not any(sentence.has(i, "issued") for i in range(after, after + 7))
    if "puts" in names:
        stop = next(
            (i for i in range(after, min(after + 24, sentence.size)) if sentence.low[i] == "at"), None
        )
        return stop is None or not sentence.figure(stop, stop + 5)
    if "count" in names:
        return not sentence.figure(after, after + 6)
    return sentence.has(first - 1, "determiners")


def _counted(sentence: Sentence, words: str, first: int, after: int) -> Found | None:
    """Return who counted in "3,000 were counted at the border by IOM"."""
    for i in range(after, min(after + 7, sentence.size)):
        if sentence.kinds[i] == ".":
            break
        if sentence.low[i] == "by":
            one = _ahead(sentence, f"{words} by", first, i + 1, CLAUSE)
            return one if one is not None and organisations().kind_of(one.name) is not None else None
    return None


def _may_invert(sentence: Sentence, first: int) -> bool:
    return first == 0 or sentence.words[first - 1] in {",", '"', "”", "'", "’", "''"}


def _ends_clause(sentence: Sentence, one: Found) -> bool:
    """Tell whether a phrase after the verb is its subject, as in "..., said UNHCR"."""
    following = sentence.at(one.end)
    named = organisations().kind_of(one.name) is not None or " " in one.name or one.about != ""
    rest = (
        following >= sentence.size
        or sentence.kind(following) in ".t"
        or sentence.low[following] in {"on", "in", "who"}
    )
    return rest and named


def _quoted(sentence: Sentence, words: str, after: int, first: int) -> Found | None:
    """Return the speaker of "Xinhua quoted officials as saying"."""
    one = _ahead(sentence, words, first, after, BOTH if words == "quoting" else RIGHT)
    if one is None or words == "quoting":
        return one
    following = sentence.at(one.end)
    return one if any(word == "as" for word in sentence.low[following : following + 3]) else None


def _ahead(sentence: Sentence, words: str, first: int, after: int, reach: int) -> Found | None:
    """Return the attribution whose speaker stands after the cue."""
    phrase = sentence.onward(after)
    trimmed = sentence.trim(*phrase) if phrase else None
    if phrase is None or trimmed is None:
        return None
    start, stop, name = sentence.name(*trimmed)
    last, about = phrase[1], ""
    if last + 1 < sentence.size and sentence.words[last + 1] == ",":
        end = next(
            (i for i in range(last + 2, min(last + 17, sentence.size)) if sentence.kinds[i] == "."), None
        )
        if end is not None or sentence.size <= last + 17:
            about = sentence.text[sentence.ends[last + 1] : sentence.ends[(end or sentence.size) - 1]]
            told = sentence.kind(last + 2) in "dpbm" or sentence.has(last + 2, "apposition")
            role = range(last + 2, min(end or sentence.size, last + 12))
            about = about if told or any(sentence.has(i, "persons") for i in role) else ""
    one = Found(start, stop, name, words, reach, sentence.starts[first], sentence.ends[last], about)
    return _bracketed(sentence, one, first)


def _bracketed(sentence: Sentence, one: Found, first: int) -> Found:
    """Bound an attribution by the bracket it stands in, when the bracket holds the figure too."""
    opened = next((i for i in range(first - 1, max(first - 30, -1), -1) if sentence.words[i] in "()"), None)
    if opened is None or sentence.words[opened] != "(":
        return one
    closed = next((i for i in range(first, min(first + 30, sentence.size)) if sentence.words[i] == ")"), None)
    if closed is None:
        return one
    if sentence.figure(opened, first):
        one.inner = (sentence.starts[opened], sentence.ends[closed])
    else:
        one.reach = LEFT
    return one
