"""Every request there was, and what became of it."""

from collections.abc import Iterable

from hub.queue.messages import CalledUp, Held, Played, Skipped, Started, Submitted, Withdrawn
from hub.rooms.ports import Entry
from persistence.readmodels.rows import Change, Model, Put


def project(entry: Entry) -> Iterable[Put | Change]:
    """What a fact does to the requests."""
    match entry.fact:
        case Submitted() as asked:
            values = {
                "seq": entry.seq,
                "person": asked.person,
                "name": asked.name,
                "title": asked.title,
                "artist": asked.artist,
                "note": asked.note,
                "state": "waiting",
                "held": False,
                "at_ms": asked.at_ms,
            }
            yield Put((asked.id,), values)
        case Held(id=id_, on=on):
            yield Change((id_,), {"held": on})
        case CalledUp(id=id_):
            yield Change((id_,), {"state": "up_next", "held": False})
        case Started(id=id_, at_ms=at_ms):
            yield Change((id_,), {"state": "playing", "held": False, "started_at_ms": at_ms})
        case Played(id=id_, at_ms=at_ms):
            yield Change((id_,), {"state": "played", "ended_at_ms": at_ms})
        case Skipped(id=id_, at_ms=at_ms):
            yield Change((id_,), {"state": "skipped", "ended_at_ms": at_ms})
        case Withdrawn(id=id_):
            yield Change((id_,), {"state": "withdrawn", "ended_at_ms": entry.at_ms})
        case _:
            pass


QUEUE_ENTRY = Model(
    table="queue_entry",
    key={"id": "text"},
    columns={
        "seq": "bigint",
        "person": "text",
        "name": "text",
        "title": "text",
        "artist": "text",
        "note": "text",
        "state": "text",
        "held": "boolean",
        "at_ms": "bigint",
        "started_at_ms": "bigint",
        "ended_at_ms": "bigint",
    },
    project=project,
    facts=frozenset({Submitted, Held, CalledUp, Started, Played, Skipped, Withdrawn}),
)
