"""The two ceremonies of WebAuthn (Level 3): a passkey is made, a passkey signs. What browsers send, and what we ask.

A passkey belongs to the host of the page it was made on. It asks for a finger, a face or a PIN, so it is two factors.
"""

import secrets
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit

import webauthn
from msgspec import Meta, Struct, field, to_builtins
from webauthn.helpers import base64url_to_bytes, options_to_json_dict, parse_client_data_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api.accounts.one_time import ISSUER
from hub.errors import Rejected

CHALLENGE_BYTES = 32
ASK_MS = 5 * 60 * 1000
#: Base64url; what authenticators make of it is a few hundred bytes.
Base64: TypeAlias = Annotated[str, Meta(min_length=1, max_length=16_384, pattern=r"\A[A-Za-z0-9_-]+\Z")]
#: At most 1023 bytes (WebAuthn, 4).
CredentialId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=1364, pattern=r"\A[A-Za-z0-9_-]+\Z")]


class Made(Struct, frozen=True):
    """`AuthenticatorAttestationResponseJSON`, as far as we read it."""

    client_data: Base64 = field(name="clientDataJSON")
    attestation: Base64 = field(name="attestationObject")


class MadeCredential(Struct, frozen=True):
    """`RegistrationResponseJSON`: what `toJSON()` of a credential that was created gives."""

    id: CredentialId
    raw_id: CredentialId = field(name="rawId")
    type: Annotated[str, Meta(max_length=20)]
    response: Made


class Signed(Struct, frozen=True):
    """`AuthenticatorAssertionResponseJSON`, as far as we read it."""

    client_data: Base64 = field(name="clientDataJSON")
    authenticator_data: Base64 = field(name="authenticatorData")
    signature: Base64
    user_handle: Base64 | None = field(name="userHandle", default=None)


class SignedCredential(Struct, frozen=True):
    """`AuthenticationResponseJSON`: what `toJSON()` of a credential that was asked for gives."""

    id: CredentialId
    raw_id: CredentialId = field(name="rawId")
    type: Annotated[str, Meta(max_length=20)]
    response: Signed


class New(Struct, frozen=True):
    """A passkey as it is kept."""

    credential: bytes
    public_key: bytes
    sign_count: int


def fresh_challenge() -> bytes:
    """What is to be signed: 256 random bits."""
    return secrets.token_bytes(CHALLENGE_BYTES)


def to_make(origin: str, challenge: bytes, account: str, mail: str, known: list[bytes]) -> dict[str, Any]:
    """`PublicKeyCredentialCreationOptionsJSON` for a page of this origin; authenticators with a `known` one decline."""
    options = webauthn.generate_registration_options(
        rp_id=_host(origin),
        rp_name=ISSUER,
        user_id=account.encode(),
        user_name=mail,
        challenge=challenge,
        timeout=ASK_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return options_to_json_dict(options)


def to_sign(origin: str, challenge: bytes) -> dict[str, Any]:
    """`PublicKeyCredentialRequestOptionsJSON`: the device shows which passkeys it has, we name none."""
    options = webauthn.generate_authentication_options(
        rp_id=_host(origin),
        challenge=challenge,
        timeout=ASK_MS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def challenge_in(client_data: str) -> bytes:
    """The challenge that a browser says was signed. Raises `Rejected`: `account.passkey_refused`."""
    try:
        return parse_client_data_json(base64url_to_bytes(client_data)).challenge
    except Exception:  # noqa: BLE001  a stranger sent it, and the library has no one name for what is wrong with it
        raise Rejected("account.passkey_refused") from None


def made(origin: str, challenge: bytes, credential: MadeCredential) -> New:
    """The passkey that was made. Raises `Rejected`: `account.passkey_refused`."""
    try:
        found = webauthn.verify_registration_response(
            credential=to_builtins(credential),
            expected_challenge=challenge,
            expected_rp_id=_host(origin),
            expected_origin=origin,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001  likewise
        raise Rejected("account.passkey_refused") from None
    return New(found.credential_id, found.credential_public_key, found.sign_count)


def signed(origin: str, challenge: bytes, credential: SignedCredential, public_key: bytes, sign_count: int) -> int:
    """How often the passkey says it has signed. Raises `Rejected`: `account.passkey_refused`."""
    try:
        found = webauthn.verify_authentication_response(
            credential=to_builtins(credential),
            expected_challenge=challenge,
            expected_rp_id=_host(origin),
            expected_origin=origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001  likewise
        raise Rejected("account.passkey_refused") from None
    return found.new_sign_count


def as_bytes(text: str) -> bytes:
    """What base64url stands for. Raises `Rejected`: `account.passkey_refused`."""
    try:
        return base64url_to_bytes(text)
    except ValueError:
        raise Rejected("account.passkey_refused") from None


def _host(origin: str) -> str:
    return urlsplit(origin).hostname or ""
