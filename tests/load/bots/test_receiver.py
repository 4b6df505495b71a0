import pytest

from hub.wire import JSON
from load.bots.framing import BINARY, PING, PONG, TEXT, frame, handshake, split
from load.bots.receiver import BUFFER_BYTES, SCAN_BYTES, Receiver, Tally, seated
from load.bots.waiting import until
from load.bots.writers import Writers
from tests.load.frames import FLOOR, facts, welcome
from tests.load.hubs import TalkingHub, a_talking_hub


class Wire:
    """The other end of a receiver, without a network: it reads what is written and hands over bytes."""

    def __init__(self) -> None:
        self.tally = Tally()
        asked = handshake("h", "/ws", "http://h", JSON.name)
        self.receiver = Receiver(asked, b"{}", self.tally, memoryview(bytearray(BUFFER_BYTES)))
        self.written: list[bytes] = []
        self.closed = False
        self.receiver.connection_made(self)  # pyright: ignore[reportArgumentType]
        self.yes = b"HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: " + asked.accept + b"\r\n\r\n"

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def abort(self) -> None:
        self.closed = True

    def says(self, data: bytes) -> None:
        """Bytes come in, in reads of any size."""
        self.receiver.get_buffer(0)[: len(data)] = data
        self.receiver.buffer_updated(len(data))


def framed(payload: bytes, opcode: int = TEXT) -> bytes:
    """As the hub frames it: not masked."""
    masked = frame(payload, opcode)  # pyright: ignore[reportArgumentType]
    at = masked.index(b"\0\0\0\0" + payload)
    return masked[:1] + bytes([masked[1] & 0x7F]) + masked[2:at] + payload


def an_open_wire() -> Wire:
    wire = Wire()
    wire.says(wire.yes + framed(welcome(0, state=b"{}")))
    return wire


def test_it_says_hello_and_is_welcome_where_the_hub_says() -> None:
    wire = Wire()
    wire.says(wire.yes[:30])
    assert not wire.receiver.open
    wire.says(wire.yes[30:])
    assert wire.written[-1] == frame(b"{}", TEXT)
    wire.says(framed(welcome(3, 4, 5, state=b'{"long":"' + b"x" * 5_000 + b'"}')))
    assert wire.receiver.seen == 5
    assert wire.receiver.welcomed.is_set()


def test_facts_are_counted_by_what_their_frame_covers() -> None:
    wire = an_open_wire()
    wire.says(framed(facts(0, 1, 2, 3)) + framed(facts(3, 4)))
    assert (wire.tally.deliveries, wire.tally.faults, wire.receiver.seen) == (4, 0, 4)
    assert wire.tally.frames == 1 + 2


@pytest.mark.parametrize("frame_after", [5, 1])
def test_a_gap_and_a_repeat_are_faults(frame_after: int) -> None:
    wire = an_open_wire()
    wire.says(framed(facts(0, 1, 2)))
    wire.says(framed(facts(frame_after, frame_after + 1)))
    assert wire.tally.faults == 1


@pytest.mark.parametrize("piece", [1, 2, 7, SCAN_BYTES - 1, SCAN_BYTES, SCAN_BYTES + 1, 1_500, 9_999])
def test_however_the_bytes_are_cut_all_is_counted_once(piece: int) -> None:
    wire = an_open_wire()
    said = b"".join(framed(facts(at, *range(at + 1, at + 41))) for at in range(0, 200, 40))
    said += framed(b"?" * 70_000) + framed(facts(200, 201))
    for at in range(0, len(said), piece):
        wire.says(said[at : at + piece])
    assert (wire.tally.deliveries, wire.tally.faults, wire.receiver.seen) == (201, 0, 201)


def test_a_ping_is_answered_and_anything_else_passed_over() -> None:
    wire = an_open_wire()
    wire.says(framed(b"there?", PING) + framed(b"?", BINARY) + framed(facts(0, 1)))
    assert wire.written[-1] == frame(b"there?", PONG)
    assert wire.tally.deliveries == 1


def test_a_refusal_hangs_up() -> None:
    wire = Wire()
    wire.says(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")
    assert wire.closed
    wire.receiver.connection_lost(None)
    assert wire.tally.lost == 1
    assert wire.receiver.welcomed.is_set()


def test_what_it_frames_itself_is_read_by_the_splitter() -> None:
    assert split(framed(b"x" * 300)) == ([(TEXT, b"x" * 300)], b"")


async def test_many_sit_in_a_room_and_all_hear_all() -> None:
    tally = Tally()
    async with a_talking_hub() as address, Writers(address, ["w"], FLOOR) as writers:
        async with seated(address, [f"t{each}" for each in range(30)], FLOOR, tally) as receivers:
            await writers.keep_pace(200, 0.1)
            upto = writers.said()
            await until(lambda: all(each.seen == upto for each in receivers), 5.0)
            assert tally.deliveries == 30 * upto
            assert (tally.faults, tally.lost) == (0, 0)
        await until(lambda: tally.lost == 30, 5.0)


async def test_a_fact_that_one_of_them_did_not_get_is_a_fault() -> None:
    tally = Tally()
    async with (
        a_talking_hub(TalkingHub(lose=3)) as address,
        Writers(address, ["w"], FLOOR) as writers,
        seated(address, ["a", "b", "c"], FLOOR, tally) as receivers,
    ):
        await writers.keep_full(1, 0.05)
        upto = writers.said()
        await until(lambda: all(each.seen == upto for each in receivers), 5.0)
        assert tally.faults == 1


async def test_who_is_not_let_in_is_told() -> None:
    async with a_talking_hub(TalkingHub(shut=True)) as address:
        with pytest.raises(ConnectionError, match=f"2 of 2 receivers were not let into {FLOOR}"):
            async with seated(address, ["a", "b"], FLOOR, Tally()):
                pytest.fail("nobody was welcome")
