"""Whose night it is: an organisation with an owner, a venue, a show and a stream, so that somebody can sign in."""

from datetime import date, timedelta

from msgspec.structs import asdict

from api.shows import shows, streams, venues
from api.shows.advances import make_advance
from api.shows.home import there
from api.who import Membership, SignedIn
from api.worker import Worker
from embedded.seeds import festival
from embedded.seeds.advance import DAYS_AHEAD
from hub.kernel import Millis, Role
from persistence import accounts
from persistence.audit import note
from persistence.database import Connection
from persistence.organisations import Organisation
from persistence.shows import Show
from persistence.streams import Stream
from persistence.tenancy import within
from persistence.venues import Venue

ORG, NAME, ACCENT = "demo", "Harbour Concerts", "#1fa58f"
PRODUCTS = ["advance", "tipjar", "karaoke"]
#: The address is nobody's (RFC 2606): mails to it are shown at /dev/mail.
OWNER, MAIL = "Cleo", "cleo@example.org"
HOUSE, NIGHT, ZONE = "lantern-hall", "demo", "Europe/Berlin"
FESTIVAL = "festival"
#: What people say of venues, shows and streams.
SAID = ("name", "title", "city", "address", "phone", "venue", "show", "day", "timezone", "status", "currency", "notes")
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
        member = Membership(ORG, Role.OWNER, SignedIn(owner, "", OWNER))
        made = Organisation(ORG, NAME, ACCENT, PRODUCTS, now_ms)
        await note(connection, member.actor, "org.created", ORG, now_ms=now_ms, after=made)
        await _night(connection, member, today, now_ms)
        await _festival(connection, member, today, now_ms + 5)


async def _night(connection: Connection, owner: Membership, today: date, now_ms: Millis) -> None:
    """Each thing a millisecond after the one before, so that the audit tells them in this order."""
    day = (today + timedelta(days=DAYS_AHEAD)).isoformat()
    house = Venue(
        HOUSE, "Lantern Hall", "Leipzig", "Mill Lane 4, 04109 Leipzig", "+49 341 555 0100", ZONE, "", now_ms + 1
    )
    await venues.put_in(connection, owner, house, _said(house))
    night = Show(NIGHT, "Velvet Harbour: Night Shift", HOUSE, day, ZONE, "confirmed", "eur", "", 1, now_ms + 2)
    await shows.put_on(connection, owner, night, _said(night))
    await make_advance(connection, owner, await there(connection, owner, NIGHT), now_ms + 3)
    stream = Stream(NIGHT, "Velvet Harbour, live from Lantern Hall", NIGHT, now_ms + 4)
    await streams.put_on(connection, owner, stream, _said(stream))


async def _festival(connection: Connection, owner: Membership, today: date, now_ms: Millis) -> None:
    day = (today + timedelta(days=festival.DAYS_AHEAD)).isoformat()
    title, zone = "Paper Lamps at Tidewater Festival", "Europe/Lisbon"
    address = "Estrada da Barra, 3800 Aveiro"
    site = Venue("tidewater", "Tidewater Festival", "Aveiro", address, "+351 234 555 010", zone, "", now_ms)
    await venues.put_in(connection, owner, site, _said(site))
    slot = Show(FESTIVAL, title, site.id, day, zone, "confirmed", "eur", "", 1, now_ms + 1)
    await shows.put_on(connection, owner, slot, _said(slot))
    await make_advance(connection, owner, await there(connection, owner, FESTIVAL), now_ms + 2)


def _said(thing: Venue | Show | Stream) -> dict[str, object]:
    """What its owner said of a thing: all of it but what is the hub's own."""
    said = asdict(thing)
    return {name: said[name] for name in SAID if said.get(name)}
