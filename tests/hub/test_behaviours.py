from itertools import chain
from typing import Any

import msgspec
import pytest

from hub.behaviours import BEHAVIOURS, COMMANDS, FACTS, KINDS, NOTICES, OWNER_OF, kind_of
from hub.kernel import SYSTEM_ONLY, Behaviour, Lane, Role
from hub.tips import TIPS

each_behaviour = pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda each: each.name)


def tag_of(cls: Any) -> str:
    """How a message is called on the wire."""
    return cls.__struct_config__.tag


@pytest.mark.parametrize(
    ("kind", "behaviours"),
    [
        ("show", ["presence", "chat", "advancing_sync"]),
        ("floor", ["presence", "queue", "tips", "chat"]),
        ("stream", ["presence", "chat", "tips", "streams"]),
    ],
)
def test_each_kind_of_room_can_do_what_it_is_for(kind: str, behaviours: list[str]) -> None:
    assert [each.name for each in KINDS[kind].behaviours] == behaviours


@pytest.mark.parametrize(
    ("kind", "lanes"),
    [("show", {Lane.CREW}), ("floor", {Lane.PUBLIC, Lane.DESK}), ("stream", {Lane.PUBLIC, Lane.DESK})],
)
def test_each_kind_of_room_has_its_lanes(kind: str, lanes: set[Lane]) -> None:
    assert set(KINDS[kind].lanes.values()) == lanes


@pytest.mark.parametrize("kind", KINDS)
def test_the_audience_never_sits_with_those_who_run_the_night(kind: str) -> None:
    assert KINDS[kind].lanes.get(Role.AUDIENCE) in {None, Lane.PUBLIC}
    assert KINDS[kind].lanes[Role.SYSTEM] is not Lane.PUBLIC


def test_the_audience_has_no_seat_in_a_show() -> None:
    assert KINDS["show"].lanes.keys().isdisjoint({Role.AUDIENCE, Role.DJ, Role.STREAMER})


@pytest.mark.parametrize(("room", "kind"), [("floor/demo", "floor"), ("show/x", "show"), ("stream/a/b", "stream")])
def test_a_room_says_its_kind(room: str, kind: str) -> None:
    found = kind_of(room)
    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize("room", ["", "attic/demo", "/demo", "floors/demo"])
def test_no_room_is_of_a_kind_that_there_is_not(room: str) -> None:
    assert kind_of(room) is None


def test_no_two_messages_have_the_same_tag() -> None:
    tags = [tag_of(cls) for cls in chain(COMMANDS, FACTS, NOTICES)]
    assert len(set(tags)) == len(tags)


@each_behaviour
def test_a_tag_begins_with_its_behaviour(behaviour: Behaviour[Any]) -> None:
    short = {"advancing_sync": "advance"}.get(behaviour.name, behaviour.name)
    for cls in chain(behaviour.allowed, behaviour.facts, behaviour.notices):
        assert tag_of(cls).partition(".")[0] == short
        assert OWNER_OF[cls] is behaviour


@each_behaviour
def test_every_command_may_be_sent_by_somebody_who_has_a_seat(behaviour: Behaviour[Any]) -> None:
    kinds = [kind for kind in KINDS.values() if behaviour in kind.behaviours]
    assert kinds
    seated = {role for kind in kinds for role in kind.lanes}
    for command, roles in behaviour.allowed.items():
        assert roles & seated, command


def test_a_viewer_looks_at_a_show_and_does_nothing() -> None:
    assert [kind for kind, each in KINDS.items() if Role.VIEWER in each.lanes] == ["show"]
    assert KINDS["show"].lanes[Role.VIEWER] is Lane.CREW
    assert not [command for each in BEHAVIOURS for command, roles in each.allowed.items() if Role.VIEWER in roles]


def test_no_person_can_say_that_money_came() -> None:
    assert set(TIPS.allowed.values()) == {SYSTEM_ONLY}


@each_behaviour
def test_an_empty_state_survives_the_way_into_a_snapshot_and_back(behaviour: Behaviour[Any]) -> None:
    there = msgspec.json.encode(behaviour.empty)
    assert msgspec.json.decode(there, type=behaviour.state) == behaviour.empty
