"""What was revoked lately, as this worker knows it: read again and again, so that no worker has to be told.

A subject is `session:<id>`, `member:<org>:<account>` or `link:<id>`, for which what was given until then has ended; or
`ban:<room>:<person>` or `room:<room>`, which stand until they are over or lifted. Whatever writes one does so in the
transaction that revokes.
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
#: Later than any time there is, and a whole number to every reader of JSON.
FOR_GOOD_MS = 2**53 - 1
REVOKE = "INSERT INTO revoked (id, subject, at_ms) VALUES (gen_random_uuid()::text, $1, $2)"
#: One row of what stands, so that nobody who begins to read finds what was lifted.
STAND = """
WITH before AS (DELETE FROM revoked WHERE subject = $1 AND until_ms IS NOT NULL)
INSERT INTO revoked (id, subject, at_ms, until_ms) VALUES (gen_random_uuid()::text, $1, $2, $3)
"""
SINCE = "SELECT id, subject, at_ms, until_ms FROM revoked WHERE at_ms > $1"
STANDING = SINCE + " OR until_ms > $2"
FORGET = "DELETE FROM revoked WHERE at_ms <= $1 AND (until_ms IS NULL OR until_ms <= $2)"


class Revocations:
    """What was revoked within `KEPT_MS`, and what stands. `ready`: it has been read at all."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, Millis] = {}
        self._seen: dict[str, Millis] = {}
        self._looked_ms: Millis = 0
        self.ready = False

    @property
    def known(self) -> Mapping[str, Millis]:
        """Each subject, and until when what was given for it has ended, or until when it stands. Always of now."""
        return MappingProxyType(self._known)

    async def look(self, now_ms: Millis) -> Mapping[str, Millis]:
        """Read on; what is new. Raises `Unavailable`."""
        async with self._database.connection() as connection:
            if self.ready:
                # Whoever could not read for a while has to read all of that while.
                rows = await connection.fetch(SINCE, min(now_ms, self._looked_ms) - LATE_MS)
            else:
                rows = await connection.fetch(STANDING, now_ms - KEPT_MS, now_ms)
        new: dict[str, Millis] = {}
        for row_id, subject, at_ms, until_ms in rows:
            if row_id in self._seen:
                continue
            self._seen[row_id] = at_ms
            if until_ms is not None:
                self._known[subject] = new[subject] = until_ms
            else:
                new[subject] = max(at_ms + SETTLED_MS, new.get(subject, 0))
                self._known[subject] = max(new[subject], self._known.get(subject, 0))
        self.ready, self._looked_ms = True, now_ms
        return new

    async def forget(self, now_ms: Millis) -> None:
        """Let go of what no grant is old enough for any more, here and in Postgres. Raises `Unavailable`."""
        for subject in [each for each, until_ms in self._known.items() if until_ms <= now_ms - KEPT_MS]:
            del self._known[subject]
        self._seen = {row_id: at_ms for row_id, at_ms in self._seen.items() if at_ms > self._looked_ms - 2 * LATE_MS}
        async with self._database.connection() as connection:
            await connection.execute(FORGET, now_ms - KEPT_MS, now_ms)


async def revoke(connection: Connection, subject: str, now_ms: Millis) -> None:
    """End what was given for this subject until now, when the transaction commits."""
    await connection.execute(REVOKE, subject, now_ms)


async def stand(connection: Connection, subject: str, until_ms: Millis, now_ms: Millis) -> None:
    """Let a ban or a closing stand until then, when the transaction commits; what stood before does no more.

    Whoever calls holds what it is about (the show, the ban), so that two of them come one after the other.
    """
    await connection.execute(STAND, subject, now_ms, until_ms)


async def lift(connection: Connection, subject: str, now_ms: Millis) -> None:
    """Let it stand no more; likewise."""
    await stand(connection, subject, 0, now_ms)
