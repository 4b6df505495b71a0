"""Words that the hub signs and knows again: JWT (RFC 7519), HMAC with SHA-256.

Every key comes out of the hub's secret by its id, which stands in the header of what it signed (`kid`). So a worker
knows what another signed with a key that it has not heard of yet, and is told only which keys have ended.
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import jwt
import msgspec

from api.derived import derived

ALGORITHM = "HS256"
#: What stands before the claims in everything we sign, without a key's id and with one. Another algorithm, or none,
#: is another header (RFC 8725, 3.1).
_PLAIN = '{"alg":"HS256","typ":"JWT"}'
_NAMED = '{{"alg":"HS256","kid":"{}","typ":"JWT"}}'
_ID = re.compile(rb'\{"alg":"HS256","kid":"([A-Za-z0-9_-]{1,32})","typ":"JWT"\}')


class Forged(Exception):  # noqa: N818  what the text is
    """The text was not signed by us, or not for this purpose."""


class Keys:
    """What a hub signs with. Until it is told of keys it is the secret itself, which needs no id and never ends.

    `by_header`: what verifies a text, by the header that it has.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._plain = secret.encode()
        self._newest: str | None = None
        self._ended: frozenset[str] = frozenset()
        self.by_header = {_header(_PLAIN): self._plain}

    def hold(self, living: Iterable[str], ended: Iterable[str]) -> None:
        """Know these ids: the first of the living signs, none of the ended verifies."""
        ids = list(living)
        self._newest = ids[0] if ids else None
        self._ended = frozenset(ended)
        self.by_header = {_header(_PLAIN): self._plain} | {_header(_NAMED.format(key)): self._key(key) for key in ids}

    def signing(self) -> tuple[bytes, dict[str, str]]:
        """What signs now, and what the header says of it."""
        if self._newest is None:
            return self._plain, {}
        return self._key(self._newest), {"kid": self._newest}

    def unheard(self, header: str) -> bytes | None:
        """What verifies a text whose header is not in `by_header`: another worker may have heard of its key before us.

        None when it is no header of ours, or its key has ended. Nothing is remembered: anybody can make up an id.
        """
        try:
            named = _ID.fullmatch(urlsafe_b64decode(header + "=="))
        except ValueError:
            return None
        key = named[1].decode() if named else ""
        # Base64 has several ways to write one thing; ours is one of them.
        return self._key(key) if key and key not in self._ended and _header(_NAMED.format(key)) == header else None

    def _key(self, key: str) -> bytes:
        return derived(self._secret, f"key/{key}")


#: The keys of a worker; or the secret alone, as at the command line, which knows of no keys.
Signer: TypeAlias = Keys | str


def sign(signer: Signer, claims: Mapping[str, Any], *, audience: str) -> str:
    """The claims as text, for one purpose."""
    key, named = (signer if isinstance(signer, Keys) else _alone(signer)).signing()
    # PyJWT's types name a package that is only needed for other algorithms.
    return jwt.encode({**claims, "aud": audience}, key, ALGORITHM, named)  # pyright: ignore[reportUnknownMemberType]


def unsign(signer: Signer, text: str, *, audience: str) -> dict[str, Any]:
    """The claims of a text that `sign` made with the same secret and audience; expiry is the caller's to check.

    Thousands come back at once, each with one of these, and the library takes twenty times as long: it reads any
    header, and this only ours.

    Raises:
        Forged: it did not.
    """
    signed, _, signature = text.rpartition(".")
    header, _, body = signed.partition(".")
    keys = signer if isinstance(signer, Keys) else _alone(signer)
    key = keys.by_header.get(header) or keys.unheard(header)
    if key is None:
        raise Forged
    try:
        ours = urlsafe_b64encode(hmac.digest(key, signed.encode(), "sha256")).rstrip(b"=")
        if not hmac.compare_digest(ours, signature.encode()):
            raise Forged
        claims: dict[str, Any] = msgspec.json.decode(urlsafe_b64decode(body + "=="), type=dict[str, Any])
    except ValueError as error:  # half a character, or what is no base64 or JSON though we signed it
        raise Forged from error
    if claims.get("aud") != audience:
        raise Forged
    return claims


@lru_cache(maxsize=8)
def _alone(secret: str) -> Keys:
    return Keys(secret)


def _header(text: str) -> str:
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
