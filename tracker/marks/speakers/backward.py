"""Read the noun phrase of a speaker back from a verb: "[the mayor of Palu] said".

``RULES`` are the ways a phrase goes on leftwards; the first that holds for a word is taken.

In: a sentence and where its verb stands.  Out: first and last token of the subject.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tracker.marks.speakers.rules import Rule, by_class, walk
from tracker.marks.speakers.sentence import Sentence
from tracker.marks.speakers.words import (
    DETERMINER,
    FUNCTION,
    HEADS,
    MARK,
    MODIFIER,
    NAME,
    NOUNS,
    NUMBER,
    OFFICES,
    PEOPLE,
    PERSON,
    PRONOUN,
    ROLE_OPENS,
    UNKNOWN,
    UNSURE,
)

_UNKNOWN_WORDS = 3  # unknown words a phrase may hold in a row
_APPOSITION = 40  # tokens
_CLAUSE = 14  # tokens of a bare relative clause
_COMMAS = 3  # looked at for the beginning of an apposition
_FIRST_NAMES = 5
_BRACKET = 6
_STOPS: Final = frozenset({".", ";", ":", '"', "“", "”"})


class Back(NamedTuple):
    """How far a phrase has been read back.

    ``good`` is the first token that may begin it; ``fixed`` after an article, which only a link may pass;
    ``run`` counts unknown words; ``listed`` once "and" joins several.
    """

    last: int
    at: int
    good: int | None
    fixed: bool = False
    run: int = 0
    listed: bool = False


def _article_inside(s: Sentence, here: Back) -> Back | None:
    """The name goes on before its article, and ends there."""
    if not here.fixed or not s.has(here.at + 1, s.lists.inner_articles) or not s.named(here.at, here.last):
        return None
    return here._replace(at=-1, good=here.at)


def _noun(s: Sentence, here: Back) -> Back | None:
    return None if here.fixed else here._replace(at=here.at - 1, good=here.at, run=0)


def _modifier(s: Sentence, here: Back) -> Back | None:
    """A word like "health" belongs to a role or body; before a name only what describes people does."""
    at = here.at
    before_name = s.kind(at + 1) == NAME and not (s.person(at + 1) or s.body(at + 1))
    strange = at < here.last and before_name and "-" not in s.low[at] and not s.has(at, s.lists.adjectives)
    if here.fixed or strange:
        return None
    return here._replace(at=at - 1, good=None if here.good is None else at)


def _unknown(s: Sentence, here: Back) -> Back | None:
    at = here.at
    before_name = at < here.last and s.kind(at + 1) == NAME
    if (
        here.fixed
        or here.run == _UNKNOWN_WORDS
        or before_name
        or s.low[at].endswith(s.lists.endings_of_no_noun)
    ):
        return None
    return here._replace(at=at - 1, run=here.run + 1)


def _article(s: Sentence, here: Back) -> Back | None:
    return None if here.fixed else here._replace(at=here.at - 1, good=here.at, fixed=True)


def _comma_and(s: Sentence, here: Back) -> Back | None:
    at = here.at
    if not s.has(at, s.lists.and_links) or at == here.last or s.word(at - 1) != "," or not s.head(at - 2):
        return None
    return here._replace(at=at - 2, listed=True)


def _comma(s: Sentence, here: Back) -> Back | None:
    at = here.at
    if here.fixed or not here.listed or s.words[at] != "," or not s.head(at - 1):
        return None
    return here._replace(at=at - 1)


def _linked(s: Sentence, here: Back, *, listed: bool = False, by: int = 1) -> Back | None:
    """Pass a link: the article before it no longer holds the phrase."""
    at = here.at
    if at == here.last or not s.has(at, s.lists.links):
        return None
    return here._replace(at=at - by, fixed=False, listed=here.listed or listed)


def _noun_of(s: Sentence, here: Back) -> Back | None:
    fits = s.has(here.at, s.lists.of_links) and s.kind(here.at - 1) in NOUNS
    return _linked(s, here) if fits else None


def _noun_and(s: Sentence, here: Back) -> Back | None:
    fits = s.has(here.at, s.lists.and_links) and s.kind(here.at - 1) in HEADS
    return _linked(s, here, listed=True) if fits else None


def _office_in(s: Sentence, here: Back) -> Back | None:
    among = s.has(here.at, s.lists.of_links) or s.has(here.at, s.lists.and_links)
    return _linked(s, here) if not among and s.kind(here.at - 1) in OFFICES else None


def _printed_office(s: Sentence, here: Back) -> Back | None:
    """A role or body printed with a capital: "the Mayor in Palu", "the Ministry of Health in Gaza"."""
    at = here.at
    own = s.person(at - 1) or s.body(at - 1)
    of_body = s.has(at - 2, s.lists.owner_links) and s.body(at - 3)
    if s.kind(at - 1) != NAME or not (own or of_body):
        return None
    return _linked(s, here, listed=s.has(at, s.lists.and_links))


def _bracket_before_link(s: Sentence, here: Back) -> Back | None:
    at = here.at
    if s.word(at - 1) != ")":
        return None
    opened = _opened(s, at - 1)
    return _linked(s, here, listed=s.has(at, s.lists.and_links), by=at - opened + 1) if opened else None


_FUNCTIONS: Final = frozenset({FUNCTION})
RULES: Final[tuple[Rule[Back], ...]] = (
    Rule(
        name="comma before and",
        example="[Police, soldiers, and rescuers] said 40 people had died.",
        over=_FUNCTIONS,
        step=_comma_and,
    ),
    Rule(
        name="noun of",
        example="The [ministry of health] said 40 people had died.",
        over=_FUNCTIONS,
        step=_noun_of,
    ),
    Rule(
        name="noun and",
        example="[UNHCR and IOM] said 40 people had died.",
        over=_FUNCTIONS,
        step=_noun_and,
    ),
    Rule(
        name="office in a place",
        example="The [officials in Goma] said 40 people had died.",
        over=_FUNCTIONS,
        step=_office_in,
    ),
    Rule(
        name="office printed as a name",
        example="The [Mayor in Palu] said 40 people had died.",
        over=_FUNCTIONS,
        step=_printed_office,
    ),
    Rule(
        name="bracket before a link",
        example="The [Office (OCHA) in Goma] said 40 people had died.",
        over=_FUNCTIONS,
        step=_bracket_before_link,
    ),
    Rule(
        name="article inside a name",
        example="[Save the Children] said 40 people had died.",
        over=frozenset({NAME}),
        step=_article_inside,
    ),
    Rule(
        name="noun",
        example="The [army spokesman] said 40 people had died.",
        over=NOUNS,
        step=_noun,
    ),
    Rule(
        name="modifier",
        example="[Senior health officials] said 40 people had died.",
        over=frozenset({MODIFIER}),
        step=_modifier,
    ),
    Rule(
        name="unknown word",
        example="The [Luanda blue department] said 40 people had died.",
        over=frozenset({UNKNOWN}),
        step=_unknown,
    ),
    Rule(
        name="article",
        example="In Goma, [the agency] said 40 people had died.",
        over=frozenset({DETERMINER}),
        step=_article,
    ),
    Rule(
        name="comma of a list",
        example="[Police, soldiers and rescuers] said 40 people had died.",
        over=frozenset({MARK}),
        step=_comma,
    ),
)
TABLE = by_class(RULES)


def phrase_before(s: Sentence, last: int) -> tuple[int, int] | None:
    """Return the first and last token of the noun phrase that ends at a token."""
    kind = s.kind(last)
    if s.words[last] == ")":
        opened = _opened(s, last)
        inside = phrase_before(s, opened - 1) if opened else None
        return None if inside is None else (inside[0], last)
    if kind == PRONOUN:
        return (last, last)
    if kind not in NOUNS and kind not in UNSURE:
        return None
    here = walk(s, Back(last, last, None if kind in UNSURE else last), TABLE)
    good, i = here.good, here.at
    if here.run and not here.fixed and good is not None and s.kind(i) == MARK:
        good = i + 1  # a clause that begins with its subject: "Luanda fire department have reported"
    if good is None or not any(s.kinds[k] in NOUNS or s.kinds[k] == UNKNOWN for k in range(good, last + 1)):
        return None
    if kind in UNSURE and not here.fixed:
        return None
    return _without_strangers(s, good, last) if here.listed else (good, last)


def _opened(s: Sentence, closed: int) -> int:
    """Return where the bracket that closes at a token is opened, 0 for nowhere near."""
    return next((i for i in range(closed - 1, max(closed - _BRACKET, -1), -1) if s.words[i] == "("), 0)


def _without_strangers(s: Sentence, first: int, last: int) -> tuple[int, int]:
    """Cut from a list of speakers what is no speaker: "[Aleppo and] the UN said"."""
    if s.named(first, last):
        return first, last
    for i in range(first + 1, last):
        if s.low[i] in s.lists.list_joins and s.kinds[i + 1] == DETERMINER:
            left = s.text[s.starts[first] : s.ends[i - 1]]
            if not s.counts(left) and not s.person(i - 1):
                return i + 1, last
    return first, last


def subject(s: Sentence, index: int) -> tuple[int, int, str] | None:
    """Return the noun phrase that ends at or before a token, and the apposition passed on the way."""
    skipped = s.before_verb(index)
    if skipped is None or skipped < 0:
        return None
    passed = _over_apposition(s, skipped)
    if passed is None:
        return None
    index, about = passed
    phrase = phrase_before(s, index)
    if phrase is None or s.has(phrase[0] - 1, s.lists.prepositions):
        phrase = _first_person(s) or _before_relative(s, index) or phrase
    own = _without_place(s, *phrase) if phrase else None
    return None if own is None else (*own, about)


def _over_apposition(s: Sentence, index: int) -> tuple[int, str] | None:
    """Go back over an apposition or the opening of a relative clause; return its words too."""
    if s.words[index] in (",", "–", "—", "-"):
        opened = _opening(s, index)
        return None if opened is None else (opened - 1, s.text[s.ends[opened] : s.starts[index]])
    if s.has(index, s.lists.apposition) and s.kind(index) == FUNCTION and s.kind(index - 1) == MARK:
        return index - 2, ""  # "the UN, which said"
    if s.low[index] in s.lists.relatives and s.head(index - 1):
        return index - 1, ""
    return index, ""


def _without_place(s: Sentence, first: int, last: int) -> tuple[int, int] | None:
    """Leave the place of an opening adjunct: "in Aleppo [SOHR said]", "in Damascus [officials said]"."""
    if not s.has(first - 1, s.lists.prepositions) or s.kinds[first] != NAME:
        return first, last
    own = range(first + 1, last + 1)
    start = next((i for i in own if s.kinds[i] in PEOPLE or s.named(i, last)), None)
    if start is not None:
        return start, last
    return (first, last) if s.body(last) else None


def _before_relative(s: Sentence, index: int) -> tuple[int, int] | None:
    """Return whom a bare relative clause speaks of: "workers who entered the city [said]"."""
    for i in range(index, max(index - _CLAUSE, 0), -1):
        if s.kinds[i] == MARK or s.says(i):
            return None
        if s.low[i] in s.lists.who:
            return phrase_before(s, i - 1)
    return None


def _first_person(s: Sentence) -> tuple[int, int] | None:
    """Return the name a sentence opens with when a role follows bare: "Ali Karim the mayor of"."""
    last = 0
    while s.kind(last) == NAME and last < _FIRST_NAMES:
        last += 1
    if last < 2 or s.kind(last) != DETERMINER:
        return None
    near = (i for i in range(last + 1, last + 4) if s.kind(i) in (NAME, MODIFIER, PERSON))
    return (0, last - 1) if any(s.person(i) for i in near) else None


def _opening(s: Sentence, index: int) -> int | None:
    """Return the comma or dash that opens the apposition closed at an index."""
    mark, tries = s.words[index], 0
    for i in range(index - 1, max(index - _APPOSITION, 0), -1):
        if s.words[i] in _STOPS:
            break
        if s.words[i] == mark:
            if _opens_apposition(s, i, index):
                return i
            tries += 1
            if tries == _COMMAS:
                break
    return None


def _opens_apposition(s: Sentence, at: int, closed: int) -> bool:
    """Tell whether an age, a role, or the name of the role before it stands between two commas."""
    following = s.kind(at + 1)
    if at + 2 == closed and following == NUMBER:  # "Mohammed, 34, said"
        return True
    if s.has(at + 1, s.lists.apposition) or following in ROLE_OPENS:
        return True
    if following == NAME and (s.person(at + 1) or s.person(closed - 1)):
        return True
    name = closed - at <= 5 and all(s.kinds[k] == NAME for k in range(at + 1, closed))
    # "the mayor of Palu, Ali Karim, said"
    return name and any(s.person(k) for k in range(max(at - 6, 0), at))
