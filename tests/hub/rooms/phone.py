"""A client at the end of a connection: what it was sent, and whether that may be."""

import struct
from typing import Any

import msgspec

from hub.kernel import Actor, Command
from hub.rooms.connection import Connection, Lobby
from hub.wire import JSON, Do, Format, Hello, Seen

_HEAD = struct.Struct("!I??")


def plain_framer(payload: bytes, *, binary: bool, deflate: bool) -> bytes:
    """`hub.rooms.ports.Framer` of a world without sockets: the length, both flags, the payload."""
    return _HEAD.pack(len(payload), binary, deflate) + payload


class RecordingSink:
    """`hub.rooms.ports.Sink`: what the outside world was given. `held` is what it pretends not to have read yet."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.late: list[bytes] = []
        self.closed: tuple[int, str] | None = None
        self.held = 0

    def write(self, frame: bytes) -> None:
        """Keep the bytes; what comes after a close frame is kept apart, for it must not be."""
        (self.writes if self.closed is None else self.late).append(frame)

    def buffered(self) -> int:
        """As the test says."""
        return self.held

    def close(self, code: int, reason: str) -> None:
        """Keep the first."""
        self.closed = self.closed or (code, reason)

    def payloads(self) -> list[tuple[bytes, bool, bool]]:
        """Every frame: payload, binary, deflated."""
        rest, found = b"".join(self.writes), list[tuple[bytes, bool, bool]]()
        while rest:
            size, binary, deflate = _HEAD.unpack_from(rest)
            found.append((rest[_HEAD.size : _HEAD.size + size], binary, deflate))
            rest = rest[_HEAD.size + size :]
        return found


class Breach(AssertionError):  # noqa: N818  names what happened
    """A stream said what no stream may say."""


class Stream:
    """What one client knows of one room that hides nothing from it. Raises `Breach`."""

    def __init__(self) -> None:
        self.epoch, self.at = "", 0
        self.facts: dict[int, Any] = {}
        self.state: Any = None
        self.snapshots = 0

    def welcome(self, frame: dict[str, Any]) -> None:
        """Start anew from a state, or go on exactly where it was left."""
        if "state" in frame:
            self.snapshots += 1
            self.state = frame["state"]
            self.epoch, self.at = frame["epoch"], frame["at"]
            self.facts = {}
        elif (frame["epoch"], frame["at"]) != (self.epoch, self.at):
            raise Breach(f"resumed at {frame['at']} of {frame['epoch']}, left at {self.at} of {self.epoch}")
        self._take(frame)

    def hear(self, frame: dict[str, Any]) -> None:
        """Go on."""
        if frame["after"] != self.at:
            raise Breach(f"a frame after {frame['after']} came at {self.at}")
        self._take(frame)

    def _take(self, frame: dict[str, Any]) -> None:
        seqs = [seq for seq, _ in frame["facts"]]
        if seqs != list(range(self.at + 1, frame["upto"] + 1)):
            raise Breach(f"{seqs} does not lead from {self.at} to {frame['upto']}")
        self.facts.update(dict(frame["facts"]))
        self.at = frame["upto"]


class Phone:
    """One person with one connection at a time; what it knows outlives the connection."""

    def __init__(self, actor: Actor, token: str, form: Format = JSON, *, deflate: bool = False) -> None:
        self.actor = actor
        self.token = token
        self.form = form
        self.deflate = deflate
        self.streams: dict[str, Stream] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.notices: list[dict[str, Any]] = []
        self.fails: list[dict[str, Any]] = []
        self.pongs: list[int] = []
        self.ends_ms: list[int] = []
        self.twice: list[str] = []
        self.ever: dict[int, Any] = {}
        self._read = 0
        self.sink = RecordingSink()
        self.connection: Connection | None = None

    def dial(self, lobby: Lobby) -> None:
        """A new socket, from its first byte on."""
        self.sink = RecordingSink()
        self._read = 0
        self.connection = lobby.enter(self.form, self.sink, deflate=self.deflate)

    def hello(self, *rooms: str) -> None:
        """Say who we are and how far we have come in each room."""
        seen = tuple(Seen(room, self.stream(room).epoch, self.stream(room).at) for room in rooms)
        self.say(Hello(self.token, seen))

    def do(self, command_id: str, room: str, command: Command) -> None:
        """Ask for something."""
        self.say(Do(command_id, room, command))

    def say(self, frame: msgspec.Struct) -> None:
        """Any frame."""
        self.send(self.form.encode(frame))

    def send(self, data: bytes, *, binary: bool | None = None) -> None:
        """Any bytes."""
        assert self.connection is not None
        if self.sink.closed is None:
            self.connection.hear(data, binary=self.form.binary if binary is None else binary)

    def hang_up(self) -> None:
        """The socket breaks; what was written to it until now arrived."""
        self.read()
        self.cut_off()

    def cut_off(self) -> None:
        """The socket breaks; what was not read until now never arrives."""
        assert self.connection is not None
        self.connection.gone()
        self.connection = None

    def stream(self, room: str) -> Stream:
        """What it knows of a room."""
        return self.streams.setdefault(room, Stream())

    def read(self) -> list[dict[str, Any]]:
        """Take in what came since the last time, as decoded frames."""
        decode = msgspec.msgpack.decode if self.form.binary else msgspec.json.decode
        frames = [decode(payload) for payload, _, _ in self.sink.payloads()[self._read :]]
        self._read += len(frames)
        for frame in frames:
            self._take(frame)
        return frames

    def _take(self, frame: dict[str, Any]) -> None:
        match frame["t"]:
            case "welcome":
                self.stream(frame["room"]).welcome(frame)
                self.ever.update(dict(frame["facts"]))
            case "facts":
                self.stream(frame["room"]).hear(frame)
                self.ever.update(dict(frame["facts"]))
            case "notice":
                self.notices.extend(frame["notices"])
            case "ping":
                self.pongs.append(frame["n"])
            case "expiring" | "refreshed":
                self.ends_ms.append(frame["left_ms"])
            case "ack":
                self._answered(frame)
            case _ if frame.get("id"):
                self._answered(frame)
            case _:
                self.fails.append(frame)

    def _answered(self, frame: dict[str, Any]) -> None:
        if frame["id"] in self.answers:
            self.twice.append(frame["id"])
        self.answers[frame["id"]] = frame
