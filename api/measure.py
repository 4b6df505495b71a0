"""What anybody may ask without a grant, each address may ask only so often."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from api.door import Door
from api.worker import Worker
from hub.errors import Rejected


def in_measure(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """A guard that takes a token of the caller's address.

    Raises:
        Rejected: `protocol.too_fast`, with the wait.
    """
    worker: Worker = connection.app.state.worker
    door: Door = connection.app.state.door
    address = connection.client.host if connection.client else ""
    wait_ms = door.ask(address, worker.clock.steady_ms())
    if wait_ms:
        raise Rejected("protocol.too_fast", retry_after_ms=wait_ms)
