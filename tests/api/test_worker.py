import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from api import worker as workers
from api.metrics import Reading
from embedded.redis import Redis
from hub.chat.messages import Post
from hub.errors import Rejected
from hub.rooms import connection as connections
from tests.api.serving import goodbye, heard
from tests.api.whole import Whole, whole
from tests.hub.rooms.world import AUTHOR
from tests.services import a_room, until


def hello(hub: Whole, room: str, person: str = "ana") -> str:
    """The first frame."""
    return json.dumps({"t": "hello", "token": hub.grant(room, person=person), "rooms": [{"room": room}]})


def post(command_id: str, room: str) -> str:
    """A command."""
    return json.dumps({"t": "do", "id": command_id, "room": room, "cmd": {"t": "chat.post", "text": command_id}})


@pytest.fixture
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "RETRY_S", 0.02)
    monkeypatch.setattr(workers, "SWEEP_S", 0.02)


async def test_two_workers_are_one_hub(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url) as one, whole(database_url, redis_url) as other:
        await until(lambda: one.worker.bus.up and other.worker.bus.up)
        room = await one.create(a_room())
        async with one.dial() as ana, other.dial() as ben:
            await ana.send(hello(one, room))
            await ben.send(hello(other, room, person="ben"))
            assert (await heard(ana, "welcome"))["you"]["name"] == "Ana"
            assert (await heard(ben, "welcome"))["upto"] == 0
            await ana.send(post("c1", room))
            assert (await heard(ana, "ack"))["seq"] == 1
            for client in (ana, ben):
                facts = await heard(client, "facts")
                assert (facts["upto"], facts["facts"][0][1]["text"]) == (1, "c1")
            await ben.send(post("c1", room))
            assert (await heard(ben, "ack"))["seq"] == 2
        assert one.worker.name != other.worker.name


@pytest.mark.usefixtures("_quickly")
async def test_a_worker_that_starts_before_its_redis_heals_with_it(database_url: str, tmp_path: Path) -> None:
    with Redis(tmp_path) as redis:
        url = redis.url
    with capture_logs() as logs:
        async with whole(database_url, url) as hub:
            room = await hub.create(a_room())
            assert await hub.worker.service.do(AUTHOR, room, "c1", Post(text="Hi")) == 1
            assert not hub.worker.bus.up
            with Redis(tmp_path):
                await until(lambda: hub.worker.bus.up)
    assert [event["event"] for event in logs if event["log_level"] == "warning"] == ["started without a store"]


@pytest.mark.usefixtures("_quickly")
async def test_a_worker_that_starts_before_its_database_refuses_and_stops_when_told(redis_url: str) -> None:
    async with whole("postgresql://hub@127.0.0.1:1/hub", redis_url) as hub:
        with pytest.raises(Rejected) as caught:
            await hub.worker.service.do(AUTHOR, a_room(), "c1", Post(text="Hi"))
        assert caught.value.code == "room.unavailable"
        await asyncio.sleep(0.05)


async def test_what_is_on_its_way_when_a_worker_stops_arrives(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url) as hub:
        room = await hub.create(a_room())
        asked = [
            asyncio.ensure_future(hub.worker.service.do(AUTHOR, room, f"c{n}", Post(text="Hi"))) for n in range(50)
        ]
        await asyncio.sleep(0)
    assert sorted(await asyncio.gather(*asked)) == list(range(1, 51))
    assert hub.worker.service.doors.rooms == {}


@pytest.mark.usefixtures("_quickly")
async def test_the_sweep_closes_who_is_late_and_writes_down_the_counts(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HELLO_MS_MAX", 0)
    async with whole(database_url, redis_url, run_dir=tmp_path) as hub, hub.dial() as client:
        assert await goodbye(client) == (4004, "hub.hello_late")
        await until(lambda: bool(list(tmp_path.glob("worker-*.json"))))
        [path] = tmp_path.glob("worker-*.json")
        assert msgspec.json.decode(path.read_bytes(), type=Reading).worker == hub.worker.name


@pytest.mark.usefixtures("_quickly")
async def test_a_disk_that_takes_nothing_does_not_stop_the_sweep(
    database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with whole(database_url, redis_url, run_dir=tmp_path / "gone") as hub, hub.dial() as client:
        await asyncio.sleep(0.05)
        monkeypatch.setattr(connections, "HELLO_MS_MAX", 0)
        assert await goodbye(client) == (4004, "hub.hello_late")


def breaking(times: list[Exception]) -> tuple[Callable[[], Awaitable[None]], asyncio.Event]:
    """A duty that breaks so often, and then says that it does not."""
    done = asyncio.Event()

    async def duty() -> None:
        if times:
            raise times.pop()
        done.set()

    return duty, done


@pytest.mark.usefixtures("_quickly")
async def test_a_duty_that_breaks_is_begun_again_and_its_trace_is_kept() -> None:
    duty, done = breaking([ZeroDivisionError("first")])
    with capture_logs() as logs:
        running = asyncio.create_task(workers._always(duty))  # pyright: ignore[reportPrivateUsage]
        await done.wait()
        running.cancel()
    [event] = logs
    assert (event["log_level"], type(event["exc_info"])) == ("critical", ZeroDivisionError)
