from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Raw

from hub.behaviours import COMMANDS
from hub.chat.messages import Post
from hub.errors import Rejected
from hub.kernel import Actor, Role
from hub.queue.messages import Submit
from hub.wire import (
    FORMATS,
    FRAME_BYTES_MAX,
    JSON,
    MSGPACK,
    Ack,
    BadFrame,
    ClientFrame,
    Do,
    Facts,
    Fail,
    Format,
    Hello,
    Notices,
    Ping,
    Seen,
    Welcome,
    fail,
)

each_format = pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.label)
DO: dict[str, Any] = {"t": "do", "id": "c1", "room": "floor/demo", "cmd": {"t": "chat.post", "text": "Hi"}}


def packed(form: Format, message: object) -> bytes:
    """Any message in the format."""
    return msgspec.msgpack.encode(message) if form.binary else msgspec.json.encode(message)


def heard(form: Format, data: bytes) -> ClientFrame | BadFrame:
    """What the hub makes of the bytes; nothing else may come of them."""
    try:
        return form.decode(data)
    except BadFrame as bad:
        return bad


def refusal(form: Format, message: object) -> BadFrame:
    """Why it is no frame."""
    bad = heard(form, packed(form, message))
    assert isinstance(bad, BadFrame)
    return bad


@each_format
@pytest.mark.parametrize(
    "frame",
    [
        Hello("token", (Seen("floor/demo"), Seen("show/demo", "epoch", 7))),
        Do("c1", "floor/demo", Post(text="Good evening")),
        Do("c2", "floor/demo", Submit(title="Jolene", artist="Dolly Parton")),
        Ping(),
        Ping(2**53),
    ],
    ids=lambda frame: f"{type(frame).__name__}",
)
def test_what_a_client_says_arrives(form: Format, frame: ClientFrame) -> None:
    assert form.decode(form.encode(frame)) == frame


@pytest.mark.parametrize(
    ("frame", "text"),
    [
        (Ack("c1", 7), '{"t":"ack","id":"c1","seq":7}'),
        (Ping(3), '{"t":"ping","n":3}'),
        (
            Facts("r", 1, 3, [(2, Raw(b'{"t":"x"}'))]),
            '{"t":"facts","room":"r","after":1,"upto":3,"facts":[[2,{"t":"x"}]]}',
        ),
        (Notices("r", [Raw(b'{"t":"x"}')]), '{"t":"notice","room":"r","notices":[{"t":"x"}]}'),
        (
            Welcome("r", "e", Actor("p", Role.DJ, "P"), 1, 1, []),
            (
                '{"t":"welcome","room":"r","epoch":"e","you":{"person":"p","role":"dj","name":"P","party":""},'
                '"at":1,"upto":1,"facts":[]}'
            ),
        ),
        (Fail("a.b", "No.", retry=False), '{"t":"fail","code":"a.b","say":"No.","retry":false}'),
        (
            Fail("a.b", "No.", retry=True, id="c", room="r", retry_after_ms=5),
            '{"t":"fail","code":"a.b","say":"No.","retry":true,"id":"c","room":"r","retry_after_ms":5}',
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_hub_says_is_this(frame: msgspec.Struct, text: str) -> None:
    assert JSON.encode(frame).decode() == text


def test_a_welcome_says_that_it_has_no_state_by_having_none() -> None:
    assert Welcome("r", "e", Actor("p", Role.DJ, "P"), 1, 1, []).state is UNSET


BAD: dict[str, tuple[object, str]] = {
    "no object": ([], "protocol.wrong_type"),
    "no kind": ({}, "protocol.unknown_frame"),
    "unknown kind": ({"t": "nonsense"}, "protocol.unknown_frame"),
    "a kind that is no text": ({"t": 3}, "protocol.unknown_frame"),
    "what only the hub says": ({"t": "ack", "id": "c1", "seq": 1}, "protocol.unknown_frame"),
    "a command of no kind": (DO | {"cmd": {}}, "protocol.unknown_command"),
    "an unknown command": (DO | {"cmd": {"t": "chat.shout"}}, "protocol.unknown_command"),
    "a command of a kind that is no text": (DO | {"cmd": {"t": 1}}, "protocol.unknown_command"),
    "a fact for a command": (DO | {"cmd": {"t": "chat.posted", "text": "Hi"}}, "protocol.unknown_command"),
    "no command": ({"t": "do", "id": "c1", "room": "floor/demo"}, "protocol.wrong_type"),
    "a command that is no object": (DO | {"cmd": "post"}, "protocol.wrong_type"),
    "text missing": (DO | {"cmd": {"t": "chat.post"}}, "protocol.wrong_type"),
    "a number for text": (DO | {"cmd": {"t": "chat.post", "text": 5}}, "protocol.wrong_type"),
    "no choice of these": (DO | {"cmd": {"t": "queue.configure", "rules": {"mode": "x"}}}, "protocol.wrong_type"),
    "a fraction for a whole number": ({"t": "ping", "n": 1.5}, "protocol.wrong_type"),
    "a field too many": (DO | {"now": True}, "protocol.unknown_field"),
    "a field too many inside": (DO | {"cmd": {"t": "chat.post", "text": "Hi", "as": "dj"}}, "protocol.unknown_field"),
    "too long": (DO | {"cmd": {"t": "chat.post", "text": "x" * 501}}, "protocol.out_of_limits"),
    "empty": (DO | {"cmd": {"t": "chat.post", "text": ""}}, "protocol.out_of_limits"),
    "text with a zero in it": (DO | {"cmd": {"t": "chat.post", "text": "a\x00b"}}, "protocol.out_of_limits"),
    "a room that is none": (DO | {"room": "Floor"}, "protocol.out_of_limits"),
    "below zero": ({"t": "ping", "n": -1}, "protocol.out_of_limits"),
    "beyond what a browser counts": ({"t": "ping", "n": 2**53 + 1}, "protocol.out_of_limits"),
    "no room": ({"t": "hello", "token": "x", "rooms": []}, "protocol.out_of_limits"),
    "nine rooms": ({"t": "hello", "token": "x", "rooms": [{"room": "floor/x"}] * 9}, "protocol.out_of_limits"),
    "seen less than nothing": (
        {"t": "hello", "token": "x", "rooms": [{"room": "floor/x", "seen": -1}]},
        "protocol.out_of_limits",
    ),
    "too large a number": (
        {"t": "do", "id": "c", "room": "show/x", "cmd": {"t": "advance.edit", "field": "a.bc", "value": 1e13}},
        "protocol.out_of_limits",
    ),
}


@each_format
@pytest.mark.parametrize("name", BAD)
def test_what_is_no_frame_is_refused_with_a_code_of_its_own(form: Format, name: str) -> None:
    message, code = BAD[name]
    bad = refusal(form, message)
    assert bad.code == code
    assert bad.say().endswith(".")


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1e999"])
def test_a_number_that_no_machine_holds_is_out_of_limits(number: str) -> None:
    with pytest.raises(BadFrame) as caught:
        JSON.decode(f'{{"t":"ping","n":{number}}}'.encode())
    assert caught.value.code == "protocol.out_of_limits"


@each_format
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_number_is_never_a_value(form: Format, value: float) -> None:
    """MessagePack can say NaN, JSON cannot: stored, it would make a room that nobody can read."""
    cmd = {"t": "advance.edit", "field": "a.bc", "value": value}
    if form.binary:
        assert refusal(form, DO | {"cmd": cmd}).code == "protocol.out_of_limits"
    else:
        with pytest.raises(BadFrame):
            form.decode(b'{"t":"do","id":"c","room":"show/x","cmd":{"t":"advance.edit","field":"a.bc","value":NaN}}')


@each_format
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xff",
        b'{"t":"ping"} {"t":"ping"}',
        b'{"t":"do","id":"\xed\xa0\x80"}',
        b"\xc1",
        b"\x81",
        b"\xc7\x05",
    ],
)
def test_garbage_is_called_garbage(form: Format, data: bytes) -> None:
    with pytest.raises(BadFrame) as caught:
        form.decode(data)
    assert caught.value.code in {"protocol.garbage", "protocol.wrong_type"}
    assert "say hello" in caught.value.say() or form.label in caught.value.say() or "Correct" in caught.value.say()


def test_half_a_pair_of_surrogates_is_garbage() -> None:
    with pytest.raises(BadFrame) as caught:
        JSON.decode(b'{"t":"do","id":"\\ud800"}')
    assert caught.value.code == "protocol.garbage"


@pytest.mark.parametrize("data", [b"[" * 60_000, b'{"a":' * 10_000, b'{"t":"do","id":"c","cmd":' + b"[" * 60_000])
def test_a_nest_without_end_is_refused(data: bytes) -> None:
    with pytest.raises(BadFrame):
        JSON.decode(data)


def test_a_nest_without_end_is_refused_in_msgpack() -> None:
    with pytest.raises(BadFrame):
        MSGPACK.decode(b"\x82\xa1t\xa4ping\xa1n" + b"\x91" * 60_000)


@each_format
def test_the_command_is_named_when_its_id_could_be_read(form: Format) -> None:
    assert refusal(form, DO | {"cmd": {"t": "chat.shout"}}).id == "c1"
    assert refusal(form, DO | {"id": "not an id"}).id is None
    assert refusal(form, {"t": "nonsense"}).id is None
    assert form.id_in(packed(form, DO)) == "c1"
    assert form.id_in(b"\xff") is None
    assert form.id_in(packed(form, [1])) is None


def test_a_refusal_does_not_send_back_all_that_was_sent() -> None:
    bad = refusal(JSON, DO | {"x" * 60_000: 1})
    assert bad.code == "protocol.unknown_field"
    assert len(bad.say()) < 500


@given(st.binary(max_size=300))
def test_no_bytes_at_all_do_anything_but_be_refused(data: bytes) -> None:
    for form in FORMATS.values():
        frame = heard(form, data)
        if isinstance(frame, BadFrame):
            assert len(form.encode(fail(frame, frame.id))) < FRAME_BYTES_MAX


JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=10,
)


@given(
    st.sampled_from([cls.__struct_config__.tag for cls in COMMANDS]), st.dictionaries(st.text(max_size=8), JSON_VALUES)
)
def test_no_command_is_taken_but_as_its_type_says(tag: str, fields: dict[str, Any]) -> None:
    frame = heard(JSON, msgspec.json.encode(DO | {"cmd": fields | {"t": tag}}))
    if isinstance(frame, BadFrame):
        assert frame.id == "c1"
    else:
        assert isinstance(frame, Do)
        assert msgspec.to_builtins(frame.cmd)["t"] == tag


def texts_of(cls: Any) -> list[str]:
    """The fields of a command that take text."""

    def takes(kind: Any) -> bool:
        return isinstance(kind, msgspec.inspect.StrType) or (
            isinstance(kind, msgspec.inspect.UnionType) and any(takes(each) for each in kind.types)
        )

    return [field.encode_name for field in msgspec.inspect.type_info(cls).fields if takes(field.type)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cls", "field"),
    [(cls, field) for cls in COMMANDS for field in texts_of(cls)],
    ids=lambda each: str(getattr(each, "__name__", each)),
)
@pytest.mark.parametrize("text", ["\x00", "a\x00", "\x1b[2J", "\x7f", "a\x08"], ids=ascii)
def test_no_text_that_the_log_cannot_keep_comes_in(cls: Any, field: str, text: str) -> None:
    """Postgres keeps no zero in JSON: one such message would break every batch that it is part of."""
    cmd = {"t": cls.__struct_config__.tag, field: text}
    assert refusal(JSON, DO | {"cmd": cmd}).code == "protocol.out_of_limits"


def test_a_refusal_as_a_frame_says_how_long_to_wait_and_about_what() -> None:
    frame = fail(Rejected("protocol.too_fast", retry_after_ms=250), "c1", "floor/demo")
    assert frame == Fail(
        "protocol.too_fast",
        "Slow down: wait 250 ms before the next message.",
        retry=True,
        id="c1",
        room="floor/demo",
        retry_after_ms=250,
    )
    assert fail(Rejected("room.unknown")) == Fail("room.unknown", "There is no such room: check the link.", retry=False)


def test_there_are_two_formats_and_each_says_what_it_is() -> None:
    assert list(FORMATS) == ["hub.v1.json", "hub.v1.msgpack"]
    assert [(each.label, each.binary) for each in FORMATS.values()] == [("JSON", False), ("MessagePack", True)]
