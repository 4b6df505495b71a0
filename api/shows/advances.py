"""The advance of a show: everything that band and venue have to agree on before the day."""

import secrets

from litestar import post
from litestar.datastructures import State

from api.shows.asked import Found
from api.shows.home import Home, home, there
from api.who import Member, Membership
from hub.advancing_sync.prefill import prefill
from hub.advancing_sync.standard import STANDARD
from hub.errors import Rejected
from hub.kernel import ORGANISERS, Millis
from persistence import advances
from persistence.audit import note
from persistence.database import Connection
from persistence.shows import Show
from persistence.tenancy import within

#: What the form of a show begins with: the field, and what of the show is in it.
FILLED = {
    "show.title": "title",
    "show.date": "day",
    "show.timezone": "timezone",
    "show.venue": "venue_name",
    "show.city": "city",
}
SECTIONS = tuple(section.key for section in STANDARD.sections)
#: Base 32 of Crockford: no I, L, O and U, which are read as 1, 1, 0 and V.
CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_CHARS = 8
#: Codes are drawn from 2 ** 40: three in a row are hardly ever all taken.
CODES_TRIED = 3


def fresh_code() -> str:
    """A code that names a show on a poster. It is no secret."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_CHARS))


async def make_advance(connection: Connection, member: Membership, show: Show, now_ms: Millis) -> None:
    """Make a show's advance with its parts, its code and its room, in which stands what the show says of itself.

    Raises:
        Rejected: `show.advance_exists`.
    """
    codes = [fresh_code() for _ in range(CODES_TRIED)]
    said = prefill({field: getattr(show, name) for field, name in FILLED.items()}, now_ms)
    if not await advances.make(connection, member.actor, show.id, SECTIONS, codes, known=said, now_ms=now_ms):
        raise Rejected("show.advance_exists")
    await note(connection, member.actor, "advance.created", show.id, now_ms=now_ms)


@post("/api/orgs/{org:str}/shows/{show:str}/advance", opt={"creates": True}, summary="Make the advance of a show")
async def create_advance(member: Member, show: Found, state: State) -> Home:
    """Make the advance of a show: its form, its crew room and its code, or nothing of them.

    Title, date, time zone, venue and city are in the form already; from then on the form is its own.
    """
    member.must(ORGANISERS)
    async with within(state.worker.database, member.org) as connection:
        found = await there(connection, member, show, hold=True)
        if found.archived_at_ms is not None:
            raise Rejected("show.archived")
        await make_advance(connection, member, found, state.worker.clock.now_ms())
        return await home(connection, member, show)


HANDLERS = (create_advance,)
