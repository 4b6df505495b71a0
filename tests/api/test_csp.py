from typing import Any

import pytest
from litestar import Litestar, MediaType, Response, get
from litestar.testing import AsyncTestClient

from api.csp import HEADERS, OTHERWISE, PAGE, secured
from api.problems import problem
from hub.errors import Rejected
from tests.api.whole import Whole


@get("/page", media_type=MediaType.HTML, sync_to_thread=False)
def page() -> str:
    """A page."""
    return "<!doctype html>"


@get("/list", sync_to_thread=False)
def listed() -> list[int]:
    """An answer of the API."""
    return [1]


@get("/own", sync_to_thread=False)
def own() -> Response[str]:
    """An answer that has a mind of its own."""
    return Response("", headers={"Cache-Control": "max-age=60", "Content-Security-Policy": "default-src 'self'"})


def a_client(*, https_only: bool = False) -> AsyncTestClient[Litestar]:
    """Answers of each kind."""
    return AsyncTestClient(Litestar([page, listed, own], before_send=[secured(https_only=https_only)]))


async def test_every_answer_says_what_browsers_may_do_with_it() -> None:
    async with a_client() as client:
        for path in ("/page", "/list", "/own", "/nowhere"):
            said = (await client.get(path)).headers
            missing = [name for name in (*HEADERS, "Cache-Control") if name not in said]
            assert missing == [], path
            assert "Strict-Transport-Security" not in said


async def test_a_page_has_a_policy_of_its_own_and_what_a_handler_says_stays() -> None:
    async with a_client() as client:
        assert (await client.get("/page")).headers["Content-Security-Policy"] == PAGE
        said = (await client.get("/list")).headers
        assert (said["Content-Security-Policy"], said["Cache-Control"]) == (OTHERWISE, "no-store")
        said = (await client.get("/own")).headers
        assert (said["Content-Security-Policy"], said["Cache-Control"]) == ("default-src 'self'", "max-age=60")


async def test_where_cookies_need_https_so_does_everything() -> None:
    async with a_client(https_only=True) as client:
        for path in ("/page", "/list", "/nowhere"):
            assert (await client.get(path)).headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("policy", [PAGE, OTHERWISE])
def test_no_policy_lets_anything_in_from_elsewhere(policy: str) -> None:
    parts: dict[str, str] = dict(each.split(" ", 1) for each in policy.split("; "))
    assert parts["default-src"] in {"'self'", "'none'"}
    assert parts["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy
    assert "script-src" not in parts
    assert not any("http" in each or "*" in each for each in parts.values())


@pytest.mark.asyncio(loop_scope="module")
async def test_the_hub_itself_says_it_with_every_answer(hub: Whole) -> None:
    for path in ("/health/live", "/metrics", "/nowhere", "/crew/demo", "/api/docs", "/api/floors/x/songs", "/assets/x"):
        said: Any = (await hub.http.get(path)).headers
        assert [name for name in HEADERS if name not in said] == [], path


def test_a_refusal_that_no_application_made_says_it_too() -> None:
    """The protocol refuses by itself what the parser cannot read."""
    assert HEADERS.items() <= problem(Rejected("protocol.garbage", format="JSON")).headers.items()
