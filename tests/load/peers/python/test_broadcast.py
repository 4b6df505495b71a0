from pathlib import Path

from load.bots.waiting import until
from load.peers import broadcast
from load.peers.caller import called
from load.peers.peer import text_of


async def test_what_one_says_goes_to_everybody_who_is_still_there(tmp_path: Path) -> None:
    async with (
        broadcast.PEER.serve(tmp_path) as served,
        called(served.address, served.listener) as listener,
        called(served.address, served.writer) as writer,
    ):
        async with called(served.address, served.listener) as gone:
            writer.say(served.say(1, text_of(1, 1)), binary=served.binary)
            await until(lambda: listener.seen == writer.seen == gone.seen == 1, 10)
        writer.say(served.say(2, text_of(2, 1)), binary=served.binary)
        await until(lambda: listener.seen == writer.seen == 2, 10)
