"""The seed of a session of faults, and the table that it fills."""

import os
import time
from collections.abc import Generator

import pytest

from load.reliability import FaultRow, keep_faults

SEED = int(os.environ.get("HUB_SEED") or time.time_ns() % 1_000_000)


def pytest_report_header() -> str:
    """Said before anything runs, so that it is known when nothing ends."""
    return f"HUB_SEED={SEED} make faults does it again"


@pytest.fixture(scope="session")
def seed() -> int:
    """Everything that is left to chance comes from it; give it as HUB_SEED."""
    return SEED


@pytest.fixture(scope="session")
def rows() -> Generator[list[FaultRow]]:
    """A test of a fault adds its row; what was added is kept, and docs/reliability.md written, when all have run."""
    kept: list[FaultRow] = []
    yield kept
    if kept:
        keep_faults(kept)
