from pathlib import Path

import pytest

from api import health
from embedded.redis import Redis
from persistence.database import Database
from tests.api.whole import Whole, whole
from tests.services import until

#: Nobody listens there.
NOWHERE_POSTGRES = "postgresql://hub@127.0.0.1:1/hub"
NOWHERE_REDIS = "redis://127.0.0.1:1"


@pytest.mark.asyncio(loop_scope="module")
async def test_a_worker_with_everything_is_ready(hub: Whole) -> None:
    await until(lambda: hub.worker.bus.up)
    response = await hub.http.get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "parts": {"postgres": "up", "redis": "up"}}
    assert (await hub.http.get("/health/live")).json() == {"status": "live"}


async def test_without_redis_it_goes_on_and_says_so(database_url: str) -> None:
    async with whole(database_url, NOWHERE_REDIS) as hub:
        response = await hub.http.get("/health/ready")
        assert response.status_code == 200
        assert response.json()["parts"] == {"postgres": "up", "redis": "down"}


async def test_without_postgres_it_is_alive_and_not_ready(redis_url: str) -> None:
    async with whole(NOWHERE_POSTGRES, redis_url) as hub:
        response = await hub.http.get("/health/ready")
        assert response.status_code == 503
        assert response.json() == {"status": "not ready", "parts": {"postgres": "down", "redis": "up"}}
        assert (await hub.http.get("/health/live")).status_code == 200


async def test_a_redis_that_dies_is_down_and_one_that_is_back_is_up(database_url: str, tmp_path: Path) -> None:
    with Redis(tmp_path) as redis:
        async with whole(database_url, redis.url) as hub:
            await until(lambda: hub.worker.bus.up)
            redis.kill()
            await until(lambda: not hub.worker.bus.up)
            assert (await hub.http.get("/health/ready")).json()["parts"]["redis"] == "down"


async def test_a_database_that_does_not_answer_is_down(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frozen, it refuses nothing: whoever asks has to stop waiting."""
    monkeypatch.setattr(health, "ANSWER_S_MAX", 0.0)
    assert not await health._answers(database)  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(health, "ANSWER_S_MAX", 5.0)
    assert await health._answers(database)  # pyright: ignore[reportPrivateUsage]
