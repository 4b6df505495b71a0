from pathlib import Path

import pytest

from load.scenarios.peak import PEAK
from load.scenarios.scenario import Size
from tests.load.scenarios.conftest import Playground
from tests.load.scenarios.playing import played

pytestmark = pytest.mark.timeout(120)


async def test_every_phone_has_what_is_said(playground: Playground, tmp_path: Path) -> None:
    found = await played(PEAK, Size(phones=30, seconds=2, per_s=50), tmp_path, playground.url, playground.secret)
    assert found.figures["deliveries_per_s"] > 30 * 50 / 2
    assert 0 < found.figures["p50_ms"] <= found.figures["p99_ms"] <= found.figures["max_ms"]
    assert found.figures["cut_off"] == 0
