from collections.abc import Callable

import pytest
from msgspec import structs

from hub.wire import JSON, Fail
from load.bots.framing import BINARY, CLOSE, PING, PONG, TEXT, frame
from load.crowd.ears import GONE
from load.crowd.line import Line
from load.crowd.reading import HEAD_BYTES, KNOWN_MAX
from load.crowd.speech import Speech, Step, speech_of_hub
from tests.load.crowd.wire import SECOND_NS, Wire, framed
from tests.load.frames import FLOOR, ack, facts, fail, welcome

HUB = speech_of_hub(FLOOR, "http://h", stamp=r"Song (?P<at>\d+)", sample=1)
MARKS = Speech(mark=b"song")


def in_a_room(at: int = 0, *, sampled: bool = False) -> Wire:
    wire = Wire(HUB, sampled=sampled)
    wire.open(welcome(at, state=b"{}"))
    return wire


def marked() -> Wire:
    wire = Wire(MARKS)
    wire.open()
    return wire


def test_it_says_hello_when_the_upgrade_is_there_and_is_in_when_it_is_welcome() -> None:
    wire = Wire(HUB)
    wire.dial()
    assert wire.says(wire.yes[:20]) == b""
    assert b'"seen":0' in wire.says(wire.yes[20:])
    assert wire.line.state == "greeting"
    wire.says(framed(welcome(3, 4, 5, state=b'{"long":"' + b"x" * 9_000 + b'"}')))
    assert (wire.line.state, wire.line.seen, wire.tally.joined, wire.tally.snapshots) == ("in", 5, 1, 1)


def test_steps_are_said_when_what_they_wait_for_was_heard() -> None:
    speech = Speech(hellos=(Step(b"40{token}", b"0{"), Step(b"sub"), Step(b"now", b"ok", binary=True)), welcome=b"yes")
    wire = Wire(speech)
    assert wire.open() == b""
    assert wire.says(framed(b"nothing")) == b""
    assert wire.says(framed(b"0{sid}ok")) == frame(b"40grant", TEXT) + frame(b"sub", TEXT)
    assert wire.says(framed(b"ok")) == frame(b"now", BINARY)
    assert wire.line.state == "greeting"
    wire.says(framed(b"yes"))
    assert wire.line.state == "in"


def test_without_steps_and_welcome_it_is_in_at_once() -> None:
    wire = Wire(MARKS)
    wire.open()
    assert wire.line.state == "in"


def test_facts_are_counted_by_what_their_frame_covers() -> None:
    wire = in_a_room()
    wire.says(framed(facts(0, 1, 2, 3)) + framed(facts(3, 4)))
    assert (wire.tally.deliveries, wire.tally.frames, wire.tally.faults, wire.line.seen) == (4, 2, 0, 4)


def another(*, seen: int = 0, sampled: bool = False) -> Line:
    """One more line of the same process, in the room."""
    line = Line(2, "grant", sampled=sampled)
    line.state, line.seen = "in", seen
    return line


@pytest.mark.parametrize("make", [in_a_room, marked])
def test_what_another_line_had_is_counted_without_being_taken_apart(make: Callable[[], Wire]) -> None:
    wire = make()
    data = framed(facts(0, 1, 2) + b" song song")
    before = structs.asdict(wire.tally)
    wire.says(data)
    once = structs.asdict(wire.tally)
    other = another()
    assert wire.ears.heard(other, data)
    assert other.seen == wire.line.seen == 2
    wire.ears.count()
    wire.ears.count()
    twice = structs.asdict(wire.tally)
    for name in ("deliveries", "frames", "reads", "bytes", "faults"):
        assert twice[name] - once[name] == once[name] - before[name]
    assert twice["deliveries"] == 4


def test_who_stands_elsewhere_or_looks_for_stamps_hears_for_themselves() -> None:
    wire = in_a_room()
    data = framed(facts(0, 1, 2))
    wire.says(data)
    away = another()
    away.state = "greeting"
    halfway = another()
    halfway.rest += b"\x81"
    for line in (another(seen=1), another(sampled=True), away, halfway):
        assert not wire.ears.heard(line, data)
    assert not wire.ears.heard(another(), data + framed(facts(2, 3)))


def test_what_makes_room_for_something_newer_has_been_counted() -> None:
    wire = marked()
    reads = [framed(b"%d song" % number) for number in range(KNOWN_MAX + 1)]
    for data in reads:
        wire.ears.hear(wire.line, data, 0)
        assert wire.ears.heard(another(), data)
    longer = framed(b"song" + b" " * HEAD_BYTES)
    for data in (longer, longer + longer):
        wire.ears.hear(wire.line, data, 0)
        assert wire.ears.heard(another(), data)
    assert not wire.ears.heard(another(), longer)
    assert not wire.ears.heard(another(), reads[0])
    wire.ears.count()
    assert wire.tally.deliveries == 2 * len(reads) + 2 * 3


@pytest.mark.parametrize("sampled", [False, True])
def test_a_gap_is_a_fault_with_what_is_missing(*, sampled: bool) -> None:
    wire = in_a_room(sampled=sampled)
    wire.says(framed(facts(0, 1, 2)))
    wire.says(framed(facts(5, 6)))
    assert (wire.tally.faults, wire.tally.missed, wire.tally.repeated) == (1, 3, 0)
    assert wire.tally.sentences == ["1: 5 to 6 follows 2"]


def test_a_repeat_is_a_fault_with_what_came_twice() -> None:
    wire = in_a_room()
    wire.says(framed(facts(0, 1, 2)))
    wire.says(framed(facts(0, 1, 2)))
    assert (wire.tally.faults, wire.tally.missed, wire.tally.repeated) == (1, 0, 2)


@pytest.mark.parametrize("piece", [1, 2, 7, 125, 130, 1_500, 9_999])
@pytest.mark.parametrize("sampled", [False, True])
def test_however_the_bytes_are_cut_all_is_counted_once(piece: int, *, sampled: bool) -> None:
    wire = in_a_room(sampled=sampled)
    said = b"".join(framed(facts(at, *range(at + 1, at + 41))) for at in range(0, 200, 40))
    said += framed(b'{"t":"notice",' + b"?" * 70_000) + framed(facts(200, 201))
    for at in range(0, len(said), piece):
        wire.says(said[at : at + piece])
    assert (wire.tally.deliveries, wire.tally.faults, wire.line.seen) == (201, 0, 201)


def test_marks_are_counted_once_however_they_are_cut() -> None:
    said = framed(b"a song, a song") + framed(b"song")
    for cut in range(len(said)):
        wire = Wire(MARKS)
        wire.open()
        wire.says(said[:cut])
        wire.says(said[cut:])
        assert (wire.tally.deliveries, wire.line.seen) == (3, 3)


def test_pings_are_answered_those_of_websocket_and_those_of_the_application() -> None:
    wire = Wire(Speech(mark=b"song", pongs={b"2": b"3"}))
    wire.open()
    assert wire.says(framed(b"there?", PING) + framed(b"2") + framed(b"song")) == (
        frame(b"there?", PONG) + frame(b"3", TEXT)
    )
    assert wire.says(framed(b"2", BINARY)) == frame(b"3", BINARY)
    assert wire.tally.deliveries == 1


def test_what_a_resumed_welcome_carries_follows_what_was_seen() -> None:
    wire = in_a_room()
    wire.says(framed(facts(0, 1, 2)))
    wire.line.lost_ns = wire.now_ns
    assert b'"epoch":"e1","seen":2' in wire.open(welcome(2, 3, 4))
    assert (wire.tally.faults, wire.tally.deliveries, wire.tally.back, wire.line.seen) == (0, 4, 1, 4)
    assert wire.tally.away.max_ms == 1_000


def test_a_resumed_welcome_that_does_not_follow_is_a_fault() -> None:
    wire = in_a_room()
    wire.open(welcome(3, 4))
    assert (wire.tally.faults, wire.tally.missed) == (1, 3)
    wire.open(welcome(4, 5, epoch="another"))
    assert wire.tally.faults == 2
    assert "another history" in wire.tally.sentences[-1]


def test_a_snapshot_of_the_past_is_a_fault_and_one_of_another_history_is_none() -> None:
    wire = in_a_room(at=7)
    wire.open(welcome(3, state=b"{}"))
    assert wire.tally.faults == 1
    wire.open(welcome(2, state=b"{}", epoch="another"))
    assert (wire.tally.faults, wire.line.seen, wire.line.epoch) == (1, 2, "another")


def test_stamps_give_latencies() -> None:
    wire = in_a_room(sampled=True)
    wire.says(framed(facts(0, 1)))
    assert wire.tally.latency.max_ns == wire.now_ns - 1
    assert list(wire.tally.seconds) == [wire.now_ns // SECOND_NS]


def test_only_who_is_sampled_looks_for_stamps() -> None:
    wire = in_a_room()
    wire.says(framed(facts(0, 1)))
    assert wire.tally.latency.count == 0


def test_numbers_of_each_sender_rise_without_a_hole() -> None:
    wire = Wire(Speech(stamp=r"(?P<by>\w) (?P<n>\d+) (?P<at>\d+)"), sampled=True)
    wire.open()
    for said in (b"a 1 0", b"b 7 0", b"a 2 0", b"b 8 0"):
        wire.says(framed(said))
    assert wire.tally.faults == 0
    wire.says(framed(b"a 5 0"))
    assert (wire.tally.faults, wire.tally.missed) == (1, 2)
    wire.says(framed(b"b 8 0"))
    assert (wire.tally.faults, wire.tally.repeated) == (2, 1)


def test_numbers_without_a_sender_are_of_one() -> None:
    wire = Wire(Speech(stamp=r"(?P<n>\d+)-(?P<at>\d+)"), sampled=True)
    wire.open()
    wire.says(framed(b"1-0 2-0 4-0"))
    assert (wire.tally.faults, wire.tally.missed) == (1, 1)


def test_a_refused_handshake_says_when_to_come_again() -> None:
    wire = Wire(HUB)
    wire.dial()
    wire.says(b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\n\r\n")
    assert (wire.tally.refused, wire.line.close, wire.line.again_s) == (1, GONE, 3.0)


def test_a_refused_origin_is_for_good() -> None:
    wire = Wire(HUB)
    wire.dial()
    wire.says(b"HTTP/1.1 403 Forbidden\r\n\r\n")
    assert wire.line.close == 4505


def test_a_close_is_answered_with_its_code() -> None:
    wire = in_a_room()
    assert wire.says(framed((4003).to_bytes(2) + b"slow", CLOSE)) == frame((4003).to_bytes(2), CLOSE)
    assert wire.line.close == 4003
    wire = in_a_room()
    wire.says(framed(b"", CLOSE))
    assert wire.line.close == GONE


def test_a_refused_connection_is_over_and_a_refused_command_is_not() -> None:
    wire = in_a_room()
    wire.says(framed(fail("room.busy", "c1")) + framed(ack("c2", 0)))
    assert wire.line.close is None
    wire.says(framed(JSON.encode(Fail("hub.draining", "No.", retry=True, retry_after_ms=250))))
    assert (wire.line.close, wire.line.again_s, wire.tally.told) == (GONE, 0.25, {"hub.draining": 1})


@pytest.mark.parametrize("said", [b"\x41\x00", framed(b'{"t":"welcome","room":1}'), b"\x81\x81\0\0\0\0x"])
def test_what_is_no_frame_of_a_server_is_a_fault_and_the_end(said: bytes) -> None:
    wire = in_a_room()
    wire.says(said)
    assert (wire.tally.faults, wire.line.close) == (1, GONE)


def test_an_answer_that_is_no_http_is_the_end() -> None:
    wire = Wire(HUB)
    wire.dial()
    wire.says(b"220 mail.example.org\r\n\r\n")
    assert wire.line.close == GONE
