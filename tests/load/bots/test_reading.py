import msgspec
import pytest

from hub.wire import FORMATS, JSON, Format, Notices, Welcome
from load.bots.history import digest
from load.bots.reading import KEPT_MAX, Reader, canonical
from tests.load.frames import FLOOR, a_fact, facts, fail, welcome


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_facts_are_read_as_a_stretch_of_digests(form: Format) -> None:
    _, stretch = Reader(form).read(facts(3, 4, 6, form=form, upto=7))
    assert stretch is not None
    assert (stretch.room, stretch.after, stretch.upto, stretch.state) == (FLOOR, 3, 7, None)
    assert stretch.facts == tuple((seq, digest(bytes(a_fact(seq, form)[1]))) for seq in (4, 6))


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_the_same_frame_is_read_once_for_all_who_get_it(form: Format) -> None:
    reader = Reader(form)
    one = reader.read(facts(0, 1, form=form))
    assert reader.read(bytes(bytearray(facts(0, 1, form=form)))) is one
    assert reader.read(facts(0, 2, form=form, upto=2)) is not one


def test_a_welcome_with_a_state_is_a_snapshot_and_without_one_it_is_not() -> None:
    reader = Reader(JSON)
    frame, snapshot = reader.read(welcome(5, 6, state=b'{"chat":{"b":1,"a":2}}'))
    assert isinstance(frame, Welcome)
    assert snapshot is not None
    assert (snapshot.after, snapshot.upto, snapshot.epoch) == (5, 6, "e1")
    assert snapshot.state == digest(b'{"chat":{"a":2,"b":1}}')
    _, missed = reader.read(welcome(5, 6))
    assert missed is not None
    assert missed.state is None


def test_a_state_is_the_same_in_both_formats_and_in_any_order() -> None:
    state = {"queue": {"b": [1, 2.5], "a": None}, "chat": {}}
    other = {"chat": {}, "queue": {"a": None, "b": [1.0, 2.5]}}
    assert canonical(JSON, JSON.encode(state)) == canonical(FORMATS["hub.v1.msgpack"], msgspec.msgpack.encode(other))
    for changed in ({"chat": {"x": 1}}, {"queue": {"b": [1, 2], "a": None}}):
        assert canonical(JSON, JSON.encode(state)) != canonical(JSON, JSON.encode(state | changed))


def test_a_frame_that_contradicts_itself_is_noted_once() -> None:
    reader = Reader(JSON)
    for _ in range(3):
        reader.read(facts(3, 5, 4))
    assert len(reader.faults) == 1


def test_other_frames_have_no_stretch_and_nonsense_raises() -> None:
    reader = Reader(JSON)
    assert reader.read(fail("queue.full", "c-1"))[1] is None
    notices, stretch = reader.read(JSON.encode(Notices(FLOOR, [])))
    assert isinstance(notices, Notices)
    assert stretch is None
    with pytest.raises(msgspec.MsgspecError):
        reader.read(b'{"t":"surprise"}')


def test_old_frames_are_let_go() -> None:
    reader = Reader(JSON)
    first = reader.read(facts(0, 1))
    for seq in range(1, KEPT_MAX + 1):
        reader.read(facts(seq, seq + 1))
    assert reader.read(facts(0, 1)) is not first
