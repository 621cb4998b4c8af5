"""Texts and files that nobody would write: made from a seed, so that a fault can be made again.

In: a random source.  Out: texts; files of every format, damaged.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from pathlib import Path

SENTENCES = [
    "More than 7,000 people fled Oum Dabra since December, the UN said.",
    "Of the 12,400 displaced, 3,100 are women and 5,200 children under 18.",
    "An estimated 450 households (2,250 individuals) arrived in Tell Wadi on 3 March 2024.",
    "Between 5 and 7 thousand people have left; a tenth of them crossed the border.",
    "At least 23 were killed, 40 injured and some 1.2 million need shelter, officials said.",
    "Returns: 800 families in Bir Sanad (up from 350 in May 2023), 46% of all.",
    "| Camp | IDPs | Families |\n| --- | --- | --- |\n| North | 5,000 | 1,000 |\n| South | 2,300 | 480 |",
    "Half of the 500 people who fled on Friday returned two days later.",
    "The number of refugees rose from 12 000 to 15 000, an average of five a family.",
]
ODD = [
    *(
        "\u202e",
        "\u200f",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\x00",
        "\x1b[31m",
        "\ud800",
        "\udfff",
        "1\ufe0f\u20e3",
    ),
    *("²", "½", "⅔", "५००", "٣٬٠٠٠", "１２３", "Ⅻ", "①", "𝟙𝟚𝟛", "億", "\u2028", "\u00a0", "\u2009", "\u0301"),
    *("million ", "million million ", "1e309", "1E-400", "-5", "−7,000", "inf", "nan", "0x1F", "9" * 400),
    *(
        "1," * 200,
        "(((((",
        "[[[[[",
        ")))))",
        "<<<<",
        "\t",
        "\r",
        "\n\n",
        "|",
        "| 5 | 6 |\n",
        "- ",
        "* ",
        "# ",
    ),
    *(
        "lakh ",
        "crore ",
        "half ",
        "a dozen ",
        "one in zero ",
        "1/0",
        "0/0 of ",
        "100%",
        "1000% ",
        "per cent ",
    ),
    *("between 5 and ", "from 7 to ", "-–—", "..", "’", "%", "$", "€", "\U0001f600", "\U0010ffff", "\ufffe"),
    *("İ", "ß", "ﬁ", "ŉ", "000,000", "00007", "1.2.3", "1,23,45,678", "12,34", "1 000 000", "٠", "௧௨", "〇"),
    *(
        "31 February 2019",
        "on 00 March",
        "since 9999",
        "in 0000",
        "households of 0",
        "families of 0.0 each",
        "10^6",
    ),
    *("(6 women) ", "(46%), ", "http://[bad ", "<script>", "&#x0;", "{{7*7}}", "=1+1", "---\n", "```\n"),
]
WORDS = (  # noqa: SIM905
    "people have fled were displaced families households refugees returned since March 2019 from Hajin to al-Hol "
    "said UN killed at least nearly more than of them women children 12,000 5,000 tenth half two thirds million "
    "thousand hundred and the in by on a"
).split()


def damaged(text: str, dice: random.Random) -> str:
    """Return a text with pieces put in, taken out, repeated and exchanged."""
    signs = list(text)
    for _ in range(dice.randrange(1, 12)):
        at, what = dice.randrange(len(signs) + 1), dice.randrange(6)
        if what == 0:
            signs[at:at] = dice.choice(ODD)
        elif what == 1:
            del signs[at : at + dice.randrange(1, 8)]
        elif what == 2:
            signs[at:at] = signs[at : at + dice.randrange(1, 40)] * dice.randrange(1, 4)
        elif what == 3:
            signs[at:at] = chr(dice.randrange(0x110000))
        elif what == 4:
            signs[at:at] = f" {dice.choice(WORDS)} "
        elif len(signs) > 4:
            one, other = dice.randrange(len(signs)), dice.randrange(len(signs))
            signs[one], signs[other] = signs[other], signs[one]
    return "".join(signs)


def text(dice: random.Random) -> str:
    """Return a text of one of many kinds."""
    kind = dice.randrange(10)
    if kind == 0:
        ranges = [(0x20, 0x7F), (0, 0x3000), (0, 0x110000)]
        return "".join(chr(dice.randrange(*dice.choice(ranges))) for _ in range(dice.randrange(1, 300)))
    if kind in (1, 2):
        return " ".join(
            dice.choice([dice.choice(WORDS), dice.choice(ODD)]) for _ in range(dice.randrange(3, 80))
        )
    if kind == 3:
        zero = dice.choice([0xFF10, 0x660, 0x966, 0x1D7CE, 0x6F0])
        said = dice.choice(SENTENCES)
        return "".join(
            chr(zero + int(one)) if one in "0123456789" and dice.random() < 0.8 else one for one in said
        )
    if kind < 9:
        return " ".join(damaged(dice.choice(SENTENCES), dice) for _ in range(dice.randrange(1, 4)))
    leads = ["- ", "| ", "", "# ", "> ", "\t"]
    return "\n".join(dice.choice(leads) + damaged(dice.choice(SENTENCES), dice) for _ in range(5))


def whole_files() -> dict[str, bytes]:
    """Return a good file of every format that can be made here, by name."""
    said = " ".join(SENTENCES[:5])
    line = json.dumps({"text": said, "title": "Daily", "published": "2024-03-07"})
    page = f"<html><head><title>Daily</title></head><body><h1>Daily</h1><p>{said}</p></body></html>"
    mail = (
        "From: a@b.example\nSubject: Daily\nDate: Fri, 03 May 2024 10:00:00 +0000\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain; charset=utf-8\n\n"
        f"{said}\n--B\nContent-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\nA,B\n1,2\n--B--\n"
    )
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    warc = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\nWARC-Date: 2024-03-07T00:00:00Z"
        b"\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(http), http)
    )
    feed = f"<rss><channel><title>P</title><item><title>Daily</title><description>{said}</description></item></channel></rss>"
    table = "#adm1+name,#affected+idps\nNorth,5000\nSouth,2300\n"
    made = {
        "a.txt": said.encode(),
        "a.md": f"---\ntitle: Daily\npublished: 2024-03-07\n---\n\n{said}\n".encode(),
        "a.html": page.encode(),
        "a.jsonl": f"{line}\n{line}\n".encode(),
        "a.json": f"[{line},{line}]".encode(),
        "a.csv": f"Camp,IDPs\n{table}".encode(),
        "a.tsv": "Camp\tIDPs\nNorth\t5000\n".encode("utf-16"),
        "a.xml": feed.encode(),
        "a.eml": mail.encode(),
        "a.jsonl.gz": gzip.compress(f"{line}\n".encode() * 3),
        "a.warc": warc * 2,
        "a.warc.gz": gzip.compress(warc) * 2,
    }
    made |= _office(said)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        for name in ("a.txt", "a.html", "a.eml", "a.jsonl.gz"):
            box.writestr(name, made[name])
    return {**made, "a.zip": packed.getvalue()}


def _office(said: str) -> dict[str, bytes]:
    """Return a Word document, a workbook and a PDF."""
    import docx
    import openpyxl
    from reportlab.pdfgen.canvas import Canvas

    document, book = docx.Document(), openpyxl.Workbook()
    document.add_heading("Daily")
    document.add_paragraph(said)
    document.add_table(2, 2).cell(0, 0).text = "IDPs"
    for row in (["Camp", "IDPs"], ["North", 5000], ["South", 2300]):
        book.active.append(row)
    held = {name: io.BytesIO() for name in ("a.docx", "a.xlsx", "a.pdf")}
    document.save(held["a.docx"])
    book.save(held["a.xlsx"])
    canvas = Canvas(held["a.pdf"])
    for place, sentence in enumerate(SENTENCES[:5]):
        canvas.drawString(50, 780 - 16 * place, sentence)
    canvas.save()
    return {name: raw.getvalue() for name, raw in held.items()}


def broken(raw: bytes, other: bytes, dice: random.Random) -> bytes:
    """Return a file cut off, with bytes turned, with a piece of another, repeated, or with a number blown up."""
    kind, size = dice.randrange(6), len(raw)
    if kind == 0:
        return raw[: dice.randrange(size)]
    held = bytearray(raw)
    if kind == 1:
        for _ in range(dice.randrange(1, 1 + size // 20)):
            held[dice.randrange(size)] = dice.randrange(256)
    elif kind == 2:
        at, start = dice.randrange(size), dice.randrange(len(other))
        held[at : at + dice.randrange(200)] = other[start : start + dice.randrange(400)]
    elif kind == 3:
        start = dice.randrange(size)
        held[start:start] = held[start : start + dice.randrange(1, 500)] * dice.randrange(1, 50)
    elif kind == 4:
        for place in [place for place, byte in enumerate(held) if 48 <= byte <= 57][: dice.randrange(1, 60)]:
            held[place] = dice.choice(b"0123456789")
    else:
        start = dice.randrange(size)
        del held[start : start + dice.randrange(1, 300)]
    return bytes(held)


def write(folder: Path, name: str, raw: bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(raw)
    return path
