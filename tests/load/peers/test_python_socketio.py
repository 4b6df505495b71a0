from pathlib import Path

from load.peers import python_socketio
from tests.load.peers.standins import NODE, a_stand_in


async def test_its_server_runs_in_the_environment_of_the_peers(home: Path) -> None:
    a_stand_in(home / "python" / "bin" / "python", NODE % 0)
    async with python_socketio.PEER.serve(home / "run") as served:
        assert served.address.port == 4711
        assert served.back is None
        words = Path(f"/proc/{served.pids[0]}/cmdline").read_bytes().decode().split("\0")
        assert words[-2:] == ["socketio_app", ""]


def test_its_versions_are_those_of_that_environment(home: Path) -> None:
    a_stand_in(home / "python" / "bin" / "python", 'print(*("1.0" for _ in sys.argv[3:]), "3.11.7")')
    found = python_socketio.install(home).parts
    assert found["Python"] == "3.11.7"
    assert found["python-socketio"] == "1.0"
