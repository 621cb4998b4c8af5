"""The command group: its help is the first page anybody reads."""

from __future__ import annotations

import click

from tracker.cli.options import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="displacement-tracker")
def main() -> None:
    """Read reports, pull out every numeric claim about people on the move, reconcile, draw the trend.

    \b
    Examples:
      tracker report                          the bundled reports -> reports/index.html
      tracker extract article.txt             the claims of one text, as a table
      tracker extract inbox/ --format csv > claims.csv
      tracker explain SERIES 2019-03-06       what made an estimate
    """
