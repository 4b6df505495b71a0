"""What a browser and an authenticator make of a passkey is believed when all of it fits, and never breaks us."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.accounts import ceremony
from api.accounts.ceremony import MadeCredential, SignedCredential
from hub.errors import Rejected
from tests.api.accounts.authenticator import Authenticator, text

ORIGIN = "http://hub.test"
CHALLENGE = b"c" * 32


def as_made(said: dict[str, Any]) -> MadeCredential:
    return msgspec.convert(said, MadeCredential)


def as_signed(said: dict[str, Any]) -> SignedCredential:
    return msgspec.convert(said, SignedCredential)


def asked(challenge: bytes = CHALLENGE, origin: str = ORIGIN) -> dict[str, Any]:
    return ceremony.to_make(origin, challenge, "ana", "ana@hub.test", [])


def registered(authenticator: Authenticator) -> ceremony.New:
    return ceremony.made(ORIGIN, CHALLENGE, as_made(authenticator.create(asked())))


def is_refused(made: MadeCredential) -> bool:
    try:
        ceremony.made(ORIGIN, CHALLENGE, made)
    except Rejected as rejected:
        return rejected.code == "account.passkey_refused"
    return False


def refuses(new: ceremony.New, signed: SignedCredential, count: int = 0) -> bool:
    try:
        ceremony.signed(ORIGIN, CHALLENGE, signed, new.public_key, count)
    except Rejected as rejected:
        return rejected.code == "account.passkey_refused"
    return False


def test_a_passkey_is_made_and_signs() -> None:
    phone = Authenticator()
    new = registered(phone)
    assert new.credential == phone.credential
    signed = as_signed(phone.get(ceremony.to_sign(ORIGIN, CHALLENGE)))
    assert ceremony.challenge_in(signed.response.client_data) == CHALLENGE
    assert ceremony.signed(ORIGIN, CHALLENGE, signed, new.public_key, 0) == 1


def test_a_browser_is_asked_for_a_passkey_that_knows_its_owner_and_asks_for_a_finger() -> None:
    options = ceremony.to_make("https://hub.test:8443", CHALLENGE, "ana", "ana@hub.test", [b"known"])
    assert options["rp"] == {"id": "hub.test", "name": "Showhub"}
    assert options["user"]["id"] == text(b"ana")
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert [each["id"] for each in options["excludeCredentials"]] == [text(b"known")]
    options = ceremony.to_sign("https://hub.test:8443", CHALLENGE)
    assert (options["rpId"], options["userVerification"]) == ("hub.test", "required")
    assert not options.get("allowCredentials")


@pytest.mark.parametrize(
    "phone",
    [Authenticator(origin="http://elsewhere.test"), Authenticator(verified=False), Authenticator(credential=b"")],
    ids=["another origin", "no finger", "no id"],
)
def test_a_passkey_that_does_not_fit_is_not_made(phone: Authenticator) -> None:
    said = phone.create(asked())
    said["id"] = said["rawId"] = said["id"] or "x"
    assert is_refused(as_made(said))


def test_a_passkey_for_another_host_or_challenge_is_not_made() -> None:
    assert is_refused(as_made(Authenticator().create(asked(origin="http://elsewhere.test"))))
    assert is_refused(as_made(Authenticator().create(asked(challenge=b"d" * 32))))


def test_a_signature_that_does_not_fit_is_refused() -> None:
    phone = Authenticator()
    new = registered(phone)
    options = ceremony.to_sign(ORIGIN, CHALLENGE)
    assert refuses(new, as_signed(phone.get(ceremony.to_sign(ORIGIN, b"d" * 32))))
    assert refuses(new, as_signed(phone.get(ceremony.to_sign("http://elsewhere.test", CHALLENGE))))
    assert refuses(new, as_signed(Authenticator(credential=phone.credential).get(options)))
    assert refuses(new, as_signed(phone.get(options)), count=phone.counts)
    phone.origin = "http://elsewhere.test"
    assert refuses(new, as_signed(phone.get(options)))
    phone.origin, phone.verified = ORIGIN, False
    assert refuses(new, as_signed(phone.get(options)))


def test_a_passkey_that_never_counts_is_fine() -> None:
    phone = Authenticator(counting=False)
    new = registered(phone)
    signed = as_signed(phone.get(ceremony.to_sign(ORIGIN, CHALLENGE)))
    assert ceremony.signed(ORIGIN, CHALLENGE, signed, new.public_key, 0) == 0


@pytest.mark.parametrize(
    "said", ["A", "e30", text(b"[]"), text(b'{"challenge":1}'), text(b"[" * 10_000), text(b"\xff")]
)
def test_client_data_that_is_none_is_refused(said: str) -> None:
    with pytest.raises(Rejected, match="passkey_refused"):
        ceremony.challenge_in(said)


def test_bytes_that_are_none_are_refused() -> None:
    assert ceremony.as_bytes("AAA") == b"\0\0"
    with pytest.raises(Rejected, match="passkey_refused"):
        ceremony.as_bytes("A")


PHONE = Authenticator()


@given(
    junk=st.binary(max_size=200), at=st.integers(0, 300), what=st.sampled_from(["clientDataJSON", "attestationObject"])
)
def test_whatever_is_changed_in_a_registration_breaks_nothing(junk: bytes, at: int, what: str) -> None:
    said = PHONE.create(asked())
    before = said["response"][what]
    changed = (before[:at] + text(junk) + before[at + len(text(junk)) :])[:16_384] or "A"
    said["response"][what] = changed
    if changed != before:
        # What is no part of it, such as a space in the client's JSON, may be let pass; nothing may break.
        is_refused(as_made(said))


@given(
    junk=st.binary(min_size=1, max_size=200), what=st.sampled_from(["clientDataJSON", "authenticatorData", "signature"])
)
def test_whatever_is_changed_in_a_signature_is_refused(junk: bytes, what: str) -> None:
    new = registered(PHONE)
    said = PHONE.get(ceremony.to_sign(ORIGIN, CHALLENGE))
    said["response"][what] = text(junk)
    assert refuses(new, as_signed(said))
