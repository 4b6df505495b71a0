"""A database of the version before, which has facts: after `migrate` its lists say what those of a new one do."""

import io
from collections.abc import AsyncGenerator
from contextlib import redirect_stdout
from typing import Any

import asyncpg
import pytest
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from embedded.postgres import Postgres
from hub.advancing_sync.messages import Edit
from hub.kernel import Role
from persistence.database import Database
from persistence.migrations import migrate
from persistence.piccolo_app import APP_CONFIG
from persistence.piccolo_conf import DATABASE_URL, DB
from persistence.projector import Projector
from persistence.renewal import Renewed, renew
from persistence.room_log import PostgresRoomLog
from tests.builders import an_actor
from tests.persistence.stories import Story, a_show, dump
from tests.services import a_database

#: The last migration before there were boards, values and lines with what was there before.
BEFORE = "2026-11-21T16:40:00:000000"
ROOM, COPY = "show/before", "show/after"
#: As the projector of that version left a room: it has read everything, and told each fact in a line.
PROJECTED = """
INSERT INTO activity (room, seq, org_id, person, name, what, about, text, at_ms)
SELECT room, seq, 'org', person, person, fact ->> 't', coalesce(fact ->> 'field', ''), '', at_ms
FROM room_fact WHERE room = $1
"""
REACHED = "UPDATE projection SET seq = (SELECT max(seq) FROM room_fact WHERE room = $1) WHERE room = $1"
COPIED = """
INSERT INTO room_fact SELECT (jsonb_populate_record(f, jsonb_build_object('room', $2::text))).*
FROM room_fact f WHERE room = $1
"""
GROWN = "UPDATE room SET seq = (SELECT seq FROM room WHERE id = $1) WHERE id = $2"


async def execute(url: str, *statements: str, terms: tuple[str, ...] = (ROOM,)) -> None:
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement, *terms)
    await connection.close()


async def migrate_to(url: str, migration: str) -> None:
    here = DATABASE_URL.set(url)
    with redirect_stdout(io.StringIO()):
        async with DB.transaction():
            await ForwardsMigrationManager(APP_CONFIG.app_name, migration).run()
    DATABASE_URL.reset(here)


@pytest.fixture
async def old(postgres_server: Postgres) -> AsyncGenerator[Database]:
    """A database at the version before, with an advance in which people have written."""
    database = Database(await a_database(postgres_server))
    await migrate_to(database.url, BEFORE)
    await database.open()
    await a_show(PostgresRoomLog(database), ROOM)
    await execute(database.url, PROJECTED, REACHED)
    yield database
    await database.close()


def without_room(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {name: [row | {"room": ""} for row in rows] for name, rows in tables.items()}


async def test_after_an_upgrade_old_rooms_are_listed_as_if_they_were_new(old: Database) -> None:
    renewed = await migrate(old.url)
    assert sorted(renewed, key=lambda each: each.table) == [
        Renewed(table, 1, []) for table in ("activity", "advance_board", "advance_value")
    ]
    found = await dump(old, ROOM)
    assert found["advance_board"]
    assert {row["was"] for row in found["activity"]} > {""}
    await PostgresRoomLog(old).create(COPY, "org")
    await execute(old.url, COPIED, GROWN, terms=(ROOM, COPY))
    await Projector(old).sweep()
    fresh = without_room(await dump(old, COPY))
    assert fresh["advance_field"]
    for table in ("activity", "advance_board", "advance_value"):
        assert without_room(found)[table] == fresh[table], table


async def test_migrating_again_makes_nothing_anew(old: Database) -> None:
    await migrate(old.url)
    assert await migrate(old.url) == []


async def test_a_new_database_has_nothing_to_make_anew(postgres_server: Postgres) -> None:
    assert all(each.rooms == 0 for each in await migrate(await a_database(postgres_server)))


async def test_what_broke_off_is_done_the_next_time(old: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("persistence.renewal.rebuild", broken)
        with pytest.raises(RuntimeError):
            await migrate(old.url)
    assert len(await migrate(old.url)) == 3


async def test_an_older_version_leaves_what_a_later_one_made(old: Database) -> None:
    await migrate(old.url)
    await execute(old.url, "UPDATE read_model SET version = 99 WHERE name <> $1")
    assert await renew(old) == []


async def test_the_projector_goes_on_from_there(old: Database) -> None:
    await migrate(old.url)
    log = PostgresRoomLog(old)
    story = Story(log, "show/later")
    await story.open()
    await story.do(an_actor("ana", Role.CREW), Edit(field="show.title", value="Later"))
    await Projector(old).sweep()
    found = await dump(old, "show/later")
    assert all(found[each] for each in ("activity", "advance_board", "advance_field", "advance_value"))
