"""The HTTP side does what its description says, whatever is asked: documented answers, refusals in our words."""

import asyncio
import threading
from collections.abc import Generator
from itertools import count
from typing import Any

import pytest
import schemathesis
import uvloop
from hypothesis import settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth  # pyright: ignore[reportUnknownVariableType]

from api import who
from api.app import build_app
from hub.kernel import Role
from hub.rooms.rate import Rate
from tests.api.neighbours import Neighbour, settle
from tests.api.whole import SECRET, some_settings, whole

PERSON = Neighbour("d")
_fresh = count(1)
#: Of each operation; `make laws` tries more.
EXAMPLES = min(100, settings().max_examples // 8)
_app = build_app(some_settings("postgresql://hub@127.0.0.1:1/hub", "redis://127.0.0.1:1"))
schema: Any = schemathesis.openapi.from_dict(_app.openapi_schema.to_schema())
#: What may be said to a request that is well-formed: a key that was used, a step that is over, a file that is larger
#: than this hub takes, a value that is not so.
schema.config.checks.positive_data_acceptance.expected_statuses += ["410", "413", "422"]


class Served(threading.Thread):
    """A whole worker in a thread of its own: what asks it waits for the answers. `url` and `grant` are there soon."""

    def __init__(self, database_url: str, redis_url: str) -> None:
        super().__init__()
        self._stores = (database_url, redis_url)
        self.up, self.over = threading.Event(), threading.Event()
        self.url = self.grant = ""
        self.now_ms = 0

    def headers(self, security: object) -> dict[str, str]:
        """What a request carries: a grant, or the word of a session. Some sign devices out: each has its own."""
        if security == [{"grant": []}]:
            return {"Authorization": f"Bearer {self.grant}"}
        person = who.SignedIn(PERSON.ids["account"], f"device-{next(_fresh)}", "Ana")
        word = who.mint(SECRET, person, expires_ms=self.now_ms + 86_400_000)
        return {"Authorization": f"Bearer {word}"}

    def run(self) -> None:
        """From start to stop."""
        uvloop.run(self._serve())

    async def _serve(self) -> None:
        async with whole(*self._stores, rate_address=Rate(100_000, 100_000)) as hub:
            self.url = f"http://127.0.0.1:{hub.port}"
            await settle(hub, self._stores[0], PERSON)
            self.grant = hub.grant(*PERSON.rooms, person=PERSON.ids["account"], role=Role.MANAGER)
            self.now_ms = hub.worker.clock.now_ms()
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


def with_ids(case: Any) -> None:
    """Put ids of things that are there into a right address."""
    part = case.meta.components.get(ParameterLocation.PATH) if case.meta else None
    if part is not None and part.mode is GenerationMode.POSITIVE:
        ids = {name: PERSON.ids[name].rpartition("/")[2] for name in case.path_parameters if name in PERSON.ids}
        case.path_parameters.update(ids)


@schema.parametrize()
@settings(max_examples=EXAMPLES)
def test_every_answer_is_one_that_the_description_has(case: Any, served: Served) -> None:
    """Right and wrong parameters, bodies, methods and content types; all of schemathesis's checks.

    Whoever asks is signed in, and what a right address names is there.
    """
    with_ids(case)
    response = case.call(base_url=served.url, headers=served.headers(case.operation.definition.raw.get("security")))
    # Its own cookie is none, and ours is beside it.
    case.validate_response(response, excluded_checks=[ignored_auth])
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/problem+json"]
        assert response.status_code != 500
