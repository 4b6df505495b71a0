"""Room grants: signed, expiring words of the hub about who may enter which rooms (JWT, HS256)."""

import secrets
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from api.signing import Forged, sign, unsign
from hub.errors import Rejected
from hub.kernel import Actor, Id, Millis, Name, Role, RoomId
from hub.rooms.grant import Grant

AUDIENCE = "showhub/rooms"


class Claims(Struct, frozen=True):
    """What a grant says, in the names of RFC 7519 where there are any. `exp` in seconds."""

    sub: Id
    name: Name
    role: Role
    rooms: tuple[RoomId, ...]
    exp: int


def fresh_person() -> str:
    """An id for somebody new: 96 random bits."""
    return secrets.token_urlsafe(12)


def mint(secret: str, actor: Actor, rooms: Sequence[str], *, expires_ms: Millis) -> str:
    """A grant as text for a client's `hello`."""
    claims = Claims(actor.person, actor.name, actor.role, tuple(rooms), expires_ms // 1000)
    return sign(secret, msgspec.to_builtins(claims), audience=AUDIENCE)


def read(secret: str, token: str, *, now_ms: Millis) -> Grant:
    """The grant that a text is.

    Raises:
        Rejected: `auth.grant_invalid` or `auth.grant_expired`.
    """
    try:
        claims = msgspec.convert(unsign(secret, token, audience=AUDIENCE), Claims)
    except (Forged, msgspec.ValidationError):
        raise Rejected("auth.grant_invalid") from None
    if claims.exp * 1000 <= now_ms:
        raise Rejected("auth.grant_expired")
    return Grant(Actor(claims.sub, claims.role, claims.name), claims.rooms, claims.exp * 1000)
