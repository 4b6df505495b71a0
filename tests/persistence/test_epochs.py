"""After a backup was restored: nobody goes on with the history that is lost."""

from persistence.database import Database
from persistence.epochs import begin_anew
from persistence.room_log import PostgresRoomLog
from tests.contracts.ports import an_open_room, append, drafts, epoch_of


async def test_every_room_has_another_epoch_of_its_own(database: Database) -> None:
    log = PostgresRoomLog(database)
    rooms = [await an_open_room(log, "one") for _ in range(3)]
    before = [await epoch_of(log, room) for room in rooms]
    assert await begin_anew(database) >= 3
    after = [await epoch_of(log, room) for room in rooms]
    assert len({*before, *after}) == 6


async def test_what_was_decided_before_is_not_written_after(database: Database) -> None:
    log = PostgresRoomLog(database)
    room = await an_open_room(log, "one")
    epoch = await epoch_of(log, room)
    await begin_anew(database)
    assert await log.append(room, epoch, 1, drafts("two")) is False
    assert await append(log, room, 1, drafts("two")) is True
