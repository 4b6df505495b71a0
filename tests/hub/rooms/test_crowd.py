from typing import Any

from hub.kernel import Role
from hub.presence.messages import Focused, Typed
from hub.presence.roster import LEAVE_GRACE_MS, Roster
from hub.rooms.crowd import LEASE_MS, Crowd
from hub.rooms.ring import Told
from tests.builders import a_person, an_actor


def told(at_ms: int, *people: str) -> Told:
    """What another worker says."""
    return Told(at_ms, Roster(len(people), tuple(a_person(each) for each in people)))


def names(crowd: Crowd) -> list[str]:
    """Who is here."""
    return [each.name for each in crowd.here().people or ()]


def test_who_is_here_are_our_own_and_those_of_all_other_workers() -> None:
    crowd = Crowd()
    crowd.arrive(an_actor("ana"))
    crowd.told("w1", told(1, "ben"), 0)
    crowd.told("w2", told(1, "cleo", "ana"), 0)
    assert names(crowd) == ["Ana", "Ben", "Cleo"]


def test_only_a_change_has_to_be_told() -> None:
    crowd = Crowd()
    crowd.arrive(an_actor("ana"))
    assert crowd.dirty
    crowd.dirty = False
    crowd.arrive(an_actor("ana"))
    crowd.leave("ana", 0)
    assert not crowd.dirty


def test_who_left_is_here_for_a_moment_longer() -> None:
    crowd = Crowd()
    crowd.arrive(an_actor("ana"))
    crowd.dirty = False
    crowd.leave("ana", 1_000)
    crowd.expire(1_000 + LEAVE_GRACE_MS - 1)
    assert (names(crowd), crowd.dirty, crowd.empty) == (["Ana"], False, False)
    crowd.expire(1_000 + LEAVE_GRACE_MS)
    assert (names(crowd), crowd.dirty, crowd.empty) == ([], True, True)


def test_a_newcomer_is_told_where_people_are() -> None:
    crowd = Crowd()
    crowd.arrive(an_actor("ana", Role.CREW))
    crowd.note(Focused(person="ana", field="show.doors"))
    crowd.note(Typed(person="ana", on=True))
    here: Any = crowd.here().people
    assert (here[0].focus, here[0].typing) == ("show.doors", True)


def test_of_two_rosters_of_a_worker_the_later_counts_in_whatever_order_they_come() -> None:
    crowd = Crowd()
    assert crowd.told("w1", told(2, "ana", "ben"), 0)
    assert not crowd.told("w1", told(1, "ana"), 0)
    assert names(crowd) == ["Ana", "Ben"]


def test_the_same_people_again_are_no_news() -> None:
    crowd = Crowd()
    assert crowd.told("w1", told(1, "ana"), 0)
    assert not crowd.told("w1", told(2, "ana"), 0)
    assert crowd.told("w1", told(3), 0)


def test_a_lease_that_is_older_than_what_the_bus_told_changes_nothing() -> None:
    """A lease is written with the heartbeat; whoever came since would blink."""
    crowd = Crowd()
    crowd.told("w1", told(5, "ana", "ben"), 0)
    assert not crowd.reconcile({"w1": told(3, "ana")}, 100)
    assert names(crowd) == ["Ana", "Ben"]


def test_where_somebody_of_another_worker_is_outlives_its_older_lease() -> None:
    crowd = Crowd()
    crowd.told("w1", told(1, "ana", "ben"), 0)
    crowd.noted("w1", (Focused(person="ana", field="show.doors"), Typed(person="ana", on=True)), 3)
    assert not crowd.reconcile({"w1": told(2, "ana", "ben")}, 100)
    here: Any = crowd.here().people
    assert [(each.focus, each.typing) for each in here] == [("show.doors", True), ("", False)]
    assert crowd.told("w1", told(4, "ana", "ben"), 200)


def test_a_notice_that_is_older_than_the_roster_changes_nothing() -> None:
    crowd = Crowd()
    crowd.told("w1", told(5, "ana"), 0)
    before = crowd.here()
    crowd.noted("w1", (Focused(person="ana", field="show.doors"),), 4)
    crowd.noted("w2", (Focused(person="ana", field="show.doors"),), 9)
    assert crowd.here() == before


def test_a_lease_brings_what_the_bus_lost() -> None:
    crowd = Crowd()
    crowd.told("w1", told(1, "ana"), 0)
    assert crowd.reconcile({"w1": told(2, "ana", "ben"), "w2": told(1, "cleo")}, 100)
    assert names(crowd) == ["Ana", "Ben", "Cleo"]


def test_a_worker_that_has_no_lease_yet_is_believed() -> None:
    crowd = Crowd()
    crowd.told("w1", told(1, "ana"), 0)
    assert not crowd.reconcile({}, LEASE_MS - 1)
    assert names(crowd) == ["Ana"]


def test_a_dead_worker_takes_its_people_with_it() -> None:
    """Its lease may still be there for a while: the same one again is no sign of life."""
    crowd = Crowd()
    crowd.reconcile({"w1": told(1, "ana")}, 0)
    assert not crowd.reconcile({"w1": told(1, "ana")}, LEASE_MS - 1)
    assert crowd.reconcile({}, LEASE_MS)
    assert names(crowd) == []
    assert not crowd.reconcile({}, 2 * LEASE_MS)


def test_nobody_is_given_up_while_nobody_can_be_heard() -> None:
    crowd = Crowd()
    crowd.told("w1", told(1, "ana"), 0)
    crowd.excuse(10 * LEASE_MS)
    assert not crowd.reconcile({}, 10 * LEASE_MS + 1)
    assert names(crowd) == ["Ana"]


def test_what_is_told_twice_in_a_moment_is_told_in_order() -> None:
    crowd = Crowd()
    first = crowd.tell(5)
    crowd.arrive(an_actor("ana"))
    second, third = crowd.tell(5), crowd.tell(900)
    assert first.at_ms < second.at_ms < third.at_ms
    assert (first.roster.count, second.roster.count) == (0, 1)
