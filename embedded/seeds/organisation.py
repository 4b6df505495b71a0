"""Whose night it is: an organisation with an owner, a venue, a show and a stream, so that somebody can sign in."""

from datetime import date, timedelta

from api.shows.advances import CODES_TRIED, SECTIONS, fresh_code
from api.worker import Worker
from embedded.seeds.advance import DAYS_AHEAD
from hub.kernel import Millis
from persistence import accounts, advances, shows, streams, venues
from persistence.audit import Actor
from persistence.database import Connection
from persistence.shows import Show
from persistence.streams import Stream
from persistence.tenancy import within
from persistence.venues import Venue

ORG, NAME, ACCENT = "demo", "Harbour Concerts", "#1fa58f"
PRODUCTS = ["advance", "tipjar", "karaoke"]
#: The address is nobody's (RFC 2606): mails to it are shown at /dev/mail.
OWNER, MAIL = "Cleo", "cleo@example.org"
HOUSE, NIGHT, ZONE = "lantern-hall", "demo", "Europe/Berlin"
ADD = """
INSERT INTO org (org_id, name, accent, products, created_at_ms) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
"""
JOIN = "INSERT INTO member (org_id, account, role, created_at_ms) VALUES ($1, $2, 'owner', $3)"


async def organise(worker: Worker, password: str, today: date) -> None:
    """Make all of it, or nothing when it is there already. Raises `Unavailable`."""
    now_ms = worker.clock.now_ms()
    hashed = await worker.passwords.hash(password)
    async with within(worker.database, ORG) as connection:
        if await connection.execute(ADD, ORG, NAME, ACCENT, PRODUCTS, now_ms) != "INSERT 0 1":
            return
        owner = await accounts.create(connection, MAIL, OWNER, hashed, verified=True, now_ms=now_ms)
        await connection.execute(JOIN, ORG, owner, now_ms)
        await _night(connection, Actor(ORG, owner, OWNER, ""), today, now_ms)


async def _night(connection: Connection, owner: Actor, today: date, now_ms: Millis) -> None:
    day = (today + timedelta(days=DAYS_AHEAD)).isoformat()
    house = Venue(HOUSE, "Lantern Hall", "Leipzig", "Mill Lane 4, 04109 Leipzig", "+49 341 555 0100", ZONE, "", now_ms)
    await venues.make(connection, ORG, house)
    night = Show(NIGHT, "Velvet Harbour: Night Shift", HOUSE, day, ZONE, "confirmed", "eur", "", 1, now_ms)
    await shows.make(connection, ORG, night)
    await streams.make(connection, ORG, Stream(NIGHT, "Velvet Harbour, live from Lantern Hall", NIGHT, now_ms))
    codes = [fresh_code() for _ in range(CODES_TRIED)]
    await advances.make(connection, owner, NIGHT, SECTIONS, codes, now_ms=now_ms)
