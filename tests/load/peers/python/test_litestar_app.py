from pathlib import Path

from load.bots.waiting import until
from load.peers import litestar
from load.peers.caller import called
from load.peers.peer import numbers_in, text_of


async def test_who_asks_for_it_has_the_history_first(tmp_path: Path) -> None:
    async with (
        litestar.PEER.serve(tmp_path) as served,
        called(served.address, served.listener, keep=True) as listener,
        called(served.address, served.writer) as writer,
    ):
        for number in (1, 2):
            writer.say(served.say(number, text_of(number, 1)), binary=served.binary)
        await until(lambda: listener.seen == 2, 10)
        async with (
            called(served.address, litestar.back(listener.messages), keep=True) as back,
            called(served.address, served.listener, keep=True) as new,
        ):
            writer.say(served.say(3, text_of(3, 1)), binary=served.binary)
            await until(lambda: numbers_in(bytes(back.heard)) == {1, 2, 3}, 10)
            await until(lambda: numbers_in(bytes(new.heard)) == {3}, 10)
