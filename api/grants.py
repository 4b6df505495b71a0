"""Room grants: signed, expiring words of the hub about who may enter which rooms (JWT, HS256)."""

import secrets
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from api.signing import Forged, Signer, sign, unsign
from hub.errors import Rejected
from hub.kernel import Actor, Id, Millis, Name, Party, Role, RoomId
from hub.rooms.grant import Grant

AUDIENCE = "showhub/rooms"
#: Of a grant that can be revoked: for a little longer than that, every worker remembers what was.
REVOCABLE_MS_MAX = 24 * 3600 * 1000


class Claims(Struct, frozen=True, omit_defaults=True):
    """What a grant says, in the names of RFC 7519 where there are any. `exp` in seconds; `at` in ms: when it was given.

    `of` and `sections` are `Grant.subjects` and `Grant.sections`, `party` is `Actor.party`.
    """

    sub: Id
    name: Name
    role: Role
    rooms: tuple[RoomId, ...]
    exp: int
    at: Millis = 0
    of: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    party: Party | Literal[""] = ""


def fresh_person() -> str:
    """An id for somebody new: 96 random bits."""
    return secrets.token_urlsafe(12)


def mint(signer: Signer, actor: Actor, rooms: Sequence[str], *, expires_ms: Millis) -> str:
    """A grant as text for a client's `hello`, which nothing ends early."""
    return write(signer, Grant(actor, tuple(rooms), expires_ms))


def write(signer: Signer, grant: Grant) -> str:
    """Any grant as text; one that can be revoked is good for `REVOCABLE_MS_MAX` from `issued_ms` at most."""
    actor, ends_ms = grant.actor, grant.expires_ms
    if grant.subjects:
        ends_ms = min(ends_ms, grant.issued_ms + REVOCABLE_MS_MAX)
    claims = Claims(
        actor.person,
        actor.name,
        actor.role,
        grant.rooms,
        ends_ms // 1000,
        grant.issued_ms,
        grant.subjects,
        grant.sections,
        actor.party,
    )
    return sign(signer, msgspec.to_builtins(claims), audience=AUDIENCE)


def read(signer: Signer, token: str, *, now_ms: Millis) -> Grant:
    """The grant that a text is.

    Raises:
        Rejected: `auth.grant_invalid` or `auth.grant_expired`.
    """
    try:
        claims = msgspec.convert(unsign(signer, token, audience=AUDIENCE), Claims)
    except (Forged, msgspec.ValidationError):
        raise Rejected("auth.grant_invalid") from None
    if claims.exp * 1000 <= now_ms:
        raise Rejected("auth.grant_expired")
    actor = Actor(claims.sub, claims.role, claims.name, claims.party)
    return Grant(actor, claims.rooms, claims.exp * 1000, claims.of, claims.at, claims.sections)
