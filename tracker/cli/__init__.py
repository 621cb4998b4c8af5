"""The command line over `tracker.api`: parse, call, say.

Imports happen where used, so that ``--help`` answers at once.
"""

from __future__ import annotations

from tracker.cli import (
    about_commands,
    check_commands,
    extract_commands,
    fetch_commands,
    report_commands,
    review_commands,
    store_commands,
)
from tracker.cli.main import main

for room in (
    extract_commands,
    report_commands,
    check_commands,
    review_commands,
    store_commands,
    fetch_commands,
    about_commands,
):
    for command in room.COMMANDS:
        main.add_command(command)

__all__ = ["main"]
