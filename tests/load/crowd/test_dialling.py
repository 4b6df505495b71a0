from load.crowd.dialling import BATCH_MAX, DIAL_NS_MAX, Dialling
from load.crowd.line import Line

SECOND = 1_000_000_000


def lines(count: int) -> list[Line]:
    return [Line(number, "t", sampled=False) for number in range(count)]


def test_newcomers_dial_so_many_at_a_time() -> None:
    dialling, some = Dialling(0), lines(5)
    dialling.newcomers(some, per_s=0, at_once=2)
    assert dialling.due(0) == some[:2]
    assert dialling.due(1) == []
    dialling.over(some[0])
    assert dialling.due(2) == [some[2]]


def test_newcomers_dial_at_a_pace() -> None:
    dialling = Dialling(0)
    dialling.newcomers(lines(100), per_s=10, at_once=100)
    dialled = sum(len(dialling.due(tenth * SECOND // 20)) for tenth in range(40))
    assert 19 <= dialled <= 21


def test_a_pace_that_was_not_kept_is_not_made_up_for_at_once() -> None:
    dialling = Dialling(0)
    dialling.newcomers(lines(100), per_s=10, at_once=100)
    dialling.due(0)
    assert len(dialling.due(60 * SECOND)) <= 2


def test_who_comes_back_waits_for_their_time_and_for_nobody_else() -> None:
    dialling, some = Dialling(0), lines(300)
    for line in some:
        dialling.later(line, 5 * SECOND - line.number)
    assert dialling.due(4 * SECOND) == []
    assert dialling.due(5 * SECOND) == some[::-1][:BATCH_MAX]
    assert len(dialling.due(5 * SECOND)) == BATCH_MAX


def test_those_who_come_back_can_be_limited() -> None:
    dialling, some = Dialling(3), lines(9)
    for line in some:
        dialling.later(line, 0)
    assert len(dialling.due(1)) == 3
    dialling.over(some[1])
    assert len(dialling.due(1)) == 1


def test_who_dials_for_too_long_is_late() -> None:
    dialling, some = Dialling(0), lines(3)
    dialling.newcomers(some[:1], per_s=0, at_once=9)
    dialling.due(0)
    dialling.newcomers(some[1:], per_s=0, at_once=9)
    dialling.due(SECOND)
    assert dialling.late(DIAL_NS_MAX - 1) == []
    assert dialling.late(DIAL_NS_MAX) == some[:1]
    dialling.over(some[0])
    assert dialling.late(DIAL_NS_MAX + SECOND) == some[1:]
