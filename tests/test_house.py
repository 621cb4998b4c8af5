"""The order of the house: imports point only down, siblings stay apart, help answers at once."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import tracker

PACKAGE = Path(__file__).resolve().parents[1] / "tracker"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
# from the ground up; a room may import rooms before it, and itself
ORDER = (
    "errors", "vocabulary", "units", "lexicon", "read", "segment", "marks", "claims", "tables", "store",
    "reconciliation", "facts", "checking", "charts", "publishing", "fetch", "engine", "api", "review", "cli",
)  # fmt: skip
HEAVY = {
    "plotly",
    "pandas",
    "pint",
    "deltalake",
    "httpx",
    "trafilatura",
    "pypdfium2",
    "docx",
    "pptx",
    "resvg_py",
    "openpyxl",
    "python_calamine",
    "olefile",
    "striprtf",
    "lxml",
    "scipy",
}
READS_AND_WRITES = {"lexicon", "read", "store", "publishing", "fetch", "review"}
# these read words or outlines that are packaged beside them, and nothing else
PACKAGED = {
    "tracker/reconciliation/place_keys.py",
    "tracker/charts/translations.py",
    "tracker/charts/outlines.py",
    "tracker/tables/dictionary.py",
    "tracker/claims/sure/model.py",
}
# underscored modules and packages of marks/ belong to one of the siblings
FAMILIES = {
    "_number": "amounts",
    "_time": "times",
    "_calendar": "times",
    "_place": "places",
    "_country": "places",
}


def room(path: Path) -> str:
    """Return the room a module stands in; the package's own ``__init__`` is the front door."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return {"__init__": "door", "__main__": "cli"}.get(parts[0], parts[0])


def imports(path: Path, *, top_only: bool = False) -> set[str]:
    """Return the full names a module imports, relative ones resolved by name only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    deep = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if node in typing_only or (top_only and node in deep):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module is not None
            found.add(node.module)
            if node.module in ("tracker", "tracker.marks", "tracker.claims"):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def named(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def test_every_room_is_in_the_order() -> None:
    assert {room(path) for path in MODULES} - {"door"} <= set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_only_down(path: Path) -> None:
    here = room(path)
    if here == "door":
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("tracker.")}
    above = {name for name in used if name in ORDER and ORDER.index(name) > ORDER.index(here)}
    assert not above, f"{here} stands below {', '.join(sorted(above))}"


def full_name(path: Path) -> str:
    """Return a module's name as one imports it; a package is called as its folder."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(tree: ast.AST, known: set[str]) -> set[str]:
    """Return the modules of the package that any import names, in functions and for types too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            within = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else str(node.module) for name in within.values()}
    return found & known


def circle(uses: dict[str, set[str]]) -> list[str]:
    """Return modules that import one another in a circle, the first named twice; empty when there are none."""
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as fault:
        return list(fault.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not in a function, not for type checkers only, not inside a room: who reads one need not know the other."""
    known = {full_name(path) for path in MODULES}
    uses = {
        full_name(path): imported_modules(ast.parse(path.read_text(encoding="utf-8")), known)
        - {full_name(path)}
        for path in MODULES
    }
    assert "tracker.reconciliation.lines" in uses["tracker.reconciliation.fit_rows"]
    assert circle(uses) == []


def test_a_circle_is_seen_wherever_the_import_stands() -> None:
    late = ast.parse("def verb():\n    from room.two import thing\n")
    typing_only = ast.parse("if TYPE_CHECKING:\n    from room import one\n")
    known = {"room", "room.one", "room.two"}
    uses = {"room.one": imported_modules(late, known), "room.two": imported_modules(typing_only, known)}
    assert set(circle(uses)) == {"room.one", "room.two"}


def family(name: str) -> str:
    """Return which of the siblings a module of marks/ belongs to."""
    first = name.removesuffix(".py").split("/")[0].split(".")[0]
    return next((owner for start, owner in FAMILIES.items() if first.startswith(start)), first)


@pytest.mark.parametrize("path", sorted((PACKAGE / "marks").rglob("*.py")), ids=named)
def test_siblings_never_import_each_other(path: Path) -> None:
    here = family(path.relative_to(PACKAGE / "marks").as_posix())
    used = {
        family(name.removeprefix("tracker.marks."))
        for name in imports(path)
        if name.startswith("tracker.marks.")
    }
    assert used <= {here}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_does(path: Path) -> None:
    assert (
        ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    ).strip() or path.stat().st_size == 0
    assert path.stem not in {"utils", "util", "helpers", "common", "misc"}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_heavy_packages_are_loaded_where_used(path: Path) -> None:
    allowed = {"scipy"} if room(path) == "reconciliation" else set()
    assert not {name.split(".")[0] for name in imports(path, top_only=True)} & (HEAVY - allowed)


def files_touched(path: Path) -> set[str]:
    """Return the calls of a module that open files: the builtin, or the methods only paths and polars have."""
    methods = {"read_text", "read_bytes", "write_text", "write_bytes", "urlopen", "read_csv", "read_parquet", "write_parquet", "mkdir"}  # fmt: skip
    calls = [
        node.func
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    return {call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in methods} | {
        call.id for call in calls if isinstance(call, ast.Name) and call.id in {"open", "urlopen"}
    }


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_few_rooms_touch_the_disk(path: Path) -> None:
    if room(path) in READS_AND_WRITES | {"api", "cli"}:
        return
    touched = files_touched(path)
    if named(path) in PACKAGED:
        assert touched == {"read_text"}, "packaged words are read, nothing is written"
    else:
        assert not touched


def loaded_by(*arguments: str) -> set[str]:
    """Return the packages in memory after a command has run in a fresh interpreter."""
    code = (
        "import sys, tracker.cli\n"
        f"sys.argv = {['tracker', *arguments]!r}\n"
        "try:\n    tracker.cli.main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print('\\n' + ' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments", [("--help",), ("report", "--help"), ("extract", "--help"), ("--version",)]
)
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not loaded_by(*arguments) & {*HEAVY, "polars", "numpy", "dataframely", "pyarrow", "yaml"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, tracker; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {*HEAVY, "polars", "numpy", "dataframely", "pyarrow", "click"}


# a role of a claim is filled from the marks of the same name; the words of a sentence are read at each level
SAME_NAME = {"events", "places", "sentence", "times", "verbs", "words"}


def test_no_two_rooms_have_a_module_of_one_name() -> None:
    """Two open files of one name are taken for each other."""
    rooms: dict[str, set[str]] = {}
    for path in MODULES:
        if path.stem not in {"__init__", "__main__"}:
            rooms.setdefault(path.stem, set()).add(room(path))
    shared = {name for name, found in rooms.items() if len(found) > 1}
    assert shared == SAME_NAME, "rename one of them, or take the name off the list when it is free"


def test_no_room_bears_the_name_of_a_verb() -> None:
    assert not set(tracker.__all__) & ({path.stem for path in PACKAGE.iterdir()} - {"__init__"})


def test_verbs_type_check_in_a_users_script(tmp_path: Path) -> None:
    script = tmp_path / "use.py"
    script.write_text(
        "import polars as pl\nimport tracker\n\n"
        "claims: pl.DataFrame = tracker.extract_text('Some 300 people fled.')\n"
        "result = tracker.reconcile(claims)\n"
        "print(result.estimates.height, result.explain('x'))\n"
        "wrong: int = tracker.extract('inbox')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(script)],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert "use.py:7: error: Incompatible types in assignment" in done.stdout
    assert done.stdout.count("error:") == 1, done.stdout


def test_help_shows_what_a_verb_does() -> None:
    assert "Settle" in (tracker.reconcile.__doc__ or "")
