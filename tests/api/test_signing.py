"""What the hub signed it knows again, and nothing else."""

import hmac
from base64 import urlsafe_b64encode
from typing import Any

import jwt
import pytest

from api.derived import derived
from api.signing import Forged, Keys, sign, unsign

#: Its types name a package that we do not have.
LIBRARY: Any = jwt
SECRET, OTHER = "s" * 32, "t" * 32


def test_claims_come_back() -> None:
    assert unsign(SECRET, sign(SECRET, {"sub": "ana"}, audience="door"), audience="door")["sub"] == "ana"


def test_the_library_reads_what_we_sign_as_we_do() -> None:
    text = sign(SECRET, {"sub": "Zoë", "rooms": ["floor/a"], "exp": 1}, audience="door")
    read = LIBRARY.decode(text, SECRET, algorithms=["HS256"], audience="door", options={"verify_exp": False})
    assert unsign(SECRET, text, audience="door") == read


def with_padding(text: str) -> str:
    return text + "="


def of_something_else(body: bytes) -> str:
    """Signed by us, and still no claims."""
    return LIBRARY.api_jws.PyJWS().encode(body, SECRET, algorithm="HS256")


@pytest.mark.parametrize(
    "text",
    [
        sign(OTHER, {"sub": "ana"}, audience="door"),
        sign(SECRET, {"sub": "ana"}, audience="window"),
        LIBRARY.encode({"sub": "ana"}, SECRET, algorithm="HS256"),
        LIBRARY.encode({"sub": "ana", "aud": "door"}, "", algorithm="none"),
        LIBRARY.encode({"sub": "ana", "aud": "door"}, SECRET * 2, algorithm="HS512"),
        sign(SECRET, {"sub": "ana"}, audience="door")[:-2],
        with_padding(sign(SECRET, {"sub": "ana"}, audience="door")),
        of_something_else(b"[]"),
        of_something_else(b"not JSON"),
        LIBRARY.encode({"sub": "ana", "aud": "door"}, SECRET, algorithm="HS256", headers={"kid": "1"}),
        "",
        "a.b.c",
        "é.é.é",
        "\ud800",
    ],
    ids=[
        "other secret",
        "other purpose",
        "no purpose",
        "unsigned",
        "other algorithm",
        "cut",
        "padded",
        "a list",
        "no JSON",
        "another header",
        "empty",
        "dots",
        "é",
        "half",
    ],
)
def test_whatever_else_is_forged(text: str) -> None:
    with pytest.raises(Forged):
        unsign(SECRET, text, audience="door")


def named(key: str, secret: str = SECRET, **header: str) -> str:
    """What a worker signs with a key."""
    return LIBRARY.encode(
        {"sub": "ana", "aud": "door"}, derived(secret, f"key/{key}"), algorithm="HS256", headers={"kid": key, **header}
    )


def counts(keys: Keys | str, text: str) -> bool:
    try:
        return unsign(keys, text, audience="door")["sub"] == "ana"
    except Forged:
        return False


def test_the_newest_key_signs_and_its_id_stands_in_the_header() -> None:
    keys = Keys(SECRET)
    keys.hold(["new", "old"], [])
    text = sign(keys, {"sub": "ana"}, audience="door")
    assert LIBRARY.get_unverified_header(text) == {"alg": "HS256", "kid": "new", "typ": "JWT"}
    assert text == named("new")
    assert counts(keys, text)


def test_what_older_keys_and_the_secret_itself_signed_counts_on() -> None:
    keys = Keys(SECRET)
    before = sign(keys, {"sub": "ana"}, audience="door")
    keys.hold(["new", "old"], [])
    assert counts(keys, before)
    assert counts(keys, named("old"))
    assert counts(SECRET, named("old"))


def test_a_key_that_another_worker_heard_of_first_verifies() -> None:
    keys = Keys(SECRET)
    assert counts(keys, named("newer"))
    keys.hold(["new"], [])
    assert counts(keys, named("newer"))


def test_a_key_that_has_ended_verifies_nothing() -> None:
    keys = Keys(SECRET)
    keys.hold(["new"], ["old"])
    assert not counts(keys, named("old"))
    assert counts(keys, named("new"))
    keys.hold([], ["old", "new"])
    assert not counts(keys, named("new"))
    assert counts(keys, sign(keys, {"sub": "ana"}, audience="door"))


def written_otherwise(text: str) -> str:
    """The same header in other base64: of its last character, two bits say nothing."""
    header, rest = text.split(".", 1)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = header[:-1] + letters[letters.index(header[-1]) + 1]
    signed = f"{other}.{rest.rpartition('.')[0]}"
    signature = hmac.digest(derived(SECRET, "key/abcde"), signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "text",
    [
        named("abcde", OTHER),
        named("abcde", cty="JWT"),
        named("a/c"),
        named("a" * 33),
        named(""),
        written_otherwise(named("abcde")),
    ],
    ids=["other secret", "more in the header", "no id", "long id", "empty id", "other base64"],
)
def test_what_names_a_key_and_was_not_signed_with_it_is_forged(text: str) -> None:
    assert not counts(SECRET, text)
