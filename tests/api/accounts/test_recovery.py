"""Recovery codes can be read from paper, and each counts once."""

import asyncio
import re

import pytest

from api.accounts import recovery
from tests.api.accounts.people import somebody
from tests.api.whole import Whole

in_one_loop = pytest.mark.asyncio(loop_scope="module")


async def spent(hub: Whole, account: str, code: str) -> bool:
    async with hub.worker.database.transaction() as connection:
        return await recovery.spend(connection, account, code)


async def renewed(hub: Whole, account: str) -> list[str]:
    async with hub.worker.database.transaction() as connection:
        return await recovery.renew(connection, account)


def test_a_code_is_140_bits_without_letters_that_look_like_digits() -> None:
    codes = [recovery.fresh_code() for _ in range(100)]
    assert len(set(codes)) == 100
    assert all(re.fullmatch(r"([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}", code) for code in codes)
    assert len(recovery.LETTERS) == 32


def test_what_is_copied_from_paper_is_read_as_it_was_meant() -> None:
    assert recovery.typed("O1iL-ABCD 89") == recovery.typed("0111abcd89")


@in_one_loop
async def test_each_code_counts_once(hub: Whole) -> None:
    ana = await somebody(hub)
    codes = await renewed(hub, ana.account)
    assert len(set(codes)) == 10
    assert await spent(hub, ana.account, codes[3].upper().replace("-", " "))
    assert not await spent(hub, ana.account, codes[3])
    assert await spent(hub, ana.account, codes[4])


@in_one_loop
async def test_of_many_who_use_one_code_at_once_one_gets_in(hub: Whole) -> None:
    ana = await somebody(hub)
    code = (await renewed(hub, ana.account))[0]
    assert sum(await asyncio.gather(*(spent(hub, ana.account, code) for _ in range(20)))) == 1


@in_one_loop
async def test_a_code_is_for_its_own_account(hub: Whole) -> None:
    ana, ben = await somebody(hub), await somebody(hub)
    code = (await renewed(hub, ana.account))[0]
    assert not await spent(hub, ben.account, code)
    assert await spent(hub, ana.account, code)


@in_one_loop
async def test_new_codes_end_the_old_ones(hub: Whole) -> None:
    ana = await somebody(hub)
    old = await renewed(hub, ana.account)
    new = await renewed(hub, ana.account)
    assert not await spent(hub, ana.account, old[0])
    assert await spent(hub, ana.account, new[0])


@in_one_loop
async def test_the_database_holds_no_code(hub: Whole) -> None:
    ana = await somebody(hub)
    codes = await renewed(hub, ana.account)
    async with hub.worker.database.connection() as connection:
        kept = await connection.fetch("SELECT hash FROM recovery_code WHERE account = $1", ana.account)
    assert all(len(row["hash"]) == 32 for row in kept)
    assert not any(code.replace("-", "").encode() in row["hash"] for code in codes for row in kept)
