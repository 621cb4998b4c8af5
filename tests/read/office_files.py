"""Files that no library of ours writes: of LibreOffice, and mails of Outlook."""

from __future__ import annotations

import itertools
import struct
import zipfile
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("presentation", "presentation"),
        ("meta", "meta"),
    )
)
KINDS = {
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}


def paragraph(words: str) -> str:
    return f"<text:p>{escape(words)}</text:p>"


def write_open_document(path: Path, body: str, *, title: str = "", day: str = "") -> None:
    """Write a file of LibreOffice."""
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("mimetype", KINDS[path.suffix])
        box.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KINDS[path.suffix]}"/></manifest:manifest>',
        )
        box.writestr(
            "content.xml",
            f'<office:document-content {SPACES} office:version="1.2"><office:body>{body}</office:body></office:document-content>',
        )
        box.writestr(
            "meta.xml",
            f'<office:document-meta {SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
            f"<dc:title>{escape(title)}</dc:title><dc:date>{day}</dc:date></office:meta></office:document-meta>",
        )


@dataclass
class Folder:
    """A folder of a compound file, as Outlook and old Office write them: streams and folders by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)


END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
SECTOR, SMALL, CUT = 512, 64, 4096


class _Compound:
    """A compound file on its way: sectors, small sectors, directory."""

    def __init__(self) -> None:
        self.sectors: list[bytes] = []
        self.chain: list[int] = []
        self.small = bytearray()
        self.small_chain: list[int] = []
        self.entries: list[bytearray] = []

    def put(self, data: bytes) -> int:
        """Write a stream of sectors; return the first."""
        if not data:
            return END
        first = len(self.sectors)
        parts = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        self.sectors += parts
        self.chain += [first + at + 1 for at in range(len(parts) - 1)] + [END]
        return first

    def put_small(self, data: bytes) -> int:
        first = len(self.small_chain)
        parts = [data[at : at + SMALL].ljust(SMALL, b"\0") for at in range(0, len(data), SMALL)]
        for part in parts:
            self.small += part
        self.small_chain += [first + at + 1 for at in range(len(parts) - 1)] + [END]
        return first if parts else END

    def entry(self, name: str, kind: int, *, first: int = 0, size: int = 0) -> int:
        raw = name.encode("utf-16-le")[:62] + b"\0\0"
        made = bytearray(128)
        made[: len(raw)] = raw
        struct.pack_into("<HBBIII", made, 64, len(raw), kind, 1, NONE, NONE, NONE)
        struct.pack_into("<IQ", made, 116, first, size)
        self.entries.append(made)
        return len(self.entries) - 1

    def fill(self, folder: Folder, at: int) -> None:
        """Write what a folder holds; its members hang on one another as a chain to the right."""
        members: list[int] = []
        names = sorted([*folder.streams, *folder.folders], key=lambda name: (len(name), name.upper()))
        for name in names:
            if name in folder.streams:
                data = folder.streams[name]
                first = self.put(data) if len(data) >= CUT else self.put_small(data)
                members.append(self.entry(name, 2, first=first, size=len(data)))
            else:
                members.append(self.entry(name, 1))
                self.fill(folder.folders[name], members[-1])
        for left, right in itertools.pairwise(members):
            struct.pack_into("<I", self.entries[left], 72, right)
        if members:
            struct.pack_into("<I", self.entries[at], 76, members[0])


def write_compound(path: Path, root: Folder) -> None:
    """Write a compound file."""
    made = _Compound()
    made.entry("Root Entry", 5)
    made.fill(root, 0)
    first_small = made.put(bytes(made.small))
    struct.pack_into("<IQ", made.entries[0], 116, first_small, len(made.small))
    small_table = b"".join(struct.pack("<I", one) for one in made.small_chain)
    first_table = made.put(small_table.ljust(-(-len(small_table) // SECTOR) * SECTOR, b"\xff"))
    tables = -(-len(small_table) // SECTOR)
    while len(made.entries) % 4:
        made.entries.append(bytearray(128))
    first_entry = made.put(b"".join(made.entries))
    fats = 1
    while (len(made.sectors) + fats) * 4 > fats * SECTOR:
        fats += 1
    start = len(made.sectors)
    chain = [*made.chain, *([FAT] * fats)]
    table = b"".join(struct.pack("<I", one) for one in chain).ljust(fats * SECTOR, b"\xff")
    head = bytearray(SECTOR)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into(
        "<IIIIIIIII", head, 40, 0, fats, first_entry, 0, CUT, first_table if tables else END, tables, END, 0
    )
    places = [start + at for at in range(fats)]
    struct.pack_into("<109I", head, 76, *places, *([FREE] * (109 - fats)))
    path.write_bytes(bytes(head) + b"".join(made.sectors) + table)


def mail(
    *,
    subject: str = "",
    body: str = "",
    html: bytes = b"",
    rich: bytes = b"",
    sender: str = "",
    headers: str = "",
    sent: int = 0,
    attached: dict[str, tuple[bytes, str]] | None = None,
    within: Folder | None = None,
) -> Folder:
    """Return a mail of Outlook; ``sent`` counts tenths of microseconds since 1601."""
    texts = {"0037": subject, "1000": body, "0C1F": sender, "007D": headers}
    held = {f"__substg1.0_{number}001F": text.encode("utf-16-le") for number, text in texts.items() if text}
    if html:
        held["__substg1.0_10130102"] = html
    if rich:
        held["__substg1.0_10090102"] = rich
    times = struct.pack("<HHIQ", 0x0040, 0x0039, 6, sent) if sent else b""
    held["__properties_version1.0"] = b"\0" * 32 + times
    made = Folder(held)
    for at, (name, (data, kind)) in enumerate((attached or {}).items()):
        made.folders[f"__attach_version1.0_#{at:08X}"] = Folder(
            {
                "__substg1.0_3707001F": name.encode("utf-16-le"),
                "__substg1.0_37010102": data,
                "__substg1.0_370E001F": kind.encode("utf-16-le"),
            }
        )
    if within is not None:
        made.folders["__attach_version1.0_#000000FF"] = Folder(folders={"__substg1.0_3701000D": within})
    return made
