"""The noun phrase an amount counts: what stands after it, up to its head.

"85,000 internally displaced (IDPs)", "38 relief centres", "134 were injured": a subject, a thing, or nothing
at all (the noun is left out and the verb follows).

In: Sentence and one of its amounts.  Out: Counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from tracker.claims.sentence import Sentence
from tracker.marks.subjects import nouns
from tracker.vocabulary import Amount, Event, Mark, Subject

_ACRONYM = re.compile(r"\s*\([A-Z][A-Za-z]{1,9}\)")
_REACH = 9  # words a noun phrase may have
_BRACKET = 10  # words of "(54,959 families, 40%)"
_NEAR = 4  # words up to a noun that adjectives lead to
_HYPHENS = frozenset("-‐–'’\"“”‘«»")
_CLOSED = frozenset(",.;:()")


@dataclass(frozen=True, slots=True)
class Counted:
    """What an amount counts.

    ``kind``: "subject" a known noun; "named" a nationality or ethnic name; "unknown" a noun no list holds;
    "elided" none at all; "thing" surely not people or homes; "base" some of another amount, or of "them".
    ``start`` and ``end`` span the whole phrase from the amount on; ``words`` are those after the amount.
    """

    kind: Literal["subject", "named", "unknown", "elided", "thing", "base"]
    start: int
    end: int
    subject: Subject | None = None
    words: str = ""
    attributive: tuple[Event, ...] = ()
    base: Mark[Amount] | None = None
    head: str = ""


def counted(sentence: Sentence, amount: Mark[Amount]) -> Counted:
    """Return what an amount of the sentence counts."""
    if amount.value.kind == "share":
        for noun in sentence.subjects.values():
            if amount.start < noun.start < amount.end and not noun.value.thing:  # "one person in three"
                words = sentence.text[noun.start : noun.end]
                return Counted("subject", amount.start, amount.end, noun.value, words, head=noun.value.noun)
    phrase = _Phrase(sentence, amount)
    return phrase.read() or _without_known_noun(phrase)


@dataclass(slots=True)
class _Phrase:
    """A noun phrase while it is read word by word: where it stands, and what it has passed."""

    sentence: Sentence
    amount: Mark[Amount]
    index: int = 0
    first: int = 0
    unknown: list[int] = field(default_factory=list)
    """Words that no list holds: perhaps the noun."""
    attributive: tuple[Event, ...] = ()
    after_of: bool = False
    open: bool = True

    def read(self) -> Counted | None:
        """Return the counted noun, or None where the phrase closes before one."""
        sentence, words = self.sentence, self.sentence.words
        self.index = self.first = words.at(self.amount.end)
        amounts = {mark.start: mark for mark in sentence.amounts}
        dated = {mark.start for mark in sentence.times}
        while self.open and self.index < len(words) and self.index - self.first < _REACH:
            token, start = words.tokens[self.index], words.starts[self.index]
            if start in dated:
                break  # "around 17,000 last week"
            if start in amounts and start > self.amount.start:
                return self._some_of(token, self.amount.end, amounts[start]) if self.after_of else None
            if self._passed(token):
                continue
            subject = sentence.subjects.get(start)
            if subject is not None:
                return _head(self, subject)
            event = sentence.event_at(start)
            found = self._word(token) if event is None else self._event(event, start)
            if found is not None:
                return found
        return None

    def _some_of(self, token: str, end: int, base: Mark[Amount] | None = None) -> Counted:
        return Counted("base", self.amount.start, end, words=token, base=base, head=token)

    def _passed(self, token: str) -> bool:
        """Pass an owner ("150 of the village's 1,800 residents") or a share in brackets ("half (47%) of the")."""
        if self.after_of and token.endswith(self.sentence.grammar.possessives):
            self.index += 1
            return True
        beyond = (
            _share_aside(self.sentence, self.index) if self.index == self.first and token == "(" else None
        )
        if beyond is not None:
            self.index = self.first = beyond
        return beyond is not None

    def _event(self, event: Mark[tuple[Event, ...]], start: int) -> Counted | None:
        """Read a word of an event: an adjective of the noun ("newly displaced households"), or the verb."""
        sentence = self.sentence
        nouns = sentence.subjects.values()
        across = next((one for one in nouns if event.start < one.start < event.end < one.end), None)
        if across is not None:  # "newly displaced households": the noun starts inside the event's words
            self.attributive = event.value
            return _head(self, across)
        beside = sentence.subjects.get(event.end + 1)
        if beside is not None and beside.value.thing and not self.unknown and self.index == self.first:
            words = sentence.text[start : beside.end]
            return Counted("thing", self.amount.start, beside.end, words=words, head=beside.value.noun)
        adjective = event.value[0].kind in ("done", "state", "did") and noun_follows(sentence, event.end)
        if (self.unknown and event.value[0].kind == "did") or not adjective or self._verb_follows():
            self.open = False  # "Californians fled homes"
            return None
        self.attributive = event.value
        self.index = sentence.words.at(event.end)
        return None

    def _verb_follows(self) -> bool:
        """Tell whether a "be", "have" or "who" stands right before: then a verb follows, no adjective."""
        words, grammar = self.sentence.words, self.sentence.grammar
        before = words.tokens[self.index - 1] if self.index else ""
        return before in grammar.be or before in grammar.have or before in grammar.relatives

    def _word(self, token: str) -> Counted | None:
        """Read a plain word: pass it, keep it as perhaps the noun, or close the phrase."""
        sentence, grammar = self.sentence, self.sentence.grammar
        words = sentence.words
        end = words.ends[self.index]
        following = words.tokens[self.index + 1] if self.index + 1 < len(words) else ""
        if token in grammar.partitive or (token in grammar.partitive_lead and following in grammar.partitive):
            self.after_of = self.open = not self.unknown
            self.index += 1
        elif self.after_of and token in grammar.pronouns_of and self._thing_next():
            self.index += 1  # "96% of those claims"
        elif self.after_of and token in grammar.pronouns_of:
            return self._some_of(token, end)
        elif not token[0].isalnum():
            joins = token in _HYPHENS or (token == "," and bool(self.unknown))
            self._go_on(if_true=joins and noun_follows(sentence, end))
        elif self._closes(token):
            self.open = False
        elif token in grammar.conjunctions:
            self._go_on(if_true=bool(self.unknown) and noun_follows(sentence, end))
        elif self.unknown == [self.first] and token in grammar.opens_object:
            self.unknown, self.open = [], False  # "about a million spend their nights": a verb, no noun
        elif token in grammar.articles and not self.after_of:
            self.open = False  # a new noun phrase: this number's own noun is left out
        else:
            if token not in grammar.before_nouns and token not in grammar.adverbial:
                self.unknown.append(self.index)
            self.index += 1
        return None

    def _thing_next(self) -> bool:
        """Tell whether the next word is a noun of things."""
        words = self.sentence.words
        following = words.starts[self.index + 1] if self.index + 1 < len(words) else -1
        noun = self.sentence.subjects.get(following)
        return noun is not None and noun.value.thing

    def _go_on(self, *, if_true: bool) -> None:
        self.open = if_true
        self.index += 1

    def _closes(self, token: str) -> bool:
        """Tell whether a word ends every noun phrase."""
        grammar = self.sentence.grammar
        if self.unknown and token.endswith(grammar.adverb_endings):
            return True  # "Afghans spontaneously returned"
        if token in grammar.plain_verbs:
            return True  # "80% needed financial support"
        return token in grammar.stops or (token in grammar.loose_stops and not self.unknown)


def _without_known_noun(phrase: _Phrase) -> Counted:
    """Return what an amount counts when no known noun closes its phrase."""
    sentence, amount = phrase.sentence, phrase.amount
    text, words, grammar = sentence.text, sentence.words, sentence.grammar
    unknown, attributive = phrase.unknown, phrase.attributive
    if not unknown:
        if amount.value.kind == "share" and text[: amount.start].endswith("("):
            said = next((m for m in sentence.subjects.values() if m.end == amount.start - 2), None)
            if said is not None and not said.value.thing:  # "nearly all returnees (95%) live in their homes"
                return Counted("subject", amount.start, amount.end, said.value, head=said.value.noun)
        return Counted("elided", amount.start, amount.end, attributive=attributive)
    begins, end = words.starts[unknown[0]], words.ends[unknown[-1]]
    said_so, last = text[begins:end], words.tokens[unknown[-1]]
    named = [mark for mark in sentence.places if mark.start in {words.starts[i] for i in unknown}]
    shown = text[words.starts[unknown[-1]] : end]
    a_name = shown[:1].isupper() and not shown.isupper() and not named and len(unknown) <= 2
    if any(mark.value.demonym and mark.end >= end for mark in named) or (
        a_name and last.endswith(grammar.people_name_endings)
    ):
        return Counted("named", amount.start, end, words=said_so, attributive=attributive, head=last)
    if any(letter.isdigit() for letter in last):
        return Counted("thing", amount.start, end, words=said_so, head=last)  # "two C-17 aircraft"
    if any(mark.start == words.starts[phrase.first] for mark in named):
        return Counted("elided", amount.start, amount.end, attributive=attributive)
    if last.endswith(grammar.person_endings):
        return Counted("unknown", amount.start, end, words=said_so, attributive=attributive, head=last)
    home = _home_before(sentence, amount) if last in grammar.pieces else None
    if home is not None:  # "Damaged houses: 65,733 units"
        return Counted("subject", amount.start, end, home, said_so, attributive, head=last)
    if last.endswith(grammar.plural_endings) or len(unknown) > 1 or _one_thing(sentence, amount, last):
        return Counted("thing", amount.start, end, words=said_so, head=last)
    return Counted("elided", amount.start, amount.end, words=said_so, attributive=attributive, head=last)


def _one_thing(sentence: Sentence, amount: Mark[Amount], noun: str) -> bool:
    """Tell "one valley" from "one pharmacist", "one villager": a noun in no list, whose plural names no person."""
    grammar = sentence.grammar
    plurals = [noun + ending for ending in grammar.plural_endings]
    known = nouns(sentence.segment.language)
    person = any(word.endswith(grammar.person_endings) or word in known for word in plurals)
    return amount.value.value == 1 and amount.value.kind == "count" and not person


def _home_before(sentence: Sentence, amount: Mark[Amount]) -> Subject | None:
    """Return the dwelling a label names before a figure."""
    before = [mark.value for mark in sentence.subjects.values() if mark.end <= amount.start]
    return next((subject for subject in before if subject.unit == "dwelling"), None)


def _share_aside(sentence: Sentence, index: int) -> int | None:
    """Return the word after a parenthesis that counts the same in other words, when "of" follows it."""
    words = sentence.words
    for place in range(index + 1, min(index + _BRACKET, len(words) - 1)):
        if words.tokens[place] == ")":
            opened, closed = words.starts[index], words.starts[place]
            again = any(opened < m.start < closed for m in sentence.amounts)
            return place + 1 if again and words.tokens[place + 1] in sentence.grammar.partitive else None
    return None


def noun_follows(sentence: Sentence, offset: int) -> bool:
    """Tell whether a counted noun follows an offset closely, with only adjectives before it."""
    grammar = sentence.grammar
    for place, (token, start, _) in enumerate(sentence.words.after(offset, _NEAR).offsets()):
        subject = sentence.subjects.get(start)
        if subject is not None:
            return not subject.value.thing
        if any(mark.start == start for mark in sentence.amounts) or token in _CLOSED:
            return False
        if token in grammar.stops or token in grammar.closes_adjectives:
            return False
        if sentence.event_at(start) is not None and place:
            return False
    return False


def _head(phrase: _Phrase, subject: Mark[Subject]) -> Counted:
    """Follow the noun phrase to its head: "refugee camps" counts camps, "children and women" both."""
    sentence, amount = phrase.sentence, phrase.amount
    head, after = _compounded(sentence, subject)
    if head.value.thing:
        words = sentence.text[amount.end : head.end].strip()
        return Counted("thing", amount.start, head.end, words=words, head=head.value.noun)
    end = shown = head.end
    second = _joined(sentence, after)
    if second is not None and not any(head.end <= mark.start < second.end for mark in sentence.amounts):
        if not second.value.thing:
            end = shown = second.end
    if end == head.end:
        acronym = _ACRONYM.match(sentence.text, head.end)
        end = acronym.end() if acronym is not None else head.end
    return Counted(
        "subject",
        amount.start,
        end,
        subject=head.value,
        words=sentence.text[_words_start(sentence, amount) : shown],
        attributive=phrase.attributive,
        head=head.value.noun,
    )


def _compounded(sentence: Sentence, head: Mark[Subject]) -> tuple[Mark[Subject], int]:
    """Return the head of nouns side by side, and the word after it; the last, unless the first says it all."""
    if sentence.grammar.head_first:
        return head, sentence.words.at(head.end)
    words = sentence.words
    following = words.at(head.end)
    while following < len(words):
        start = words.starts[following]
        beside = sentence.subjects.get(start)
        if beside is None or not _is_noun(sentence, start):
            break
        if beside.value.thing and not head.value.plain and head.value.unit is not None:
            one = sentence.text[head.end : beside.start].strip() == ""  # "refugee camps"
            return (beside if one else head), len(words)
        if beside.value.unit is not None and not head.value.thing:
            if beside.value.implied is None and head.value.implied and beside.value.unit == head.value.unit:
                return head, len(words)
            head = beside if beside.value.unit != "person" or not head.value.implied else head
        else:
            head = beside
        following = words.at(beside.end)
    return head, following


def _joined(sentence: Sentence, index: int) -> Mark[Subject] | None:
    """Return the noun that an "and" at a word joins to the one before it."""
    words = sentence.words
    if index + 1 >= len(words) or words.tokens[index] not in sentence.grammar.joins:
        return None
    return _coordinated(sentence, index + 1)


def _is_noun(sentence: Sentence, start: int) -> bool:
    """Tell whether a noun is no participle: "civilian deaths" has two nouns, "families displaced" one."""
    event = sentence.event_at(start)
    return event is None or (event.value[0].kind == "noun" and event.start < start)


def _words_start(sentence: Sentence, amount: Mark[Amount]) -> int:
    """Return where the words after the amount start."""
    left = sentence.words.after(amount.end).skip(sentence.grammar.leads_noun)
    return left.start if left else amount.end


def _coordinated(sentence: Sentence, index: int) -> Mark[Subject] | None:
    """Return the subject noun that follows "and" within three words, with no number before it."""
    words = sentence.words
    for place in range(index, min(index + 3, len(words))):
        start = words.starts[place]
        subject = sentence.subjects.get(start)
        event = sentence.event_at(start)
        if subject is not None:
            counts = event is not None and any(0 <= m.start - event.end <= 1 for m in sentence.amounts)
            return None if counts else subject  # "34 people and injured 120": a verb with its own number
        token = words.tokens[place]
        if token in sentence.grammar.stops or event is not None or not token[0].isalpha():
            return None
    return None
