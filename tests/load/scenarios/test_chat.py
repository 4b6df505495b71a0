from pathlib import Path

import pytest

from load.scenarios.chat import CHAT
from load.scenarios.scenario import Size
from tests.load.scenarios.conftest import Playground
from tests.load.scenarios.playing import played

pytestmark = pytest.mark.timeout(120)


async def test_what_is_saved_is_counted_and_timed(playground: Playground, tmp_path: Path) -> None:
    found = await played(CHAT, Size(phones=3, seconds=1.5), tmp_path, playground.url, playground.secret)
    assert found.figures["saved_per_s"] > 100
    assert 0 < found.figures["p50_ms"] <= found.figures["p99_ms"]
    assert found.latency.endswith("that it is saved.")
