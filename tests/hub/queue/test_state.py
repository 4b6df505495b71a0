"""A request queue at one moment."""

import pytest

from hub.queue import QUEUE
from hub.queue.messages import CalledUp, Held, Started
from hub.queue.state import Queue
from tests.builders import EVENING_MS, a_submitted, folded


def a_queue() -> Queue:
    """`r1` plays, `r2` is up next, `r3` to `r5` wait and `r4` is held."""
    return folded(
        QUEUE,
        [
            *(a_submitted(id=f"r{n}") for n in range(1, 6)),
            Started(id="r1", at_ms=EVENING_MS),
            CalledUp(id="r2"),
            Held(id="r4", on=True),
        ],
    )


@pytest.mark.parametrize(
    ("entry", "standing"),
    [("r1", "playing"), ("r2", "up next"), ("r3", "waiting"), ("r4", "waiting")],
)
def test_an_open_request_stands_somewhere(entry: str, standing: str) -> None:
    assert a_queue().standing(entry) == standing


def test_who_waits_and_is_not_held_can_be_called_up() -> None:
    assert a_queue().ready() == ["r3", "r5"]


def test_nobody_can_be_called_up_in_an_empty_queue() -> None:
    assert Queue().ready() == []


def test_nothing_plays_in_an_empty_queue() -> None:
    assert (Queue().playing, Queue().playing_since_ms) == (None, 0)
