from collections.abc import AsyncGenerator

import pytest

from persistence.database import Database
from persistence.revocations import KEPT_MS, LATE_MS, SETTLED_MS, Revocations, revoke
from tests.builders import EVENING_MS


@pytest.fixture
async def app(app_url: str) -> AsyncGenerator[Database]:
    database = Database(app_url)
    await database.open()
    async with database.connection() as connection:
        await connection.execute("DELETE FROM revoked")
    yield database
    await database.close()


async def revoked(database: Database, *subjects: str, at_ms: int = EVENING_MS) -> None:
    async with database.transaction() as connection:
        for subject in subjects:
            await revoke(connection, subject, at_ms)


def until(*subjects: str, at_ms: int = EVENING_MS) -> dict[str, int]:
    return dict.fromkeys(subjects, at_ms + SETTLED_MS)


async def test_each_is_new_once_and_known_from_then_on(app: Database) -> None:
    known = Revocations(app)
    assert await known.look(EVENING_MS) == {}
    await revoked(app, "link:a", "link:b")
    assert await known.look(EVENING_MS + 1_000) == until("link:a", "link:b")
    assert await known.look(EVENING_MS + 2_000) == {}
    await revoked(app, "link:a", at_ms=EVENING_MS + 2_000)
    assert await known.look(EVENING_MS + 3_000) == until("link:a", at_ms=EVENING_MS + 2_000)
    assert known.known == until("link:b") | until("link:a", at_ms=EVENING_MS + 2_000)


async def test_who_starts_later_knows_the_day_before(app: Database) -> None:
    await revoked(app, "link:old", at_ms=EVENING_MS - KEPT_MS)
    await revoked(app, "link:a", at_ms=EVENING_MS - KEPT_MS + 1)
    known = Revocations(app)
    assert not known.ready
    assert await known.look(EVENING_MS) == until("link:a", at_ms=EVENING_MS - KEPT_MS + 1)
    assert known.ready


@pytest.mark.parametrize("at_ms", [EVENING_MS - LATE_MS + 5_000, EVENING_MS + 30_000], ids=["late", "clock ahead"])
async def test_what_is_seen_late_is_not_missed(app: Database, at_ms: int) -> None:
    known = Revocations(app)
    await known.look(EVENING_MS)
    await revoked(app, "link:a", at_ms=at_ms)
    assert await known.look(EVENING_MS + 1_000) == until("link:a", at_ms=at_ms)
    assert await known.look(EVENING_MS + 2_000) == {}


async def test_of_two_the_later_one_counts_in_whatever_order_they_are_seen(app: Database) -> None:
    known = Revocations(app)
    await known.look(EVENING_MS)
    await revoked(app, "link:a", at_ms=EVENING_MS + 900)
    await known.look(EVENING_MS + 1_000)
    await revoked(app, "link:a", "link:a", at_ms=EVENING_MS + 100)
    assert await known.look(EVENING_MS + 2_000) == until("link:a", at_ms=EVENING_MS + 100)
    assert known.known == until("link:a", at_ms=EVENING_MS + 900)


async def test_after_a_day_it_is_forgotten_here_and_there(app: Database) -> None:
    known = Revocations(app)
    await revoked(app, "link:a")
    await known.look(EVENING_MS)
    await known.forget(EVENING_MS + KEPT_MS - 1)
    assert known.known == until("link:a")
    await known.forget(EVENING_MS + KEPT_MS + SETTLED_MS)
    assert known.known == {}
    again = Revocations(app)
    await again.look(EVENING_MS)
    assert again.known == {}


async def test_what_is_not_committed_was_not_revoked(app: Database) -> None:
    known = Revocations(app)
    async with app.transaction() as connection:
        await revoke(connection, "link:a", EVENING_MS)
        assert await known.look(EVENING_MS) == {}
    assert await known.look(EVENING_MS) == until("link:a")
