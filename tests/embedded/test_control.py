"""A tool breaks what runs, piece by piece, and is told what became of it."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from embedded.control import up
from embedded.stack import Wanted
from tests.embedded.processes import all_gone


@pytest.fixture(autouse=True)
def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUB_DATABASE_URL", "HUB_REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


def test_every_order_does_what_it_says(cluster: Path) -> None:
    told: list[dict[str, Any]] = []

    def orders() -> Iterator[str]:
        first = told[-1]
        with urllib.request.urlopen(f"{first['url']}/health/ready", timeout=5) as answer:
            assert json.load(answer)["status"] == "ready"
        assert len(first["pids"]["workers"]) == 2
        redis, postgres = first["pids"]["redis"], first["pids"]["postgres"]
        yield "kill redis"
        assert told[-1]["pids"]["redis"] is None
        assert all_gone([redis], 0)
        yield "start redis"
        assert told[-1]["pids"]["redis"] not in {None, redis}
        yield "pause postgres"
        yield "resume postgres\n"
        assert told[-1]["pids"]["postgres"] == postgres
        yield "kill worker"
        assert all_gone(first["pids"]["workers"][:1])
        yield f"kill {first['pids']['workers'][1]}"
        assert all_gone(first["pids"]["workers"])
        yield "dance redis"
        assert "cannot dance redis: start, stop, kill" in told[-1]["error"]
        yield "kill 1"
        assert "cannot kill 1:" in told[-1]["error"]
        yield "stop hub"
        assert told[-1]["pids"]["hub"] is None
        assert told[-1]["pids"]["workers"] == []

    assert up(Wanted(cluster, port=0, rooms=("floor/bench",)), orders(), told.append) == 0
    assert all_gone([pid for pid in told[0]["pids"].values() if isinstance(pid, int)], 0)
