"""The form of a room as it stands, or as it once was, ready to be sent to a press."""

import msgspec
from msgspec import Raw

from api.rooms import current
from api.worker import Worker
from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.documents.job import Past, Standing
from hub.advancing_sync.form import Form
from hub.errors import Rejected
from persistence import documents

#: As facts are tagged in the log.
TAGS = tuple(str(each.__struct_config__.tag) for each in ADVANCING_SYNC.facts)
_encode = msgspec.json.Encoder().encode


async def now(worker: Worker, room: str) -> tuple[Form, int]:
    """The form as the room's log has it, also when another worker was the last to write there; and its seq.

    Raises:
        Rejected: `room.unknown`, `room.unavailable` or `hub.outdated`.
    """
    live = await current(worker, room)
    form = live.room.states[ADVANCING_SYNC.name]
    assert isinstance(form, Form)
    return form, live.room.seq


def standing(form: Form, seq: int) -> Standing:
    """That form."""
    return Standing(seq, Raw(_encode(form)))


async def past(worker: Worker, room: str, revision: int | None, seq: int | None) -> Past | None:
    """The form as a revision has it, or as it was after the fact `seq`; None when neither is asked for.

    Raises:
        Rejected: `document.no_revision` or `document.no_seq`.
        Unavailable: the database cannot be reached.
    """
    if revision is not None:
        seq = await documents.seq_of(worker.database, room, revision)
        if seq is None:
            raise Rejected("document.no_revision", revision=revision)
    if seq is None:
        return None
    facts = await documents.past(worker.database, room, seq, TAGS)
    if facts is None:
        raise Rejected("document.no_seq", seq=seq)
    return Past(seq, Raw(facts))
