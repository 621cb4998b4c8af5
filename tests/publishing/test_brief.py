"""The one-page brief: headline, chart, table, sources, in Word and on a slide."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.made_up_world import world
from tracker.errors import MissingExtra
from tracker.publishing import PublishOptions, brief


def _briefs(out: Path, shape: Any) -> Path:
    made = world()
    options = {name: value for name, value in made.arguments().items() if name != "earlier"}
    written = brief.briefs(made.reconciliation, out, shape, PublishOptions(**options))
    assert written[0].name == f"valley.{shape}"
    return written[0]


def test_a_word_document_has_all_of_it(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    pytest.importorskip("resvg_py")
    path = _briefs(tmp_path, "docx")
    made = docx.Document(str(path))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    for words in (
        "Flight from the Kestrel Valley",
        "33,700 people",
        "have fled from Kestrel Valley to Linden Camp since 1 March 2031.",
        "The sources support 31,600 to 36,100.",
        "Unsure.",
        "Source: Kestrel Observatory",
        "as known on",
    ):
        assert words in text, words
    assert made.tables[0].rows[1].cells[0].text == "33,700 people"
    with zipfile.ZipFile(path) as packed:
        [picture] = [name for name in packed.namelist() if name.startswith("word/media/")]
        assert packed.read(picture)[:4] == b"\x89PNG"
        assert len(packed.read(picture)) > 20_000


def test_a_slide_has_headline_picture_and_sources(tmp_path: Path) -> None:
    pptx = pytest.importorskip("pptx")
    pytest.importorskip("resvg_py")
    [slide] = pptx.Presentation(str(_briefs(tmp_path, "pptx"))).slides
    text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "33,700 people" in text
    assert "Source: Kestrel Observatory" in text
    assert [shape for shape in slide.shapes if shape.shape_type == 13], "a picture"


def test_without_the_extra_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtra, match="resvg-py"):
        _briefs(tmp_path, "docx")
