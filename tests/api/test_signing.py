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


@pytest.mark.parametrize(
    "text",
    [
        sign(OTHER, {"sub": "ana"}, audience="door"),
        sign(SECRET, {"sub": "ana"}, audience="window"),
        LIBRARY.encode({"sub": "ana"}, SECRET, algorithm="HS256"),
        LIBRARY.encode({"sub": "ana", "aud": "door"}, "", algorithm="none"),
        LIBRARY.encode({"sub": "ana", "aud": "door"}, SECRET * 2, algorithm="HS512"),
        sign(SECRET, {"sub": "ana"}, audience="door")[:-2],
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
        "empty",
        "dots",
        "é",
        "half",
    ],
)
def test_whatever_else_is_forged(text: str) -> None:
    with pytest.raises(Forged):
        unsign(SECRET, text, audience="door")
