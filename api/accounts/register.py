"""Signing up. What is answered says nothing about whether an address has an account: the mail does.

The password is chosen where the mail is confirmed, by whoever reads it.
"""

from typing import Annotated, Any, TypeAlias

from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api.accounts import letters, tries
from api.accounts.sessions import asking
from api.guards import in_measure
from api.mail_texts import read_by
from api.worker import Worker
from hub.kernel import Millis, Name
from persistence import accounts, mail_tokens

#: What browsers take for an address (HTML, "valid e-mail address"): one line, and nothing that mail has a meaning for.
#: But no `?`: `=?utf-8?q?ana?=@` is written as another address in the head of a mail (RFC 2047).
MailAddress: TypeAlias = Annotated[
    str,
    Meta(
        min_length=3,
        max_length=254,
        pattern=r"\A[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\Z",
        description="A mail address.",
    ),
]
#: No hash, so no password fits it.
NO_PASSWORD = ""
VERIFY_MS: Millis = 2 * 24 * 3600 * 1000


class Registering(Struct, frozen=True, forbid_unknown_fields=True):
    """Who wants an account."""

    mail: MailAddress
    name: Name


class Mailed(Struct, frozen=True):
    """The address that is mailed how to go on, if there is a way."""

    mail: str


# No Idempotency-Key: nothing comes of this before the mail is confirmed.
@post("/api/accounts", status_code=202, guards=[in_measure])
async def register(data: JSONBody[Registering], request: Request[Any, Any, Any], state: State) -> Mailed:
    """Ask for an account: a mail says how to go on, also when there is one already."""
    worker: Worker = state.worker
    await tries.of_address(worker, "register", asking(request))
    async with worker.database.connection() as connection:
        known = await accounts.by_mail(connection, data.mail)
    language = read_by(request.headers.get("Accept-Language", ""))
    worker.mailer.begin(_write_back(worker, data, language, known=known is not None))
    return Mailed(data.mail)


async def _write_back(worker: Worker, data: Registering, language: str | None, *, known: bool) -> None:
    if not await tries.may_mail(worker, "register", data.mail):
        return
    if known:
        worker.mailer.post(letters.known_already(worker.settings, data.mail, language))
        return
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        await mail_tokens.forget(connection, before_ms=now_ms - VERIFY_MS)
        await accounts.forget_unverified(connection, before_ms=now_ms - VERIFY_MS)
        account = await accounts.create(
            connection, data.mail, data.name, NO_PASSWORD, verified=False, now_ms=now_ms, language=language
        )
        secret = await mail_tokens.make(connection, account, "verify", data.mail, expires_ms=now_ms + VERIFY_MS)
    worker.mailer.post(letters.verify(worker.settings, data.mail, secret, language))


HANDLERS: tuple[Any, ...] = (register,)
