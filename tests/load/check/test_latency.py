from array import array

from load.bots.history import Sent, Stretch, Track
from load.check.checker import Listing, Logged, Witness
from load.check.latency import CROWD, EVERY, to_others

FLOOR = "floor/test"
LOG = {
    FLOOR: Listing([Logged(1, "ana", "a-1", 0, {}), Logged(2, "ana", "a-1", 1, {}), Logged(3, "x", "seed", 0, {})], {})
}
ASKED = Sent("a-1", FLOOR, at_s=10.0)


def stretch(after: int, *seqs: int, state: bytes | None = None) -> Stretch:
    return Stretch(FLOOR, after, seqs[-1], tuple((seq, b"") for seq in seqs), state)


def witness(person: str, *heard: tuple[Stretch, float], commands: tuple[Sent, ...] = ()) -> Witness:
    track = Track(FLOOR, person, stretches=[s for s, _ in heard], times_s=array("d", [at_s for _, at_s in heard]))
    return Witness(person, [track], commands)


def test_it_is_from_asking_to_seeing_for_every_fact_and_everybody_else() -> None:
    ana = witness("ana", (stretch(0, 1, 2), 10.1), commands=(ASKED,))
    bo = witness("bo", (stretch(0, 1), 10.25), (stretch(1, 2, 3), 10.5))
    assert to_others(LOG, [ana, bo]) == [(10.0, 0.25), (10.0, 0.5)]


def test_what_came_with_a_snapshot_says_nothing() -> None:
    ana = witness("ana", commands=(ASKED,))
    bo = witness("bo", (stretch(0, 1, 2, state=b"s"), 99.0))
    assert to_others(LOG, [ana, bo]) == []


def test_of_a_large_crowd_some_are_looked_at() -> None:
    ana = witness("ana", commands=(ASKED,))
    many = [witness(f"p{number}", (stretch(0, 1), 10.25)) for number in range(CROWD + 10 * EVERY - 1)]
    assert len(to_others(LOG, [ana, *many])) == CROWD - 1 + 10
