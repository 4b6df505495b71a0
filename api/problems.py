"""Errors of the HTTP side: RFC 9457 problem+json out of the one catalogue."""

import secrets
from traceback import walk_tb
from typing import Any, cast

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.serialization import decode_json
from litestar.status_codes import (
    HTTP_404_NOT_FOUND,
    HTTP_405_METHOD_NOT_ALLOWED,
    HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    HTTP_500_INTERNAL_SERVER_ERROR,
)

from api import lost
from api.csp import HEADERS
from hub.errors import Rejected
from hub.rooms.ports import Unavailable

#: Of a request; what the API takes is small, and a body is held until it is whole.
BODY_BYTES_MAX = 64 * 1024
_log = structlog.get_logger()


def problem(rejected: Rejected) -> Response[dict[str, Any]]:
    """The answer that says no, and what to do."""
    fault = rejected.fault
    body: dict[str, Any] = {
        "type": f"urn:showhub:{rejected.code}",
        "title": rejected.say(),
        "status": fault.status,
        "code": rejected.code,
        "retry": fault.retry,
    }
    headers = {"Cache-Control": "no-store", **HEADERS}
    wait_ms = rejected.fields.get("retry_after_ms")
    if wait_ms or fault.retry:
        headers["Retry-After"] = str(max(1, round((wait_ms or 1000) / 1000)))
    return Response(body, status_code=fault.status, media_type="application/problem+json", headers=headers)


def on_rejected(request: Request[Any, Any, Any], rejected: Rejected) -> Response[Any]:
    """A rule said no; where there is nothing, a person is told by a page."""
    if rejected.code == "http.not_found" and lost.by_a_person(request):
        return lost.page(request)
    return problem(rejected)


def on_unavailable(_request: Request[Any, Any, Any], _error: Unavailable) -> Response[dict[str, Any]]:
    """A store cannot be reached."""
    return problem(Rejected("room.unavailable"))


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Litestar said no; where it says that something broke, it broke here."""
    if error.status_code >= HTTP_500_INTERNAL_SERVER_ERROR:
        return on_broken(request, error)
    if error.status_code == HTTP_404_NOT_FOUND:
        return on_rejected(request, Rejected("http.not_found"))
    if error.status_code == HTTP_405_METHOD_NOT_ALLOWED:
        refusal = problem(Rejected("http.method"))
        allowed = {name.lower(): value for name, value in (error.headers or {}).items()}.get("allow", "")
        refusal.headers["Allow"] = allowed.upper()
        return refusal
    if error.status_code == HTTP_413_REQUEST_ENTITY_TOO_LARGE:
        return problem(Rejected("protocol.too_big", max_bytes=BODY_BYTES_MAX))
    return problem(Rejected("http.bad_request", detail=_detail(error)))


def _detail(error: HTTPException) -> str:
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        faults = cast("list[dict[str, str]]", error.extra)
        return "; ".join(f"{each.get('key', 'value')}: {each.get('message', '')}" for each in faults)
    return error.detail.splitlines()[0] if error.detail else "it cannot be read"


def on_recursion(request: Request[Any, Any, Any], error: RecursionError) -> Response[dict[str, Any]]:
    """A body nested so deeply that msgspec gives up on it; any other recursion is a fault of ours."""
    if "deserializing" in str(error):
        return problem(Rejected("http.bad_request", detail="it is nested too deeply"))
    return on_broken(request, error)


def on_undecodable(request: Request[Any, Any, Any], error: UnicodeDecodeError) -> Response[dict[str, Any]]:
    """A body with a text that is not UTF-8, which msgspec says in its own way; anything else is a fault of ours."""
    *_, (frame, _line) = walk_tb(error.__traceback__)
    if frame.f_code.co_name == decode_json.__name__:
        return problem(Rejected("http.bad_request", detail="it is not UTF-8"))
    return on_broken(request, error)


def on_broken(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """A fault of ours: the trace goes to the log, the person gets a reference."""
    reference = secrets.token_hex(4)
    # Its pattern: a calendar's own path has its secret in it.
    _log.error("broken", reference=reference, path=request.scope["path_template"], exc_info=error)
    return problem(Rejected("hub.broken", reference=reference))
