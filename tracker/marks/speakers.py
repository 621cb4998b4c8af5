"""Find who is credited with the figures of a sentence.

A cue ("said", "according to", "registered by", "(UNHCR)") is found first; the speaker's noun phrase is
read back from a verb or on from a preposition; then the sentence is parted among its speakers, so that
each figure falls in one scope.  An actor ("the army evacuated 3,000") is no source.

In: the text of one segment.  Out: Marks of Speaker in reading order; scopes never overlap.
Words: lexicon/<language>/speakers.toml, lexicon/organisations.py
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise

from tracker.errors import BadConfiguration
from tracker.lexicon import alternatives, load
from tracker.lexicon.organisations import Organisation, organisations
from tracker.vocabulary import Mark, SourceKind, Speaker

_TOKEN = re.compile(r"\d+(?:,\d+)+|(?:[A-Z]\.){2,}|\w+(?:['’&/.\-‑]\w+)*(?:['’](?!\w))?|\S")
_LABEL = re.compile(r"[(\[]\s*([^()\[\]\n]{2,90}?)\s*[)\]]")
_DATE_TAIL = re.compile(
    r"[\s,;:]+(?:as of |accessed |on )?(?:\d{1,2}[\s/.\-]+)?(?:\d{1,2}|[A-Z][a-z]{2,8})?"
    r"[\s/.\-,]*(?:\d{1,2},?\s+)?(?:19|20)\d\d$"
    r"|[\s,;:]+\d{1,2}\s+[A-Z][a-z]{2,8}$|[\s,;:]+[A-Z][a-z]{2,8}\s+\d{1,2}$"
)
_LINE_HEAD = re.compile(r"\s*[•*\-–]?\s*([^\W\d_][^:\n]{1,80}):\s")
_LINE_TAIL = re.compile(r"\s[–—-]{1,2}\s*([^\W\d_][^–—\n.]{1,60}?)[.\s]*$")
_SPACES = re.compile(r"\s+")
_DASHED = re.compile(r"\s[–—-]")
_NAME_AHEAD = re.compile(r"\s*([^\W\d_][^.;:()\[\]\n]{0,80}[^\W_])")
_FIRST = re.compile(r"[;,]\s|\sand\s|\sin \w+ with\s")
_CLOSING = re.compile(r"\s{0,3}(?:[.,;(\[]|$|(?:and|while|but)\b)")
_PARTS = re.compile(r"\s*[;/,&]\s*|\s+and\s+")
_FITTING: tuple[tuple[frozenset[str], frozenset[SourceKind]], ...] = (
    (
        frozenset({"ministry", "department", "bureau", "authority", "council"}),
        frozenset({"government", "local_authority"}),
    ),
    (frozenset({"monitor", "watchdog", "observatory"}), frozenset({"monitor", "ngo"})),
    (frozenset({"charity", "ngo", "foundation", "federation"}), frozenset({"ngo"})),
    (frozenset({"newspaper", "outlet", "broadcaster"}), frozenset({"media"})),
    (frozenset({"militia", "alliance", "movement"}), frozenset({"armed_group"})),
    (frozenset({"cluster", "mission"}), frozenset({"un", "other"})),
    (frozenset({"group", "network"}), frozenset({"monitor", "ngo", "armed_group", "other"})),
    (frozenset({"agency"}), frozenset({"un", "government", "local_authority", "media", "ngo", "other"})),
)
_LEFT, _RIGHT, _BOTH, _CLAUSE = 1, 2, 3, 4
_REACH = 40  # tokens a noun phrase or an apposition may span


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The words of one language, ready for look-up."""

    cue: re.Pattern[str]
    cues: dict[str, frozenset[str]]
    classes: dict[str, str]
    sets: dict[str, frozenset[str]]
    between: re.Pattern[str]
    label: re.Pattern[str]

    def of(self, word: str) -> str:
        """Return the class of a word: C name, p person, b body, o document, m modifier, d determiner ..."""
        return _class_of(self, word)

    def __hash__(self) -> int:
        return id(self)


@cache
def _grammar(language: str) -> _Grammar | None:
    try:
        words = load(language, "speakers")
    except BadConfiguration:
        return None
    cues: dict[str, set[str]] = {}
    for name, group in words["cues"].items():
        if name != "labels":
            for cue in group:
                cues.setdefault(cue, set()).add(name)
    classes: dict[str, str] = {}
    order = {
        "adverbs": "a", "functions": "f", "be": "f", "determiners": "d", "times": "t", "others": "x",
        "pronouns": "r", "persons": "p", "bodies": "b", "documents": "o", "modifiers": "m", "adjectives": "m",
        "fresh": "m",
    }  # fmt: skip
    for name, letter in reversed(order.items()):
        for word in words["words"][name]:
            classes[word] = letter
    for word in words["words"]["links"]:
        classes[word] = "f"
    sets = {name: frozenset(group) for name, group in {**words["words"], **words["cues"]}.items()}
    sets["points"] = sets["pronouns"] | {
        f"{the} {noun}" for the in ("the", "this", "that") for noun in sets["back"]
    }
    spelled = list(cues) + [cue[0].upper() + cue[1:] for cue in cues]
    clauses = "|".join(words["words"]["clauses"])
    return _Grammar(
        cue=re.compile(rf"(?<![\w'’-]){alternatives(spelled)}(?![\w-])"),
        cues={cue: frozenset(names) for cue, names in cues.items()},
        classes=classes,
        sets=sets,
        between=re.compile(rf";|,?\s+(?:{clauses})\b|,\s+and\b|,\s+with\b"),
        label=re.compile(rf"(?:{alternatives(words['cues']['labels'])})\s*:\s*", re.IGNORECASE),
    )


@lru_cache(maxsize=65536)
def _class_of(grammar: _Grammar, word: str) -> str:
    first = word[0]
    if not (first.isalnum() or first == "_"):
        return "f" if word == "&" else "."
    if first.isdigit():
        return "n"
    small = word.lower()
    known = grammar.classes.get(small) or grammar.classes.get(small.rstrip("0123456789"))  # a footnote's mark
    if first.isupper() and known not in {"f", "d", "r", "x", "a"}:
        if known == "t" and small not in grammar.sets["small_months"]:
            return "t"
        return "C"
    if word.isupper() and len(word) > 1 and known != "d":
        return "C"
    if known is None and small in grammar.sets["figures"]:
        return "n"
    if known is None and "-" in word:
        return "m"
    return known or "u"


@dataclass(slots=True)
class _Found:
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


class _Sentence:
    """The tokens of one segment and the small grammar around a cue."""

    def __init__(self, text: str, grammar: _Grammar) -> None:
        self.text, self.grammar = text, grammar
        tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(text)]
        self.starts = [start for start, _ in tokens]
        self.ends = [end for _, end in tokens]
        self.words = [text[start:end] for start, end in tokens]
        self.low = [word.lower() for word in self.words]
        self.kinds = [_class_of(grammar, word) for word in self.words]
        self.size = len(self.words)
        for i in range(1, self.size):  # "Doctors Without Borders", "Save The Children"
            if self.kinds[i] in "fdxa" and self.kinds[i - 1] == "C" and self.words[i][0].isupper():
                self.kinds[i] = "C"

    def at(self, offset: int) -> int:
        """Return the first token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def kind(self, index: int) -> str:
        return self.kinds[index] if 0 <= index < self.size else "."

    def has(self, index: int, name: str) -> bool:
        """Tell whether the token at an index is one of the lexicon's words of that name."""
        return 0 <= index < self.size and self.low[index] in self.grammar.sets[name]

    def figure(self, first: int, last: int) -> bool:
        """Tell whether a number stands among the tokens first..last."""
        return any(
            self.kinds[i] == "n" or self.low[i] in self.grammar.sets["figures"]
            for i in range(max(first, 0), min(last + 1, self.size))
        )

    def head(self, index: int) -> bool:
        return self.kind(index) in {"C", "p", "b"}

    # -- reading back from a verb -------------------------------------------------------------------

    def skip_back(self, index: int) -> int | None:
        """Pass adverbs, auxiliaries and times before a verb; ``None`` when the verb is passive."""
        for _ in range(12):
            kind = self.kind(index)
            if self.has(index, "be"):
                return None
            timed = self.kind(index + 1) in {"t", "n"} and self.has(index, "before_times") and kind in "fdam"
            dated = kind == "n" and self.kind(index + 1) in "t"
            if kind in {"a", "t"} or (kind == "n" and self.kind(index - 1) == "t") or dated or timed:
                index -= 1
            else:
                return index
        return index

    def subject(self, index: int) -> tuple[int, int, str] | None:
        """Return the noun phrase that ends at or before a token, and the apposition passed on the way."""
        skipped = self.skip_back(index)
        if skipped is None or skipped < 0:
            return None
        index, about = skipped, ""
        word = self.words[index]
        if word in {",", "–", "—", "-"}:
            opened = self.opening(index)
            if opened is None:
                return None
            about = self.text[self.ends[opened] : self.starts[index]]
            index = opened - 1
        elif self.has(index, "apposition") and self.kind(index) == "f" and self.kind(index - 1) == ".":
            index -= 2  # "the UN, which said"
        elif self.low[index] in {"who", "which", "that"} and self.head(index - 1):
            index -= 1
        phrase = self.back(index)
        if phrase is None:
            return None
        first, last = phrase
        if self.has(first - 1, "prepositions"):  # "in Aleppo [SOHR said]", "in Damascus [officials said]"
            own = range(first + 1, last + 1)
            start = next((i for i in own if self.kinds[i] in "pb" or self.named(i, last)), None)
            if start is None and self.kinds[first] == "C" and not self.has(last, "bodies"):
                return None
            first = first if start is None or self.kinds[first] != "C" else start
        return first, last, about

    def opening(self, index: int) -> int | None:
        """Return the comma or dash that opens the apposition closed at an index."""
        mark, tries = self.words[index], 0
        nearest = None
        for i in range(index - 1, max(index - _REACH, 0), -1):
            if self.words[i] in {".", ";", ":", '"', "“", "”"}:
                break
            if self.words[i] == mark:
                nearest = i if nearest is None else nearest
                if self.has(i + 1, "apposition") or self.kind(i + 1) in "dpbm":
                    return i
                if self.kind(i + 1) == "C" and (self.has(i + 1, "persons") or self.has(index - 1, "persons")):
                    return i
                tries += 1
                if tries == 3:
                    break
        return None

    def back(self, last: int) -> tuple[int, int] | None:
        """Return the first and last token of the noun phrase that ends at a token."""
        kind = self.kind(last)
        if self.words[last] == ")":
            opened = next((i for i in range(last - 1, max(last - 6, -1), -1) if self.words[i] == "("), None)
            if opened is None or opened == 0:
                return None
            inside = self.back(opened - 1)
            return None if inside is None else (inside[0], last)
        if kind == "r":
            return (last, last)
        if kind not in {"C", "p", "b", "o", "u", "m"}:
            return None
        good = None if kind in {"u", "m"} else last
        i, fixed, run, listed = last, False, 0, False
        while i >= 0 and last - i < _REACH:
            kind, before = self.kinds[i], self.kind(i - 1)
            if kind == "f":
                word = self.low[i]
                if word not in self.grammar.sets["links"] or i == last:
                    break
                wanted = "Cpbo" if word in {"of", "for"} else "Cpb" if word in {"and", "&"} else "pbo"
                if word in {"and", "&"} and before == "." and self.words[i - 1] == "," and self.head(i - 2):
                    listed = True
                    i -= 2
                    continue
                named = before == "C" and (self.has(i - 1, "persons") or self.has(i - 1, "bodies"))
                if before not in wanted and not named and self.words[i - 1 : i] != [")"]:
                    break
                listed = listed or word in {"and", "&"}
                fixed = False
                i -= 2 if self.words[i - 1] == ")" else 1
            elif fixed:
                whole = self.text[self.starts[i] : self.ends[last]]
                if kind == "C" and self.low[i + 1] == "the" and organisations().named(whole):
                    good = i
                break
            elif kind in "Cpbo":
                good, run = i, 0
                i -= 1
            elif kind == "m":
                named = self.kind(i + 1) == "C" and not (
                    self.has(i + 1, "persons") or self.has(i + 1, "bodies")
                )
                if i < last and named and "-" not in self.low[i] and not self.has(i, "adjectives"):
                    break
                good = i if good is not None else None
                i -= 1
            elif kind == "u":
                after = self.kind(i + 1) if i < last else ""
                if run == 3 or after == "C" or self.low[i].endswith(("ed", "ing", "ly")):
                    break
                run += 1
                i -= 1
            elif kind == "d":
                good, fixed = i, True
                i -= 1
            elif listed and self.words[i] == "," and self.head(i - 1):
                i -= 1
            else:
                break
        if run and not fixed and good is not None and (i < 0 or self.kinds[i] == ".") and i + run >= i:
            good = i + 1  # a clause that begins with its subject: "Luanda fire department have reported"
        if good is None or not any(self.head(k) or self.kinds[k] in "ou" for k in range(good, last + 1)):
            return None
        if self.kinds[last] in "um" and not fixed:
            return None
        return self.without_strangers(good, last) if listed else (good, last)

    def without_strangers(self, first: int, last: int) -> tuple[int, int]:
        """Cut from a list of speakers what is no speaker: "[Aleppo and] the UN said"."""
        if organisations().named(self.text[self.starts[first] : self.ends[last]]):
            return first, last
        for i in range(first + 1, last):
            if self.low[i] == "and" and self.kinds[i + 1] == "d":
                left = self.text[self.starts[first] : self.ends[i - 1]]
                if organisations().kind_of(left) is None and not self.has(i - 1, "persons"):
                    return i + 1, last
        return first, last

    # -- reading on from a preposition --------------------------------------------------------------

    def onward(self, first: int) -> tuple[int, int] | None:
        """Return the first and last token of the noun phrase that begins at a token."""
        i, last, start = first, -1, first
        while i < self.size and i - first < _REACH:
            kind = self.kinds[i]
            if kind in "Cpb":
                last = i
            elif kind == "o":
                if last < 0 and self.kind(i + 1) == "f" and self.low[i + 1] in {"from", "by", "of", "at"}:
                    start = i = i + 2  # "figures from the ministry": the ministry
                    continue
                last = i
            elif kind in "mu":
                if not any(self.head(k) or self.kind(k) == "o" for k in self.same_phrase(i + 1)):
                    break
            elif kind == "d":
                if last >= 0 and self.kind(i - 1) != "f" and self.words[i - 1] != ",":
                    break
            elif kind == "r" and last < 0:
                return (i, i)
            elif self.words[i] == "(":
                if last < 0 or i + 2 >= self.size or self.words[i + 2] != ")" or self.kinds[i + 1] != "C":
                    break
                last = i = i + 2
            elif self.words[i] == ",":
                if last < 0 or not self.list_goes_on(i + 1):
                    break
            elif self.has(i + 1, "together") and last >= 0 and self.low[i + 2 : i + 3] == ["with"]:
                i += 2  # "in coordination with"
            elif kind == "f":
                if last < 0 or not self.links_on(i, last):
                    break
            else:
                break
            i += 1
        return None if last < 0 else (start, last)

    def same_phrase(self, index: int) -> range:
        """Return the next few tokens up to what cannot stand in one noun phrase."""
        stop = index
        while stop < self.size and stop < index + 4 and self.kinds[stop] in "Cpbomu":
            stop += 1
        return range(index, stop)

    def list_goes_on(self, index: int) -> bool:
        """Tell whether "A, B and C" goes on after a comma, each item a name."""
        for i in range(index, min(index + 16, self.size)):
            if self.low[i] in {"and", "&"}:
                k = i + 1 + (self.kind(i + 1) == "d")
                return self.kind(k) in "Cpbm" and self.kind(index + (self.kind(index) == "d")) in "Cpbm"
            if not (
                self.kinds[i] in "Cpbmd" or self.words[i] == "," or self.low[i] in {"of", "for", "(", ")"}
            ):
                return False
        return False

    def links_on(self, index: int, last: int) -> bool:
        """Tell whether a connecting word carries a noun phrase on."""
        word = self.low[index]
        if word not in self.grammar.sets["links"]:
            return False
        nxt = index + 1
        while self.kind(nxt) in "dm":
            nxt += 1
        if word == "with":
            return self.has(index - 1, "together") and self.head(nxt)
        if self.has(nxt, "times") or not (self.head(nxt) or self.kind(nxt) == "u"):
            return False
        office = self.kinds[last] in "pbo" or self.has(last, "persons") or self.has(last, "bodies")
        if word in {"of", "for"}:
            return self.head(nxt) or office
        if word in {"and", "&"}:
            after = next((k for k in range(nxt, min(nxt + 5, self.size)) if self.kinds[k] not in "Cpbm"), -1)
            verb = after >= 0 and "say" in self.grammar.cues.get(self.low[after], frozenset())
            return self.head(nxt) and not verb
        return word in {"in", "at", "from", "on"} and office and self.head(nxt)

    # -- names ---------------------------------------------------------------------------------------

    def trim(self, first: int, last: int) -> tuple[int, int] | None:
        """Cut the document from a phrase: "the latest COE report" and "figures from COE" are COE's."""
        for i in range(first, last):
            if self.kinds[i] == "o" and self.kind(i + 1) == "f" and self.low[i + 1] in {"from", "by", "of"}:
                first = min(i + 2, last)
                break
            if self.kinds[i] not in "dmo":
                break
        whole = (first, last)
        while last > first and self.document(last):
            last -= 1
        if last == whole[1] and not self.document(last):
            return whole
        while last > first and self.has(last, "fresh") and self.kinds[last] == "m":
            last -= 1
        while first < last and (self.kinds[first] == "d" or self.has(first, "fresh")):
            first += 1
        if (
            self.kinds[last] in "odm" or self.has(last, "fresh") or self.has(last, "documents")
        ):  # nobody but the document speaks
            named = any(self.has(i, "named_reports") for i in range(whole[0], whole[1] + 1))
            back = self.kinds[whole[0]] == "d" and self.has(whole[1], "back")
            return whole if named or back else None
        return first, last

    def document(self, index: int) -> bool:
        """Tell whether a token is a document: "report", "Figures"."""
        return self.kinds[index] == "o" or (self.kinds[index] == "C" and self.has(index, "documents"))

    def name(self, first: int, last: int) -> tuple[int, int, str]:
        """Return offsets and words of a speaker's name; "the agency" keeps its article, as it points back."""
        if self.kinds[first] == "d" and first < last:
            points = last == first + 1 and self.kinds[last] in "pbo" and self.has(last, "back")
            if not points or self.low[first] not in {"the", "this", "that"}:
                first += self.low[first] in self.grammar.sets["articles"]
        while last - first > 1 and self.has(last, "descriptions") and self.kinds[last] != "C":
            cut = next(
                (
                    k
                    for k in range(last, first, -1)
                    if self.kinds[k] == "C" or not self.has(k, "descriptions")
                ),
                first,
            )
            prefix = self.text[self.starts[first] : self.ends[cut]]
            if cut > first and organisations().named(prefix) and not self.named(first, last):
                last = cut
            break
        start, end = self.starts[first], self.ends[last]
        if self.words[last][:1].islower():
            end -= len(self.words[last]) - len(self.words[last].rstrip("0123456789"))
        shown = self.text[start:end]
        if shown.endswith(("'s", "’s")):
            end -= 2
        elif shown.endswith(("s'", "s’")):
            end -= 1
        shown = _SPACES.sub(" ", self.text[start:end])
        points = shown.lower() in self.grammar.sets["points"]
        return start, end, shown.lower() if points else shown

    def named(self, first: int, last: int) -> Organisation | None:
        """Return the organisation whose whole name these tokens are."""
        return organisations().named(self.text[self.starts[first] : self.ends[last]])

    def aside(self, index: int) -> bool:
        """Tell whether nothing but an aside ("on Friday", "in a statement") stands up to a pause."""
        for i in range(index, min(index + 12, self.size)):
            if self.words[i] == ":":
                return False
            if self.kinds[i] == ".":
                return True
            if self.low[i] in self.grammar.sets["going_on"]:
                return True
            if self.kinds[i] == "n" and "t" not in {self.kind(i - 1), self.kind(i + 1)}:
                return False
            if not (self.kinds[i] in "atdn" or self.has(i, "aside") or self.has(i, "before_times")):
                return False
        return index + 12 >= self.size


def find_speakers(text: str, *, language: str = "en", iso3: str | None = None) -> list[Mark[Speaker]]:
    """Find whom a sentence credits with its figures.

    Parameters
    ----------
    text
        One segment: a sentence, a bullet, a cell.
    language
        Whose words to read with; a language without a speakers file gives no marks.
    iso3
        The country the text is about; settles acronyms that several countries use.

    Returns
    -------
    list of Mark[Speaker]
        In reading order.  A mark spans the speaker's words; ``scope`` is the part of the text whose figures
        are the speaker's, and scopes never overlap.  An empty scope ``(0, 0)`` credits the text before this
        one (a label that stands alone).  "the agency", "he" have no ``source_id``: see ``resolve_back``.
    """
    grammar = _grammar(language)
    if grammar is None:
        return []
    cues = list(grammar.cue.finditer(text))
    labels = "(" in text or "[" in text or ":" in text or _DASHED.search(text) is not None
    if not cues and not labels:
        return []
    sentence = _Sentence(text, grammar) if cues else None
    found = [f for cue in cues if sentence and (f := _read(sentence, grammar, cue)) is not None]
    if labels:
        found += _labels(text, grammar)
    if not found:
        return []
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.outer)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    _share(text, _heard(kept, grammar), grammar)
    return [Mark(start=one.start, end=one.end, value=_speaker(one, grammar, language, iso3)) for one in kept]


def _speaker(one: _Found, grammar: _Grammar, language: str, iso3: str | None) -> Speaker:
    """Return the speaker with id and kind."""
    known = organisations()
    if one.name.lower() in grammar.sets["points"]:
        return Speaker(name=one.name, kind=known.kind_of(one.name) or "other", cue=one.cue, scope=one.scope)
    lead = (
        one.name if known.named(one.name) else _FIRST.split(one.name, maxsplit=1)[0]
    )  # of several the first counts
    lead = lead if known.resolve(lead, iso3=iso3) else one.name
    owner = known.resolve(lead, iso3=iso3)
    kind: SourceKind | None = owner.kind if owner else known.kind_of(lead, language=language)
    if owner is None and one.about:
        owner = known.resolve(one.about, iso3=iso3)
        kind = owner.kind if owner else kind or known.kind_of(one.about, language=language)
    return Speaker(
        name=one.name,
        source_id=owner.source_id if owner else None,
        kind=kind or "other",
        cue=one.cue,
        scope=one.scope,
    )


def _read(sentence: _Sentence, grammar: _Grammar, cue: re.Match[str]) -> _Found | None:
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
        reach = _CLAUSE if "by" in names else _RIGHT if first == 0 else _BOTH
        return _ahead(sentence, words, first, after, reach)
    if words in grammar.sets["inverted"] and _may_invert(sentence, first):
        one = _ahead(sentence, words, first, after, _BOTH)
        if one is not None and _ends_clause(sentence, one):
            return one
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
    if not points and ("show" in names and not papers and organisations().resolve(name) is None):
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
    reach = _BOTH if pause and not stands else _RIGHT
    close = sentence.ends[min(after, sentence.size) - 1]
    return _Found(start, stop, name, words, reach, sentence.starts[begin], close, about)


def _unfit(sentence: _Sentence, grammar: _Grammar, names: frozenset[str], first: int, after: int) -> bool:
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
            (i for i in range(after, min(after + 14, sentence.size)) if sentence.low[i] == "at"), None
        )
        return stop is None or not sentence.figure(stop, stop + 5)
    if "count" in names:
        return not sentence.figure(after, after + 6)
    return sentence.has(first - 1, "determiners")


def _may_invert(sentence: _Sentence, first: int) -> bool:
    return first == 0 or sentence.words[first - 1] in {",", '"', "”", "'", "’", "''"}


def _ends_clause(sentence: _Sentence, one: _Found) -> bool:
    """Tell whether a phrase after the verb is its subject, as in "..., said UNHCR"."""
    following = sentence.at(one.end)
    named = organisations().kind_of(one.name) is not None or " " in one.name or one.about != ""
    rest = (
        following >= sentence.size
        or sentence.kind(following) in ".t"
        or sentence.low[following] in {"on", "in", "who"}
    )
    return rest and named


def _quoted(sentence: _Sentence, words: str, after: int, first: int) -> _Found | None:
    """Return the speaker of "Xinhua quoted officials as saying"."""
    one = _ahead(sentence, words, first, after, _BOTH if words == "quoting" else _RIGHT)
    if one is None or words == "quoting":
        return one
    following = sentence.at(one.end)
    return one if any(word == "as" for word in sentence.low[following : following + 3]) else None


def _ahead(sentence: _Sentence, words: str, first: int, after: int, reach: int) -> _Found | None:
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
            about = about if sentence.kind(last + 2) in "dpbm" or sentence.has(last + 2, "apposition") else ""
    one = _Found(start, stop, name, words, reach, sentence.starts[first], sentence.ends[last], about)
    return _bracketed(sentence, one, first)


def _bracketed(sentence: _Sentence, one: _Found, first: int) -> _Found:
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
        one.reach = _LEFT
    return one


def _labels(text: str, grammar: _Grammar) -> list[_Found]:
    """Return the speakers of labels, such as "(UNHCR)", "Source: DTM", "UNHCR: ..."."""
    found: list[_Found] = []
    for label in _LABEL.finditer(text):
        one = _bracket_label(text, label, grammar)
        if one is None:
            continue
        if found and not text[found[-1].close : one.outer].strip(" ;,"):
            last = found[-1]
            found[-1] = replace(last, name=f"{last.name}; {one.name}", end=one.end, close=one.close)
        else:
            found.append(one)
    for label in grammar.label.finditer(text):
        if any(one.outer <= label.start() < one.close for one in found):
            continue
        name = _NAME_AHEAD.match(text, label.end())
        if name:
            found.append(_Found(*name.span(1), name[1], "source", _LEFT, label.start(), name.end(1)))
    head, tail = _LINE_HEAD.match(text), _LINE_TAIL.search(text)
    if head and organisations().named(_DATE_TAIL.sub("", head[1])):
        begins, words = head.start(1), _DATE_TAIL.sub("", head[1])
        found.append(_Found(begins, begins + len(words), words, ":", _RIGHT, begins, head.end()))
    if tail and tail.start() > 0 and organisations().named(tail[1]):
        found.append(_Found(*tail.span(1), tail[1], "–", _LEFT, tail.start(), tail.end(1)))
    return found


def _bracket_label(text: str, label: re.Match[str], grammar: _Grammar) -> _Found | None:
    """Return the speaker a bracket names, if it credits and does not explain or date."""
    content, start = label[1], label.start(1)
    explicit = grammar.label.match(content)
    if explicit:
        start += explicit.end()
        content = content[explicit.end() :]
    dated = _DATE_TAIL.search(content)
    name = content[: dated.start()] if dated else content
    if not name or not (name[0].isupper() or explicit):
        return None
    parts = _PARTS.split(name)
    known = [organisations().named(part) for part in parts]
    following = text[label.end() : label.end() + 3].lstrip()
    if not explicit:
        full = dated is not None and dated.group().strip(" ,;")[:1].isdigit() and len(name.split()) <= 6
        if not any(known) and not (full and (organisations().kind_of(name) or " " in name or name.isupper())):
            return None
        if not dated and (not _CLOSING.match(text, label.end()) or _expands(text, label, name)):
            return None
        if following[:1] in {"-", "–", "—"} and label.start() < 60:
            return None  # a wire's dateline: the publisher itself
    return _Found(start, start + len(name), _SPACES.sub(" ", name), "()", _LEFT, label.start(), label.end())


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


def _heard(found: list[_Found], grammar: _Grammar) -> list[_Found]:
    """Return the speakers with a part of their own: "citing the ministry, it said 300" leaves "it" none."""
    heard: list[_Found] = []
    for one in found:
        cited = heard and heard[-1].cue in grammar.sets["citing"] and heard[-1].reach == _RIGHT
        if cited and one.reach == _RIGHT:
            one.scope = (one.start, one.start)
        else:
            heard.append(one)
    return heard


def _share(text: str, found: list[_Found], grammar: _Grammar) -> None:
    """Part the text among its speakers, so that no two scopes overlap."""
    edges = [0]
    for one, other in pairwise(found):
        edges.append(_edge(text, one, other, grammar))
    edges.append(len(text))
    for i, one in enumerate(found):
        low, high = min(edges[i], one.outer), max(edges[i + 1], min(one.close, edges[i + 1]))
        low = max(edges[i], found[i - 1].scope[1]) if i else 0
        start = low if one.reach in {_LEFT, _BOTH, _CLAUSE} else max(low, min(one.outer, one.start))
        end = high if one.reach in {_RIGHT, _BOTH, _CLAUSE} else max(min(one.close, high), start)
        if one.reach == _CLAUSE:
            breaks = [m.start() for m in grammar.between.finditer(text, start, one.outer)]
            start = breaks[-1] if breaks else start
            later = grammar.between.search(text, min(one.close, end), end)
            end = later.start() if later else end
        if one.inner is not None:
            start, end = max(start, one.inner[0]), max(min(end, one.inner[1]), start)
        if one.reach == _LEFT and not text[: one.outer].strip():
            start = end = 0
        one.scope = (start, max(start, end))


def _edge(text: str, one: _Found, other: _Found, grammar: _Grammar) -> int:
    """Return where one speaker's part ends and the next one's begins."""
    here, there = one.close, max(other.outer, one.close)
    if one.inner is not None:
        return min(one.inner[1], there)
    if other.inner is not None:
        return max(other.inner[0], here)
    rightward, leftward = one.reach != _LEFT, other.reach != _RIGHT
    if not leftward:
        return there if rightward else here
    if not rightward:
        return here
    breaks = list(grammar.between.finditer(text, here, there))
    return breaks[-1].start() if breaks else here


def resolve_back(name: str, previous: Speaker | None, *, language: str = "en") -> Speaker | None:
    """Return the speaker that "the agency", "he" or a surname points back to.

    Parameters
    ----------
    name
        A speaker's name as found: "the monitor", "it", "the spokesman", "Yusufi".
    previous
        The last named speaker before it.

    Returns
    -------
    Speaker or None
        ``previous`` when it is of a fitting kind (persons for "he" and "she"), else ``None``.
    """
    grammar = _grammar(language)
    if previous is None or grammar is None or not name.strip():
        return None
    low, before = name.lower().split(), previous.name.lower().split()
    noun = low[-1]
    person = _is_person(previous.name, grammar)
    if len(low) == 1 and noun in grammar.sets["pronouns"]:
        if noun in {"he", "she"}:
            return previous if person else None
        return previous if not (noun == "it" and person and previous.source_id is None) else None
    if low[0] not in grammar.sets["articles"] or noun in before:  # "Yusufi", "governor", "the ministry"
        owner = organisations().resolve(name)
        short = set(low) - grammar.sets["articles"]
        other = owner is not None and owner.source_id != previous.source_id
        return previous if short < set(before) and not other else None
    if noun not in grammar.sets["back"]:
        return None
    if noun in grammar.sets["documents"]:
        return previous if previous.kind != "armed_group" else None
    if noun in grammar.sets["persons"] and noun != "monitor":
        return previous if person and noun in grammar.sets["spokesmen"] else None
    kinds = next((kinds for nouns, kinds in _FITTING if noun in nouns), None)
    return previous if kinds is None or previous.kind in kinds else None


def _is_person(name: str, grammar: _Grammar) -> bool:
    """Tell whether a name is a person's: it holds a role, or is two or three capitalised words of no body."""
    words = [word.lower() for word in name.split()]
    if any(word in grammar.sets["persons"] and word not in grammar.sets["bodies"] for word in words):
        return True
    plain = 2 <= len(words) <= 4 and all(part[:1].isupper() for part in name.split())
    return plain and organisations().named(name) is None and organisations().kind_of(name) is None


def role_name(name: str, *, language: str = "en") -> str:
    """Return a speaker's name without the person's own where a role stands beside it.

    >>> role_name("SDF spokesman Adnan Afrin")
    'SDF spokesman'
    """
    grammar = _grammar(language)
    if grammar is None:
        return name
    if "," in name:
        left, right = (part.strip() for part in name.split(",", 1))
        roles = [part for part in (left, right) if _role_words(part, grammar)]
        if len(roles) == 1 or (roles and organisations().named(left) is None):
            name = roles[-1].removeprefix("the ").removeprefix("a ").removeprefix("an ")
    words = name.split()
    places = _role_words(name, grammar)
    if not places:
        return name
    last = places[-1]
    rest = words[last + 1 :]
    if not rest:
        return " ".join(words)
    if rest[0].lower() in grammar.sets["links"]:
        for size in range(len(rest), 1, -1):
            if organisations().named(" ".join(rest[1:size])):
                return " ".join(words[: last + 1] + rest[:size])
        return " ".join(words)
    return " ".join(words[: last + 1])


def _role_words(name: str, grammar: _Grammar) -> list[int]:
    """Return where the words of a name tell a person's role."""
    return [i for i, word in enumerate(name.split()) if word.strip(",.").lower() in grammar.sets["persons"]]
