"""Speed of reading files by format, of ingesting many, and of the store beside plain Parquet; made-up data only.

    make bench                                          formats and store, in one run
    python tests/bench/bench_store.py formats           reports and megabytes a second by format
    python tests/bench/bench_store.py ingest 100000     many small reports: rate of each tenth, peak memory
    python tests/bench/bench_store.py store 1000000     append, as-of read, load, beside plain Parquet

Reading alone is timed (files to Reports) by format; ``ingest`` writes reports and two plain claims each, so that it
shows what reading files and storing cost, without the grammar (``bench_reading.py`` times that).
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tracker import tables
from tracker.read import iter_reports
from tracker.vocabulary import Claim, Report

PLACES = ("Oum Dabra", "Tamri", "Kesra", "Morrah", "Bint Samra", "Wadi Lahm")
DAY = dt.date(2024, 5, 3)


def words(number: int, sentences: int = 20) -> str:
    """Return a small made-up report."""
    chance = random.Random(number)
    first = f"{number} people fled {chance.choice(PLACES)} after the river rose, the Relief Office said on Friday."
    rest = (
        f"In {chance.choice(PLACES)} the volunteers counted {chance.randrange(10, 9000)} arrivals by the evening, "
        f"and {chance.randrange(2, 90)} tents were put up behind the school."
        for _ in range(sentences - 1)
    )
    return " ".join([first, *rest])


def pdf(text: str) -> bytes:
    """Return the text as a PDF page of two columns."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    held = io.BytesIO()
    document = BaseDocTemplate(held, pagesize=A4)
    document.addPageTemplates([PageTemplate("a", [Frame(40 + 260 * n, 50, 245, 740) for n in range(2)])])
    style = ParagraphStyle("a", fontSize=9, leading=11, spaceAfter=5)
    document.build([Paragraph(part + ".", style) for part in text.split(". ")])
    return held.getvalue()


def docx(text: str) -> bytes:
    """Return the text as a Word document."""
    import docx as word

    held, document = io.BytesIO(), word.Document()
    for part in text.split(". "):
        document.add_paragraph(part + ".")
    document.save(held)
    return held.getvalue()


def html(text: str) -> bytes:
    """Return the text as a web page with a menu and a footer."""
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(30))
    body = "".join(f"<p>{part}.</p>" for part in text.split(". "))
    head = '<title>T</title><meta property="article:published_time" content="2024-05-03">'
    page = f"<html><head>{head}</head><body><ul>{menu}</ul><article>{body}</article><footer>f</footer></body></html>"
    return page.encode()


MAKERS: dict[str, Callable[[str], bytes]] = {
    ".txt": str.encode,
    ".md": lambda text: f"---\ntitle: T\npublished: 2024-05-03\n---\n{text}".encode(),
    ".html": html,
    ".pdf": pdf,
    ".docx": docx,
}


def formats(count: int = 60) -> list[str]:
    """Time reading files by format; return lines to print."""
    lines = [f"{'format':10s} {'reports/s':>10s} {'MB/s':>8s}"]
    with tempfile.TemporaryDirectory() as held:
        for ending, make in MAKERS.items():
            folder = Path(held) / ending[1:]
            folder.mkdir()
            for number in range(count):
                (folder / f"{number:05}{ending}").write_bytes(make(words(number)))
            lines.append(timed(ending, folder))
        many = Path(held) / "many.jsonl"
        with many.open("w") as stream:
            stream.writelines(json.dumps({"text": words(number)}) + "\n" for number in range(count * 50))
        lines.append(timed(".jsonl", many))
        table = Path(held) / "table.csv"
        rows = "".join(f"{PLACES[n % 6]},{n},2024-05-03\n" for n in range(count * 500))
        table.write_text("Place,IDPs,Date\n#adm1+name,#affected+idps,#date\n" + rows)
        lines.append(timed(".csv (HXL)", table))
    return lines


def timed(name: str, path: Path) -> str:
    """Read a path to its end and say how fast."""
    size = sum(file.stat().st_size for file in path.rglob("*")) if path.is_dir() else path.stat().st_size
    for _ in iter_reports(path):  # the first file loads the reader's packages
        break
    start, reports = time.process_time(), 0  # of the processor: other programs share the machine
    for item in iter_reports(path):
        assert not hasattr(item, "fault"), item
        reports += 1
    took = time.process_time() - start
    return f"{name:10s} {reports / took:10,.0f} {size / took / 1e6:8.2f}"


def plain_claims(reports: Sequence[Report]) -> list[tuple[Report, list[dict[str, Any]]]]:
    """Return two claims of each report without reading it: its first number, and its first word again."""
    made = []
    for report in reports:
        quote = report.text.split(" ", 1)[0]
        said: dict[str, Any] = {
            "unit": "person",
            "term": "displaced",
            "measure": "flow",
            "sentence": report.text[:80],
        }
        claims = [Claim(quote=quote, start=0, end=len(quote), value=float(quote), **said) for _ in range(2)]
        made.append((report, tables.claim_rows(report, claims)))
    return made


def peak() -> float:
    """Return the peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ingest(count: int = 2000) -> list[str]:
    """Ingest many small files; return the rate of each tenth and the peak memory."""
    from tracker.store.delta import Store
    from tracker.store.ingest import ingest as put

    lines = []
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held) / "in"
        for number in range(count):
            part = folder / f"{number // 1000:04}"
            part.mkdir(parents=True, exist_ok=True)
            (part / f"{number:06}.txt").write_text(words(number, 8))
        store = Store.open(Path(held) / "store", create=True)
        marks = [(0, time.process_time())]
        tenth = max(1, count // 10)

        def told(account: Any) -> None:
            if account.added - marks[-1][0] >= tenth:
                marks.append((account.added, time.process_time()))

        done = put(store, iter_reports(folder), read_claims=plain_claims, acknowledge=told)
        assert done.added == count, done
        for (before, start), (after, end) in itertools.pairwise(marks):
            rate = (after - before) / (end - start)
            lines.append(f"{before:9,d} to {after:9,d}: {rate:8,.0f} reports a second of processor")
        lines.append(f"peak memory of the ingest {peak():,.0f} MB")
        start = time.perf_counter()
        again = put(store, iter_reports(folder), read_claims=plain_claims)
        assert again.known == count
        lines.append(
            f"the same again: {count / (time.perf_counter() - start):8,.0f} reports/s, nothing added"
        )
        start = time.perf_counter()
        height = store.claims().height
        lines.append(f"{height:,} claims as known now: {time.perf_counter() - start:.2f} s")
    lines.append(f"peak memory {peak():,.0f} MB")
    return lines


def batches(count: int, pieces: int = 10) -> Iterator[pl.DataFrame]:
    """Yield a big claims table in pieces."""
    step = count // pieces
    for piece in range(pieces):
        numbers = pl.int_range(piece * step, (piece + 1) * step, eager=True)
        yield tables.conform(
            "claims",
            pl.DataFrame({"n": numbers}).select(
                claim_id=pl.format("c{}", "n"),
                report_id=pl.format("r{}", pl.col("n") // 5),
                quote=pl.format("{} people", "n"),
                value=pl.col("n").cast(pl.Float64),
                qualifier=pl.lit("exact"),
                unit=pl.lit("person"),
                term=pl.lit("displaced"),
                measure=pl.lit("flow"),
                published=pl.lit(DAY) + pl.duration(days=pl.col("n") % 300),
                source=pl.format("source {}", pl.col("n") % 40),
                sha256=(pl.col("n") // 5).cast(pl.String),
            ),
        )


def store(count: int = 20_000) -> list[str]:
    """Append and read a big table: the store beside plain Parquet files; return lines to print."""
    from tracker.store.delta import Store
    from tracker.store.delta_tables import STAMP

    lines = [f"{count:,} claims {'':14s} {'store':>8s} {'Parquet':>8s}  (seconds)"]
    spent: dict[str, list[float]] = {}

    def timed_as(name: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        made = work()
        spent.setdefault(name, []).append(time.perf_counter() - start)
        return made

    with tempfile.TemporaryDirectory() as held:
        kept = Store.open(Path(held) / "store", create=True)
        plain = Path(held) / "plain"
        plain.mkdir()
        start = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
        for number, piece in enumerate(batches(count)):
            at = pl.lit(start + dt.timedelta(days=number), dtype=STAMP)
            stamped = piece.with_columns(recorded_at=at)
            rows = stamped.unique("sha256").select(
                "report_id", "sha256", "published", "recorded_at", version=pl.lit(1), published_basis=pl.lit("given"),
                restated=pl.lit(False), sharing=pl.lit("public"), claims=pl.lit(5),
            )  # fmt: skip
            timed_as(
                "append", lambda s=stamped, r=rows: (kept.append("claims", s), kept.append("reports", r))
            )
            timed_as("append, plain", lambda s=stamped, n=number: s.write_parquet(plain / f"{n}.parquet"))
        now = timed_as("now", kept.claims)
        then = timed_as("as of day 5", lambda: kept.claims(as_known_at=start + dt.timedelta(days=4)))
        flat = timed_as("now, plain", lambda: pl.read_parquet(plain / "*.parquet"))
        assert now.height == flat.height == count
        assert then.height == count // 2
        timed_as("to pandas", lambda: tables.to_pandas(now.head(min(count, 200_000))))
    for name in ("append", "now", "as of day 5"):
        beside = spent.get(f"{name}, plain")
        lines.append(f"{name:30s} {sum(spent[name]):8.2f} {sum(beside) if beside else float('nan'):8.2f}")
    lines.append(f"{'to pandas (at most 200,000)':30s} {sum(spent['to pandas']):8.2f}")
    lines.append(f"peak memory {peak():,.0f} MB")
    return lines


@pytest.mark.slow
@pytest.mark.parametrize("what", [formats, ingest, store], ids=lambda what: what.__name__)
def test_bench(what: Callable[[], list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    """Print how fast; every run reads and counts all that it wrote."""
    if what is not formats:
        pytest.importorskip("deltalake")
    lines = what()
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert len(lines) > 2


if __name__ == "__main__":
    chosen = {"formats": formats, "ingest": ingest, "store": store}[sys.argv[1]]
    for line in chosen(*(int(word) for word in sys.argv[2:3])):
        print(line)
