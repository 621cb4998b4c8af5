"""A pool gives what one process gives, in order, whatever happens to its processes: these are really killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.engine import Lost, Pool, Work, can_pool, here
from tracker.errors import EngineFailed
from tracker.read.limits import Limits

pytestmark = pytest.mark.skipif(not can_pool(), reason="this system cannot fork")
WORK = Work(name="tests.engine.tasks:double", given={"seed": 1})


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(WORK, workers=2, limits=Limits(memory_mb=256, seconds=1)) as made:
        yield made


def test_results_come_in_the_order_of_the_items(pool: Pool) -> None:
    numbers = list(range(30_000))
    assert list(pool.run(numbers)) == list(here(WORK, numbers)) == [2 * n + 1 for n in numbers]


def test_nothing_gives_nothing(pool: Pool) -> None:
    assert list(pool.run([])) == []


def test_a_worker_that_is_killed_loses_nothing(pool: Pool, tmp_path: Path) -> None:
    items = [1, 2, f"kill once: {tmp_path / 'a'}", 3, f"kill once: {tmp_path / 'b'}", 4]
    assert list(pool.run(items)) == [3, 5, "done by another", 7, "done by another", 9]


def test_an_item_that_ends_every_worker_is_lost_and_the_others_are_done(pool: Pool) -> None:
    first, lost, second = pool.run([1, "kill", 2])
    assert (first, second) == (3, 5)
    assert isinstance(lost, Lost)
    assert lost.item == "kill"
    assert "SIGKILL" in lost.fault


def test_an_item_the_function_breaks_on_is_lost_in_any_engine(pool: Pool) -> None:
    for found in (list(pool.run([1, "raise", 2])), list(here(WORK, [1, "raise", 2]))):
        assert [found[0], found[2]] == [3, 5]
        assert isinstance(found[1], Lost)
        assert "ValueError in tasks.py" in found[1].fault
        assert "no such valley" in found[1].fault


def test_an_item_that_takes_for_ever_is_lost(pool: Pool) -> None:
    found = list(pool.run([1, "for ever", 2]))
    assert [found[0], found[2]] == [3, 5]
    assert isinstance(found[1], Lost)
    assert "s of computing" in found[1].fault


def test_an_item_that_takes_all_memory_is_lost(pool: Pool) -> None:
    found = list(pool.run([1, "memory", 2]))
    assert [found[0], found[2]] == [3, 5]
    assert isinstance(found[1], Lost)
    assert "256 MB" in found[1].fault


def test_workers_killed_from_outside_in_a_run(pool: Pool) -> None:
    items: list[int | str] = [n if n % 10 else "sleep" for n in range(200)]
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.6):
            os.kill(pool.workers[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        found = list(pool.run(items))
    finally:
        over.set()
        killer.join()
    assert found == list(here(WORK, items))


def test_a_run_that_is_left_early_leaves_nothing_to_the_next(pool: Pool) -> None:
    running = pool.run(range(100_000))
    assert next(running) == 1
    running.close()
    assert list(pool.run([7, 8])) == [15, 17]


def test_the_processes_end_with_the_pool() -> None:
    with Pool(WORK, workers=2, limits=Limits()) as made:
        numbers = made.workers
        assert list(made.run([1])) == [3]
    until = time.monotonic() + 10
    while any(Path(f"/proc/{number}").exists() for number in numbers):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_pool_that_cannot_start_says_so() -> None:
    with pytest.raises(EngineFailed, match="did not start"):
        Pool(Work(name=WORK.name, warm="tests.engine.tasks:cannot_start"), workers=1, limits=Limits())
