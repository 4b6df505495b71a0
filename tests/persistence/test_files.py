"""Files and uploads as rows: what several who come at once may do to them."""

import asyncio
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from persistence import files, shows
from persistence.database import Database
from persistence.files import FINISHING_MS_MAX, File, Piece, Upload
from persistence.tenancy import within
from tests.builders import EVENING_MS
from tests.persistence.houses import a_house, an_app
from tests.persistence.test_shows import NIGHT

PLOT = Upload("u1", "s1", "files.stage_plot_link", "plot.pdf", 10, 0, (), "ana", "Ana", EVENING_MS)
PIECE = Piece(0, 10, "p0")


async def a_show(database: Database) -> str:
    async with a_house(database) as (connection, org):
        await shows.make(connection, org, NIGHT)
    return org


async def begun(database: Database, upload: Upload = PLOT) -> str:
    org = await a_show(database)
    async with within(database, org) as connection:
        await files.begin(connection, org, upload)
    return org


def a_file(upload: Upload = PLOT) -> File:
    return File(
        "f-" + upload.id, "s1", upload.field, "plot.pdf", 10, "application/pdf", sha256().hexdigest(), "ana", "Ana", 1
    )


async def test_an_upload_is_its_makers_alone(app_url: str) -> None:
    async with an_app(app_url) as database:
        org = await begun(database)
        async with within(database, org) as connection:
            assert await files.upload_of(connection, org, "s1", "u1", "ana") == PLOT
            for asked in (("s1", "u1", "bob"), ("s2", "u1", "ana"), ("s1", "u2", "ana")):
                assert await files.upload_of(connection, org, *asked) is None


async def test_pieces_follow_one_another_and_end_where_the_file_does(app_url: str) -> None:
    async with an_app(app_url) as database:
        org = await begun(database)
        async with within(database, org) as connection:
            assert not await files.take(connection, org, "u1", Piece(4, 6, "late"))
            assert await files.take(connection, org, "u1", Piece(0, 4, "a"))
            assert not await files.take(connection, org, "u1", Piece(0, 4, "again"))
            assert not await files.take(connection, org, "u1", Piece(4, 7, "too long"))
            assert not await files.claim(connection, org, "u1", EVENING_MS)
            assert await files.take(connection, org, "u1", Piece(4, 6, "b"))
            found = await files.upload_of(connection, org, "s1", "u1", "ana")
    assert found is not None
    assert (found.received, found.pieces) == (10, ("a", "b"))


async def test_of_two_who_send_the_same_piece_at_once_one_is_taken(app_url: str) -> None:
    async with an_app(app_url) as database:
        org = await begun(database)

        async def send(key: str) -> bool:
            async with within(database, org) as connection:
                return await files.take(connection, org, "u1", Piece(0, 10, key))

        taken = await asyncio.gather(*(send(f"p{n}") for n in range(8)))
        assert sum(taken) == 1


async def test_one_finishes_and_a_finish_that_died_is_taken_over(app_url: str) -> None:
    async with an_app(app_url) as database:
        org = await begun(database)
        async with within(database, org) as connection:
            await files.take(connection, org, "u1", PIECE)

        async def finish(now_ms: int) -> bool:
            async with within(database, org) as connection:
                return await files.claim(connection, org, "u1", now_ms)

        assert sum(await asyncio.gather(*(finish(EVENING_MS) for _ in range(5)))) == 1
        assert not await finish(EVENING_MS + FINISHING_MS_MAX - 1)
        assert await finish(EVENING_MS + FINISHING_MS_MAX)
        async with within(database, org) as connection:
            assert not await files.end(connection, org, "u1", EVENING_MS)
            await files.release(connection, org, "u1", EVENING_MS)
            assert not await files.claim(connection, org, "u1", EVENING_MS)
            await files.release(connection, org, "u1", EVENING_MS + FINISHING_MS_MAX)
            assert await files.claim(connection, org, "u1", EVENING_MS)
            assert await files.end(connection, org, "u1")
            assert not await files.end(connection, org, "u1")


async def test_what_is_taken_counts_files_and_uploads(app_url: str) -> None:
    async with an_app(app_url) as database:
        org = await begun(database)
        async with within(database, org) as connection:
            await files.keep(connection, org, a_file())
            assert await files.used(connection, org, "s1", "ana") == files.Used(20, 2, 1)
            assert await files.used(connection, org, "s2", "bob") == files.Used(20, 0, 0)


async def test_many_who_begin_at_once_do_not_overfill_an_organisation(app_url: str) -> None:
    async with an_app(app_url) as database:
        org = await a_show(database)

        async def attempt(name: str) -> bool:
            async with within(database, org) as connection:
                if (await files.used(connection, org, "s1", "ana")).bytes + PLOT.size > 35:
                    return False
                await files.begin(connection, org, replace(PLOT, id=name))
                return True

        assert sum(await asyncio.gather(*(attempt(f"u{n}") for n in range(9)))) == 3


async def test_a_file_is_listed_when_its_room_has_heard_of_it(app_url: str) -> None:
    async with an_app(app_url) as database:
        org = await begun(database)
        file = a_file()
        async with within(database, org) as connection:
            await files.keep(connection, org, file)
            assert await files.of_show(connection, org, "s1") == []
        assert (org, file) in await files.untold(database, 1, 1_000)
        assert (org, file) not in await files.untold(database, 0, 1_000)
        async with within(database, org) as connection:
            await files.told(connection, org, file.id, 5)
            assert await files.of_show(connection, org, "s1") == [file]
            assert await files.read(connection, org, "nothing") is None
        assert (org, file) not in await files.untold(database, 1, 1_000)
        async with within(database, org) as connection:
            assert await files.remove(connection, org, file.id)
            assert not await files.remove(connection, org, file.id)


async def test_old_uploads_are_forgotten_and_what_is_known_is_said(app_url: str) -> None:
    async with an_app(app_url) as database:
        old = await begun(database, replace(PLOT, id="old", created_at_ms=5))
        await begun(database, replace(PLOT, id="new", created_at_ms=6))
        async with within(database, old) as connection:
            await files.keep(connection, old, replace(a_file(), id="there"))
        await files.forget(database, 5)
        assert await files.known(database, ["old", "new", "there", "never"]) == {"new": None, "there": 1}


async def test_nobody_sees_the_files_of_another_organisation(app_url: str) -> None:
    async with an_app(app_url) as database:
        org, other = await begun(database), await a_show(database)
        async with within(database, other) as connection:
            assert await files.upload_of(connection, org, "s1", "u1", "ana") is None
            assert not await files.take(connection, org, "u1", PIECE)
            assert not await files.end(connection, org, "u1")


async def test_a_room_says_whose_it_is(app_url: str) -> None:
    async with an_app(app_url) as database:
        assert await files.org_of(database, "show/nowhere") is None


@pytest.mark.timeout(120)
@given(tries=st.lists(st.tuples(st.integers(0, 10), st.integers(1, 10)), max_size=12))
def test_whatever_is_sent_the_pieces_are_the_file(app_url: str, tries: list[tuple[int, int]]) -> None:
    async def law() -> None:
        async with an_app(app_url) as database:
            org = await begun(database)
            model: list[tuple[int, int]] = []
            async with within(database, org) as connection:
                for offset, size in tries:
                    received = sum(each for _, each in model)
                    taken = await files.take(connection, org, "u1", Piece(offset, size, f"{offset}-{size}"))
                    assert taken == (offset == received and offset + size <= 10)
                    model += [(offset, size)] if taken else []
                found = await files.upload_of(connection, org, "s1", "u1", "ana")
                assert found is not None
                assert found.pieces == tuple(f"{offset}-{size}" for offset, size in model)
                assert await files.claim(connection, org, "u1", 1) == (found.received == 10)

    asyncio.run(law())
