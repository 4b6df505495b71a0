"""Room grants: signed, expiring words of the hub about who may enter which rooms (JWT, HS256)."""

import secrets
from collections.abc import Sequence

import jwt
import msgspec
from msgspec import Struct

from hub.errors import Rejected
from hub.kernel import Actor, Id, Millis, Name, Role, RoomId
from hub.rooms.connection import Grant

AUDIENCE = "showhub/rooms"


class Claims(Struct, frozen=True):
    """What a grant says, in the names of RFC 7519 where there are any. `exp` in seconds."""

    aud: str
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
    claims = Claims(AUDIENCE, actor.person, actor.name, actor.role, tuple(rooms), expires_ms // 1000)
    return jwt.encode(msgspec.to_builtins(claims), secret, algorithm="HS256")


def read(secret: str, token: str, *, now_ms: Millis) -> Grant:
    """The grant that a text is.

    Raises:
        Rejected: `auth.grant_invalid` or `auth.grant_expired`.
    """
    try:
        # The clock is ours to ask, so that tests can step it; everything else PyJWT checks.
        payload = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            audience=AUDIENCE,
            options={"require": ["exp", "sub", "aud"], "verify_exp": False},
        )
        claims = msgspec.convert(payload, Claims)
    except (jwt.InvalidTokenError, msgspec.ValidationError, ValueError):
        raise Rejected("auth.grant_invalid") from None
    if claims.exp * 1000 <= now_ms:
        raise Rejected("auth.grant_expired")
    return Grant(Actor(claims.sub, claims.role, claims.name), claims.rooms, claims.exp * 1000)
