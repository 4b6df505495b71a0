"""Words that the hub signs and knows again: JWT (RFC 7519), HMAC with SHA-256."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import jwt
import msgspec

ALGORITHM = "HS256"
#: What stands before the claims in everything we sign: another algorithm, or none, is another header (RFC 8725, 3.1).
_HEADER = urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=").decode()


class Forged(Exception):  # noqa: N818  what the text is
    """The text was not signed by us, or not for this purpose."""


def sign(secret: str, claims: Mapping[str, Any], *, audience: str) -> str:
    """The claims as text, for one purpose."""
    # PyJWT's types name a package that is only needed for other algorithms.
    return jwt.encode({**claims, "aud": audience}, secret, algorithm=ALGORITHM)  # pyright: ignore[reportUnknownMemberType]


def unsign(secret: str, text: str, *, audience: str) -> dict[str, Any]:
    """The claims of a text that `sign` made with the same secret and audience; expiry is the caller's to check.

    Thousands come back at once, each with one of these, and the library takes twenty times as long: it reads any
    header, and this only ours.

    Raises:
        Forged: it did not.
    """
    signed, _, signature = text.rpartition(".")
    header, _, body = signed.partition(".")
    try:
        ours = urlsafe_b64encode(hmac.digest(secret.encode(), signed.encode(), "sha256")).rstrip(b"=")
        if header != _HEADER or not hmac.compare_digest(ours, signature.encode()):
            raise Forged
        claims: dict[str, Any] = msgspec.json.decode(urlsafe_b64decode(body + "=="), type=dict[str, Any])
    except ValueError as error:  # half a character, or what is no base64 or JSON though we signed it
        raise Forged from error
    if claims.get("aud") != audience:
        raise Forged
    return claims
