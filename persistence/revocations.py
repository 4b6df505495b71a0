"""What was revoked lately, as this worker knows it: read again and again, so that no worker has to be told.

A subject is `session:<id>`, `member:<org>:<account>`, `link:<id>` or `ban:<room>:<person>`. Whatever writes one does
so in the transaction that revokes.
"""

from collections.abc import Mapping
from types import MappingProxyType

from hub.kernel import Millis
from persistence.database import Connection, Database

HOUR_MS = 3600 * 1000
#: No grant that can be revoked is good for longer (`api.grants`); an hour is for clocks that differ.
KEPT_MS = 25 * HOUR_MS
#: A transaction may be seen so long after the time that it wrote down, and the clock of its worker may be slow.
LATE_MS = 60_000
#: What is given in the moment after may be by somebody who did not see it yet, or whose clock is ahead: it ends too.
SETTLED_MS = 2_000
REVOKE = "INSERT INTO revoked (id, subject, at_ms) VALUES (gen_random_uuid()::text, $1, $2)"
SINCE = "SELECT id, subject, at_ms FROM revoked WHERE at_ms > $1"
FORGET = "DELETE FROM revoked WHERE at_ms <= $1"


class Revocations:
    """What was revoked within `KEPT_MS`. `ready`: it has been read at all."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, Millis] = {}
        self._seen: dict[str, Millis] = {}
        self.ready = False

    @property
    def known(self) -> Mapping[str, Millis]:
        """Each subject, and until when what was given for it has ended."""
        return MappingProxyType(self._known)

    async def look(self, now_ms: Millis) -> Mapping[str, Millis]:
        """Read on; what is new. Raises `Unavailable`."""
        since_ms = now_ms - (LATE_MS if self.ready else KEPT_MS)
        async with self._database.connection() as connection:
            rows = await connection.fetch(SINCE, since_ms)
        new: dict[str, Millis] = {}
        for row_id, subject, at_ms in rows:
            if row_id not in self._seen:
                self._seen[row_id] = at_ms
                new[subject] = max(at_ms + SETTLED_MS, new.get(subject, 0))
        for subject, until_ms in new.items():
            self._known[subject] = max(until_ms, self._known.get(subject, 0))
        self.ready = True
        return new

    async def forget(self, now_ms: Millis) -> None:
        """Let go of what no grant is old enough for any more, here and in Postgres. Raises `Unavailable`."""
        self._known = {subject: until_ms for subject, until_ms in self._known.items() if until_ms > now_ms - KEPT_MS}
        self._seen = {row_id: at_ms for row_id, at_ms in self._seen.items() if at_ms > now_ms - 2 * LATE_MS}
        async with self._database.connection() as connection:
            await connection.execute(FORGET, now_ms - KEPT_MS)


async def revoke(connection: Connection, subject: str, now_ms: Millis) -> None:
    """End what was given for this subject until now, when the transaction commits."""
    await connection.execute(REVOKE, subject, now_ms)
