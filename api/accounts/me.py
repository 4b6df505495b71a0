"""Who is signed in, for themselves: their name, password and address."""

from typing import Any

import msgspec
from litestar import get, patch, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Struct

from api.accounts import letters, tries
from api.accounts.register import MailAddress, Mailed
from api.accounts.resets import change_password
from api.accounts.sessions import Asking
from api.passwords import Password, Typed
from api.who import Who
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Id, Millis, Name
from persistence import account_events, accounts, mail_tokens, organisations

CHANGE_MS: Millis = 24 * 3600 * 1000


class Me(Struct, frozen=True):
    """An account, for its owner; `totp` is whether the authenticator app is on, `passkeys` how many there are."""

    account: Id
    mail: str
    name: str
    platform_admin: bool
    totp: bool
    passkeys: int
    orgs: list[organisations.Mine]


class Renaming(Struct, frozen=True, forbid_unknown_fields=True):
    """The name to show to others."""

    name: Name


class NewPassword(Struct, frozen=True, forbid_unknown_fields=True):
    """The password until now, and the one from now on."""

    old: Typed
    new: Password


class NewMail(Struct, frozen=True, forbid_unknown_fields=True):
    """The address from now on, and the password."""

    mail: MailAddress
    password: Typed


@get("/api/me")
async def me(who: Who, state: State) -> Me:
    """Who is signed in, and the organisations they are in."""
    worker: Worker = state.worker
    async with worker.database.transaction() as connection:
        found = await accounts.myself(connection, who.account)
        if found is None:
            raise Rejected("auth.session_invalid")
        orgs = await organisations.mine(connection, who.account)
    return Me(**msgspec.structs.asdict(found), orgs=orgs)


@patch("/api/me", status_code=204)
async def rename(data: JSONBody[Renaming], who: Who, state: State) -> None:
    """Have another name; who is in a room already keeps the old one there until they come back."""
    worker: Worker = state.worker
    async with worker.database.transaction() as connection:
        await accounts.rename(connection, who.account, data.name)


@post("/api/me/password", status_code=204)
async def password(data: JSONBody[NewPassword], who: Who, state: State) -> None:
    """Have another password; every other device is signed out."""
    worker: Worker = state.worker
    account = await proven_owner(worker, who, data.old)
    hashed = await worker.passwords.hash(data.new)
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        if not await accounts.still(connection, account):
            raise Rejected("account.not_your_password")
        device = Asking(who.address, who.agent)
        await change_password(connection, account.id, hashed, device, but=who.session, now_ms=now_ms)
    worker.mailer.post(letters.password_changed(worker.settings, account.mail))


@post("/api/me/mail", status_code=202)
async def mail(data: JSONBody[NewMail], who: Who, state: State) -> Mailed:
    """Ask for another address: a mail to it says how to go on, also when it has an account already."""
    worker: Worker = state.worker
    account = await proven_owner(worker, who, data.password)
    async with worker.database.connection() as connection:
        taken = await accounts.by_mail(connection, data.mail)
    worker.mailer.begin(_write_to(worker, account, data.mail, who, taken))
    return Mailed(data.mail)


async def _write_to(
    worker: Worker, account: accounts.Account, mail: str, who: Who, taken: accounts.Account | None
) -> None:
    if not await tries.may_mail(worker, "change", mail):
        return
    now_ms = worker.clock.now_ms()
    free = taken is None or taken.id == account.id
    # What the one who asks can see of it happens for every address: it must not tell whether somebody has this one.
    async with worker.database.transaction() as connection:
        # One at a time: a link to an address that one has thought better of must not work.
        await mail_tokens.revoke(connection, account.id, ("change",))
        await account_events.tell(
            connection, account.id, "mail_change_asked", device=who.agent, address=who.address, now_ms=now_ms
        )
        if free:
            secret = await mail_tokens.make(connection, account.id, "change", mail, expires_ms=now_ms + CHANGE_MS)
            letter = letters.change(worker.settings, mail, secret, account.language)
        else:
            letter = letters.known_already(worker.settings, mail)
    worker.mailer.post(letter)


async def proven_owner(worker: Worker, who: Who, typed: str) -> accounts.Account:
    """The account of who asks, once they have typed its password: a session that was left open is not enough.

    Raises:
        Rejected: `account.not_your_password`, `protocol.too_fast` after many tries, or `account.away`.
    """
    async with worker.database.connection() as connection:
        account = await accounts.by_id(connection, who.account)
    if account is None:
        raise Rejected("auth.session_invalid")
    # The right one counts too: what comes of it is a mail to whoever they name, or another slow hash.
    await tries.must(worker, f"owner/{account.id}", tries.NEAR, away="account.away")
    if not await worker.passwords.fits(account.password, typed):
        raise Rejected("account.not_your_password")
    return account


HANDLERS: tuple[Any, ...] = (me, rename, password, mail)
