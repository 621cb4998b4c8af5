"""Speed and memory of reading, beside a ten-line regex, on text made here.

    make bench                                             megabytes a second, both readers, in one run
    python tests/bench/bench_reading.py memory 100000      peak memory over so many small reports
    python tests/bench/bench_reading.py speed              the same speeds without pytest

Dense text: the golden reports that hold claims, over and over, every digit but the first of a number drawn anew
(so nothing is remembered), about one claim in 150 characters.  Ordinary text: news-like paragraphs put together
from sentences written here (sport, markets, weather, politics, science), numbers in about every second one, a
claim in about one of forty.  Other news: no claim at all, but in a quarter of the sentences, long ones with names and
quotations, words of the field that mean other things ("hit", "left", "tax shelter").  All are the same on every run.
"""

from __future__ import annotations

import random
import re
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.eval.reading import golden
from tracker.api import read_one
from tracker.vocabulary import Report

SIZE = 200_000
NUMBER = re.compile(r"\d[\d,]*")

OPENINGS = (
    "The council met on {day} and put off the vote until {month}",
    "Shares in the harbour company rose {small} per cent to {mid} crowns",
    "The home side won by {small} goals to {small} before a crowd of {big}",
    "Engineers will close the {small}th Street bridge for {small} weeks from {day}",
    "A survey of {big} readers put the library first among public services",
    "The new line is {mid} kilometres long and cost {small}.{small} million crowns",
    "Rain is likely on {day}, with highs of {small} degrees in the valleys",
    "The minister, {age}, has held the post since {year}",
    "The museum bought a painting of {year} for {big} crowns",
    "Farmers expect to bring in {big} tonnes of barley, {small} per cent more than in {year}",
    "The observatory counted {mid} sunspots, the most since {year}",
    "Turnout was {age} per cent, the electoral office said after counting {big} ballots",
    "The orchestra plays {small} concerts in {month}, the first on {day}",
    "The school has {mid} pupils and {age} teachers",
)
MIDDLES = (
    "Nobody on the board wished to say more, and the chair left without taking questions.",
    "It was the mildest evening of the season, and the squares stayed full long after the shops had shut.",
    "Critics had feared worse; in the end the changes were small and most of them had been agreed in spring.",
    "The plan now goes to the regional assembly, where it needs a simple majority.",
    "Her predecessor had promised as much, without saying where the money would come from.",
    "“We have waited long enough,” said the owner of the bakery at the corner.",
    "Work goes on through the winter, weather allowing.",
    "The two sides will talk again next week.",
)
CLAIMS = (
    "About {mid} people were evacuated from the valley on {day} after the dam began to leak, the district said.",
    "At least {small} people were injured when a stand gave way.",
)
OTHER = (
    "The fund, which {name} left in {year} after {small} years, said on {day} that it had returned {small} per cent to "
    "the people who hold its units, and that {name} would take over its {city} office in {month}",
    "“We were hit hard in the first half, we lost the ball {mid} times, and we have to live with that,” {name} told "
    "reporters in {city} after the {small}-{small} defeat before {big} people",
    "The court in {city} heard on {day} that {name}, {age}, had received {big} crowns from a firm that {name} had led "
    "until {year}, and adjourned the case to {month}",
    "Parliament voted {mid} to {age} to keep the tax shelter that {name} brought in {year}, with {small} members absent",
    "A total of {big} people applied for the {mid} flats that the city of {city} let in {month}, {name} said",
    "{name}, who has won {small} of the last {age} races, pulled out on {day} with an injury and returns in {month}",
    "The carrier moved {big} passengers through {city} in {month}, {small} per cent more than in {year}, and expects "
    "to fill its {mid} new posts by {day}",
    "Shares in {city} fell {small}.{small} per cent to {mid}, their lowest since {month} {year}, as investors fled to bonds",
    "The film, shot in {city} in {year} for {small} million crowns, drew {big} people on its first weekend",
    "“Nobody can tell me that {small} teachers for {mid} children is enough,” {name} said in {city} on {day}",
)
NAMES = ("Ana Holm", "Piet Varga", "Mr Osei", "Dr Lind", "Tomas Brandt", "Ms Okafor", "Judge Reyes")
CITIES = ("Lisbon", "Osaka", "Graz", "Leeds", "Tampere", "Montevideo", "Perth")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "March", "May", "July", "September", "November")


def dense(size: int = SIZE, seed: int = 1) -> list[Report]:
    """Return reports full of claims, together about ``size`` characters."""
    chance = random.Random(seed)
    sources = [one.report for one in golden() if one.claims]
    made: list[Report] = []
    total = 0

    def anew(found: re.Match[str]) -> str:
        first, *rest = found.group()
        return first + "".join(str(chance.randrange(10)) if letter.isdigit() else letter for letter in rest)

    while total < size:
        source = sources[len(made) % len(sources)]
        text = NUMBER.sub(anew, source.text)
        made.append(Report(report_id=f"dense-{len(made)}", text=text, published=source.published))
        total += len(text)
    return made


def ordinary(size: int = SIZE, seed: int = 2, *, other: bool = False) -> list[Report]:
    """Return news-like reports with many numbers and few claims, together about ``size`` characters.

    With ``other`` they are other news, without any claim.
    """
    chance = random.Random(seed)

    def sentence() -> str:
        drawn = chance.random()
        telling, share = (OTHER, 0.25) if other else (CLAIMS, 0.025)
        said = chance.choice(telling if drawn < share else MIDDLES if drawn < 0.5 else OPENINGS)
        text = said.format(
            day=chance.choice(DAYS),
            month=chance.choice(MONTHS),
            small=chance.randint(2, 9),
            mid=chance.randint(100, 999),
            age=chance.randint(21, 79),
            big=f"{chance.randint(10_000, 99_999):,}",
            year=chance.randint(1950, 2020),
            **({"name": chance.choice(NAMES), "city": chance.choice(CITIES)} if other else {}),
        )
        return text if text.endswith((".", "”")) else text + "."

    made: list[Report] = []
    total = 0
    while total < size:
        text = "\n\n".join(" ".join(sentence() for _ in range(4)) for _ in range(6))
        made.append(Report(report_id=f"news-{len(made)}", text=text, published=golden()[0].report.published))
        total += len(text)
    return made


# -- a ten-line regex, for scale --------------------------------------------------------------------------

TEN_LINES = re.compile(
    r"(?:(more than|over|at least|nearly|almost|about|around|some|up to)\s+)?"
    r"(\d{1,3}(?:,\d{3})+|\d+|dozens|hundreds|thousands|tens of thousands)(?:\s+(million))?\s+"
    r"(people|civilians|refugees|families|residents|persons|IDPs|homes|houses|children)\b"
    r"[^.]{0,80}?\b(fled|displaced|left|returned|evacuated|killed|injured|wounded|missing|trapped|destroyed|sheltering)\b",
    re.IGNORECASE,
)


def by_regex(reports: list[Report]) -> int:
    """Count what the regex takes for claims."""
    return sum(1 for report in reports for _ in TEN_LINES.finditer(report.text))


def by_tracker(reports: list[Report]) -> int:
    """Count the claims the tracker reads, as ``tracker.extract`` reads them."""
    return sum(len(read_one(report, unread=False)[1]) for report in reports)


TEXTS: dict[str, Callable[[], list[Report]]] = {
    "dense": cache(dense),
    "ordinary": cache(ordinary),
    "other": cache(partial(ordinary, seed=3, other=True)),
}
READERS = {"tracker": by_tracker, "ten-line regex": by_regex}


@pytest.mark.benchmark(timer=time.process_time)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", TEXTS)
def test_reading_speed(kind: str, reader: str, benchmark: object) -> None:
    reports = TEXTS[kind]()
    size = sum(len(report.text.encode()) for report in reports) / 1e6
    READERS[reader](reports[:20])  # words and tries are loaded once a process
    found = benchmark.pedantic(READERS[reader], args=(reports,), rounds=3)  # type: ignore[attr-defined]
    assert found > 0 or kind == "other"
    best = benchmark.stats.stats.min  # type: ignore[attr-defined]
    benchmark.extra_info |= {"MB/s": round(size / best, 2), "claims": found}  # type: ignore[attr-defined]
    print(f"\n  {kind:8} {reader:15} {size / best:8.2f} MB/s  {found:6} found in {size:.2f} MB")


def speed() -> None:
    """Print megabytes a second of both readers on every kind of text, best of three."""
    for kind, make in TEXTS.items():
        reports = make()
        size = sum(len(report.text.encode()) for report in reports) / 1e6
        for name, reader in READERS.items():
            reader(reports[:20])
            spent = []
            for _ in range(3):
                began = time.process_time()
                found = reader(reports)
                spent.append(time.process_time() - began)
            print(
                f"{kind:8} {name:15} {size / min(spent):8.2f} MB/s of CPU  {found:6} found in {size:.2f} MB"
            )


def memory(count: int) -> None:
    """Read ``count`` small reports one at a time; print how memory stands after each tenth."""
    import resource

    source = dense(size=40_000)
    step = max(1, count // 10)
    claims = 0
    tracemalloc.start()
    for number in range(count):
        text = source[number % len(source)].text[:600] + f" Note {number}."
        report = Report(report_id=f"small-{number}", text=text, published=source[0].published)
        claims += len(read_one(report)[1])
        if (number + 1) % step == 0:
            held, peak = tracemalloc.get_traced_memory()
            whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{number + 1:>9,} reports  {claims:>9,} claims  {held / 1e6:7.1f} MB held  "
                f"{peak / 1e6:7.1f} MB peak  {whole:7.0f} MB process peak",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        memory(int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
    else:
        speed()
