import gc
from collections.abc import Generator

import pytest

from api.collector import SOCKETS_GROWN, THRESHOLDS, Collector
from hub.rooms.meters import Spread


@pytest.fixture
def pauses() -> Generator[Spread]:
    yield Spread()
    gc.unfreeze()


def test_while_it_runs_young_objects_are_looked_at_less_often(pauses: Spread) -> None:
    before = gc.get_threshold(), list(gc.callbacks)
    collector = Collector(pauses)
    collector.start()
    assert gc.get_threshold() == THRESHOLDS
    collector.stop()
    assert (gc.get_threshold(), gc.callbacks) == before


def test_every_pause_is_counted(pauses: Spread) -> None:
    collector = Collector(pauses)
    collector.start()
    before = sum(pauses.counts)
    gc.collect(0)
    collector.stop()
    assert sum(pauses.counts) >= before + 1
    assert pauses.total > 0


def test_sockets_that_came_to_stay_are_not_walked_again(pauses: Spread) -> None:
    collector = Collector(pauses)
    frozen = gc.get_freeze_count()
    assert not collector.look(SOCKETS_GROWN - 1)
    assert gc.get_freeze_count() == frozen
    assert collector.look(SOCKETS_GROWN)
    assert gc.get_freeze_count() > frozen
    assert not collector.look(2 * SOCKETS_GROWN - 1)


def test_those_who_leave_and_come_back_count_as_new(pauses: Spread) -> None:
    collector = Collector(pauses)
    assert collector.look(2 * SOCKETS_GROWN)
    assert not collector.look(SOCKETS_GROWN)
    assert collector.look(2 * SOCKETS_GROWN)
