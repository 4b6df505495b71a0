"""What a document needs beside the form as it stands."""

import msgspec
import pytest
from msgspec.structs import replace

from hub.advancing_sync.agreement_messages import Publish
from hub.advancing_sync.messages import Edit
from hub.chat.messages import Post
from hub.errors import Rejected
from hub.kernel import Role
from persistence import documents, shows, venues
from persistence.database import Database
from persistence.documents import Known, known, past, seq_of
from persistence.room_log import PostgresRoomLog
from tests.builders import an_actor
from tests.persistence.houses import a_house, an_app
from tests.persistence.stories import Story
from tests.persistence.test_shows import NIGHT
from tests.persistence.test_venues import PONYHOF
from tests.services import a_room

ANA = an_actor("ana", Role.MANAGER)
TAGS = ("advance.edited", "advance.published")


async def a_story(database: Database, org: str = "org") -> Story:
    """A title, a message, a revision, and another title."""
    story = await Story(PostgresRoomLog(database), a_room("show")).open(org)
    for command in (Edit(field="show.title", value="One"), Post(text="hello"), Publish()):
        await story.do(ANA, command)
    await story.do(ANA, Edit(field="show.title", value="Two"))
    return story


def texts(facts: bytes | None) -> list[str]:
    """What was written, or the tag of what is no edit."""
    return [fact.get("value", fact["t"]) for fact in msgspec.json.decode(facts or b"[]")]


async def test_the_facts_of_an_advance_are_read_up_to_where_it_was(database: Database) -> None:
    room = (await a_story(database)).room.id
    assert texts(await past(database, room, 4, TAGS)) == ["One", "advance.published", "Two"]
    assert texts(await past(database, room, 2, TAGS)) == ["One"]
    assert await past(database, room, 5, TAGS) is None
    assert await past(database, "show/nowhere", 1, TAGS) is None


async def test_any_number_of_facts_is_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "FETCH_MAX", 1)
    room = (await a_story(database)).room.id
    assert texts(await past(database, room, 4, TAGS)) == ["One", "advance.published", "Two"]


async def test_a_past_that_is_too_long_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "CHARS_MAX", 300)
    room = (await a_story(database)).room.id
    with pytest.raises(Rejected) as refused:
        await past(database, room, 4, TAGS)
    assert refused.value.code == "document.too_large"


async def test_a_revision_is_found_by_its_number(database: Database) -> None:
    room = (await a_story(database)).room.id
    assert await seq_of(database, room, 1) == 3
    assert await seq_of(database, room, 2) is None
    assert await seq_of(database, "show/nowhere", 1) is None


async def test_of_a_show_is_known_what_its_organisation_says(app_url: str) -> None:
    async with an_app(app_url) as database:
        async with a_house(database) as (connection, org):
            await venues.make(connection, org, PONYHOF)
            await shows.make(connection, org, replace(NIGHT, venue="v1"))
        await PostgresRoomLog(database).create("show/s1", org)
        assert await known(database, "show/s1") == Known(
            "Night", "2027-03-06", "Europe/Berlin", "eur", f"{PONYHOF.name}, {PONYHOF.city}", ""
        )


async def test_of_a_room_without_a_show_nothing_is_known(app_url: str) -> None:
    async with an_app(app_url) as database:
        async with a_house(database) as (_, org):
            pass
        room = a_room("show")
        await PostgresRoomLog(database).create(room, org)
        assert await known(database, room) == Known()
        assert await known(database, "show/nowhere") == Known()
