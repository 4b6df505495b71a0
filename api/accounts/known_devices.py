"""Which browsers an account has signed in on: they do not share the lock that strangers can bring about."""

from typing import Any

import msgspec
from litestar import Request
from msgspec import Struct

from api.signing import Forged, Signer, sign, unsign
from hub.kernel import Id

COOKIE = "hub_device"
COOKIE_S = 365 * 24 * 3600
_AUDIENCE = "showhub/device"


class KnownDevice(Struct, frozen=True):
    """The account that signed in here last (`sub`), and the session it then began (`sid`)."""

    sub: Id
    sid: Id


def device_token(signer: Signer, account: Id, session: Id) -> str:
    """What a browser keeps."""
    return sign(signer, {"sub": account, "sid": session}, audience=_AUDIENCE)


def known_device(signer: Signer, request: Request[Any, Any, Any]) -> KnownDevice | None:
    """What the browser kept; None when it kept nothing of ours."""
    try:
        return msgspec.convert(unsign(signer, request.cookies.get(COOKIE, ""), audience=_AUDIENCE), KnownDevice)
    except (Forged, msgspec.ValidationError):
        return None
