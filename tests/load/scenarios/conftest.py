"""One hub for all scenarios that break nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass

import pytest

from load.scenarios.catalogue import SCENARIOS
from load.scenarios.scenario import DOOR, RATES

SECRET = "for tests only: as long as it has to be, and longer"


@dataclass(frozen=True)
class Playground:
    """A hub that somebody else started, with a floor for every scenario, and two for other tests."""

    url: str
    secret: str
    strict_url: str


def _up(directory: str, settings: dict[str, str], rooms: list[str]) -> "subprocess.Popen[str]":
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    options = ["--json", "--workers", "2", "--dir", directory, "--port", "0"]
    more = [part for room in rooms for part in ("--room", room)]
    return subprocess.Popen(
        [sys.executable, "-m", "embedded", "up", *options, *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**environ, **settings, "HUB_GRANT_SECRET": SECRET},
        start_new_session=True,
    )


@pytest.fixture(scope="session")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Generator[Playground]:
    """Two hubs that were started at the same time: one open to everything, one that holds people to their rate."""
    rooms = [f"floor/{each.name}" for each in SCENARIOS] + ["floor/one", "floor/two", "floor/three"]
    hubs = [
        _up(str(tmp_path_factory.mktemp("open")), {**DOOR, **RATES}, rooms),
        _up(str(tmp_path_factory.mktemp("strict")), dict(DOOR), ["floor/flood", "floor/one"]),
    ]
    urls: list[str] = []
    for hub in hubs:
        assert hub.stdout is not None
        urls.append(json.loads(hub.stdout.readline())["url"])
    yield Playground(urls[0], SECRET, urls[1])
    for hub in hubs:
        assert hub.stdin is not None
        assert hub.stdout is not None
        hub.stdin.close()
    for hub in hubs:
        hub.wait(30)
        assert hub.stdout is not None
        hub.stdout.close()
