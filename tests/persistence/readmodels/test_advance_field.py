"""Rows out of forms: what to write is the difference, and the form comes back as it was kept."""

from typing import Any

from msgspec.structs import replace

from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.messages import AddRow, Edit, Lock, RemoveRow
from persistence.database import Database
from persistence.readmodels.advance_field import ADVANCE_FIELD, Place, differ, pack, remove, unpack
from persistence.readmodels.rows import Batch
from tests.builders import EVENING_MS
from tests.hub.advancing_sync.forms import ITEMS, SOLD, TITLE, a_form, asked, done
from tests.persistence.stories import an_empty_room, dump


def written(before: Form, after: Form) -> dict[Any, Any]:
    return {put.key: put.values for put in differ(before, after)[0]}


def test_a_form_nobody_has_written_has_no_rows() -> None:
    assert differ(unpack(None), a_form()) == ([], [])


def test_a_written_field_is_a_row() -> None:
    assert written(a_form(), done(a_form(), Edit(field=TITLE, value="Night"))) == {
        (TITLE, "", ""): {
            "place": "",
            "value": '"Night"',
            "person": "ana",
            "name": "Ana",
            "at_ms": EVENING_MS,
            "siblings": 0,
            "locked_by": None,
        }
    }


def test_only_what_is_different_is_written() -> None:
    before = done(a_form(), Edit(field=TITLE, value="Night"), Edit(field=SOLD, value=10))
    after = done(before, Edit(field=SOLD, value=11))
    assert list(written(before, after)) == [(SOLD, "", "")]
    assert differ(after, after) == ([], [])


def test_a_sibling_is_counted() -> None:
    before = done(a_form(), Edit(field=TITLE, value="Night"))
    after = done(before, Edit(field=TITLE, value="Day"), by="ben", now_ms=EVENING_MS + 1)
    row = written(before, after)[TITLE, "", ""]
    assert (row["value"], row["person"], row["siblings"]) == ('"Day"', "ben", 1)


def test_a_lock_is_in_the_row_and_an_opened_one_is_not() -> None:
    open_form = done(a_form(), Edit(field=TITLE, value="Night"))
    locked = done(open_form, Lock(field=TITLE))
    assert written(open_form, locked)[TITLE, "", ""]["locked_by"] == "Ana"
    opened = done(locked, Lock(field=TITLE, on=False))
    assert written(locked, opened)[TITLE, "", ""]["locked_by"] is None


def test_a_cell_knows_where_its_row_stands() -> None:
    form = done(a_form(), AddRow(field=ITEMS, row="r1"), Edit(field=ITEMS, row="r1", column="what", value="Doors"))
    rows = written(a_form(), form)
    assert list(rows) == [(ITEMS, "r1", "what")]
    assert rows[ITEMS, "r1", "what"]["place"] == form.lists[ITEMS]["r1"].index != ""


def test_the_cells_of_a_removed_row_go_and_those_of_one_brought_back_return() -> None:
    form = done(a_form(), AddRow(field=ITEMS, row="r1"), Edit(field=ITEMS, row="r1", column="what", value="Doors"))
    meanwhile = asked(form, Edit(field=ITEMS, row="r1", column="start", value="19:00"), "ben", EVENING_MS + 5)
    removed = done(form, RemoveRow(field=ITEMS, row="r1", saw=form.last))
    assert differ(form, removed) == ([], [(ITEMS, "r1", "what")])
    back = removed
    for fact in meanwhile:
        back = apply(back, fact)
    assert set(written(removed, back)) == {(ITEMS, "r1", "what"), (ITEMS, "r1", "start")}


def test_a_kept_form_comes_back_without_its_schema_being_kept() -> None:
    """The schema is the code's; thousands of characters a room would say it again."""
    form = done(a_form(), AddRow(field=ITEMS, row="r1"), Edit(field=TITLE, value="Night"), Lock(field=TITLE))
    bare = replace(form, schema=unpack(None).schema)
    assert unpack(pack(bare)) == bare
    assert len(pack(bare)) < 2_000


async def test_rows_are_removed_where_they_stand_and_nowhere_else(database: Database) -> None:
    here, there = [await an_empty_room(database, "show") for _ in range(2)]
    form = done(a_form(), Edit(field=TITLE, value="Night"), Edit(field=SOLD, value=1))
    rows, _ = differ(a_form(), form)
    batch = Batch(ADVANCE_FIELD)
    for room in (here, there):
        batch.add(room, "org", rows)
    async with database.transaction() as connection:
        await batch.write(connection)
        gone: list[tuple[str, Place]] = [(here, (TITLE, "", ""))]
        await remove(connection, gone)
        await remove(connection, [])
    assert [row["field"] for row in (await dump(database, here))["advance_field"]] == [SOLD]
    assert len((await dump(database, there))["advance_field"]) == 2
