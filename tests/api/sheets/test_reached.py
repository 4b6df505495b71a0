from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from litestar.datastructures import State

from api.sheets.reached import Reached, reached
from hub.errors import Rejected
from hub.kernel import Role
from tests.api.sheets.guest_lists import GUESTS, Writer, a_writer
from tests.api.whole import Whole

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def asked(writer: Writer, field: str = GUESTS) -> Reached:
    """What somebody has of a list."""
    request: Any = SimpleNamespace(headers=writer.headers())
    return await reached(request, State({"worker": writer.hub.worker}), writer.show, field)


async def test_a_list_is_what_one_sees_of_it(hub: Whole) -> None:
    crew = await a_writer(hub)
    found = await asked(crew)
    assert (found.room, found.field, found.grant.actor) == (crew.room, GUESTS, crew.actor)
    assert found.columns[0].key == "name"
    assert "money" in [section.key for section in found.whole.schema.sections]
    assert "money" not in [section.key for section in found.form.schema.sections]
    owner = await asked(replace(crew, role=Role.OWNER, person="olga"))
    assert owner.form == owner.whole
    limited = await asked(replace(crew, role=Role.GUEST, person="gil", sections=("guest_list",)))
    assert [section.key for section in limited.form.schema.sections] == ["guest_list"]


async def test_only_who_may_add_rows_may_write(hub: Whole) -> None:
    crew = await a_writer(hub)
    (await asked(crew)).must_write()
    viewer = await asked(replace(crew, role=Role.VIEWER, person="vic"))
    with pytest.raises(Rejected) as refused:
        viewer.must_write()
    assert refused.value.code == "auth.forbidden"


async def test_now_is_of_the_one_who_asks(hub: Whole) -> None:
    found = await asked(await a_writer(hub))
    moment = found.moment(hub.worker)
    assert (moment.actor, moment.now_ms // 10_000) == (found.grant.actor, hub.worker.clock.now_ms() // 10_000)


async def test_a_room_that_is_not_there_has_no_lists(hub: Whole) -> None:
    with pytest.raises(Rejected) as refused:
        await asked(Writer(hub, "show/nowhere"))
    assert refused.value.code == "room.unknown"
