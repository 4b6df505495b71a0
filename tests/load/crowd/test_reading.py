from load.bots.framing import BINARY, PING, TEXT
from load.crowd.reading import Plain, Reading
from load.crowd.speech import Speech, speech_of_hub
from tests.load.crowd.wire import framed
from tests.load.frames import FLOOR, ack, facts

HUB = speech_of_hub(FLOOR, "http://h")


def test_facts_that_follow_each_other_are_one_stretch() -> None:
    read = Reading(HUB).read(framed(facts(4, 5, 6)) + framed(b'{"t":"notice","room":"r"}') + framed(facts(6, 7)))
    assert read == Plain(3, 3, 4, 7)


def test_notices_alone_lead_nowhere() -> None:
    assert Reading(HUB).read(framed(b'{"t":"notice","room":"r"}')) == Plain(1, 0, -1, -1)


def test_anything_else_takes_the_long_way() -> None:
    for data in (
        framed(facts(0, 1)) + framed(facts(2, 3)),
        framed(ack("c1", 3)),
        framed(b"?", PING),
        framed(facts(0, 1))[:-1],
        b"\x01\x01x",
    ):
        assert Reading(HUB).read(data) is None


def test_marks_are_counted_and_without_one_messages() -> None:
    assert Reading(Speech(mark=b"x")).read(framed(b"axbx") + framed(b"x", BINARY) + framed(b"-")) == Plain(3, 3)
    assert Reading(Speech()).read(framed(b"a") + framed(b"")) == Plain(2, 2)


def test_a_ping_is_a_message_or_its_last_line() -> None:
    reading = Reading(Speech(mark=b"MSG", pongs={b"PING\r\n": b"PONG\r\n", b"{}": b""}))
    assert reading.pong(b"PING\r\n") == b"PONG\r\n"
    assert reading.pong(b"MSG 1\r\nhi\r\nPING\r\n") == b"PONG\r\n"
    assert reading.pong(b"{}") == b""
    assert reading.pong(b"MSG PING") is None
    assert reading.read(framed(b"MSG\n{}")) is None
    assert reading.read(framed(b"MSG")) == Plain(1, 1)


def test_a_text_and_a_binary_message_are_the_same_to_it() -> None:
    assert Reading(Speech(mark=b"x")).plain([(TEXT, b"x"), (BINARY, b"x")]) == Plain(2, 2)
