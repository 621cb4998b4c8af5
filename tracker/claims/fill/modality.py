"""Tell what is feared, planned or possible from what happened.

In: a claim.  Out: Modality, whether its figure is hypothetical, and by which rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.claims.draft import Draft
from tracker.claims.fill.rule import Case, Context, Rule, first, has_words, holds, span
from tracker.claims.phrases.words import Stretch

_BEFORE = 45  # characters before a claim in which a modal word still touches it
_FACT = (2, 18)  # characters before and after a modal word in which words make it a fact
_COMMA = frozenset({","})


@dataclass(frozen=True, slots=True)
class Modality:
    """Whether the words make a figure a forecast, a fear, a plan or a condition, and by which rule."""

    hypothetical: bool
    rule: str = ""


def modality(draft: Draft, context: Context) -> Modality:
    """Return whether the words make a figure a forecast, a fear, a plan or a condition.

    Parameters
    ----------
    draft, context
        A claim, and what stands around it.
    """
    case = Case.of(draft, context)
    found = first(MODALITIES, _Asked(case, *_reach(case)), context.without)
    return Modality(*found) if found is not None else Modality(False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A claim, and the stretch in which modal words touch it."""

    case: Case
    start: int
    end: int


def _reach(case: Case) -> tuple[int, int]:
    """Return the stretch of a claim, from the start of its clause, in which modal words touch it."""
    start, end = span(case.draft)
    begin = max(0, start - _BEFORE)
    lead = case.sentence.words.between(begin, start)
    return _clause(lead, case).start if lead else begin, end


def _clause(lead: Stretch, case: Case) -> Stretch:
    """Return what of a stretch stands in its last clause."""
    turns = [lead.last(case.grammar.modal_breaks)]
    aside = lead.last(case.grammar.accompanied)
    if aside and lead.part(None, aside).closes(_COMMA):
        turns.append(aside)
    return lead.part(max((turn for turn in turns if turn is not None), default=0))


def _risk_is_fact(asked: _Asked) -> bool | None:
    """Tell that people who are at risk are so already."""
    return False if asked.case.event.subterm == "at_risk" else None


def _conjecture(asked: _Asked) -> bool | None:
    """Tell "may have been killed", "are feared dead"."""
    case = asked.case
    return True if case.grammar.conjectural.find(case.sentence.low, asked.start, asked.end) else None


@dataclass(frozen=True, slots=True)
class _Modal:
    """A modal word of a sentence beside a claim."""

    case: Case
    word: str
    at: int
    stop: int

    @property
    def gap(self) -> Stretch:
        """The words between the modal word and the claim."""
        return self.case.sentence.words.between(self.stop, span(self.case.draft)[0])


def _may_be(asked: _Asked) -> bool | None:
    """Tell what could, may or will happen, where nothing says that it did."""
    case = asked.case
    hits = case.grammar.hypothetical.pattern.finditer(case.sentence.low, asked.start, asked.end)
    for hit in hits:
        modal = _Modal(case, hit.group(), hit.start(), hit.end())
        if not holds(EXCUSES, modal, case.context.without):
            return True
    return None


MODALITIES: tuple[Rule[_Asked, bool], ...] = (
    Rule("at risk is a fact", _risk_is_fact, "If the dam breaks, {4,000} people are in danger."),
    Rule("conjecture", _conjecture, "Some {40} people are feared dead."),
    Rule("modal word", _may_be, "Some {4,000} people could flee."),
)
"""What makes a figure hypothetical or a fact; the first that fits decides, else it is a fact."""


# -- modal words that do not touch the figure after all ---------------------------------------------------------


def _is_date(modal: _Modal) -> bool:
    """Tell "on 16 May" from "may"."""
    return any(mark.start <= modal.at < mark.end for mark in modal.case.sentence.times)


def _is_fact(modal: _Modal) -> bool:
    """Tell "had to flee", "will not return"."""
    low, (before, after) = modal.case.sentence.low, _FACT
    begin, end = max(0, modal.at - before), min(len(low), modal.stop + after)
    return modal.case.grammar.factual.find(low, begin, end) is not None


def _is_event(modal: _Modal) -> bool:
    """Tell a word of the event itself ("will need aid")."""
    return has_words(modal.case.draft) and modal.case.choice.start <= modal.at < modal.case.choice.end


def _is_before_content(modal: _Modal) -> bool:
    """Tell a modal before "that", "who" or a comma, past which only words of fear and planning reach."""
    return (
        modal.at < span(modal.case.draft)[0]
        and modal.gap.holds(modal.case.grammar.opens_content)
        and modal.word not in modal.case.grammar.far_modals
    )


def _is_warning(modal: _Modal) -> bool:
    """Tell "warned that 4,000 people are trapped" from "warned that 4,000 people could flee"."""
    small, seen, (start, end) = modal.case.grammar, modal.case.sentence, span(modal.case.draft)
    if modal.word not in small.warnings or modal.at >= start:
        return False
    if small.factual.find(seen.low, modal.at, start):
        return False
    return not seen.words.between(modal.stop, end).holds(small.may_verbs)


EXCUSES: tuple[Rule[_Modal, bool], ...] = (
    Rule("month, not modal", _is_date, "On 16 May {4,000} people fled."),
    Rule("fact after all", _is_fact, "Some {4,000} people will not return."),
    Rule("modal of the event", _is_event, "Some {4,000} people will need aid."),
    Rule(
        "modal before the content", _is_before_content, "The group, which would not talk, killed {40} people."
    ),
    Rule("warning of a fact", _is_warning, "UNHCR warned that {4,000} people are trapped."),
)
"""Modal words that do not touch the figure after all."""
