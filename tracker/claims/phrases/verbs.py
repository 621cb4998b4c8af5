"""The verb group: passive or active, a participle or finite, with an object or without.

In: Sentence and where a verb stands.  Out: what its form says.
"""

from __future__ import annotations

from tracker.claims.sentence import Sentence

_BEFORE = 4  # words before a participle within which "be" makes it passive
_CLOSING = 5  # words before a figure within which a verb says what it rose to


def is_passive(sentence: Sentence, start: int) -> bool:
    """Tell whether a "be" or "get" stands before a participle, with at most three adverbs between."""
    grammar = sentence.grammar
    lead = sentence.words.before(start, _BEFORE)
    for token in reversed(list(lead)):
        if token in grammar.be or token in grammar.get:
            return True
        if not (
            token in grammar.adverbial or token.endswith(grammar.adverb_endings) or token in grammar.have
        ):
            return False
    return False


def is_participle(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a word of a stretch is a participle ("displaced", "taken", "slain")."""
    grammar = sentence.grammar
    return any(
        word.endswith(grammar.participle_endings) or word in grammar.participles
        for word in sentence.low[start:end].split()
    )


def is_progressive(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a verb has the form of "killing"."""
    return sentence.low[start:end].endswith(sentence.grammar.progressive_endings)


def takes_object(sentence: Sentence, end: int) -> bool:
    """Tell whether a noun phrase follows a verb at once: then the verb is active."""
    following = sentence.words.after(end, 1)
    if not following:
        return False
    start = following.start
    if any(mark.start <= start < mark.end for mark in sentence.amounts):
        return True
    if any(mark.start == start for mark in sentence.times):
        return False  # "displaced the week before"
    if start in sentence.subjects:
        return True
    return following.opens(sentence.grammar.objects) and not sentence.text[start : start + 1].isupper()


def is_finite(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether "be" or "have" stands in a stretch that opens no relative clause."""
    grammar = sentence.grammar
    lead = sentence.words.between(start, end)
    return lead.holds(grammar.be | grammar.have) and not lead.holds(grammar.relatives)


def follows(sentence: Sentence, end: int) -> bool:
    """Tell whether a finite verb follows a noun phrase ("and 5,000 people are believed")."""
    grammar = sentence.grammar
    return sentence.words.after(end).skip(grammar.adverbial).opens(grammar.be | grammar.have)


def rises_to(sentence: Sentence, start: int, end: int, *, loosely: int = 2) -> bool:
    """Tell whether only places, times and a verb like "stands at" lie between two offsets.

    Parameters
    ----------
    sentence, start, end
        The stretch between a count and its figure.
    loosely
        How many other words may stand between.
    """
    words, grammar = sentence.words, sentence.grammar
    left = [
        words.tokens[index]
        for index in range(words.at(start), words.at(end))
        if index not in sentence.place_ends
    ]
    if not any(token in grammar.rises for token in left[-_CLOSING:]):
        return False
    loose = [
        token
        for token in left
        if token not in grammar.small_words and not token.endswith(grammar.adverb_endings)
    ]
    return len(loose) <= loosely


def reaches(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a verb of reaching a figure closes a stretch ("refugees have surpassed 150,000")."""
    left = sentence.words.between(start, end)
    return left.part(-2).holds(sentence.grammar.reaches) and ":" not in left


def says_which(sentence: Sentence, end: int) -> bool:
    """Tell whether a clause after the counted says which people are meant ("another 116,000 who fled")."""
    return sentence.words.after(end, 1).opens(sentence.grammar.says_which)


def names_camp(sentence: Sentence, offset: int) -> bool:
    """Tell whether a camp stands before: "the camp is home to 5,000 people" counts the sheltered."""
    return sentence.words.between(0, offset).holds(sentence.grammar.shelters) or any(
        mark.value.level == "camp" and mark.end <= offset for mark in sentence.places
    )
