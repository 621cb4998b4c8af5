"""How a number hangs on one before it: lists, parts, parentheses, "up from", "that figure".

In: drafts of a sentence, the claims before.  Out: the kind of tie, groups of listed drafts.
"""

from __future__ import annotations

from tracker.claims.draft import Draft
from tracker.claims.sentence import Sentence

_LABELLED = 9  # tokens of a label with its figure
_BY_PLACE = 60  # characters from a figure over its place to the next
_LIST_REACH = 14
_BEFORE = 6  # characters between "up from" and the figure
_NAME = 5  # words of a name before its number
_ITEM = 60  # characters of a line that is an item of a list
_FIRST = 12  # characters before the figure that "of the ..." speaks of


def listed(a: Draft, b: Draft) -> bool:
    """Tell whether only list words stand between two drafts that count nouns."""
    if a.amount is b.amount:
        return False
    if _place_by_place(a, b):
        return True
    if a.what.kind == "elided":
        return False
    words = a.sentence.grammar.list_words
    gap = a.sentence.between(a.end, b.start)
    if {a.unit, b.unit} == {"person", "household"}:
        words = words | a.sentence.grammar.same_people
    return bool(gap) and len(gap) <= 4 and all(token in words for token in gap)


def own_clause(draft: Draft) -> bool:
    """Tell whether a verb of its own follows the noun phrase of a number ("and 5,000 people are believed")."""
    seen = draft.sentence
    words = seen.grammar
    index = seen.token_at(draft.end)
    while index < len(seen.tokens) and seen.tokens[index] in words.adverbs:
        index += 1
    following = seen.tokens[index] if index < len(seen.tokens) else ""
    return following in words.be or following in words.have


def _speaks_before(last: Draft, draft: Draft) -> bool:
    """Tell whether the event of a claim stands wholly before another number."""
    return (
        last.binding is not None
        and last.binding.side in ("left", "right")
        and last.binding.end <= draft.start
    )


def _place_by_place(a: Draft, b: Draft) -> bool:
    """Tell "4.1 million children in Iraq, 11.3 million in Yemen and ...": a list that goes by places."""
    seen = a.sentence
    words = seen.grammar.list_words
    places = [mark for mark in seen.places if a.end <= mark.start and mark.end <= b.start]
    if not places or not 0 <= b.start - a.end <= _BY_PLACE:
        return False
    left = [
        token
        for index, token in enumerate(seen.tokens)
        if a.end <= seen.starts[index] < b.start and index not in seen.place_ends
    ]
    if left[:1] == [] or left[0] not in seen.grammar.at_places:
        return False
    joined = left[-1:] in ([","], ["and"], ["or"], [";"])
    return joined and all(token in words or token in seen.grammar.at_places or token == ";" for token in left)


def group(drafts: list[Draft], index: int) -> list[Draft]:
    """Return the drafts joined to this one by nothing but commas and "and"."""
    first = last = index
    while last + 1 < len(drafts) and listed(drafts[last], drafts[last + 1]):
        last += 1
    while first and listed(drafts[first - 1], drafts[first]):
        first -= 1
    return drafts[first : last + 1]


def _only_things_between(last: Draft, draft: Draft, drafts: list[Draft]) -> bool:
    """Tell whether every number between a claim and another counts things ("had left the two towns, including")."""
    return all(one.what.kind == "thing" for one in drafts if last.start < one.start < draft.start)


def tie(draft: Draft, previous: Draft | None, accepted: list[Draft], drafts: list[Draft]) -> str:
    """Return how a draft hangs on the claim before it in the sentence; an empty string when it does not.

    "part" (including, of whom), "before" (up from), "total" (bringing the total to), "again" (puts the
    figure at), "parenthesis", "list".
    """
    if previous is None or not accepted:
        return ""
    seen, last = draft.sentence, accepted[-1]
    near = last is previous or _only_things_between(last, draft, drafts)
    whole = seen.grammar.totals.find(seen.low, last.end, draft.start)
    if (
        whole is not None
        and draft.unit in (None, last.unit)
        and len(seen.between(whole.end(), draft.start)) <= 5
    ):
        return "total"
    if draft.what.kind == "base" and draft.what.base is None:
        return "part"
    after = seen.grammar.among_after.find(seen.low, draft.end, min(len(seen.low), draft.end + 22))
    if after is not None and near:
        return "part"
    if near and seen.between(0, last.start)[-2:-1] in (["of"], ["among"], ["from"]):
        return "part"
    if draft.what.kind == "elided" and seen.tokens[:1] in (["of"], ["among"]) and accepted[0].start <= _FIRST:
        return "part"  # "of the 3,150 people who came, 60 per cent were women and 210 were older people"
    hit = seen.grammar.subset.find(seen.low, last.end, draft.start)
    if hit is not None and draft.start - hit.end() <= 12 and near:
        return "part"
    if near and seen.grammar.before_was.last(seen.low, last.end, draft.start, within=_BEFORE):
        return "before"
    tokens = seen.between(last.end, draft.start)
    if near and tokens[-1:] == ["to"] and seen.between(0, last.start)[-1:] == ["from"] and len(tokens) <= 12:
        return "again"  # "increased from 670,000 in August to 710,000"
    again = seen.grammar.same_figure.find(seen.low, last.end, draft.start)
    if again is not None and near and draft.start - again.end() <= 14:
        return "again"
    gap = seen.low[last.end if last.end <= draft.start else last.amount.end : draft.start]
    if gap.count("(") > gap.count(")") and len(tokens) <= 4 and near:
        return "parenthesis"
    words = seen.grammar.list_words
    if (
        near
        and tokens[-1:] in (["-"], ["–"], ["—"], [":"])
        and draft.what.kind == "subject"
        and last.unit == "person"
    ):
        if draft.unit == "person" and draft.amount.value.value <= last.amount.value.value:
            return "part"  # "four bodies have been recovered - three women and a boy"
    if near and listed(last, draft) and {last.unit, draft.unit} == {"person", "household"}:
        return "list"  # "2,455,190 IDPs in 501,758 households"
    if near and last.tie == "part" and tokens[-1:] in (["and"], [","]) and draft.what.kind == "subject":
        if not own_clause(draft) and not any(
            mark.start >= last.end and mark.end <= draft.start for mark in seen.events
        ):
            return "part"
    if tokens and len(tokens) <= 3 and all(token in words for token in tokens) and near:
        return "" if own_clause(draft) and _speaks_before(last, draft) else "list"
    if near and draft.what.kind == "elided" and _in_passing(seen, draft):
        return "list"
    if near and draft.what.kind == "elided" and _named(seen, draft, last):
        return "list"
    if near and draft.what.kind == "subject" and _verb_left_out(seen, draft, last):
        return "list"
    if near and draft.what.kind == "elided" and _same_pattern(seen, draft, last):
        return "list"
    return ""


def _in_passing(seen: Sentence, draft: Draft) -> bool:
    """Tell a bare number that only says how or where: "718 totally", "Wayanad (19,147)", "Arkoum 21,936;"."""
    after = seen.token_at(draft.end)
    following = seen.tokens[after] if after < len(seen.tokens) else ""
    if following in seen.grammar.degrees:
        return True
    if following not in (")", ";", ",", ".", "and", ""):
        return False
    before = seen.text[: draft.start].rstrip(" (,:+")
    bracketed = seen.text[: draft.start].endswith("(") and following == ")"
    if bracketed and before.rsplit(" ", 1)[-1][:1].isupper():
        return True  # "Nyamasheke (7 fatalities), Kicukiro (2)"
    return any(mark.end == len(before) and not mark.value.demonym for mark in seen.places)


def _named(seen: Sentence, draft: Draft, last: Draft) -> bool:
    """Tell a bare number that only its name leads to: "Halfa had 1,200 families, Telkuk 430 and the mosque 90"."""
    after = seen.token_at(draft.end)
    if after < len(seen.tokens) and seen.tokens[after] not in (")", ";", ",", ".", "and"):
        return False
    words = seen.grammar
    first = seen.token_at(last.end)
    tokens = seen.between(last.end, draft.start)
    while tokens and tokens[0] not in (",", ";", "and"):  # the tail of the clause before: "displaced"
        if not (seen.event_at(seen.starts[first]) or first in seen.place_ends):
            return False
        tokens, first = tokens[1:], first + 1
    name = [token for token in tokens if token not in words.list_words and token != ";"]
    proper = seen.text[: draft.start].rstrip(" (").split()[-1:]
    return (
        0 < len(name) <= _NAME
        and all(token[0].isalpha() or token in ("'", "’") for token in name)
        and words.be.isdisjoint(name)
        and words.prepositions.isdisjoint(name)
        and not any(mark.start >= seen.starts[first] and mark.end <= draft.start for mark in seen.events)
        and (name[0] == "the" or (proper != [] and proper[0][:1].isupper()))
    )


def _verb_left_out(seen: Sentence, draft: Draft, last: Draft) -> bool:
    """Tell whether a counted noun repeats the clause before it without its verb.

    "1,400 people left Baghouz on Tuesday and 3,600 people on Monday and Tuesday together."
    """
    own = last.binding
    if own is None or own.side != "right" or own.end > draft.start:
        return False
    spans = [(m.start, m.end) for m in (*seen.places, *seen.times)]
    left = [
        seen.tokens[index]
        for index in range(seen.token_at(own.end), seen.token_at(draft.start))
        if not any(a <= seen.starts[index] < b for a, b in spans)
    ]
    return (
        bool(left)
        and left[-1] in ("and", ",", "or")
        and all(token in seen.grammar.list_words | {"the", "in", "on"} for token in left)
    )


def _same_pattern(seen: Sentence, draft: Draft, last: Draft) -> bool:
    """Tell whether a bare number repeats the pattern of the last ("five in Jiangxi and two in Guangxi")."""
    following = seen.token_at(draft.end)
    tokens = seen.between(last.end, draft.start)
    if following < len(seen.tokens) and any(
        mark.start == seen.starts[following] for mark in (*seen.times, *seen.places)
    ):
        return tokens[-1:] in ([","], ["and"], ["or"], [";"])  # "and another 1,850 on Wednesday"
    ends = following >= len(seen.tokens) or seen.tokens[following] in (".", ",", ";", "and", ")")
    if ends and any(mark.start >= last.end and mark.end <= draft.start for mark in seen.places):
        return "and" in tokens or "," in tokens  # "1,100 were affected in Gedaref and in Sennar 870"
    if ends or seen.tokens[following] not in seen.grammar.at_places:
        return False
    if len(tokens) > _LIST_REACH or any(token in (";", "while", "but", "whereas") for token in tokens):
        return False
    own = last.binding
    for mark in seen.events:
        between = last.end <= mark.start and mark.end <= draft.start
        if between and not (own is not None and own.start == mark.start):
            return False
    return tokens[-1:] in ([","], ["and"], ["or"], ["&"], [";"], ["–"], ["—"], ["-"], [":"], ["("])


def _row_below(draft: Draft, last: Draft) -> bool:
    """Tell a row of a name and a figure under a label's figure ("Killed: 1,948 people", below it "Palu 1,539")."""
    seen, label = draft.sentence, last.sentence
    headless = seen.segment.kind == "cell" and not seen.segment.column and bool(seen.segment.row)
    if not headless or draft.what.kind != "elided":
        return False
    if label.segment.kind == "cell":
        return label.segment.paragraph == seen.segment.paragraph and not label.segment.column
    below = seen.segment.paragraph - label.segment.paragraph == 1
    return below and ":" in label.text and len(label.tokens) <= _LABELLED


def _lie_there(draft: Draft) -> bool:
    """Tell "103,232 houses are located in the province": where, of what the sentence before told."""
    seen = draft.sentence
    index = seen.token_at(draft.end)
    words = seen.tokens[index : index + 2]
    return words[:1] in (["are"], ["were"]) and words[1:] in (["located"], ["situated"], ["concentrated"])


def next_item(draft: Draft, last: Draft | None) -> bool:
    """Tell the next item of a list whose first alone says what happened.

    "- Bulo: 4,900 people displaced" lends its event to "- Dibate: 6,300".
    """
    if last is None or last.binding is None or draft.what.kind not in ("elided", "subject"):
        return False
    one, two = last.sentence, draft.sentence
    told = last.tie == "item" or last.binding.start >= last.start  # else the label itself says what happened
    return (
        told
        and two.segment.paragraph - one.segment.paragraph == 1
        and (two.segment.kind, two.segment.heading) == (one.segment.kind, one.segment.heading)
        and two.segment.kind in ("bullet", "sentence")
        and _is_item(one, last)
        and _is_item(two, draft)
        and not two.events
        and not any(noun.value.thing and noun.end <= draft.start for noun in two.subjects.values())
        and len(one.amounts) == len(two.amounts) == 1
    )


def _is_item(seen: Sentence, draft: Draft) -> bool:
    """Tell a short line that begins with a label and its number: "Dibate: 6,300", "Kato - 200 families"."""
    before = seen.text[: draft.start].rstrip()
    label = before.rstrip(":–—-=( ")
    return (
        len(seen.text) <= _ITEM
        and label not in ("", before)
        and label[0].isupper()
        and len(label.split()) <= _NAME
    )


def follows_on(draft: Draft, last: Draft | None, *, same_paragraph: bool) -> bool:
    """Tell whether a sentence plainly goes on with the claim of the one before ("of these", "the six").

    A bullet goes on with the sentence that leads into the list ("they moved to:").
    """
    if last is None or last.binding is None:
        return False
    seen = draft.sentence
    if _row_below(draft, last):
        return True
    if seen.segment.kind in ("bullet", "cell") and last.sentence.segment.kind == "sentence":
        leads = last.sentence.text.rstrip().endswith(":")
        return leads and draft.what.kind in ("subject", "elided") and not draft.amount.value.negated
    low = seen.low
    if same_paragraph and (
        draft.amount.value.more
        or (draft.what.kind == "elided" and _in_passing(seen, draft))
        or draft.what.kind == "base"
        or seen.grammar.among_after.find(low, draft.end, min(len(low), draft.end + 22)) is not None
    ):
        return True
    if same_paragraph and last.unit == draft.unit and draft.what.kind == "subject" and _lie_there(draft):
        return True
    hit = seen.grammar.anaphora.find(low, 0, min(len(low), draft.start + 24))
    if not same_paragraph:
        near = seen.segment.paragraph - last.sentence.segment.paragraph == 1
        return near and hit is not None and hit.start() == 0
    if hit is not None:
        figure = hit.group().split()[-1] in ("figure", "number", "count", "tally", "toll", "total")
        if hit.start() <= 40 or figure or draft.what.kind == "base":
            return True
    before = seen.between(0, draft.start)
    definite = before[-1:] in (["the"], ["all"], ["these"], ["those"]) and draft.what.kind == "subject"
    return definite and len(before) <= 3
