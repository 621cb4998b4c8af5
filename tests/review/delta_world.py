"""A small made-up crisis in a folder: three reports, two counters, a number nearly a claim, words meant as markup."""

from __future__ import annotations

from pathlib import Path

REPORTS = {
    "03-first": (
        "Delta Courier",
        "2021-05-03",
        "Water over the dyke",
        "Some 12,300 people have been displaced in Bol since Saturday, the flood office said.\n\n"
        "At least 14 people were killed. The army has sent 300 soldiers and food for 900 families.",
    ),
    "05-second": (
        "Delta Courier",
        "2021-05-05",
        "The lake still rises",
        "About 15,700 people have been displaced in Bol since Saturday, the flood office said on Wednesday.\n\n"
        "Another 2,400 were said to be with relatives in Baga Sola, and 85 farmers came to look.",
    ),
    "06-third": (
        "Lake Wire",
        "2021-05-06",
        'A <script>window.hit=1</script> & "quoted" title',
        "Around 22,000 people have been displaced in Bol since Saturday, the Red Cross said on Thursday.\n\n"
        '<img src=x onerror="window.hit=1"> <b>No fewer than 31 people</b> were killed <script>window.hit=1</script>.',
    ),
}


def write(folder: Path) -> Path:
    """Write the reports below a folder; return the folder to review."""
    place = folder / "reports" / "delta"
    place.mkdir(parents=True)
    for name, (publisher, day, title, text) in REPORTS.items():
        head = f"---\ntitle: '{title}'\npublisher: {publisher}\npublished: {day}\n---\n\n"
        (place / f"{name}.md").write_text(head + text + "\n", encoding="utf-8")
    return place.parent
