"""What a mailed link is for, and what confirms an address.

A link alone lets no password in that its reader did not type: a new account gets its password where the mail is
confirmed, and another address of an old account is confirmed with the account's password. So nobody can prepare an
account for somebody else's address.
"""

from typing import Annotated, Any, TypeAlias

from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct
from webauthn.helpers import bytes_to_base64url

from api.accounts import letters, tries
from api.accounts.sessions import Asking, asking
from api.guards import in_measure
from api.mail_texts import read_by
from api.passwords import Password, Typed
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Id, Millis
from persistence import account_events, accounts, mail_tokens, passkeys, second_factors, sessions
from persistence.database import Connection

#: How long whoever had an address may have it put back.
RESTORE_MS: Millis = 7 * 24 * 3600 * 1000
#: Those that set another password, so that their page shows what else lets somebody in.
SETTING = ("reset", "restore")
PURPOSES = ("verify", "change", *SETTING)
Token: TypeAlias = Annotated[
    str,
    Meta(min_length=1, max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z", description="What stands behind # in the link."),
]


class Link(Struct, frozen=True, forbid_unknown_fields=True):
    """The token of a mail."""

    token: Token


class LinkedPasskey(Struct, frozen=True):
    """A passkey that lets somebody in beside the password."""

    id: str
    name: str
    created_at_ms: Millis


class Linked(Struct, frozen=True):
    """What a link is for: verify (a new account), change (another address), reset, or restore (the old address).

    `mail` is the address that it was sent to. Of reset and restore: the passkeys of the account, whether it has an
    authenticator app, and whether taking that away needs a code of it.
    """

    purpose: str
    mail: str
    passkeys: list[LinkedPasskey]
    totp: bool
    totp_needs_code: bool


class Verifying(Struct, frozen=True, forbid_unknown_fields=True):
    """The token of a mail that asks to confirm a new account, and the password that it is to have."""

    token: Token
    password: Password


class Changing(Struct, frozen=True, forbid_unknown_fields=True):
    """The token of a mail that asks to confirm another address, and the account's password."""

    token: Token
    password: Typed


class Verified(Struct, frozen=True):
    """The address that now lets its owner sign in."""

    mail: str


def settled(totp: second_factors.Totp, now_ms: Millis) -> bool:
    """Whether an authenticator app is its owner's own: they were written to when it was turned on, and kept it."""
    return totp.since_ms is not None and totp.since_ms + RESTORE_MS <= now_ms


@post("/api/accounts/link", status_code=200, guards=[in_measure])
async def look(data: JSONBody[Link], request: Request[Any, Any, Any], state: State) -> Linked:
    """Ask what a mailed link is for; that does not use it up."""
    worker: Worker = state.worker
    await tries.of_address(worker, "link", asking(request))
    now_ms = worker.clock.now_ms()
    async with worker.database.connection() as connection:
        mailed = await seen(connection, data.token, PURPOSES, now_ms)
        if mailed.purpose not in SETTING:
            return Linked(mailed.purpose, mailed.mail, [], totp=False, totp_needs_code=False)
        keys = await passkeys.of(connection, mailed.account)
        totp = await second_factors.totp_of(connection, mailed.account)
    listed = [LinkedPasskey(bytes_to_base64url(each.credential), each.name, each.created_at_ms) for each in keys]
    on = totp is not None and totp.confirmed
    needs_code = totp is not None and settled(totp, now_ms)
    return Linked(mailed.purpose, mailed.mail, listed, totp=on, totp_needs_code=needs_code)


@post("/api/accounts/verify", status_code=200, guards=[in_measure])
async def verify(data: JSONBody[Verifying], request: Request[Any, Any, Any], state: State) -> Verified:
    """Confirm the address of a new account, and choose its password."""
    worker: Worker = state.worker
    device = asking(request)
    # A hash is slow: whoever has no link does not get one.
    await tries.of_address(worker, "verify", device)
    async with worker.database.connection() as connection:
        await seen(connection, data.token, ("verify",), worker.clock.now_ms())
    password = await worker.passwords.hash(data.password)
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        mailed = await spent(connection, data.token, ("verify",), now_ms)
        await _confirmed(connection, mailed, now_ms)
        await accounts.set_password(connection, mailed.account, password)
        # Whoever signed up with this address was perhaps not its owner.
        if language := read_by(request.headers.get("Accept-Language", "")):
            await accounts.set_language(connection, mailed.account, language)
        await tell(connection, mailed.account, "verified", device, now_ms)
    return Verified(mailed.mail)


@post("/api/accounts/change/confirm", status_code=200, guards=[in_measure])
async def confirm_change(data: JSONBody[Changing], request: Request[Any, Any, Any], state: State) -> Verified:
    """Confirm another address of an account, with its password; every device is signed out."""
    worker: Worker = state.worker
    device = asking(request)
    await tries.of_address(worker, "change", device)
    async with worker.database.connection() as connection:
        wanted = await seen(connection, data.token, ("change",), worker.clock.now_ms())
        before = await accounts.by_id(connection, wanted.account)
    guess = tries.Guess(worker, before.mail if before else "", device.address, None)
    if not await guess.fits(before, data.password) or before is None:
        raise Rejected("account.not_your_password")
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        mailed = await spent(connection, data.token, ("change",), now_ms)
        if not await accounts.still(connection, before):
            raise Rejected("account.not_your_password")
        await _confirmed(connection, mailed, now_ms)
        secret = await _way_back(connection, mailed, before.mail, now_ms)
        await tell(connection, mailed.account, "mail_changed", device, now_ms)
    if secret is None:
        worker.mailer.post(letters.restored(before.mail, before.language))
    else:
        worker.mailer.post(letters.changed(worker.settings, before.mail, mailed.mail, secret, before.language))
    return Verified(mailed.mail)


async def _way_back(connection: Connection, mailed: mail_tokens.Mailed, before: str, now_ms: Millis) -> str | None:
    """The secret that puts the address before back; None when the new one is an older one that still could be put back.

    Who returns to it leaves whoever had the account in between: they get no way back, nor keep the one they have.
    """
    sent = await mail_tokens.sent(connection, mailed.account, "restore", now_ms=now_ms)
    mine = [expires_ms for mail, expires_ms in sent if accounts.mail_key(mail) == accounts.mail_key(mailed.mail)]
    if mine:
        await mail_tokens.revoke_later(connection, mailed.account, "restore", expires_ms=min(mine))
        return None
    return await mail_tokens.make(connection, mailed.account, "restore", before, expires_ms=now_ms + RESTORE_MS)


async def _confirmed(connection: Connection, mailed: mail_tokens.Mailed, now_ms: Millis) -> None:
    """The address is the account's. Raises `Rejected`: `account.mail_taken`; the transaction is then over."""
    try:
        await accounts.verify(connection, mailed.account, mailed.mail, now_ms=now_ms)
    except accounts.MailTaken:
        raise Rejected("account.mail_taken") from None
    # What was mailed to the old address is worth nothing from now on, except to have it put back.
    await mail_tokens.revoke(connection, mailed.account, ("reset", "change"))
    await sessions.end_all(connection, mailed.account, "mail", now_ms=now_ms)


async def seen(connection: Connection, token: str, purposes: tuple[str, ...], now_ms: Millis) -> mail_tokens.Mailed:
    """What a link is for, not used up. Raises `Rejected`: `account.link_*`."""
    return _good(await mail_tokens.look(connection, token, purposes), now_ms)


async def spent(connection: Connection, token: str, purposes: tuple[str, ...], now_ms: Millis) -> mail_tokens.Mailed:
    """What a link is for, used up; its account is locked first, as everywhere. Raises as `seen` does."""
    account = await mail_tokens.account_of(connection, token)
    if account is None:
        raise Rejected("account.link_invalid")
    await accounts.hold(connection, account)
    return _good(await mail_tokens.spend(connection, token, purposes), now_ms)


def _good(mailed: mail_tokens.Mailed | None, now_ms: Millis) -> mail_tokens.Mailed:
    if mailed is None:
        raise Rejected("account.link_invalid")
    if mailed.expires_at_ms <= now_ms:
        raise Rejected("account.link_expired")
    return mailed


async def tell(connection: Connection, account: Id, what: str, device: Asking, now_ms: Millis) -> None:
    """A line for the owner, about what a device did."""
    await account_events.tell(connection, account, what, device=device.device, address=device.address, now_ms=now_ms)


HANDLERS: tuple[Any, ...] = (look, verify, confirm_change)
