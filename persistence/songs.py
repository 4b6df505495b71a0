"""A floor's songbook: what can be asked for without typing it out."""

from collections.abc import Iterable

from msgspec import Struct

from persistence.database import Database
from persistence.tenancy import in_room

#: `$2` are patterns that all have to be somewhere in title or artist; titles that begin with the first come first.
SEARCH = """
SELECT title, artist FROM song WHERE room = $1 AND title || ' ' || artist ILIKE ALL ($2::text[])
ORDER BY title NOT ILIKE $3, title, artist LIMIT $4
"""
ADD = """
INSERT INTO song (room, title, artist, org_id) SELECT r.id, s.title, s.artist, r.org_id
FROM room r, unnest($2::text[], $3::text[]) AS s (title, artist) WHERE r.id = $1 ON CONFLICT DO NOTHING
"""
_SPECIAL = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


class Song(Struct, frozen=True):
    """One line of a songbook; `artist` may be empty."""

    title: str
    artist: str


async def search(database: Database, room: str, text: str, limit: int) -> list[Song]:
    """The songs with every word of `text`, in whatever case, at most `limit`.

    Raises:
        Unavailable: the database cannot be reached.
    """
    words = [word.translate(_SPECIAL) for word in text.split()]
    first = f"{words[0]}%" if words else "%"
    async with in_room(database, room) as connection:
        rows = await connection.fetch(SEARCH, room, [f"%{word}%" for word in words], first, limit)
    return [Song(row["title"], row["artist"]) for row in rows]


async def add(database: Database, room: str, songs: Iterable[Song]) -> None:
    """Put songs into a room's book; those that are in it stay.

    Raises:
        Unavailable: the database cannot be reached.
    """
    lines = list(songs)
    titles, artists = [each.title for each in lines], [each.artist for each in lines]
    async with in_room(database, room) as connection:
        await connection.execute(ADD, room, titles, artists)
