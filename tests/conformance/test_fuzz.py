"""Any bytes: a frame or the documented refusal, the same however they are cut, never anything else."""

from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.conformance import fuzz
from tests.conformance.kept import keep
from tests.conformance.targets import SEEDS, agreed, decoder, frames, handshake

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
    agreed(message)


@given(damaged("decoder") | st.binary(max_size=2_000))
def test_any_bytes_are_a_frame_or_refused_in_our_words(data: bytes) -> None:
    decoder(data)


@given(damaged("frames") | st.binary(max_size=300))
@example(b"\x81\x7e" + b"x" * 126)
def test_any_frames_are_answered_alike_however_they_are_cut(script: bytes) -> None:
    frames(script)


@given(damaged("handshake") | st.binary(max_size=300))
def test_any_head_is_answered_alike_however_it_is_cut(head: bytes) -> None:
    handshake(head)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", fuzz.NAMES)
async def test_guided_by_what_it_reaches_nothing_else_is_found(name: str) -> None:
    row = await fuzz.guided(name)
    keep([row], fuzz.COMMAND)
    assert row.failed == 0, row.failures
