"""What venues and streams have in common: found, changed, archived and restored in the same way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from msgspec.structs import replace

from api.shows.asked import differing
from api.who import Membership
from hub.errors import Rejected
from hub.kernel import Millis
from persistence.audit import note
from persistence.database import Connection
from persistence.streams import Stream
from persistence.venues import Venue

Row = TypeVar("Row", Venue, Stream)
Row_co = TypeVar("Row_co", Venue, Stream, covariant=True)


class Read(Protocol[Row_co]):
    """How one is read."""

    def __call__(
        self, connection: Connection, org: str, row: str, /, *, hold: bool = False
    ) -> Awaitable[Row_co | None]:
        """A row; None when the organisation has none of this id. `hold`: nobody else changes it meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Row]):
    """The venues or the streams of organisations; `kind` is what the audit calls one."""

    kind: str
    read: Read[Row]
    write: Callable[[Connection, str, Row], Awaitable[None]]

    async def there(self, connection: Connection, member: Membership, row: str, *, hold: bool = False) -> Row:
        """One of the member's organisation. Raises `Rejected`: `http.not_found`."""
        found = await self.read(connection, member.org, row, hold=hold)
        if found is None:
            raise Rejected("http.not_found")
        return found

    async def change(
        self, connection: Connection, member: Membership, row: str, said: dict[str, Any], now_ms: Millis
    ) -> Row:
        """Change what is said of one; how it is afterwards.

        Raises:
            Rejected: `http.not_found`, or `show.archived`.
        """
        found = await self.there(connection, member, row, hold=True)
        if found.archived_at_ms is not None:
            raise Rejected("show.archived")
        before, after = differing(found, said)
        if not after:
            return found
        changed = replace(found, **after)
        await self.write(connection, member.org, changed)
        await note(connection, member.actor, f"{self.kind}.changed", row, now_ms=now_ms, before=before, after=after)
        return changed

    async def put_away(
        self, connection: Connection, member: Membership, row: str, now_ms: Millis, *, away: bool
    ) -> Row:
        """Archive one (`away`) or restore it; again is the same as once. Raises `Rejected`: `http.not_found`."""
        found = await self.there(connection, member, row, hold=True)
        if (found.archived_at_ms is not None) is away:
            return found
        changed = replace(found, archived_at_ms=now_ms if away else None)
        await self.write(connection, member.org, changed)
        what = f"{self.kind}.{'archived' if away else 'restored'}"
        await note(connection, member.actor, what, row, now_ms=now_ms)
        return changed
