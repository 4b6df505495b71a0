"""Signing a device in: the word of a session for ten minutes, and a refresh token that gets the next one.

A refresh token is `<session>.<generation>.<HMAC of both>`: nothing of it is kept, and the same generation always has
the same token, so that two tabs that refresh at once get the same successor.
"""

import hmac
from base64 import urlsafe_b64encode
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from msgspec import Struct

from api import who
from api.accounts import known_devices
from api.derived import derived
from api.worker import Worker
from hub.kernel import Id, Millis
from persistence import account_events, sessions
from persistence.database import Connection

REFRESH_COOKIE = "hub_refresh"
REFRESH_PATH = "/api/session"
#: A device that is not seen for so long is signed out.
IDLE_MS = 30 * 24 * 3600 * 1000
AGENT_CHARS = 200


class SignedIn(Struct, frozen=True):
    """Who is signed in now, and until when the word in the cookie counts."""

    account: Id
    name: str
    expires_ms: Millis


class Asking(Struct, frozen=True):
    """The device that asks: its address, and what its browser calls itself."""

    address: str
    device: str


def asking(request: Request[Any, Any, Any]) -> Asking:
    """The device behind a request."""
    address = request.client.host if request.client else ""
    # Postgres keeps no NUL, and a header can hold every other byte.
    return Asking(address, request.headers.get("User-Agent", "").replace("\0", "")[:AGENT_CHARS])


async def start_session(
    worker: Worker, connection: Connection, account: Id, device: Asking, *, what: str = "signed_in"
) -> Response[SignedIn]:
    """Sign an account in on a device, in the caller's transaction; whoever calls has checked every factor.

    `what` is the line in the account's events: how it came in.

    Raises:
        LookupError: there is no such account.
    """
    now_ms = worker.clock.now_ms()
    session, bearer = await sessions.start(connection, account, device.device, device.address, now_ms=now_ms)
    await account_events.tell(connection, account, what, device=device.device, address=device.address, now_ms=now_ms)
    word = who.SignedIn(account, session, bearer.name, bearer.platform_admin)
    answer = signed_in(worker, word, generation=0, now_ms=now_ms)
    token = known_devices.device_token(worker.keys, account, session)
    lasts_s = known_devices.COOKIE_S
    answer.set_cookie(_cookie(worker, known_devices.COOKIE, token, path=REFRESH_PATH, max_age=lasts_s))
    return answer


def signed_in(worker: Worker, word: who.Who, *, generation: int, now_ms: Millis) -> Response[SignedIn]:
    """The answer with both cookies."""
    settings = worker.settings
    expires_ms = now_ms + who.SESSION_MS
    return Response(
        SignedIn(word.account, word.name, expires_ms),
        status_code=200,
        cookies=[
            _cookie(
                worker,
                who.COOKIE,
                who.mint(worker.keys, word, expires_ms=expires_ms),
                path="/api",
                max_age=who.SESSION_MS // 1000,
            ),
            _cookie(
                worker,
                REFRESH_COOKIE,
                refresh_token(settings.grant_secret, word.session, generation),
                path=REFRESH_PATH,
                max_age=IDLE_MS // 1000,
            ),
        ],
        headers={"Cache-Control": "no-store"},
    )


def signed_out(worker: Worker) -> Response[None]:
    """The answer that takes both cookies back."""
    gone = [_cookie(worker, name, "", path=path, max_age=0) for name, path in _COOKIES]
    return Response(None, status_code=204, cookies=gone, headers={"Cache-Control": "no-store"})


def refresh_token(secret: str, session: Id, generation: int) -> str:
    """The refresh token of a generation."""
    signed = f"{session}.{generation}"
    return f"{signed}.{_proof(secret, signed)}"


def read_refresh(secret: str, token: str) -> tuple[Id, int] | None:
    """The session and generation of a refresh token; None when it is not one of ours."""
    signed, _, proof = token.rpartition(".")
    session, _, generation = signed.partition(".")
    if not hmac.compare_digest(_proof(secret, signed).encode(), proof.encode()):
        return None
    return session, int(generation)


def _proof(secret: str, signed: str) -> str:
    made = hmac.digest(derived(secret, "refresh"), signed.encode(), "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()


_COOKIES = ((who.COOKIE, "/api"), (REFRESH_COOKIE, REFRESH_PATH))


def _cookie(worker: Worker, name: str, value: str, *, path: str, max_age: int) -> Cookie:
    return Cookie(
        key=name,
        value=value,
        path=path,
        max_age=max_age,
        httponly=True,
        secure=worker.settings.cookie_secure,
        samesite="strict",
    )
