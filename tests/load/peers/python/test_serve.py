import sys
from pathlib import Path

from load.bots.waiting import until
from load.peers.caller import called
from load.peers.install import HERE
from load.peers.litestar import speech
from load.peers.process import announced, started

SERVE = HERE / "python" / "serve.py"


async def test_it_says_its_port_and_serves_the_application_of_that_name(tmp_path: Path) -> None:
    async with started([sys.executable, SERVE, "litestar_app"], tmp_path) as process:
        address = await announced(process, tmp_path)
        async with called(address, speech()) as caller:
            await until(lambda: caller.joined, 10)
