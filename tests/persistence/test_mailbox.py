from persistence import mailbox
from persistence.database import Database
from persistence.mailbox import KEPT, Kept


async def test_the_newest_mails_are_kept_and_the_oldest_forgotten(database: Database) -> None:
    async with database.transaction() as connection:
        for at_ms in range(KEPT + 3):
            await mailbox.keep(connection, "ana@hub.test", "Hello", f"Text {at_ms}", now_ms=at_ms)
        assert len(await mailbox.recent(connection)) == KEPT
        newest = await mailbox.recent(connection, 2)
    assert newest == [Kept("ana@hub.test", "Hello", f"Text {at_ms}", at_ms) for at_ms in (KEPT + 2, KEPT + 1)]
