"""The guest list as a value: places, the hour it closes, and a counter that two doors share."""

from datetime import UTC, datetime
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.advancing_sync import guests
from hub.advancing_sync.form import Form
from hub.advancing_sync.guests import Arrivals, Tally, closes_ms, expected, inside, taken
from hub.advancing_sync.guests_messages import GUESTS, CheckedIn, CheckIn
from hub.advancing_sync.messages import RemoveRow, Value
from hub.errors import Rejected
from hub.kernel import Role
from tests.builders import an_actor
from tests.hub.advancing_sync.guest_lists import a_list, after, facts_of


def test_a_row_takes_a_place_for_each_until_it_is_declined_or_removed() -> None:
    form = a_list({"a": {"plus": 2}, "b": {"approved": True}, "c": {"approved": False, "plus": 9}, "d": {}})
    assert taken(form.lists[GUESTS]) == 5
    assert [expected(form.lists[GUESTS][row]) for row in "abcd"] == [3, 1, 10, 1]
    gone = after(form, RemoveRow(field=GUESTS, row="a", saw=form.last))
    assert taken(gone.lists[GUESTS]) == 2


@pytest.mark.parametrize(
    ("said", "closes"),
    [
        ({}, None),
        ({"cutoff_time": "17:00"}, None),
        ({"cutoff_date": "2026-07-04", "cutoff_time": "17:00"}, datetime(2026, 7, 4, 17, tzinfo=UTC)),
        ({"cutoff_date": "2026-07-04"}, datetime(2026, 7, 4, 23, 59, 59, tzinfo=UTC)),
        ({"date": "2026-07-04", "cutoff_time": "17:00"}, datetime(2026, 7, 4, 17, tzinfo=UTC)),
        (
            {"cutoff_date": "2026-07-04", "cutoff_time": "17:00", "timezone": "Europe/Berlin"},
            datetime(2026, 7, 4, 15, tzinfo=UTC),
        ),
        (
            {"cutoff_date": "2026-07-04", "cutoff_time": "17:00", "timezone": "../Lantern Hall"},
            datetime(2026, 7, 4, 17, tzinfo=UTC),
        ),
        ({"cutoff_date": "when we say so"}, None),
    ],
)
def test_it_closes_when_it_is_that_time_at_the_venue(said: dict[str, Value], closes: datetime | None) -> None:
    answers = {(f"show.{key}" if key in {"date", "timezone"} else f"guest_list.{key}"): said[key] for key in said}
    assert closes_ms(answers) == (None if closes is None else closes.timestamp() * 1_000)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_no_day_is_too_far_away(day: str, zone: str) -> None:
    assert closes_ms({"guest_list.cutoff_date": day, "show.timezone": zone}) is not None


def test_two_doors_that_counted_apart_count_together() -> None:
    ours: Arrivals = {"r": {"ana": Tally(2, 0, 1)}}
    theirs: Arrivals = {"r": {"ana": Tally(1, 0, 0), "ben": Tally(1, 1, 5)}}
    assert guests.merge(ours, theirs) == {"r": {"ana": Tally(2, 0, 1), "ben": Tally(1, 1, 5)}}
    assert inside(guests.merge(ours, theirs), "r") == 2
    assert inside({"r": {"ben": Tally(0, 3, 1)}}, "r") == 0
    assert inside({}, "r") == 0


DOORS = st.lists(st.tuples(st.sampled_from(["ana", "ben", "zoe"]), st.sampled_from("ab"), st.integers(-2, 3)))


@given(DOORS)
def test_what_the_hub_counted_is_inside(counts: list[tuple[str, str, int]]) -> None:
    """One hub, many doors: nothing is lost, nobody is let in beyond the row, whoever counts."""
    form = a_list({"a": {"plus": 3}, "b": {"plus": 1}})
    model = {"a": 0, "b": 0}
    most = {"a": 4, "b": 2}
    for who, row, count in counts:
        fits = 0 <= model[row] + count <= most[row]
        try:
            form = after(form, CheckIn(row=row, count=count), actor=an_actor(who, Role.CREW))
            model[row] += count
        except Rejected:
            assert not fits
        assert {row: inside(form.arrivals, row) for row in model} == model


@given(DOORS, st.randoms(use_true_random=False))
def test_doors_that_were_apart_agree_and_lose_nothing(counts: list[tuple[str, str, int]], chance: Random) -> None:
    """Each door decides alone; the facts come in any order, some twice, and in halves as states."""
    start = a_list({"a": {"plus": 50}, "b": {"plus": 50}})
    doors: dict[str, Form] = {who: start for who in ("ana", "ben", "zoe")}  # noqa: C420  a dict of any name
    facts: list[CheckedIn] = []
    for who, row, count in counts:
        try:
            made = facts_of(doors[who], CheckIn(row=row, count=count), an_actor(who, Role.CREW))
        except Rejected:
            continue
        facts += [fact for fact in made if isinstance(fact, CheckedIn)]
        doors[who] = after(doors[who], CheckIn(row=row, count=count), actor=an_actor(who, Role.CREW))

    def told(heard: list[CheckedIn]) -> Arrivals:
        arrivals: Arrivals = {}
        for fact in heard:
            arrivals = guests.apply(arrivals, fact)
        return arrivals

    mixed = facts + facts[::3]
    chance.shuffle(mixed)
    whole = told(mixed)
    states = [door.arrivals for door in doors.values()]
    for order in permutations(states):
        merged: Arrivals = {}
        for state in order:
            merged = guests.merge(merged, state)
        assert merged == whole
    assert guests.merge(whole, told(mixed[::2])) == whole
    for row in "ab":
        assert inside(whole, row) == sum(fact.count for fact in facts if fact.row == row)
