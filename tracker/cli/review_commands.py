"""The commands by which people decide: review, and eval on what they decided."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
from pathlib import Path

import click

from tracker.cli.options import talk


def _me() -> str:
    """Return the name of whoever is at the machine."""
    with contextlib.suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "someone"


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path("datasets/reports"), show_default=True,
    help="Folder of reports; decisions.csv and rules.csv stand beside it.",
)  # fmt: skip
@click.option("--store", help="Review the claims of a store instead; decisions go into it.")
@click.option(
    "--decisions", type=click.Path(path_type=Path, dir_okay=False), help="Another file of decisions."
)
@click.option("--who", default=_me, show_default="your user name", help="Your name, as decisions bear it.")
@click.option("--four-eyes", is_flag=True, help="Ask a second person to look at changed and headline claims.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port of the page.  [default: a free one]"
)
@click.option(
    "--browser/--no-browser", default=True, help="Open the page in a browser, or only print its address."
)
@click.option(
    "--export", "out", type=click.Path(path_type=Path, file_okay=False),
    help="Open no page: write the reports whose claims were all looked at as annotated folders.",
)  # fmt: skip
def review(
    data: Path,
    store: str | None,
    decisions: Path | None,
    who: str,
    four_eyes: bool,
    port: int,
    browser: bool,
    out: Path | None,
) -> None:
    """Look at claims in their words, the doubtful first, and settle them by a key.

    The page is on this machine only and asks nobody else for anything; every decision is kept at once.

    \b
    Examples:
      tracker review
      tracker review --data inbox --who Ana --four-eyes
      tracker review --data inbox --export annotated
    """
    from tracker.review.desk import Desk

    talk("reading ...")
    desk = Desk(
        data, store=store, who=" ".join(who.split()) or "someone", decisions=decisions, four_eyes=four_eyes
    )
    if out is not None:
        from tracker.review.exporting import export

        made = export(desk, out)
        talk(
            f"{made.reports} reports with {made.claims} claims written; {len(made.begun)} begun and not whole"
        )
        for report, left in made.begun:
            talk(f"not whole: {report}: {left} claims not looked at")
        click.echo(str(out))
        return
    from tracker.review.serving import serve

    def ready(address: str) -> None:
        click.echo(address)
        talk(f"{len(desk.claims)} claims; the address opens once; stop with Ctrl-C")
        if browser and not os.environ.get("TRACKER_NO_BROWSER"):
            import webbrowser

            webbrowser.open(address)

    with contextlib.suppress(KeyboardInterrupt):
        serve(desk, port=port, ready=ready)


@click.command("eval")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def evaluate(folder: Path, as_json: bool) -> None:
    """Score reading against the annotated reports in FOLDER: figure, claim and row F1, and each field.

    \b
    Examples:
      tracker eval annotated
      tracker eval annotated --json
    """
    from tracker import api
    from tracker.review.agreement import LEVELS, score
    from tracker.review.annotated import load

    gold = load(folder)
    found = {one.report.report_id: api.read_one(one.report, unread=False)[1] for one in gold}
    made = score(gold, found)
    if as_json:
        click.echo(json.dumps(made, indent=1))
        return
    click.echo(f"{made['reports']} reports, {made['gold']} true claims, {made['predicted']} read")
    for level in LEVELS:
        part = made[level]
        click.echo(
            f"{level:7} precision {part['precision']:.3f}  recall {part['recall']:.3f}  "
            f"F1 {part['f1']:.3f} ± {part['pm']:.3f}"
        )
    click.echo("fields  " + "  ".join(f"{name} {share:.2f}" for name, share in made["fields"].items()))


COMMANDS = (review, evaluate)
