"""Find the names of private persons in words that are to be shown.

A name counts as a private person's when something beside it says so: a given name, a title ("Mrs"), a role
("farmer X Y"), an age, a verb of speech, or that a figure is credited to it.  An office beside it ("Governor
X Y", "X Y, spokesman for …"), a place or a body of that name keep it.  In doubt a credited name is hidden.

In: a text, names that figures are credited to.  Out: the names as printed.
Words: lexicon/<language>/persons.toml
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache

from tracker.lexicon import HERE, alternatives, load
from tracker.lexicon.gazetteer import gazetteer, plain
from tracker.lexicon.organisations import kind_of_words, organisations
from tracker.lexicon.place_lookup import nation
from tracker.lexicon.typed import typed

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GAP = re.compile(r"(?:[ \u00a0]|-|\. ?)\Z")  # between parts of one name: "al-Hassan", "J. Okello"
_AGE = re.compile(r"\s*[,(]\s*(?:aged\s+\d{1,2}\b|\d{1,2}\s*(?:[,).;]|$))")
_CLAUSE = re.compile(r"[.;:!?\n]")
_PAIRED = re.compile(r"\s*(?:,|and|&|,\s*and)\s*")
_OWN = re.compile(r"['’]s\Z")
_TAIL = re.compile(r"(?<=[^\W\d_])-(?=[a-zß-ÿ])[^\W\d_]+")  # "Min-jun" is one word
_LATIN = 0x2FF  # letters up to here are Latin
_LONGEST = 6
_REACH = 60  # characters in which an office, a role or a verb counts as beside a name


@dataclass(frozen=True, kw_only=True)
class _List:
    words: tuple[str, ...]


@cache
def _given_names() -> frozenset[str]:
    """Return the given names of the files of all languages: one is no word of any."""
    found: set[str] = set()
    for path in sorted(HERE.glob("*/persons.toml")):
        with path.open("rb") as file:
            for names in tomllib.load(file).get("given", {}).values():
                found.update(names)
    return frozenset(found)


@dataclass(frozen=True, kw_only=True)
class PersonsFile:
    """``persons.toml``: what makes a name a person's, and what makes that person public."""

    offices: _List
    roles: _List
    titles: _List
    bynames: _List
    credits: _List
    masks: _List
    company: _List
    tails: _List
    openers: _List
    particles: _List
    speech: _List
    acts: _List
    things: _List
    given: dict[str, tuple[str, ...]] = field(default_factory=dict)


class PersonWords:
    """The words of one language, ready to be asked; made once by ``person_words()``."""

    def __init__(self, file: PersonsFile, language: str) -> None:
        self.language = language
        self.particles = frozenset(file.particles.words)
        self.titles = frozenset(file.titles.words)
        self.bynames = frozenset(file.bynames.words)
        self.tails = frozenset(file.tails.words)
        self.openers = frozenset(file.openers.words)
        self.things = frozenset(file.things.words)
        self.given = frozenset(plain(name) for name in _given_names())
        offices, roles = alternatives(file.offices.words), alternatives(file.roles.words)
        self.offices = re.compile(rf"\b(?:{offices})s?\b", re.IGNORECASE)
        self.office_before = re.compile(
            rf"\b(?:{offices})s?(?:\s+(?:of|for|at)\s+[^,.;]*)?,?\s*\Z", re.IGNORECASE
        )
        self.role_before = re.compile(rf"\b(?:{roles})(?:\s+(?:named|called))?,?\s*\Z", re.IGNORECASE)
        self.role_after = re.compile(rf"\s*,\s*(?:an?|the|who|whose|\w+\s+)*\s*(?:{roles})\b", re.IGNORECASE)
        self.is_role = re.compile(rf"\s*,\s*(?:an?|the)\s+(?:[\w-]+\s+){{0,2}}(?:{roles})\b", re.IGNORECASE)
        credits, masks = alternatives(file.credits.words), alternatives(file.masks.words)
        self.credit_before = re.compile(rf"\b(?:{credits})\s*:?\s*\Z", re.IGNORECASE)
        self.masked = re.compile(rf"\s*[,(]\s*(?:{masks})\b", re.IGNORECASE)
        self.company = re.compile(
            rf"\s*,?\s*(?:and|with)\s+(?:\w+\s+)?(?:\w+\s+)?(?:{alternatives(file.company.words)})\b",
            re.IGNORECASE,
        )
        says, does = alternatives(file.speech.words), alternatives(file.acts.words)
        self.says_after = re.compile(rf"\s*,?\s*(?:(?:who|also|then)\s+)?(?:{says})\b")
        self.says_before = re.compile(rf"\b(?:{says})\s*\Z")
        self.does_after = re.compile(rf"\s*,?\s*(?:{does})\b")


@cache
def person_words(language: str) -> PersonWords:
    """Return the words of a language that tell persons' names."""
    return PersonWords(typed(PersonsFile, load(language, "persons"), f"{language}/persons"), language)


def private_names(text: str, credited: Collection[str] = (), *, language: str = "en") -> list[str]:
    """Return the names of private persons in a text, as printed, longest first.

    Parameters
    ----------
    text
        A sentence, a quote or a title.
    credited
        What figures are credited to as printed; such a name is a person's unless it is a body's or a place's.
    language
        Of the text; a language without a list of persons is read with English words.

    Examples
    --------
    >>> private_names("Amina Salem, 34, fled with 40 neighbours, Governor Peter Hale said.")
    ['Amina Salem']
    """
    words = person_words(language)
    names: set[str] = set()
    after: tuple[int, bool] = (-1, False)  # where the next name starts, and whether it is hidden
    for start, name in reversed(list(_runs(text, words))):
        hidden = _is_private(text, start, name, words, credited) or (
            after[1]
            and " " in name
            and _PAIRED.fullmatch(text[start + len(name) : after[0]]) is not None
            and not _public(name, "", "", words)
        )
        after = start, hidden
        if hidden:
            names.add(name)
    names |= set(_shouted(text, words))
    return sorted(names, key=lambda name: (-len(name), name))


def _shouted(text: str, words: PersonWords) -> Iterator[str]:
    """Yield names in a heading of capitals: a given name and the word behind it."""
    if not text.isupper():
        return
    for found in re.finditer(r"[^\W\d_]+[ -](?:(?:AL|EL|DE|BIN|ABU)[ -])?[^\W\d_]+", text):
        for at in [match.start() for match in _WORD.finditer(found.group())]:
            name = re.match(
                r"[^\W\d_]+[ -](?:(?:AL|EL|DE|BIN|ABU)[ -])?[^\W\d_]+", text[found.start() + at :]
            )
            if name is not None and _given_first(name.group(), words):
                yield name.group()


def names_a_person(source: str, *, language: str = "en") -> bool:
    """Return whether a credit as printed is a private person's name and no body, place or office.

    >>> names_a_person("Rosa Quill"), names_a_person("Mayor Rosa Quill"), names_a_person("Radio Lumen")
    (True, False, False)
    """
    return bool(_credited(source.strip(), person_words(language)))


def _runs(text: str, words: PersonWords) -> Iterator[tuple[int, str]]:
    """Yield every run of capitalised words with particles between, its place and as printed."""
    run: list[re.Match[str]] = []
    for token in _WORD.finditer(text):
        gap = text[run[-1].end() : token.start()] if run else ""
        joined = bool(run) and _GAP.match(gap) is not None
        tail = gap == "-" and token.group() not in words.tails and _capital(run[-1].group())  # "Min-jun"
        if joined and (_capital(token.group()) or tail or token.group().lower() in words.particles):
            run.append(token)
            continue
        yield from _trimmed(text, run, words)
        run = [token] if _capital(token.group()) else []
    yield from _trimmed(text, run, words)


def _capital(word: str) -> bool:
    """Tell a word written as a name is; scripts without capitals are names in a text of another script."""
    if word[0].lower() == word[0].upper():
        return ord(word[0]) > _LATIN
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _trimmed(text: str, run: list[re.Match[str]], words: PersonWords) -> Iterator[tuple[int, str]]:
    """Yield the run without openers, titles, offices and roles before the name, and without a particle at its end."""
    while run and (
        run[0].group().lower() in words.openers | words.titles | words.bynames
        or words.offices.fullmatch(run[0].group())
        or words.role_before.fullmatch(run[0].group())
    ):
        run = run[1:]
    while run and (
        (not _capital(run[-1].group()) and text[run[-1].start() - 1] != "-")
        or run[-1].group().lower() in words.openers
    ):
        run = run[:-1]
    spelled = any(len(part.group()) > 1 for part in run)  # "C. B." alone names nobody
    if spelled and len(run) <= _LONGEST:
        name = text[run[0].start() : run[-1].end()]
        yield run[0].start(), _OWN.sub("", name)


def _is_private(text: str, start: int, name: str, words: PersonWords, credited: Collection[str]) -> bool:
    end = start + len(name)
    whole = text[max(0, start - _REACH) : start]
    before = _CLAUSE.split(whole)[-1]
    after = text[end : end + _REACH]
    many = " " in name or "-" in name
    if _surely(name, whole, before, after, words):
        return True
    if _public(name, before, after, words):
        return False
    if any(name == one or name in one for one in credited if _credited(one, words)):
        return many or name in credited
    told = bool(
        words.says_after.match(after) or words.says_before.search(before) or words.does_after.match(after)
    )
    told = told or bool(words.credit_before.search(whole) or words.company.match(after))
    aged = bool(_AGE.match(after))
    role = bool(words.role_before.search(before) or words.role_after.match(after))
    given = _given_first(name, words)
    if not many:
        return aged or (given and (told or role))
    return aged or role or given or (told and _credited(name, words))


def _surely(name: str, whole: str, before: str, after: str, words: PersonWords) -> bool:
    """Return whether something beside a name leaves no doubt that it is a person's without an office."""
    if _is_body(name, words) or words.office_before.search(before):
        return False
    if words.masked.match(after):
        return True
    titled = whole.rstrip(" .").rpartition(" ")[2].lower()
    if titled in words.titles:
        return True
    said = words.says_after.match(after) or _AGE.match(after) or words.is_role.match(after)
    if titled in words.bynames:
        return bool(said) and not is_place(f"{titled} {name}")
    return bool(words.is_role.match(after)) and not is_place(name) and name[0].isupper()


def _public(name: str, before: str, after: str, words: PersonWords) -> bool:
    """Return whether a name is a body's or a place's, or stands beside an office."""
    if not _credited(name, words) and not _given_first(name, words):
        return True
    if _is_body(name, words) or is_place(name):
        return True
    beside = after[1:] if after[:1] == "," else ""
    office_after = beside and words.offices.search(beside.split(",")[0])
    return bool(words.office_before.search(before) or office_after)


def _given_first(name: str, words: PersonWords) -> bool:
    first = _WORD.findall(name)[0]
    return plain(first) in words.given or plain(first.partition("'")[0]) in words.given


def _is_body(name: str, words: PersonWords) -> bool:
    if any(word.lower() in words.things for word in _WORD.findall(name)):
        return True
    return organisations().resolve(name) is not None or kind_of_words(name, words.language) is not None


def is_place(name: str) -> bool:
    """Return whether a name is a place's, or a people's: "Chad", "Central Africans"."""
    places = gazetteer()
    return bool(places.lookup_exact(name)) or nation(plain(name), places) is not None


def _credited(source: str, words: PersonWords) -> bool:
    """Return whether a credit is written as a person's name: two to six name words and nothing of a body."""
    parts = _WORD.findall(_TAIL.sub("", source))
    small = [part for part in parts if not _capital(part) and part.lower() not in words.particles]
    if small or not 2 <= len(parts) <= _LONGEST or not _capital(parts[-1]):
        return False
    if words.offices.search(source) or _is_body(source, words):
        return False
    return _given_first(source, words) or not is_place(source)
