"""The command line over `tracker.api`: parse, call, say.

Imports happen where used, so that ``--help`` answers at once.
"""

from __future__ import annotations

from tracker.cli import about, keep, public, reading, reports
from tracker.cli.main import main

for room in (reading, reports, keep, public, about):
    for command in room.COMMANDS:
        main.add_command(command)

__all__ = ["main"]
