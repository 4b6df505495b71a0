"""Taking an account back by mail: a forgotten password, or an address that somebody changed.

Both end every session and set another password, and both let the person take away what else lets somebody in:
passkeys, and the authenticator app.
"""

from typing import Annotated, Any

from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api.accounts import ceremony, letters, second, tries
from api.accounts.mail_links import Token, seen, settled, spent, tell
from api.accounts.register import MailAddress, Mailed
from api.accounts.sessions import Asking, asking
from api.guards import in_measure
from api.passwords import Password
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Id, Millis
from persistence import accounts, challenges, mail_tokens, passkeys, second_factors, sessions
from persistence.database import Connection

RESET_MS: Millis = 3600 * 1000
KEPT_MAX = 100


class Forgetful(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose password is to be another."""

    mail: MailAddress


class Resetting(Struct, frozen=True, forbid_unknown_fields=True):
    """The token of a mail, the password from now on, and what else still lets somebody in.

    With `keep_passkeys` every passkey goes that it does not name; without it all stay. With `keep_totp` false the
    authenticator app goes, for which one that was turned on more than seven days ago needs a `code`.
    """

    token: Token
    password: Password
    keep_passkeys: Annotated[list[str], Meta(max_length=KEPT_MAX)] | None = None
    keep_totp: bool = True
    code: second.Code | None = None


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
    device = asking(request)
    password = await _hashed(worker, data, device, "reset")
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        mailed = await spent(connection, data.token, ("reset",), now_ms)
        account = await accounts.by_id(connection, mailed.account)
        if account is None or account.mail != mailed.mail:
            # It was being written while the address became another.
            raise Rejected("account.link_invalid")
        off = await _tidied(worker, connection, mailed.account, data, device)
        await change_password(connection, mailed.account, password, device, but="", now_ms=now_ms)
    await _write(worker, mailed, off=off)


@post("/api/accounts/restore", status_code=204, guards=[in_measure])
async def restore(data: JSONBody[Resetting], request: Request[Any, Any, Any], state: State) -> None:
    """Put back the address that an account had, set another password, and sign every device out."""
    worker: Worker = state.worker
    device = asking(request)
    password = await _hashed(worker, data, device, "restore")
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        mailed = await spent(connection, data.token, ("restore",), now_ms)
        before = await accounts.by_id(connection, mailed.account)
        try:
            await accounts.verify(connection, mailed.account, mailed.mail, now_ms=now_ms)
        except accounts.MailTaken:
            raise Rejected("account.mail_taken") from None
        # Whoever had it later may not have it back; whoever had it earlier still may.
        await mail_tokens.revoke_later(connection, mailed.account, "restore", expires_ms=mailed.expires_at_ms)
        await tell(connection, mailed.account, "mail_restored", device, now_ms)
        off = await _tidied(worker, connection, mailed.account, data, device)
        await change_password(connection, mailed.account, password, device, but="", now_ms=now_ms)
    if before is not None:
        worker.mailer.post(letters.restored(before.mail, before.language))
    await _write(worker, mailed, off=off)


async def _hashed(worker: Worker, data: Resetting, device: Asking, purpose: str) -> str:
    """The password's hash. It is slow, and a code can be guessed: whoever has no link gets at neither."""
    await tries.of_address(worker, "reset-confirm", device)
    async with worker.database.connection() as connection:
        mailed = await seen(connection, data.token, (purpose,), worker.clock.now_ms())
    if data.code is not None:
        await second.measured(worker, mailed.account, data.code)
    return await worker.passwords.hash(data.password)


async def _tidied(worker: Worker, connection: Connection, account: Id, data: Resetting, device: Asking) -> bool:
    """Take away what the person did not keep; whether the authenticator app is gone.

    Raises:
        Rejected: `account.code_wrong`, or `account.passkey_refused`.
    """
    now_ms = worker.clock.now_ms()
    if data.keep_passkeys is not None:
        kept = [ceremony.as_bytes(each) for each in data.keep_passkeys]
        for _ in await passkeys.keep(connection, account, kept):
            await tell(connection, account, "passkey_removed", device, now_ms)
    totp = await second_factors.totp_of(connection, account)
    if data.keep_totp or totp is None or not totp.confirmed:
        return False
    if settled(totp, now_ms):
        if data.code is None:
            raise Rejected("account.code_wrong")
        await second.prove(worker, connection, account, data.code, device)
    await second_factors.end(connection, account)
    await tell(connection, account, "totp_off", device, now_ms)
    return True


async def _write(worker: Worker, mailed: mail_tokens.Mailed, *, off: bool) -> None:
    worker.mailer.post(letters.password_changed(worker.settings, mailed.mail))
    if off:
        worker.mailer.post(letters.second_factor_off(worker.settings, mailed.mail))
        await second.proven(worker, mailed.account)


async def change_password(
    connection: Connection, account: Id, password: str, device: Asking, *, but: Id, now_ms: Millis
) -> None:
    """Another password, as a hash: with it every session ends except `but`, and no link that was mailed is good.

    Whoever had the old one may have asked for another address; only what puts an old address back stays good.
    """
    await accounts.set_password(connection, account, password)
    await mail_tokens.revoke(connection, account, ("reset", "change"))
    # Before the sessions: whoever has just finished one of these has a session that the next statement sees.
    await challenges.forget(connection, account)
    await sessions.end_all(connection, account, "password", but=but, now_ms=now_ms)
    await tell(connection, account, "password_changed", device, now_ms)


HANDLERS: tuple[Any, ...] = (reset, confirm_reset, restore)
