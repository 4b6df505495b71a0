from pathlib import Path

import pytest

from load.scenarios.scenario import Size
from load.scenarios.slow_phones import SLOW_PHONES
from tests.load.scenarios.conftest import Playground
from tests.load.scenarios.playing import played

pytestmark = pytest.mark.timeout(120)


async def test_who_does_not_read_is_sent_away_and_comes_back_whole(playground: Playground, tmp_path: Path) -> None:
    """So much is said that their outboxes are full before their time is up."""
    size = Size(phones=40, seconds=2, per_s=900)
    found = await played(SLOW_PHONES, size, tmp_path, playground.url, playground.secret)
    assert found.figures["laggards"] == 2
    assert found.figures["let_go"] == 2
    assert found.figures["laggards_resumed"] + found.figures["laggards_snapshots"] >= 2
    assert found.figures["told_to_stay_away"] == 0
