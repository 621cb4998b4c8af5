"""Find who or what an amount counts: the noun phrase that follows it.

"85,000 internally displaced (IDPs)", "38 relief centres", "134 were injured": a subject, a thing, or nothing
at all (the noun is left out and the verb follows).

In: Sentence and one of its amounts.  Out: Counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tracker.claims.sentence import Sentence
from tracker.vocabulary import Amount, Event, Mark, Subject

_ACRONYM = re.compile(r"\s*\([A-Z][A-Za-z]{1,9}\)")
_REACH = 9
_PEOPLE_ENDINGS = ("ers", "ors", "ists", "ees", "ians", "ants", "men", "women", "folk", "eers", "ites")


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
    text, tokens, starts, ends = sentence.text, sentence.tokens, sentence.starts, sentence.ends
    grammar = sentence.grammar
    within = [
        mark
        for mark in sentence.subjects.values()
        if amount.start < mark.start < amount.end and not mark.value.thing
    ]
    if amount.value.kind == "share" and within:  # "one person in three"
        noun = within[0]
        return Counted(
            "subject", amount.start, amount.end, noun.value, text[noun.start : noun.end], head=noun.value.noun
        )
    first = sentence.token_at(amount.end)
    index = first
    unknown: list[int] = []
    attributive: tuple[Event, ...] = ()
    after_of = False
    amounts = {mark.start: mark for mark in sentence.amounts}
    dated = {mark.start for mark in sentence.times}
    while index < len(tokens) and index - first < _REACH:
        token, start = tokens[index], starts[index]
        if start in dated:
            break  # "around 17,000 last week"
        if start in amounts and start > amount.start:
            if after_of:
                return Counted("base", amount.start, amount.end, words=token, base=amounts[start], head=token)
            break
        if after_of and token.endswith(("'s", "’s")):
            index += 1  # "150 of the village's 1,800 residents"
            continue
        beyond = _aside(sentence, index) if index == first and token == "(" else None
        if beyond is not None:
            index = first = beyond  # "nearly half (47%) of the displaced"
            continue
        subject = sentence.subjects.get(start)
        if subject is not None:
            return _head(sentence, amount, index, subject, attributive)
        event = sentence.event_at(start)
        if event is not None:
            across = next(
                (one for one in sentence.subjects.values() if event.start < one.start < event.end < one.end),
                None,
            )
            if across is not None:  # "newly displaced households": the noun starts inside the event's words
                return _head(sentence, amount, index, across, event.value)
            following = _subject_after(sentence, event.end)
            beside = sentence.subjects.get(event.end + 1)
            if beside is not None and beside.value.thing and not unknown and index == first:
                return Counted(
                    "thing", amount.start, beside.end, words=text[start : beside.end], head=beside.value.noun
                )
            if unknown and event.value[0].kind == "did":
                break  # "Californians fled homes"
            if following and event.value[0].kind in ("done", "state", "did") and not _clause(sentence, index):
                attributive = event.value
                index = sentence.token_at(event.end)
                continue
            break
        if token == "of" or (token == "out" and tokens[index + 1 : index + 2] == ["of"]):
            if unknown:
                break
            after_of = True
            index += 1
            continue
        if after_of and token in grammar.pronouns_of:
            return Counted("base", amount.start, ends[index], words=token, head=token)
        if not token[0].isalnum():
            if (token in "-‐–'’\"“”‘" or (token == "," and unknown)) and _subject_after(
                sentence, ends[index]
            ):
                index += 1
                continue
            break
        if unknown and token.endswith("ly"):
            break  # "Afghans spontaneously returned"
        if token in grammar.plain_verbs:
            break  # "80% needed financial support"
        if token in grammar.stops or (token in ("to", "as") and not unknown):
            break
        if token in grammar.conjunctions:
            if unknown and _subject_after(sentence, ends[index]):
                index += 1
                continue
            break
        if len(unknown) == 1 and unknown[0] == first and token in grammar.opens_object:
            unknown = []  # "about a million spend their nights": the unknown word is a verb
            break
        if token in ("the", "a", "an") and not after_of:
            break  # a new noun phrase: this number's own noun is left out
        if token in grammar.determiners or token in grammar.adverbs:
            index += 1
            continue
        unknown.append(index)
        index += 1
    end = ends[unknown[-1]] if unknown else amount.end
    words = text[starts[unknown[0]] : end] if unknown else ""
    if not unknown and amount.value.kind == "share" and text[: amount.start].endswith("("):
        said = next((m for m in sentence.subjects.values() if m.end == amount.start - 2), None)
        if said is not None and not said.value.thing:  # "nearly all returnees (95%) live in their own homes"
            return Counted("subject", amount.start, amount.end, said.value, head=said.value.noun)
    if not unknown:
        return Counted("elided", amount.start, amount.end, attributive=attributive)
    named = [mark for mark in sentence.places if mark.start in {starts[i] for i in unknown}]
    last = tokens[unknown[-1]]
    if any(mark.value.demonym and mark.end >= ends[unknown[-1]] for mark in named):
        return Counted("named", amount.start, end, words=words, attributive=attributive, head=last)
    capital = text[starts[unknown[-1]]].isupper() and not text[starts[unknown[-1]] : end].isupper()
    if capital and not named and last.endswith(("s", "i", "a", "e")) and len(unknown) <= 2:
        return Counted("named", amount.start, end, words=words, attributive=attributive, head=last)
    if any(letter.isdigit() for letter in last):
        return Counted("thing", amount.start, end, words=words, head=last)  # "two C-17 aircraft"
    if named and any(mark.start == starts[first] for mark in named):
        return Counted("elided", amount.start, amount.end, attributive=attributive)
    if last.endswith(_PEOPLE_ENDINGS):
        return Counted("unknown", amount.start, end, words=words, attributive=attributive, head=last)
    home = _home_before(sentence, amount) if last == "units" else None
    if home is not None:  # "Damaged houses: 65,733 units"
        return Counted("subject", amount.start, end, home, words=words, attributive=attributive, head=last)
    if last.endswith("s") or len(unknown) > 1:
        return Counted("thing", amount.start, end, words=words, head=last)
    return Counted("elided", amount.start, amount.end, words=words, attributive=attributive, head=last)


def _home_before(sentence: Sentence, amount: Mark[Amount]) -> Subject | None:
    """Return the dwelling a label names before a figure."""
    before = [mark.value for mark in sentence.subjects.values() if mark.end <= amount.start]
    return next((subject for subject in before if subject.unit == "dwelling"), None)


def _aside(sentence: Sentence, index: int) -> int | None:
    """Return the token after a parenthesis that gives a share of the same, when "of" follows it."""
    for place in range(index + 1, min(index + 5, len(sentence.tokens) - 1)):
        if sentence.tokens[place] == ")":
            opened, closed = sentence.starts[index], sentence.starts[place]
            shares = any(
                opened < mark.start < closed and mark.value.kind == "share" for mark in sentence.amounts
            )
            return place + 1 if shares and sentence.tokens[place + 1] == "of" else None
    return None


def _clause(sentence: Sentence, index: int) -> bool:
    """Tell whether a "be" or "have" stands right before a token: then a verb follows, no adjective."""
    before = sentence.tokens[index - 1] if index else ""
    grammar = sentence.grammar
    return before in grammar.be or before in grammar.have or before in grammar.relatives


def _subject_after(sentence: Sentence, offset: int) -> bool:
    """Tell whether a subject noun follows an offset closely, with only adjectives before it."""
    index = sentence.token_at(offset)
    grammar = sentence.grammar
    for reach in range(4):
        if index + reach >= len(sentence.tokens):
            return False
        start = sentence.starts[index + reach]
        token = sentence.tokens[index + reach]
        subject = sentence.subjects.get(start)
        if subject is not None:
            return not subject.value.thing
        if any(mark.start == start for mark in sentence.amounts):
            return False
        if token in grammar.stops or token in ("to", "of", ",", ".", ";", ":", "(", ")", "the"):
            return False
        if sentence.event_at(start) is not None and reach:
            return False
    return False


def _head(
    sentence: Sentence,
    amount: Mark[Amount],
    index: int,
    subject: Mark[Subject],
    attributive: tuple[Event, ...],
) -> Counted:
    """Follow the noun phrase to its head: "refugee camps" counts camps, "children and women" both."""
    tokens, starts = sentence.tokens, sentence.starts
    head = subject
    following = sentence.token_at(head.end)
    while following < len(tokens):
        start = starts[following]
        nxt = sentence.subjects.get(start)
        if nxt is not None and _is_noun(sentence, start):
            # two nouns side by side: the last is the head, unless the first already says it all
            if nxt.value.thing and not head.value.plain and head.value.unit is not None:
                if _compound(sentence, head, nxt):
                    head = nxt
                break
            if nxt.value.unit is not None and not head.value.thing:
                if nxt.value.implied is None and head.value.implied and nxt.value.unit == head.value.unit:
                    break
                head = nxt if nxt.value.unit != "person" or not head.value.implied else head
                following = sentence.token_at(nxt.end)
                continue
            head = nxt
            following = sentence.token_at(nxt.end)
            continue
        if tokens[following] in ("and", "or", "&") and following + 1 < len(tokens):
            second = _coordinated(sentence, following + 1)
            if second is not None and not any(
                head.end <= mark.start < second.end for mark in sentence.amounts
            ):
                if second.value.thing:
                    break
                return Counted(
                    "subject",
                    amount.start,
                    second.end,
                    subject=head.value,
                    words=sentence.text[_words_start(sentence, amount) : second.end],
                    attributive=attributive,
                    head=head.value.noun,
                )
        break
    if head.value.thing:
        return Counted(
            "thing",
            amount.start,
            head.end,
            words=sentence.text[amount.end : head.end].strip(),
            head=head.value.noun,
        )
    acronym = _ACRONYM.match(sentence.text, head.end)
    return Counted(
        "subject",
        amount.start,
        acronym.end() if acronym is not None else head.end,
        subject=head.value,
        words=sentence.text[_words_start(sentence, amount) : head.end],
        attributive=attributive,
        head=head.value.noun,
    )


def _is_noun(sentence: Sentence, start: int) -> bool:
    """Tell whether a noun is no participle: "civilian deaths" has two nouns, "families displaced" one."""
    event = sentence.event_at(start)
    return event is None or (event.value[0].kind == "noun" and event.start < start)


def _compound(sentence: Sentence, first: Mark[Subject], second: Mark[Subject]) -> bool:
    """Tell whether two nouns with only a space between make one ("refugee camps")."""
    return sentence.text[first.end : second.start].strip() == ""


def _words_start(sentence: Sentence, amount: Mark[Amount]) -> int:
    """Return where the words after the amount start."""
    index = sentence.token_at(amount.end)
    while index < len(sentence.tokens) and sentence.tokens[index] in ("of", "the", "-"):
        index += 1
    return sentence.starts[index] if index < len(sentence.starts) else amount.end


def _coordinated(sentence: Sentence, index: int) -> Mark[Subject] | None:
    """Return the subject noun that follows "and" within three words, with no number before it."""
    for reach in range(3):
        if index + reach >= len(sentence.tokens):
            return None
        start = sentence.starts[index + reach]
        subject = sentence.subjects.get(start)
        event = sentence.event_at(start)
        if subject is not None:
            counts = event is not None and any(
                0 <= mark.start - event.end <= 1 for mark in sentence.amounts
            )  # "34 people and injured 120": a verb with its own number
            return None if counts else subject
        token = sentence.tokens[index + reach]
        if token in sentence.grammar.stops or sentence.event_at(start) is not None or not token[0].isalpha():
            return None
    return None
