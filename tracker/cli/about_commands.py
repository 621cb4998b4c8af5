"""The commands about the program itself: formats, doctor."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--json", "as_json", is_flag=True)
def formats(as_json: bool) -> None:
    """List the formats that can be read."""
    from tracker.read import formats as known

    rows = [tuple(row) for row in known()]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for suffix, what, extra, notes in rows:
        need = f"  [needs the extra: {extra}]" if extra else ""
        click.echo(f"{suffix:28s} {what}{need}{'  ' + notes if notes else ''}")


@click.command()
def doctor() -> None:
    """Check the installation: Python, packages, extras, word lists."""
    import importlib
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from tracker import lexicon

    click.echo(f"Python {platform.python_version()} on {platform.system()}")
    bad = 0
    groups = {
        "base": ["click", "dataframely", "numpy", "pandas", "pint", "plotly", "polars", "pyarrow", "scipy"],
        "files": ["fastwarc", "openpyxl", "pypdfium2", "python-docx", "trafilatura"],
        "store": ["deltalake"],
        "fetch": ["httpx"],
        "image": ["kaleido"],
    }
    for group, names in groups.items():
        for name in names:
            try:
                click.echo(f"  {group:6s} {name} {version(name)}")
            except PackageNotFoundError:
                bad += group == "base"
                fix = (
                    "reinstall displacement-tracker"
                    if group == "base"
                    else f'pip install "displacement-tracker[{group}]"'
                )
                click.echo(f"  {group:6s} {name} missing.  Fix: {fix}")
    for language in lexicon.languages():
        for name in ("amounts", "events", "grammar", "segment", "speakers", "subjects", "times", "places"):
            lexicon.load(language, name)
        click.echo(f"  words  {language} loaded")
    importlib.import_module("tracker.lexicon.gazetteer")
    if bad:
        raise SystemExit(1)


COMMANDS = (formats, doctor)
