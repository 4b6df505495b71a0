"""Who is in a room: what one worker knows, and what all workers know together."""

from itertools import permutations

import pytest

from hub.kernel import Role
from hub.presence.messages import Focused, Here, Typed
from hub.presence.roster import LEAVE_GRACE_MS, PEOPLE_SHOWN_MAX, Attendance, Roster, noted, together
from tests.builders import EVENING_MS, a_person, an_actor

NOW = EVENING_MS


def a_crowd(size: int) -> Attendance:
    attendance = Attendance()
    for number in range(size):
        attendance.arrive(an_actor(f"p{number:05}"))
    return attendance


def a_roster(*people: str, count: int | None = None) -> Roster:
    return Roster(count or len(people), None if count else tuple(a_person(person) for person in people))


# one worker


def test_nobody_is_here_at_first() -> None:
    attendance = Attendance()

    assert attendance.empty
    assert attendance.roster() == Roster(0, ())


def test_whoever_arrives_is_here_with_name_and_role() -> None:
    attendance = Attendance()

    assert attendance.arrive(an_actor("ana", Role.DJ, "DJ Ana"))
    assert not attendance.empty
    assert attendance.roster() == Roster(1, (a_person("ana", name="DJ Ana", role=Role.DJ),))


def test_a_second_tab_is_the_same_person() -> None:
    attendance = a_crowd(1)

    assert not attendance.arrive(an_actor("p00000"))
    assert attendance.roster().count == 1


def test_a_person_who_comes_again_under_another_name_is_shown_under_it() -> None:
    attendance = Attendance()
    attendance.arrive(an_actor("ana"))

    assert attendance.arrive(an_actor("ana", name="Anna"))
    assert attendance.roster() == Roster(1, (a_person("ana", name="Anna"),))


def test_closing_one_of_two_tabs_is_not_leaving() -> None:
    attendance = Attendance()
    attendance.arrive(an_actor("ana"))
    attendance.arrive(an_actor("ana"))

    attendance.leave("ana", NOW)

    assert not attendance.expire(NOW + 10 * LEAVE_GRACE_MS)
    assert attendance.roster().count == 1


def test_closing_the_last_tab_is_leaving_when_the_grace_is_over() -> None:
    attendance = a_crowd(1)

    attendance.leave("p00000", NOW)

    assert not attendance.expire(NOW + 9_999)
    assert attendance.roster().count == 1
    assert attendance.expire(NOW + 10_000)
    assert attendance.empty
    assert not attendance.expire(NOW + 10_000)


def test_closing_every_tab_is_leaving() -> None:
    attendance = Attendance()
    for _ in range(3):
        attendance.arrive(an_actor("ana"))

    for _ in range(3):
        assert not attendance.expire(NOW + LEAVE_GRACE_MS)
        attendance.leave("ana", NOW)

    assert attendance.expire(NOW + LEAVE_GRACE_MS)
    assert attendance.empty


def test_a_reload_within_the_grace_changes_nothing() -> None:
    attendance = a_crowd(1)
    attendance.leave("p00000", NOW)

    assert not attendance.arrive(an_actor("p00000"))

    assert not attendance.expire(NOW + LEAVE_GRACE_MS)
    assert attendance.roster().count == 1


def test_a_reload_leaves_the_field() -> None:
    attendance = a_crowd(1)
    attendance.note(Focused(person="p00000", field="show.title"))
    attendance.leave("p00000", NOW)

    assert attendance.arrive(an_actor("p00000"))
    assert attendance.roster().people == (a_person("p00000"),)


def test_a_second_tab_does_not_take_the_first_one_out_of_its_field() -> None:
    attendance = a_crowd(1)
    attendance.note(Focused(person="p00000", field="show.title"))

    attendance.arrive(an_actor("p00000"))

    assert attendance.roster().people == (a_person("p00000", focus="show.title"),)


def test_leaving_twice_counts_once() -> None:
    attendance = a_crowd(1)
    attendance.leave("p00000", NOW)

    attendance.leave("p00000", NOW + LEAVE_GRACE_MS)
    attendance.leave("stranger", NOW)

    assert attendance.expire(NOW + LEAVE_GRACE_MS)
    assert attendance.empty


def test_focus_and_typing_of_people_here_are_remembered() -> None:
    attendance = a_crowd(1)

    assert attendance.note(Focused(person="p00000", field="show.title"))
    assert attendance.note(Typed(person="p00000", on=True))
    assert not attendance.note(Typed(person="p00000", on=True))
    assert attendance.roster().people == (a_person("p00000", focus="show.title", typing=True),)


def test_what_strangers_do_and_other_notices_are_not() -> None:
    attendance = a_crowd(1)

    assert not attendance.note(Focused(person="stranger", field="show.title"))
    assert not attendance.note(Here(count=7, people=None))
    assert attendance.roster() == Roster(1, (a_person("p00000"),))


def test_above_200_people_only_their_count_is_told() -> None:
    attendance = a_crowd(PEOPLE_SHOWN_MAX)
    assert attendance.roster().people is not None

    assert attendance.arrive(an_actor("one-more"))

    assert attendance.roster() == Roster(PEOPLE_SHOWN_MAX + 1, None)


def test_above_200_people_nothing_changes_but_the_count() -> None:
    attendance = a_crowd(PEOPLE_SHOWN_MAX + 1)

    assert not attendance.note(Focused(person="p00000", field="show.title"))
    assert not attendance.arrive(an_actor("p00000", name="Renamed"))


def test_what_was_noted_in_a_crowd_is_told_when_the_crowd_has_gone() -> None:
    attendance = a_crowd(PEOPLE_SHOWN_MAX + 1)
    attendance.note(Focused(person="p00000", field="show.title"))

    attendance.leave("p00001", NOW)
    attendance.expire(NOW + LEAVE_GRACE_MS)

    people = attendance.roster().people
    assert people is not None
    assert people[0] == a_person("p00000", focus="show.title")


def test_ten_thousand_people_come_and_go() -> None:
    crowd = 10_000
    attendance = a_crowd(crowd)
    assert attendance.roster().count == crowd

    for number in range(crowd):
        attendance.leave(f"p{number:05}", NOW)

    assert attendance.expire(NOW + LEAVE_GRACE_MS)
    assert attendance.empty


# all workers


def test_nobody_anywhere() -> None:
    assert together([]) == Here(count=0, people=())


def test_people_of_all_workers_are_shown_by_name() -> None:
    here = together([a_roster("cleo", "ana"), a_roster("ben")])

    assert here == Here(count=3, people=(a_person("ana"), a_person("ben"), a_person("cleo")))


def test_of_two_people_with_one_name_the_order_is_settled() -> None:
    one, other = a_person("a1", name="Sam"), a_person("a2", name="Sam")

    assert together([Roster(1, (other,)), Roster(1, (one,))]).people == (one, other)


def test_a_person_on_two_workers_counts_once_and_keeps_field_and_typing() -> None:
    rosters = [Roster(1, (a_person("ana", focus="show.title"),)), Roster(1, (a_person("ana", typing=True),))]

    for order in permutations(rosters):
        assert together(order) == Here(count=1, people=(a_person("ana", focus="show.title", typing=True),))


def test_the_order_of_the_workers_does_not_matter() -> None:
    rosters = [
        Roster(2, (a_person("ana", name="Ana"), a_person("ben"))),
        Roster(1, (a_person("ana", name="Anna", role=Role.DJ),)),
        Roster(1, (a_person("ana", focus="a.b"),)),
    ]

    assert len({together(order).people for order in permutations(rosters)}) == 1


def test_a_roster_heard_twice_changes_nothing_while_people_are_shown() -> None:
    rosters = [a_roster("ana"), a_roster("ben")]

    assert together([*rosters, *rosters]) == together(rosters)


@pytest.mark.parametrize(
    ("rosters", "count"),
    [
        ([a_roster("ana"), a_roster(count=500)], 501),
        ([a_roster(count=500), a_roster("ana")], 501),
        ([a_roster(count=250), a_roster(count=251)], 501),
        ([a_crowd(150).roster(), a_roster("ana"), a_crowd(150).roster()], 151),
        ([a_crowd(150).roster(), a_roster(*(f"q{n}" for n in range(51)))], 201),
    ],
)
def test_in_a_large_crowd_the_counts_add_up(rosters: list[Roster], count: int) -> None:
    here = together(rosters)

    assert here.count == count
    assert (here.people is None) is (count > PEOPLE_SHOWN_MAX)


def test_in_a_large_crowd_a_person_on_two_workers_counts_twice() -> None:
    assert together([a_roster("ana"), a_roster("ana"), a_roster(count=500)]).count == 502


def test_200_people_on_two_workers_are_still_shown() -> None:
    half = PEOPLE_SHOWN_MAX // 2
    rosters = [Roster(half, tuple(a_person(f"{side}{n}") for n in range(half))) for side in "ab"]

    here = together(rosters)

    assert here.count == PEOPLE_SHOWN_MAX
    assert here.people is not None


def test_a_roster_after_notices_has_everybody_where_they_went() -> None:
    notices = (Focused(person="ana", field="show.title"), Here(count=9, people=None), Typed(person="ben", on=True))

    after = noted(a_roster("ana", "ben", "cat"), notices)

    assert after.people == (a_person("ana", focus="show.title"), a_person("ben", typing=True), a_person("cat"))
    assert noted(a_roster(count=300), notices) == a_roster(count=300)
