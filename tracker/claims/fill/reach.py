"""How far the date of what struck reaches: not into another event, a long war, or what came before it.

In: a claim in its sentence.  Out: whether a date told elsewhere is not its own.
Words: lexicon/<language>/dating.toml
"""

from __future__ import annotations

from tracker.claims.draft import Draft
from tracker.claims.fill.dating import Lasting, dating
from tracker.claims.phrases.words import Stretch

_AGED = 3  # words between "six-year-old" and "war"
_STRUCK = 4  # words between "prior to" and "the storm's arrival"


def is_of_another(draft: Draft) -> bool:
    """Tell what another event befell ("Elsewhere", "a separate attack", "another blast", "the nine-year war")."""
    words, file = draft.sentence.words, dating(draft.sentence.segment.language)
    lead = words.between(0, draft.start)
    if lead.holds(file.carry.ends) or _is_lasting(lead, file.lasting):
        return True
    listed = list(lead)
    return any(
        word in file.carry.others and file.strikes(listed[index + 1 : index + 3])
        for index, word in enumerate(listed)
    )


def is_before(draft: Draft) -> bool:
    """Tell what was so before it struck ("Clashes had displaced 900 people prior to the storm's arrival")."""
    seen = draft.sentence
    file = dating(seen.segment.language)
    listed = [_bare(word, seen.grammar.possessives) for word in seen.words.after(0)]
    return any(
        word in file.carry.before and file.strikes(listed[index + 1 : index + 1 + _STRUCK])
        for index, word in enumerate(listed)
    )


def _bare(word: str, possessives: tuple[str, ...]) -> str:
    """Return the noun of "storm's"."""
    return next((word.removesuffix(one) for one in possessives if word.endswith(one)), word)


def _is_lasting(words: Stretch, file: Lasting) -> bool:
    """Tell words of what has gone on for long ("the six-year-old civil war", "decades of conflict")."""
    listed = list(words)
    for index, word in enumerate(listed):
        of = word in file.spans and listed[index + 1 : index + 2] and listed[index + 1] in file.of
        aged = word in file.ages or word.endswith(file.endings)
        if (of or aged) and not file.nouns.isdisjoint(listed[index + 1 : index + 2 + _AGED]):
            return True
    return False
