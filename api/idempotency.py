"""A creating POST that is sent twice creates once: the second gets the answer to the first.

A client names a request with a header `Idempotency-Key` of its own making, and may then send it again whenever it has
heard nothing. Routes say that they create with `opt={"creates": True}`. Keys belong to an account, or to the person of
a grant, for a day.

What was refused changed nothing, so its key is free again. When a fault or a crash left no answer, nobody can tell
whether something was created: then the key stays taken, and whoever asks is told to look.
"""

import hmac
import re
import secrets
from hashlib import sha256
from typing import Any

import msgspec
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from litestar import Request
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct

from api.derived import derived
from api.who import who
from api.worker import Worker
from hub.errors import Rejected
from hub.rooms.ports import Unavailable
from persistence.answered import Earlier, Named, claim, keep, release

HEADER = "Idempotency-Key"
REPLAYED = (b"idempotency-replayed", b"true")
KEY_PATTERN = r"[\x21-\x7e]{1,128}"
#: No request of ours takes so long: one that has not been answered by then never will be.
AT_WORK_MS = 60_000
_PURPOSE = "answered"
_GRANT = "grant/"
_NONCE_BYTES = 12
#: Of the head, what an answer means nothing without.
_KEPT = frozenset({b"content-type", b"location"})
_REFUSED, _BROKEN = 400, 500
_log = structlog.get_logger()


class _Answer(Struct, array_like=True):
    status: int
    head: list[tuple[bytes, bytes]]
    body: bytes


class _Recorder:
    """Stands where the client would be, until the answer is whole."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, message: Message) -> None:
        """A part of the answer."""
        self.messages.append(message)

    @property
    def answer(self) -> _Answer:
        """All of it."""
        answer = _Answer(_BROKEN, [], b"")
        for message in self.messages:
            if message["type"] == "http.response.start":
                head = ((name.lower(), value) for name, value in message.get("headers", ()))
                answer.status, answer.head = message["status"], [each for each in head if each[0] in _KEPT]
            elif message["type"] == "http.response.body":
                answer.body += message.get("body", b"")
        return answer


class Idempotency:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what has no key or creates nothing, or is by nobody: that is refused further in."""
        if scope["type"] != "http" or not scope["route_handler"].opt.get("creates"):
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope, receive)
        key = request.headers.get(HEADER)
        account = None if key is None else await _account(request)
        if key is None or account is None:
            await self.app(scope, receive, send)
            return
        if not re.fullmatch(KEY_PATTERN, key):
            raise Rejected("http.key")
        await self._once(request, account, key, send)

    async def _once(self, request: Request[Any, Any, Any], account: str, key: str, send: Send) -> None:
        worker: Worker = request.app.state.worker
        seal = _Seal(worker.settings.grant_secret, account, key)
        named = Named(account, sha256(key.encode()).hexdigest(), worker.clock.now_ms())
        earlier = await claim(worker.database, named, digest := await _digest(request))
        if earlier is not None:
            await _replay(_again(earlier, digest, seal, named.at_ms), send)
            return
        recorder = _Recorder()
        await self.app(request.scope, request.receive, recorder.send)
        try:
            await _settle(worker, named, recorder.answer, seal)
        except Unavailable as error:
            _log.warning("an answer was not kept", reason=str(error))
        for message in recorder.messages:
            await send(message)


class _Seal:
    """An answer may have a secret in it, a link's: at rest it is of no use without the key, which is not kept."""

    def __init__(self, hub_secret: str, account: str, key: str) -> None:
        own = hmac.digest(derived(hub_secret, _PURPOSE), f"{account}\0{key}".encode(), "sha256")
        self._cipher = AESGCM(own)

    def close(self, answer: _Answer) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, msgspec.msgpack.encode(answer), None)

    def open(self, sealed: bytes) -> _Answer | None:
        try:
            text = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except InvalidTag:  # the hub's secret is another one since
            return None
        return msgspec.msgpack.decode(text, type=_Answer)


async def _account(request: Request[Any, Any, Any]) -> str | None:
    """Whose keys it is about: an account's, or those of who has a grant; None where nobody knows."""
    try:
        return (await who(request, request.app.state)).account
    except Rejected:
        return _granted(request)


def _granted(request: Request[Any, Any, Any]) -> str | None:
    worker: Worker = request.app.state.worker
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        # Nobody is an account and a guest by the same name.
        return f"{_GRANT}{worker.admission.grant(token).actor.person}" if kind.lower() == "bearer" else None
    except Rejected:
        return None


async def _digest(request: Request[Any, Any, Any]) -> bytes:
    """Of what is asked; two requests that differ in anything of this are not the same."""
    parts = (request.method.encode(), request.url.path.encode(), request.url.query.encode(), await request.body())
    return sha256(b"\0".join(parts)).digest()


def _again(earlier: Earlier, digest: bytes, seal: _Seal, now_ms: int) -> _Answer:
    """The answer to the first request with a key.

    Raises:
        Rejected: `http.key_*`.
    """
    if not hmac.compare_digest(earlier.digest, digest):
        raise Rejected("http.key_reused")
    answer = None if earlier.body is None else seal.open(earlier.body)
    if answer is not None:
        return answer
    if earlier.status is None and now_ms - earlier.at_ms < AT_WORK_MS:
        raise Rejected("http.key_at_work")
    raise Rejected("http.key_lost")


async def _settle(worker: Worker, named: Named, answer: _Answer, seal: _Seal) -> None:
    if answer.status < _REFUSED:
        await keep(worker.database, named, answer.status, seal.close(answer))
    elif answer.status < _BROKEN:
        await release(worker.database, named)


async def _replay(answer: _Answer, send: Send) -> None:
    head = [*answer.head, (b"content-length", str(len(answer.body)).encode()), REPLAYED]
    await send({"type": "http.response.start", "status": answer.status, "headers": head})
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})
