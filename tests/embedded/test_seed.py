"""The night that a demo shows, whole, and only once."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from api.settings import Settings
from api.worker import Worker, assemble
from embedded.seed import FESTIVAL, FLOOR, SHOW, STREAM, seed, songbook
from embedded.services import services
from hub.advancing_sync.form import Form
from hub.queue.state import Queue
from hub.streams.rules import Stage
from persistence.migrations import migrate
from persistence.songs import Song, search


@pytest.fixture
async def settings(cluster: Path) -> AsyncGenerator[Settings]:
    with services(cluster, {}) as ours:
        await migrate(ours.database_url)
        yield Settings(ours.database_url, ours.redis_url, "x" * 32)


async def states(worker: Worker, room: str) -> dict[str, object]:
    live = await worker.service.doors.open(room)
    return dict(live.room.states)


async def test_the_night_is_there_and_stays_the_same_when_seeded_again(settings: Settings) -> None:
    await seed(settings, ["floor/bench"])
    worker = assemble(settings)
    rooms = (SHOW, FESTIVAL, FLOOR, STREAM, "floor/bench")
    async with worker.running(None):
        heads = await worker.service.doors.ports.log.heads(rooms)
        assert set(heads) == set(rooms)
        form = (await states(worker, SHOW))["advancing_sync"]
        queue = (await states(worker, FLOOR))["queue"]
        stage = (await states(worker, STREAM))["streams"]
        assert await search(worker.database, FLOOR, "dancing queen", 5) == [Song("Dancing Queen", "ABBA")]
    assert isinstance(form, Form)
    assert len(form.fields) > 60
    assert len(form.fields["hospitality.guest_count"].siblings) == 1
    assert len(form.fields["production.monitor_console"].siblings) == 2
    assert len(form.lists["schedule.items"]["schedule_7"].cells["start"].siblings) == 1
    assert set(form.locks) == {"money.guarantee"}
    assert isinstance(queue, Queue)
    assert (len(queue.history), len(queue.up_next), len(queue.waiting)) == (2, 2, 5)
    assert queue.playing is not None
    assert isinstance(stage, Stage)
    assert stage.live is not None
    await seed(settings)
    worker = assemble(settings)
    async with worker.running(None):
        assert await worker.service.doors.ports.log.heads(rooms) == heads


async def test_a_night_cut_short_goes_on_where_it_was(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last ten steps are missing, as after a crash; the next run makes up for them and for nothing else."""
    from embedded.seeds import night  # noqa: PLC0415  the module is the thing that changes

    whole = night.floor
    monkeypatch.setattr(night, "floor", lambda: list(whole())[:-10])
    await seed(settings)
    monkeypatch.undo()
    await seed(settings)
    worker = assemble(settings)
    async with worker.running(None):
        entries = await worker.service.doors.ports.log.since(FLOOR, 0, 1000)
    ids = {entry.command_id for entry in entries}
    assert ids == {f"seed-{number}" for number in range(1, len(list(whole())) + 1)}


def test_the_songbook_is_a_whole_table() -> None:
    songs = songbook()
    assert len(songs) == 60
    assert all(song.title and song.artist for song in songs)
    assert "Take Me Home, Country Roads" in {song.title for song in songs}
