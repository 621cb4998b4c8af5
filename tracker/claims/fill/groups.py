"""Who is counted, where that is not simply people: "children", "a tenth of them jihadists", "mostly women".

In: a claim.  Out: Group, its words and whether it is a part or what all are made of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.claims.draft import Draft
from tracker.claims.fill.rule import Rule, first
from tracker.claims.grammar import Phrases
from tracker.vocabulary import GroupRole


@dataclass(frozen=True, slots=True)
class Group:
    """Who is counted, as in the text; None for plain people."""

    words: str | None = None
    role: GroupRole | None = None


def group(draft: Draft, without: frozenset[str] = frozenset()) -> Group:
    """Return who is counted."""
    found = first(GROUPS, draft, without)
    return found[0] if found is not None else Group()


def _of_heads(draft: Draft) -> Group | None:
    return Group(draft.group, "subset") if draft.group is not None else None


def _said_of_share(draft: Draft) -> Group | None:
    """Return what is said of a share of others: "a tenth of them jihadists", "a tenth of those ... were men"."""
    if draft.what.kind != "base":
        return None
    seen = draft.sentence
    nouns = {mark.start: mark for mark in seen.subjects.values() if not mark.value.thing}
    rest = seen.words.after(draft.end)
    while rest and rest.start not in nouns:
        verb = rest.where(seen.grammar.be)
        rest = rest.part(verb + 1) if verb is not None else rest.part(0, 0)
    if not rest:
        return Group()
    noun = nouns[rest.start]
    return Group(seen.text[noun.start : noun.end], "subset")


def _composition(draft: Draft) -> Group | None:
    """Return what is said of all: "4,000 people, mostly women"."""
    made_of = _made_of(draft.sentence.grammar.mostly).match(draft.sentence.text, draft.end)
    return Group(" ".join(made_of.group(1).split()), "composition") if made_of is not None else None


@cache
def _made_of(mostly: Phrases) -> re.Pattern[str]:
    return re.compile(
        rf",?\s+\(?({mostly.pattern.pattern}\s+[^,.;()–—]{{3,60}}?)\s*(?=[,.;()–—]|$)", re.IGNORECASE
    )


def _noun(draft: Draft) -> Group | None:
    """Return the words of the counted noun, unless it names plain people."""
    small = draft.sentence.grammar
    if draft.what.kind == "elided":
        return None
    words = " ".join(draft.what.words.split())
    for lead in small.group_leads:
        if words.lower().startswith(f"{lead} "):
            words = words[len(lead) + 1 :]
    return None if not words or words.lower() in small.anybody else Group(words, "subset")


GROUPS: tuple[Rule[Draft, Group], ...] = (
    Rule("group of the heads", _of_heads, "| Place | Displaced women |\n| --- | --- |\n| Aleppo | {400} |"),
    Rule("said of a share", _said_of_share, "Some 4,000 people fled, {a tenth} of them children."),
    Rule("composition", _composition, "Some {4,000} people, mostly women, fled."),
    Rule("group of the noun", _noun, "Some {4,000} children fled."),
)
"""Who is counted; the first that says it decides."""
