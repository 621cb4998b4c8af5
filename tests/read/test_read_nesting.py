"""Each item of a page or a document is read once, however deep it lies; cells over several columns say so."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.read import read
from tracker.read.markup import strip_tags
from tracker.read.page import from_html

PROSE = (
    "<p>The rains have gone on for a week and the river has left its bed in the low lands of the delta.</p>"
    * 3
)


def page(inner: str) -> str:

    return from_html(f"<html><body><article>{PROSE}{inner}{PROSE}</article></body></html>", "page").text


def trees() -> st.SearchStrategy[Any]:
    """Trees of containers whose leaves are single words that stand nowhere else."""
    return st.recursive(
        st.just("leaf"),
        lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=3)),
        max_leaves=12,
    )


TAGS = ("ul", "ol", "table", "div", "blockquote", "p", "section")


def written(tree: Any, leaves: list[str]) -> str:
    """Return the HTML of a tree; each leaf gets a word of its own."""
    if tree == "leaf":
        leaves.append(f"wordnumber{len(leaves)}x")
        return f"{leaves[-1]} "
    tag, inner = tree
    parts = [written(one, leaves) for one in inner]
    if tag in {"ul", "ol"}:
        return f"<{tag}>{''.join(f'<li>{part}</li>' for part in parts)}</{tag}>"
    if tag == "table":
        return f"<table>{''.join(f'<tr><td>{part}</td><td>{i}</td></tr>' for i, part in enumerate(parts))}</table>"
    return f"<{tag}>{''.join(parts)}</{tag}>"


@given(tree=trees())
@settings(deadline=None, max_examples=150)
def test_no_leaf_is_read_more_often_than_it_stands(tree: Any) -> None:
    pytest.importorskip("trafilatura")
    leaves: list[str] = []
    html = written(tree, leaves)
    for text in (page(html), strip_tags(html)):
        for leaf in leaves:
            assert text.count(leaf) <= 1


def test_items_of_lists_in_lists_stand_once_in_their_order() -> None:
    pytest.importorskip("trafilatura")
    text = page(
        "<ul><li>Bulo<ul><li>12 dead</li><li>Homes:<ol><li>340 burnt</li></ol></li></ul></li><li>Kato</li></ul>"
    )
    assert "- Bulo\n- 12 dead\n- Homes:\n- 340 burnt\n- Kato" in text


def test_deep_lists_do_not_swell() -> None:
    pytest.importorskip("trafilatura")
    deep = 90
    html = "".join(f"<ul><li>Ward {at}: {at + 5000} people fled." for at in range(deep)) + "</li></ul>" * deep
    assert page(html).count("people fled") == deep


def document(tmp_path: Path, built: Any) -> str:
    held = io.BytesIO()
    built.save(held)
    path = tmp_path / "report.docx"
    path.write_bytes(held.getvalue())
    [report] = read(path).reports
    return report.text


def test_a_table_within_a_cell_is_read_once(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    built = docx.Document()
    outer = built.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "Outer words"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text = "Displaced in Bulo"
    deepest = inner.cell(0, 1).add_table(rows=1, cols=1)
    deepest.cell(0, 0).text = "4,120 deepest"
    text = document(tmp_path, built)
    assert [text.count(words) for words in ("Outer words", "Displaced in Bulo", "4,120 deepest")] == [1, 1, 1]


BOX = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
    "<mc:Choice><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r>{inner}</w:p></w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)


@pytest.mark.parametrize("within", ["body", "cell"])
def test_text_boxes_within_text_boxes_are_read_once(within: str, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    from lxml import etree

    built = docx.Document()
    nested = BOX.format(words="611 inner", inner="").split(">", 1)[1].removesuffix("</w:p>")
    box = etree.fromstring(BOX.format(words="205 outer", inner=nested))
    if within == "body":
        built.element.body.insert(0, box)
    else:
        built.add_table(rows=1, cols=1).cell(0, 0)._tc.append(box)
    text = document(tmp_path, built)
    assert [text.count(words) for words in ("205 outer", "611 inner")] == [1, 1]


def test_a_merged_cell_of_a_document_says_how_wide_it_is(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    built = docx.Document()
    table = built.add_table(rows=2, cols=4)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Ward"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Hosted"
    table.cell(0, 3).text = "Gone"
    for at, words in enumerate(["Families", "Persons", "Persons"], start=1):
        table.cell(1, at).text = words
    assert document(tmp_path, built).startswith(
        "| Ward | Hosted || Gone |\n| --- | --- | --- | --- |\n|  | Families |"
    )


WIDE = (
    '<table><tr><th rowspan="2">Ward</th><th colspan="2">Hosted</th><th>Gone</th></tr>'
    "<tr><th>Families</th><th>Persons</th><th>Persons</th></tr>"
    "<tr><td>Kato</td><td>12</td><td>60</td><td>3</td></tr></table>"
)


def test_a_wide_cell_of_a_page_says_how_wide_it_is() -> None:
    pytest.importorskip("trafilatura")
    for text in (page(WIDE), strip_tags(WIDE)):
        rows = [
            line.replace(" ", "") for line in text.split("\n") if line.startswith("|") and "---" not in line
        ]
        assert rows == ["|Ward|Hosted||Gone|", "||Families|Persons|Persons|", "|Kato|12|60|3|"]


def page_of(body: str) -> str:
    words = "<p>Some words of running text that stand here, so that the page is seen to have a body of its own.</p>"
    html = f"<html><body><article><h1>Flood update</h1>{words * 3}{body}{words}</article></body></html>"
    return from_html(html, "page").text


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "<table><tr><th>District</th><th>Losses</th></tr><tr><td>Orva</td>"
            "<td><ul><li>4,100 people displaced</li><li>310 houses destroyed</li></ul></td></tr></table>",
            "| Orva | 4,100 people displaced; 310 houses destroyed |",
        ),
        (
            "<table><tr><th>District</th><th>Sites</th></tr><tr><td>Orva</td><td>Two"
            "<table><tr><td>School</td><td>410</td></tr><tr><td>Hall</td><td>41</td></tr></table></td></tr></table>",
            "| Orva | Two; School 410; Hall 41 |",
        ),
        (
            "<table><tr><td>Key figures<table><tr><th>District</th><th>Displaced</th></tr>"
            "<tr><td>Orva</td><td>4,100</td></tr></table></td></tr></table>",
            "| District | Displaced |\n| --- | --- |\n| Orva | 4,100 |",
        ),
        ("<dl><dt>Displaced</dt><dd>4,100 people</dd><dt>Killed</dt><dd>12</dd></dl>", "- Displaced: 4,100 people\n- Killed: 12"),
        ("<div><span>4,100</span><span>people displaced</span></div>", "4,100 people displaced"),
        ("<div><b>4,100</b> people displaced</div>", "4,100 people displaced"),
        ("<p>Site\tFamilies\tPeople</p><p>Hall\t41\t205</p>", "Hall\t41\t205"),
    ],
)  # fmt: skip
def test_what_cells_and_lists_of_terms_hold_is_not_lost(body: str, wanted: str) -> None:
    assert wanted in page_of(body)
