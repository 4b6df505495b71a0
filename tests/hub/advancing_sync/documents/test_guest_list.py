import pytest

from hub.advancing_sync.documents.content import Fact, Guest, GuestListContent
from hub.advancing_sync.documents.guest_list import ALLOTMENT, GUESTS, alphabetical, guest_list
from hub.advancing_sync.form import Form
from hub.advancing_sync.guests_messages import CheckIn
from hub.advancing_sync.messages import Edit, Value
from tests.hub.advancing_sync.documents.papers import BEN, after, answered, listed, readers, seen

WHO: list[dict[str, Value]] = [
    {"name": "Zoë", "plus": 2, "approved": True},
    {"name": "Åke", "approved": True, "pass_type": "all areas", "pick_up": "Box office", "requested_by": "Ana"},
    {"name": "aaron", "plus": 1, "approved": True, "notes": "brings a dog"},
    {"name": "Declined", "plus": 5, "approved": False},
    {"name": "Later", "plus": 1},
]


def test_the_door_lets_in_by_the_alphabet_and_asks_about_the_rest() -> None:
    content = guest_list(readers(after(listed(GUESTS, WHO), CheckIn(row="r1", count=3), CheckIn(row="r3"))))
    assert content.guests == (
        Guest("aaron", 1, 2, 1, "", "", "", "brings a dog"),
        Guest("Åke", 0, 1, 0, "all areas", "Box office", "Ana", ""),
        Guest("Zoë", 2, 3, 3, "", "", "", ""),
    )
    assert [guest.name for guest in content.waiting] == ["Later"]


@pytest.mark.parametrize(
    ("allotment", "left"),
    [(None, ""), (20, "12 left of 20"), (8, "0 left of 8"), (5, "3 over the 5 agreed")],
)
def test_what_is_left_of_the_allotment_counts_everybody_who_comes_along(allotment: int | None, left: str) -> None:
    assert guest_list(readers(answered({ALLOTMENT: allotment}, listed(GUESTS, WHO)))).left == left


def test_when_it_closes_and_where_guests_pick_up_stands_at_its_head() -> None:
    form = answered({"guest_list.cutoff_date": "2026-07-04", "guest_list.cutoff_time": "17:00"})
    form = answered({"guest_list.pick_up": "Box office"}, form)
    form = after(form, Edit(field="guest_list.cutoff_time", value="18:00"), by=BEN)
    assert guest_list(readers(form)).facts == (
        Fact("In all", "0\u00a0people"),
        Fact("Closes", "Saturday 4 July 2026, 18:00", ("also 17:00, by Ana",)),
        Fact("Where guests pick up", "Box office"),
    )


def test_one_guest_is_a_person() -> None:
    assert guest_list(readers(listed(GUESTS, [{"name": "Ida"}]))).facts == (Fact("In all", "1\u00a0person"),)


def test_a_name_that_two_have_written_shows_both() -> None:
    form = listed(GUESTS, [{"name": "Ida", "approved": True}])
    form = after(form, Edit(field=GUESTS, value="Ida Lund", row="r1", column="name"), by=BEN)
    assert guest_list(readers(form)).guests[0].name == "Ida Lund (also Ida, by Ana)"


def test_who_may_not_see_the_list_sees_nobody() -> None:
    form = seen(listed(GUESTS, WHO, answered({ALLOTMENT: 20})), "wifi")
    assert guest_list(readers(form)) == GuestListContent("", (Fact("In all", "0\u00a0people"),), (), ())
    assert guest_list(readers(Form())).guests == ()


def test_names_sort_as_readers_look_for_them() -> None:
    names = [
        "Zoë",
        "Øystein",
        "Oskar",
        "oz",
        "Ole",
        "Łukasz",
        "Lukas",
        "Ämilia",
        "Amelie",
        "Ängström",
        "Straße",
        "Strasse",
    ]
    assert sorted(names, key=alphabetical) == [
        "Amelie",
        "Ämilia",
        "Ängström",
        "Lukas",
        "Łukasz",
        "Ole",
        "Oskar",
        "Øystein",
        "oz",
        "Strasse",
        "Straße",
        "Zoë",
    ]
