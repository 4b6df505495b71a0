"""Socket.IO as a peer, against what its real server said when it was recorded."""

from pathlib import Path

import pytest

from load.peers import socketio
from load.peers.peer import NotInstalled, fact_of
from tests.load.peers.speaking import FACT, two_are_counted
from tests.load.peers.standins import NODE, a_stand_in, packages_of_node

SAID = (
    b'0{"sid":"Q6zroEZpqRGVqdCIAAAF","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
    b'40{"sid":"lK8obryPecSV4Yd_AAAK","pid":"kp-3PvV2rC6DHnzJAAAL"}',
    b'42["posted",%s,"Q7zh-Ck"]' % FACT,
    b'42["posted",%s,"Q7zh-Cp"]' % FACT,
)


def test_somebody_connects_to_the_namespace_and_answers_pings() -> None:
    assert two_are_counted(socketio.speech(), *SAID, b"2") == [b"40", b"3"]


def test_who_was_away_comes_back_as_the_session_it_was_from_its_last_packet() -> None:
    speech = socketio.back(SAID)
    assert speech.hellos[0].say == b'40{"pid":"kp-3PvV2rC6DHnzJAAAL","offset":"Q7zh-Cp"}'


def test_a_message_is_an_event_with_one_argument() -> None:
    assert socketio.say(7, "hello") == b'42["post",%s]' % fact_of(7, "hello")


async def test_each_variant_is_started_with_its_options(home: Path) -> None:
    a_stand_in(home / "tools" / "node", NODE % 0)
    for peer, options in (
        (socketio.RECOVERING, ["--recovery"]),
        (socketio.BARE, []),
        (socketio.EIOWS, ["--recovery", "--engine", "eiows"]),
    ):
        async with peer.serve(home / "run") as served:
            words = Path(f"/proc/{served.pids[0]}/cmdline").read_bytes().decode().split("\0")
            assert words[words.index(next(word for word in words if word.endswith("socketio.mjs"))) + 1 : -1] == options
            assert (served.back is not None) == bool(options)


def test_its_versions_are_those_that_are_installed(home: Path) -> None:
    a_stand_in(home / "tools" / "node", NODE % 0)
    packages_of_node(home, "socket.io", "eiows")
    assert socketio.install(home).parts == {"socket.io": "1.0", "Node": "24.1.0"}
    assert socketio.install_eiows(home).parts == {"socket.io": "1.0", "eiows": "1.0", "Node": "24.1.0"}


def test_uwebsockets_says_why_it_is_not_here(tmp_path: Path) -> None:
    with pytest.raises(NotInstalled, match="not in the npm registry"):
        socketio.install_uwebsockets(tmp_path)
