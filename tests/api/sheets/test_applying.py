import asyncio

import pytest

from api.sheets.applying import ROWS_AT_ONCE, Told, carry_out
from api.sheets.reached import Reached
from hub.advancing_sync.messages import AddRow, Edit, Lock
from hub.advancing_sync.tables import sheet
from hub.advancing_sync.tables.columns import list_of
from hub.advancing_sync.tables.plan import Plan, plan
from hub.rooms.grant import Grant
from tests.api.sheets.guest_lists import GUESTS, Writer, a_writer
from tests.api.whole import Whole

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def agreed(writer: Writer, file: str) -> tuple[Reached, Plan]:
    """What a file would do now, agreed to."""
    live = await writer.hub.worker.service.doors.open(writer.room)
    form = await writer.form()
    columns = list_of(form.schema, GUESTS).columns
    there = Reached(writer.room, Grant(writer.actor, (writer.room,), 2**50), live, form, form, GUESTS, columns)
    lines = sheet.read(form, GUESTS, columns, file.encode())
    return there, plan(form, GUESTS, columns, lines, there.moment(writer.hub.worker))


def codes(told: list[Told]) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in told]


async def test_rows_come_behind_all_others_in_the_order_of_the_file(hub: Whole) -> None:
    ana = await a_writer(hub)
    await ana.with_row("r1", name="Zoe")
    names = [f"Guest {at}" for at in range(ROWS_AT_ONCE * 2 + 1)]
    told = await carry_out(hub.worker.service, *await agreed(ana, "\n".join(["Name", *names])))
    assert codes(told) == [(at, "") for at in range(2, len(names) + 2)]
    assert await ana.rows() == ["Zoe", *names]


async def test_a_row_that_is_refused_meanwhile_is_told_and_the_others_go_on(hub: Whole) -> None:
    ana = await a_writer(hub)
    await ana.with_row("r1", name="Zoe")
    there, wanted = await agreed(ana, "Name,Plus\nZoe,2\nBen,1\n")
    await ana.do(AddRow(field=GUESTS, row=wanted.changes[1].row))
    told = await carry_out(hub.worker.service, there, wanted)
    assert codes(told) == [(2, ""), (3, "advance.row_exists")]
    assert told[1].say == "This row is in the form already: give the new row another id."
    there, wanted = await agreed(ana, "Name,Plus\nZoe,3\nCid,1\n")
    await ana.do(Lock(field=GUESTS))
    assert codes(await carry_out(hub.worker.service, there, wanted)) == [(2, "advance.locked"), (3, "advance.locked")]


async def test_what_somebody_else_writes_at_the_same_time_stays_beside_it(hub: Whole) -> None:
    ana = await a_writer(hub)
    await ana.with_row("r1", name="Zoe", plus=1.0)
    there, wanted = await agreed(ana, "Name,Plus\nZoe,2\n")
    seen = (await ana.form()).lists[GUESTS]["r1"].cells["plus"].stamp
    await ana.do(Edit(field=GUESTS, row="r1", column="plus", value=5.0, saw=seen))
    assert codes(await carry_out(hub.worker.service, there, wanted)) == [(2, "")]
    cell = (await ana.form()).lists[GUESTS]["r1"].cells["plus"]
    assert [cell.value, *(each.value for each in cell.siblings)] == [2.0, 5.0]


async def test_a_plan_that_is_carried_out_twice_is_done_once(hub: Whole) -> None:
    ana = await a_writer(hub)
    there, wanted = await agreed(ana, "Name,Plus\nBen,2\nCid,1\n")
    twice = await asyncio.gather(*(carry_out(hub.worker.service, there, wanted) for _ in range(2)))
    assert [codes(told) for told in twice] == [[(2, ""), (3, "")]] * 2
    assert await ana.rows() == ["Ben", "Cid"]
    assert there.live.room.seq == 6


async def test_while_the_log_is_away_the_rest_is_left_and_told_so(hub: Whole) -> None:
    ana = await a_writer(hub)
    await ana.with_row("r1", name="Zoe")
    names = [f"Guest {at}" for at in range(ROWS_AT_ONCE * 3)]
    there, wanted = await agreed(ana, "\n".join(["Name", *names]))
    pool, hub.worker.database._pool = hub.worker.database._pool, None  # pyright: ignore[reportPrivateUsage]
    try:
        told = await carry_out(hub.worker.service, there, wanted)
    finally:
        hub.worker.database._pool = pool  # pyright: ignore[reportPrivateUsage]
    assert codes(told) == [(at, "room.unavailable") for at in range(2, len(names) + 2)]
    assert await ana.rows() == ["Zoe"]
    assert codes(await carry_out(hub.worker.service, there, wanted)) == [(at, "") for at in range(2, len(names) + 2)]
