"""Links to what is in a file: signed, for minutes, for one file and one way to show it."""

from typing import Literal, TypeAlias
from urllib.parse import quote

import msgspec
from msgspec import Struct

from api.signing import Forged, Signer, sign, unsign
from hub.errors import Rejected
from hub.kernel import Id, Millis

LINK_MS = 10 * 60 * 1000
_AUDIENCE = "showhub/file"
#: Shown in a page, kept as a file, or the pictures of its first pages.
Way: TypeAlias = Literal["inline", "attachment", "preview"]


class Claims(Struct, frozen=True):
    """What a link says."""

    org: Id
    file: Id
    way: Way
    exp: int


def link(signer: Signer, org: str, file: str, way: Way, *, now_ms: Millis) -> str:
    """The address of a file's content, for `LINK_MS`."""
    claims = Claims(org, file, way, (now_ms + LINK_MS) // 1000)
    token = sign(signer, msgspec.to_builtins(claims), audience=_AUDIENCE)
    return f"/api/files/{file}/{'pages' if way == 'preview' else 'content'}?token={token}"


def read(signer: Signer, token: str, file: str, *, now_ms: Millis) -> Claims:
    """What a link to this file says.

    Raises:
        Rejected: `file.link_invalid` or `file.link_expired`.
    """
    try:
        claims = msgspec.convert(unsign(signer, token, audience=_AUDIENCE), Claims)
    except (Forged, msgspec.ValidationError):
        raise Rejected("file.link_invalid") from None
    if claims.file != file:
        raise Rejected("file.link_invalid")
    if claims.exp * 1000 <= now_ms:
        raise Rejected("file.link_expired")
    return claims


def disposition(way: Way, name: str) -> str:
    """The header that names a file, in letters that every browser knows and in its own (RFC 6266 and 8187)."""
    plain = "".join(each if each.isascii() and each.isprintable() and each not in '"\\%;' else "_" for each in name)
    shown = "inline" if way == "inline" else "attachment"
    return f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
