"""Who counts: organisations by name, alias and acronym, and the kind of body a name speaks of.

In: a name as printed ("the U.N. refugee agency", "SDF spokesman Adnan Afrin").  Out: the organisation it
belongs to, or ``None``; its kind (un, government, monitor, ...) where the words tell it.
Words: organisations.csv (each row with the page that documents it), lexicon/<language>/speakers.toml [kinds].

How an alias is written tells how it matches: ``SDF`` (all capitals) keeps its case, so that "WHO" is not
"who"; ``The National`` only as the whole name; ``observatory`` (all small) are common words, which count
only where a phrase begins and, for a government body, only with the country given; every other alias
counts anywhere in the name when it begins with a capital as printed.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from tracker.errors import BadConfiguration
from tracker.lexicon import alternatives, load
from tracker.vocabulary import SOURCE_KINDS, SourceKind

HERE = Path(__file__).parent
# The wheel carries the list beside this module; a checkout keeps it in datasets/, beside the package.
PLACES = (HERE / "organisations.csv", HERE.parent.parent / "datasets" / "organisations.csv")

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_SPELLINGS = {
    "organisation": "organization",
    "programme": "program",
    "centre": "center",
    "defence": "defense",
    "labour": "labor",
}
_BEFORE_HEADS = frozenset({"of", "for", "by", "from", "at", "and", "with", "to", "in"})
_LONGEST = 40
_LOCAL = frozenset({"local", "provincial", "regional", "municipal", "district"})  # not the national body
_OFFICIAL = frozenset({"government", "local_authority"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body that counts people: its id, the name we print, other names, and where they are documented."""

    source_id: str
    name: str
    aliases: tuple[str, ...]
    kind: SourceKind
    iso3: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class _Alias:
    """One written form of an organisation's name and how strictly it matches."""

    owner: Organisation
    style: str  # "acronym" | "common" | "whole" | "name"
    words: tuple[str, ...]


def _words(name: str) -> list[str]:
    """Return the words of a name without articles, dots in acronyms, possessives and accents."""
    return [word for word in _all_words(name) if word.lower() != "the"]


def _all_words(name: str) -> list[str]:
    """Return the words of a name without dots in acronyms, possessives and accents."""
    plain = name.replace("’", "'").replace("ʼ", "'")
    plain = _DOTTED.sub(lambda found: found.group().replace(".", ""), plain)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
        plain = plain.replace("ı", "i").replace("ø", "o").replace("Ø", "O").replace("ł", "l")
    plain = plain.replace("'s ", " ").replace("s' ", "s ").removesuffix("'s").replace("'", "")
    return _WORD.findall(plain)


def _key(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words folded for look-up: case and British spellings do not count."""
    return tuple(_SPELLINGS.get(word, word) for word in (word.casefold() for word in words))


def slug(name: str) -> str:
    """Return a stable short readable id for a name that is in no list.

    >>> slug("the Hunan provincial civil affairs bureau")
    'hunan-provincial-civil-affairs-bureau'
    """
    words = [word.casefold() for word in _all_words(_ARTICLE.sub("", name.strip()))]
    whole = "-".join(words)
    if not whole:
        return "unnamed"
    if len(whole) <= 64:
        return whole
    kept = whole[:56].rsplit("-", 1)[0]
    return f"{kept}-{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


class Organisations:
    """The list of organisations, ready to be asked; made once by ``organisations()``."""

    def __init__(self, entries: Iterable[Organisation]) -> None:
        self.entries = tuple(entries)
        self.by_id = {entry.source_id: entry for entry in self.entries}
        self._aliases: dict[tuple[str, ...], list[_Alias]] = {}
        self._reach: dict[str, int] = {}  # first word -> length of the longest alias that begins with it
        for entry in self.entries:
            for alias in (entry.name, *entry.aliases):
                self._add(entry, alias)
        self._asked = lru_cache(maxsize=65536)(self._resolve)
        self._named = lru_cache(maxsize=65536)(self._whole)
        self._kinds = lru_cache(maxsize=65536)(self._kind_of)

    def _add(self, entry: Organisation, alias: str) -> None:
        words = tuple(_words(alias))
        key = _key(words)
        if not key:
            return
        letters = [letter for letter in alias if letter.isalpha()]
        if alias.startswith("The "):
            style = "whole"
        elif all(letter.islower() for letter in letters):
            style = "common"
        elif len(letters) > 1 and all(letter.isupper() for letter in letters):
            style = "acronym"
        else:
            style = "name"
        known = self._aliases.setdefault(key, [])
        if not any(
            other.owner is entry and other.style == style and other.words[0] == words[0] for other in known
        ):
            known.append(_Alias(entry, style, words))
        self._reach[key[0]] = max(self._reach.get(key[0], 0), len(key))

    def resolve(self, name: str, *, iso3: str | None = None) -> Organisation | None:
        """Return the organisation a name speaks of or belongs to.

        Parameters
        ----------
        name
            As printed; articles, case, accents, a bracketed acronym and a spokesman's name may stand in it.
        iso3
            The country the text is about; settles names that several countries use ("NDMA").

        Returns
        -------
        Organisation or None
            ``None`` when the name is not listed or stays ambiguous.
        """
        return self._asked(name, iso3)

    def named(self, name: str, *, iso3: str | None = None) -> Organisation | None:
        """Return the organisation of which this is the whole name, nothing beside it."""
        return self._named(name, iso3)

    def kind_of(self, name: str, *, language: str) -> SourceKind | None:
        """Return the kind of body a name speaks of, from the list or else from its words."""
        return self._kinds(name, language)

    def _kind_of(self, name: str, language: str) -> SourceKind | None:
        found = self.resolve(name)
        if found is not None:
            return found.kind
        words = _words(name)
        kinds = {
            alias.owner.kind for alias in self._aliases.get(_key(words), ()) if _keeps_case(alias, words)
        }
        if len(kinds) == 1:
            return kinds.pop()
        return kind_of_words(name, language)

    def _resolve(self, name: str, iso3: str | None) -> Organisation | None:
        outside = _BRACKET.sub(" ", name) if "(" in name or "[" in name else name
        whole = self._whole(outside, iso3)
        if whole is None and outside is not name:
            for inside in _BRACKET.findall(name):
                whole = whole or self._whole(inside, iso3)
        return whole or self._inside(outside, iso3) or (self._inside(name, iso3) if outside != name else None)

    def _whole(self, name: str, iso3: str | None) -> Organisation | None:
        words = _words(name)
        found = [a for a in self._aliases.get(_key(words), ()) if _keeps_case(a, words)]
        return _choose(found, iso3)

    def _inside(self, name: str, iso3: str | None) -> Organisation | None:
        words = _words(name)[:_LONGEST]
        key = _key(words)
        best: Organisation | None = None
        length = 0
        for first, word in enumerate(key):
            for size in range(min(self._reach.get(word, 0), len(key) - first), length, -1):
                known = self._aliases.get(key[first : first + size])
                if not known:
                    continue
                printed = words[first : first + size]
                head = first == 0 or key[first - 1] in _BEFORE_HEADS
                local = first > 0 and not _LOCAL.isdisjoint(key[:first])
                fitting = [
                    alias
                    for alias in known
                    if alias.style != "whole"
                    and (head or alias.style != "common")
                    and not (local and alias.owner.kind == "government")
                    and _keeps_case(alias, printed)
                ]
                chosen = _choose(fitting, iso3)
                if chosen is not None:
                    best, length = chosen, size
                    break
        return best


def _keeps_case(alias: _Alias, words: list[str]) -> bool:
    """Tell whether the printed words keep the capitals the alias asks for."""
    if alias.style == "acronym":
        printed = "".join(words)
        return printed == "".join(alias.words) or (len(printed) > 3 and printed.istitle())
    if alias.style == "name" and alias.words[0][:1].isupper():
        return not words[0][:1].islower()
    return True


def _at_home(owner: Organisation, iso3: str | None) -> bool:
    """Tell whether common words ("the observatory") can mean this body in a text about that country."""
    return owner.iso3 == iso3 or (owner.kind not in _OFFICIAL and None in (owner.iso3, iso3))


def _choose(found: list[_Alias], iso3: str | None) -> Organisation | None:
    """Return the one organisation the aliases leave, with the country's help."""
    fitting = [alias.owner for alias in found if alias.style != "common" or _at_home(alias.owner, iso3)]
    owners = {owner.source_id: owner for owner in fitting}
    if len(owners) > 1:
        owners = {key: owner for key, owner in owners.items() if owner.iso3 == iso3}
    return next(iter(owners.values())) if len(owners) == 1 else None


@cache
def _kind_words(language: str) -> tuple[tuple[SourceKind, re.Pattern[str]], ...]:
    """Return the kinds with the words that tell them, in the order they are tried."""
    return tuple(
        (row["kind"], re.compile(rf"\b{alternatives(row['words'])}\b"))
        for row in load(language, "speakers")["kinds"]
    )


def kind_of_words(name: str, language: str) -> SourceKind | None:
    """Return the kind of body that the common words of a name tell, ``None`` when they tell none."""
    folded = name.casefold()
    for kind, words in _kind_words(language):
        if words.search(folded):
            local = kind == "government" and not _LOCAL.isdisjoint(folded.split())
            return "local_authority" if local else kind
    return None


def read_organisations(path: Path) -> tuple[Organisation, ...]:
    """Return the rows of an organisations file.

    Raises
    ------
    BadConfiguration
        The file is missing or a row lacks an id, a name or a known kind.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as fault:
        raise BadConfiguration(
            f"{path} cannot be read: {fault}", fix="put organisations.csv there"
        ) from fault
    entries = []
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        source_id, name, kind = row.get("source_id"), row.get("name"), row.get("kind")
        if not source_id or not name or kind not in SOURCE_KINDS or source_id in seen:
            raise BadConfiguration(
                f"{path}, line {line}: source_id {source_id!r}, name {name!r}, kind {kind!r}",
                fix=f"give a unique source_id, a name and one of: {', '.join(SOURCE_KINDS)}",
            )
        seen.add(source_id)
        entries.append(
            Organisation(
                source_id=source_id,
                name=name,
                aliases=tuple(
                    alias.strip() for alias in (row.get("aliases") or "").split(";") if alias.strip()
                ),
                kind=cast("SourceKind", kind),
                iso3=row.get("iso3") or None,
                origin=row.get("origin") or "",
            )
        )
    return tuple(entries)


@cache
def organisations() -> Organisations:
    """Return the list of organisations that comes with the package."""
    path = next((place for place in PLACES if place.exists()), PLACES[0])
    return Organisations(read_organisations(path))
