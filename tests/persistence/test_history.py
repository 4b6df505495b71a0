"""Every value that a place had, from the table."""

import pytest

from hub.advancing_sync.messages import Edit
from hub.kernel import Role
from persistence.database import Database
from persistence.history import versions
from persistence.projector import Projector
from persistence.room_log import PostgresRoomLog
from tests.builders import an_actor
from tests.persistence.stories import Story
from tests.services import a_room

PLACE = ("show.stage", "", "")


@pytest.fixture
async def room(database: Database) -> str:
    """A show whose stage had three names."""
    story = await Story(PostgresRoomLog(database), a_room("show")).open()
    for value in ("Main", "Cellar", "Attic"):
        await story.do(an_actor("ana", Role.CREW), Edit(field="show.stage", value=value))
    await Projector(database).sweep()
    return story.room.id


async def test_values_come_newest_first_in_pages(database: Database, room: str) -> None:
    first = await versions(database, room, PLACE, 2**53, 2)
    assert [each.value for each in first] == ["Attic", "Cellar"]
    assert [each.value for each in await versions(database, room, PLACE, first[-1].seq, 2)] == ["Main"]


async def test_another_place_and_another_room_have_their_own(database: Database, room: str) -> None:
    assert await versions(database, room, ("show.city", "", ""), 2**53, 2) == []
    assert await versions(database, "show/nowhere", PLACE, 2**53, 2) == []
