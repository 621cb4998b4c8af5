"""Settle what happened: term, subterm, and whether it is a flow or a stock.

The verb speaks first, the noun fills in: refugees who fled crossed a border, an arrival at a camp is shelter,
the displaced who live in a school are sheltered.

In: a Draft with its Binding.  Out: its term, subterm and measure.
"""

from __future__ import annotations

from tracker.claims.draft import Draft
from tracker.vocabulary import Measure

_REFUGEES = frozenset({"refugee", "asylum_seeker", "migrant"})
_ALWAYS: dict[str, Measure] = {
    "killed": "flow",
    "injured": "flow",
    "missing": "stock",
    "trapped": "stock",
    "housing_destroyed": "flow",
}


def settle(draft: Draft, *, at_camp: bool = False, abroad: bool = False) -> None:
    """Set term, subterm and measure of a draft from its binding, its subject and the words between.

    Parameters
    ----------
    draft
        A bound draft.
    at_camp
        The report has been speaking of a camp: an arrival that names no other place is one there.
    abroad
        The claim before crossed a border: an arrival or flight that names no place of its own did too.
    """
    binding = draft.binding
    assert binding is not None
    event, subject = binding.event, draft.what.subject
    implied = subject.implied if subject is not None else None
    subterm = subject.subterm if subject is not None else None
    term = event.term
    draft.subterm = event.subterm
    if binding.side == "inherited" and draft.parent is not None and implied is None and subterm is None:
        if draft.unit != "dwelling" and draft.parent.unit != "dwelling" and draft.parent.term:
            draft.term, draft.subterm = draft.parent.term, draft.parent.subterm
            draft.measure = _measure(draft)
            return
    if implied == "killed" and term not in ("missing",):
        term, draft.subterm = "killed", None
    elif implied == "injured" and term != "killed":
        term, draft.subterm = "injured", None
    elif implied == "returned" and term in ("arrival", "displaced", "crossed_border"):
        term, draft.subterm = "returned", None
    elif term == "arrival":
        term = _arrival(draft, subterm, at_camp=at_camp)
        if term == "displaced" and abroad and not _goes_somewhere(draft):
            term = "crossed_border"
    elif term == "displaced" and event.place == "refuge" and _near_shelter(draft):
        term = "sheltered"  # "7,200 people are seeking refuge in 45 schools"
    elif term == "displaced":
        still_abroad = abroad and event.kind == "did" and not _goes_somewhere(draft)
        if still_abroad or subterm in _REFUGEES or _leaves_country(draft) or _foreign(draft):
            term = "crossed_border"
    elif term == "sheltered" and subterm in _REFUGEES and not _near_shelter(draft):
        term = "crossed_border"
    elif (
        term == "detained"
        and event.words in draft.sentence.grammar.stopped
        and (subterm == "migrant" or _at_sea(draft))
    ):
        term = "crossed_border"  # "the coast guard intercepted 101 men off the coast"
    elif term == "evacuated" and event.words.split()[0] in draft.sentence.grammar.rescues:
        if subterm == "migrant" or _at_sea(draft):
            term = "crossed_border"
    elif term == "detained" and event.object_only and subject is not None and subject.plain:
        term = "sheltered"  # "the camp holds 6,000 people"
    if draft.unit == "dwelling" and term == "affected" and draft.subterm != "at_risk":
        term, draft.subterm = "housing_destroyed", "damaged"
    if term in ("displaced", "crossed_border", "returned") and subterm is not None:
        draft.subterm = subterm
    if term in ("displaced", "crossed_border") and draft.subterm not in (None, "idp", *_REFUGEES):
        draft.subterm = None
    draft.term = term
    draft.measure = _measure(draft)


def _at_sea(draft: Draft) -> bool:
    """Tell whether a rescue is one on a migration route, not one from a flood."""
    words = draft.sentence.grammar
    tokens = draft.sentence.tokens
    route = draft.sentence.grammar.sea_routes.find(draft.sentence.low)
    return route is not None and words.floods.isdisjoint(tokens)


def _arrival(draft: Draft, subterm: str | None, *, at_camp: bool) -> str:
    """Return the term of an arrival by where it ends."""
    if _near_shelter(draft):
        return "sheltered"
    marks = [mark for mark in draft.sentence.places if not mark.value.demonym]
    if not any(mark.value.role == "to" for mark in marks):
        camp = any(mark.value.level == "camp" or "camp" in mark.value.name.lower() for mark in marks)
        abroad = any(mark.value.level == "country" and mark.value.role != "from" for mark in marks)
        if camp or (at_camp and not abroad):
            return "sheltered"
    if subterm in _REFUGEES or _abroad(draft) or _foreign(draft) or _just_crossed(draft):
        return "crossed_border"
    return "displaced"


def _just_crossed(draft: Draft) -> bool:
    """Tell "20,143 persons crossed": with nothing named that was crossed, it is the border."""
    binding = draft.binding
    if binding is None or binding.event.words not in ("crossed", "crossing", "cross"):
        return False
    sentence = draft.sentence
    return sentence.tokens[sentence.token_at(binding.end) :][:1] not in (["the"], ["a"], ["into"], ["to"])


def _span(draft: Draft) -> tuple[int, int]:
    """Return the stretch from the amount to a little past its event."""
    binding = draft.binding
    assert binding is not None
    if binding.side in ("left", "right"):
        return min(draft.start, binding.start), max(draft.end, binding.end) + 70
    return draft.start, draft.end + 70


def _near_shelter(draft: Draft) -> bool:
    """Tell whether a camp or shelter word stands after the event."""
    sentence = draft.sentence
    binding = draft.binding
    assert binding is not None
    if binding.side == "context":
        around = " ".join(
            words.lower()
            for words in (sentence.segment.row, sentence.segment.column, sentence.segment.heading)
            if words
        )
        return not sentence.grammar.shelters.isdisjoint(around.replace(",", " ").split())
    if binding.side == "left" and _shelter_within(draft, binding.end, draft.start):
        return True
    start = binding.end if binding.side == "right" else draft.end
    return _shelter_within(draft, start, start + 60)


def _shelter_within(draft: Draft, start: int, end: int) -> bool:
    """Tell whether a camp or shelter word opens within a stretch, before a new clause."""
    sentence = draft.sentence
    for index in range(sentence.token_at(start), len(sentence.tokens)):
        if sentence.starts[index] > end or sentence.tokens[index] in (";", "while", "but", "where"):
            break
        if sentence.tokens[index] in sentence.grammar.shelters:
            return True
    return any(
        mark.value.level == "camp" or "camp" in mark.value.name.lower()
        for mark in sentence.places
        if start <= mark.start <= end
    )


def _goes_somewhere(draft: Draft) -> bool:
    """Tell whether the sentence names a place that people went to or left."""
    return any(
        mark.value.role in ("to", "from", "in") and not mark.value.demonym for mark in draft.sentence.places
    )


def _foreign(draft: Draft) -> bool:
    """Tell whether people of one country are counted in another ("Turkey took in 3.6 million Syrians")."""
    marks = draft.sentence.places
    nations = {m.value.iso3 for m in marks if m.value.demonym and draft.start <= m.start < draft.end}
    others = {
        m.value.iso3
        for m in marks
        if not m.value.demonym and m.value.level == "country" and m.value.role != "from" and m.value.iso3
    }
    return bool(nations and None not in nations and others - nations)


def _abroad(draft: Draft) -> bool:
    """Tell whether the destination is another country, or words say so."""
    sentence = draft.sentence
    start, end = _span(draft)
    if sentence.grammar.abroad.find(sentence.low, start, min(end, len(sentence.low))):
        return True
    origins = {m.value.iso3 for m in sentence.places if m.value.role == "from" and m.value.iso3}
    return any(
        mark.value.level in ("country", "region")
        and mark.value.role in ("to", "in")
        and not mark.value.demonym
        and mark.value.iso3 not in origins
        for mark in sentence.places
        if start <= mark.start <= end
    )


def _leaves_country(draft: Draft) -> bool:
    """Tell whether flight crosses a border: into another country, "neighbouring countries", or out of one."""
    binding = draft.binding
    assert binding is not None
    if binding.side not in ("left", "right") or binding.event.kind not in ("did", "done"):
        return False
    sentence = draft.sentence
    start, end = _span(draft)
    found = sentence.grammar.abroad.find(sentence.low, start, min(end, len(sentence.low)))
    if found is not None and binding.event.kind == "did":
        inside = sentence.between(0, found.start())[-1:] in (
            ["within"],
            ["inside"],
            ["across"],
            ["in"],
            ["around"],
        )
        return not (inside and found.group() == "the country")
    after = sorted(
        (m for m in sentence.places if binding.end <= m.start <= end and not m.value.demonym),
        key=lambda m: m.start,
    )
    for mark in after:
        if mark.value.level == "country" and mark.value.role == "to":
            way = set(sentence.between(max(binding.end, draft.end), mark.start)) - {"flee", "move", "escape"}
            if binding.event.kind == "did" or way <= {
                "to",
                "into",
                "across",
                "over",
                "the",
                "neighbouring",
                "neighboring",
            }:
                return True
    if binding.event.place == "refuge" and after and after[0].value.level == "country":
        return True  # "have sought refuge in Bangladesh"
    left = binding.event.place == "left"
    straight = bool(after) and sentence.between(binding.end, after[0].start) in ([], ["the"], ["from"])
    if not (left and after and after[0].value.level == "country" and straight):
        return False
    return not sentence.low.startswith(("'s", "’s"), after[0].end)  # "fled Iraq's northern city"


def _measure(draft: Draft) -> Measure:
    """Return flow or stock of a settled term."""
    binding, term = draft.binding, draft.term
    assert binding is not None
    event, sentence = binding.event, draft.sentence
    if term in _ALWAYS:
        return _ALWAYS[term]
    if term == "affected":
        return "flow" if draft.subterm in (None, "affected") and event.measure != "stock" else "stock"
    if draft.amount.value.per is not None:
        return "flow"
    if event.measure is not None and event.kind in ("state", "noun") and term != "displaced":
        return event.measure
    if (event.kind == "state" and event.measure == "stock") or (term, event.term) == (
        "sheltered",
        "displaced",
    ):
        return "stock"
    if binding.side == "own":
        if any(mark.value.relation == "since" for mark in sentence.times):
            return "flow"
        return event.measure or "stock"
    if event.kind == "done" and event.measure is not None:
        return event.measure
    if event.kind == "noun":
        return event.measure or "flow"
    if event.kind == "state" and event.term != "displaced":
        return event.measure or "stock"
    if binding.side == "right" and term in (
        "displaced",
        "evacuated",
        "detained",
        "returned",
        "crossed_border",
    ):
        low = sentence.low
        lead = sentence.between(draft.what.end, binding.start)
        grammar = sentence.grammar
        now = grammar.present.find(low, draft.what.end, min(len(low), binding.end + 12))
        present = any(token in grammar.present_be for token in lead)
        if present and "being" not in lead and event.kind in ("done", "state"):
            return "stock"
        as_of = any(mark.value.relation == "as_of" for mark in sentence.times)
        since = any(mark.value.relation == "since" for mark in sentence.times)
        if event.kind == "done" and term == "displaced" and as_of and not since and "been" not in lead:
            return "stock"
        if (
            event.kind == "done"
            and term == "displaced"
            and now
            and not {"been", "being"} & set(lead)
            and not since
        ):
            return "stock"
    return "flow"
