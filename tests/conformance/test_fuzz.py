"""Any bytes: a frame or the documented refusal, the same however they are cut, never anything else."""

import re
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.wire import ClientFrame, Format, Ping
from tests.conformance import fuzz, targets
from tests.conformance.kept import keep
from tests.conformance.targets import SEEDS, TARGETS, agreed, decoder, frames, handshake, malformed

LEAVES: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
GOOD: list[dict[str, Any]] = [msgspec.json.decode(each) for each in SEEDS["decoder"][:3]]


@st.composite
def near_misses(draw: st.DrawFn) -> object:
    """A good frame with one thing in it replaced, removed or added, anywhere."""
    message: Any = msgspec.json.decode(msgspec.json.encode(draw(st.sampled_from(GOOD))))
    place: dict[str, Any] = message
    while draw(st.booleans()) and isinstance(place.get("cmd"), dict):
        place = place["cmd"]
    key = draw(st.sampled_from([*place, "t", "x"]))
    if draw(st.booleans()):
        place[key] = draw(VALUES)
    else:
        place.pop(key, None)
    return message


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """Good bytes with some cut out, put in or turned over."""
    data = bytearray(draw(st.sampled_from(SEEDS[name])))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = draw(st.integers(at, min(len(data), at + 8)))
        data[at:end] = draw(st.binary(max_size=8))
    return bytes(data)


@given(near_misses() | VALUES)
def test_both_formats_understand_the_same(message: object) -> None:
    assert agreed(message) == []


@given(damaged("decoder") | st.binary(max_size=2_000))
def test_any_bytes_are_a_frame_or_refused_in_our_words(data: bytes) -> None:
    assert decoder(data) == []


@given(damaged("frames") | st.binary(max_size=300))
@example(b"\x81\x7e" + b"x" * 126)
def test_any_frames_are_answered_alike_however_they_are_cut(script: bytes) -> None:
    assert frames(script) == []


@given(damaged("handshake") | st.binary(max_size=300))
def test_any_head_is_answered_alike_however_it_is_cut(head: bytes) -> None:
    assert handshake(head) == []


# each finds what it is there for


def test_a_refusal_that_is_in_no_catalogue_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "CATALOGUE", {})
    garbage, wrong_type = (f"protocol.{each} is not in the catalogue" for each in ("garbage", "wrong_type"))
    assert decoder(b"{") == [garbage, wrong_type]
    assert agreed(1) == [wrong_type, wrong_type]


def test_what_the_formats_understand_differently_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(_form: object, data: bytes) -> ClientFrame:
        return Ping(len(data))

    monkeypatch.setattr(Format, "decode", decode)
    assert agreed({"t": "ping", "n": 100}) == ["Ping(n=20) in one format, Ping(n=11) in the other"]
    assert decoder(b"1")[0] == "Ping(n=1) of hub.v1.json comes back from hub.v1.json as Ping(n=18)"


HEAD = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
HI, BYE = b"\x81\x02hi", b"\x88\x02\x03\xe8"
ILL = {
    b"HTTP/1.1 400 Bad Request\r\n\r\n": "is no socket",
    HEAD + b"\x01\x02hi": "is a piece",
    HEAD + b"\x83\x02hi": "of a kind that the hub does not say",
    HEAD + HI + b"\x81\x03hi": "frame 2 .* lacks 1 bytes",
    HEAD + b"\x81": "lacks 1 bytes",
    HEAD + BYE + HI: "is a goodbye, and something follows it",
}


@pytest.mark.parametrize(("answer", "what"), ILL.items(), ids=ILL.values())
def test_an_answer_that_is_not_well_formed_is_found(answer: bytes, what: str) -> None:
    [found] = malformed(answer)
    assert re.search(what, found)


def test_an_answer_that_is_well_formed_is_not() -> None:
    assert malformed(HEAD) == malformed(HEAD + HI + HI + BYE) == []
    assert malformed(HEAD + b"\x81\x7e\x00\x7e" + b"x" * 126) == []


def test_the_fuzzer_is_told_by_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    TARGETS["decoder"](b"{")
    monkeypatch.setattr(targets, "CATALOGUE", {})
    with pytest.raises(AssertionError, match=r"protocol\.garbage is not in the catalogue"):
        TARGETS["decoder"](b"{")


@pytest.mark.parametrize(
    ("said", "returncode", "counted"),
    [
        ("stat::number_of_executed_units: 100\n", 0, (100, 100, 0)),
        ("AssertionError: ?\nstat::number_of_executed_units: 100\n", 77, (100, 99, 1)),
        ("ImportError: no atheris\n", 1, (1, 0, 1)),
        ("", 0, (1, 0, 1)),
    ],
)
def test_a_fuzzer_that_fails_or_tries_nothing_has_failed(
    said: str, returncode: int, counted: tuple[int, int, int]
) -> None:
    row = fuzz.found("decoder", said, returncode)
    assert (row.cases, row.passed, row.failed) == counted


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", fuzz.NAMES)
async def test_guided_by_what_it_reaches_nothing_else_is_found(name: str) -> None:
    row = await fuzz.guided(name)
    keep([row], fuzz.COMMAND)
    assert row.failed == 0, row.failures
    assert row.cases > 0 or row.notes.startswith("not run")
