"""What the hub signed it knows again, and nothing else."""

from typing import Any

import jwt
import pytest

from api.signing import Forged, sign, unsign

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
