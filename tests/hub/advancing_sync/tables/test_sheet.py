import pytest

from hub.advancing_sync.form import Form
from hub.advancing_sync.tables.sheet import Sheet, export, read
from hub.errors import Rejected
from tests.hub.advancing_sync.tables.lists import GUESTS, ITEMS, columns, guests, with_row


def the_sheet(file: str | bytes, key: str = GUESTS) -> Sheet:
    body = file if isinstance(file, bytes) else file.encode()
    return read(Form(), key, columns(Form(), key), body)


def refused(file: str | bytes, key: str = GUESTS) -> tuple[str, str]:
    with pytest.raises(Rejected) as why:
        the_sheet(file, key)
    return why.value.code, why.value.say()


def test_a_list_is_written_in_its_order_with_labels_above_and_ids_behind() -> None:
    form = with_row(guests("Eve"), GUESTS, "r0", name="Adam", approved=True)
    table = export(form, GUESTS, columns(form, GUESTS))
    assert table[0] == [
        "Name", "Plus", "Pass", "Requested by", "Approved", "Pick-up", "Notes", "Row id"
    ]  # fmt: skip
    assert [(row[0], row[1], row[4], row[-1]) for row in table[1:]] == [
        ("Eve", "1", "", "r1"),
        ("Adam", "", "yes", "r0"),
    ]
    assert export(form, GUESTS, columns(form, GUESTS)[:1], ids=False) == [["Name"], ["Eve"], ["Adam"]]


@pytest.mark.parametrize(("separator", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_any_separator_is_found_by_the_header_it_makes(separator: str, name: str) -> None:
    header = f'Name{separator}"Shoes, or not; who knows"{separator}Plus'
    sheet = the_sheet(f"{header}\nA{separator}{separator}2")
    assert (sheet.separator, sheet.lines[0].cells) == (name, {"name": "A", "plus": "2"})


def test_a_separator_may_be_said() -> None:
    sheet = the_sheet("sep=;\r\nName;Plus\r\nA;2\r\n")
    assert (sheet.separator, sheet.lines[0].at, sheet.lines[0].cells) == ("semicolon", 3, {"name": "A", "plus": "2"})


def test_unknown_columns_are_named_and_left_out() -> None:
    sheet = the_sheet("Name,Shoe size,,Plus\nA,44,x,2\n")
    assert (sheet.unknown, sheet.columns) == (("Shoe size",), ("name", "plus"))
    assert sheet.lines[0].cells == {"name": "A", "plus": "2"}


def test_spreadsheets_may_have_as_many_empty_columns_as_they_like() -> None:
    sheet = the_sheet("Name,Plus" + "," * 1_000 + "\nA,1" + "," * 1_000 + "\n")
    assert (sheet.unknown, sheet.lines[0].cells, sheet.lines[0].extra) == ((), {"name": "A", "plus": "1"}, False)


def test_a_line_may_be_shorter_and_one_that_is_longer_is_marked() -> None:
    sheet = the_sheet("Name,Plus,Row id\nA\nB,1,r7,,\nC,1,,more\n")
    assert [(each.at, each.cells, each.row, each.extra) for each in sheet.lines] == [
        (2, {"name": "A"}, "", False),
        (3, {"name": "B", "plus": "1"}, "r7", False),
        (4, {"name": "C", "plus": "1"}, "", True),
    ]


@pytest.mark.parametrize(
    ("file", "code", "part"),
    [
        ("", "sheet.empty", "first row"),
        (" \n \n", "sheet.empty", "first row"),
        ("Shoe size\n44", "sheet.no_columns", "Name, Plus"),
        ("Row id\nr1", "sheet.no_columns", "Name, Plus"),
        ("Plus,Pass\n1,guest", "sheet.no_key", "column Name:"),
        ("Name,Plus,Name\na,1,b", "sheet.column_twice", "Name"),
        ("Name,Row id,Row id\na,1,b", "sheet.column_twice", "Row id"),
        ("Name," * 500, "sheet.column_twice", "Name"),
        ("Name," * 50_000, "sheet.too_many_columns", "500"),
        ("Name\n" + "A\n" * 10_000, "sheet.too_many_rows", "500"),
        ('Name\n"A\n', "sheet.quote", "line 2"),
        ('"Name\n', "sheet.quote", "line 1"),
        (b"Na\0me\n", "sheet.not_text", "CSV"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(file: str | bytes, code: str, part: str) -> None:
    found, say = refused(file)
    assert found == code
    assert part in say


def test_a_list_with_two_names_a_row_takes_either() -> None:
    assert refused("Start\n19:30", ITEMS)[1] == "Add the column What or Title: rows are told apart by it."
    assert the_sheet("Title,Start\nDoors,19:30", ITEMS).columns == ("title", "start")


def test_as_many_rows_as_the_list_takes_are_read() -> None:
    assert len(the_sheet("Name\n" + "A\n" * 500).lines) == 500
