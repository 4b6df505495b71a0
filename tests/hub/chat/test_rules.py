"""What the chat allows, and what it remembers."""

import pytest

from hub.chat import CHAT
from hub.chat.messages import Post, Posted, React, Reacted, Remove, Removed
from hub.chat.rules import Chat
from hub.errors import Rejected
from hub.kernel import DESK, Role
from tests.builders import (
    EVENING_MS,
    LANES,
    a_moment,
    a_posted,
    an_actor,
    decided,
    folded,
    the_desk,
    the_system,
)


def test_a_message_carries_who_said_it_when_and_what() -> None:
    ben = an_actor("ben", Role.MODERATOR, "Ben B.")
    moment = a_moment(ben, fresh_id=lambda: "m1")

    chat, outcome = decided(CHAT, Chat(), Post(text="Doors at eight", reply_to="m0"), moment)

    posted = Posted(
        id="m1",
        person="ben",
        name="Ben B.",
        role=Role.MODERATOR,
        text="Doors at eight",
        at_ms=EVENING_MS,
        reply_to="m0",
    )
    assert outcome == (posted,)
    assert chat.messages == (posted,)


def test_messages_stand_in_the_order_they_were_said() -> None:
    said = [a_posted(text=word) for word in ("one", "two", "three")]

    assert folded(CHAT, said).messages == tuple(said)


def test_the_latest_200_messages_stay_and_the_oldest_goes_first() -> None:
    said = [a_posted() for _ in range(201)]

    full = folded(CHAT, said[:-1])

    assert full.messages == tuple(said[:-1])
    assert CHAT.apply(full, said[-1]).messages == tuple(said[1:])


def test_its_author_removes_a_message_and_no_other() -> None:
    kept, regretted = a_posted("ana"), a_posted("ana")

    chat, outcome = decided(
        CHAT, folded(CHAT, [kept, regretted]), Remove(message=regretted.id), a_moment(an_actor("ana"))
    )

    assert outcome == (Removed(id=regretted.id, by="ana", at_ms=EVENING_MS),)
    assert chat.messages == (kept,)


@pytest.mark.parametrize("role", sorted(DESK | {Role.SYSTEM}))
def test_the_desk_removes_what_somebody_else_said(role: Role) -> None:
    said = a_posted("ana")

    chat, _ = decided(CHAT, folded(CHAT, [said]), Remove(message=said.id), a_moment(an_actor("zoe", role)))

    assert chat.messages == ()


@pytest.mark.parametrize("role", sorted(frozenset(Role) - DESK - {Role.SYSTEM}))
def test_nobody_else_removes_what_somebody_said(role: Role) -> None:
    said = a_posted("ana")

    with pytest.raises(Rejected) as refusal:
        decided(CHAT, folded(CHAT, [said]), Remove(message=said.id), a_moment(an_actor("zoe", role)))

    assert refusal.value.code == "chat.not_yours"


def test_a_message_is_removed_once() -> None:
    said = a_posted()
    chat, _ = decided(CHAT, folded(CHAT, [said]), Remove(message=said.id), a_moment(the_desk()))

    with pytest.raises(Rejected) as refusal:
        decided(CHAT, chat, Remove(message=said.id), a_moment(the_desk()))

    assert refusal.value.code == "chat.gone"


def test_removing_what_has_left_the_history_changes_nothing() -> None:
    chat = folded(CHAT, [a_posted()])

    assert CHAT.apply(chat, Removed(id="long-gone", by="dj", at_ms=EVENING_MS)) == chat


def test_a_reaction_is_a_notice_and_leaves_nothing_behind() -> None:
    before = folded(CHAT, [a_posted()])

    after, outcome = decided(CHAT, before, React(emoji="🔥"), a_moment(an_actor("ana")))

    assert outcome == (Reacted(person="ana", emoji="🔥"),)
    assert after == before


def test_every_lane_sees_the_whole_chat() -> None:
    said = a_posted()
    chat = folded(CHAT, [said])

    for lane in LANES:
        assert CHAT.view(said, lane) == said
        assert CHAT.show(chat, lane) == chat


def test_the_system_does_not_chat_but_may_remove() -> None:
    role = the_system().role

    assert role not in CHAT.allowed[Post]
    assert role in CHAT.allowed[Remove]
