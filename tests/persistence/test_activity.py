"""The list of who did what when."""

import pytest

from hub.advancing_sync.messages import Edited
from persistence.activity import RECENT, Done, Sought, recent
from persistence.database import Database
from persistence.projector import Projector
from persistence.room_log import PostgresRoomLog
from tests.builders import EVENING_MS, a_submitted
from tests.persistence.stories import Story
from tests.services import a_room

#: Somebody at the door counts people in.
MANY = """
INSERT INTO activity (org_id, room, seq, person, name, what, about, text, at_ms, section, party, was)
SELECT 'org', $1, seq, 'gil', 'Gil', 'advance.checked_in', '', '1', 1, 'guest_list', '', ''
FROM generate_series(10, 8000) seq
"""


@pytest.fixture
async def room(database: Database) -> str:
    """A room in which five requests were made."""
    story = await Story(PostgresRoomLog(database), a_room()).open()
    await story.tell("ana", [a_submitted(id=f"e{n}", title=f"Song {n}") for n in range(1, 6)])
    await Projector(database).sweep()
    return story.room.id


async def test_the_newest_come_first(database: Database, room: str) -> None:
    lines = await recent(database, room, None, 2)
    assert lines == [
        Done(5, "ana", "Ana", "queue.submitted", "e5", "Song 5", EVENING_MS),
        Done(4, "ana", "Ana", "queue.submitted", "e4", "Song 4", EVENING_MS),
    ]


async def test_a_page_goes_on_before_the_last_line_of_the_one_before(database: Database, room: str) -> None:
    seqs: list[int] = []
    before = None
    while page := await recent(database, room, before, 2):
        seqs.extend(line.seq for line in page)
        before = page[-1].seq
    assert seqs == [5, 4, 3, 2, 1]


async def test_who_may_see_some_sections_reads_of_these_only(database: Database) -> None:
    story = await Story(PostgresRoomLog(database), a_room("show")).open()
    fields = ["show.title", "hospitality.catering", "hospitality.rider"]
    edits = [
        Edited(field=each, value="Tea", stamp=f"{n}", saw="", by="ana", name="Ana", at_ms=n)
        for n, each in enumerate(fields)
    ]
    await story.tell("ana", edits)
    await Projector(database).sweep()
    lines = await recent(database, story.room.id, None, 10, ("hospitality",))
    assert [line.about for line in lines] == fields[:0:-1]
    assert len(await recent(database, story.room.id, None, 10)) == len(fields)


async def test_a_room_where_nothing_was_done_has_no_lines(database: Database) -> None:
    assert await recent(database, a_room(), None, 10) == []


async def test_a_side_is_found_however_much_was_done_without_one(database: Database, room: str) -> None:
    async with database.connection() as connection:
        await connection.execute(MANY, room)
        await connection.execute("ANALYZE activity")
        plan = await connection.fetch("EXPLAIN " + RECENT, room, 2**53, 50, None, False, "", "", "band", None)  # noqa: FBT003
    assert any("activity_side" in row[0] for row in plan)
    assert await recent(database, room, None, 50, sought=Sought(party="band")) == []
