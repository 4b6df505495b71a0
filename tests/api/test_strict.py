"""Bodies as their description says."""

import pytest
from litestar import Litestar, post
from litestar.params import JSONBody
from litestar.testing import AsyncTestClient
from msgspec import Struct

from api import problems, strict
from hub.errors import Rejected


class Both(Struct, frozen=True):
    """What would be converted gladly."""

    many: int = 1
    done: bool = False


@post("/both")
async def both(data: JSONBody[Both]) -> Both:
    """What came."""
    return data


def a_client() -> AsyncTestClient[Litestar]:
    """Of an app that takes them."""
    app = Litestar(
        [both],
        request_class=strict.StrictRequest,
        exception_handlers={Rejected: problems.on_rejected},
        openapi_config=None,
    )
    return AsyncTestClient(app)


@pytest.mark.parametrize(
    "body", [{"many": "1"}, {"many": 1.5}, {"many": 1e300}, {"done": 0}, {"done": "false"}, {"done": None}, []]
)
async def test_nothing_is_taken_for_what_it_is_not(body: object) -> None:
    async with a_client() as client:
        assert (await client.post("/both", json=body)).status_code == 400


async def test_what_is_right_comes_as_it_was_sent() -> None:
    async with a_client() as client:
        answer = await client.post("/both", json={"many": 7, "done": True})
        same = await client.post("/both", content=b'{"many":7.0,"done":true}')
    assert (answer.status_code, answer.json()) == (201, {"many": 7, "done": True})
    assert same.json() == answer.json()


async def test_a_person_is_told_where_first() -> None:
    async with a_client() as client:
        answer = await client.post("/both", json={"many": "1"})
    assert answer.json()["title"] == "Correct the request: many: Expected `int`, got `str`."
    assert strict.where("Input data was truncated") == "Input data was truncated"
