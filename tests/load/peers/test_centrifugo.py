"""Centrifugo as a peer, against what its real server said when it was recorded, and in the place of it."""

from pathlib import Path

import msgspec
import pytest

from load.peers import centrifugo
from load.peers.peer import NotInstalled, NotServed, fact_of
from tests.load.peers.speaking import FACT, two_are_counted
from tests.load.peers.standins import a_stand_in

CLIENT = b'"info":{"user":"","client":"4e1a506d"}'
SAID = (
    b'{"id":1,"connect":{"client":"4ac","version":"0.0.0","ping":25,"pong":true}}',
    b'{"id":2,"subscribe":{"recoverable":true,"epoch":"LZQv","positioned":true}}',
    b'{"push":{"channel":"room","pub":{"data":%s,%s,"offset":1}}}\n{"id":11,"publish":{}}\n' % (FACT, CLIENT)
    + b'{"push":{"channel":"room","pub":{"data":%s,%s,"offset":2}}}' % (FACT, CLIENT),
)
CAME_BACK = (
    SAID[0],
    b'{"id":2,"subscribe":{"recoverable":true,"epoch":"LZQv","publications":[{"data":%s,"offset":3},{"data":%s,"offset":4}'
    b'],"recovered":true,"positioned":true,"was_recovering":true}}' % (FACT, FACT),
)
SERVER = """
import socket
if sys.argv[1] == "version":
    raise SystemExit(print("Centrifugo v0.0.0 (Go version: go1.26.8)"))
config = json.load(open(sys.argv[2]))
listening = socket.create_server(("127.0.0.1", config["port"]))
listening.accept()
asyncio.run(asyncio.sleep(60))
"""


def test_somebody_connects_subscribes_and_answers_pings() -> None:
    assert two_are_counted(centrifugo.speech(), *SAID, b"{}") == [
        b'{"id":1,"connect":{}}',
        b'{"id":2,"subscribe":{"channel":"room"}}',
        b"{}",
    ]


def test_who_was_away_subscribes_again_from_the_position_it_had() -> None:
    speech = centrifugo.back(SAID)
    asked = msgspec.json.decode(speech.hellos[1].say)["subscribe"]
    assert asked == {"channel": "room", "recover": True, "epoch": "LZQv", "offset": 2}
    assert centrifugo.speech().hellos[0] == speech.hellos[0]


def test_what_was_missed_is_part_of_the_answer_and_is_counted_from_where_it_was() -> None:
    """Who was away has everything in one message, and goes on from its last offset if it is away again."""
    asked = msgspec.json.decode(centrifugo.back(CAME_BACK).hellos[1].say)["subscribe"]
    assert asked["offset"] == 4


def test_a_message_is_a_publish_by_a_client() -> None:
    said = msgspec.json.decode(centrifugo.say(7, "hello"))
    assert said == {"id": 17, "publish": {"channel": "room", "data": msgspec.json.decode(fact_of(7, "hello"))}}


def test_it_keeps_more_than_is_missed_and_bare_it_keeps_nothing() -> None:
    kept = centrifugo.config(1, "unix:///r", history=True)
    assert (kept["engine"], kept["redis_address"], kept["force_recovery"]) == ("redis", "unix:///r", True)
    assert kept["history_size"] == kept["client_recovery_max_publication_limit"] == 20_000
    bare = centrifugo.config(1, "", history=False)
    assert bare["engine"] == "memory"
    assert not [name for name in bare if "history" in name or name.startswith(("redis", "force"))]


async def test_its_redis_starts_and_ends(tmp_path: Path) -> None:
    async with centrifugo.redis(tmp_path) as (address, pid):
        assert address == f"unix://{tmp_path}/redis.sock"
        assert pid > 0
    assert not (tmp_path / "redis.sock").exists()


async def test_a_redis_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centrifugo, "START_S_MAX", 0.2)
    a_stand_in(tmp_path / "redis-server", "")
    monkeypatch.setattr(centrifugo, "redis_server", lambda: tmp_path / "redis-server")
    with pytest.raises(NotServed, match="Redis did not start"):
        async with centrifugo.redis(tmp_path / "run"):
            pytest.fail("it started")


def test_without_a_redis_one_line_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centrifugo, "REDIS_PACKAGE", "no_such_package")
    with pytest.raises(NotInstalled, match="run `uv sync`"):
        centrifugo.REDIS.install(tmp_path)


async def test_each_variant_is_started_with_its_configuration(home: Path) -> None:
    a_stand_in(home / "go" / "centrifugo", SERVER)
    for peer in (centrifugo.MEMORY, centrifugo.REDIS, centrifugo.BARE):
        async with peer.serve(home / "run") as served:
            assert (served.back is None) == (peer is centrifugo.BARE)
            assert len(served.beside) == (peer is centrifugo.REDIS)


def test_its_version_is_the_one_of_the_lock(home: Path) -> None:
    a_stand_in(home / "go" / "centrifugo", SERVER)
    assert centrifugo.install(home).parts == {"centrifugo": "5.4.9", "Go": "1.26.8"}
    assert centrifugo.REDIS.install(home).parts.keys() == {"centrifugo", "Go", "Redis"}


def test_the_page_says_why_it_is_this_version() -> None:
    assert "5.4.9 is the newest release" in centrifugo.MEMORY.about
    assert centrifugo.go_version(centrifugo.MODULE) == "5.4.9"
