"""Attach each number to its event, or say why it is no claim.

The event words of its own sentence first; then a tie to the number before it; then what its own noun says;
then the table header or heading; then the sentence before.

In: a Draft, the drafts around it, what the sentence before lends.  Out: the draft bound, or with a reason.
"""

from __future__ import annotations

import dataclasses

from tracker.claims.binding import bind, fits
from tracker.claims.draft import Draft
from tracker.claims.headers import event_of, from_header, from_label, mark_total
from tracker.claims.refusals import NO_EVENT, NO_NOUN, NOT_CLOSE, PEOPLE_ONLY, countable, counts_things, doubt
from tracker.claims.ties import follows_on, group, listed, next_item, own_clause, tie
from tracker.claims.weights import Binding, reaches, rises_to
from tracker.vocabulary import Event, Subject, Unit

_WEAK = 5.5
_SURE_ALONE = 8.5
_SURE_LEFT = 7.5
_COUNT_OF = 44  # characters from "the number of" to its noun
_FIRST_WORDS = 12
_OTHER = 4.0
_ENTERED = frozenset({"arrival", "crossed_border"})  # which of them shows only with the country
_MOVED = frozenset({"evacuated", "returned", "arrival", "crossed_border"})
_OWN_FIRST = frozenset({"killed", "injured"})


def attach(
    draft: Draft,
    drafts: list[Draft],
    index: int,
    accepted: list[Draft],
    last: Draft | None,
    *,
    same_paragraph: bool,
) -> None:
    """Bind a draft to its event, or set the reason why it is no claim.

    Parameters
    ----------
    draft, drafts, index
        The draft and its place among those of its sentence.
    accepted
        Those before it that are claims.
    last, same_paragraph
        The claim the sentence before lends, and whether it stands in the same paragraph.
    """
    what = draft.what
    if not countable(draft) or counts_things(draft, drafts):
        return
    previous = drafts[index - 1] if index else None
    best = _best(draft, drafts, index)
    tied = tie(draft, previous, accepted, drafts)
    ties_win = _SURE_ALONE if tied in ("list", "part") else _WEAK
    if tied == "part" and best is not None:
        best = bind(draft.sentence, draft.amount, what, unit=draft.unit)
    if tied and (best is None or best.score < ties_win):
        parent = accepted[-1]
        own_word = what.subject is not None and (
            what.subject.implied in _OWN_FIRST or _other_noun(what.subject, parent)
        )
        if parent.binding is not None and _same_kind(draft, parent) and not own_word:
            draft.parent, draft.tie = parent, tied
            draft.binding = dataclasses.replace(parent.binding, side="inherited", score=5.0)
            whole = parent.parent if parent.unit == "share" and parent.parent is not None else parent
            draft.unit = draft.unit or whole.unit
            return
    if best is not None and best.event.kind == "other":
        if best.score >= _OTHER:
            draft.reason = f"{best.event.term}: {best.event.words}"
            return
        best = None
    best = _counted_before(draft, best) or best
    if same_paragraph and last is not None and _went_on(draft, best, last) and last.binding is not None:
        draft.parent, draft.tie = last, "before sentence"
        best = dataclasses.replace(last.binding, side="inherited", score=5.0)
    subject = what.subject
    implied = subject.implied if subject is not None else None
    if implied == "casualty":
        implied = "killed" if draft.amount.value.negated else None
        if implied is None and best is None:
            draft.reason = "casualties: killed or injured is not said"
            return
    told = best is not None and best.side == "right" and best.score >= _WEAK and _some_of(draft)
    if implied is not None and (best is None or best.score < _WEAK or (implied in _OWN_FIRST and not told)):
        best = _own(draft, implied)
    if best is None and what.attributive:
        fitting = [e for e in what.attributive if e.kind != "other" and fits(e, draft.unit, elided=False)]
        if fitting:
            best = Binding(fitting[0], draft.amount.end, what.end, "own", 6.0)
    best = (
        best
        or _named_so(draft)
        or from_label(draft, drafts, accepted)
        or from_header(draft)
        or _at_shelter(draft)
    )
    if draft.reason:
        return
    if best is None and last is not None and follows_on(draft, last, same_paragraph=same_paragraph):
        if _same_kind(draft, last) and last.binding is not None:
            draft.parent, draft.tie = last, "before sentence"
            best = dataclasses.replace(last.binding, side="inherited", score=5.0)
    if best is None and last is not None and last.binding is not None and next_item(draft, last):
        draft.parent, draft.tie = last, "item"
        draft.unit = draft.unit or last.unit
        best = dataclasses.replace(last.binding, side="inherited", score=5.0)
    if best is None:
        draft.reason = NO_EVENT if what.kind == "subject" else NO_NOUN
        return
    if best.event.kind == "other":
        draft.reason = f"{best.event.term}: {best.event.words}"
        return
    draft.binding = best
    if draft.unit is None:
        _fill_unit(draft, best, previous, accepted)
    surely = best.score >= _SURE_ALONE or best.side == "own" or (best.side == "right" and best.score >= _WEAK)
    if draft.unit == "share" and what.kind == "elided" and accepted and surely:
        draft.parent, draft.tie = accepted[-1], "share"  # "of 9,600 refugees one in four had fled alone"
    if not draft.reason:
        doubt(draft, best)
        mark_total(draft)


def _went_on(draft: Draft, best: Binding | None, last: Draft) -> bool:
    """Tell what some of the moved did ("Buses took out 1,150 people. 700 went to Idlib"; "40,000 of them")."""
    if best is None or last.binding is None or not _same_kind(draft, last):
        return False
    before = last.binding.event.term
    if draft.what.kind == "base":
        return best.event.term == before or {best.event.term, before} == _ENTERED
    return draft.what.kind == "elided" and best.event.needs == "place" and before in _MOVED


def _other_noun(subject: Subject, parent: Draft) -> bool:
    """Tell whether a noun says what happened, and another than the noun of the number before it."""
    before = parent.what.subject
    if subject.noun in parent.sentence.grammar.befallen and parent.binding is not None:
        return subject.implied != parent.binding.event.term  # "killed and millions displaced"
    return (
        subject.implied is not None
        and before is not None
        and before.implied not in (None, subject.implied)
        and parent.binding is not None
        and parent.binding.side != "right"
    )


def _some_of(draft: Draft) -> bool:
    """Tell "twelve of the injured": what befell these twelve is said by the verb."""
    return draft.sentence.tokens[draft.sentence.token_at(draft.amount.end) :][:1] == ["of"]


def _at_shelter(draft: Draft) -> Binding | None:
    """Return the state of people who are counted in a camp or shelter ("17,724 persons inside centres")."""
    seen = draft.sentence
    index = seen.token_at(draft.end)
    little = seen.grammar.be | seen.grammar.adverbs
    index += seen.tokens[index : index + 1] == [","] and seen.tokens[index + 1 : index + 2] != ["who"]
    while index < len(seen.tokens) and seen.tokens[index] in little:
        index += 1
    words = seen.tokens[index : index + 6]
    if (
        words[:1]
        and words[0] in ("in", "inside", "at", "within")
        and draft.unit in ("person", "household", "share")
    ):
        for place, word in enumerate(words[1:], start=1):
            if word in seen.grammar.shelters and place < len(words):
                event = Event(
                    term="sheltered", kind="state", words=" ".join(words[: place + 1]), measure="stock"
                )
                return Binding(event, draft.start, draft.end, "own", 6.0)
            if not word[0].isalnum():
                break
    return None


def _best(draft: Draft, drafts: list[Draft], index: int) -> Binding | None:
    """Return the best event of the draft itself or of the list it stands in."""
    seen = draft.sentence
    taken = [(other.start, other.end) for other in drafts if other.what.kind != "elided"]
    base = next((other for other in drafts if other.amount is draft.what.base), None)
    if base is not None:
        # "half of the 4,800 families uprooted in May have gone home": the main verb is the share's
        whole = bind(seen, base.amount, base.what, unit=base.unit, taken=taken)
        own = bind(seen, draft.amount, draft.what, unit=draft.unit, taken=taken)
        return own if own is not None and own.side == "left" and own.score >= _SURE_LEFT else whole
    is_base = any(other.what.base is draft.amount for other in drafts)
    best = bind(seen, draft.amount, draft.what, unit=draft.unit, taken=taken, main=not is_base)
    if best is not None and best.side == "right" and _whole_only(draft, drafts, best):
        best = None  # "of the 310 people on the list, 40 were killed"
    if is_base and best is not None and best.side == "right" and _main_clause(draft, best):
        best = None  # "22 of the 222 residents were killed" says nothing of the 222
    listed = group(drafts, index)
    for other in listed if len(listed) > 1 else ():
        if other is draft or other.what.kind == "thing":
            continue
        own = bind(seen, other.amount, other.what, unit=other.unit or draft.unit, taken=taken)
        if own is not None and own.end <= draft.start and other.end <= draft.start and own_clause(draft):
            continue
        if own is not None and (best is None or own.score - 1.0 > best.score):
            best = dataclasses.replace(own, score=own.score - 1.0)
    return best


def _whole_only(draft: Draft, drafts: list[Draft], best: Binding) -> bool:
    """Tell a figure that opens a sentence only to say of how many the next one is a part."""
    before = draft.sentence.between(0, draft.start)
    last = next((place for place in range(len(before) - 1, -1, -1) if before[place] in ("of", "among")), None)
    if last is None or any(token not in ("the", "those", "all") for token in before[last + 1 :]):
        return False
    opens = last == 0 or before[last - 1] in (":", ";", ",", "and", "but")
    return opens and any(draft.end <= other.start < best.start for other in drafts)


def _main_clause(draft: Draft, best: Binding) -> bool:
    """Tell whether an event stands in the main clause, not in one that says which people are meant."""
    words = draft.sentence.grammar
    lead = set(draft.sentence.between(draft.end, best.start))
    finite = not lead.isdisjoint(words.be | words.have)
    return finite and lead.isdisjoint(words.relatives)


def _named_so(draft: Draft) -> Binding | None:
    """Return what a noun says that the counted are said to be: "117,023 residents (13%) are returnees"."""
    seen = draft.sentence
    index = seen.token_at(draft.end)
    if seen.tokens[index : index + 1] == ["("] and ")" in seen.tokens[index : index + 5]:
        index = seen.tokens.index(")", index) + 1
    if seen.tokens[index : index + 1] not in (["are"], ["were"]):
        return None
    for place in range(index + 1, min(index + 6, len(seen.tokens))):
        noun = seen.subjects.get(seen.starts[place])
        if noun is not None:
            told = noun.value.implied not in (None, "casualty", "killed", "injured")
            event = event_of(noun.value) if told else None
            return Binding(event, draft.start, draft.end, "own", 6.0) if event is not None else None
        if not seen.tokens[place][0].isalpha() or seen.tokens[place] in seen.grammar.prepositions:
            return None
    return None


def _own(draft: Draft, term: str) -> Binding:
    """Return a binding to the event that the counted noun itself carries."""
    subject = draft.what.subject
    assert subject is not None
    event = dataclasses.replace(event_of(subject), term=term)
    return Binding(event, draft.amount.end, draft.what.end, "own", 6.0)


def _same_kind(draft: Draft, parent: Draft) -> bool:
    """Tell whether what is counted can share the parent's event."""
    if draft.unit in (None, "share") or parent.unit in (None, "share"):
        return True
    people = ("person", "household")
    return (draft.unit in people) == (parent.unit in people)


def _counted_before(draft: Draft, best: Binding | None) -> Binding | None:
    """Return the state a count speaks of: "the number of displaced persons increased from 670,000"."""
    seen = draft.sentence
    if draft.what.kind != "elided" or (best is not None and best.side == "right" and best.score > _WEAK):
        return None
    head = draft.amount.value.head
    figure = head[0] if head != (0, 0) else draft.start  # "have surpassed 150,000" is hedge and verb at once
    for noun in seen.subjects.values():
        if noun.value.implied is None or noun.end > draft.start:
            continue
        told = seen.grammar.count_of.find(seen.low, max(0, noun.start - _COUNT_OF), noun.start) is not None
        if not told and (noun.start > _FIRST_WORDS or not reaches(seen, noun.end, figure)):
            continue
        if rises_to(seen, noun.end, figure, loosely=4 if told else 2):
            event = event_of(noun.value)
            draft.unit = draft.unit or noun.value.unit
            return Binding(event, noun.start, noun.end, "left", 9.0)
    return None


def _fill_unit(draft: Draft, best: Binding, previous: Draft | None, accepted: list[Draft]) -> None:
    """Give a figure without a noun its unit: the event's, else the noun of the number before it."""
    if best.event.unit is not None:
        draft.unit = best.event.unit
        if previous is not None and previous.what.kind == "thing" and best.side != "context":
            draft.reason = f"counts {previous.what.head}"
        return
    if best.event.term in PEOPLE_ONLY:
        draft.unit = _unit_before(best, accepted, draft) or "person"
        return
    if previous is not None and previous.what.kind == "thing" and best.side in ("left", "right"):
        draft.reason = f"counts {previous.what.head}"
        return
    draft.unit = _unit_before(best, accepted, draft) or "person"


def _unit_before(best: Binding, accepted: list[Draft], draft: Draft) -> Unit | None:
    """Return the unit of the claim of the same event before it."""
    for other in (*reversed(accepted), *([draft.parent] if draft.parent else [])):
        if other.unit in ("person", "household", "dwelling") and other.binding is not None:
            if other.binding.event.term == best.event.term:
                return other.unit
    return None


def attach_to_base(draft: Draft, drafts: list[Draft]) -> bool:
    """Give a share or count of another figure ("22 of the 26 deaths") what that figure says.

    Returns
    -------
    bool
        Whether the draft is a claim now.
    """
    base = next((other for other in drafts if other.amount is draft.what.base), None)
    if base is None or base.reason or base.binding is None:
        return not draft.reason
    draft.parent, draft.tie = base, "part"
    if draft.reason:
        draft.reason = ""
        draft.binding = dataclasses.replace(base.binding, side="inherited", score=5.0)
        draft.unit = draft.unit or base.unit
    return True


def attach_to_next(draft: Draft, following: Draft) -> bool:
    """Give a number what is said of the same people counted another way right after it.

    "664,509 households comprising 3,306,693 IDPs"; "as many as 8.5 million, or one in four Afghans".

    Returns
    -------
    bool
        Whether the draft is a claim now.
    """
    households = draft.unit == "household" and following.unit == "person" and listed(draft, following)
    between = draft.sentence.between(draft.end, following.start)
    again = draft.what.kind == "elided" and between in ([",", "or"], ["or"])
    if not (households or again) or following.binding is None:
        return False
    if draft.reason not in (NO_EVENT, NO_NOUN, NOT_CLOSE):
        return False
    draft.parent, draft.tie, draft.reason = following, "list", ""
    draft.unit = draft.unit or "person"
    draft.binding = dataclasses.replace(following.binding, side="inherited", score=5.0)
    return True
