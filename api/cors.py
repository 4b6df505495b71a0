"""Which foreign pages may read our answers, and that no other page acts here: `HUB_ORIGINS` is the list.

A browser asks first (OPTIONS) before it sends what a form could not. It is told what is allowed by the same headers
that every answer has; for an origin that is not on the list there are none, and the browser stops.
"""

from collections.abc import Collection
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Headers
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import Message, Scope

from api.csp import Hook
from api.settings import Settings
from hub.errors import Rejected

ALLOWED = {
    b"access-control-allow-methods": b"GET, POST, PATCH, DELETE",
    b"access-control-allow-headers": b"Authorization, Content-Type, Idempotency-Key",
    b"access-control-max-age": b"600",
}
#: What a page of the list may read of an answer beside its body.
EXPOSED = b"Retry-After, Idempotency-Replayed"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def shared(origins: Collection[str]) -> Hook:
    """A hook of the application that lets pages of these origins read its answers."""
    known = frozenset(origins)

    async def allow(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start" or scope["type"] != "http" or not scope["path"].startswith("/api/"):
            return
        head = [*(_corrected(each, scope) for each in message.get("headers", ())), (b"vary", b"Origin")]
        origin = Headers.from_scope(scope).get("Origin", "")
        if origin in known:
            head += [
                (b"access-control-allow-origin", origin.encode()),
                (b"access-control-allow-credentials", b"true"),
                (b"access-control-expose-headers", EXPOSED),
            ]
            head += ALLOWED.items() if scope["method"] == "OPTIONS" else ()
        message["headers"] = head

    return allow


def _corrected(header: tuple[bytes, bytes], scope: Scope) -> tuple[bytes, bytes]:
    """What an address allows: the framework names the methods of the handler that came first, not of all."""
    name, _ = header
    known: dict[str, Any] = {**scope}
    if known.get("method") != "OPTIONS" or name.lower() != b"allow":
        return header
    route: HTTPRoute = next(each for each in known["litestar_app"].routes if each.path_format == known["path_template"])
    return name, ", ".join(sorted(route.methods)).encode()


def from_our_pages(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """A guard of the application: what a page sends changes nothing here unless its origin is on the list.

    Whoever is no browser names no origin; a cookie without one is refused where it counts (`api.who`).

    Raises:
        Rejected: `auth.origin`.
    """
    scope = connection.scope
    if scope["type"] != "http" or scope["method"] in _READING:
        return
    settings: Settings = connection.app.state.worker.settings
    origin = connection.headers.get("Origin")
    if origin is not None and origin not in settings.origins:
        raise Rejected("auth.origin")
