"""How facts change the queue, and what each lane sees of it."""

from hub.kernel import Lane
from hub.queue import QUEUE
from hub.queue.messages import Played, Skipped, Started, Submitted
from hub.queue.state import Queue
from tests.builders import EVENING_MS, LANES, a_submitted, folded


def a_turn(person: str) -> list[Submitted | Started | Played]:
    """Somebody asks, sings and is done."""
    asked = a_submitted(person)
    return [asked, Started(id=asked.id, at_ms=EVENING_MS), Played(id=asked.id, at_ms=EVENING_MS)]


def test_the_latest_50_that_are_over_stay_and_the_oldest_goes_first() -> None:
    turns = [a_turn(f"p{n}") for n in range(51)]

    queue = folded(QUEUE, [fact for turn in turns for fact in turn])

    assert [past.entry.id for past in queue.history] == [turn[0].id for turn in turns[1:]]


def test_everybody_who_sang_stands_once_by_the_last_turn() -> None:
    queue = folded(QUEUE, [fact for person in ("ana", "ben", "cleo", "ana") for fact in a_turn(person)])

    assert queue.sung == ("ben", "cleo", "ana")


def test_who_was_skipped_before_playing_has_not_sung() -> None:
    asked = a_submitted("ana")

    assert folded(QUEUE, [asked, Skipped(id=asked.id, at_ms=EVENING_MS)]).sung == ()


def test_rotation_forgets_whose_last_turn_is_farthest_back_of_very_many() -> None:
    sung = Queue(sung=tuple(f"p{n}" for n in range(2_000)))

    one_more = folded(QUEUE, a_turn("ana"), sung)
    again = folded(QUEUE, a_turn("p0"), sung)

    assert (one_more.sung[0], one_more.sung[-1], len(one_more.sung)) == ("p1", "ana", 2_000)
    assert (again.sung[0], again.sung[-1], len(again.sung)) == ("p1", "p0", 2_000)


def test_the_public_sees_no_notes() -> None:
    asked = a_submitted("ana", note="secret")

    assert QUEUE.view(asked, Lane.PUBLIC) == a_submitted("ana", id=asked.id)
    assert QUEUE.show(folded(QUEUE, [asked]), Lane.PUBLIC) == folded(QUEUE, [a_submitted("ana", id=asked.id)])


def test_the_public_sees_no_notes_of_what_is_over() -> None:
    asked = a_submitted("ana", note="secret")
    queue = folded(QUEUE, [asked, Skipped(id=asked.id, at_ms=EVENING_MS)])

    past = QUEUE.show(queue, Lane.PUBLIC).history[0]

    assert (past.entry.id, past.entry.title, past.entry.note) == (asked.id, asked.title, "")


def test_the_desk_sees_everything() -> None:
    asked = a_submitted("ana", note="for her birthday")
    queue = folded(QUEUE, [asked])

    assert QUEUE.view(asked, Lane.DESK) == asked
    assert QUEUE.show(queue, Lane.DESK) == queue


def test_a_fact_that_hides_nothing_looks_the_same_in_every_lane() -> None:
    for fact in a_turn("ana"):
        assert all(QUEUE.view(fact, lane) == fact for lane in LANES)
