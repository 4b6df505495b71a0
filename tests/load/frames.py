"""What a hub would say, built in one line."""

from msgspec import UNSET, Raw

from hub.chat.messages import Posted
from hub.kernel import Actor, Role
from hub.wire import JSON, Ack, Facts, Fail, Format, Welcome

FLOOR = "floor/test"
EPOCH = "e1"


def a_fact(seq: int, form: Format = JSON) -> tuple[int, Raw]:
    """A message in the chat as the fact of this number."""
    posted = Posted(id=f"m{seq}", person="ana", name="Ana", role=Role.AUDIENCE, text=f"Song {seq}!", at_ms=seq)
    return seq, Raw(form.encode(posted))


def facts(after: int, *seqs: int, form: Format = JSON, upto: int | None = None) -> bytes:
    """A frame of these facts."""
    last = seqs[-1] if upto is None else upto
    return form.encode(Facts(FLOOR, after, last, [a_fact(seq, form) for seq in seqs]))


def welcome(at: int, *seqs: int, state: bytes | None = None, epoch: str = EPOCH, form: Format = JSON) -> bytes:
    """A welcome for Ana, who sits with the audience."""
    frame = Welcome(
        room=FLOOR,
        epoch=epoch,
        you=Actor("ana", Role.AUDIENCE, "Ana"),
        at=at,
        upto=seqs[-1] if seqs else at,
        facts=[a_fact(seq, form) for seq in seqs],
        state=UNSET if state is None else Raw(state),
    )
    return form.encode(frame)


def ack(command_id: str, seq: int) -> bytes:
    """Done."""
    return JSON.encode(Ack(command_id, seq))


def fail(code: str, command_id: str | None = None, *, retry: bool = False, wait_ms: int | None = None) -> bytes:
    """No."""
    room = FLOOR if code.startswith("room.") else None
    return JSON.encode(Fail(code, "No.", retry, command_id, room, wait_ms))
