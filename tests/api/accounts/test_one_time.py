"""One-time codes are those of RFC 6238, and their secrets are of use to nobody else."""

from urllib.parse import parse_qs, urlsplit

import pytest

from api.accounts import one_time

#: RFC 6238, appendix B, SHA-1, of whose eight digits an app shows the last six: seconds, code.
RFC_SECRET = b"12345678901234567890"
RFC = [
    (59, "287082"),
    (1_111_111_109, "081804"),
    (1_111_111_111, "050471"),
    (1_234_567_890, "005924"),
    (2_000_000_000, "279037"),
    (20_000_000_000, "353130"),
]
HUB = "h" * 32


@pytest.mark.parametrize(("seconds", "code"), RFC)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert one_time.step_of(RFC_SECRET, code, seconds * 1000) == seconds // 30


@pytest.mark.parametrize(("off_s", "counts"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_may_be_half_a_minute_off(off_s: int, counts: bool) -> None:  # noqa: FBT001  a row of a table
    seconds, code = RFC[2]
    found = one_time.step_of(RFC_SECRET, code, (seconds + off_s) * 1000)
    assert found == (seconds // 30 if counts else None)


@pytest.mark.parametrize("code", ["000000", "", "28708", "2870820", "é"])
def test_another_code_has_no_step(code: str) -> None:
    assert one_time.step_of(RFC_SECRET, code, 59_000) is None


def test_the_first_seconds_of_time_have_codes_too() -> None:
    assert one_time.step_of(RFC_SECRET, "755224", 0) == 0


def test_a_sealed_secret_comes_back() -> None:
    secret = one_time.fresh_secret()
    assert len(secret) == 20
    assert one_time.unseal(HUB, "ana", one_time.seal(HUB, "ana", secret)) == secret


def test_a_sealed_secret_is_never_the_same_twice_and_does_not_show() -> None:
    secret = one_time.fresh_secret()
    first, second = one_time.seal(HUB, "ana", secret), one_time.seal(HUB, "ana", secret)
    assert first != second
    assert secret not in first


def test_what_is_sealed_for_one_account_or_hub_is_not_for_another() -> None:
    sealed = one_time.seal(HUB, "ana", one_time.fresh_secret())
    assert one_time.unseal(HUB, "ben", sealed) is None
    assert one_time.unseal("g" * 32, "ana", sealed) is None
    assert one_time.unseal(HUB, "ana", sealed[:-1]) is None
    assert one_time.unseal(HUB, "ana", b"") is None


def test_an_app_reads_whose_it_is_from_the_address() -> None:
    said = urlsplit(one_time.address(RFC_SECRET, "ana@hub.test"))
    assert (said.scheme, said.netloc, said.path) == ("otpauth", "totp", "/Showhub:ana%40hub.test")
    assert parse_qs(said.query) == {"secret": [one_time.as_text(RFC_SECRET)], "issuer": ["Showhub"]}
