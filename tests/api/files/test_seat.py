"""Who may see, send and take away which files."""

import pytest
from msgspec.structs import replace

from api.files.seat import Seat
from hub.errors import Rejected
from hub.kernel import Actor, Role
from hub.rooms.grant import Grant

NONE: set[str] = set()
OFFICE, MONEY = "hospitality.production_office", "money.guarantee"


def a_seat(role: Role = Role.CREW, *sections: str) -> Seat:
    return Seat("o1", "s1", Grant(Actor("ana", role, "Ana"), ("show/s1",), 1, sections=sections))


@pytest.mark.parametrize(
    ("seat", "sees"),
    [
        (a_seat(Role.OWNER), {OFFICE, MONEY}),
        (a_seat(Role.MANAGER), {OFFICE, MONEY}),
        (a_seat(), {OFFICE}),
        (a_seat(Role.VENUE), {OFFICE}),
        (a_seat(Role.GUEST, "hospitality"), {OFFICE}),
        (a_seat(Role.GUEST, "money"), NONE),
        (a_seat(Role.GUEST, "show"), NONE),
    ],
)
def test_files_are_seen_with_their_sections(seat: Seat, sees: set[str]) -> None:
    assert {each for each in (OFFICE, MONEY) if seat.sees(each)} == sees


def test_the_refusal_says_why() -> None:
    a_seat().must_see(OFFICE)
    with pytest.raises(Rejected, match=r"auth\.section"):
        a_seat(Role.GUEST, "show").must_see(OFFICE)
    with pytest.raises(Rejected, match=r"advance\.unknown_field"):
        a_seat().must_see(MONEY)
    with pytest.raises(Rejected, match=r"auth\.forbidden"):
        a_seat(Role.VIEWER).must_write()
    a_seat(Role.GUEST).must_write()
    with pytest.raises(Rejected, match=r"show\.archived"):
        replace(a_seat(), shut=True).must_write()


def test_guests_take_away_their_own() -> None:
    assert a_seat(Role.GUEST).may_remove("ana")
    assert not a_seat(Role.GUEST).may_remove("ben")
    assert a_seat(Role.VENUE).may_remove("ben")
    assert a_seat().room == "show/s1"
