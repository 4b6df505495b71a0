"""One-time codes of an authenticator app (TOTP, RFC 6238): six digits, another every 30 seconds."""

import secrets
from base64 import b32encode
from hmac import compare_digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyotp.totp import TOTP

from api.derived import derived
from hub.kernel import Millis

#: 160 bits, as RFC 4226 recommends and every app can take.
SECRET_BYTES = 20
STEP_MS = 30_000
#: How many steps a phone's clock may be off, either way.
STEPS_OFF = 1
ISSUER = "Showhub"
_NONCE_BYTES = 12
_PURPOSE = "totp"


def fresh_secret() -> bytes:
    """What a new app gets."""
    return secrets.token_bytes(SECRET_BYTES)


def seal(hub_secret: str, account: str, secret: bytes) -> bytes:
    """The secret as it is stored: of no use without the hub's own secret, nor for another account."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(derived(hub_secret, _PURPOSE)).encrypt(nonce, secret, account.encode())


def unseal(hub_secret: str, account: str, sealed: bytes) -> bytes | None:
    """The secret again; None when it was sealed with another secret of the hub, or for somebody else."""
    nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(derived(hub_secret, _PURPOSE)).decrypt(nonce, text, account.encode())
    except (InvalidTag, ValueError):  # or it is too short to be any
        return None


def as_text(secret: bytes) -> str:
    """The secret to type into an app: base32."""
    return b32encode(secret).decode()


def address(secret: bytes, mail: str) -> str:
    """The secret as an `otpauth:` address, which apps read from a QR code."""
    return TOTP(as_text(secret)).provisioning_uri(name=mail, issuer_name=ISSUER)


def step_of(secret: bytes, code: str, now_ms: Millis) -> int | None:
    """The step whose code this is, of those that count now; None when it is none of them.

    Every step is compared, whichever fits: the time it takes tells nothing.
    """
    totp, now = TOTP(as_text(secret)), now_ms // STEP_MS
    found = None
    for step in range(max(0, now - STEPS_OFF), now + STEPS_OFF + 1):
        if compare_digest(totp.generate_otp(step).encode(), code.encode()):
            found = step
    return found
