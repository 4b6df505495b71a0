"""The HTTP side does what its description says, whatever is asked: documented answers, refusals in our words."""

import asyncio
import threading
from collections.abc import Generator
from typing import Any

import pytest
import schemathesis
import uvloop
from hypothesis import settings

from api.app import build_app
from hub.kernel import Role
from hub.rooms.rate import Rate
from tests.api.whole import some_settings, whole

FLOOR = "floor/described"
EXAMPLES = 40
_app = build_app(some_settings("postgresql://hub@127.0.0.1:1/hub", "redis://127.0.0.1:1"))
schema: Any = schemathesis.openapi.from_dict(_app.openapi_schema.to_schema())


class Served(threading.Thread):
    """A whole worker in a thread of its own: what asks it waits for the answers. `url` and `token` are there soon."""

    def __init__(self, database_url: str, redis_url: str) -> None:
        super().__init__()
        self._stores = (database_url, redis_url)
        self.up, self.over = threading.Event(), threading.Event()
        self.url = self.token = ""

    def run(self) -> None:
        """From start to stop."""
        uvloop.run(self._serve())

    async def _serve(self) -> None:
        async with whole(*self._stores, rate_address=Rate(100_000, 100_000)) as hub:
            self.url = f"http://127.0.0.1:{hub.port}"
            self.token = hub.grant(await hub.create(FLOOR), role=Role.DJ)
            self.up.set()
            await asyncio.to_thread(self.over.wait)


@pytest.fixture(scope="module")
def served(database_url: str, redis_url: str) -> Generator[Served]:
    """One for all."""
    thread = Served(database_url, redis_url)
    thread.start()
    assert thread.up.wait(10)
    yield thread
    thread.over.set()
    thread.join()


@schema.parametrize()
@settings(max_examples=EXAMPLES)
def test_every_answer_is_one_that_the_description_has(case: Any, served: Served) -> None:
    """Right and wrong parameters, bodies, methods and content types; all of schemathesis's checks."""
    response = case.call(base_url=served.url, headers={"Authorization": f"Bearer {served.token}"})
    case.validate_response(response)
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/problem+json"]
        assert response.status_code != 500
