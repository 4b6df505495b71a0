import asyncio

import pytest
from argon2 import PasswordHasher

from api.passwords import AT_ONCE, WAITING_MAX, Passwords
from hub.errors import Rejected


async def test_a_hash_is_of_its_password_and_of_no_other() -> None:
    passwords = Passwords()
    kept = await passwords.hash("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.fits(kept, "correct horse battery")
    assert not await passwords.fits(kept, "correct horse")
    assert kept != await passwords.hash("correct horse battery")


@pytest.mark.parametrize("kept", [None, "", "nonsense"])
async def test_nobody_has_a_password(kept: str | None) -> None:
    passwords = Passwords()
    assert not await passwords.fits(kept, "")
    assert not await passwords.fits(kept, "correct horse battery")


async def test_a_password_is_the_same_on_every_keyboard() -> None:
    passwords = Passwords()
    composed, in_parts = "r\u00f8yks\u00f6pp 1998", "r\u00f8ykso\u0308pp 1998"
    assert await passwords.fits(await passwords.hash(composed), in_parts)


async def test_a_hash_that_cost_less_is_stale() -> None:
    passwords = Passwords()
    assert passwords.stale(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))
    assert not passwords.stale(await passwords.hash("x"))


async def test_more_than_can_wait_are_told_that_the_hub_is_full() -> None:
    passwords = Passwords()
    asked = AT_ONCE + WAITING_MAX + 3
    tasks = [asyncio.create_task(passwords.fits("nonsense", "x")) for _ in range(asked)]
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    full = [each for each in answers if isinstance(each, Rejected)]
    assert [each.code for each in full] == ["hub.full"] * 3
    assert not await passwords.fits("nonsense", "x")
