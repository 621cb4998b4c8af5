"""Read the noun phrase of a speaker: back from a verb, on from a preposition.

In: the text of one segment.  Out: first and last token of a phrase; its name without article and document.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from tracker.lexicon.organisations import Organisation, organisations
from tracker.marks.speakers.words import Grammar, class_of

_SPACES = re.compile(r"\s+")
_REACH = 40  # tokens a noun phrase or an apposition may span


class Sentence:
    """The tokens of one segment and the small grammar around a cue."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text, self.grammar = text, grammar
        tokens = [(found.start(), found.end()) for found in grammar.token.finditer(text)]
        self.starts = [start for start, _ in tokens]
        self.ends = [end for _, end in tokens]
        self.words = [text[start:end] for start, end in tokens]
        self.low = [word.lower() for word in self.words]
        seen = grammar.seen
        self.kinds = [seen.get(word) or class_of(grammar, word) for word in self.words]
        self.size = len(self.words)
        for i in range(1, self.size - 1):
            if self.kinds[i - 1] == "C" and self.kinds[i] in "fdxau":
                capital = self.words[i][0].isupper()  # "Doctors Without Borders", "Lanao del Sur"
                if capital or (self.kinds[i] == "u" and self.low[i] in grammar.sets["particles"]):
                    self.kinds[i] = "C"

    def at(self, offset: int) -> int:
        """Return the first token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def kind(self, index: int) -> str:
        """Return the class of the token at an index; outside the text it is punctuation."""
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
        """Tell whether a token can be the head of a speaker's name."""
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
        if phrase is None or self.has(phrase[0] - 1, "prepositions"):
            phrase = self.first_person() or self.relative(index) or phrase
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

    def relative(self, index: int) -> tuple[int, int] | None:
        """Return whom a bare relative clause tells of: "workers who entered the city [said]"."""
        for i in range(index, max(index - 14, 0), -1):
            if self.kinds[i] == "." or "say" in self.grammar.cues.get(self.low[i], ()):
                return None
            if self.low[i] == "who":
                return self.back(i - 1)
        return None

    def first_person(self) -> tuple[int, int] | None:
        """Return the name a sentence opens with when a role follows bare: "Ali Karim the mayor of"."""
        last = 0
        while self.kind(last) == "C" and last < 5:
            last += 1
        if last < 2 or self.kind(last) != "d":
            return None
        role = any(self.has(i, "persons") for i in range(last + 1, last + 4) if self.kind(i) in "Cmp")
        return (0, last - 1) if role else None

    def opening(self, index: int) -> int | None:
        """Return the comma or dash that opens the apposition closed at an index."""
        mark, tries = self.words[index], 0
        nearest = None
        for i in range(index - 1, max(index - _REACH, 0), -1):
            if self.words[i] in {".", ";", ":", '"', "“", "”"}:
                break
            if self.words[i] == mark:
                nearest = i if nearest is None else nearest
                age = i + 2 == index and self.kind(i + 1) == "n"  # "Mohammed, 34, said"
                if age or self.has(i + 1, "apposition") or self.kind(i + 1) in "dpbm":
                    return i
                if self.kind(i + 1) == "C" and (self.has(i + 1, "persons") or self.has(index - 1, "persons")):
                    return i
                name = index - i <= 5 and all(self.kinds[k] == "C" for k in range(i + 1, index))
                if name and any(self.has(k, "persons") for k in range(max(i - 6, 0), i)):
                    return i  # "the mayor of Palu, Ali Karim, said"
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
                named = named or (
                    before == "C" and self.low[i - 2 : i - 1] == ["of"] and self.has(i - 3, "bodies")
                )
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
        if self.kinds[last] == "C" and self.named(first, last):  # "U.S. Geological Survey"
            return whole
        if last > first and self.has(last, "fresh") and self.document(last - 1):
            last -= 1  # "a UN report published on Monday"
        while last > first and self.document(last):
            last -= 1
        if last == whole[1] and not self.document(last):
            return whole
        while last > first and self.has(last, "fresh") and self.kinds[last] == "m":
            last -= 1
        while first < last and (self.kinds[first] == "d" or self.has(first, "fresh")):
            first += 1
        alone = self.has(last, "fresh") or (first == last and self.has(last, "named_reports"))
        if self.kinds[last] in "odm" or alone or self.document(last):  # nobody but the document speaks
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
