import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.metrics import Bells, Reading, Shared, buckets, read_others, write
from hub.chat.messages import Post
from hub.rooms.meters import BUCKETS_MS, Meters, Spread
from tests.api.whole import Whole, whole
from tests.hub.rooms.world import AUTHOR
from tests.services import a_room


def a_reading(pid: int, worker: str = "w", commands: int = 0) -> Reading:
    """What a worker wrote down."""
    return Reading(worker, pid, 1, Meters(commands=commands), Bells(up=True))


@pytest.fixture
def dead_pid() -> int:
    """Of a process that was."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def living_pid() -> int:
    """Of a process that is, and is not this one."""
    return os.getppid()


def test_each_worker_reads_what_the_living_others_wrote(tmp_path: Path, dead_pid: int, living_pid: int) -> None:
    own, other = a_reading(os.getpid(), "own"), a_reading(living_pid, "other", commands=7)
    for reading in (own, other, a_reading(dead_pid, "dead")):
        write(tmp_path, reading)
    assert read_others(tmp_path, os.getpid()) == [other]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"worker-{pid}.json" for pid in (os.getpid(), living_pid)
    )


def test_a_process_of_somebody_else_is_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(_pid: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", kill)
    write(tmp_path, a_reading(1))
    assert len(read_others(tmp_path, os.getpid())) == 1


def test_what_cannot_be_read_is_left_out(tmp_path: Path, living_pid: int) -> None:
    (tmp_path / "worker-1.json").write_bytes(b'{"of":"tomorrow"}')
    (tmp_path / "worker-2.json").symlink_to(tmp_path / "cleared-away")
    write(tmp_path, a_reading(living_pid))
    assert [reading.pid for reading in read_others(tmp_path, os.getpid())] == [living_pid]


def test_a_reading_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    write(tmp_path, a_reading(5))
    before = (tmp_path / "worker-5.json").stat().st_ino
    write(tmp_path, a_reading(5, commands=1))
    assert (tmp_path / "worker-5.json").stat().st_ino != before
    assert msgspec.json.decode((tmp_path / "worker-5.json").read_bytes(), type=Reading).meters.commands == 1


def test_buckets_add_up() -> None:
    timing = Spread()
    for ms in (0.1, 0.7, 0.7, 5_000):
        timing.add(ms)
    rows = buckets(timing)
    assert rows[:2] == [("0.5", 1), ("1.0", 3)]
    assert (rows[-1], len(rows)) == (("+Inf", 4), len(BUCKETS_MS) + 1)


def test_every_count_of_a_worker_is_told() -> None:
    """A count that nobody can see is worth nothing."""
    told = {sample.name for family in Shared([a_reading(1)]).collect() for sample in family.samples}
    counts = {name for name in Meters.__slots__ if name not in {"flush", "append", "batch", "collect"}}
    names = {"unavailable": "log_unavailable"}
    for count in counts:
        name = f"hub_{names.get(count, count)}"
        assert {name, f"{name}_total"} & told, count


@pytest.mark.asyncio(loop_scope="module")
async def test_a_scrape_is_read_by_prometheus_and_counts_what_was_done(hub: Whole) -> None:
    room = await hub.create(a_room())
    await hub.worker.service.do(AUTHOR, room, "c1", Post(text="Hi"))
    response = await hub.http.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain")
    families = {family.name: family for family in text_string_to_metric_families(response.text)}
    [facts] = families["hub_facts"].samples
    assert (facts.labels, facts.value >= 1) == ({"worker": hub.worker.name}, True)
    appended = [sample for sample in families["hub_append_milliseconds"].samples if sample.name.endswith("_count")]
    assert appended[0].value == families["hub_appends"].samples[0].value
    [written] = [each for each in families["hub_append_facts"].samples if each.name.endswith("_sum")]
    assert written.value == facts.value


async def test_one_scrape_tells_of_every_worker(
    database_url: str, redis_url: str, tmp_path: Path, living_pid: int
) -> None:
    write(tmp_path, a_reading(living_pid, "other", commands=7))
    async with whole(database_url, redis_url, run_dir=tmp_path) as hub:
        text = (await hub.http.get("/metrics")).text
        assert 'hub_commands_total{worker="other"} 7.0' in text
        assert f'hub_commands_total{{worker="{hub.worker.name}"}} 0.0' in text
