"""Mail, over a real Postgres and a server on loopback that speaks as much SMTP as it takes."""

import asyncio
import email
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from email.header import decode_header, make_header
from email.message import Message

import pytest

from api import mailer as module
from api.mailer import (
    ERRANDS_MAX,
    Letter,
    Mailer,
    Undelivered,
    as_accounts_say,
    carrier,
    into_postgres,
    through_smtp,
)
from api.settings import Settings
from hub.errors import Rejected
from persistence import accounts, mailbox
from persistence.database import Database
from persistence.memory import ManualClock

LETTER = Letter("ana@hub.test", "Hej \u00e5 all", "One line\nand another: \u00e6\u00f8\u00e5\n")
SENDER = "Showhub <hub@hub.test>"


class PostOffice:
    """What a server was told, and the mails it took. `refuses` is how many it does not take before the first."""

    def __init__(self, refuses: int = 0) -> None:
        self.refuses = refuses
        self.said: list[str] = []
        self.took: list[Message] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation (RFC 5321)."""
        writer.write(b"220 post.test\r\n")
        while line := (await reader.readline()).decode():
            verb = line.split()[0].upper()
            self.said.append(line.strip())
            if verb == "DATA":
                writer.write(b"354 go on\r\n")
                text = await reader.readuntil(b"\r\n.\r\n")
                self.took.append(email.message_from_bytes(text[:-3]))
            writer.write(self._answer(verb))
            if verb == "QUIT":
                break
        writer.close()

    def _answer(self, verb: str) -> bytes:
        if verb == "EHLO":
            return b"250-post.test\r\n250 AUTH PLAIN\r\n"
        if verb == "RCPT" and self.refuses:
            self.refuses -= 1
            return b"451 not now\r\n"
        return {"QUIT": b"221 bye\r\n", "AUTH": b"235 welcome\r\n"}.get(verb, b"250 ok\r\n")


@asynccontextmanager
async def opened(office: PostOffice) -> AsyncGenerator[str]:
    """Its address, while it is open."""
    server = await asyncio.start_server(office.serve, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_letter_goes_through_a_server() -> None:
    office = PostOffice()
    async with opened(office) as address:
        await through_smtp(f"smtp://{address}", SENDER)(LETTER)
    [mail] = office.took
    assert (mail["From"], mail["To"]) == (SENDER, LETTER.address)
    assert str(make_header(decode_header(mail["Subject"]))) == LETTER.subject
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().replace("\r\n", "\n").strip() == LETTER.text.strip()


async def test_a_server_is_told_who_we_are() -> None:
    office = PostOffice()
    async with opened(office) as address:
        await through_smtp(f"smtp://hub:p%40ss@{address}", SENDER)(LETTER)
    assert any(line.startswith("AUTH PLAIN") for line in office.said)


async def test_a_server_that_does_not_take_it_now_is_asked_again() -> None:
    office = PostOffice(refuses=2)
    async with opened(office) as address:
        mailer = Mailer(through_smtp(f"smtp://{address}", SENDER), again_s=(0, 0))
        mailer.post(LETTER)
        await mailer.settled()
    assert len(office.took) == 1


async def test_a_letter_that_nobody_takes_is_given_up() -> None:
    asked: list[Letter] = []

    async def carry(letter: Letter) -> None:
        asked.append(letter)
        raise Undelivered("away")

    mailer = Mailer(carry, again_s=(0, 0))
    mailer.post(LETTER)
    await mailer.settled()
    assert asked == [LETTER] * 3


async def test_a_server_that_is_away_says_so() -> None:
    with pytest.raises(Undelivered):
        await through_smtp("smtp://127.0.0.1:1", SENDER)(LETTER)


async def test_without_a_server_letters_are_kept(database: Database) -> None:
    mailer = Mailer(into_postgres(database, ManualClock(now_ms=7)))
    mailer.post(LETTER)
    await mailer.settled()
    async with database.connection() as connection:
        [kept] = await mailbox.recent(connection)
    assert (kept.address, kept.subject, kept.text, kept.at_ms) == (LETTER.address, LETTER.subject, LETTER.text, 7)


async def test_a_letter_is_carried_in_what_its_reader_reads(database: Database, database_url: str) -> None:
    async with database.transaction() as connection:
        for mail, language in (("de@hub.test", "de"), ("en@hub.test", "en"), ("any@hub.test", None)):
            await accounts.create(connection, mail, "Ana", "!", verified=True, now_ms=0, language=language)
        await accounts.create(connection, "new@hub.test", "Ana", "!", verified=False, now_ms=0, language="de")
    carried: dict[str, str] = {}

    async def carry(letter: Letter) -> None:
        carried[letter.address] = letter.subject

    mailer = Mailer(carry, reads=as_accounts_say(database))
    for name in ("de", "en", "any", "new"):
        mailer.post(Letter(f"{name}@hub.test", "Hello", "", {"de": ("Hallo", "")}))
    mailer.post(Letter("DE@hub.test", "Hello", "", {"de": ("Hallo", "")}, "en"))
    for hinted, language in (("hint", "de"), ("odd", "fr")):
        mailer.post(Letter(f"{hinted}@hub.test", "Hello", "", {"de": ("Hallo", "")}, language))
    await mailer.settled()
    assert {address.partition("@")[0]: subject for address, subject in carried.items()} == {
        **dict.fromkeys(("de", "DE", "hint"), "Hallo"),
        **dict.fromkeys(("en", "any", "new", "odd"), "Hello"),
    }
    # While Postgres is away a mail still leaves.
    mailer = Mailer(carry, reads=as_accounts_say(Database(database_url)))
    mailer.post(Letter("de@hub.test", "Hello", "", {"de": ("Hallo", "")}))
    await mailer.settled()
    assert carried["de@hub.test"] == "Hello"


async def test_a_server_counts_more_than_a_demo(database: Database) -> None:
    office = PostOffice()
    async with opened(office) as address:
        settings = Settings("", "", "", smtp_url=f"smtp://{address}", mail_from=SENDER, dev_mail=True)
        await carrier(settings, database, ManualClock())(LETTER)
    assert len(office.took) == 1


async def test_a_hub_that_is_no_demo_and_has_no_server_keeps_nothing(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await carrier(Settings("", "", ""), database, ManualClock())(Letter("ben@hub.test", "Hello", "Secret"))
    async with database.connection() as connection:
        assert [each for each in await mailbox.recent(connection) if each.address == "ben@hub.test"] == []
    assert "Secret" not in capsys.readouterr().out


async def test_a_database_that_is_away_is_asked_again(database_url: str) -> None:
    with pytest.raises(Undelivered):
        await into_postgres(Database(database_url), ManualClock())(LETTER)


async def test_an_errand_that_breaks_harms_no_other() -> None:
    done: list[str] = []

    async def broken() -> None:
        raise ZeroDivisionError

    async def fine() -> None:
        done.append("fine")

    mailer = Mailer(into_postgres(Database(""), ManualClock()))
    mailer.begin(broken())
    mailer.begin(fine())
    await mailer.settled()
    assert done == ["fine"]


async def test_there_are_only_so_many_errands_and_a_worker_that_stops_leaves_those_that_hang(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SETTLE_S", 0.01)
    stuck = asyncio.Event()

    async def hang() -> None:
        await stuck.wait()

    mailer = Mailer(into_postgres(Database(""), ManualClock()))
    for _ in range(ERRANDS_MAX):
        mailer.begin(hang())
    with pytest.raises(Rejected, match=r"hub\.full"):
        mailer.begin(hang())
    await mailer.close()
    await mailer.settled()
