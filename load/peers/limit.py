"""The machine's limit: an epoll loop in C that does nothing but `send()` (`limit.c`), compiled when it is measured."""

from contextlib import asynccontextmanager
from pathlib import Path

from load.crowd.speech import Speech
from load.peers.install import HERE, c_program, run
from load.peers.peer import MARK, STAMP, Peer, Served, Serving, Versions, fact_of
from load.peers.process import announced, started

SOURCE = HERE / "limit.c"
SPEECH = Speech(path="/", welcome=b"welcome", mark=MARK, stamp=STAMP)


def install(peers: Path) -> Versions:
    """Compile it."""
    c_program(peers, SOURCE)
    return Versions({"cc": run(["cc", "-dumpversion"], peers).strip()})


@asynccontextmanager
async def serve(directory: Path) -> Serving:
    """Run it."""
    async with started([c_program(directory.parent, SOURCE)], directory) as process:
        address = await announced(process, directory)
        yield Served(address, [process.pid], SPEECH, SPEECH, fact_of)


PEER = Peer(
    name="limit",
    title="C, plain `send()`",
    install=install,
    serve=serve,
    about="Everybody is in one room, and nothing is kept, checked or parsed. What is read in one turn of epoll goes "
    "out as one `send()` to each socket: the machine's limit, not a product.",
    durable="nothing",
    recovery="None.",
)
