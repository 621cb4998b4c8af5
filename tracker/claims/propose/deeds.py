"""What the counted do, have, lack, say or are given: their number is not how many were displaced or hurt.

"72 per cent of the refugees own no land", "4,000 children received a vaccine".  Such a predicate refuses a number
that no surer word speaks of; a share of people named by what befell them ("of the returnees") needs a predicate
of its own that says who they are, or where.

In: a Number and its Context.  Out: a Refusal, or None.
"""

from __future__ import annotations

from tracker.claims.draft import Number, Proposal, Refusal
from tracker.claims.grammar import Grammar
from tracker.claims.phrases import gaps
from tracker.claims.phrases.verbs import is_participle, is_passive, is_progressive
from tracker.claims.phrases.words import Stretch
from tracker.claims.propose.rule import Context, Rule
from tracker.claims.sentence import Sentence
from tracker.claims.thresholds import DEED, DEED_OF, SURE
from tracker.vocabulary import Event, Mark

_REACH = 14  # words from the counted noun to what its people do
_ASIDE = 6  # words of "(13%)" after a noun
_PREDICATE = 8  # words from the counted noun to "are"
_PAIR = 2  # commas around an aside
_COMMA = frozenset(",")
_OPENS = frozenset("(")
_SHUTS = frozenset(")")
_CLOSES = frozenset(".;:!?)") | _COMMA


def deed(number: Number) -> tuple[float, Mark[tuple[Event, ...]]] | None:
    """Return the first word after a number that says what its people do, with how surely it speaks of them."""
    seen = number.sentence
    reach = seen.words.after(number.end, _REACH).end
    for mark in seen.deeds:
        if mark.start < number.end:
            continue
        if mark.start > reach:
            return None
        if _is_verb(seen, mark) and _is_theirs(seen.words.between(number.end, mark.start), seen.grammar):
            return DEED - gaps.cost(seen, number.end, mark.start, after=True), mark
    return None


def speaks_of_deed(number: Number) -> bool:
    """Tell whether what follows a number says what its people do, have or say."""
    found = deed(number)
    return found is not None and found[0] >= DEED_OF


def _is_theirs(gap: Stretch, grammar: Grammar) -> bool:
    """Tell whether the people are the subject of a verb: no clause of its own, nor another speaker, lies between."""
    commas = gap.count(_COMMA)
    aside = commas == _PAIR and gap.opens(_COMMA) and gap.closes(_COMMA)
    if gap.holds(grammar.relatives) or (commas and not aside) or gap.count(_OPENS) != gap.count(_SHUTS):
        return False
    article = gap.where(grammar.articles)
    return article is None or (
        article > 0 and gap.part(article - 1).opens(grammar.prepositions | grammar.partitive)
    )


def _is_verb(seen: Sentence, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell an active verb from a participle or noun: "4,000 reported losses", not "4,000 reported in Kato"."""
    if is_passive(seen, mark.start):
        return False
    grammar, following = seen.grammar, seen.words.after(mark.end)
    if seen.words.before(mark.start, 1).opens(grammar.determiners | grammar.prepositions | grammar.partitive):
        return False  # "their own homes", "on a study"
    described = seen.words.before(mark.start, 2).opens(grammar.prepositions | grammar.clause_breaks)
    if described and (not following or following.opens(_CLOSES)):
        return False  # "despite poor access."
    single = " " not in mark.value[0].words
    if not single or not is_participle(seen, mark.start, mark.end):
        return True
    said_of = seen.event_at(following.start) if following else None
    return (
        bool(following)
        and not following.opens(grammar.prepositions | grammar.be | grammar.to | _CLOSES)
        and said_of is None
    )


def _what_they_do(number: Number, context: Context) -> Refusal | None:
    """Refuse a number whose people do, have or say something, unless another word speaks of it more surely."""
    subject = number.what.subject
    if subject is not None and subject.implied is not None and subject.implied_measure != "stock":
        return None  # deaths and arrests do nothing
    found = deed(number)
    if found is None or found[0] < DEED_OF:
        return None
    score, mark = found
    word = context.counted or context.said
    if number.unit == "share" and word is not None and _only_says_which(number, word, mark):
        word = None  # "half of those living in Bulo own no land"
    if word is not None and (word.score >= score or (word.via == "before" and word.score >= SURE)):
        return None
    event = mark.value[0]
    return Refusal(f"{event.term}: {event.words}", score=score, start=mark.start, end=mark.end, others=True)


def _only_says_which(number: Number, word: Proposal, mark: Mark[tuple[Event, ...]]) -> bool:
    """Tell a participle that only says which people are meant, before what they do."""
    seen = number.sentence
    if word.via != "after" or word.end > mark.start or word.passive:
        return False
    reduced = is_participle(seen, word.start, word.end) or is_progressive(seen, word.start, word.end)
    have = seen.grammar.have | seen.grammar.be
    finite = seen.words.between(number.end, word.start).holds(have)
    return reduced and not finite and not seen.words.between(word.end, mark.start).holds(_COMMA)


def _past_aside(number: Number) -> Stretch:
    """Return the words after a number's noun and the bracket behind it."""
    rest = number.rest
    if not rest.opens(_OPENS):
        return rest
    closing = rest.part(0, _ASIDE).where(_SHUTS)
    return rest if closing is None else rest.part(closing + 1)


def _of_people(number: Number, context: Context) -> Refusal | None:
    """Refuse a share of "the refugees" whose predicate says neither who nor where they are."""
    subject = number.what.subject
    if number.unit != "share" or subject is None or subject.implied_measure != "stock":
        return None
    if number.sentence.segment.kind == "cell" or (context.counted or context.said) is not None:
        return None
    grammar, lead = number.sentence.grammar, number.lead
    if lead.part(-_REACH).holds(grammar.amounting) or lead.closes(grammar.partitive):
        return None  # "women make up 60 per cent of the refugees"
    rest = _past_aside(number).part(0, _PREDICATE)
    be = rest.where(grammar.be)
    if not rest or rest.up_to(_CLOSES).holds(grammar.originating):
        return None
    after_be = number.sentence.words.after(rest.part(be).start).part(1) if be is not None else rest
    if be is not None and _composed(number, after_be.skip(grammar.adverbial)):
        return None
    return Refusal(f"a share of {subject.noun} of whom it is not said who or where they are")


def says_who(number: Number) -> bool:
    """Tell a share without a noun of which it is said who they are: "80 per cent are women and children"."""
    grammar, rest = number.sentence.grammar, number.rest
    if number.unit != "share" or not number.elided or not rest.opens(grammar.plural_be):
        return False
    said = rest.part(1).skip(grammar.adverbial)
    noun = number.sentence.subjects.get(said.start)
    return (
        noun is not None
        and (noun.value.sex or noun.value.age_group) is not None
        and noun.value.implied is None
    )


def _composed(number: Number, said: Stretch) -> bool:
    """Tell what people are made up of: "women", "under 18", "from Kato", "aged 60"."""
    seen, grammar = number.sentence, number.sentence.grammar
    if said.opens(grammar.composing | grammar.prepositions | grammar.lying):
        return True
    for _, start, _ in said.part(0, 3).offsets():
        noun = seen.subjects.get(start)
        if noun is not None:
            return not noun.value.thing
    return bool(said) and any(mark.start == said.start for mark in seen.amounts)


WHAT_THEY_DO = Rule("what they do", _what_they_do, "Some {4,000} refugees own no land.")

SHARE_OF_PEOPLE = Rule("share of people", _of_people, "About {70 per cent} of the returnees grew poorer.")
