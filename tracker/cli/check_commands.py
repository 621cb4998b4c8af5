"""The commands that hold figures against others: diff, check."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from tracker.cli.options import SOME_SET_ASIDE, as_text, table_of, talk
from tracker.cli.streams import stdout

SHAPES = click.Choice(["table", "json", "html"])
OUT = click.option(
    "--out", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write here, not to stdout."
)


class Share(click.ParamType[float]):
    """A share as people write it: 10% or 0.1."""

    name = "share"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            self.fail(f"{text!r} is no share: write 10% or 0.1", param, ctx)
        if share < 0:
            self.fail("a share is not below nought", param, ctx)
        return share


def _write(text: str, out: Path | None) -> None:
    """Write a text to stdout or a file."""
    from tracker.store.folder import write_whole

    if out is None:
        stdout().write(text)
    else:
        write_whole(out, text.encode("utf-8", "replace"))
        click.echo(str(out))


@click.command()
@click.argument("before")
@click.argument("after")
@click.option("--data", type=click.Path(path_type=Path), default=Path("datasets/reports"), show_default=True,
              help="The reports that days speak of.")  # fmt: skip
@click.option("--format", "shape", type=SHAPES, default="table", show_default=True, help="How to show it.")
@click.option(
    "--fail-over", type=Share(), help="Exit 1 where an estimate moved by more than this, such as 10%."
)
@OUT
def diff(before: str, after: str, data: Path, shape: str, fail_over: float | None, out: Path | None) -> None:
    """Say what changed from BEFORE to AFTER: claims added, gone, read anew; estimates, by how much and why.

    Each is a folder of reports, a folder that tracker report wrote, a store, or a day.

    \b
    Examples:
      tracker diff 2019-02-01 2019-03-01
      tracker diff reports-february reports-march --format html -o changes.html
      tracker diff last-month this-month --fail-over 10%
    """
    import polars as pl

    from tracker.api.comparing import diff as compare
    from tracker.charts.translations import words
    from tracker.publishing.check_pages import diff_page, why

    found = compare(before, after, data=data)
    say = words()
    if shape == "html":
        _write(diff_page(found.claims, found.estimates, before=before, after=after, say=say), out)
    elif shape == "json":
        told = {
            "before": before,
            "after": after,
            "claims": found.claims.to_dicts(),
            "estimates": [dataclasses.asdict(one) for one in found.estimates],
        }
        _write(json.dumps(told, default=as_text, ensure_ascii=False, indent=1) + "\n", out)
    else:
        rows = [
            {
                "series": one.label,
                "before": one.old,
                "after": one.best,
                "day": one.day or one.old_day,
                "change": f"{one.share:+.0%}" if one.share is not None else one.kind,
                "why": why(one, say),
            }
            for one in found.estimates
        ]
        tally = dict(found.claims["change"].value_counts().rows())
        claims = ", ".join(f"{tally.get(name, 0)} {name}" for name in ("added", "gone", "read anew"))
        shown = table_of(pl.DataFrame(rows, infer_schema_length=None)) if rows else "no estimate changed\n"
        _write(f"claims: {claims}\n{shown}", out)
    if fail_over is not None and (far := found.over(fail_over)):
        talk(f"{len(far)} estimates moved by more than {fail_over:.0%}, or are gone")
        raise SystemExit(1)


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--data", "against", default="datasets/reports", show_default=True,
              help="What it is held against: reports, a published folder or a store.")  # fmt: skip
@click.option("--format", "shape", type=SHAPES, default="table", show_default=True, help="How to show it.")
@OUT
def check(draft: Path, against: str, shape: str, out: Path | None) -> None:
    """Hold each figure of DRAFT against claims and estimates: supported, out of date, wrong kind, no source.

    Exit 3 where a figure is of the wrong kind, outside every range, or has no source.

    \b
    Examples:
      tracker check sitrep.docx
      tracker check article.txt --data monthly --format html -o checked.html
    """
    import polars as pl

    from tracker.api.comparing import check as held
    from tracker.charts.translations import words
    from tracker.publishing.check_pages import check_page, summary_of, verdict_text

    found = held(draft, against=against)
    rows = found.figures.to_dicts()
    say = words()
    if shape == "html":
        _write(check_page(rows, found.text, name=draft.name, say=say), out)
    elif shape == "json":
        _write(json.dumps(rows, default=as_text, ensure_ascii=False, indent=1) + "\n", out)
    else:
        shown = [
            {
                "figure": row["figure"],
                "verdict": verdict_text(row, say),
                "source": row["source"] or row["publisher"],
                "day": row["day"],
                "message": row["words"],
            }
            for row in rows
        ]
        _write(table_of(pl.DataFrame(shown, infer_schema_length=None)), out)
    talk(summary_of(rows, say))
    if found.unsupported.height:
        raise SystemExit(SOME_SET_ASIDE)


COMMANDS = (diff, check)
