"""Stamps: newer than everything seen, however the clock stands."""

from hypothesis import given
from hypothesis import strategies as st

from hub.advancing_sync.stamp import covers, newest, next_stamp
from tests.hub.advancing_sync.forms import a_stamp


def test_the_first_stamp_is_the_time_and_the_person() -> None:
    assert next_stamp("", 1_767_470_400_000, "ana") == "1767470400000-0000-ana"


def test_a_later_time_starts_the_counter_again() -> None:
    assert next_stamp("0000000000005-0007-ana", 6, "bob") == "0000000000006-0000-bob"


def test_the_same_time_counts_on() -> None:
    assert next_stamp("0000000000005-0007-ana", 5, "bob") == "0000000000005-0008-bob"


def test_a_clock_that_stepped_back_counts_on() -> None:
    assert next_stamp("0000000000005-0007-ana", 1, "ana") == "0000000000005-0008-ana"


def test_a_full_counter_borrows_a_millisecond() -> None:
    assert next_stamp("0000000000005-9999-ana", 5, "ana") == "0000000000006-0000-ana"


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["ana", "bob-2", "Zoe_3", "0.9"])), min_size=2, max_size=200)
)
def test_stamps_rise_as_text_and_are_all_different(writes: list[tuple[int, str]]) -> None:
    stamps = [""]
    for now_ms, person in writes:
        stamps.append(next_stamp(stamps[-1], now_ms, person))
    assert sorted(set(stamps)) == stamps


def test_the_newest_stamp_of_each_person_is_kept() -> None:
    stamps = [a_stamp(3, "ana"), a_stamp(1, "bob"), a_stamp(5, "ana"), a_stamp(4, "ana")]
    assert newest(stamps) == (a_stamp(1, "bob"), a_stamp(5, "ana"))


def test_a_vector_covers_what_its_people_wrote_up_to_then() -> None:
    seen = (a_stamp(1, "bob"), a_stamp(5, "ana"))
    assert covers(seen, a_stamp(5, "ana"))
    assert covers(seen, a_stamp(4, "ana"))
    assert not covers(seen, a_stamp(6, "ana"))
    assert not covers(seen, a_stamp(4, "bob"))
    assert not covers(seen, a_stamp(1, "bobby"))
