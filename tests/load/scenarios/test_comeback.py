import pytest

from load.scenarios import venue as module
from load.scenarios.comeback import SPEAKERS, comeback
from load.scenarios.ground import Elsewhere
from load.scenarios.scenario import Size
from load.scenarios.venue import Venue
from tests.load.scenarios.conftest import Playground

pytestmark = pytest.mark.timeout(120)

SIZE = Size(phones=10, seconds=1, per_s=20)


def a_venue(playground: Playground) -> Venue:
    return Venue(Elsewhere(playground.url, playground.secret), "floor/one", 7)


async def tear(venue: Venue) -> None:
    """Cut off every phone; who speaks stays."""
    assert venue.crowd is not None
    await venue.crowd.cut(SIZE.phones)
    venue.happened("cut off")


async def test_everybody_is_waited_for_and_has_everything(playground: Playground) -> None:
    venue = a_venue(playground)
    await comeback(venue, SIZE, tear)
    assert [each.what for each in venue.events] == ["everybody is in", "cut off", "everybody is back"]
    assert venue.figures["cut_off"] == SIZE.phones
    assert (venue.figures["lost"], venue.figures["repeated"]) == (0, 0)
    assert venue.figures["back_s"] > 0
    assert "log_reads_per_room" in venue.figures
    assert venue.speakers is not None
    assert len(venue.speakers.bots) == SPEAKERS
    assert venue.broken == []


async def test_a_hub_that_keeps_somebody_was_not_gone(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BACK_S_MAX", 0.3)

    async def spare_one(venue: Venue) -> None:
        assert venue.crowd is not None
        await venue.crowd.cut(SIZE.phones - 1)

    with pytest.raises(TimeoutError):
        await comeback(a_venue(playground), SIZE, spare_one)
