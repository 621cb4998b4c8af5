"""The command group: its help is the first page anybody reads."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

import click

from tracker.cli import streams
from tracker.cli.options import Group


class Program(Group):
    """The whole program: it also minds what becomes of its output."""

    def main(self, *arguments: Any, standalone_mode: bool = True, **more: Any) -> Any:
        """Run a command and end with its exit code; a fault of a stream or a disk is one line."""
        if not standalone_mode:
            return self._run(*arguments, **more)
        streams.open_up()
        code = 0
        try:
            code = self._code(*arguments, **more)
            streams.end_output()
        except OSError as fault:
            code = streams.ended_by(fault, code)
        raise SystemExit(code)

    def _run(self, *arguments: Any, **more: Any) -> Any:
        """Run a command as click does; its errors come out."""
        return super().main(*arguments, standalone_mode=False, **more)  # type: ignore[call-overload]

    def _code(self, *arguments: Any, **more: Any) -> int:
        """Run a command; return its exit code."""
        held = sys.stdout, sys.stderr
        try:
            code = self._run(*arguments, **more)
        except click.ClickException as fault:
            streams.show(fault)
            return fault.exit_code
        except click.Abort:
            streams.tell("Stopped.")
            return 1
        except SystemExit as end:
            code = end.code
        if sys.stdout is not held[0]:  # click met a pipe whose reader has gone
            sys.stdout, sys.stderr = held
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
        return code if isinstance(code, int) else 0


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
