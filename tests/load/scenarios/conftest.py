"""One hub for all scenarios that break nothing."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from load.scenarios.catalogue import SCENARIOS
from load.scenarios.ground import Elsewhere
from load.scenarios.scenario import DOOR, RATES
from load.stage import NOT_OURS, Facts, begin

SECRET = "for tests only: as long as it has to be, and longer"


@dataclass(frozen=True)
class Playground:
    """A hub that lets everything through, with a floor for every scenario and some more, and one that does not."""

    url: str
    secret: str
    facts: Facts
    strict: "Fragile"


class Fragile(Elsewhere):
    """A hub that takes orders."""

    def __init__(self, process: "subprocess.Popen[str]", facts: Facts) -> None:
        super().__init__(facts.url, SECRET)
        self.facts = facts
        self._process = process

    async def order(self, order: str) -> Facts:
        self.facts = await asyncio.to_thread(self._ordered, order)
        return self.facts

    def _ordered(self, order: str) -> Facts:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        return _facts(self._process)


def _facts(process: "subprocess.Popen[str]") -> Facts:
    assert process.stdout is not None
    return msgspec.json.decode(process.stdout.readline(), type=Facts)


def _up(directory: str, settings: dict[str, str], rooms: list[str]) -> "subprocess.Popen[str]":
    environ = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
    begin(Path(directory))
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
    rooms = [f"floor/{each.name}" for each in SCENARIOS] + ["floor/one"]
    hubs = [
        _up(str(tmp_path_factory.mktemp("open")), {**DOOR, **RATES}, rooms),
        _up(str(tmp_path_factory.mktemp("strict")), dict(DOOR), ["floor/flood", "floor/deploy", "floor/one"]),
    ]
    try:
        lenient, strict = [_facts(hub) for hub in hubs]
        yield Playground(lenient.url, SECRET, lenient, Fragile(hubs[1], strict))
    finally:
        for hub in hubs:
            assert hub.stdin is not None
            hub.stdin.close()
        for hub in hubs:
            assert hub.stdout is not None
            hub.stdout.read()
            hub.stdout.close()
            hub.wait(30)
