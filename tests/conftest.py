"""What every test may use: where things stand, and how long Hypothesis may look."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "tests", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("tests")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def seed() -> Path:
    """Return the seed article that stands beside the repository; skip where it does not."""
    path = ROOT.parent / "shared" / "seed" / "france24-2019-03-08.txt"
    if not path.is_file():
        pytest.skip("the seed article does not stand beside the repository")
    return path
