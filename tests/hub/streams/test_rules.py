"""When a stage may go up and down."""

import pytest

from hub.errors import Rejected
from hub.kernel import Command, Role
from hub.streams import STREAMS
from hub.streams.messages import GoDown, GoLive, WentDown, WentLive
from hub.streams.rules import Stage
from tests.builders import EVENING_MS, LANES, a_moment, an_actor, decided, folded

UP = WentLive(by="kim", title="Late set", at_ms=EVENING_MS)


def test_going_live_opens_the_stage() -> None:
    moment = a_moment(an_actor("kim", Role.STREAMER))

    stage, outcome = decided(STREAMS, Stage(), GoLive(title="Late set"), moment)

    assert outcome == (UP,)
    assert stage == Stage(live=UP)


def test_going_down_closes_the_stage() -> None:
    moment = a_moment(an_actor("kim", Role.STREAMER))

    stage, outcome = decided(STREAMS, Stage(UP), GoDown(), moment)

    assert outcome == (WentDown(by="kim", at_ms=EVENING_MS),)
    assert stage == Stage()


@pytest.mark.parametrize(
    ("stage", "command", "code"),
    [
        (Stage(UP), GoLive(title="Again"), "streams.already_up"),
        (Stage(), GoDown(), "streams.not_up"),
    ],
)
def test_a_stage_goes_up_once_and_down_once(stage: Stage, command: Command, code: str) -> None:
    with pytest.raises(Rejected) as refusal:
        decided(STREAMS, stage, command, a_moment())

    assert refusal.value.code == code


def test_every_lane_sees_the_stage() -> None:
    stage = folded(STREAMS, [UP])

    for lane in LANES:
        assert STREAMS.view(UP, lane) == UP
        assert STREAMS.show(stage, lane) == stage


def test_streamers_and_organisers_run_the_stage() -> None:
    expected = {Role.OWNER, Role.MANAGER, Role.STREAMER, Role.SYSTEM}

    assert STREAMS.allowed == {GoLive: expected, GoDown: expected}
