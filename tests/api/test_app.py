import json
import logging
from collections.abc import Generator
from typing import cast

import pytest
import structlog

from api import problems, worker
from api.app import build_app, create_app
from api.settings import Misconfigured
from tests.api.serving import heard
from tests.api.whole import SECRET, Whole, problem, some_settings
from tests.services import a_room


@pytest.fixture
def _logging() -> Generator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    for module in (problems, worker):
        # A logger keeps how it was configured when it was used first.
        vars(cast("object", vars(module)["_log"])).pop("bind", None)


@pytest.mark.usefixtures("_logging")
async def test_a_worker_reads_its_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://hub@127.0.0.1/hub")
    monkeypatch.setenv("HUB_REDIS_URL", "redis://127.0.0.1")
    monkeypatch.setenv("HUB_GRANT_SECRET", SECRET)
    monkeypatch.setenv("HUB_SOCKETS_MAX", "7")
    app = create_app()
    assert app.state.worker.settings.grant_secret == SECRET
    assert app.state.door.sockets_max == 7
    monkeypatch.setenv("HUB_SOCKETS_MAX", "none")
    with pytest.raises(Misconfigured, match="HUB_SOCKETS_MAX"):
        create_app()


async def test_nothing_is_connected_before_the_app_starts() -> None:
    app = build_app(some_settings("postgresql://hub@127.0.0.1:1/hub", "redis://127.0.0.1:1"))
    assert app.state.worker.service.doors.rooms == {}


@pytest.mark.asyncio(loop_scope="module")
async def test_the_way_of_the_audience_from_the_door_to_the_room(hub: Whole) -> None:
    room = await hub.create(a_room())
    entered = (await hub.http.post("/api/enter", json={"room": room, "name": "Ana"})).json()
    async with hub.dial() as client:
        await client.send(json.dumps({"t": "hello", "token": entered["token"], "rooms": [{"room": room}]}))
        assert (await heard(client, "welcome"))["you"] == {
            "person": entered["person"],
            "role": "audience",
            "name": "Ana",
            "party": "",
        }
        command = {"t": "queue.submit", "title": "Jolene", "artist": "Dolly Parton"}
        await client.send(json.dumps({"t": "do", "id": "c1", "room": room, "cmd": command}))
        assert (await heard(client, "facts"))["facts"][0][1]["title"] == "Jolene"


@pytest.mark.asyncio(loop_scope="module")
async def test_every_answer_forbids_to_guess_what_it_is(hub: Whole) -> None:
    for path in ("/health/live", "/metrics", "/nowhere", "/crew/demo", "/api/floors/x/songs"):
        response = await hub.http.get(path)
        assert response.headers["X-Content-Type-Options"] == "nosniff", path
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"], path


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_not_there_and_what_is_too_big_are_problems(hub: Whole) -> None:
    assert problem(await hub.http.get("/nowhere")) == (404, "http.not_found")
    wrong = await hub.http.get("/api/enter")
    assert problem(wrong) == (405, "http.method")
    assert "POST" in wrong.headers["Allow"]
    big = await hub.http.post("/api/enter", content=b"x" * 2_000_000, headers={"Content-Type": "application/json"})
    assert problem(big) == (413, "protocol.too_big")
    assert problem(await hub.http.get("/crew/demo")) == (503, "http.not_built")


@pytest.mark.asyncio(loop_scope="module")
async def test_the_http_side_describes_itself(hub: Whole) -> None:
    paths = (await hub.http.get("/api/docs/openapi.json")).json()["paths"]
    assert {"/api/enter", "/health/ready", "/api/floors/{floor}/songs"} <= paths.keys()
    assert not {"/metrics", "/crew/{room}"} & paths.keys()
