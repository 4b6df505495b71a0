"""What every answer says to browsers: nothing of it is run, framed or told to others, except as its policy allows."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any, TypeAlias

from litestar.types import Message, Scope

#: Of pages. Scripts, styles and sockets from here only, and nobody frames us.
PAGE = (
    "default-src 'self'; connect-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
#: Of everything else: should a browser show it as a page, nothing in it works.
OTHERWISE = "default-src 'none'; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The studio asks for the first three; links with a position, payment sheets and the rest are not ours.
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=(), usb=()",
    "Content-Security-Policy": OTHERWISE,
}
#: Where cookies need https, so does everything else, for a year from each answer.
HTTPS_ONLY = "max-age=31536000"


def of_style(style: str) -> str:
    """The policy of a page that is made here: this style stands in it, and it alone counts there; nothing is run."""
    named = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{named}'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


Hook: TypeAlias = Callable[[Message, Scope], Awaitable[None]]


def secured(*, https_only: bool) -> Hook:
    """A hook of the application that completes the head of every answer; what a handler has set stays.

    An answer that says nothing of caches is kept by none.
    """
    always = {name.lower().encode(): value.encode() for name, value in HEADERS.items()}
    always[b"cache-control"] = b"no-store"
    if https_only:
        always[b"strict-transport-security"] = HTTPS_ONLY.encode()
    page = always | {b"content-security-policy": PAGE.encode()}

    async def complete(message: Message, _scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        head: list[tuple[bytes, bytes]] = [(name.lower(), value) for name, value in message.get("headers", ())]
        said: dict[bytes, Any] = dict(head)
        wanted = page if said.get(b"content-type", b"").startswith(b"text/html") else always
        message["headers"] = [*head, *(each for each in wanted.items() if each[0] not in said)]

    return complete
