"""A show with all that hangs on it, as a member finds it."""

from msgspec.structs import asdict

from api.shows.rooms import Door, door
from api.who import Membership
from hub.errors import Rejected
from persistence import advances, shows, streams
from persistence.advances import Advance
from persistence.database import Connection
from persistence.shows import Show
from persistence.streams import Stream


class Home(Show, frozen=True, kw_only=True):
    """A show, its rooms, its advance if it has one, and its streams that are not archived."""

    rooms: list[Door]
    advance: Advance | None
    streams: list[Stream]


async def there(connection: Connection, member: Membership, show: str, *, hold: bool = False) -> Show:
    """A show of the member's organisation. Raises `Rejected`: `http.not_found`."""
    found = await shows.read(connection, member.org, show, hold=hold)
    if found is None:
        raise Rejected("http.not_found")
    return found


async def home(connection: Connection, member: Membership, show: str) -> Home:
    """All of a show. Raises `Rejected`: `http.not_found`."""
    found = await there(connection, member, show)
    advance = await advances.read(connection, member.org, show)
    shown = await streams.of_show(connection, member.org, show)
    rooms = [f"show/{show}"] if advance is not None else []
    rooms += [f"floor/{show}", *(f"stream/{each.id}" for each in shown)]
    return Home(**asdict(found), rooms=[door(member, room) for room in rooms], advance=advance, streams=shown)
