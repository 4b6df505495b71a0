import pytest
from msgspec.structs import replace

from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.agreement_messages import Publish, TellOpened, TellSent
from hub.advancing_sync.design_messages import Design
from hub.advancing_sync.messages import AddRow, Edit
from hub.chat.messages import Post
from hub.chat.rules import SECTION
from hub.errors import Rejected
from hub.kernel import Actor, Lane, Role, Sight
from hub.presence.messages import Focus
from hub.rooms.grant import Grant, ban_of, shut_of, writable

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
        ({ban_of("floor/demo", "ana"): 8_001}, True),
        ({ban_of("floor/demo", "ana"): 8_000}, False),
        ({ban_of("floor/demo", "ana"): 0}, False),
        ({shut_of("floor/demo"): 9_000}, False),
        ({ban_of("floor/demo", "ben"): 9_000}, False),
        ({ban_of("floor/other", "ana"): 9_000}, False),
    ],
)
def test_it_ends_with_what_it_was_given_for(revoked: dict[str, int], *, falls: bool) -> None:
    assert GRANT.revoked_by(revoked, 8_000) is falls


def test_what_was_given_after_the_end_of_the_one_before_stands() -> None:
    assert not replace(GRANT, issued_ms=6_000).revoked_by({"member:org:ana": 5_999}, 8_000)


@pytest.mark.parametrize("subjects", [(), ("link:l1",)])
@pytest.mark.parametrize(
    ("revoked", "falls"),
    [
        ({shut_of("floor/demo"): 8_001}, True),
        ({shut_of("floor/demo"): 8_000}, False),
        ({shut_of("floor/demo"): 0}, False),
        ({shut_of("floor/other"): 9_000}, False),
    ],
)
def test_whoever_is_no_member_goes_when_a_room_is_shut(
    subjects: tuple[str, ...], revoked: dict[str, int], *, falls: bool
) -> None:
    assert replace(GRANT, subjects=subjects, issued_ms=0).revoked_by(revoked, 8_000) is falls
    assert not GRANT.revoked_by(revoked, 8_000)


def test_in_a_room_that_is_shut_nothing_is_written() -> None:
    shut = {shut_of("show/demo"): 9_000}
    for command in (Edit(field="show.title", value="A"), Post(text="Hi")):
        with pytest.raises(Rejected) as refused:
            writable("show/demo", command, shut, 8_000)
        assert refused.value.code == "show.archived"
        writable("show/demo", command, shut, 9_000)
        writable("show/other", command, shut, 8_000)
    writable("show/demo", Focus(field="show.title"), shut, 8_000)


@pytest.mark.parametrize(
    "command", [Post(text="Hi"), Focus(field="hospitality.rider"), Edit(field="show.title", value=1)]
)
def test_all_of_it_is_open_where_no_section_is_named(command: Post | Focus | Edit) -> None:
    GRANT.reaches(command)


def test_only_the_sections_that_are_named_are_written() -> None:
    limited = replace(GRANT, sections=("hospitality", "travel"))
    limited.reaches(Edit(field="hospitality.rider", value="Tea"))
    limited.reaches(Focus(field="show.title"))
    for command in (Edit(field="show.title", value="A"), AddRow(field="guests.list", row="r1"), Post(text="Hi")):
        with pytest.raises(Rejected) as refused:
            limited.reaches(command)
        assert refused.value.code == "auth.section"
        assert "hospitality, travel" in refused.value.say()


def test_the_chat_is_written_in_where_it_is_named_among_the_sections() -> None:
    replace(GRANT, sections=("hospitality", SECTION)).reaches(Post(text="Hi"))


def test_every_command_of_an_advance_says_in_which_section_it_is() -> None:
    said = {command for command in ADVANCING_SYNC.allowed if {"field", "section"} & {*command.__struct_fields__}}
    # These are about the whole form: nobody who sees a part of it may.
    assert {*ADVANCING_SYNC.allowed} - said == {Design, Publish, TellSent, TellOpened}


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


@pytest.mark.parametrize(("role", "private"), [(Role.OWNER, True), (Role.MANAGER, True), (Role.CREW, False)])
def test_it_says_what_of_an_advance_is_seen(role: Role, *, private: bool) -> None:
    grant = Grant(Actor("ana", role, "Ana"), ("show/demo",), 10_000, sections=("wifi", "money"))
    assert grant.sight == Sight(Lane.CREW, ("wifi", "money"), private)


@pytest.mark.parametrize(
    ("role", "sections", "field", "code"),
    [
        (Role.OWNER, (), "money.guarantee", ""),
        (Role.CREW, ("wifi",), "wifi.networks", ""),
        (Role.CREW, ("wifi",), "show.title", "auth.section"),
        (Role.OWNER, ("wifi",), "money.guarantee", "auth.section"),
        (Role.CREW, (), "money.guarantee", "advance.unknown_field"),
        (Role.GUEST, ("wifi", "money"), "money.guarantee", "advance.unknown_field"),
        (Role.GUEST, ("wifi",), "private_fees.agent", "advance.unknown_field"),
    ],
)
def test_a_question_that_is_not_for_them_is_refused(
    role: Role, sections: tuple[str, ...], field: str, code: str
) -> None:
    grant = Grant(Actor("ana", role, "Ana"), ("show/demo",), 10_000, sections=sections)
    refused = ""
    try:
        grant.must_see(field)
    except Rejected as rejected:
        refused = rejected.code
    assert refused == code
