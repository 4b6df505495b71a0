from typing import Annotated, Any

import pytest
from litestar import Litestar, get, post
from litestar.exceptions import (
    HTTPException,
    InternalServerException,
    NotAuthorizedException,
    ServiceUnavailableException,
)
from litestar.params import FromPath, JSONBody
from litestar.testing import AsyncTestClient
from msgspec import Meta, Struct
from structlog.testing import capture_logs

from api import problems
from hub.errors import Rejected
from hub.rooms.ports import Unavailable
from tests.api.whole import problem

RAISED: dict[str, Exception] = {
    "rejected": Rejected("queue.full"),
    "waits": Rejected("protocol.too_fast", retry_after_ms=2_600),
    "forbidden": Rejected("auth.forbidden", role="guest"),
    "unavailable": Unavailable("Postgres at 10.0.0.7 cannot be used"),
    "unauthorised": NotAuthorizedException(),
    "broken": ZeroDivisionError("s3cret"),
    "broken inside": InternalServerException("s3cret"),
    "not now": ServiceUnavailableException("s3cret"),
    "endless": RecursionError("maximum recursion depth exceeded"),
    "undecodable": UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    "silent": HTTPException(status_code=400, detail=""),
}


class Pair(Struct, forbid_unknown_fields=True):
    """A body."""

    left: Annotated[int, Meta(ge=1)]
    right: str = ""


@get("/raise/{what:str}")
async def raises(what: FromPath[str]) -> None:
    """What a handler raises."""
    raise RAISED[what]


@post("/file", request_max_body_size=1_000_000)
async def file(data: JSONBody[Pair]) -> int:
    """What takes more."""
    return len(data.right)


@post("/pair")
async def pair(data: JSONBody[Pair]) -> int:
    """What Litestar refuses by itself."""
    return data.left


def a_client() -> AsyncTestClient[Litestar]:
    """Two routes, and how the hub says no."""
    handlers: dict[Any, Any] = {
        Rejected: problems.on_rejected,
        Unavailable: problems.on_unavailable,
        HTTPException: problems.on_http,
        RecursionError: problems.on_recursion,
        UnicodeDecodeError: problems.on_undecodable,
        Exception: problems.on_broken,
    }
    routes = [raises, file, pair]
    app = Litestar(routes, exception_handlers=handlers, request_max_body_size=100_000, openapi_config=None)
    return AsyncTestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("what", "status", "code", "retry_after"),
    [
        ("rejected", 409, "queue.full", "1"),
        ("waits", 429, "protocol.too_fast", "3"),
        ("forbidden", 403, "auth.forbidden", None),
        ("unavailable", 503, "room.unavailable", "1"),
        ("unauthorised", 400, "http.bad_request", None),
        ("silent", 400, "http.bad_request", None),
        ("broken", 500, "hub.broken", None),
        ("endless", 500, "hub.broken", None),
        ("undecodable", 500, "hub.broken", None),
        ("broken inside", 500, "hub.broken", None),
        ("not now", 500, "hub.broken", None),
    ],
)
async def test_whatever_is_raised_is_a_problem_of_the_catalogue(
    what: str, status: int, code: str, retry_after: str | None
) -> None:
    async with a_client() as client:
        response = await client.get(f"/raise/{what}")
    assert problem(response) == (status, code)
    assert response.headers.get("Retry-After") == retry_after
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json()["retry"] is (retry_after is not None)
    assert "10.0.0.7" not in response.text
    assert "s3cret" not in response.text


async def test_a_fault_of_ours_is_a_reference_to_the_person_and_a_trace_to_the_log() -> None:
    with capture_logs() as logs:
        async with a_client() as client:
            response = await client.get("/raise/broken")
    [event] = logs
    assert event["reference"] in response.json()["title"]
    assert (event["path"], event["exc_info"]) == ("/raise/{what}", RAISED["broken"])


async def test_what_is_nowhere_and_what_is_not_taken_there_are_told_apart() -> None:
    async with a_client() as client:
        assert problem(await client.get("/nowhere")) == (404, "http.not_found")
        assert problem(await client.get("/pair")) == (405, "http.method")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "truncated"),
        (b'{"left":0}', "left"),
        (b'{"left":"x"}', "left"),
        (b'{"left":1,"middle":2}', "middle"),
        (b"\xff", "Correct the request"),
        (b'{"left":1,"right":"\xff"}', "not UTF-8"),
        (b"[" * 90_000, "nested too deeply"),
    ],
)
async def test_a_request_that_is_wrong_is_told_where(body: bytes, says: str) -> None:
    async with a_client() as client:
        response = await client.post("/pair", content=body, headers={"Content-Type": "application/json"})
    assert problem(response) == (400, "http.bad_request")
    assert says in response.json()["title"]


async def test_a_request_that_is_too_big_is_told_how_big_it_may_be() -> None:
    async with a_client() as client:
        response = await client.post("/pair", json={"left": 1, "right": "x" * 200_000})
    assert problem(response) == (413, "protocol.too_big")
    assert "100000 bytes" in response.json()["title"]


async def test_a_route_that_takes_more_says_how_much() -> None:
    async with a_client() as client:
        assert (await client.post("/file", json={"left": 1, "right": "x" * 200_000})).json() == 200_000
        response = await client.post("/file", json={"left": 1, "right": "x" * 1_200_000})
    assert problem(response) == (413, "protocol.too_big")
    assert "1000000 bytes" in response.json()["title"]
