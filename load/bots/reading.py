"""Reads the hub's frames; the same bytes are read once, however many sockets they come to."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec
from msgspec import UNSET, Raw

from hub.wire import Facts, Format, ServerFrame, Welcome
from load.bots.history import Stretch, digest, fault_in

#: Frames that every socket of a seat gets alike, by how they begin.
_SHARED = {
    "hub.v1.json": (b'{"t":"facts"', b'{"t":"notice"'),
    "hub.v1.msgpack": (b"\x85\xa1t\xa5facts", b"\x83\xa1t\xa6notice"),
}
_plain = msgspec.json.Decoder(float_hook=lambda text: int(each) if (each := float(text)).is_integer() else each).decode
_DECODERS: dict[str, Callable[[bytes], ServerFrame]] = {
    "hub.v1.json": msgspec.json.Decoder(ServerFrame).decode,
    "hub.v1.msgpack": msgspec.msgpack.Decoder(ServerFrame).decode,
}
#: Frames kept for the sockets that get them a moment later.
KEPT_MAX = 512

#: A frame, and what it says of its room if it carries facts.
Read: TypeAlias = tuple[ServerFrame, Stretch | None]


class Reader:
    """One per format and process."""

    def __init__(self, form: Format) -> None:
        self.form = form
        self.faults: list[str] = []
        self._shared = _SHARED[form.name]
        self._decode = _DECODERS[form.name]
        self._kept: dict[bytes, Read] = {}

    def read(self, payload: bytes) -> Read:
        """The frame.

        Raises:
            msgspec.MsgspecError: it is none.
        """
        kept = self._kept.get(payload)
        if kept is not None:
            return kept
        frame = self._decode(payload)
        read = (frame, self._stretch(frame))
        if payload.startswith(self._shared):
            self._kept[payload] = read
            if len(self._kept) > KEPT_MAX:
                del self._kept[next(iter(self._kept))]
        return read

    def _stretch(self, frame: ServerFrame) -> Stretch | None:
        if isinstance(frame, Facts):
            stretch = Stretch(frame.room, frame.after, frame.upto, _digests(frame.facts))
        elif isinstance(frame, Welcome):
            state = None if frame.state is UNSET else digest(canonical(self.form, bytes(frame.state)))
            stretch = Stretch(frame.room, frame.at, frame.upto, _digests(frame.facts), state, frame.epoch)
        else:
            return None
        fault = fault_in(stretch)
        if fault is not None:
            self.faults.append(fault)
        return stretch


def canonical(form: Format, raw: bytes) -> bytes:
    """The value as JSON with sorted keys and one way to write a number.

    The same for both formats, however a mapping was built, and whether 5 has been through a store as 5.0.
    """
    text = msgspec.json.encode(msgspec.msgpack.decode(raw)) if form.binary else raw
    return msgspec.json.encode(_plain(text), order="sorted")


def _digests(facts: list[tuple[int, Raw]]) -> tuple[tuple[int, bytes], ...]:
    return tuple((seq, digest(bytes(raw))) for seq, raw in facts)
