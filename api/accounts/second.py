"""The second factor of signing in: a code of the authenticator app, or a recovery code instead.

Who knew the password gets a challenge for five minutes, and no session before the code is right too.
"""

import secrets
from base64 import urlsafe_b64encode
from typing import Annotated, Any, TypeAlias

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api.accounts import one_time, recovery, tries
from api.accounts.sessions import Asking, SignedIn, asking, start_session
from api.guards import in_measure
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Id, Millis
from persistence import account_events, accounts, challenges
from persistence.database import Connection
from persistence.limits import Limit
from persistence.second_factors import take_step, totp_of

CHALLENGE_MS = 5 * 60 * 1000
PURPOSE = "second_factor"
#: Of a million codes three count at a time: a month of guessing finds one with a chance of 1 in 500.
WRONG_AT_ONCE = Limit(5, 15 * 60 * 1000)
WRONG_IN_A_DAY = Limit(20, 24 * 3600 * 1000)
CODE_DIGITS = 6

Code: TypeAlias = Annotated[
    str,
    Meta(
        min_length=CODE_DIGITS,
        max_length=64,
        pattern=r"\A[0-9A-Za-z -]+\Z",
        description="Six digits from the authenticator app, or a recovery code.",
    ),
]
#: What stands for a step that waits: 256 random bits.
Secret: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]


class SecondFactor(Struct, frozen=True, forbid_unknown_fields=True):
    """The challenge that the right password got, and a code."""

    challenge: Secret
    code: Code


async def needed(connection: Connection, account: Id) -> bool:
    """Whether the right password is not enough."""
    totp = await totp_of(connection, account)
    return totp is not None and totp.confirmed


async def challenge(connection: Connection, account: Id, now_ms: Millis) -> str:
    """What `POST /api/session/second` wants to see besides the code."""
    text = urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    await challenges.issue(connection, text.encode(), PURPOSE, account, now_ms=now_ms, expires_ms=now_ms + CHALLENGE_MS)
    return text


async def measured(worker: Worker, account: Id, code: str) -> None:
    """Count a code that can be guessed; a recovery code cannot, and still lets its owner in.

    Raises:
        Rejected: `protocol.too_fast`, or `auth.away`.
    """
    if _is_one_time(code):
        await tries.must(worker, f"second/{account}", WRONG_AT_ONCE)
        await tries.must(worker, f"second-day/{account}", WRONG_IN_A_DAY)


async def prove(worker: Worker, connection: Connection, account: Id, code: str, device: Asking) -> None:
    """Take a code of the account, once, in the transaction that acts on it; call `measured` before that.

    Raises:
        Rejected: `account.code_wrong`.
    """
    now_ms = worker.clock.now_ms()
    if not _is_one_time(code):
        if not await recovery.spend(connection, account, code):
            raise Rejected("account.code_wrong")
        where = {"device": device.device, "address": device.address}
        await account_events.tell(connection, account, "recovery_code_used", **where, now_ms=now_ms)
        return
    totp = await totp_of(connection, account)
    if totp is None or totp.secret is None or not totp.confirmed:
        raise Rejected("account.code_wrong")
    step = right_step(worker, account, totp.secret, code)
    if step is None or not await take_step(connection, account, totp.secret, step):
        raise Rejected("account.code_wrong")


def right_step(worker: Worker, account: Id, sealed: bytes, code: str) -> int | None:
    """The step of a sealed secret that a code is for now; None when it is for none."""
    secret = one_time.unseal(worker.settings.grant_secret, account, sealed)
    return None if secret is None else one_time.step_of(secret, recovery.typed(code), worker.clock.now_ms())


async def proven(worker: Worker, account: Id) -> None:
    """The code was right: those that were wrong before are forgiven."""
    await worker.limits.forget(f"second/{account}")
    await worker.limits.forget(f"second-day/{account}")


def _is_one_time(code: str) -> bool:
    read = recovery.typed(code)
    return len(read) == CODE_DIGITS and read.isdecimal()


@post("/api/session/second", status_code=200, guards=[in_measure])
async def second(data: JSONBody[SecondFactor], request: Request[Any, Any, Any], state: State) -> Response[SignedIn]:
    """Finish signing in with the code of the authenticator app, or with a recovery code."""
    worker: Worker = state.worker
    waits, now_ms = data.challenge.encode(), worker.clock.now_ms()
    async with worker.database.connection() as connection:
        found = await challenges.look(connection, waits, PURPOSE, now_ms=now_ms)
    if found is None or found.account is None:
        raise Rejected("account.challenge_gone")
    account, device = found.account, asking(request)
    await measured(worker, account, data.code)
    async with worker.database.transaction() as connection:
        # First, as whoever changes the password does: in another order each would wait for the other.
        await accounts.hold(connection, account)
        # A wrong code undoes this too, so that the next one can be tried.
        if await challenges.spend(connection, waits, PURPOSE, now_ms=now_ms) is None:
            raise Rejected("account.challenge_gone")
        await prove(worker, connection, account, data.code, device)
        answer = await start_session(worker, connection, account, device)
    await proven(worker, account)
    return answer


HANDLERS: tuple[Any, ...] = (second,)
