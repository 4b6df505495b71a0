import asyncio

from api.turnstile import PER_TURN, Turnstile


async def test_so_many_are_let_in_at_a_turn_in_the_order_they_came() -> None:
    turnstile, entered = Turnstile(), list[int]()
    for number in range(2 * PER_TURN + 3):
        turnstile.queue(lambda number=number: entered.append(number))
    assert entered == []
    for so_many in (PER_TURN, 2 * PER_TURN, 2 * PER_TURN + 3):
        await asyncio.sleep(0)
        assert entered == list(range(so_many))


async def test_it_is_crowded_while_more_wait_than_a_turn_lets_in() -> None:
    turnstile = Turnstile()
    for _ in range(PER_TURN + 1):
        assert not turnstile.crowded
        turnstile.queue(lambda: None)
    assert turnstile.crowded
    await asyncio.sleep(0)
    assert not turnstile.crowded


async def test_what_is_ready_gets_its_turn_in_between() -> None:
    turnstile, happened = Turnstile(), list[str]()
    for _ in range(PER_TURN + 1):
        turnstile.queue(lambda: happened.append("in"))
    asyncio.get_running_loop().call_soon(happened.append, "else")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert happened == ["in"] * PER_TURN + ["else", "in"]


async def test_one_that_comes_while_others_enter_is_not_forgotten() -> None:
    turnstile, entered = Turnstile(), list[str]()

    def first() -> None:
        turnstile.queue(lambda: entered.append("second"))
        entered.append("first")

    turnstile.queue(first)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert entered == ["first", "second"]


async def test_one_that_breaks_does_not_keep_the_others_out() -> None:
    turnstile, entered, broken = Turnstile(), list[int](), list[str]()
    asyncio.get_running_loop().set_exception_handler(lambda _, what: broken.append(what["message"]))
    turnstile.queue(lambda: entered.append(1 // 0))
    turnstile.queue(lambda: entered.append(2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert entered == [2]
    assert len(broken) == 1
