"""Grants: who may enter which rooms, until when."""

import pytest

from api import grants
from api.signing import sign
from hub.errors import Rejected
from hub.kernel import Actor, Role
from hub.rooms.grant import Grant
from tests.builders import EVENING_MS, an_actor

SECRET = "s" * 32
ANA = an_actor("ana", Role.CREW)


def refused(token: str, now_ms: int = EVENING_MS) -> str:
    with pytest.raises(Rejected) as error:
        grants.read(SECRET, token, now_ms=now_ms)
    return error.value.code


def test_what_was_granted_is_read() -> None:
    token = grants.mint(SECRET, ANA, ["show/demo", "floor/demo"], expires_ms=EVENING_MS + 5_000)
    assert grants.read(SECRET, token, now_ms=EVENING_MS) == Grant(ANA, ("show/demo", "floor/demo"), EVENING_MS + 5_000)


def test_it_ends_with_its_last_second() -> None:
    token = grants.mint(SECRET, ANA, ["show/demo"], expires_ms=EVENING_MS)
    assert grants.read(SECRET, token, now_ms=EVENING_MS - 1)
    assert refused(token, EVENING_MS) == "auth.grant_expired"


@pytest.mark.parametrize(
    "change",
    [
        {"sub": "a b"},
        {"name": ""},
        {"role": "king"},
        {"party": "press"},
        {"rooms": ["nowhere"]},
        {"exp": "never"},
        {"exp": None},
    ],
    ids=str,
)
def test_claims_of_another_shape_are_no_grant(change: dict[str, object]) -> None:
    claims = {"sub": "ana", "name": "Ana", "role": "crew", "rooms": ["show/demo"], "exp": EVENING_MS // 1000 + 5}
    assert grants.read(SECRET, sign(SECRET, claims, audience=grants.AUDIENCE), now_ms=EVENING_MS)
    assert refused(sign(SECRET, claims | change, audience=grants.AUDIENCE)) == "auth.grant_invalid"


def test_what_we_did_not_sign_is_no_grant() -> None:
    assert refused(grants.mint("t" * 32, ANA, ["show/demo"], expires_ms=EVENING_MS + 1_000)) == "auth.grant_invalid"
    assert refused("not a token") == "auth.grant_invalid"


def test_nobody_is_new_twice() -> None:
    assert len({grants.fresh_person() for _ in range(1_000)}) == 1_000


def test_what_a_grant_was_given_for_is_read_too() -> None:
    grant = Grant(ANA, ("show/demo",), EVENING_MS + 5_000, ("link:l1",), EVENING_MS - 7, ("hospitality",))
    assert grants.read(SECRET, grants.write(SECRET, grant), now_ms=EVENING_MS) == grant


def test_for_whom_somebody_speaks_is_read_too() -> None:
    grant = Grant(Actor("ana", Role.GUEST, "Ana", "venue"), ("show/demo",), EVENING_MS + 5_000)
    assert grants.read(SECRET, grants.write(SECRET, grant), now_ms=EVENING_MS) == grant


def test_one_that_can_be_revoked_is_good_for_a_day_at_most() -> None:
    later_ms = EVENING_MS + 10 * grants.REVOCABLE_MS_MAX
    for subjects, ends_ms in (((), later_ms), (("link:l1",), EVENING_MS + grants.REVOCABLE_MS_MAX)):
        grant = Grant(ANA, ("show/demo",), later_ms, subjects, EVENING_MS)
        assert grants.read(SECRET, grants.write(SECRET, grant), now_ms=EVENING_MS).expires_ms == ends_ms
