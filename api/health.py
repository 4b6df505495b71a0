"""Is this worker alive, and is everything it needs there?"""

from typing import Any

from litestar import Response, get
from litestar.datastructures import State
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from api.worker import Worker


@get("/health/live", sync_to_thread=False)
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@get("/health/ready")
async def ready(state: State) -> Response[dict[str, Any]]:
    """Which parts are up. Without Redis the hub goes on more slowly, so only Postgres decides readiness."""
    worker: Worker = state.worker
    parts = {
        "postgres": "up" if await worker.database.answers() else "down",
        "redis": "up" if worker.bus.up else "down",
    }
    ok = parts["postgres"] == "up"
    body = {"status": "ready" if ok else "not ready", "parts": parts}
    return Response(body, status_code=HTTP_200_OK if ok else HTTP_503_SERVICE_UNAVAILABLE)
