import pytest
from msgspec.structs import replace

from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.agreement_messages import Publish, TellOpened, TellSent
from hub.advancing_sync.messages import AddRow, Edit
from hub.chat.messages import Post
from hub.errors import Rejected
from hub.kernel import Actor, Role
from hub.presence.messages import Focus
from hub.rooms.grant import Grant, ban_of

ANA = Actor("ana", Role.CREW, "Ana")
GRANT = Grant(ANA, ("show/demo", "floor/demo"), 10_000, ("session:s1", "member:org:ana"), 5_000)


@pytest.mark.parametrize(
    ("revoked", "falls"),
    [
        ({}, False),
        ({"session:s2": 9_000}, False),
        ({"session:s1": 9_000}, True),
        ({"member:org:ana": 5_000}, True),
        ({"member:org:ana": 4_999}, False),
        ({"session:s2": 9_000, "session:s1": 9_000}, True),
        ({ban_of("floor/demo", "ana"): 6_000}, True),
        ({ban_of("floor/demo", "ana"): 4_999}, True),
        ({ban_of("floor/demo", "ben"): 6_000}, False),
        ({ban_of("floor/other", "ana"): 6_000}, False),
    ],
)
def test_it_ends_with_what_it_was_given_for(revoked: dict[str, int], *, falls: bool) -> None:
    assert GRANT.revoked_by(revoked) is falls


def test_what_was_given_after_the_end_of_the_one_before_stands() -> None:
    assert not replace(GRANT, issued_ms=6_000).revoked_by({"member:org:ana": 5_999})


@pytest.mark.parametrize(
    "command", [Post(text="Hi"), Focus(field="hospitality.rider"), Edit(field="show.title", value=1)]
)
def test_all_of_it_is_open_where_no_section_is_named(command: Post | Focus | Edit) -> None:
    GRANT.reaches(command)


def test_only_the_sections_that_are_named_are_written() -> None:
    limited = replace(GRANT, sections=("hospitality", "travel"))
    limited.reaches(Edit(field="hospitality.rider", value="Tea"))
    limited.reaches(Post(text="Hi"))
    limited.reaches(Focus(field="show.title"))
    for command in (Edit(field="show.title", value="A"), AddRow(field="guests.list", row="r1")):
        with pytest.raises(Rejected) as refused:
            limited.reaches(command)
        assert refused.value.code == "auth.section"
        assert "hospitality, travel" in refused.value.say()


def test_every_command_of_an_advance_says_in_which_section_it_is() -> None:
    said = {command for command in ADVANCING_SYNC.allowed if {"field", "section"} & {*command.__struct_fields__}}
    # These are about the whole form: nobody who sees a part of it may.
    assert {*ADVANCING_SYNC.allowed} - said == {Publish, TellSent, TellOpened}


def test_another_grant_of_the_same_person_goes_on() -> None:
    by = Grant(Actor("ana", Role.CREW, "Anna"), ("show/demo",), 99_000, ("link:l1",), 8_000)
    renewed = GRANT.renewed(by, ["show/demo"])
    assert renewed == replace(by, actor=ANA)


@pytest.mark.parametrize(
    "by",
    [
        replace(GRANT, actor=Actor("ben", Role.CREW, "Ana")),
        replace(GRANT, actor=Actor("ana", Role.OWNER, "Ana")),
        replace(GRANT, rooms=("floor/demo",)),
        replace(GRANT, sections=("show",)),
    ],
    ids=["person", "role", "rooms", "sections"],
)
def test_a_grant_of_somebody_else_or_for_less_is_refused(by: Grant) -> None:
    with pytest.raises(Rejected) as refused:
        GRANT.renewed(by, ["show/demo"])
    assert refused.value.code == "auth.grant_other"
