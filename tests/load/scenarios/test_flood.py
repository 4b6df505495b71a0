import io
from pathlib import Path

import pytest

from load.scenarios.flood import FLOOD
from load.scenarios.progress import Progress
from load.scenarios.run import Wish, run
from load.scenarios.scenario import Size
from tests.load.scenarios.conftest import Playground
from tests.load.scenarios.playing import played

pytestmark = pytest.mark.timeout(120)


async def test_a_flood_is_refused(playground: Playground, tmp_path: Path) -> None:
    size = Size(phones=20, seconds=3, per_s=20)
    found = await played(FLOOD, size, tmp_path, playground.strict.facts.url, playground.secret)
    assert found.figures["flood_refused"] > found.figures["flood_sent"] / 2
    assert found.figures["flood_saved_per_s"] <= 60
    assert found.figures["p99_added_ms"] >= 0


async def test_a_hub_that_lets_everything_through_is_found_out(playground: Playground, tmp_path: Path) -> None:
    """The negative twin: without rates a bound is missed."""
    wish = Wish(Size(phones=2, seconds=1, per_s=20), 7, playground.url, playground.secret)
    found = await run(FLOOD, wish, tmp_path, Progress(io.StringIO()))
    assert not found.held
    assert "flood_refused" in {each.bound.figure for each in found.promises if not each.held}
