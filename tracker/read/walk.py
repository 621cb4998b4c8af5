"""Paths and folders to Sources, in a stable order, each file once.

Folders are walked in the order of their names; hidden files, read-mes and the project's own tables are left
out; a link that leads back to a folder already walked is not followed twice.

In: paths.  Out: Sources, one at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tracker.errors import BadReport, MissingInput
from tracker.read.source import Source, shown
from tracker.vocabulary import Verdict

# files that stand beside reports and are none
BESIDE = {
    "situations.toml",
    "claims.csv",
    "decisions.csv",
    "decisions.xlsx",
    "household_size.csv",
    "organisations.csv",
    "columns.csv",
    "datapackage.json",
    "makefile",
    "thumbs.db",
    "desktop.ini",
}
BESIDE_STEMS = {"readme", "license", "licence", "notice", "copying", "changelog"}
ROOT = "reports"
DEEPEST = 100
# what to do with files of programs whose format is not read
_SHEET = ("a spreadsheet of another program", "export it as .xlsx or .csv")
_TEXT = ("a text of another program", "open it in Word or LibreOffice and save it as .docx or PDF")
_SLIDES = ("slides", "open them in PowerPoint or LibreOffice and save them as .pptx or PDF")
_PICTURE = (
    "a picture",
    "if it shows a report, run it through text recognition (ocrmypdf)",
)
_ARCHIVE = ("an archive", "unpack it, or pack it again as .zip")
ADVICE = {
    **dict.fromkeys((".numbers", ".wk1", ".123"), _SHEET),
    **dict.fromkeys((".doc", ".docm", ".wpd", ".pages"), _TEXT),
    **dict.fromkeys((".ppt", ".ppsx", ".key"), _SLIDES),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".svg"), _PICTURE
    ),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"), _ARCHIVE),
    ".mbox": ("a mailbox", "save its messages as .eml files"),
    ".mht": ("a saved web page", "save it as HTML or PDF from the browser"),
    ".mhtml": ("a saved web page", "save it as HTML or PDF from the browser"),
    ".epub": ("a book", "save it as PDF or HTML"),
    ".shp": ("a map layer", "export its table of attributes as .csv"),
    ".geojson": ("a map layer", "export its table of attributes as .csv"),
}


def is_beside(name: str) -> bool:
    """Return whether a file stands beside reports without being one."""
    lowered = name.lower()
    return (
        lowered.startswith((".", "~$"))
        or lowered in BESIDE
        or (lowered.partition(".")[0] in BESIDE_STEMS and lowered.endswith((".md", ".txt", *BESIDE_STEMS)))
    )


def check_paths(paths: list[Path]) -> None:
    """Raise unless every path exists and every folder holds something to read.

    Raises
    ------
    MissingInput
        The message names the path.
    """
    if not paths:
        raise MissingInput("no path was given", fix="name a file or a folder of reports")
    for path in paths:
        if not path.exists():
            if path.is_symlink():
                raise MissingInput(f"{path}: the link leads nowhere", fix="fix the link or name its target")
            raise MissingInput(f"{path}: no such file or folder", fix="check the spelling of the path")
        if path.is_dir() and not any(isinstance(found, Path) for found in files(path, lambda _: None)):
            raise MissingInput(
                f"{path}: the folder holds no files to read",
                fix="put reports into it; 'tracker formats' lists what can be read",
            )


def files(folder: Path, note: Callable[[str], None]) -> Iterator[Path | Verdict]:
    """Yield the files under a folder, by name; a folder that cannot be read is a Verdict."""
    yield from _files(folder, set(), note, 0)


def _files(
    folder: Path, walked: set[tuple[int, int]], note: Callable[[str], None], depth: int
) -> Iterator[Path | Verdict]:
    if depth > DEEPEST:
        yield _told(
            folder, f"lies in {DEEPEST} folders, which is too deep", "move it up, or name it by itself"
        )
        return
    try:
        told = folder.stat()
        if (told.st_dev, told.st_ino) in walked:
            note(f"{shown(str(folder))}: leads back to a folder already read, not followed")
            return
        walked.add((told.st_dev, told.st_ino))
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError as fault:
        yield _told(
            folder, f"the folder cannot be read ({fault.strerror})", "give yourself the right to read it"
        )
        return
    for name in names:
        path = folder / name
        if is_beside(name):
            continue
        try:
            is_folder, is_file = path.is_dir(), path.is_file()
        except OSError as fault:  # such as a path longer than the system allows
            yield _told(path, f"cannot be read ({fault.strerror})", "give it a shorter name, or move it up")
            continue
        if is_folder:
            yield from _files(path, walked, note, depth + 1)
        elif is_file:
            yield path
        elif path.is_symlink():
            yield _told(path, "the link leads nowhere", "fix or remove the link")


def _told(path: Path, fault: str, fix: str) -> Verdict:
    """Return a verdict whose sentence names the path."""
    place = shown(str(path))
    return Verdict(place=place, fault=f"{place}: {fault}", fix=fix)


def situation_of(path: Path, data_root: Path | None) -> str | None:
    """Return the folder under the data root (or under a folder named "reports") that holds the file."""
    if data_root is not None:
        try:
            below = path.absolute().relative_to(data_root.absolute()).parts
        except ValueError:
            below = ()
        if len(below) > 1:
            return below[0]
    parts = path.parts
    places = [place for place, part in enumerate(parts[:-2]) if part == ROOT]
    return parts[places[-1] + 1] if places else None


def sources(
    paths: list[Path],
    *,
    data_root: Path | None = None,
    mapping: Mapping[str, str] | None = None,
    note: Callable[[str], None] = lambda _: None,
) -> Iterator[Source | Verdict]:
    """Yield what is to be read, folders walked."""
    for given in paths:
        for path in files(given, note) if given.is_dir() else [given]:
            if isinstance(path, Verdict):
                yield path
                continue
            yield Source(
                place=str(path),
                name=path.name,
                path=path,
                situation=situation_of(path, data_root),
                mapping=mapping,
            )


def unknown_format(source: Source) -> BadReport:
    """Return the error for a file whose format is not known."""
    ending = Path(source.name).suffix
    if known := ADVICE.get(ending.lower()):
        what, fix = known
        return BadReport(f"{source.place}: {what} ({ending}) cannot be read", fix=fix)
    return BadReport(
        f"{source.place}: files ending in {ending!r} cannot be read"
        if ending
        else f"{source.place}: a file without an ending, so its format is not known",
        fix="save it as text, PDF, Word (.docx), HTML or CSV; 'tracker formats' lists what can be read",
    )
