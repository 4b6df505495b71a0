import pytest

from hub.advancing_sync.form import Form
from hub.advancing_sync.tables.matching import Matching, differs, entry
from hub.advancing_sync.tables.sheet import Line
from hub.errors import Rejected
from tests.hub.advancing_sync.tables.lists import GUESTS, columns, guests, with_row

COLUMNS = columns(Form(), GUESTS)


def matched(form: Form, *lines: Line) -> list[str]:
    """The row of each line; empty for a new one."""
    matching = Matching(form.lists.get(GUESTS, {}), COLUMNS, ("name",))
    found = [row.id if row else "" for row in matching.match([entry(line, COLUMNS) for line in lines])]
    assert not matching.left.keys() & set(found)
    assert len(matching.left) + len([each for each in found if each]) == len(form.lists[GUESTS])
    return found


def line(row: str = "", fresh: str = "", **cells: str) -> Line:
    return Line(2, cells, row, fresh)


def test_a_row_is_found_by_its_id_whatever_else_the_line_says() -> None:
    form = guests("Ana", "Ben")
    assert matched(form, line("r2", name="Ana"), line(fresh="r1", name="Cid")) == ["r2", "r1"]
    assert matched(form, line("r9", name="Ana"), line("r9", name="Cid")) == ["r1", ""]


@pytest.mark.parametrize("name", ["JURGEN", " jürgen ", "Jürgen"])
def test_a_name_is_the_same_without_case_and_accents(name: str) -> None:
    assert matched(guests("Jürgen", "Jorg"), line(name=name)) == ["r1"]


def test_names_of_nothing_but_signs_are_names() -> None:
    assert matched(guests("???", "!!!"), line(name="!!!"), line(name="...")) == ["r2", ""]


def test_of_two_with_one_name_the_line_finds_the_one_that_is_the_same() -> None:
    form = with_row(guests("Ana"), GUESTS, "r2", name="Ana", plus=3.0)
    assert matched(form, line(name="Ana", plus="4"), line(name="Ana", plus="3")) == ["r1", "r2"]
    assert matched(form, *[line(name="Ana")] * 3) == ["r1", "r2", ""]


def test_without_a_name_only_what_is_the_same_is_found() -> None:
    form = with_row(guests("Ana"), GUESTS, "r2", plus=3.0)
    assert matched(form, line(name="", plus="4"), line(name="", plus="3"), line(plus="3")) == ["", "r2", ""]
    assert matched(form, line(plus="3")) == ["r2"]


def test_a_name_that_is_no_value_is_compared_as_it_is() -> None:
    long = "x" * 201
    assert matched(guests("Ana"), line(name=long)) == [""]
    assert isinstance(entry(line(name=long), COLUMNS).values["name"], Rejected)


def test_a_line_differs_where_it_says_something_else() -> None:
    form = with_row(Form(), GUESTS, "r1", name=" Ana ", plus=1.0)
    row = form.lists[GUESTS]["r1"]
    said: list[tuple[Line, list[str]]] = [
        (line(name=" Ana "), []),
        (line(name="Ana"), ["name"]),
        (line(plus="1.0"), []),
        (line(plus="?", notes=""), ["plus"]),
        (line(notes="x"), ["notes"]),
        (line(), []),
    ]
    for one, wanted in said:
        each = entry(one, COLUMNS)
        assert [column.key for column in COLUMNS if differs(each, row, column)] == wanted
