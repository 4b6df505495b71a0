"""Mail: through an SMTP server, or kept in Postgres for a demo. Nobody waits for it.

What is said to somebody whose address is not known takes as long as to somebody whose address is, so what only happens
for one of them happens after the answer: an errand.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog
from msgspec import Struct

from api.settings import Settings
from hub.errors import Rejected
from hub.rooms.ports import Clock, Unavailable
from persistence import accounts, mailbox
from persistence.database import Database

SMTP_S = 20.0
#: Seconds until the next try.
AGAIN_S = (1.0, 10.0, 60.0)
ERRANDS_MAX = 1000
#: How long a worker that stops waits for what is on its way.
SETTLE_S = 5.0
_log = structlog.get_logger()


class Letter(Struct, frozen=True):
    """A mail in plain text. `address` is one that `Mail` allows, and `subject` is one line.

    `others`: subject and text in other languages, by their codes. `language`: the one to take when nobody knows what
    the owner of the address reads.
    """

    address: str
    subject: str
    text: str
    others: Mapping[str, tuple[str, str]] = {}
    language: str | None = None

    def read_in(self, known: str | None) -> "Letter":
        """The same as it is carried, in the language that is known or else in its own."""
        return Letter(self.address, *self.others.get(known or self.language or "", (self.subject, self.text)))


#: The language that the owner of an address reads, None when nobody knows.
Reads = Callable[[str], Awaitable[str | None]]
#: Delivers, or raises `Undelivered`.
Carry = Callable[[Letter], Awaitable[None]]


class Undelivered(Exception):  # noqa: N818  an answer
    """The mail did not leave the house; the same may succeed later."""


async def unknown(_address: str) -> None:
    """Nobody knows."""


class Mailer:
    """Errands of a worker, most of which are mails to carry."""

    def __init__(self, carry: Carry, again_s: Sequence[float] = AGAIN_S, reads: Reads = unknown) -> None:
        self._carry = carry
        self._reads = reads
        self._again_s = again_s
        self._errands: set[asyncio.Task[None]] = set()

    def begin(self, errand: Coroutine[Any, Any, None]) -> None:
        """Do this beside the requests. Raises `Rejected`: `hub.full`."""
        if len(self._errands) >= ERRANDS_MAX:
            errand.close()
            raise Rejected("hub.full")
        task = asyncio.create_task(_seen_to(errand))
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    def post(self, letter: Letter) -> None:
        """Send a letter, soon; call it when what the letter says is committed. Raises `Rejected`: `hub.full`."""
        self.begin(self._deliver(letter))

    async def settled(self) -> None:
        """Wait until no errand is left."""
        while self._errands:
            await asyncio.wait(set(self._errands))

    async def close(self) -> None:
        """Give the errands a moment, then leave them."""
        if self._errands:
            await asyncio.wait(set(self._errands), timeout=SETTLE_S)
        if self._errands:
            _log.error("errands are left undone", errands=len(self._errands))
        for task in self._errands:
            task.cancel()

    async def _deliver(self, letter: Letter) -> None:
        letter = letter.read_in(await self._reads(letter.address))
        for wait_s in (*self._again_s, None):
            try:
                await self._carry(letter)
            except Undelivered as error:
                if wait_s is None:
                    _log.error("a mail is lost", subject=letter.subject, reason=str(error))
                    return
                await asyncio.sleep(wait_s)
            else:
                return


async def _seen_to(errand: Coroutine[Any, Any, None]) -> None:
    try:
        await errand
    except Exception as error:  # noqa: BLE001  nobody waits for it: the trace is all there is
        _log.error("an errand broke", exc_info=error)


def through_smtp(url: str, sender: str) -> Carry:
    """Carry by a server: `smtp://user:password@host:587` upgrades to TLS where it can, `smtps://` begins with it."""
    parts = urlsplit(url)
    how: dict[str, Any] = {
        "hostname": parts.hostname,
        "port": parts.port,
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "use_tls": parts.scheme == "smtps",
        "timeout": SMTP_S,
    }

    async def carry(letter: Letter) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, letter.address, letter.subject
        # Nobody is on holiday for a machine (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        try:
            await aiosmtplib.send(message, **how)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Undelivered(type(error).__name__) from error

    return carry


def carrier(settings: Settings, database: Database, clock: Clock) -> Carry:
    """How this hub's mail is carried."""
    if settings.smtp_url:
        return through_smtp(settings.smtp_url, settings.mail_from)
    return into_postgres(database, clock) if settings.dev_mail else nowhere


async def nowhere(letter: Letter) -> None:
    """Say that it goes nowhere: its secrets are not for the database of a hub that is no demo."""
    _log.error("a mail is lost", subject=letter.subject, reason="HUB_SMTP_URL is not set")


def as_accounts_say(database: Database) -> Reads:
    """What an account with the address has kept; while Postgres is away, nothing is known."""

    async def reads(address: str) -> str | None:
        try:
            async with database.connection() as connection:
                return await accounts.language_of(connection, address)
        except Unavailable:
            return None

    return reads


def into_postgres(database: Database, clock: Clock) -> Carry:
    """Keep them, to be read at `/dev/mail`."""

    async def carry(letter: Letter) -> None:
        try:
            async with database.transaction() as connection:
                await mailbox.keep(connection, letter.address, letter.subject, letter.text, now_ms=clock.now_ms())
        except Unavailable as error:
            raise Undelivered(str(error)) from error

    return carry
