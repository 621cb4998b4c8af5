"""Read labels that credit: "(UNHCR)", "[source: OCHA]", "(WFP 5 March 2021)", "Source: DTM", "UNHCR: ...".

A bracket that only gives the short form of the words before it, and a wire's dateline, credit nobody.

In: the text of one segment.  Out: attributions, in no order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from tracker.lexicon.organisations import organisations
from tracker.marks.speakers.cues import LEFT, RIGHT, Found
from tracker.marks.speakers.sentence import SPACES
from tracker.marks.speakers.words import Grammar

_LABEL = re.compile(r"[(\[]\s{0,3}([^()\[\]\n]{2,90}?)\s{0,3}[)\]]")
_LINE_HEAD = re.compile(r"\s*[•*\-–]?\s*([^\W\d_][^:\n]{1,80}):\s")
_LINE_TAIL = re.compile(r"(?:\s[–—-]{1,2}|:)\s{0,3}([^\W\d_][^–—\n.()\[\]]{1,60}?)\s{0,3}\.?\s{0,3}$")
_DASHES = ("-", "–", "—")
_DATELINE = 60  # characters
_LONGEST = 6  # words of a name that nobody knows
_NAME_AHEAD = re.compile(r"\s*([^\W\d_][^.;:()\[\]\n]{0,80}[^\W_])")


def read_labels(text: str, grammar: Grammar) -> list[Found]:
    """Return the speakers of labels, such as "(UNHCR)", "Source: DTM", "UNHCR: ..."."""
    found: list[Found] = []
    for label in _LABEL.finditer(text):
        one = _bracket_label(text, label, grammar)
        if one is None:
            continue
        if found and not text[found[-1].close : one.outer].strip(" ;,"):
            last = found[-1]
            found[-1] = replace(last, name=f"{last.name}; {one.name}", end=one.end, close=one.close)
        else:
            found.append(one)
    opened = [one.outer for one in found]
    for label in grammar.patterns.label.finditer(text):
        nearest = bisect_right(opened, label.start()) - 1
        if nearest >= 0 and label.start() < found[nearest].close:
            continue
        name = _NAME_AHEAD.match(text, label.end())
        if name:
            shown = _credited(name[1], grammar)
            begins = name.start(1)
            found.append(
                Found(begins, begins + len(shown), shown, "source", LEFT, label.start(), name.end(1))
            )
    head, tail = _LINE_HEAD.match(text), _LINE_TAIL.search(text)
    owner = organisations().named(grammar.patterns.label_date.sub("", head[1])) if head else None
    if head and owner and (owner.kind != "media" or " " in head[1]):  # "National: 623 houses" is no newspaper
        begins, words = head.start(1), grammar.patterns.label_date.sub("", head[1])
        found.append(Found(begins, begins + len(words), words, ":", RIGHT, begins, head.end()))
    if tail and tail.start() > 0 and organisations().named(tail[1]):
        found.append(Found(*tail.span(1), tail[1], "–", LEFT, tail.start(), tail.end(1)))
    return found


def _credited(words: str, grammar: Grammar) -> str:
    """Return the name at the head of a source line: "OCHA Sitrep #2, 26 May 2021" is OCHA's."""
    again = grammar.patterns.label.search(words + ":")
    words = words[: again.start()].rstrip() if again and again.start() else words
    first = words.split(",")[0].rstrip()
    words = first if organisations().resolve(first) else words
    parts = words.split(" ")
    for i in range(1, len(parts)):
        if parts[i].lower() in grammar.words.documents and parts[i - 1][:1].isupper():
            words = " ".join(parts[:i])
            break
    return grammar.patterns.label_date.sub("", words)


def _bracket_label(text: str, label: re.Match[str], grammar: Grammar) -> Found | None:
    """Return the speaker a bracket names, if it credits and does not explain or date."""
    content, start = label[1], label.start(1)
    explicit = grammar.patterns.label.match(content)
    if explicit:
        start += explicit.end()
        content = content[explicit.end() :]
    dated = grammar.patterns.label_date.search(content)
    name = content[: dated.start()] if dated else content
    if not name or not (explicit or (name[0].isupper() and _credits(text, label, name, dated, grammar))):
        return None
    return Found(start, start + len(name), SPACES.sub(" ", name), "()", LEFT, label.start(), label.end())


def _credits(
    text: str, label: re.Match[str], name: str, dated: re.Match[str] | None, grammar: Grammar
) -> bool:
    """Tell whether a bracket that does not call itself a source is one."""
    known = [organisations().named(part) for part in grammar.patterns.label_parts.split(name)]
    if text[label.end() : label.end() + 3].lstrip()[:1] in _DASHES and label.start() < _DATELINE:
        return False  # a wire's dateline: the publisher itself
    if dated:
        full = dated.group().strip(" ,;")[:1].isdigit() and len(name.split()) <= _LONGEST
        kind = organisations().kind_of(name, language=grammar.language)
        return any(known) or (full and (kind is not None or " " in name or name.isupper()))
    if not any(known) or any(owner and owner.kind == "media" for owner in known):
        return False  # a byline: the publisher itself
    return grammar.patterns.label_closes.match(text, label.end()) is not None and not _expands(
        text, label, name
    )


def _expands(text: str, label: re.Match[str], name: str) -> bool:
    """Tell whether a bracket only gives the short form of the words before it."""
    words = text[max(label.start() - 120, 0) : label.start()].split()[-10:]
    initials = "".join(word[0] for word in words if word[0].isupper())
    letters = "".join(letter for letter in name if letter.isupper())
    if len(letters) > 1 and initials.endswith(letters):
        return True
    owner = organisations().named(name)
    return owner is not None and any(
        organisations().named(" ".join(words[-size:])) is owner for size in range(1, len(words) + 1)
    )
