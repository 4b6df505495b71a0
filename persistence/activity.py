"""The list of who did what when, and how far each person has read it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import asyncpg
from msgspec import Struct

from hub.kernel import Millis
from persistence.database import Database
from persistence.private import private_section
from persistence.tenancy import in_room

#: What one can ask for, and the facts that are that.
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "answers": ("advance.edited", "advance.picked", "advance.text_changed"),
        "rows": ("advance.row_added", "advance.row_moved", "advance.row_removed", "advance.checked_in"),
        "notes": ("advance.note_added", "advance.note_removed"),
        "files": ("advance.file_added", "advance.file_removed"),
        "agreement": (
            "advance.marked",
            "advance.assigned",
            "advance.verified",
            "advance.locked",
            "advance.section_stood",
            "advance.deadline_set",
        ),
        "form": ("advance.created", "advance.published", "advance.sent", "advance.opened", "advance.designed"),
    }
)
#: Whose side a line is. A fact that does not say it is of the side that its person speaks for: a member for the
#: organisation (who has the venue's role, for the venue), a guest as in what else they did there.
_PARTY = """coalesce(nullif(l.party, ''), CASE o.role WHEN 'venue' THEN 'venue' ELSE o.side END, (
    SELECT s.party FROM activity s WHERE s.room = l.room AND s.person = l.person AND s.party <> ''
    ORDER BY s.seq DESC LIMIT 1
), '')"""
#: `$4` the only sections there are for who asks, `$5` whether those that only organisers see are among them.
RECENT = f"""
SELECT l.seq, l.person, coalesce(nullif(l.name, ''), a.name, '') AS name, l.what, l.about, l.text, l.at_ms,
    coalesce(l.section, '') AS section, {_PARTY} AS party, coalesce(l.was, '') AS was
FROM activity l LEFT JOIN account a ON a.id = l.person LEFT JOIN LATERAL (
    SELECT m.role, coalesce(o.side, 'band') AS side FROM member m JOIN org o ON o.org_id = m.org_id
    WHERE m.org_id = l.org_id AND m.account = l.person
) o ON true
WHERE l.room = $1 AND l.seq < $2
    AND ($4::text[] IS NULL OR coalesce(l.section, '') = '' OR l.section = ANY ($4))
    AND ($5 OR NOT coalesce({private_section("l.section")}, false))
    AND ($6 = '' OR l.section = $6) AND ($7 = '' OR l.person = $7) AND ($8 = '' OR {_PARTY} = $8)
    AND ($9::text[] IS NULL OR l.what = ANY ($9))
ORDER BY l.seq DESC LIMIT $3
"""  # noqa: S608  our own words
SEEN = "SELECT seq, at_ms FROM activity_seen WHERE room = $1 AND person = $2"
#: Two devices of one person: who has read further counts.
SEE = """
INSERT INTO activity_seen (org_id, room, person, seq, at_ms)
SELECT r.org_id, r.id, $2, least($3, r.seq), $4 FROM room r WHERE r.id = $1
ON CONFLICT (room, person) DO UPDATE SET seq = greatest(activity_seen.seq, excluded.seq), at_ms = excluded.at_ms
RETURNING seq, at_ms
"""


class Done(Struct, frozen=True):
    """One line. `what` is a fact's tag, `about` the key of the thing, `text` what was written, `was` what was before.

    `name`, `section` and `party` may be empty: who has no name, what is about the whole, and whose side nobody knows.
    """

    seq: int
    person: str
    name: str
    what: str
    about: str
    text: str
    at_ms: Millis
    section: str = ""
    party: str = ""
    was: str = ""


class Sought(Struct, frozen=True):
    """Which lines: of a section, a person, a side, a kind (of `KINDS`); empty is any."""

    section: str = ""
    person: str = ""
    party: str = ""
    kind: str = ""


class Seen(Struct, frozen=True):
    """How far somebody has read, and when they said so; 0 and null where they never did."""

    seq: int = 0
    at_ms: Millis | None = None


_ANY = Sought()


async def recent(
    database: Database,
    room: str,
    before: int | None,
    limit: int,
    sections: Sequence[str] = (),
    *,
    private: bool = False,
    sought: Sought = _ANY,
) -> list[Done]:
    """The newest lines of a room, newest first; `before` is the seq of the last line that one has.

    With `sections`, only the lines about these; `private`: also those of sections that only organisers see.

    Raises:
        Unavailable: the database cannot be reached.
    """
    terms = (room, 2**63 - 1 if before is None else before, limit, list(sections) or None, private)
    which = (sought.section, sought.person, sought.party, KINDS.get(sought.kind))
    async with in_room(database, room) as connection:
        rows = await connection.fetch(RECENT, *terms, *which)
    return [Done(**row) for row in rows]


async def seen(database: Database, room: str, person: str) -> Seen:
    """How far somebody has read. Raises `Unavailable`."""
    async with in_room(database, room) as connection:
        return _seen(await connection.fetchrow(SEEN, room, person))


async def see(database: Database, room: str, person: str, seq: int, now_ms: Millis) -> Seen:
    """Somebody has read up to `seq`, or further; what is kept then. Raises `Unavailable`."""
    async with in_room(database, room) as connection:
        return _seen(await connection.fetchrow(SEE, room, person, seq, now_ms))


def _seen(row: asyncpg.Record | None) -> Seen:
    return Seen() if row is None else Seen(row["seq"], row["at_ms"])
