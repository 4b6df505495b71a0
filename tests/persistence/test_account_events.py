from persistence import account_events, accounts
from persistence.account_events import KEPT_MS
from persistence.database import Database


async def test_it_is_forgotten_after_a_year(database: Database) -> None:
    async with database.transaction() as connection:
        cleo = await accounts.create(connection, "cleo@hub.test", "Cleo", "hash", verified=True, now_ms=1)
        for at_ms in (0, 1, KEPT_MS + 1):
            await account_events.tell(connection, cleo, "signed_in", device="", address="", now_ms=at_ms)
        assert [each.at_ms for each in await account_events.recent(connection, cleo, 10)] == [KEPT_MS + 1, 1]


async def test_what_happened_to_an_account_is_read_newest_first(database: Database) -> None:
    async with database.transaction() as connection:
        ana, ben = [
            await accounts.create(connection, f"{name}@hub.test", name, "hash", verified=True, now_ms=1)
            for name in ("ana", "ben")
        ]
        for at_ms, (account, what) in enumerate([(ana, "signed_in"), (ben, "signed_in"), (ana, "password_changed")]):
            await account_events.tell(connection, account, what, device="phone", address="10.0.0.1", now_ms=at_ms)
        happened = await account_events.recent(connection, ana, 10)
        assert await account_events.recent(connection, ana, 1) == happened[:1]
    assert [(each.what, each.device, each.address, each.at_ms) for each in happened] == [
        ("password_changed", "phone", "10.0.0.1", 2),
        ("signed_in", "phone", "10.0.0.1", 0),
    ]
