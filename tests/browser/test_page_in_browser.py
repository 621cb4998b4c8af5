"""The page in a real browser: draws, answers to mouse and keyboard, asks nobody for anything."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.made_up_world import CAMP, OUT, world

pytestmark = pytest.mark.browser

CHART = "#trend .chart"


def _closer(page: Any) -> Any:
    """Open the closer look: the live chart with its controls."""
    page.locator("details.explore > summary").click()
    page.wait_for_selector("html[data-live=yes]", state="attached")
    page.wait_for_selector(f"{CHART} .scatterlayer .trace")
    return page


def _claims(page: Any) -> Any:
    """Unfold the claims table."""
    page.locator("#claims-box > summary").click()
    return page


def _hover(page: Any, claim: str) -> str:
    """Point at a claim's dot and return what the label says."""
    spot = page.evaluate(
        """([chart, id]) => {
            const live = document.querySelector(chart);
            live.scrollIntoView({block: "center"});
            const area = live.getBoundingClientRect(), full = live._fullLayout;
            for (const trace of live.data) {
                if (trace.meta !== "claims") continue;
                const at = trace.customdata.indexOf(id);
                if (at < 0) continue;
                return {
                    x: area.x + full.xaxis._offset + full.xaxis.d2p(trace.x[at]),
                    y: area.y + full.yaxis._offset + full.yaxis.d2p(trace.y[at]),
                };
            }
        }""",
        [CHART, claim],
    )
    page.mouse.move(2, 2)
    page.wait_for_selector(f"{CHART} .hoverlayer .hovertext", state="detached")
    page.mouse.move(spot["x"], spot["y"] - 3)
    page.mouse.move(spot["x"], spot["y"])
    page.wait_for_selector(f"{CHART} .hoverlayer .hovertext")
    return str(page.text_content(f"{CHART} .hoverlayer"))


def test_draws_without_a_request_or_a_complaint(opened: Any) -> None:
    watched = opened("valley.html")
    page = watched.page
    assert page.locator("#trend .wide svg.picture").is_visible()
    assert page.locator(CHART).is_hidden(), "the picture stands first"
    assert page.locator("#places .wide svg.land .spot").count() >= 3
    assert page.locator("#places .wide svg.land .way").count() == 2
    _closer(page)
    assert page.locator(f"{CHART} .scatterlayer .trace").count() >= 5
    assert page.locator("#trend .drawing").is_hidden()
    assert watched.strangers() == []
    assert watched.complaints == []


def test_no_button_leads_away(opened: Any) -> None:
    page = _closer(opened("valley.html").page)
    titles = page.locator(".modebar-btn").evaluate_all("all => all.map(one => one.dataset.title)")
    assert titles
    assert not [
        title
        for title in titles
        if "cloud" in title.lower() or "share" in title.lower() or "edit" in title.lower()
    ]
    assert (
        page.locator(".modebar-btn.plotlyjsicon, a.js-plotly-link-container, .plotly-notifier").count() == 0
    )
    assert page.locator("a[href*='plotly']").count() == 0


def test_hover_shows_the_words(opened: Any) -> None:
    page = _closer(opened("valley.html").page)
    label = _hover(page, "c05")
    assert "nearly 26,000 people" in label
    assert "Counted by: Kestrel Observatory" in label
    assert "Printed by Relief Bulletin, 19 Mar 2031" in label
    nasty = _hover(page, "c04")
    assert "<script>alert" in nasty
    assert "far above the others" in nasty.lower()


def test_a_dot_leads_to_its_row(opened: Any) -> None:
    page = _closer(opened("valley.html").page)
    _hover(page, "c05")
    page.wait_for_timeout(200)  # a person takes longer; plotly forgets a dot hovered a blink before
    page.mouse.down()
    page.wait_for_timeout(50)
    page.mouse.up()
    page.wait_for_selector("#claim-c05.target")
    assert page.evaluate("document.activeElement.id") == "claim-c05"
    assert page.locator("#claim-c05").is_visible()


def test_a_row_leads_to_its_dot(opened: Any) -> None:
    page = _claims(opened("valley.html").page)
    page.locator("#claim-c06 [data-dot]").click()
    assert "31,000 people" in page.inner_text(".tip")
    assert page.locator("#trend .wide .pointed").get_attribute("data-id") == "c06"
    assert page.evaluate("document.activeElement.className") == "drawing"


def test_a_row_of_another_quantity_switches_the_chart(opened: Any) -> None:
    page = _claims(opened("valley.html").page)
    page.locator("#claim-c14 [data-dot]").click()
    page.wait_for_function(
        "() => document.querySelector('#trend figure').dataset.series.includes('children')"
    )
    page.wait_for_selector(f"{CHART} .hoverlayer .hovertext")
    assert "15,000" in page.text_content(f"{CHART} .hoverlayer")
    assert page.locator("#trend h2:visible").inner_text().startswith("People displaced (children)")


def test_filter_sort_and_search(opened: Any) -> None:
    page = _claims(opened("valley.html").page)
    rows = page.locator("#claims-table tbody tr")
    assert rows.count() == 17
    page.select_option("#claims-role", "duplicate")
    assert rows.count() == 1
    assert "1 of 17 claims fit" in page.inner_text("#claims-count")
    page.click("#claims-reset")
    page.fill("#claims-q", "Relief Desk")
    assert rows.evaluate_all("all => all.map(one => one.id)") == ["claim-c11"]
    page.fill("#claims-q", "no such words")
    assert "No claim fits" in rows.first.inner_text()
    page.click("#claims-reset")
    page.select_option("#claims-series", CAMP)
    assert rows.count() == 2
    page.click("#claims-reset")
    figure = page.locator("#claims-table th[data-sort=value]")
    figure.locator("button").click()
    assert figure.get_attribute("aria-sort") == "ascending"
    assert rows.first.get_attribute("id") == "claim-c09"
    figure.locator("button").click()
    assert figure.get_attribute("aria-sort") == "descending"
    assert rows.first.get_attribute("id") == "claim-c07"


def test_download_holds_the_filtered_rows_and_no_formula(opened: Any, tmp_path: Path) -> None:
    page = _claims(opened("valley.html").page)
    page.fill("#claims-q", "observatory")
    shown = page.locator("#claims-table tbody tr").count()
    with page.expect_download() as caught:
        page.click("#claims-download")
    path = tmp_path / "claims.csv"
    caught.value.save_as(path)
    assert caught.value.suggested_filename == "valley-claims.csv"
    import polars as pl

    frame = pl.read_csv(path, infer_schema=False)
    assert frame.height == shown
    assert frame.columns[:3] == ["claim_id", "day", "value"]
    assert page.evaluate("csvCell('=1+1')") == "'=1+1"
    assert page.evaluate("csvCell(-5)") == "-5"
    assert page.evaluate("csvCell('a\"b,c')") == '"a""b,c"'


def test_the_chart_is_taken_along(opened: Any, tmp_path: Path) -> None:
    page = opened("valley.html").page
    for kind in ("csv", "svg", "png"):
        with page.expect_download() as caught:
            page.locator(f"#trend [data-share={kind}]").click()
        caught.value.save_as(tmp_path / f"chart.{kind}")
        assert caught.value.suggested_filename.startswith("valley-")
    lines = (tmp_path / "chart.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("series_id,date,")
    assert lines[0].endswith(",title,source,known")
    assert len(lines) == 1 + 36
    drawn = (tmp_path / "chart.svg").read_text()
    for words in (
        "People displaced from Kestrel Valley",
        "Source: ",
        "As known on",
        "29 March 2031",
        "33,700",
    ):
        assert words in drawn
    assert (tmp_path / "chart.png").read_bytes()[:4] == b"\x89PNG"
    assert (tmp_path / "chart.png").stat().st_size > 20_000


def test_the_live_chart_is_taken_along_with_its_title(opened: Any, tmp_path: Path) -> None:
    page = _closer(opened("valley.html").page)
    page.select_option("#choose", CAMP)
    with page.expect_download() as caught:
        page.locator("#trend [data-share=svg]").click()
    caught.value.save_as(tmp_path / "chart.svg")
    assert "sheltered in Linden Camp" in (tmp_path / "chart.svg").read_text()


def test_the_sentence_is_copied_with_its_source(opened: Any) -> None:
    page = opened("valley.html").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#trend [data-share=copy]").click()
    page.wait_for_function("() => document.getElementById('announce').textContent === 'Copied.'")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("About 33,700 people fled from Kestrel Valley to Linden Camp")
    assert "Source: Kestrel Observatory" in text
    page.locator("#trend [data-share=embed]").click()
    page.wait_for_function("() => navigator.clipboard.readText().then(text => text.startsWith('<iframe'))")
    assert "valley-chart.html" in page.evaluate("navigator.clipboard.readText()")


def test_the_picture_tells_a_dots_words(opened: Any) -> None:
    page = opened("valley.html").page
    page.locator("#trend .wide [data-id=c05]").hover()
    told = page.inner_text(".tip")
    assert "nearly 26,000 people" in told
    assert "Counted by: Kestrel Observatory" in told
    page.locator("#trend .wide [data-id=c04]").hover()
    assert "<script>alert" in page.inner_text(".tip")
    page.locator("#trend .wide [data-id=c05]").click()
    page.wait_for_selector("#claim-c05.target")
    assert page.evaluate("document.activeElement.id") == "claim-c05"
    page.locator("#trend .drawing").focus()
    page.keyboard.press("End")
    last = page.inner_text("#announce")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#announce") != last
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id").startswith("claim-")


def test_keyboard_alone_reads_the_dots(opened: Any) -> None:
    page = _closer(opened("valley.html").page)
    page.locator(CHART).focus()
    page.keyboard.press("End")
    assert "three people" in page.inner_text("#announce") or "33,000" in page.inner_text("#announce")
    page.keyboard.press("Home")
    first = page.inner_text("#announce")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#announce") != first
    assert page.locator(f"{CHART} .hoverlayer .hovertext").count() == 1
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    told = page.inner_text("#announce").split(". ")[0]
    page.wait_for_function(
        f"told => document.querySelector('{CHART} .hoverlayer').textContent.startsWith(told)", arg=told
    )
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id").startswith("claim-")


def test_every_control_is_reached_by_tab(opened: Any) -> None:
    page = _claims(_closer(opened("valley.html").page))
    page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    page.locator("a.skip").focus()
    seen = set()
    for _ in range(160):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"choose", "known", "claims-q", "claims-role", "claims-download"} <= seen
    assert any(str(name).startswith("chart") for name in seen)


def test_as_known_on_earlier_days(opened: Any) -> None:
    page = _closer(opened("valley.html").page)
    best = "document.querySelector('#trend .chart').data.find(trace => trace.meta === 'best').y"
    now = page.evaluate(f"Math.max(...{best})")
    slider = page.locator("#known")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    told = page.inner_text("#trend output")
    assert told.startswith("As known on 21 March 2031: ")
    assert page.evaluate(f"Math.max(...{best})") < now
    shown = "document.querySelector('#trend .chart').data.filter(trace => trace.meta === 'claims').flatMap(trace => trace.y).filter(y => y !== null).length"
    before = page.evaluate(shown)
    page.keyboard.press("Home")
    assert "no number could be worked out yet" in page.inner_text("#trend output")
    assert page.evaluate(shown) < before
    page.keyboard.press("End")
    assert page.inner_text("#trend output") == "now"
    assert page.evaluate(f"Math.max(...{best})") == now


def test_another_quantity_can_be_chosen(opened: Any) -> None:
    page = _closer(opened("valley.html").page)
    page.select_option("#choose", CAMP)
    page.wait_for_function(
        "() => document.querySelector('#trend .chart').data.some(trace => trace.name === 'Relief Desk')"
    )
    assert "sheltered" in page.locator("#trend h2:visible").inner_text()
    assert page.locator("#known").is_hidden()


def test_legend_buttons_hide_a_counter(opened: Any) -> None:
    page = _closer(opened("valley.html").page)
    button = page.locator(f"#trend [data-for='{OUT}'] [data-trace='Kestrel Observatory']")
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    hidden = "document.querySelector('#trend .chart').data.find(trace => trace.name === 'Kestrel Observatory').visible"
    assert page.evaluate(hidden) is False
    button.click()
    assert page.evaluate(hidden) is not False


def test_an_address_with_a_claim_opens_at_its_row(opened: Any) -> None:
    page = opened("valley.html#claim-c13").page
    assert page.locator("#claim-c13.target").count() == 1


def test_without_scripts_the_story_stands(opened: Any) -> None:
    page = opened("valley.html", scripts=False).page
    assert "33,700 people" in page.inner_text("p.headline")
    assert page.locator("#trend .wide svg.picture").is_visible()
    assert page.locator("#trend .narrow svg.picture").is_hidden()
    assert page.locator("#places .wide svg.land").is_visible()
    assert page.locator("#disagree table").first.is_visible()
    _claims(page)
    assert page.locator("#claims-table tbody tr").count() == 17
    assert page.locator("#claims-table").is_visible()
    assert page.locator("#claims-q").is_hidden()


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", ["index.html", "valley.html", "other.html", "valley-chart.html"])
def test_nothing_sticks_out(opened: Any, name: str, width: int) -> None:
    page = opened(name, width=width).page
    assert page.locator("html").evaluate("node => node.scrollWidth") <= width


def test_prints_to_paper(opened: Any, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    page = opened("valley.html").page
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    reader = pypdf.PdfReader(tmp_path / "page.pdf")
    text = "".join(sheet.extract_text() for sheet in reader.pages)
    assert "33,700 people" in text
    assert "Clear filters" not in text
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((595, 842), abs=2)


def test_the_compact_page_unpacks_itself(opened: Any, tmp_path: Path) -> None:
    from tracker.publishing import PublishOptions, publish

    made = world()
    publish(made.reconciliation, tmp_path / "out", PublishOptions(compact=True, **made.arguments()))
    watched = opened("valley.html", where=tmp_path / "out")
    assert _closer(watched.page).locator(f"{CHART} .scatterlayer .trace").count() >= 5
    assert watched.strangers() == []
    assert watched.complaints == []


def test_the_zip_unpacked_draws(opened: Any, tmp_path: Path) -> None:
    import zipfile

    from tracker.publishing import PublishOptions, publish

    made = world()
    publish(made.reconciliation, tmp_path / "out", PublishOptions(zip_all=True, **made.arguments()))
    with zipfile.ZipFile(tmp_path / "out" / "pages.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    watched = opened("valley.html", where=tmp_path / "unpacked" / "displacement")
    assert _closer(watched.page).locator(f"{CHART} .scatterlayer .trace").count() >= 5
    assert [url.rsplit("/", 1)[-1] for url in watched.strangers()] == ["plotly.js"]
    assert watched.complaints == []


def test_five_thousand_claims_stay_usable(opened: Any, tmp_path: Path) -> None:
    from tracker.publishing import PublishOptions, publish

    made = world(5000)
    publish(made.reconciliation, tmp_path / "out", PublishOptions(**made.arguments()))
    watched = opened("valley.html", where=tmp_path / "out")
    page = _claims(watched.page)
    rows = page.locator("#claims-table tbody tr")
    assert rows.count() == 25
    page.fill("#claims-q", "source 7")
    assert rows.count() == 25
    page.click("#claims-next")
    assert "Page 2 of" in page.inner_text("#claims-page")
    assert watched.complaints == []


def test_axe_finds_no_serious_fault(opened: Any, root: Path) -> None:
    named = os.environ.get("AXE")
    axe = Path(named) if named else root / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("needs axe-core: npm install axe-core, or set AXE to axe.min.js")
    for name in ("valley.html", "other.html"):
        for width in (1280, 360):
            page = opened(name, width=width).page
            page.evaluate(axe.read_text())
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            serious = [
                (fault["id"], fault["impact"], [node["html"][:120] for node in fault["nodes"][:3]])
                for fault in found["violations"]
                if fault["impact"] in ("serious", "critical")
            ]
            assert serious == [], (name, width)


def test_the_headline_and_the_dots_follow_an_earlier_day(opened: Any) -> None:
    page = _closer(opened("valley.html").page)
    now = page.inner_text("p.headline")
    filled = (
        "document.querySelector('#trend .chart').data.filter(trace => trace.meta === 'claims')"
        ".flatMap(trace => trace.marker.color.filter((_, i) => trace.y[i] !== null))"
    )
    page.locator("#known").focus()
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("p.headline").startswith("As known on 21 March 2031: About ")
    assert "view of 21 March 2031" in page.inner_text("#earlier")
    assert page.locator(".now:visible").count() == 0
    assert len(set(page.evaluate(filled))) > 1
    page.keyboard.press("End")
    assert page.inner_text("p.headline") == now
    assert page.locator("p.headline strong").count() == 1
    assert page.locator("#earlier").is_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_claims_are_folded_until_asked_for(opened: Any, width: int) -> None:
    page = opened("valley.html", width=width).page
    assert page.locator("#claims-table").is_hidden()
    _claims(page)
    assert page.locator("#claims-table").is_visible()
    assert opened("valley.html#claim-c13", width=width).page.locator("#claim-c13").is_visible()


def test_a_link_to_something_folded_unfolds_it(opened: Any) -> None:
    page = opened("valley.html").page
    page.locator(".unsure a[href='#grades']").click()
    assert page.locator("#grades dl").is_visible()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_the_first_screen_holds_answer_picture_and_doubt(opened: Any, width: int, height: int) -> None:
    page = opened("valley.html", width=width, height=height).page
    for part in (".headline .big", ".range", "#trend h2"):
        assert page.locator(part).first.bounding_box()["y"] < height
    shown = page.locator("#trend svg.picture:visible").bounding_box()
    assert shown["y"] + shown["height"] <= height, "the whole picture"
    if width > 400:
        doubt = page.locator(".unsure").bounding_box()
        assert doubt["y"] + doubt["height"] <= height
    order = page.locator(".headline, #trend svg.picture:visible, .unsure").evaluate_all(
        "all => all.map(one => [one.tagName, one.getBoundingClientRect().top])"
    )
    assert min(order, key=lambda one: one[1])[0] == "P"


def test_a_page_is_at_most_five_screens(opened: Any) -> None:
    page = opened("valley.html", width=1440).page
    assert page.evaluate("document.documentElement.scrollHeight") <= 5 * 900


def test_paper_has_every_row_with_its_address(opened: Any, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    from tracker.publishing import PublishOptions, publish

    made = world(120)
    publish(made.reconciliation, tmp_path / "out", PublishOptions(**made.arguments()))
    page = opened("valley.html", width=360, where=tmp_path / "out").page
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#claims-table tbody tr").count() == 137
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#claims-table").is_hidden()
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "page.pdf").pages)
    assert "https://example.org/r1.html" in text.replace("\n", "")


def test_no_figure_breaks_within_a_number_or_a_word(opened: Any) -> None:
    page = _claims(opened("valley.html").page)
    heights = page.locator("#claims-table td.fig").evaluate_all(
        "all => all.map(cell => { const range = document.createRange(); const text = cell.firstChild;"
        " return cell.textContent.split(' ').map(word => { const at = text.data.indexOf(word);"
        " range.setStart(text, at); range.setEnd(text, at + word.length);"
        " return range.getClientRects().length; }); })"
    )
    assert heights
    assert all(count == 1 for cell in heights for count in cell)


def test_official_figures_answer_to_the_mouse_and_the_legend(opened: Any, tmp_path: Path) -> None:
    from tests.publishing.official_world import BUREAU, FIGURES, official_world
    from tracker.publishing import PublishOptions, publish

    made = official_world()
    publish(
        made.reconciliation,
        tmp_path / "out",
        PublishOptions(official=FIGURES, compact=True, **made.arguments()),
    )
    for width in (1280, 390):
        watched = opened("valley.html", where=tmp_path / "out", width=width)
        page = _closer(watched.page)
        name = f"{BUREAU}, official figures"
        shown = f"document.querySelector('{CHART}').data.find(one => one.name === '{name}').visible !== false"
        assert page.evaluate(shown)
        page.locator(f"#trend [data-for='{OUT}'] [data-trace='{name}']").click()
        page.wait_for_function(f"!({shown})")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.complaints == []


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_no_two_labels_overlap(opened: Any, width: int) -> None:
    page = opened("valley.html", width=width).page
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    met = page.evaluate(
        """() => {
            const found = [];
            for (const svg of document.querySelectorAll("svg.picture, svg.land, svg.panel")) {
                if (!svg.getClientRects().length) continue;
                const texts = [...svg.querySelectorAll("text")];
                texts.forEach((one, place) => texts.slice(place + 1).forEach((other) => {
                    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
                    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                    // lines of one label stand close: their boxes share leading, not letters
                    if (wide > 1 && high > 4) found.push(`${one.textContent} / ${other.textContent}`);
                }));
                const edge = document.documentElement.clientWidth;
                for (const one of texts) if (one.getBoundingClientRect().right > edge) found.push(`${one.textContent} sticks out`);
            }
            return found;
        }"""
    )
    assert met == []
