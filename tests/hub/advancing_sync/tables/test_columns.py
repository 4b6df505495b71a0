import pytest

from hub.advancing_sync.schema import Field, Kind
from hub.advancing_sync.standard import STANDARD
from hub.advancing_sync.tables.columns import (
    NATURAL,
    ROW_ID,
    filename,
    headers,
    list_of,
    natural,
    recognise,
)
from hub.errors import Rejected

LISTS = [
    f"{section.key}.{field.key}" for section in STANDARD.sections for field in section.fields if field.kind == Kind.LIST
]
GUESTS = list_of(STANDARD, "guest_list.guests").columns


@pytest.mark.parametrize("key", LISTS)
def test_every_list_finds_its_own_names_again(key: str) -> None:
    columns = list_of(STANDARD, key).columns
    keys = tuple(column.key for column in columns)
    for names in (headers(columns), keys, [f"{each.label.upper()} [{each.unit}]" for each in columns]):
        assert recognise([*names, ROW_ID], columns) == (*keys, ROW_ID)


def test_what_is_told_of_lists_is_about_columns_that_are_there() -> None:
    for key, told in NATURAL.items():
        assert {column.key for column in list_of(STANDARD, key).columns} >= set(told)
        assert natural(key, list_of(STANDARD, key).columns) == told


def test_columns_go_by_what_people_call_them() -> None:
    said = ["Gast", "+", "ticket", "Nächster Halt", "BESTÄTIGT", "notiz", "id"]
    assert recognise(said, GUESTS) == ("name", "plus", "pass_type", None, "approved", "notes", None)
    inputs = list_of(STANDARD, "technical.inputs").columns
    said = ["#", "Instrument", "mic/DI", "48V", ""]
    assert recognise(said, inputs) == ("channel", "source", "mic", "phantom", None)


def test_a_surer_name_is_not_given_away_and_the_same_one_is_found_twice() -> None:
    assert recognise(["Guest", "Name"], GUESTS) == (None, "name")
    assert recognise(["Name", "name"], GUESTS) == ("name", None)
    assert recognise(["Guest", "Gast"], GUESTS) == ("name", "name")


@pytest.mark.parametrize("labels", [("Name", "name!"), ("", "Name"), ("Row ID", "Name"), ("?", "Name")])
def test_labels_that_do_not_tell_columns_apart_give_way_to_keys(labels: tuple[str, str]) -> None:
    columns = (Field("a_b", labels[0]), Field("ab", labels[1]))
    assert headers(columns) == ("a_b", "ab")
    assert recognise(["ab", "a_b", ROW_ID], columns) == ("ab", "a_b", ROW_ID)


def test_rows_are_told_apart_by_the_first_column_unless_more_is_known() -> None:
    assert natural("guest_list.guests", GUESTS) == ("name",)
    assert natural("schedule.items", GUESTS) == ("name",)
    assert natural("own.list", ()) == ()


def test_only_lists_are_files() -> None:
    for key, code in (("show.title", "sheet.not_a_list"), ("show.nothing", "advance.unknown_field")):
        with pytest.raises(Rejected) as refused:
            list_of(STANDARD, key)
        assert refused.value.code == code


def test_a_file_has_a_plain_name() -> None:
    assert filename("guest_list.guests", "csv") == "guest-list-guests.csv"
