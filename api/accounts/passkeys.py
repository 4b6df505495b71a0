"""Passkeys of an account: add, list, take away; and signing in with one, without mail or password."""

from typing import Annotated, Any, TypeAlias

from litestar import Request, Response, delete, get, post
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct
from webauthn.helpers import bytes_to_base64url

from api.accounts import ceremony, letters, proof, tries
from api.accounts.sessions import SignedIn, asking, start_session
from api.guards import in_measure
from api.who import Who, origin_of_ours
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import PRINTABLE, Id, Millis
from persistence import account_events, accounts, challenges, passkeys
from persistence.database import Connection
from persistence.limits import Limit, neighbourhood

PASSKEYS_MAX = 20
#: Each leaves a row behind for five minutes.
ASKED = Limit(100, 5 * 60 * 1000)
PasskeyName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64, pattern=PRINTABLE)]
_MAKING, _SIGNING = "passkey_making", "passkey_signing"
_UNKEPT = {"Cache-Control": "no-store"}


class Options(Struct, frozen=True):
    """For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`."""

    options: dict[str, Any]


class Making(Struct, frozen=True, forbid_unknown_fields=True):
    """A credential that the browser made, and what its owner calls it."""

    credential: ceremony.MadeCredential
    name: PasskeyName = "Passkey"


class Signing(Struct, frozen=True, forbid_unknown_fields=True):
    """A credential that signed."""

    credential: ceremony.SignedCredential


class Passkey(Struct, frozen=True):
    """One of an account. `used_at_ms` is null until it has let somebody in."""

    id: str
    name: str
    created_at_ms: Millis
    used_at_ms: Millis | None


def _origin(request: Request[Any, Any, Any], worker: Worker) -> str:
    """The page that asks: a passkey is for its host. Raises `Rejected`: `auth.origin`."""
    origin_of_ours(request, worker)
    return request.headers["Origin"]


@post("/api/session/passkey/begin", status_code=200, guards=[in_measure])
async def begin_signing(request: Request[Any, Any, Any], state: State) -> Response[Options]:
    """What to give `navigator.credentials.get` to sign in with a passkey."""
    worker: Worker = state.worker
    origin, device = _origin(request, worker), asking(request)
    await tries.must(worker, f"passkey/{neighbourhood(device.address)}", ASKED)
    challenge = ceremony.fresh_challenge()
    async with worker.database.transaction() as connection:
        await _wait(worker, connection, challenge, _SIGNING, None)
    return Response(Options(ceremony.to_sign(origin, challenge)), headers=_UNKEPT)


@post("/api/session/passkey/finish", status_code=200, guards=[in_measure])
async def finish_signing(data: JSONBody[Signing], request: Request[Any, Any, Any], state: State) -> Response[SignedIn]:
    """Sign in with the passkey that signed. It asked for a finger or a PIN, so there is no second factor after it."""
    worker: Worker = state.worker
    origin, now_ms = _origin(request, worker), worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        account = await _signed(connection, origin, data.credential, now_ms)
        return await start_session(worker, connection, account, asking(request), what="signed_in_passkey")


@post("/api/session/prove/passkey", status_code=204, guards=[in_measure])
async def prove(data: JSONBody[Signing], who: Who, request: Request[Any, Any, Any], state: State) -> None:
    """Show with a passkey of yours who you are, as with the password at `/api/session/prove`."""
    worker: Worker = state.worker
    origin, now_ms = _origin(request, worker), worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        await accounts.hold(connection, who.account)
        if await _signed(connection, origin, data.credential, now_ms) != who.account:
            raise Rejected("account.passkey_refused")
        await proof.proven(worker, connection, who)


async def _signed(connection: Connection, origin: str, credential: ceremony.SignedCredential, now_ms: Millis) -> Id:
    """Whose passkey signed, once. Raises `Rejected`: `account.challenge_gone` or `account.passkey_refused`."""
    challenge = ceremony.challenge_in(credential.response.client_data)
    known = ceremony.as_bytes(credential.raw_id)
    if await challenges.spend(connection, challenge, _SIGNING, now_ms=now_ms) is None:
        raise Rejected("account.challenge_gone")
    key = await passkeys.find(connection, known)
    handle = credential.response.user_handle
    if key is None or (handle is not None and ceremony.as_bytes(handle) != key.account.encode()):
        raise Rejected("account.passkey_refused")
    count = ceremony.signed(origin, challenge, credential, key.public_key, key.sign_count)
    await passkeys.use(connection, known, sign_count=count, now_ms=now_ms)
    return key.account


@post("/api/me/passkeys/begin", status_code=200)
async def begin_making(who: Who, request: Request[Any, Any, Any], state: State) -> Response[Options]:
    """What to give `navigator.credentials.create` to make a passkey for this account."""
    worker: Worker = state.worker
    origin, challenge = _origin(request, worker), ceremony.fresh_challenge()
    async with worker.database.transaction() as connection:
        account = await proof.fresh(worker, connection, who)
        known = [each.credential for each in await passkeys.of(connection, who.account)]
        if len(known) >= PASSKEYS_MAX:
            raise Rejected("account.passkeys_full", max=PASSKEYS_MAX)
        await _wait(worker, connection, challenge, _MAKING, who.account)
    return Response(Options(ceremony.to_make(origin, challenge, who.account, account.mail, known)), headers=_UNKEPT)


@post("/api/me/passkeys/finish", status_code=201, opt={"creates": True})
async def finish_making(
    data: JSONBody[Making], who: Who, request: Request[Any, Any, Any], state: State
) -> Response[Passkey]:
    """Keep the passkey that the browser made."""
    worker: Worker = state.worker
    origin, now_ms = _origin(request, worker), worker.clock.now_ms()
    challenge = ceremony.challenge_in(data.credential.response.client_data)
    async with worker.database.transaction() as connection:
        account = await proof.fresh(worker, connection, who)
        waiting = await challenges.spend(connection, challenge, _MAKING, now_ms=now_ms)
        if waiting is None or waiting.account != who.account:
            raise Rejected("account.challenge_gone")
        new = ceremony.made(origin, challenge, data.credential)
        if await passkeys.count(connection, who.account) >= PASSKEYS_MAX:
            raise Rejected("account.passkeys_full", max=PASSKEYS_MAX)
        if not await passkeys.add(
            connection,
            who.account,
            new.credential,
            new.public_key,
            sign_count=new.sign_count,
            name=data.name,
            now_ms=now_ms,
        ):
            raise Rejected("account.passkey_known")
        await _tell(connection, who, "passkey_added", request, now_ms)
    worker.mailer.post(letters.passkey_added(worker.settings, account.mail, data.name))
    return Response(_shown(passkeys.Passkey(new.credential, data.name, now_ms, None)), headers=_UNKEPT)


@get("/api/me/passkeys")
async def listed(who: Who, state: State) -> list[Passkey]:
    """The passkeys of this account, the oldest first."""
    worker: Worker = state.worker
    async with worker.database.connection() as connection:
        return [_shown(each) for each in await passkeys.of(connection, who.account)]


@delete("/api/me/passkeys/{passkey:str}", status_code=204)
async def drop(
    passkey: Annotated[str, PathParameter(max_length=1364, pattern=r"\A[A-Za-z0-9_-]+\Z")],
    who: Who,
    request: Request[Any, Any, Any],
    state: State,
) -> None:
    """Take a passkey away: it lets nobody in any more."""
    worker: Worker = state.worker
    credential = ceremony.as_bytes(passkey)
    async with worker.database.transaction() as connection:
        await proof.fresh(worker, connection, who)
        if await passkeys.drop(connection, who.account, credential) is None:
            raise Rejected("http.not_found")
        await _tell(connection, who, "passkey_removed", request, worker.clock.now_ms())


async def _wait(worker: Worker, connection: Connection, challenge: bytes, purpose: str, account: str | None) -> None:
    now_ms = worker.clock.now_ms()
    await challenges.issue(connection, challenge, purpose, account, now_ms=now_ms, expires_ms=now_ms + ceremony.ASK_MS)


async def _tell(connection: Connection, who: Who, what: str, request: Request[Any, Any, Any], now_ms: Millis) -> None:
    device = asking(request)
    await account_events.tell(
        connection, who.account, what, device=device.device, address=device.address, now_ms=now_ms
    )


def _shown(kept: passkeys.Passkey) -> Passkey:
    return Passkey(bytes_to_base64url(kept.credential), kept.name, kept.created_at_ms, kept.used_at_ms)


HANDLERS: tuple[Any, ...] = (begin_signing, finish_signing, prove, begin_making, finish_making, listed, drop)
