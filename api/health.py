"""Is this worker alive, and is everything it needs there?"""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.datastructures import State
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from api.worker import Worker
from hub.rooms.ports import Unavailable
from persistence.database import Database

ANSWER_S_MAX = 2.0


@get("/health/live", sync_to_thread=False)
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@get("/health/ready")
async def ready(state: State) -> Response[dict[str, Any]]:
    """Which parts are up. Without Redis the hub goes on more slowly, so only Postgres decides readiness."""
    worker: Worker = state.worker
    parts = {
        "postgres": "up" if await _answers(worker.database) else "down",
        "redis": "up" if worker.bus.up else "down",
    }
    ok = parts["postgres"] == "up"
    body = {"status": "ready" if ok else "not ready", "parts": parts}
    return Response(body, status_code=HTTP_200_OK if ok else HTTP_503_SERVICE_UNAVAILABLE)


async def _answers(database: Database) -> bool:
    try:
        async with asyncio.timeout(ANSWER_S_MAX), database.connection() as connection:
            await connection.execute("SELECT 1")
    except (Unavailable, TimeoutError):
        return False
    return True
