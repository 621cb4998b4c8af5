"""Reading the PDF of a text finds the claims that reading the text finds."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")
sys.path.insert(0, str(Path(__file__).parent))

from laid_out import LAID_OUT

from tracker import api
from tracker.read import read
from tracker.vocabulary import Report


def claims(text: str) -> Counter[tuple[float, str, str, str]]:
    _, rows, _ = api.read_one(Report(report_id="x", text=text))
    return Counter((row["value"], row["unit"], row["term"], row["measure"]) for row in rows)


def test_claims_of_pdfs_are_the_claims_of_their_texts(tmp_path: Path) -> None:
    """At least 90 % of the F1 over ten laid-out PDFs (the text is what they were made from)."""
    both = from_pdf = from_text = 0
    for laid in LAID_OUT:
        laid.make(tmp_path / "x.pdf")
        [report] = read(tmp_path / "x.pdf").reports
        seen, wanted = claims(report.text), claims("\n\n".join(laid.holds).replace(" |\n\n|", " |\n|"))
        both += (seen & wanted).total()
        from_pdf += seen.total()
        from_text += wanted.total()
    assert from_text > 100
    assert 2 * both / (from_pdf + from_text) >= 0.9
