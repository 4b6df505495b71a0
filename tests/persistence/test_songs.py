"""The songbook of a floor: every word somewhere, in whatever case."""

import pytest

from persistence.database import Database
from persistence.room_log import PostgresRoomLog
from persistence.songs import Song, add, search
from tests.services import a_room

BOOK = [
    Song("Jolene", "Dolly Parton"),
    Song("9 to 5", "Dolly Parton"),
    Song("100% Pure Love", "Crystal Waters"),
    Song("Over the Rainbow", ""),
    Song("Rainbow", "Kacey Musgraves"),
]


@pytest.fixture
async def room(database: Database) -> str:
    """A room with a book."""
    room = a_room()
    await PostgresRoomLog(database).create(room, "org-7")
    await add(database, room, BOOK)
    return room


async def titles(database: Database, room: str, text: str, limit: int = 10) -> list[str]:
    return [song.title for song in await search(database, room, text, limit)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jolene", ["Jolene"]),
        ("PARTON", ["9 to 5", "Jolene"]),
        ("parton jol", ["Jolene"]),
        ("jol kacey", []),
        ("rainbow", ["Rainbow", "Over the Rainbow"]),
        ("100%", ["100% Pure Love"]),
        ("%", ["100% Pure Love"]),
        ("_", []),
        ("\\", []),
        ("'", []),
    ],
)
async def test_a_search_finds_what_has_every_word_titles_that_begin_with_it_first(
    database: Database, room: str, text: str, found: list[str]
) -> None:
    assert await titles(database, room, text) == found


async def test_an_empty_search_gives_the_book_in_order(database: Database, room: str) -> None:
    assert await titles(database, room, "  ") == sorted(song.title for song in BOOK)


async def test_a_search_gives_no_more_than_asked(database: Database, room: str) -> None:
    assert len(await titles(database, room, "", 2)) == 2


async def test_a_song_that_is_in_the_book_is_not_put_in_again(database: Database, room: str) -> None:
    await add(database, room, [BOOK[0], Song("Jolene", "The White Stripes")])
    assert await search(database, room, "jolene", 10) == [BOOK[0], Song("Jolene", "The White Stripes")]


async def test_books_are_apart_and_belong_to_the_organisation(database: Database, room: str) -> None:
    other = a_room()
    await PostgresRoomLog(database).create(other, "org-8")
    assert await titles(database, other, "") == []
    async with database.connection() as connection:
        orgs = await connection.fetch("SELECT DISTINCT org_id FROM song WHERE room = $1", room)
    assert [row["org_id"] for row in orgs] == ["org-7"]


async def test_a_room_that_does_not_exist_has_no_book(database: Database) -> None:
    room = a_room()
    await add(database, room, BOOK)
    assert await titles(database, room, "") == []
