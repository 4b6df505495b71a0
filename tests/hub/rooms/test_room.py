from functools import partial

import pytest

from hub.advancing_sync.messages import Edit, Lock
from hub.behaviours import OWNER_OF
from hub.chat.messages import Post, Removed
from hub.errors import Rejected
from hub.kernel import Command, Fact, Lane, Role
from hub.queue.messages import Configure, Finish, Rules, Submit
from hub.rooms import room as rules
from tests.builders import a_moment, a_posted, a_submitted, a_tip_confirmed, an_actor, the_desk

FLOOR = rules.restore("floor/demo")


def test_an_empty_room_has_the_state_of_each_behaviour_of_its_kind() -> None:
    assert FLOOR.seq == 0
    assert set(FLOOR.states) == {"presence", "queue", "tips", "chat"}


def test_there_is_no_room_of_an_unknown_kind() -> None:
    with pytest.raises(Rejected) as caught:
        rules.restore("attic/demo")
    assert caught.value.code == "room.unknown"


def test_each_fact_counts_one() -> None:
    room = rules.apply(rules.apply(FLOOR, a_posted(id="m1")), a_submitted())
    assert room.seq == 2
    assert len(room.states["chat"].messages) == 1
    assert FLOOR.seq == 0


def test_a_snapshot_is_the_room() -> None:
    room = FLOOR
    for fact in (a_posted(id="m1"), a_posted(id="m2"), a_submitted(), a_tip_confirmed()):
        room = rules.apply(room, fact)
    assert rules.restore("floor/demo", room.seq, rules.snapshot(room)) == room
    removed = Removed(id="m1", by="dj", at_ms=1)
    again = rules.restore("floor/demo", room.seq, rules.snapshot(room))
    assert rules.apply(again, removed) == rules.apply(room, removed)


def test_a_behaviour_that_a_snapshot_does_not_know_starts_empty() -> None:
    """A room may be older than one of its behaviours."""
    room = rules.restore("floor/demo", 7, b'{"chat":{"messages":[]}}')
    assert room.seq == 7
    assert room.states["queue"] == FLOOR.states["queue"]


def test_a_behaviour_that_there_is_no_more_is_left_out() -> None:
    assert set(rules.restore("floor/demo", 7, b'{"raffle":{}}').states) == set(FLOOR.states)


@pytest.mark.parametrize(
    ("room", "role", "command", "code"),
    [
        ("floor/demo", Role.AUDIENCE, Submit(title="Jolene"), None),
        ("floor/demo", Role.AUDIENCE, Finish(), "auth.forbidden"),
        ("floor/demo", Role.DJ, Finish(), None),
        ("show/demo", Role.OWNER, Finish(), "room.wrong_kind"),
        ("stream/demo", Role.STREAMER, Lock(field="show.title"), "room.wrong_kind"),
        ("show/demo", Role.GUEST, Lock(field="show.title"), "auth.forbidden"),
        ("show/demo", Role.CREW, Lock(field="show.title"), None),
    ],
)
def test_the_kind_of_room_and_the_role_table_say_who_may_ask_what(
    room: str, role: Role, command: Command, code: str | None
) -> None:
    asked = partial(rules.authorise, rules.restore(room), an_actor(role=role), command)
    if code is None:
        asked()
    else:
        with pytest.raises(Rejected) as caught:
            asked()
        assert caught.value.code == code
        assert {"auth.forbidden": role.value, "room.wrong_kind": "room"}[code] in caught.value.say()


def test_a_rule_decides_on_the_state_of_its_behaviour() -> None:
    room = FLOOR
    for command in (Submit(title="Jolene"), Post(text="Hi")):
        for fact in rules.decide(room, command, a_moment()):
            room = rules.apply(room, fact)  # type: ignore[arg-type]
    assert [each.title for each in room.states["queue"].entries.values()] == ["Jolene"]
    with pytest.raises(Rejected) as caught:
        rules.decide(room, Finish(), a_moment(the_desk()))
    assert caught.value.code == "queue.not_playing"


@pytest.mark.parametrize(
    ("role", "lane"), [(Role.AUDIENCE, Lane.PUBLIC), (Role.DJ, Lane.DESK), (Role.OWNER, Lane.DESK)]
)
def test_a_role_has_its_lane(role: Role, lane: Lane) -> None:
    assert rules.lane_of(FLOOR, an_actor(role=role)) is lane


def test_a_role_without_a_seat_has_no_lane() -> None:
    with pytest.raises(Rejected) as caught:
        rules.lane_of(FLOOR, an_actor(role=Role.VENUE))
    assert caught.value.code == "auth.forbidden"
    assert "venue" in caught.value.say()


def test_a_lane_is_shown_what_folding_its_facts_would_give() -> None:
    fact = a_submitted(note="one tone lower")
    room = rules.apply(FLOOR, fact)
    for lane in (Lane.PUBLIC, Lane.DESK):
        seen = rules.view(fact, lane)
        assert seen is not None
        assert rules.show(room, lane)["queue"] == rules.show(rules.apply(FLOOR, seen), lane)["queue"]
    assert rules.show(room, Lane.PUBLIC)["queue"] != rules.show(room, Lane.DESK)["queue"]


def test_who_sees_some_sections_is_shown_what_folding_their_facts_would_give() -> None:
    show = rules.restore("show/demo")
    actor = an_actor("ana", Role.CREW)
    edits = (Edit(field=field, value="Tea") for field in ("show.title", "hospitality.production_office"))
    written = (fact for each in edits for fact in rules.decide(show, each, a_moment(actor)))
    facts = [a_posted(id="m1"), *(fact for fact in written if isinstance(fact, Fact))]
    seat = rules.seat_of(show, actor, ("hospitality",))
    full, part = show, rules.show(show, seat)
    for fact in facts:
        full = rules.apply(full, fact)
        if (seen := rules.view(fact, seat)) is not None:
            owner = OWNER_OF[type(seen)]
            part[owner.name] = owner.apply(part[owner.name], seen)
    assert rules.show(full, seat) == part
    form = part["advancing_sync"]
    assert [each.key for each in form.schema.sections] == ["hospitality"]
    assert list(form.fields) == ["hospitality.production_office"]
    assert "chat" not in part
    assert len(rules.show(full, Lane.CREW)["advancing_sync"].fields) == 2
    assert rules.seat_of(show, actor) is Lane.CREW


def test_a_setting_is_kept_in_a_snapshot() -> None:
    [fact] = rules.decide(FLOOR, Configure(rules=Rules(open_max=7)), a_moment(the_desk()))
    room = rules.apply(FLOOR, fact)  # type: ignore[arg-type]
    assert rules.restore("floor/demo", 1, rules.snapshot(room)).states["queue"].rules.open_max == 7
