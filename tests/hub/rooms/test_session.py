from typing import Any

import msgspec
import pytest

from hub.chat.messages import Post
from hub.errors import Rejected
from hub.rooms.rate import Bucket, Rate
from hub.rooms.session import FAULTS_MAX, HASTE, Act, Bye, Enter, Renew, Say, Session, Step
from hub.wire import FRAME_BYTES_MAX, JSON, MSGPACK, Do, Format, Hello, Ping, Refresh, Seen

HELLO = Hello("token", (Seen("floor/demo"),))
DO = Do("c1", "floor/demo", Post(text="Hi"))


class Talk:
    """One connection, and a clock for it."""

    def __init__(self, form: Format = JSON, rate: Rate | None = None) -> None:
        self.form = form
        self.session = Session(form, Bucket(rate or Rate(1_000, 10_000), 0))
        self.now_ms = 0

    def say(self, frame: Any) -> list[Step]:
        """A frame comes in."""
        return self.send(self.form.encode(frame))

    def send(self, data: bytes, *, binary: bool | None = None) -> list[Step]:
        """Bytes come in."""
        binary = self.form.binary if binary is None else binary
        return self.session.hear(data, binary=binary, now_ms=self.now_ms)


def fail_in(step: Step) -> dict[str, Any]:
    """The refusal that is sent."""
    assert isinstance(step, Say)
    frame = msgspec.json.decode(step.payload)
    assert frame["t"] == "fail"
    return frame


def greeted(**how: Any) -> Talk:
    """A connection that is in."""
    talk = Talk(**how)
    talk.say(HELLO)
    return talk


def test_a_hello_leads_in_once() -> None:
    talk = Talk()
    assert not talk.session.greeted
    assert talk.say(HELLO) == [Enter("token", (Seen("floor/demo"),))]
    assert talk.session.greeted
    [again] = talk.say(HELLO)
    assert fail_in(again)["code"] == "protocol.hello_again"


def test_another_grant_comes_after_hello() -> None:
    [refused] = Talk().say(Refresh("token"))[:1]
    assert fail_in(refused)["code"] == "protocol.hello_first"
    assert greeted().say(Refresh("token")) == [Renew("token")]


@pytest.mark.parametrize("form", [JSON, MSGPACK], ids=lambda form: form.label)
def test_after_hello_commands_are_carried_out(form: Format) -> None:
    assert greeted(form=form).say(DO) == [Act("c1", "floor/demo", Post(text="Hi"))]


def test_nothing_is_done_for_who_has_not_said_hello() -> None:
    say, bye = Talk().say(DO)
    assert fail_in(say)["code"] == "protocol.hello_first"
    assert isinstance(bye, Bye)
    assert bye.why.fault.close == 4501


@pytest.mark.parametrize("first", [True, False])
def test_a_ping_comes_back_at_any_time(first: bool) -> None:  # noqa: FBT001  a case
    talk = Talk() if first else greeted()
    [say] = talk.say(Ping(7))
    assert isinstance(say, Say)
    assert msgspec.json.decode(say.payload) == {"t": "ping", "n": 7}


def test_a_message_of_the_other_kind_is_told_which_is_ours() -> None:
    [to_json] = greeted().send(MSGPACK.encode(DO), binary=True)
    assert fail_in(to_json)["code"] == "protocol.binary"
    [to_msgpack] = greeted(form=MSGPACK).send(JSON.encode(DO), binary=False)
    assert isinstance(to_msgpack, Say)
    assert msgspec.msgpack.decode(to_msgpack.payload)["code"] == "protocol.text"


def test_a_bad_frame_is_refused_with_its_id_and_the_connection_lives() -> None:
    talk = greeted()
    [say] = talk.send(b'{"t":"do","id":"c9","room":"floor/demo","cmd":{"t":"chat.shout"}}')
    assert (fail_in(say)["code"], fail_in(say)["id"]) == ("protocol.unknown_command", "c9")
    assert talk.say(DO) == [Act("c1", "floor/demo", Post(text="Hi"))]


@pytest.mark.parametrize(("size", "closes"), [(FRAME_BYTES_MAX, False), (FRAME_BYTES_MAX + 1, True)])
def test_a_message_may_be_so_big(size: int, closes: bool) -> None:  # noqa: FBT001  a case
    steps = greeted().send(b'{"t":"ping"}'.ljust(size))
    assert any(isinstance(step, Bye) for step in steps) == closes
    if closes:
        assert str(FRAME_BYTES_MAX) in fail_in(steps[0])["say"]


def test_who_is_too_fast_is_told_how_long_to_wait_and_for_which_command() -> None:
    talk = greeted(rate=Rate(10, 2))
    assert talk.say(DO) == [Act("c1", "floor/demo", Post(text="Hi"))]
    [say] = talk.say(DO)
    fail = fail_in(say)
    assert (fail["code"], fail["id"], fail["retry"], fail["retry_after_ms"]) == ("protocol.too_fast", "c1", True, 100)
    talk.now_ms += 100
    assert talk.say(DO) == [Act("c1", "floor/demo", Post(text="Hi"))]


def test_a_long_queue_that_comes_at_once_gets_through_when_each_waits_as_long_as_it_is_told() -> None:
    talk = greeted(rate=Rate(50, 101))
    due = dict.fromkeys(range(500), 0)
    tries = 0
    while due:
        talk.now_ms = min(due.values())
        for number in [each for each, at_ms in due.items() if at_ms == talk.now_ms]:
            tries += 1
            [step] = talk.say(Do(f"c{number}", "floor/demo", Post(text="Hi")))
            if isinstance(step, Act):
                del due[number]
            else:
                due[number] = talk.now_ms + fail_in(step)["retry_after_ms"]
    assert talk.now_ms == 8_000
    assert tries == 900


def test_who_goes_on_too_fast_whatever_it_is_told_is_a_flood() -> None:
    talk = greeted(rate=Rate(10, 2))
    talk.say(DO)
    for _ in range(round(HASTE.burst)):
        assert [type(step) for step in talk.say(DO)] == [Say]
    last, flood, bye = talk.say(DO)
    assert [fail_in(each)["code"] for each in (last, flood)] == ["protocol.too_fast", "protocol.flood"]
    assert isinstance(bye, Bye)


def test_garbage_is_answered_so_many_times_and_then_it_is_enough() -> None:
    talk = greeted()
    for _ in range(FAULTS_MAX - 1):
        assert len(talk.send(b"{")) == 1
    garbage, flood, bye = talk.send(b"{")
    assert [fail_in(each)["code"] for each in (garbage, flood)] == ["protocol.garbage", "protocol.flood"]
    assert isinstance(bye, Bye)
    assert bye.why.fault.close == 4006


@pytest.mark.parametrize("good", [DO, Ping()], ids=lambda frame: type(frame).__name__)
def test_only_faults_in_a_row_count(good: Do | Ping) -> None:
    talk = greeted()
    for _ in range(3):
        for _ in range(FAULTS_MAX - 1):
            assert len(talk.send(b"{")) == 1
        talk.say(good)


def test_a_fault_that_closes_does_so_once() -> None:
    talk = greeted()
    for _ in range(FAULTS_MAX - 1):
        talk.send(b"{")
    steps = talk.send(b" " * (FRAME_BYTES_MAX + 1))
    assert [type(step) for step in steps] == [Say, Bye]


@pytest.mark.parametrize(("code", "steps"), [("hub.draining", [Say, Bye]), ("room.unknown", [Say])])
def test_what_the_hub_has_to_say_by_itself_closes_if_the_catalogue_says_so(code: str, steps: list[type]) -> None:
    said = Talk().session.refuse(Rejected(code), "c1", "floor/demo")
    assert [type(step) for step in said] == steps
    assert (fail_in(said[0])["id"], fail_in(said[0])["room"]) == ("c1", "floor/demo")
