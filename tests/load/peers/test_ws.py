from pathlib import Path

from load.peers import ws
from tests.load.peers.speaking import FACT, two_are_counted
from tests.load.peers.standins import NODE, a_stand_in, packages_of_node


def test_somebody_gets_in_with_a_welcome_and_says_nothing() -> None:
    assert two_are_counted(ws.SPEECH, b"welcome", FACT, FACT) == []


async def test_its_server_runs_on_node(home: Path) -> None:
    a_stand_in(home / "tools" / "node", NODE % 0)
    async with ws.PEER.serve(home / "run") as served:
        assert served.address.port == 4711
        assert b"/ws.mjs" in Path(f"/proc/{served.pids[0]}/cmdline").read_bytes()
        assert served.back is None


def test_its_version_is_the_one_that_is_installed(home: Path) -> None:
    a_stand_in(home / "tools" / "node", NODE % 0)
    packages_of_node(home, "ws")
    assert ws.install(home).parts == {"ws": "1.0", "Node": "24.1.0"}
