"""Files of shows as rows, and uploads on their way. Statements with a connection run in the organisation's transaction.

What an upload will need is taken from the organisation's room when it begins, so that no race at the end can overfill
it; a file has the id of the upload that it was, so that finishing twice finds the first.
"""

import msgspec
from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection, Database
from persistence.tenancy import within

#: A finish that was begun so long ago has died with its worker.
FINISHING_MS_MAX = 5 * 60 * 1000
#: Whoever begins an upload waits here for the others of the organisation.
HOLD_ORG = "SELECT 1 FROM org WHERE org_id = $1 FOR NO KEY UPDATE"
ORG_OF = "SELECT room_org($1)"
USED = """
SELECT coalesce((SELECT sum(size) FROM file WHERE org_id = $1), 0)::bigint
    + coalesce((SELECT sum(size) FROM upload WHERE org_id = $1), 0)::bigint AS bytes,
    (SELECT count(*) FROM file WHERE org_id = $1 AND show = $2)
    + (SELECT count(*) FROM upload WHERE org_id = $1 AND show = $2) AS of_show,
    (SELECT count(*) FROM upload WHERE org_id = $1 AND person = $3) AS of_person
"""
BEGIN = """
INSERT INTO upload (org_id, id, show, field, name, size, received, pieces, person, person_name, created_at_ms)
SELECT $1, $2, s.id, $4, $5, $6, 0, '{}', $7, $8, $9 FROM show s WHERE s.org_id = $1 AND s.id = $3
"""
READ_UPLOAD = """
SELECT id, show, field, name, size, received, pieces, person, person_name, created_at_ms
FROM upload WHERE org_id = $1 AND show = $2 AND id = $3 AND person = $4
"""
TAKE = """
UPDATE upload SET received = received + $4, pieces = pieces || $5::text
WHERE org_id = $1 AND id = $2 AND received = $3 AND received + $4 <= size AND finishing_at_ms IS NULL
"""
CLAIM = """
UPDATE upload SET finishing_at_ms = $3
WHERE org_id = $1 AND id = $2 AND received = size AND (finishing_at_ms IS NULL OR finishing_at_ms <= $4)
"""
RELEASE = "UPDATE upload SET finishing_at_ms = NULL WHERE org_id = $1 AND id = $2 AND finishing_at_ms = $3"
END = """
DELETE FROM upload
WHERE org_id = $1 AND id = $2 AND coalesce($3, finishing_at_ms, 0) = coalesce(finishing_at_ms, 0)
"""
KEEP = """
INSERT INTO file (org_id, id, show, field, name, size, type, sha256, person, person_name, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_FILE = """
SELECT id, show, field, name, size, type, encode(sha256, 'hex') AS sha256, person, person_name, created_at_ms
FROM file WHERE org_id = $1"""
READ = _FILE + " AND id = $2"
OF_SHOW = _FILE + " AND show = $2 AND told_at_ms IS NOT NULL ORDER BY created_at_ms, id"
TOLD = "UPDATE file SET told_at_ms = $3 WHERE org_id = $1 AND id = $2"
REMOVE = "DELETE FROM file WHERE org_id = $1 AND id = $2"
FORGET = "SELECT uploads_forget($1)"
KNOWN = "SELECT id, finished_at_ms FROM files_known($1)"
UNTOLD = "SELECT org_id, id FROM files_untold($1, $2)"


class Upload(Struct, frozen=True):
    """A file on its way; `pieces` are keys in the store."""

    id: Id
    show: Id
    field: str
    name: str
    size: int
    received: int
    pieces: tuple[str, ...]
    person: Id
    person_name: str
    created_at_ms: Millis


class File(Struct, frozen=True):
    """A file of a show; `size` in bytes, `sha256` in hex."""

    id: Id
    show: Id
    field: str
    name: str
    size: int
    type: str
    sha256: str
    person: Id
    person_name: str
    created_at_ms: Millis


class Piece(Struct, frozen=True):
    """A part of an upload: where it begins, how long it is, and its key in the store."""

    offset: int
    size: int
    key: str


class Used(Struct, frozen=True):
    """What is taken already: bytes of the organisation, files and uploads of a show, uploads of a person."""

    bytes: int
    of_show: int
    of_person: int


async def org_of(database: Database, room: str) -> Id | None:
    """The organisation that a room belongs to. Raises `Unavailable`."""
    async with database.connection() as connection:
        found: Id | None = await connection.fetchval(ORG_OF, room)
        return found


async def used(connection: Connection, org: str, show: str, person: str) -> Used:
    """What is taken, uploads included; nobody else begins one until the transaction ends."""
    await connection.execute(HOLD_ORG, org)
    row = await connection.fetchrow(USED, org, show, person)
    assert row is not None
    return Used(**row)


async def begin(connection: Connection, org: str, upload: Upload) -> bool:
    """Put a new upload in; False when there is no such show."""
    told = (upload.show, upload.field, upload.name, upload.size, upload.person, upload.person_name)
    return await connection.execute(BEGIN, org, upload.id, *told, upload.created_at_ms) == "INSERT 0 1"


async def upload_of(connection: Connection, org: str, show: str, upload: str, person: str) -> Upload | None:
    """Somebody's upload."""
    row = await connection.fetchrow(READ_UPLOAD, org, show, upload, person)
    return None if row is None else msgspec.convert(dict(row), Upload)


async def take(connection: Connection, org: str, upload: str, piece: Piece) -> bool:
    """Add a piece; False when the upload does not go on there, is not so long, or is being finished."""
    return await connection.execute(TAKE, org, upload, piece.offset, piece.size, piece.key) == "UPDATE 1"


async def claim(connection: Connection, org: str, upload: str, now_ms: Millis) -> bool:
    """Be the one who finishes it; False when it is not whole, somebody else does, or it is gone."""
    return await connection.execute(CLAIM, org, upload, now_ms, now_ms - FINISHING_MS_MAX) == "UPDATE 1"


async def release(connection: Connection, org: str, upload: str, claimed_ms: Millis) -> None:
    """It could not be finished: it may be tried again."""
    await connection.execute(RELEASE, org, upload, claimed_ms)


async def end(connection: Connection, org: str, upload: str, claimed_ms: Millis | None = None) -> bool:
    """Forget an upload, if it is still claimed as it was; False when it is not."""
    return await connection.execute(END, org, upload, claimed_ms) == "DELETE 1"


async def keep(connection: Connection, org: str, file: File) -> None:
    """Put a file in."""
    told = (file.show, file.field, file.name, file.size, file.type, bytes.fromhex(file.sha256))
    await connection.execute(KEEP, org, file.id, *told, file.person, file.person_name, file.created_at_ms)


async def read(connection: Connection, org: str, file: str) -> File | None:
    """A file; None when the organisation has none of this id."""
    row = await connection.fetchrow(READ, org, file)
    return None if row is None else File(**row)


async def of_show(connection: Connection, org: str, show: str) -> list[File]:
    """The files of a show that its room has heard of, in the order they came."""
    return [File(**row) for row in await connection.fetch(OF_SHOW, org, show)]


async def told(connection: Connection, org: str, file: str, now_ms: Millis) -> None:
    """Its room has heard of it."""
    await connection.execute(TOLD, org, file, now_ms)


async def remove(connection: Connection, org: str, file: str) -> bool:
    """Take a file out; False when there is none."""
    return await connection.execute(REMOVE, org, file) == "DELETE 1"


async def forget(database: Database, before_ms: Millis) -> None:
    """End the uploads that began before that, of whichever organisation. Raises `Unavailable`."""
    async with database.connection() as connection:
        await connection.execute(FORGET, before_ms)


async def known(database: Database, ids: list[str]) -> dict[str, Millis | None]:
    """Which of these are files, and since when, or uploads: None. Of whichever organisation. Raises `Unavailable`."""
    async with database.connection() as connection:
        return {row["id"]: row["finished_at_ms"] for row in await connection.fetch(KNOWN, ids)}


async def untold(database: Database, before_ms: Millis, limit: int) -> list[tuple[Id, File]]:
    """Files that came before that and that their rooms have not heard of, with their organisations."""
    async with database.connection() as connection:
        rows = await connection.fetch(UNTOLD, before_ms, limit)
    found: list[tuple[Id, File]] = []
    for row in rows:
        async with within(database, row["org_id"]) as connection:
            file = await read(connection, row["org_id"], row["id"])
        if file is not None:
            found.append((row["org_id"], file))
    return found
