"""What anybody may ask without a grant, each address may ask only so often; what only operators may ask."""

from hmac import compare_digest
from ipaddress import ip_address
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from api.door import Door
from api.settings import Settings
from hub.errors import Rejected
from hub.rooms.ports import Clock


def in_measure(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """A guard that takes a token of the caller's address.

    Raises:
        Rejected: `protocol.too_fast`, with the wait.
    """
    clock: Clock = connection.app.state.worker.clock
    door: Door = connection.app.state.door
    address = connection.client.host if connection.client else ""
    wait_ms = door.ask(address, clock.steady_ms())
    if wait_ms:
        raise Rejected("protocol.too_fast", retry_after_ms=wait_ms)


def operators_only(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """A guard that lets in who has `HUB_METRICS_TOKEN`; while there is none, who asks from this machine.

    Raises:
        Rejected: `auth.operator`.
    """
    settings: Settings = connection.app.state.worker.settings
    token = settings.metrics_token
    if token is None:
        allowed = connection.client is not None and ip_address(connection.client.host).is_loopback
    else:
        given = connection.headers.get("Authorization", "")
        allowed = compare_digest(given.encode(), f"Bearer {token}".encode())
    if not allowed:
        raise Rejected("auth.operator")
