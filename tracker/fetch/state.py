"""How far a fetch has come, kept in a small file, so that the next one goes on from there.

A client notes progress as pages are used up; nothing is on disk until `State.save`, which the caller calls
when what was yielded is safe (the ``acknowledge`` of an ingest).  Keys are never written.

In: notes.  Out: a JSON file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tracker.errors import BadConfiguration
from tracker.store.folder import write_whole


class State:
    """Progress of one query to one source; without a path it is forgotten."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.values: dict[str, Any] = {}
        if path is not None and path.exists():
            try:
                held = json.loads(path.read_text(encoding="utf-8"))
            except (ValueError, OSError) as fault:
                raise BadConfiguration(
                    f"{path}: the record of the last fetch cannot be read", fix="delete it to start anew"
                ) from fault
            self.values = held if isinstance(held, dict) else {}

    @classmethod
    def of(cls, folder: Path | str, source: str, query: Mapping[str, Any]) -> State:
        """Return the state of this query in a folder (``<source>-<hash of the query>.json``)."""
        told = hashlib.sha256(json.dumps(query, sort_keys=True, default=str).encode()).hexdigest()[:10]
        return cls(Path(folder) / f"{source}-{told}.json")

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return one note."""
        return self.values.get(name, otherwise)

    def note(self, **said: Any) -> None:
        """Note progress; `save` makes it last."""
        self.values.update(said)

    def save(self) -> None:
        """Write the notes down, whole or not at all."""
        if self.path is not None:
            write_whole(self.path, json.dumps(self.values, ensure_ascii=False, sort_keys=True, default=str))
