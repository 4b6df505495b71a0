from pathlib import Path

import pytest

from load.scenarios.reconnect_storm import RECONNECT_STORM
from load.scenarios.scenario import Size
from tests.load.scenarios.playing import played

pytestmark = pytest.mark.timeout(180)


async def test_everybody_comes_back_to_new_workers(tmp_path: Path) -> None:
    found = await played(RECONNECT_STORM, Size(phones=30, seconds=2, per_s=20), tmp_path)
    assert found.figures["cut_off"] == 30
    assert 0 < found.figures["back_s"] < 60
    assert found.figures["resumed"] + found.figures["snapshots"] >= 60
    assert 0 < found.figures["log_reads_per_room"] < 10
    assert "cpu/worker 2" in found.timeline.columns
    assert found.figures["commands_acked"] == found.figures["commands_sent"]
