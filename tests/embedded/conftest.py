"""Real programs in directories of their own; each test leaves none behind."""

import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from embedded.postgres import Postgres
from embedded.redis import Redis


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory in which a Postgres has been made, and stopped."""
    directory = tmp_path_factory.mktemp("made")
    with Postgres(directory):
        return directory


@pytest.fixture
def cluster(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    subprocess.run(["/bin/cp", "-a", made, tmp_path / "hub"], check=True)
    return tmp_path / "hub"


@pytest.fixture
def postgres(cluster: Path) -> Generator[Postgres]:
    with Postgres(cluster) as running:
        yield running


@pytest.fixture
def redis(tmp_path: Path) -> Generator[Redis]:
    with Redis(tmp_path / "hub") as running:
        yield running
