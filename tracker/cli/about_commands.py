"""The commands about the program itself: formats, doctor."""

from __future__ import annotations

import json
import re
from importlib import import_module

import click


@click.command()
@click.option("--json", "as_json", is_flag=True)
def formats(as_json: bool) -> None:
    """List the formats that can be read, and what one input may take."""
    from tracker.read import Limits, limits
    from tracker.read import formats as known

    rows = [tuple(row) for row in known()]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for suffix, what, extra, notes in rows:
        need = f"  [needs the extra: {extra}]" if extra else ""
        click.echo(f"{suffix:28s} {what}{need}{'  ' + notes if notes else ''}")
    click.echo("\nOne input, with all that lies in it, may take (--most-memory, --most-seconds):")
    for sentence in limits.told(Limits()):
        click.echo(f"  {sentence}")


def _wanted(line: str) -> tuple[str, str]:
    """Return the extra ("base" for none) and the package that a line of the package's requirements names."""
    extra = re.search(r"extra == ['\"]([\w-]+)['\"]", line)
    name = re.match(r"[\w.-]+", line)
    return extra[1] if extra else "base", name[0] if name else line


def _state(package: str) -> tuple[str, bool]:
    """Return the version of a package, or why it cannot be used, and whether it can; it is really imported."""
    from importlib.metadata import PackageNotFoundError, files, version

    try:
        found = version(package)
        tops = {
            path.parts[0]
            for path in files(package) or ()
            if len(path.parts) == 2 and path.name == "__init__.py" and not path.parts[0].startswith("_")
        }
    except PackageNotFoundError:
        return "missing", False
    for module in sorted(tops):
        try:
            import_module(module)
        except ImportError as fault:
            return f"{found} does not load ({str(fault).splitlines()[0]})", False
    return found, True


@click.command()
def doctor() -> None:
    """Check the installation: Python, packages, extras, word lists."""
    import platform
    from importlib.metadata import PackageNotFoundError, requires

    from tracker import lexicon
    from tracker.claims.gate import never_let_through

    click.echo(f"Python {platform.python_version()} on {platform.system()}")
    bad = 0
    try:
        needed = requires("displacement-tracker") or []
    except PackageNotFoundError:
        raise click.ClickException("displacement-tracker is not installed.  Fix: pip install -e .") from None
    for line in needed:
        group, name = _wanted(line)
        state, works = _state(name)
        if works:
            click.echo(f"  {group:6s} {name} {state}")
            continue
        bad += group == "base"
        fix = (
            "reinstall displacement-tracker"
            if group == "base"
            else f'pip install "displacement-tracker[{group}]"'
        )
        click.echo(f"  {group:6s} {name} {state}.  Fix: {fix}")
    for language in lexicon.languages():
        for file in sorted((lexicon.HERE / language).glob("*.toml")):
            lexicon.load(language, file.stem)
        shut = never_let_through(language)
        bad += len(shut)
        click.echo(f"  words  {language} loaded")
        for phrase in shut:
            click.echo(
                f"  words  {language} {phrase!r} is never reached.  Fix: name a word that is not common"
            )
    import_module("tracker.lexicon.gazetteer")
    if bad:
        raise SystemExit(1)


COMMANDS = (formats, doctor)
