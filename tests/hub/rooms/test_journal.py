"""What operators hear of a connection."""

from hub.chat.messages import Post
from hub.kernel import Role
from hub.queue.messages import CallUp
from hub.rooms.connection import nobody_notes
from tests.hub.rooms.world import FLOOR, SHOW, World


async def test_the_journal_follows_by_ids_and_never_says_what_was_written(world: World) -> None:
    worker = await world.opened()
    await world.log.create(FLOOR, "org")
    noted: list[tuple[str, dict[str, object]]] = []

    def note(event: str, /, **about: object) -> None:
        noted.append((event, about))

    worker.lobby.journal = note
    ana = await world.joined(worker, world.phone("ana", Role.AUDIENCE, (FLOOR,)), FLOOR, SHOW)
    ana.do("c1", FLOOR, Post(text="What a night"))
    ana.do("c2", FLOOR, CallUp())
    await world.settle()
    assert sorted(noted, key=str) == [
        ("done", {"room": FLOOR, "person": "ana", "command": "c1", "seq": 1}),
        ("joined", {"room": FLOOR, "person": "ana", "role": "audience", "seen": 0}),
        ("refused", {"room": FLOOR, "person": "ana", "command": "c2", "code": "auth.forbidden"}),
        ("refused", {"room": SHOW, "person": "ana", "command": None, "code": "room.not_granted"}),
    ]


def test_a_journal_that_nobody_reads_takes_everything() -> None:
    nobody_notes("done", room=SHOW)
