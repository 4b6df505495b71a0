from pathlib import Path

import pytest

from load.scenarios.doors import DOORS
from load.scenarios.scenario import Size
from tests.load.scenarios.conftest import Playground
from tests.load.scenarios.playing import played

pytestmark = pytest.mark.timeout(120)


async def test_a_crowd_comes_in(playground: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.scenarios.doors.QUIET_S", 0.0)
    found = await played(DOORS, Size(phones=120, seconds=1, per_s=20), tmp_path, playground.url, playground.secret)
    assert found.figures["joins_per_s"] > 10
    assert 0 < found.figures["welcome_p50_ms"] <= found.figures["welcome_p99_ms"]
    assert found.figures["deliveries_per_s"] > 100
    assert [each.what for each in found.events] == ["the doors open", "everybody is in"]
