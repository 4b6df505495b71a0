from hub.advancing_sync.documents.advance import CHARS_MAX, advance
from hub.advancing_sync.documents.content import Answer, Column, Saying, Table
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import AddRow, Edit, RemoveRow
from hub.advancing_sync.schema import Schema, Section
from tests.hub.advancing_sync.documents.papers import BEN, after, answered, listed, readers, seen

WIFI = "wifi.networks"
NETWORKS = [{"name": "Crew", "password": "long and easy to type"}, {"name": "House"}]


def test_every_section_is_there_with_its_answers_and_what_is_still_to_answer() -> None:
    form = answered({"press.photo_policy": "Three songs"})
    content = advance(readers(form))
    assert [part.label for part in content.parts][:3] == ["Show", "Addresses", "Schedule"]
    assert len(content.parts) == 17
    press = next(part for part in content.parts if part.label == "Press")
    assert press.items == (Answer("Photo policy", Saying("Three songs")),)
    assert press.unanswered == ("Press", "Meet and greet", "Recording policy")
    assert content.changes == 0


def test_a_list_is_a_table_of_the_columns_that_somebody_has_filled() -> None:
    content = advance(readers(seen(listed(WIFI, NETWORKS), "wifi")))
    [part] = content.parts
    [table] = part.items
    assert isinstance(table, Table)
    assert table.columns == (Column("Network", wide=False, chars=7), Column("Password", wide=True, chars=21))
    assert [[said.text for said in line.cells] for line in table.lines] == [
        ["Crew", "long and easy to type"],
        ["House", ""],
    ]
    assert part.unanswered == ()


def test_a_column_is_never_wider_than_can_be_read_and_numbers_stand_at_its_right() -> None:
    rows = [{"what": "x" * 200, "count": 3}]
    [part] = advance(readers(seen(listed("hospitality.diets", rows), "hospitality"))).parts
    table = next(item for item in part.items if isinstance(item, Table))
    assert [(column.chars, column.right) for column in table.columns] == [(CHARS_MAX, False), (8, True)]


def test_another_answer_in_a_cell_gets_room_without_making_the_column_wide() -> None:
    form = listed("schedule.items", [{"what": "doors", "start": "19:00"}])
    edit = Edit(field="schedule.items", value="19:30", row="r1", column="start")
    [part] = advance(readers(seen(after(form, edit, by=BEN), "schedule"))).parts
    [table] = part.items
    assert isinstance(table, Table)
    assert table.columns[1] == Column("Start", wide=False, chars=12)
    assert table.lines[0].cells[1] == Saying("19:30", ("also 19:00, by Ana",))


def test_rows_that_are_new_changed_or_gone_are_marked_and_counted() -> None:
    before = listed(WIFI, [*NETWORKS, {"name": "Old", "place": "Cellar"}])
    row = before.lists[WIFI]["r3"]
    form = after(before, RemoveRow(field=WIFI, row="r3", saw=max(row.written)))
    form = after(form, Edit(field=WIFI, value="Crew 2", row="r1", column="name", saw=_stamp(form, "r1")))
    form = listed_more(form)
    content = advance(readers(seen(form, "wifi"), before))
    [table] = content.parts[0].items
    assert isinstance(table, Table)
    assert [line.fresh for line in table.lines] == [False, False, True]
    assert table.lines[0].cells[0] == Saying("Crew 2", changed=True, was="Crew")
    assert table.gone == ("Old, Cellar",)
    assert content.changes == 3


def test_a_list_of_which_nothing_is_left_says_what_it_had() -> None:
    before = listed(WIFI, [{"name": "Old"}])
    row = before.lists[WIFI]["r1"]
    form = after(before, RemoveRow(field=WIFI, row="r1", saw=max(row.written)))
    [part] = advance(readers(seen(form, "wifi"), before)).parts
    assert part.items == (Table("Networks", (), (), gone=("Old",)),)


def test_the_same_as_before_has_no_changes() -> None:
    form = listed(WIFI, NETWORKS, answered({"show.title": "Night"}))
    assert advance(readers(form, form)).changes == 0


def test_a_section_that_asks_nothing_is_left_out() -> None:
    assert advance(readers(Form(Schema((Section("empty", "Empty", ()),))))).parts == ()


def test_it_speaks_german() -> None:
    [part] = advance(readers(seen(listed(WIFI, NETWORKS), "wifi"), language="de")).parts
    [table] = part.items
    assert isinstance(table, Table)
    assert (part.label, table.label, table.columns[0].label) == ("WLAN", "Netze", "Netz")


def _stamp(form: Form, row: str) -> str:
    return form.lists[WIFI][row].cells["name"].stamp


def listed_more(form: Form) -> Form:
    """One network more."""
    return after(form, AddRow(field=WIFI, row="r9", after="r2"), Edit(field=WIFI, value="New", row="r9", column="name"))
