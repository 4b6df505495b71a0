from collections.abc import AsyncGenerator

import pytest

from persistence.database import Database
from persistence.revocations import FOR_GOOD_MS, KEPT_MS, LATE_MS, SETTLED_MS, Revocations, lift, revoke, stand
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


BAN = "ban:floor/demo:troll"


async def stands(database: Database, until_ms: int, at_ms: int = EVENING_MS) -> None:
    async with database.transaction() as connection:
        await stand(connection, BAN, until_ms, at_ms)


async def test_what_stands_is_known_until_then_and_to_whoever_starts_later(app: Database) -> None:
    known = Revocations(app)
    await known.look(EVENING_MS)
    await stands(app, FOR_GOOD_MS)
    assert await known.look(EVENING_MS + 1_000) == {BAN: FOR_GOOD_MS}
    year_ms = EVENING_MS + 365 * 24 * 3600 * 1000
    await known.forget(year_ms)
    assert known.known == {BAN: FOR_GOOD_MS}
    assert await Revocations(app).look(year_ms) == {BAN: FOR_GOOD_MS}


async def test_what_is_over_is_forgotten_like_the_rest(app: Database) -> None:
    known = Revocations(app)
    await stands(app, EVENING_MS + 3 * KEPT_MS)
    await known.look(EVENING_MS)
    await known.forget(EVENING_MS + 2 * KEPT_MS)
    assert await Revocations(app).look(EVENING_MS + 2 * KEPT_MS) == {BAN: EVENING_MS + 3 * KEPT_MS}
    await known.forget(EVENING_MS + 4 * KEPT_MS)
    assert known.known == await Revocations(app).look(EVENING_MS + 4 * KEPT_MS) == {}


async def test_what_is_lifted_stands_no_more_for_anybody(app: Database) -> None:
    known = Revocations(app)
    await stands(app, FOR_GOOD_MS)
    await known.look(EVENING_MS)
    async with app.transaction() as connection:
        await lift(connection, BAN, EVENING_MS + 1)
    assert await known.look(EVENING_MS + 1_000) == {BAN: 0}
    assert await Revocations(app).look(EVENING_MS + 1_000) == {BAN: 0}
    await known.forget(EVENING_MS + KEPT_MS + 1)
    assert known.known == await Revocations(app).look(EVENING_MS + KEPT_MS + 1) == {}


async def test_of_what_stands_the_last_word_counts(app: Database) -> None:
    known = Revocations(app)
    for until_ms in (FOR_GOOD_MS, 0, EVENING_MS + 5_000):
        await stands(app, until_ms)
        assert await known.look(EVENING_MS) == {BAN: until_ms}
    assert known.known == await Revocations(app).look(EVENING_MS) == {BAN: EVENING_MS + 5_000}


async def test_a_worker_that_could_not_read_for_a_while_misses_nothing(app: Database) -> None:
    known = Revocations(app)
    await known.look(EVENING_MS)
    await revoked(app, "link:a", at_ms=EVENING_MS + 1_000)
    assert await known.look(EVENING_MS + 10 * LATE_MS) == until("link:a", at_ms=EVENING_MS + 1_000)


async def test_who_holds_what_is_known_sees_it_change(app: Database) -> None:
    known = Revocations(app)
    held = known.known
    await revoked(app, "link:a")
    await known.look(EVENING_MS)
    assert held == until("link:a")
    await known.forget(EVENING_MS + 2 * KEPT_MS)
    assert held == {}
