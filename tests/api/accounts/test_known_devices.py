from typing import Any

import pytest
from litestar import Request
from litestar.types import HTTPScope

from api.accounts.known_devices import COOKIE, KnownDevice, device_token, known_device
from api.signing import sign
from tests.api.whole import SECRET


def known(cookie: str) -> KnownDevice | None:
    """What a browser with this cookie kept."""
    scope: Any = {"type": "http", "headers": [(b"cookie", f"{COOKIE}={cookie}".encode())]}
    return known_device(SECRET, Request(HTTPScope(**scope)))


def test_a_browser_keeps_who_signed_in_on_it() -> None:
    assert known(device_token(SECRET, "ana", "s1")) == KnownDevice("ana", "s1")


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "nonsense",
        device_token("b" * 32, "ana", "s1"),
        sign(SECRET, {"sub": "ana", "sid": "s1"}, audience="showhub/session"),
        sign(SECRET, {"sub": "ana"}, audience="showhub/device"),
    ],
    ids=["none", "nonsense", "other hub", "other purpose", "half"],
)
def test_what_is_not_ours_is_nothing(cookie: str) -> None:
    assert known(cookie) is None
