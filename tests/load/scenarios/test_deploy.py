import pytest

from load.scenarios.deploy import DEPLOY
from load.scenarios.scenario import Size
from load.scenarios.venue import Venue
from tests.load.scenarios.conftest import Playground

pytestmark = pytest.mark.timeout(180)


async def test_a_restart_loses_nothing(playground: Playground) -> None:
    venue = Venue(playground.strict, "floor/deploy", 7)
    await DEPLOY.play(venue, Size(phones=30, seconds=2, per_s=20))
    await venue.compare()
    assert venue.broken == []
    assert {each.figure for each in DEPLOY.bounds} <= set(venue.figures)
    assert venue.figures["lost"] == venue.figures["repeated"] == 0
    assert venue.figures["cut_off"] == 30
    assert 0 < venue.figures["back_s"] < 60
    assert venue.figures["restart_s"] > 0
    assert venue.figures["away_p50_ms"] <= venue.figures["away_max_ms"]
    assert venue.figures["commands_acked"] == venue.figures["commands_sent"]
    assert [each.what for each in venue.events][-1] == "everybody is back"
