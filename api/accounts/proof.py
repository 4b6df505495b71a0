"""Showing anew who one is: a session that was left open or stolen is not enough to change how one gets in.

A session remembers when its owner last showed it there, by signing in or here. What adds or takes away a way in asks
for a proof that is not older than ten minutes.
"""

from typing import Any

from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Struct

from api.accounts import tries
from api.accounts.sessions import asking
from api.guards import in_measure
from api.passwords import Typed
from api.who import Who
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Millis
from persistence import accounts, sessions
from persistence.database import Connection

PROVEN_MS: Millis = 10 * 60 * 1000


class Proving(Struct, frozen=True, forbid_unknown_fields=True):
    """The password of who is signed in."""

    password: Typed


async def fresh(worker: Worker, connection: Connection, who: Who) -> accounts.Account:
    """The account of who asks, locked until the transaction ends, when they have shown lately who they are.

    Whoever changes the password locks it too: what a session does comes before that, or the session has ended.

    Raises:
        Rejected: `auth.prove`, or `auth.session_*`.
    """
    await accounts.hold(connection, who.account)
    account = await accounts.by_id(connection, who.account)
    if account is None:
        raise Rejected("auth.session_invalid")
    at_ms = await sessions.proven_at(connection, who.account, who.session)
    if at_ms is None:
        raise Rejected("auth.session_ended")
    if at_ms + PROVEN_MS <= worker.clock.now_ms():
        raise Rejected("auth.prove")
    return account


@post("/api/session/prove", status_code=204, guards=[in_measure])
async def prove(data: JSONBody[Proving], who: Who, request: Request[Any, Any, Any], state: State) -> None:
    """Show with the password who you are; for ten minutes this session may then change how you sign in."""
    worker: Worker = state.worker
    device = asking(request)
    await tries.of_address(worker, "prove", device, away="auth.away")
    async with worker.database.connection() as connection:
        account = await accounts.by_id(connection, who.account)
    if account is None:
        raise Rejected("auth.session_invalid")
    # Only a proof began the session, so its guesses are those of a known device.
    guess = tries.Guess(worker, account.mail, device.address, who.session)
    if not await guess.fits(account, data.password):
        raise Rejected("account.not_your_password")
    async with worker.database.transaction() as connection:
        if not await accounts.still(connection, account):
            raise Rejected("account.not_your_password")
        await proven(worker, connection, who)


async def proven(worker: Worker, connection: Connection, who: Who) -> None:
    """Remember that who asks has just shown who they are. Raises `Rejected`: `auth.session_ended`."""
    if not await sessions.prove(connection, who.account, who.session, now_ms=worker.clock.now_ms()):
        raise Rejected("auth.session_ended")


HANDLERS: tuple[Any, ...] = (prove,)
