import pytest

from load.bots.history import Stretch, Track, digest, fault_in, follows

ROOM = "show/test"


def a_stretch(after: int, upto: int, *seqs: int, state: bytes | None = None) -> Stretch:
    return Stretch(ROOM, after, upto, tuple((seq, digest(b"%d" % seq)) for seq in seqs), state)


def test_different_bytes_have_different_digests() -> None:
    assert digest(b"a") != digest(b"b")
    assert len(digest(b"a")) == 16


@pytest.mark.parametrize(
    "sound", [a_stretch(3, 3), a_stretch(3, 6, 4, 5, 6), a_stretch(3, 6, 5), a_stretch(3, 6)], ids=repr
)
def test_a_frame_whose_facts_rise_within_its_bounds_is_sound(sound: Stretch) -> None:
    assert fault_in(sound) is None


@pytest.mark.parametrize(
    "broken",
    [a_stretch(3, 6, 4, 4), a_stretch(3, 6, 5, 4), a_stretch(3, 6, 3), a_stretch(3, 6, 7), a_stretch(6, 3)],
    ids=repr,
)
def test_a_frame_whose_facts_do_not_is_not(broken: Stretch) -> None:
    assert fault_in(broken) is not None


def test_a_frame_follows_when_it_starts_where_the_last_ended() -> None:
    assert follows(3, a_stretch(3, 5, 4, 5)) is None
    assert "gap" in (follows(2, a_stretch(3, 5, 4, 5)) or "")
    assert "repeat" in (follows(4, a_stretch(3, 5, 4, 5)) or "")


def test_a_snapshot_may_jump_ahead_but_not_back() -> None:
    assert follows(3, a_stretch(90, 95, state=b"s")) is None
    assert follows(96, a_stretch(90, 95, state=b"s")) is not None


def test_a_track_goes_on_from_what_it_heard_and_notes_what_did_not_follow() -> None:
    track = Track(ROOM)
    track.add(a_stretch(0, 2, 1, 2, state=b"s"), 0.5)
    track.add(a_stretch(3, 4, 4), 1.5)
    track.add(a_stretch(4, 5, 5), 2.5)
    assert track.seen == 5
    assert list(track.times_s) == [0.5, 1.5, 2.5]
    assert len(track.faults) == 1
