"""How rows are written: many at a time, and of several values the last."""

from collections import defaultdict

import pytest

from hub.advancing_sync.form import Form
from hub.kernel import Fact
from persistence.database import Database
from persistence.projector import MODELS
from persistence.readmodels.advance_field import ADVANCE_FIELD
from persistence.readmodels.chat_message import CHAT_MESSAGE
from persistence.readmodels.rows import Batch, Change, Model, Put
from persistence.readmodels.tip import TIP
from persistence.tables import KEYS
from tests.builders import EVENING_MS
from tests.golden.folds import STORIES, facts
from tests.persistence.stories import an_empty_room, an_entry, dump
from tests.services import a_room


def a_tip(id_: str, seq: int, **changes: object) -> Put:
    values = {
        "seq": seq,
        "name": "Ana",
        "text": "",
        "amount": 500,
        "currency": "eur",
        "tier": "small",
        "at_ms": EVENING_MS,
    }
    return Put((id_,), values | changes)


async def write(database: Database, room: str, *rows: Put | Change, model: Model = TIP) -> None:
    batch = Batch(model)
    batch.add(room, "org", rows)
    async with database.transaction() as connection:
        await batch.write(connection)


async def amounts(database: Database, room: str) -> dict[str, int]:
    return {row["id"]: row["amount"] for row in (await dump(database, room))["tip"]}


async def test_new_rows_are_written_with_all_their_columns(database: Database) -> None:
    room = await an_empty_room(database)
    await write(database, room, a_tip("t1", 1), a_tip("t2", 2, amount=700))
    [first, second] = (await dump(database, room))["tip"]
    assert first == {"room": room, "id": "t1", "org_id": "org", **a_tip("t1", 1).values}
    assert second["amount"] == 700


async def test_a_change_of_a_new_row_is_in_it(database: Database) -> None:
    room = await an_empty_room(database)
    await write(database, room, a_tip("t1", 1), Change(("t1",), {"amount": 1}), Change(("t1",), {"amount": 2}))
    assert await amounts(database, room) == {"t1": 2}


async def test_rows_that_stand_are_changed_each_in_its_own_columns(database: Database) -> None:
    room = await an_empty_room(database)
    await write(database, room, a_tip("t1", 1), a_tip("t2", 2), a_tip("t3", 3))
    await write(
        database,
        room,
        Change(("t1",), {"amount": 1}),
        Change(("t2",), {"amount": 2, "text": "two"}),
        Change(("t1",), {"amount": 11}),
    )
    assert await amounts(database, room) == {"t1": 11, "t2": 2, "t3": 500}
    assert [row["text"] for row in (await dump(database, room))["tip"]] == ["", "two", ""]


async def test_a_change_of_what_is_not_there_does_nothing(database: Database) -> None:
    room = await an_empty_room(database)
    await write(database, room, Change(("ghost",), {"amount": 1}))
    assert await amounts(database, room) == {}


async def test_a_row_put_again_replaces_the_old_one(database: Database) -> None:
    room = await an_empty_room(database)
    await write(database, room, a_tip("t1", 1))
    await write(database, room, Change(("t1",), {"amount": 1}), a_tip("t1", 2, amount=2))
    assert await amounts(database, room) == {"t1": 2}


async def test_rooms_with_the_same_ids_are_apart(database: Database) -> None:
    here, there = [await an_empty_room(database, org=org) for org in ("org-1", "org-2")]
    batch = Batch(TIP)
    batch.add(here, "org-1", [a_tip("t1", 1)])
    batch.add(there, "org-2", [a_tip("t1", 1, amount=900)])
    async with database.transaction() as connection:
        await batch.write(connection)
    await write(database, here, Change(("t1",), {"amount": 1}))
    assert await amounts(database, here) == {"t1": 1}
    assert await amounts(database, there) == {"t1": 900}


async def test_an_empty_batch_asks_for_nothing(database: Database) -> None:
    await write(database, a_room())


async def test_a_column_without_a_value_is_null(database: Database) -> None:
    room = await an_empty_room(database)
    values = {"seq": 1, "person": "ana", "name": "Ana", "role": "audience", "text": "Hi", "at_ms": EVENING_MS}
    await write(database, room, Put(("m1",), values), model=CHAT_MESSAGE)
    [row] = (await dump(database, room))["chat_message"]
    assert (row["reply_to"], row["removed_by"], row["removed_at_ms"]) == (None, None, None)


@pytest.mark.parametrize("model", [*MODELS, ADVANCE_FIELD], ids=lambda model: model.table)
async def test_a_model_has_the_columns_of_its_table(database: Database, model: Model) -> None:
    question = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1"
    async with database.connection() as connection:
        columns = {row["column_name"]: row["data_type"] for row in await connection.fetch(question, model.table)}
    assert {"room": "text", "org_id": "text", **model.key, **model.columns} == columns
    assert ("room", *model.key) == KEYS[model.table]


@pytest.mark.parametrize("model", [model for model in MODELS if model.facts], ids=lambda model: model.table)
def test_a_model_names_the_facts_that_lead_to_a_row_and_no_others(model: Model) -> None:
    led: defaultdict[type[Fact], bool] = defaultdict(bool)
    for behaviour, start, asks, most in STORIES:
        for before, fact, after in facts(behaviour, start, asks, most):
            forms = (before, after) if isinstance(before, Form) else (Form(), Form())
            entry = an_entry(fact)
            rows = model.step(entry, *forms) if model.step else model.project(entry)
            led[type(fact)] |= any(True for _ in rows)
    assert {kind for kind, some in led.items() if some} == model.facts
