"""What is typed into a long text within a minute is one line and one value."""

from typing import Any

import pytest

from hub.advancing_sync.messages import Edit, Edited
from hub.advancing_sync.text_messages import TextChanged
from persistence import projector
from persistence.database import Database
from persistence.projector import Projector
from persistence.readmodels.joined import MINUTE_MS
from persistence.room_log import PostgresRoomLog
from tests.builders import an_actor
from tests.persistence.stories import Story, dump
from tests.services import a_room

NOTES = "show.notes"


def typed(n: int, by: str = "ana", at_ms: int = 0) -> TextChanged:
    """The n-th letter of a text."""
    stamp = f"{at_ms:013}-{n:04}-{by}"
    return TextChanged(
        field=NOTES,
        generation="0",
        update=b"",
        client=1,
        at=n,
        was="",
        put=str(n),
        stamp=stamp,
        by=by,
        name=by.capitalize(),
        at_ms=at_ms,
    )


async def told(database: Database, facts: list[TextChanged]) -> dict[str, list[dict[str, Any]]]:
    story = await Story(PostgresRoomLog(database), a_room("show")).open()
    for fact in facts:
        await story.tell(fact.by, [fact], fact.at_ms)
    await Projector(database).sweep()
    return await dump(database, story.room.id)


@pytest.mark.parametrize("at_once", [1, 2, 256])
async def test_a_minute_of_one_person_is_one_line_from_before_to_after(
    database: Database, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """However many facts are projected at a time."""
    monkeypatch.setattr(projector, "FACTS_MAX", at_once)
    facts = [typed(0, at_ms=1), typed(1, at_ms=2), typed(2, at_ms=3)]
    facts += [typed(3, at_ms=MINUTE_MS), typed(4, at_ms=MINUTE_MS + 1), typed(5, "ben", MINUTE_MS + 2)]
    tables = await told(database, facts)
    lines = [(line["seq"], line["person"], line["was"], line["text"]) for line in tables["activity"]]
    assert lines == [(3, "ana", "", "012"), (5, "ana", "012", "01234"), (6, "ben", "01234", "012345")]
    values = [(row["seq"], row["value"]) for row in tables["advance_value"]]
    assert values == [(3, '"012"'), (5, '"01234"'), (6, '"012345"')]


async def test_values_of_other_fields_stay_each_by_itself(database: Database) -> None:
    story = await Story(PostgresRoomLog(database), a_room("show")).open()
    [first] = await story.do(an_actor("ana"), Edit(field="show.stage", value="Main"))
    assert isinstance(first, Edited)
    await story.do(an_actor("ana"), Edit(field="show.stage", value="Cellar", saw=first.stamp))
    await Projector(database).sweep()
    assert len((await dump(database, story.room.id))["advance_value"]) == 2
