import pytest

from api.accounts.sessions import Asking
from api.accounts.tries import AWAY_MS, FAR, MAILS, NEAR, Guess, may_mail, of_address
from embedded.redis import Redis
from hub.errors import Rejected
from tests.api.accounts.newcomers import an_address
from tests.api.whole import Whole, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def guesses(hub: Whole, mail: str, address: str = "10.0.0.1", device: str | None = None, times: int = 1) -> int:
    """How many of so many guesses count."""
    return sum([await Guess(hub.worker, mail, address, device).allowed() for _ in range(times)])


async def test_an_address_of_the_internet_is_locked_out_of_one_mail(hub: Whole) -> None:
    mail = an_address()
    assert await guesses(hub, mail, times=NEAR.times + 5) == NEAR.times
    assert await guesses(hub, mail.upper()) == 0
    assert await guesses(hub, mail, "10.0.0.2") == 1
    assert await guesses(hub, an_address()) == 1


async def test_many_addresses_together_are_locked_out_and_a_known_device_is_not(hub: Whole) -> None:
    mail = an_address()
    counted = [await guesses(hub, mail, f"10.1.{n}.1", times=NEAR.times) for n in range(12)]
    assert sum(counted) == FAR.times
    assert await guesses(hub, mail, "10.2.0.1") == 0
    assert await guesses(hub, mail, "10.2.0.1", "s1") == 1


async def test_one_that_is_locked_out_takes_nothing_from_the_others(hub: Whole) -> None:
    mail = an_address()
    await guesses(hub, mail, times=FAR.times * 2)
    assert await guesses(hub, mail, "10.0.0.2") == 1


async def test_a_right_guess_was_none(hub: Whole) -> None:
    mail = an_address()
    for _ in range(FAR.times + 1):
        guess = Guess(hub.worker, mail, "10.0.0.1", None)
        assert await guess.allowed()
        await guess.right()


async def test_a_mail_is_sent_only_so_often_for_each_purpose(hub: Whole) -> None:
    mail = an_address()
    assert [await may_mail(hub.worker, "reset", mail) for _ in range(MAILS.times + 1)] == [True] * MAILS.times + [False]
    assert await may_mail(hub.worker, "register", mail)


async def test_what_an_address_asks_is_counted_for_each_thing(database_url: str, own_redis: Redis) -> None:
    async with whole(database_url, own_redis.url, tries_per_address=1) as hub:
        await of_address(hub.worker, "reset", Asking("10.0.0.1", ""))
        await of_address(hub.worker, "register", Asking("10.0.0.1", ""))
        with pytest.raises(Rejected, match=r"protocol\.too_fast"):
            await of_address(hub.worker, "reset", Asking("10.0.0.1", ""))


async def test_who_cannot_be_counted_is_told_so_whoever_they_are(database_url: str) -> None:
    async with whole(database_url, "redis://127.0.0.1:1") as hub:
        for device in (None, "s1"):
            with pytest.raises(Rejected, match=r"auth\.away"):
                await Guess(hub.worker, an_address(), "10.0.0.1", device).allowed()
        with pytest.raises(Rejected, match=r"account\.away") as refused:
            await of_address(hub.worker, "reset", Asking("10.0.0.1", ""))
        assert refused.value.fields == {"retry_after_ms": AWAY_MS}
        assert not await may_mail(hub.worker, "reset", an_address())
