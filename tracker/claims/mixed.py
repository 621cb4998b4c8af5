"""Reports in more than one language: each run of paragraphs is read with the words of its own.

In: a report.  Out: the stretches of it that are in one language each; claims back at their place in the whole.
Words: lexicon/languages.toml
"""

from __future__ import annotations

import dataclasses
import re
from functools import cache

from tracker import lexicon
from tracker.read.language import detect, small_words
from tracker.vocabulary import Claim, Report, Unread

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_LEAST = 90  # characters from which on a paragraph's language is asked
_TELLING = 6  # small words of another language without which no paragraph is asked
_LETTERS = 40  # of another script


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a report in one language."""

    start: int
    end: int
    language: str


def runs(report: Report) -> list[Run]:
    """Return the stretches of a report by language; one where all of it is in the report's own."""
    whole = [Run(0, len(report.text), report.language)]
    if not _may_be_mixed(report.text, report.language):
        return whole
    found: list[Run] = []
    for paragraph in _PARAGRAPH.finditer(report.text):
        words = paragraph.group()
        told = detect(words) if len(words) >= _LEAST else None
        before = found[-1].language if found else report.language
        language = told if told in lexicon.languages() else before
        if found and language == before:
            found[-1] = Run(found[-1].start, paragraph.end(), before)
        else:
            found.append(Run(paragraph.start() if found else 0, paragraph.end(), language))
    return found if len({run.language for run in found}) > 1 else whole


def part(report: Report, run: Run) -> Report:
    """Return a stretch of a report as a report."""
    return dataclasses.replace(report, text=report.text[run.start : run.end], language=run.language)


def claim_at(claim: Claim, by: int) -> Claim:
    """Return a claim of a stretch at its place in the whole report."""
    return dataclasses.replace(
        claim,
        start=claim.start + by,
        end=claim.end + by,
        part_of=_moved(claim.part_of, by),
        share_of=_moved(claim.share_of, by),
    )


def unread_at(number: Unread, by: int) -> Unread:
    """Return an unread number of a stretch at its place in the whole report."""
    return dataclasses.replace(number, start=number.start + by, end=number.end + by)


def _moved(span: str | None, by: int) -> str | None:
    """Return a span "start:end" so much further on."""
    return None if span is None else ":".join(str(int(edge) + by) for edge in span.split(":"))


def _may_be_mixed(text: str, language: str) -> bool:
    """Tell cheaply whether a text may hold paragraphs in another language: most do not."""
    if not text.isascii() and _of_another_script(text, language):
        return True
    seen = lexicon.letters(text)
    return any(
        len(seen & telling) >= _TELLING for one, telling in _telling(language).items() if one != language
    )


def _of_another_script(text: str, language: str) -> bool:
    """Tell whether a text holds many letters of a script that its language is not written in."""
    latin = sum(map(str.isascii, filter(str.isalpha, text[: _LETTERS * 500])))
    letters = sum(map(str.isalpha, text[: _LETTERS * 500]))
    unusual = letters - latin
    return min(latin, unusual) >= _LETTERS and min(latin, unusual) * 20 > letters


@cache
def _telling(language: str) -> dict[str, frozenset[str]]:
    """Return the small words of every language read here that the given one does not have."""
    small = small_words()
    own = small.get(language, frozenset())
    return {code: small[code] - own for code in lexicon.languages() if code in small}
