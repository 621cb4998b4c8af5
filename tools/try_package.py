"""Try a built wheel as a newcomer would: a clean environment outside the checkout, then every command of the README.

    python tools/try_package.py dist/displacement_tracker-0.1.0-py3-none-any.whl

The wheel is installed alone first, then with the extras that the README's commands need, each with its size printed.
Only the standard library is used, so any Python that the package supports can run this.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# what the README's commands need beside the wheel itself
EXTRAS = ("files", "store")
# measured afterwards
MORE = ("fetch", "image", "arrow")
# the commands are typed after one another; these need a network, a bucket or a checkout
NOT_HERE = ("make ", "pip ", "tracker fetch")
ARTICLE = "More than 7,000 people left the enclave this week, the monitor said on 8 March 2019.\n"


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield each fenced block of a Markdown text in order: (language, body)."""
    for found in re.finditer(r"^```(\w+)\n(.*?)^```", text, flags=re.M | re.S):
        yield found[1], found[2]


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Yield what the README says to type, in order: ("shell", a line) or ("python", a block)."""
    for language, body in blocks(text):
        if language == "python":
            yield "python", body
        elif language in {"sh", "console"}:
            for line in body.splitlines():
                typed = line.removeprefix("$ ").strip()
                if typed and not typed.startswith(NOT_HERE):
                    yield "shell", typed


def megabytes(folder: Path) -> int:
    """Return the size of all files below a folder in megabytes (10^6 bytes), links not followed."""
    return round(sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6)


def lay_out(desk: Path) -> None:
    """Put into a folder what the README's commands name: the bundled datasets, an inbox, a text."""
    shutil.copytree(ROOT / "datasets", desk / "datasets", ignore=shutil.ignore_patterns("store"))
    (desk / "inbox").mkdir()
    for path in sorted((ROOT / "datasets" / "reports" / "baghouz").glob("2019-0[23]-*.md")):
        shutil.copy(path, desk / "inbox")
    (desk / "article.txt").write_text(ARTICLE, encoding="utf-8")
    page = f"<html><body><article><h1>Notice</h1><p>{ARTICLE}</p></article></body></html>"
    (desk / "inbox" / "page.html").write_text(page, encoding="utf-8")


def known(line: str, desk: Path) -> str:
    """Return a line with a series and a day of the tables written so far where it says SERIES and DAY."""
    if "SERIES" not in line:
        return line
    with (desk / "reports" / "tables" / "estimates.csv").open(encoding="utf-8", newline="") as table:
        row = next(csv.DictReader(table))
    return line.replace("SERIES", f"'{row['series_id']}'").replace("DAY", row["date"])


def main(wheel: Path) -> None:
    """Install the wheel, run the README, stop at the first command that fails."""
    with tempfile.TemporaryDirectory(prefix="try-package-") as name:
        home = Path(name)
        desk, venv = home / "desk", home / "venv"
        desk.mkdir()
        lay_out(desk)
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        scripts = venv / ("Scripts" if os.name == "nt" else "bin")
        environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("PYTHON", "VIRTUAL_ENV"))
            },
            "PATH": os.pathsep.join([str(scripts), os.environ["PATH"]]),
        }

        def run(*words: str | Path) -> None:
            done = subprocess.run(
                words, cwd=desk, env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode:
                sys.exit(
                    f"failed ({done.returncode}): {' '.join(map(str, words))}\n{done.stdout}{done.stderr}"
                )

        def install(extra: str = "") -> None:
            before = megabytes(venv)
            what = f"{wheel}[{extra}]" if extra else str(wheel)
            run(scripts / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", what)
            print(
                f"{f'[{extra}]' if extra else wheel.name}: {megabytes(venv) - before} MB installed",
                flush=True,
            )

        install()
        run("tracker", "report", "-o", "alone")
        for extra in EXTRAS:
            install(extra)
        run("tracker", "doctor")
        count = 0
        for kind, what in steps((ROOT / "README.md").read_text(encoding="utf-8")):
            if kind == "python":
                run(scripts / "python", "-W", "error", "-c", what)
            else:
                run("bash", "-c", known(what, desk))
            count += 1
            print(f"  ok  {what.strip().splitlines()[-1]}", flush=True)
        if not count:
            sys.exit("the README holds no command to try")
        for extra in MORE:
            install(extra)
        print(f"{count} examples of the README work in a clean environment")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
