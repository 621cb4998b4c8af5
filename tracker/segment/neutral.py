"""The neutral view of a text: what a person does not see, or reads over, is gone; offsets lead back.

Soft hyphens and zero-width spaces, words broken at a line's end, runs of blanks, ligatures, letters in parts,
full-width digits, entities and tags of HTML, emphasis of Markdown and the marks of footnotes come from how a
text was set or copied, never from what it says.  They are taken out once, before anything is read; text without
them passes through untouched and pays next to nothing.

In: a text and its language.  Out: View: the plain text, and for each stretch of it where it stands in the original.
Words: all of the language's files, to tell a word broken at a line's end from a compound.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from tracker.lexicon import languages, letters, writing
from tracker.lexicon.known import known_words
from tracker.segment.aligned import aligned
from tracker.segment.words import SegmentWords, segment_words

_Edit = Callable[[re.Match[str]], str]

_MARKUP = re.compile(
    r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    r"|<sup>[^<>\n]{1,12}</sup>|</?[A-Za-z][^<>\n]{0,300}>"
)
_ODD = re.compile(
    r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"  # line ends
    r"|[\x02\xad\ufffe]\s*\n[ \t]*"  # a word broken where a soft hyphen stands
    r"|[\x00-\x08\x0e-\x1b\x7f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffe]+"
    r"|[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
    r"|[^\W\d_][\u0300-\u036f]+"  # a letter in parts
    r"|[\ue000-\uf8ff]"  # letters of a font of its own: most are bullets
    r"|[\u2010\u2011\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]"
)
_ANY_ODD = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x85\xa0\xad\u0300-\u036f\u061c\u1680\u180e\u2000-\u2011\u2028-\u202f\u205f-\u206f"
    r"\u3000\ue000-\uf8ff\ufb00-\ufb06\ufe00-\ufe0f\ufeff\uff01-\uff5e\ufffe\U0001d400-\U0001d7ff]"
)
_ODD_BYTES = bytes((*range(9), *range(11, 32), 127))  # those of them that are ASCII
_GROUPS = re.compile(r"\d{3}(?!\d)")  # behind a blank within a number
_LINE_ENDS = frozenset("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_HYPHENS = frozenset("\u2010\u2011")
_ZERO_WIDTH = "\u200b"
_ANY_MARK = re.compile("[*_[†‡§⁰¹²³⁴-⁹]")
_TITLE = re.compile(r"\d\*+\s+[^\W\d_a-z]")  # "26* Houses flooded: 40"
_ADDRESS = r"\]\((?:https?:|/|#|www\.)[^()\s]{0,500}\)"
_MARKS = re.compile(
    r"(?<![\w*_])(\*{1,3}|_{1,3})(?=[^\s*_])|(?<=[^\s*_])(\*{1,3}|_{1,3})(?![\w*])"  # emphasis
    r"|(?<=[^\s\[(|])\[\^?(?:\d{1,3}|[a-z])(?:[,;–-]\s?\d{1,3})*\](?!\()"  # "displaced[2]"
    rf"|\[(?=[^\[\]\n]{{1,200}}{_ADDRESS})|{_ADDRESS}"  # "[shown](address)"
    r"|(?<=[\w.,;:%)’”\"])[†‡§]+"
    r"|(?<=\d)[⁰¹²³⁴-⁹]+|(?<=[^\W\d_]{4})[⁰¹²³⁴-⁹]+|(?<=[.,;:%)’”\"])[⁰¹²³⁴-⁹]+"
)
_BROKEN = re.compile(r"-(?<=[^\W_]-)(?:[ \t]*\n[ \t]*(?=[^\W_])| (?<=[^\W\d_]- )(?=[a-z]))")
_PARTED = re.compile(r"[ \t]*\n[ \t]*\n[ \t]*(?=[\w(])")  # a blank line before words
_GOES_ON = 40  # characters of a line that may be cut within a sentence
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 40
_SHORTEST_WORD = 3  # of the second half of a compound: "ed" and "er" end words
_BLANKS = re.compile(
    r"[ \t]*\t[ \t]*(?=[,.;:)])"
    r"|(?<![^\n])(?P<bullet>[^\w\s|]{1,3})[ \t]*\t[ \t]*(?=\S)"
    r"|(?<=[^\W\d_])[ \t]*\n[ \t]+(?=[^\W\d_])"
    r"|(?<=\S)  +(?=\S)|[ \t]+(?=\n)"
)
_WIDE = 3  # blanks beside a figure alone that may part columns
_FIGURE_BEFORE = re.compile(r"(?:^|\n|  )[^\s\w]?\d[\d.,%]*$")
_FIGURE_AFTER = re.compile(r"[^\s\w]?\d[\d.,%]*(?:  |[ \t]*(?:\n|$))")
_FIGURE = 24  # characters


@dataclass(frozen=True, slots=True)
class _Layer:
    """The changes one step made, in reading order: where each stands before and after."""

    before: tuple[list[int], list[int]]
    """Starts and ends in the text that came in."""
    after: tuple[list[int], list[int]]
    """Starts and ends in the text that went out."""


def _moved(position: int, here: tuple[list[int], list[int]], there: tuple[list[int], list[int]]) -> int:
    """Return where a stretch that starts here starts on the other side of a layer."""
    index = bisect_right(here[0], position) - 1
    if index < 0:
        return position
    inside = position < here[1][index]
    return there[0][index] if inside else there[1][index] + position - here[1][index]


def _moved_end(position: int, here: tuple[list[int], list[int]], there: tuple[list[int], list[int]]) -> int:
    """Return where a stretch that ends here ends on the other side; what was taken out after it stays out."""
    index = bisect_left(here[0], position) - 1
    if index < 0:
        return position
    return there[1][index] + max(0, position - here[1][index])


@dataclass(frozen=True, slots=True)
class View:
    """A text as it is read, and the way back to how it was written."""

    text: str
    original: str
    layers: tuple[_Layer, ...] = field(default=(), repr=False)
    respelled: bool = False
    """Whether the language is read in another spelling than it is written in."""

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the view stands in the original.

        Examples
        --------
        >>> seen = view("4,000 people dis\u00adplaced", language="en")
        >>> seen.text, seen.back(13, 22)
        ('4,000 people displaced', (13, 23))
        """
        for layer in reversed(self.layers):
            start = _moved(start, layer.after, layer.before)
            end = _moved_end(end, layer.after, layer.before)
        if self.respelled:  # a mark on a letter belongs to its word
            while end < len(self.original) and unicodedata.combining(self.original[end]):
                end += 1
        return start, max(start, end)

    def as_written(self, words: str, near: int) -> str:
        """Return words of the view as the original has them, where they stand nearest before a place or behind it."""
        if not self.respelled or not words:
            return words
        at = self.text.rfind(words, 0, near)
        at = self.text.find(words, near) if at < 0 else at
        return self.original[slice(*self.back(at, at + len(words)))] if at >= 0 else words

    def forward(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the original stands in the view."""
        for layer in self.layers:
            start = _moved(start, layer.before, layer.after)
            end = _moved_end(end, layer.before, layer.after)
        return start, max(start, end)

    def words(self, start: int, end: int) -> str:
        """Return the original words of a stretch of the view."""
        return self.original[slice(*self.back(start, end))]


@lru_cache(maxsize=4)
def view(text: str, *, language: str) -> View:
    """Return the neutral view of a text.

    Parameters
    ----------
    text
        As it came in.
    language
        Its words tell a word broken at a line's end from a compound; where there are none, the text stays.
    """
    if language not in languages():
        return View(text, text)
    seen = _Making(text)
    if "&" in text or "<" in text:
        seen.change(_MARKUP, _unmarked)
    if _any_odd(seen.text):  # one look that most text ends at
        seen.change(_ODD, _plain)
    if _ANY_MARK.search(seen.text):
        seen.change(_MARKS, _Marks())
    if "\n\n" in seen.text or "\n \n" in seen.text:
        seen.change(_PARTED, _Rejoiner(segment_words(language)))
    if "-\n" in seen.text or "- " in seen.text:
        seen.change(_BROKEN, _Joiner(seen.text, language))
    if "  " in seen.text or "\t" in seen.text or " \n" in seen.text or "\n " in seen.text:
        seen.change(_BLANKS, _Blanks(seen.text, language))
    written = writing(language)
    if written is not None:
        seen.text = written.same_length(seen.text)
        for pattern, edit in written.changes():
            seen.change(pattern, edit)
    return View(seen.text, text, tuple(seen.layers), respelled=written is not None)


def _any_odd(text: str) -> bool:
    """Tell whether a text holds a letter, blank or line end to be made plain; bytes are looked through much faster."""
    if text.isascii():
        return len(text.encode().translate(None, _ODD_BYTES)) < len(text)
    return _ANY_ODD.search(text) is not None


class _Making:
    """A text on its way to its view."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.layers: list[_Layer] = []

    def change(self, pattern: re.Pattern[str], edit: _Edit) -> None:
        """Put in the place of every hit what the edit gives for it, and note where."""
        parts: list[str] = []
        last = length = 0
        layer = _Layer(([], []), ([], []))
        for hit in pattern.finditer(self.text):
            new = edit(hit)
            if new == hit.group():
                continue
            kept = self.text[last : hit.start()]
            start = length + len(kept)
            length = start + len(new)
            parts += (kept, new)
            last = hit.end()
            for side, (a, b) in ((layer.before, hit.span()), (layer.after, (start, length))):
                side[0].append(a)
                side[1].append(b)
        if parts:
            self.layers.append(layer)
            self.text = "".join((*parts, self.text[last:]))


def _around(hit: re.Match[str]) -> tuple[str, str]:
    """Return the letters before and after a hit; nothing where the text begins or ends."""
    return hit.string[max(0, hit.start() - 1) : hit.start()], hit.string[hit.end() : hit.end() + 1]


def _unmarked(hit: re.Match[str]) -> str:
    """Return what an entity stands for; a tag is nothing, or a blank between two words."""
    words = hit.group()
    if words[0] == "&":
        return html.unescape(re.sub(r"(?<=&)(?:amp;)+", "", words))
    if words[1:4].isalpha() and words.count("<") == 2:
        return ""  # raised: the mark of a footnote
    before, after = _around(hit)
    return " " if before.isalnum() and after.isalnum() else ""


def _plain(hit: re.Match[str]) -> str:
    """Return the plain form of a letter, blank or line end; nothing for what is not seen."""
    words = hit.group()
    before, after = _around(hit)
    if words[0] in _LINE_ENDS:
        return "\n"
    if words[0] in _HYPHENS:
        return "-"
    if unicodedata.category(words[0]) == "Co":
        return "•" if before in ("", "\n") and after.isspace() else ""
    if words.isspace():
        return "," if before.isdigit() and _GROUPS.match(hit.string, hit.end()) else " "
    made = unicodedata.normalize("NFC" if len(words) > 1 and words[0].isalpha() else "NFKC", words)
    if words[0].isalnum() or (words[0].isprintable() and not unicodedata.category(words[0]).startswith("C")):
        return made if not unicodedata.category(words[0]).startswith("M") else ""
    # a zero-width space may stand where a blank was lost
    parted = _ZERO_WIDTH in words and (
        (before.islower() and after.isupper()) or (before.isalpha() and after.isdigit())
    )
    return " " if parted else ""


class _Rejoiner:
    """Takes out the blank line that cuts a sentence, as when each line was made a paragraph."""

    def __init__(self, lex: SegmentWords) -> None:
        self.lex = lex

    def __call__(self, hit: re.Match[str]) -> str:
        """Return one line end, or what stood there."""
        text, end = hit.string, hit.start()
        begin = text.rfind("\n", 0, end) + 1
        if not text[hit.end()].islower():  # only words that must go on tell of a cut there
            cut = end - begin >= _GOES_ON and self.lex.cut_short.search(text[begin:end]) is not None
        else:
            last = text[end - 1]
            cut = (last == "-" and end - begin > 1) or (
                end - begin >= _GOES_ON and (last.isalnum() or last in ",;")
            )
        return "\n" if cut and text[begin] not in "#|" else hit.group()


class _Marks:
    """Takes out emphasis and the marks of footnotes; one between a number and a title is all that parts the two."""

    def __init__(self) -> None:
        self.open = ""

    def __call__(self, hit: re.Match[str]) -> str:
        """Return nothing, or the mark."""
        self.open, before = hit[1] or "", self.open
        footnote = hit[2] and hit[2] != before
        return hit.group() if footnote and _TITLE.match(hit.string, hit.start() - 1) else ""


class _Joiner:
    """Joins words broken at a line's end: "displ-/aced" is one word, "flood-/hit" keeps its hyphen."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language

    def __call__(self, hit: re.Match[str]) -> str:
        """Return what stands between the two halves: nothing, a hyphen, or what stood there."""
        first = _WORD_BEFORE.search(self.text, max(0, hit.start() - _LONGEST_WORD), hit.start())
        second = _WORD_AFTER.match(self.text, hit.end(), hit.end() + _LONGEST_WORD)
        wraps = "\n" in hit.group()
        if first is None or second is None:
            return "-" if wraps else hit.group()
        one, two = first.group().lower(), second.group().lower()
        known, here = known_words(self.language), letters(self.text)
        whole = one + two in known or one + two in here
        if not wraps:  # "pre- and post-flood" is no broken word
            return "" if whole and one not in known else hit.group()
        compound = "-" in (
            self.text[first.start() - 1 : first.start()],
            self.text[second.end() : second.end() + 1],
        )
        if compound or not second.group().islower() or f"{one}-{two}" in self.text.lower():
            return "-"
        both = (one in known or one in here - {two}) and two in known and len(two) >= _SHORTEST_WORD
        return "" if whole or not both else "-"


class _Blanks:
    """Makes runs of blanks one, and lets lines that go on begin at the margin; tables keep their columns."""

    def __init__(self, text: str, language: str) -> None:
        tables = aligned(text, language, segment_words(language))
        self.starts, self.ends = [one.start for one in tables], [one.end for one in tables]

    def __call__(self, hit: re.Match[str]) -> str:
        """Return one blank, one line end, or what stood there."""
        words = hit.group()
        if hit["bullet"]:
            return f"{hit['bullet']} "
        index = bisect_right(self.starts, hit.start()) - 1
        if index >= 0 and hit.start() < self.ends[index]:
            return words
        if "\n" in words:
            return "\n"
        _, after = _around(hit)
        if not after or after == "\n" or "\t" in words:
            return ""
        return words if len(words) >= _WIDE and self._columns(hit) else " "

    def _columns(self, hit: re.Match[str]) -> bool:
        """Tell blanks beside a figure that stands alone in its line."""
        text, start, end = hit.string, hit.start(), hit.end()
        before = _FIGURE_BEFORE.search(text[max(0, start - _FIGURE) : start])
        return before is not None or _FIGURE_AFTER.match(text, end) is not None
