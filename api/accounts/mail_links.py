"""What the links in mails do: confirm an address, set another password."""

from typing import Annotated, Any, TypeAlias

from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api.accounts import letters, tries
from api.accounts.register import MailAddress, Mailed
from api.accounts.sessions import Asking, asking
from api.guards import in_measure
from api.passwords import Password
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Id, Millis
from persistence import account_events, accounts, challenges, mail_tokens, sessions
from persistence.database import Connection

RESET_MS: Millis = 3600 * 1000
Token: TypeAlias = Annotated[
    str,
    Meta(min_length=1, max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z", description="What stands behind # in the link."),
]


class Verifying(Struct, frozen=True, forbid_unknown_fields=True):
    """The token of a mail that asks to confirm an address."""

    token: Token


class Verified(Struct, frozen=True):
    """The address that now lets its owner sign in."""

    mail: str


class Forgetful(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose password is to be another."""

    mail: MailAddress


class Resetting(Struct, frozen=True, forbid_unknown_fields=True):
    """The token of a mail that asks for a new password, and the password."""

    token: Token
    password: Password


@post("/api/accounts/verify", status_code=200, guards=[in_measure])
async def verify(data: JSONBody[Verifying], request: Request[Any, Any, Any], state: State) -> Verified:
    """Confirm an address, that of a new account or another one of an old account."""
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    device = asking(request)
    try:
        async with worker.database.transaction() as connection:
            mailed = await _spent(connection, data.token, ("verify", "change"), now_ms)
            before = await accounts.by_id(connection, mailed.account)
            await accounts.verify(connection, mailed.account, mailed.mail, now_ms=now_ms)
            # What was mailed to the old address is worth nothing from now on.
            await mail_tokens.revoke(connection, mailed.account, ("reset", "change"))
            what = "verified" if mailed.purpose == "verify" else "mail_changed"
            await _tell(connection, mailed.account, what, device, now_ms)
    except accounts.MailTaken:
        raise Rejected("account.mail_taken") from None
    if before is not None and mailed.purpose == "change":
        worker.mailer.post(letters.changed(worker.settings, before.mail, mailed.mail))
    return Verified(mailed.mail)


@post("/api/accounts/reset", status_code=202, guards=[in_measure])
async def reset(data: JSONBody[Forgetful], request: Request[Any, Any, Any], state: State) -> Mailed:
    """Ask for a mail that lets one choose another password; there is none when nobody has the address."""
    worker: Worker = state.worker
    await tries.of_address(worker, "reset", asking(request))
    async with worker.database.connection() as connection:
        account = await accounts.by_mail(connection, data.mail)
    worker.mailer.begin(_write_back(worker, data.mail, account))
    return Mailed(data.mail)


async def _write_back(worker: Worker, mail: str, account: accounts.Account | None) -> None:
    if not await tries.may_mail(worker, "reset", mail) or account is None:
        return
    expires_ms = worker.clock.now_ms() + RESET_MS
    async with worker.database.transaction() as connection:
        secret = await mail_tokens.make(connection, account.id, "reset", account.mail, expires_ms=expires_ms)
    worker.mailer.post(letters.reset(worker.settings, account.mail, secret))


@post("/api/accounts/reset/confirm", status_code=204, guards=[in_measure])
async def confirm_reset(data: JSONBody[Resetting], request: Request[Any, Any, Any], state: State) -> None:
    """Set another password, and sign every device out."""
    worker: Worker = state.worker
    # A hash is slow: whoever has no link does not get one.
    await tries.of_address(worker, "reset-confirm", asking(request))
    async with worker.database.connection() as connection:
        if await mail_tokens.account_of(connection, data.token) is None:
            raise Rejected("account.link_invalid")
    password = await worker.passwords.hash(data.password)
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        mailed = await _spent(connection, data.token, ("reset",), now_ms)
        await change_password(connection, mailed.account, password, asking(request), but="", now_ms=now_ms)
    worker.mailer.post(letters.password_changed(worker.settings, mailed.mail))


async def change_password(
    connection: Connection, account: Id, password: str, device: Asking, *, but: Id, now_ms: Millis
) -> None:
    """Another password, as a hash: with it every session ends except `but`, and no link that was mailed is good.

    Whoever had the old one may have asked for another address.
    """
    await accounts.set_password(connection, account, password)
    await mail_tokens.revoke(connection, account, ("reset", "change"))
    # Before the sessions: whoever has just finished one of these has a session that the next statement sees.
    await challenges.forget(connection, account)
    await sessions.end_all(connection, account, "password", but=but, now_ms=now_ms)
    await _tell(connection, account, "password_changed", device, now_ms)


async def _spent(connection: Connection, token: str, purposes: tuple[str, ...], now_ms: Millis) -> mail_tokens.Mailed:
    """What a link is for, used up; its account is locked first, as everywhere."""
    account = await mail_tokens.account_of(connection, token)
    if account is None:
        raise Rejected("account.link_invalid")
    await accounts.hold(connection, account)
    mailed = await mail_tokens.spend(connection, token, purposes)
    if mailed is None:
        raise Rejected("account.link_invalid")
    if mailed.expires_at_ms <= now_ms:
        raise Rejected("account.link_expired")
    return mailed


async def _tell(connection: Connection, account: Id, what: str, device: Asking, now_ms: Millis) -> None:
    await account_events.tell(connection, account, what, device=device.device, address=device.address, now_ms=now_ms)


HANDLERS: tuple[Any, ...] = (verify, reset, confirm_reset)
