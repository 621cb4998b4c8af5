"""Words are data: the code of marks, segment and claims compares no word of a natural language.

A string literal that is a lower-case word of two letters or more, compared, contained or looked up, belongs
in the language's lexicon, and so do the words of a regular expression.  Kinds the code itself names
(``Literal`` types) are no words of a language, unless they are compared with the words of a text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tracker"
ROOMS = ("segment", "marks", "claims")
FILES = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))
# files that still compare words in code; one that no longer does must leave this list
NOT_YET: frozenset[str] = frozenset()

ASKING = {
    "get", "startswith", "endswith", "removeprefix", "removesuffix", "split", "rsplit", "partition", "rpartition",
    "find", "rfind", "index", "rindex", "count", "isdisjoint", "issubset", "issuperset", "intersection", "strip",
    "lstrip", "rstrip", "replace", "pop", "setdefault",
}  # fmt: skip
# methods of strings, sets and mappings whose arguments are looked for
MATCHING = {"compile", "match", "fullmatch", "search", "findall", "finditer", "sub", "split"}
TECHNICAL = {
    "www": "the beginning of an address",
    "https": "the beginning of an address",
    "amp": "an entity of HTML",
    "sup": "a tag of HTML",
    "utf": "an encoding",
    "surrogatepass": "an encoding's handler of errors",
}
TEXTUAL = {
    "word",
    "words",
    "low",
    "lower",
    "casefold",
    "text",
    "noun",
    "before",
    "following",
    "near",
    "near_word",
}
"""Names of what holds words of a text: a kind is never compared with these."""
_WORD = re.compile(r"[^\W\d_A-Z]{2,}(?:[ _’'-][^\W\d_A-Z]+)*")
_NO_WORD_OF_A_PATTERN = re.compile(
    r"\\N\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[a-zA-Z]|\(\?P[<=]\w+[>)]|\(\?[a-zA-Z-]+[:)]|\(\?<?[=!]|\[(?:\\.|[^\]\\])*\]"
)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def kinds() -> frozenset[str]:
    """Return the values of all ``Literal`` types of the package."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Subscript)
                and isinstance(node.value, ast.Name)
                and node.value.id == "Literal"
            ):
                found |= {one.value for one in ast.walk(node.slice) if _is_text(one)}  # type: ignore[attr-defined]
    return frozenset(found)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def constants_of(tree: ast.Module) -> dict[str, ast.expr]:
    """Return what the names that are assigned once hold, where that is a literal or built of literals."""
    found: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found[node.target.id] = node.value
    return found


def literals(node: ast.expr | None, known: dict[str, ast.expr], depth: int = 0) -> Iterator[str]:
    """Yield the strings an operand holds: itself, the members of a collection, the keys of a mapping."""
    if node is None or depth > 4:
        return
    below: list[ast.expr | None] = []
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.Set | ast.Tuple | ast.List):
        below = list(node.elts)
    elif isinstance(node, ast.Dict):
        below = list(node.keys)
    elif isinstance(node, ast.BinOp):
        below = [node.left, node.right]
    elif isinstance(node, ast.IfExp):
        below = [node.body, node.orelse]
    elif isinstance(node, ast.Starred):
        below = [node.value]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in {"frozenset", "set", "tuple", "list", "dict"}:
            below = list(node.args)
            for keyword in node.keywords if node.func.id == "dict" else ():
                yield keyword.arg or ""
    elif isinstance(node, ast.Name) and node.id in known:
        below = [known[node.id]]
    for one in below:
        yield from literals(one, known, depth + 1)


def pattern_texts(node: ast.expr, known: dict[str, ast.expr], depth: int = 0) -> Iterator[str]:
    """Yield the strings a regular expression is built of."""
    if depth > 4:
        return
    if _is_text(node):
        yield node.value  # type: ignore[attr-defined]
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            yield from pattern_texts(inner, known, depth + 1)
    elif isinstance(node, ast.BinOp):
        yield from pattern_texts(node.left, known, depth + 1)
        yield from pattern_texts(node.right, known, depth + 1)
    elif isinstance(node, ast.Name) and node.id in known:
        yield from pattern_texts(known[node.id], known, depth + 1)


def _is_textual(node: ast.expr) -> bool:
    """Tell what holds words of a text by its name: ``word``, ``token.low``, ``name.lower()``."""
    if isinstance(node, ast.Call):
        return _is_textual(node.func)
    if isinstance(node, ast.Subscript):
        return _is_textual(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr in TEXTUAL
    return isinstance(node, ast.Name) and node.id in TEXTUAL


def compared_words(path: Path) -> list[tuple[int, str]]:
    """Return line and literal of every word of a language that a file compares, contains or looks up."""
    return words_of(tree_of(path))


def words_of(tree: ast.Module) -> list[tuple[int, str]]:
    known = constants_of(tree)
    found: set[tuple[int, str]] = set()

    def take(node: ast.AST, operand: ast.expr, *, strict: bool = False) -> None:
        for text in literals(operand, known):
            word = text.strip()
            if _WORD.fullmatch(word) and word not in TECHNICAL and (strict or word not in kinds()):
                found.add((node.lineno, text))  # type: ignore[attr-defined]

    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            strict = any(map(_is_textual, sides))
            for side in sides:
                take(node, side, strict=strict)
        elif isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            if not (isinstance(node.value, ast.Name) and node.value.id == "Literal"):
                take(node, node.slice)
                take(node, node.value, strict=_is_textual(node.slice))
        elif isinstance(node, ast.Match):
            for case in node.cases:
                for one in ast.walk(case.pattern):
                    if isinstance(one, ast.MatchValue):
                        take(one, one.value, strict=_is_textual(node.subject))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if node.func.attr in ASKING:
                strict = _is_textual(owner) or any(map(_is_textual, node.args))
                for operand in (owner, *node.args[:1]):
                    take(node, operand, strict=strict)
            if isinstance(owner, ast.Name) and owner.id in {"re", "regex"} and node.func.attr in MATCHING:
                for text in pattern_texts(node.args[0], known):
                    plain = _NO_WORD_OF_A_PATTERN.sub(" ", text)
                    for word in _WORD.findall(plain):
                        if word not in TECHNICAL:
                            found.add((node.lineno, word))
    return sorted(found)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_code_compares_no_word_of_a_language(path: Path) -> None:
    found = compared_words(path)
    if name_of(path) in NOT_YET:
        assert found, f"{name_of(path)} compares no word any longer: take it from NOT_YET"
    else:
        assert not found, "\n".join(f"tracker/{name_of(path)}:{line}: {word!r}" for line, word in found)


@pytest.mark.parametrize(
    "code",
    [
        'x = word == "fled"',
        'x = kind in {"fled", "left"}',
        'HOME = frozenset(["home"])\nx = kind in HOME',
        'HOME = {"home": 1}\nx = HOME.get(kind)',
        'x = {"home": 1}[kind]',
        'x = words["home"]',
        'x = kind.endswith("ing")',
        'x = token.low in ("in", "since")',
        'import re\nx = re.compile(r"\\b(?:said|says)\\b")',
        'import re\nEND = "ed|ing"\nx = re.search(rf"\\w+(?:{END})$", y)',
    ],
)
def test_a_compared_word_is_found(code: str) -> None:
    assert words_of(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        'x = unit == "household"',
        'x = note("fled")',
        'x = {"fled": 1}',
        'import re\nx = re.compile(r"(?P<grouped>\\d+)\\s(?i:[a-z]+)")',
    ],
)
def test_what_is_no_compared_word_passes(code: str) -> None:
    assert not words_of(ast.parse(code))


LANGUAGES = {"en", "fr", "es", "ar", "pt", "english", "french", "spanish", "arabic", "portuguese"}


def languages_named(tree: ast.Module) -> list[int]:
    """Return the lines where a language is compared by its name, or words are asked of one by its name."""
    found = []
    for node in ast.walk(tree):
        operands: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            operands = [
                operator
                for side in (node.left, *node.comparators)
                for operator in (
                    side,
                    *(side.elts if isinstance(side, ast.Set | ast.Tuple | ast.List) else ()),
                )
            ]
        elif isinstance(node, ast.Call):
            function = node.func
            asked = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if asked not in ASKING:
                operands = [*node.args, *(keyword.value for keyword in node.keywords)]
        if any(isinstance(one, ast.Constant) and one.value in LANGUAGES for one in operands):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    "path", [*FILES, *(PACKAGE / "lexicon").glob("*.py"), *(PACKAGE / "api").glob("*.py")], ids=name_of
)
def test_no_code_names_a_language(path: Path) -> None:
    """Languages differ by their folders of words, never by an ``if``; none is fallen back to."""
    assert not languages_named(tree_of(path))


@pytest.mark.parametrize(
    "code",
    ['x = language == "en"', 'x = language in ("en", "fr")', 'x = load("en", "places")', 'f(language="en")'],
)
def test_a_named_language_is_found(code: str) -> None:
    assert languages_named(ast.parse(code))


if __name__ == "__main__":
    for path in FILES:
        for line, word in compared_words(path):
            print(f"tracker/{name_of(path)}:{line}: {word!r}")
