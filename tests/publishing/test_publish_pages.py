"""What stands on the pages: the words, safe links, nothing private, nothing that runs."""

from __future__ import annotations

import html
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publishing.made_up_world import NASTY, OUT, World, world
from tracker.charts.translations import words
from tracker.publishing import PublishOptions, publish
from tracker.publishing.html_tags import as_json, join, tag
from tracker.publishing.links import page_of, safe_url, to_words


@pytest.fixture(scope="module")
def made() -> World:
    return world()


def _published(made: World, out: Path, **more: Any) -> Path:
    publish(made.reconciliation, out, PublishOptions(**made.arguments(), **more))
    return out


@pytest.fixture(scope="module")
def folder(made: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _published(made, tmp_path_factory.mktemp("pages") / "out")


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    text = (folder / "valley.html").read_text()
    start = text.index("/**\n* plotly.js")
    return text[: text.rindex("<script>", 0, start)] + text[text.index("</script>", start) :]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Reader()
    reader.feed(text)
    return reader.tags


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def test_headline_says_number_range_day_and_change(page: str) -> None:
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert "33,700 people have fled from Kestrel Valley to Linden Camp since 1 March 2031." in text
    assert "The sources support 31,600 to 36,100. Counted on 29 March 2031; up 7,700 in a week." in text
    assert (
        "About 33,700 people fled from Kestrel Valley to Linden Camp between 1 March 2031 and 29 March 2031."
        in text
    )


@pytest.mark.parametrize(
    "part",
    [
        "trend",
        "counts",
        "places",
        "disagree",
        "claims",
        "changed",
        "method",
        "data-files",
    ],
)
def test_every_part_is_there(page: str, part: str) -> None:
    assert f'<section id="{part}"' in page


def test_nothing_from_a_report_runs(folder: Path) -> None:
    for path in folder.glob("*.html"):
        text = path.read_text()
        assert NASTY not in text
        tags = _tags(text)
        assert not [tag for tag, _ in tags if tag == "img"]
        assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
        for _, attributes in tags:
            for name in ("href", "src"):
                value = attributes.get(name) or ""
                assert not value.lower().startswith(("javascript", "data", "vbscript")), value


def test_the_policy_names_every_script(folder: Path) -> None:
    import base64
    import hashlib

    text = (folder / "valley.html").read_text()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    rules = html.unescape(policy[1])
    assert "default-src 'none'" in rules
    assert "connect-src 'none'" in rules
    assert "unsafe-inline" not in rules.split("script-src")[1].split(";")[0]
    assert "unsafe-eval" not in rules
    for code in re.findall(r"<script>(.*?)</script>", text, re.S):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules
    for name in ("index.html", "valley-chart.html"):
        other = (folder / name).read_text()
        assert "script-src 'none'" in html.unescape(other)
        assert "<script" not in other


def test_pages_ask_nobody_for_anything(folder: Path) -> None:
    for path in folder.glob("*.html"):
        for tag_, attributes in _tags(path.read_text()):
            assert tag_ not in ("link", "iframe", "object", "embed", "img", "audio", "video")
            if tag_ == "script":
                assert "src" not in attributes


def test_headings_are_in_order(folder: Path) -> None:
    for path in folder.glob("*.html"):
        levels = [int(tag_[1]) for tag_, _ in _tags(path.read_text()) if re.fullmatch(r"h[1-6]", tag_)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_links_within_the_page_arrive(page: str) -> None:
    tags = _tags(page)
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag_, attributes in tags:
        href = attributes.get("href") or ""
        if tag_ == "a" and href.startswith("#"):
            assert href[1:] in ids


def test_restated_words_are_never_a_quotation(page: str) -> None:
    rows = re.findall(r'<tr id="claim-c06".*?</tr>', page, re.S)
    assert rows
    assert "Restated in our words from Quiet Post" in rows[0]
    assert "<q>" not in rows[0]
    assert ":~:text=" not in rows[0]
    quoted = re.findall(r'<tr id="claim-c01".*?</tr>', page, re.S)[0]
    assert "<q>" in quoted
    assert "#:~:text=" in quoted


def test_disagreements_show_words_and_what_became_of_them(page: str) -> None:
    part = page[page.index('<section id="disagree"') : page.index('<section id="claims"')]
    text = html.unescape(re.sub(r"<[^>]+>", " ", part))
    assert "21,000 people" in text
    assert "Kestrel Observatory has about 15,000 on 12 Mar 2031, others 21,000 (Amber Gazette)" in text
    assert "conflicts with others" in text
    assert "1 further difference, with its explanation" in text
    assert "those who stayed did not leave" in text


def test_private_persons_are_named_by_role(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.suffix in (".html", ".csv", ".json", ".txt"):
            text = path.read_text()
            assert "Ellery" not in text, path
    assert "a person quoted in the report" in (folder / "valley.html").read_text()


def test_internal_reports_reach_no_public_page(made: World, tmp_path: Path) -> None:
    import dataclasses

    import polars as pl

    secret = made.reports.with_columns(
        pl.when(pl.col("report_id") == "r4")
        .then(pl.lit("internal"))
        .otherwise(pl.col("sharing"))
        .alias("sharing")
    )
    kept = dataclasses.replace(made, reports=secret)
    out = _published(kept, tmp_path / "out")
    gone = ["nearly 26,000", "2,500 people", "900 families", "sitrep.pdf", "Relief Bulletin"]
    for path in out.rglob("*"):
        if path.suffix in (".html", ".csv", ".json", ".txt"):
            assert not [word for word in gone if word in path.read_text()], path
    claims = pl.read_parquet(out / "tables" / "claims.parquet")
    assert not {"c05", "c12", "c15"} & set(claims["claim_id"])
    estimates = pl.read_parquet(out / "tables" / "estimates.parquet")
    assert OUT not in set(estimates["series_id"])
    assert "not for this audience" in (out / "valley.html").read_text()
    inside = _published(kept, tmp_path / "inside", audience="internal")
    assert "nearly 26,000" in (inside / "valley.html").read_text()


def test_small_counts_are_left_out(made: World, tmp_path: Path) -> None:
    out = _published(made, tmp_path / "out", suppress_below=10)
    for path in out.rglob("*"):
        if path.suffix in (".html", ".csv", ".json", ".txt"):
            assert "three people" not in path.read_text(), path
    text = (out / "valley.html").read_text()
    assert "Counts of people below 10 are left out" in text
    assert "No one had crossed" in text


def test_data_are_embedded_and_match_the_tables(page: str, made: World) -> None:
    data = _data(page)
    assert data["claims"]["rows"] == 17
    assert OUT in data["estimates"]
    assert data["headline"].startswith("About 33,700 people")


def test_the_trend_shows_without_scripts(page: str) -> None:
    drawn = re.search(r'<svg[^>]*class="picture".*?</svg>', page, re.S)
    assert drawn
    assert 'role="img"' in drawn[0]
    assert "Line chart of" in drawn[0]
    assert "<table" in page


def test_every_word_the_code_asks_for_is_in_the_catalogue(root: Path) -> None:
    say = words()
    asked = set()
    for path in [*root.glob("tracker/charts/*.py"), *root.glob("tracker/publishing/*.py")]:
        asked |= set(re.findall(r'say(?:\.count)?\(\s*"([a-z_.]+)"', path.read_text()))
    for path in root.glob("tracker/publishing/assets/*.js"):
        text = path.read_text()
        asked |= set(re.findall(r'(?:say\(|ui\[)"([a-z_.]+)"', text))
    missing = sorted(key for key in asked if say.get(key) is None and say.get(f"{key}.one") is None)
    assert not missing
    assert len(asked) > 100


def test_the_page_gets_the_words_its_script_asks_for(root: Path) -> None:
    from tracker.publishing.document import JS_WORDS

    asked = set()
    for path in root.glob("tracker/publishing/assets/*.js"):
        asked |= set(re.findall(r'(?:say\(|ui\[)"([a-z_.]+)"', path.read_text()))
    assert asked <= set(JS_WORDS)


@given(st.text(max_size=60))
def test_any_text_is_shown_as_text(text: str) -> None:
    made_ = str(tag("p", text, title=text))
    inside = made_[made_.index(">") + 1 : made_.rindex("<")]
    assert "<" not in inside
    kept = "".join(char for char in text if char >= " " or char in "\t\n\r")
    shown = kept.encode("utf-8", "replace").decode()
    assert html.unescape(inside) == html.unescape(join(shown))
    assert len(_tags(made_)) == 1


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_embedded_json_never_ends_its_script(value: Any) -> None:
    text = as_json(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == json.loads(
        json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    )


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org/", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org/a", False),
        ("ftp://example.org/a", False),
        ("https://", False),
        ("https://user:secret@example.org/", False),
        ('https://example.org/"onmouseover="x', False),
        ("http://[bad", False),
        ("", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None, safe: bool) -> None:
    assert (safe_url(url) is not None) is safe


@pytest.mark.parametrize(
    ("quote", "sentence", "fragment"),
    [
        (
            "4,000 people",
            "By 2 March, 4,000 people had left.",
            "#:~:text=By%202%20March%2C-,4%2C000%20people",
        ),
        ("4,000 people", None, "#:~:text=4%2C000%20people"),
        ("well-known 50 & more", None, "#:~:text=well%2Dknown%2050%20%26%20more"),
        (
            "one two three four five six seven eight nine",
            None,
            "#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine",
        ),
    ],
)
def test_text_fragments(quote: str, sentence: str | None, fragment: str) -> None:
    assert (
        to_words("https://example.org/a", quote_=quote, sentence=sentence)
        == f"https://example.org/a{fragment}"
    )


def test_pdfs_are_linked_by_page() -> None:
    assert page_of(1500, (0, 1000, 2000)) == 2
    assert page_of(0, (0, 1000)) == 1
    assert page_of(None, (0, 1000)) is None
    assert to_words("https://example.org/a.pdf", quote_="4,000", page=2) == "https://example.org/a.pdf#page=2"
    assert to_words("https://example.org/a.pdf", quote_="4,000") == "https://example.org/a.pdf"
    assert to_words("https://example.org/a", quote_="4,000", restated=True) == "https://example.org/a"


def test_what_changed_is_said(made: World, tmp_path: Path) -> None:
    import dataclasses

    import polars as pl

    out = tmp_path / "out"
    early = made.earlier[-1]
    publish(early, out, PublishOptions(**{**made.arguments(), "earlier": []}))
    assert "This is the first run" in (out / "valley.html").read_text()
    publish(made.reconciliation, out, PublishOptions(**made.arguments()))
    text = (out / "valley.html").read_text()
    assert "New claims: " in text
    assert "Now reaches 29 March 2031" in text
    raised = made.reconciliation.estimates.with_columns(pl.col("low", "best", "high") * 1.1)
    publish(
        dataclasses.replace(made.reconciliation, estimates=raised), out, PublishOptions(**made.arguments())
    )
    assert "Revised: " in (out / "valley.html").read_text()
