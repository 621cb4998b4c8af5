"""The command line over `tracker.api`: parse, call, say.

Imports happen where used, so that ``--help`` answers at once.
"""

from __future__ import annotations

from tracker.cli import about, keep, reports
from tracker.cli.main import main

for room in (reports, keep, about):
    for command in room.COMMANDS:
        main.add_command(command)

__all__ = ["main"]
