"""The authenticator app of an account: set up, confirm, take away."""

from typing import Any

import segno
from litestar import Request, Response, delete, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Struct

from api.accounts import letters, one_time, proof, recovery, second
from api.accounts.sessions import asking
from api.who import Who
from api.worker import Worker
from hub.errors import Rejected
from persistence import account_events, challenges, second_factors
from persistence.database import Connection

#: Nobody but its owner sees a secret, and no cache keeps it.
_UNKEPT = {"Cache-Control": "no-store"}


class Prepared(Struct, frozen=True):
    """What the app reads: `uri` from the QR code `svg`, or `secret` typed in by hand (base32)."""

    secret: str
    uri: str
    svg: str


class Confirming(Struct, frozen=True, forbid_unknown_fields=True):
    """A code, to show that the app has the secret."""

    code: second.Code


class Codes(Struct, frozen=True):
    """Recovery codes, shown this once."""

    recovery: list[str]


@post("/api/me/totp", status_code=200)
async def prepare(who: Who, state: State) -> Response[Prepared]:
    """Make a secret for an authenticator app; it counts once a code of it is confirmed."""
    worker: Worker = state.worker
    secret = one_time.fresh_secret()
    async with worker.database.transaction() as connection:
        await proof.fresh(worker, connection, who)
        sealed = one_time.seal(worker.settings.grant_secret, who.account, secret)
        mail = await second_factors.begin(connection, who.account, sealed)
    if mail is None:
        raise Rejected("account.totp_on")
    uri = one_time.address(secret, mail)
    svg = segno.make(uri, micro=False).svg_inline(scale=4, light="#fff")
    return Response(Prepared(one_time.as_text(secret), uri, svg), headers=_UNKEPT)


@post("/api/me/totp/confirm", status_code=200)
async def confirm(
    data: JSONBody[Confirming], who: Who, request: Request[Any, Any, Any], state: State
) -> Response[Codes]:
    """Turn the second factor on with a first code; the answer has the recovery codes, this once."""
    worker: Worker = state.worker
    await second.measured(worker, who.account, data.code)
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        account = await proof.fresh(worker, connection, who)
        totp = await second_factors.totp_of(connection, who.account)
        if totp is None or totp.secret is None:
            raise Rejected("account.totp_off")
        if totp.confirmed:
            raise Rejected("account.totp_on")
        step = second.right_step(worker, who.account, totp.secret, data.code)
        if step is None:
            raise Rejected("account.code_wrong")
        if not await second_factors.confirm(connection, who.account, totp.secret, now_ms=now_ms, step=step):
            raise Rejected("account.totp_on")
        codes = await recovery.renew(connection, who.account)
        await _tell(connection, who, "totp_on", request, now_ms)
    worker.mailer.post(letters.second_factor_on(worker.settings, account.mail))
    await second.proven(worker, who.account)
    return Response(Codes(codes), headers=_UNKEPT)


@post("/api/me/totp/recovery", status_code=200)
async def renew(data: JSONBody[Confirming], who: Who, request: Request[Any, Any, Any], state: State) -> Response[Codes]:
    """Make new recovery codes; those from before are worth nothing."""
    worker: Worker = state.worker
    await second.measured(worker, who.account, data.code)
    async with worker.database.transaction() as connection:
        account = await proof.fresh(worker, connection, who)
        await second.prove(worker, connection, who.account, data.code, asking(request))
        codes = await recovery.renew(connection, who.account)
        await _tell(connection, who, "recovery_codes_made", request, worker.clock.now_ms())
    worker.mailer.post(letters.recovery_codes_made(worker.settings, account.mail))
    await second.proven(worker, who.account)
    return Response(Codes(codes), headers=_UNKEPT)


@delete("/api/me/totp", status_code=204)
async def end(data: JSONBody[Confirming], who: Who, request: Request[Any, Any, Any], state: State) -> None:
    """Turn the second factor off, with a code of it or a recovery code."""
    worker: Worker = state.worker
    await second.measured(worker, who.account, data.code)
    async with worker.database.transaction() as connection:
        account = await proof.fresh(worker, connection, who)
        await second.prove(worker, connection, who.account, data.code, asking(request))
        await second_factors.end(connection, who.account)
        await challenges.forget(connection, who.account)
        await _tell(connection, who, "totp_off", request, worker.clock.now_ms())
    worker.mailer.post(letters.second_factor_off(worker.settings, account.mail))
    await second.proven(worker, who.account)


async def _tell(connection: Connection, who: Who, what: str, request: Request[Any, Any, Any], now_ms: int) -> None:
    device = asking(request)
    await account_events.tell(
        connection, who.account, what, device=device.device, address=device.address, now_ms=now_ms
    )


HANDLERS: tuple[Any, ...] = (prepare, confirm, renew, end)
