"""Take one input apart: what its format finds, then the parts that lie in it, each by its own format.

Whatever goes wrong in a part becomes a Verdict on that part; the others are read.

In: a Source and its Budget.  Out: Found and Verdicts, each with the Source it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.errors import BadReport, TrackerError
from tracker.read import records
from tracker.read.formats import reader_for, suffix_of
from tracker.read.limits import DEEPEST, Budget, Spent
from tracker.read.source import Found, Source
from tracker.read.walk import unknown_format
from tracker.vocabulary import Verdict

Piece = tuple[Found | Verdict, Source]


def pieces(source: Source, budget: Budget) -> Iterator[Piece]:
    """Yield what lies in an input; an error of any kind is a Verdict.

    Raises
    ------
    MemoryError
        There is not enough: the process is to be given up.
    """
    try:
        yield from _pieces(source, budget)
    except Spent as fault:
        if source.depth:
            raise
        yield _verdict(source, fault.fault, fault.fix)
    except TrackerError as fault:
        yield _verdict(source, fault.fault, fault.fix)
    except OSError as fault:
        yield unreadable(source, fault), source
    except MemoryError:
        raise
    except Exception as fault:  # a parser met something its authors did not: the batch goes on
        yield records.unreadable(source.place, fault), source


def unreadable(source: Source, fault: OSError) -> Verdict:
    """Return that the system does not give a file."""
    return Verdict(
        place=source.place,
        fault=f"{source.place}: cannot be read ({fault.strerror or fault})",
        fix="check that the file is there and that you may read it",
    )


def _verdict(source: Source, fault: str, fix: str) -> Piece:
    return Verdict(place=source.place, fault=fault, fix=fix), source


def _pieces(source: Source, budget: Budget) -> Iterator[Piece]:
    """Yield what lies in an input."""
    reader = reader_for(suffix_of(source.name))
    if reader is None:
        raise unknown_format(source)
    if source.size() == 0:
        raise BadReport(f"{source.place}: the file is empty", fix="save it again, or take it out")
    empty = True
    for found in reader(source):
        empty = False
        if isinstance(found, Source):
            yield from _part(found, budget)
        elif isinstance(found, Found):
            try:
                budget.take(source.place, len(found.text))
            except Spent:
                raise
            except BadReport as fault:
                yield _verdict(source, fault.fault, fault.fix)
            else:
                yield found, source
        else:
            yield found, source
    if empty:
        raise BadReport(f"{source.place}: there is no report in it", fix="save it again, or take it out")


def _part(part: Source, budget: Budget) -> Iterator[Piece]:
    """Yield what lies in a member of an archive or an attachment."""
    if part.depth > DEEPEST:
        yield _verdict(
            part,
            f"{part.place}: lies in {part.depth} others, which is too deep",
            "unpack it and read the folder",
        )
    elif budget.open(part.place, part.size()):
        yield from pieces(part, budget)
