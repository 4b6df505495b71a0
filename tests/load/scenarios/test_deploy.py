from dataclasses import replace
from pathlib import Path

import pytest

from load.scenarios.deploy import DEPLOY
from load.scenarios.scenario import Size
from tests.load.scenarios.playing import played

pytestmark = pytest.mark.timeout(180)


async def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    quick = replace(DEPLOY, settings={"HUB_DRAIN_MS": "500"})
    found = await played(quick, Size(phones=30, workers=1, seconds=3, per_s=20), tmp_path)
    assert found.figures["cut_off"] == 30
    assert found.figures["restart_s"] <= found.figures["back_s"] < 60
    assert found.figures["away_p50_ms"] <= found.figures["away_max_ms"]
    assert found.figures["commands_acked"] == found.figures["commands_sent"]
