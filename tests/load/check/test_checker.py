"""The negative twin of every property: an honest run has no breach, and each way to tamper with it is reported."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec
import pytest

from load.bots.history import Seat, Sent, Stretch, Track, digest
from load.check.checker import Kind, Listing, Logged, Report, Witness, check

FLOOR = "floor/test"
PHONE = Seat("public", "hub.v1.json")
DESK = Seat("desk", "hub.v1.json")
STATE = digest(b"the state at 0")
LATER = digest(b"the state at 3")


def fact(seq: int, seat: Seat = PHONE) -> bytes:
    return digest(f"fact {seq} for {seat.lane}".encode())


def logged(seq: int, person: str, command_id: str, part: int = 0) -> Logged:
    seen_as = {DESK: fact(seq, DESK)} if seq == 4 else {PHONE: fact(seq), DESK: fact(seq, DESK)}
    return Logged(seq, person, command_id, part, seen_as)


def stretch(after: int, upto: int, *seqs: int, seat: Seat = PHONE, state: bytes | None = None) -> Stretch:
    return Stretch(FLOOR, after, upto, tuple((seq, fact(seq, seat)) for seq in seqs), state)


def track(person: str, *stretches: Stretch, seat: Seat = PHONE) -> Track:
    return Track(FLOOR, person, seat, stretches=list(stretches))


def sent(command_id: str, seq: int = 0, **changes: object) -> Sent:
    return replace(Sent(command_id, FLOOR, 0.0, attempts=1, outcome="acked", seq=seq), **changes)


@dataclass
class Run:
    """Six facts: a-1 made 1, b-1 made 2 and 3, d-1 made 4 (hidden from phones), a-2 and b-2 the others."""

    log: list[Logged]
    ana: Track
    bo: Track
    desk: Track
    anas: list[Sent]
    bos: list[Sent]
    desks: list[Sent]
    states: dict[tuple[Seat, int], bytes]
    present: bool = True
    faults: tuple[str, ...] = ()

    def judged(self) -> Report:
        witnesses = [
            Witness("ana", [self.ana], self.anas, self.present, self.faults),
            Witness("bo", [self.bo], self.bos),
            Witness("desk", [self.desk], self.desks),
        ]
        return check({FLOOR: Listing(self.log, self.states)}, witnesses)


def a_run() -> Run:
    return Run(
        log=[
            logged(1, "ana", "a-1"),
            logged(2, "bo", "b-1"),
            logged(3, "bo", "b-1", part=1),
            logged(4, "desk", "d-1"),
            logged(5, "ana", "a-2"),
            logged(6, "bo", "b-2"),
        ],
        ana=track("ana", stretch(0, 0, state=STATE), stretch(0, 3, 1, 2, 3), stretch(3, 6, 5, 6)),
        bo=track("bo", stretch(0, 1, 1, state=STATE), stretch(1, 2, 2), stretch(3, 6, 5, 6, state=LATER)),
        desk=track(
            "desk", stretch(0, 0, seat=DESK, state=STATE), stretch(0, 6, 1, 2, 3, 4, 5, 6, seat=DESK), seat=DESK
        ),
        anas=[sent("a-1", 1), sent("a-2", 5), sent("a-3", outcome="refused", code="queue.too_many")],
        bos=[sent("b-1", 2, attempts=3), sent("b-2", 6), sent("b-3", 0)],
        desks=[sent("d-1", 4)],
        states={(PHONE, 0): STATE, (DESK, 0): STATE, (PHONE, 3): LATER},
    )


def test_an_honest_run_has_no_breach_and_is_counted() -> None:
    report = a_run().judged()
    assert report.breaches == []
    assert (report.sent, report.acked, report.refused) == (7, 6, 1)
    assert (report.delivered, report.lost, report.repeated) == (5 + 4 + 6, 0, 0)
    assert (report.snapshots, report.resumed) == (4, 0)


def put(stretches: list[Stretch], at: int, other: Stretch) -> None:
    stretches[at] = other


def change(entry: Logged, **changes: object) -> Logged:
    return msgspec.structs.replace(entry, **changes)


TAMPERED: dict[str, tuple[Kind, Callable[[Run], object]]] = {
    "a number is missing in the log": (Kind.HOLE, lambda run: run.log.pop(3)),
    "two facts have one number": (Kind.HOLE, lambda run: put_log(run, 3, seq=3)),
    "a command was done twice": (Kind.TWICE, lambda run: put_log(run, 4, command_id="a-1")),
    "a command was done twice at once": (Kind.TWICE, lambda run: put_log(run, 2, part=0)),
    "a command's second fact is elsewhere": (Kind.TWICE, lambda run: put_log(run, 2, part=2)),
    "an acked command is not in the log": (Kind.LOST_ACK, lambda run: run.anas.append(sent("a-9", 7))),
    "an ack names another number": (Kind.LOST_ACK, lambda run: run.anas.__setitem__(0, sent("a-1", 5))),
    "an ack says nothing happened": (Kind.LOST_ACK, lambda run: run.anas.__setitem__(0, sent("a-1", 0))),
    "a refused command is in the log": (
        Kind.REFUSED,
        lambda run: run.anas.__setitem__(0, sent("a-1", outcome="refused", code="queue.full")),
    ),
    "a command was never answered": (Kind.UNANSWERED, lambda run: run.anas.__setitem__(0, sent("a-1", outcome="open"))),
    "the log has a command nobody sent": (Kind.PHANTOM, lambda run: run.anas.pop(0)),
    "a client saw what is not in the log": (Kind.PHANTOM, lambda run: run.ana.stretches.append(stretch(6, 7, 7))),
    "a client saw another fact": (
        Kind.DIFFERENT,
        lambda run: put(run.ana.stretches, 2, Stretch(FLOOR, 3, 6, ((5, fact(6)), (6, fact(6))))),
    ),
    "a phone saw what only the desk may": (
        Kind.DIFFERENT,
        lambda run: put(run.ana.stretches, 2, stretch(3, 6, 4, 5, 6)),
    ),
    "a client found a fault itself": (Kind.DIFFERENT, lambda run: setattr(run, "faults", ("acked otherwise",))),
    "a frame leaves a fact out": (Kind.MISSING, lambda run: put(run.ana.stretches, 1, stretch(0, 3, 1, 3))),
    "a frame came twice": (Kind.REPEATED, lambda run: run.ana.stretches.append(stretch(3, 6, 5, 6))),
    "a frame has a fact twice": (Kind.REPEATED, lambda run: put(run.ana.stretches, 1, stretch(0, 3, 1, 2, 2, 3))),
    "a frame is out of order": (Kind.REPEATED, lambda run: put(run.ana.stretches, 1, stretch(0, 3, 2, 1, 3))),
    "a snapshot leads back": (
        Kind.REPEATED,
        lambda run: run.ana.stretches.append(stretch(0, 3, 1, 2, 3, state=STATE)),
    ),
    "a frame did not come": (Kind.GAP, lambda run: run.ana.stretches.pop(1)),
    "a snapshot says something else": (Kind.STATE, lambda run: run.states.update({(PHONE, 3): STATE})),
    "a snapshot is of no state there was": (Kind.STATE, lambda run: run.states.pop((DESK, 0))),
    "a client did not get the last facts": (Kind.BEHIND, lambda run: run.ana.stretches.pop()),
}


def put_log(run: Run, at: int, **changes: object) -> None:
    run.log[at] = change(run.log[at], **changes)


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_run_is_reported(name: str) -> None:
    kind, tamper = TAMPERED[name]
    run = a_run()
    tamper(run)
    assert kind in run.judged().kinds


def test_every_kind_of_breach_has_a_tampered_run() -> None:
    assert {kind for kind, _ in TAMPERED.values()} == set(Kind)


def test_lost_deliveries_are_counted_per_fact_and_client() -> None:
    run = a_run()
    run.ana.stretches.pop(1)
    assert run.judged().lost == 3
    run.bo.stretches.pop()
    assert run.judged().lost == 3 + 3  # 4 is hidden from bo


def test_a_fact_left_out_of_a_shared_frame_is_lost_to_all_who_got_it() -> None:
    run = a_run()
    short = stretch(0, 3, 1, 3)
    put(run.ana.stretches, 1, short)
    run.bo.stretches[:] = [run.ana.stretches[0], short, run.ana.stretches[2]]
    assert run.judged().lost == 2


def test_repeated_deliveries_are_counted_per_fact() -> None:
    run = a_run()
    run.ana.stretches.append(stretch(3, 6, 5, 6))
    assert run.judged().repeated == 2


def test_who_left_before_the_end_need_not_have_everything() -> None:
    run = a_run()
    run.ana.stretches.pop()
    run.present = False
    assert run.judged().breaches == []


def test_a_command_sent_more_than_once_may_have_been_done_by_another_attempt() -> None:
    run = a_run()
    run.anas[0] = sent("a-1", outcome="refused", code="queue.full", attempts=2)
    run.anas[1] = sent("a-2", 0, attempts=2)
    assert run.judged().breaches == []


def test_a_command_that_was_never_written_needs_no_answer() -> None:
    run = a_run()
    run.anas.append(sent("a-4", outcome="open", attempts=0))
    assert run.judged().breaches == []
