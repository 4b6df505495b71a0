"""Words that the hub signs and knows again: JWT (RFC 7519), HMAC with SHA-256."""

from collections.abc import Mapping
from typing import Any

import jwt

ALGORITHM = "HS256"


class Forged(Exception):  # noqa: N818  what the text is
    """The text was not signed by us, or not for this purpose."""


def sign(secret: str, claims: Mapping[str, Any], *, audience: str) -> str:
    """The claims as text, for one purpose."""
    # PyJWT's types name a package that is only needed for other algorithms.
    return jwt.encode({**claims, "aud": audience}, secret, algorithm=ALGORITHM)  # pyright: ignore[reportUnknownMemberType]


def unsign(secret: str, text: str, *, audience: str) -> dict[str, Any]:
    """The claims of a text that `sign` made with the same secret and audience; expiry is the caller's to check.

    Raises:
        Forged: it did not.
    """
    try:
        return jwt.decode(  # pyright: ignore[reportUnknownMemberType]  as above
            text, secret, algorithms=[ALGORITHM], audience=audience, options={"verify_exp": False}
        )
    except (jwt.InvalidTokenError, ValueError) as error:
        raise Forged from error
