"""Signing in with a password.

A wrong password, a mail that nobody has and a guess that does not count any more look the same and take as long.
"""

from typing import Any, Literal

import msgspec
from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Struct

from api.accounts import second, tries
from api.accounts.known_devices import known_device
from api.accounts.register import MailAddress
from api.accounts.sessions import Asking, SignedIn, asking, start_session
from api.guards import in_measure
from api.passwords import Typed
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Id
from persistence import accounts


class SigningIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Who comes in, and the password."""

    mail: MailAddress
    password: Typed


class Next(Struct, frozen=True):
    """The password was right, and a code is to follow: `POST /api/session/second`."""

    challenge: str
    next: Literal["second_factor"] = "second_factor"


@post("/api/session", status_code=200, guards=[in_measure])
async def sign_in(
    data: JSONBody[SigningIn], request: Request[Any, Any, Any], state: State
) -> Response[SignedIn | Next]:
    """Sign in; with a second factor the answer is a challenge, and there is no session yet."""
    worker: Worker = state.worker
    device = asking(request)
    await tries.of_address(worker, "sign-in", device, away="auth.away")
    account = await _right(worker, data, request, device)
    async with worker.database.transaction() as connection:
        if not await accounts.still(connection, account):
            raise Rejected("account.wrong_password")
        if await second.needed(connection, account.id):
            challenge = await second.challenge(connection, account.id, worker.clock.now_ms())
            return Response(Next(challenge), headers={"Cache-Control": "no-store"})
        answer: Response[Any] = await start_session(worker, connection, account.id, device)
        return answer


async def _right(worker: Worker, data: SigningIn, request: Request[Any, Any, Any], device: Asking) -> accounts.Account:
    """The account whose password this is. Raises `Rejected`: `account.wrong_password`, or `auth.away`."""
    async with worker.database.connection() as connection:
        account = await accounts.by_mail(connection, data.mail)
    guess = tries.Guess(worker, data.mail, device.address, _began_here(worker, account, request))
    if not await guess.fits(account, data.password) or account is None:
        raise Rejected("account.wrong_password")
    return await _renewed(worker, account, data.password)


def _began_here(worker: Worker, account: accounts.Account | None, request: Request[Any, Any, Any]) -> Id | None:
    known = known_device(worker.keys, request)
    return known.sid if known is not None and account is not None and known.sub == account.id else None


async def _renewed(worker: Worker, account: accounts.Account, password: str) -> accounts.Account:
    """The account with a hash of today's cost: it can only be made while somebody types the password."""
    if not worker.passwords.stale(account.password):
        return account
    renewed = await worker.passwords.hash(password)
    async with worker.database.transaction() as connection:
        if await accounts.still(connection, account):
            await accounts.set_password(connection, account.id, renewed)
    return msgspec.structs.replace(account, password=renewed)


HANDLERS: tuple[Any, ...] = (sign_in,)
