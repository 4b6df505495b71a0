from pathlib import Path

import pytest

from load.scenarios.requests_open import REQUESTS_OPEN
from load.scenarios.scenario import Size
from tests.load.scenarios.conftest import Playground
from tests.load.scenarios.playing import played

pytestmark = pytest.mark.timeout(120)


async def test_everybody_who_asks_is_answered(playground: Playground, tmp_path: Path) -> None:
    size = Size(phones=40, seconds=1.5)
    found = await played(REQUESTS_OPEN, size, tmp_path, playground.url, playground.secret)
    assert found.figures["taken"] == 40
    assert found.figures["queue_full"] == found.figures["unanswered"] == 0
    assert max(each or 0 for each in found.timeline.columns["deliveries_per_s"]) > 0
