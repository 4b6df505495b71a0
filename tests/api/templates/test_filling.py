"""A form that is filled in, and what is told when that does not go through."""

import pytest

from api.templates.answers import Answers
from api.templates.filling import REFUSED_MAX, STEPS_AT_ONCE, Filled, fill
from hub.advancing_sync.messages import Edit, Lock
from hub.advancing_sync.schema import Field, Kind, Schema, Section
from hub.kernel import Actor, Role
from tests.api.shows.people import Person
from tests.api.templates.forms import OFFICE, an_advance, do, form, lines, values

pytestmark = pytest.mark.asyncio(loop_scope="module")
GUESTS = "guest_list.guests"


async def filled(ana: Person, show: str, answers: Answers, schema: Schema | None = None) -> Filled:
    actor = Actor(ana.account, Role.OWNER, "Ana")
    return await fill(ana.hub.worker, actor, f"show/{show}", answers, seed="t1", schema=schema)


async def test_what_is_locked_is_told_and_the_rest_is_written(ana: Person) -> None:
    show = await an_advance(ana)
    await do(ana, show, Lock(field=OFFICE))
    told = await filled(ana, show, Answers({OFFICE: "Tea", "hospitality.guest_count": 4.0, "show.title": "Other"}))
    assert (told.written, told.more, [(each.field, each.label, each.code) for each in told.refused]) == (
        1,
        0,
        [(OFFICE, "Production office", "advance.locked")],
    )
    assert told.refused[0].say
    assert values(await form(ana, show))["hospitality.guest_count"] == 4


async def test_a_design_that_is_refused_is_told_and_the_answers_are_written(ana: Person) -> None:
    show = await an_advance(ana)
    await do(ana, show, Edit(field="hospitality.guest_count", value=4.0))
    other = Schema((Section("hospitality", "H", (Field("guest_count", "Count", Kind.TEXT),)),))
    told = await filled(ana, show, Answers({OFFICE: "Tea"}), other)
    assert (told.designed, told.written, told.refused[0].code) == (False, 1, "advance.kind_changed")


async def test_what_cannot_be_written_now_is_written_the_next_time(ana: Person) -> None:
    show = await an_advance(ana)
    await do(ana, show, Lock(field=GUESTS))
    many = Answers({}, {GUESTS: [{"name": f"Guest {at}"} for at in range(REFUSED_MAX + STEPS_AT_ONCE)]})
    told = await filled(ana, show, many)
    assert (told.written, len(told.refused), told.more) == (0, REFUSED_MAX, STEPS_AT_ONCE)
    await do(ana, show, Lock(field=GUESTS, on=False))
    assert (await filled(ana, show, many)).written == REFUSED_MAX + STEPS_AT_ONCE
    assert lines(await form(ana, show), GUESTS) == many.lists[GUESTS]


async def test_while_the_log_is_away_the_rest_is_left_and_told_so(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    show = await an_advance(ana)
    answers = Answers({}, {GUESTS: [{"name": f"Guest {at}"} for at in range(STEPS_AT_ONCE * 2)]})
    database, service = ana.hub.worker.database, ana.hub.worker.service
    pool = database._pool  # pyright: ignore[reportPrivateUsage]
    do_it = service.do

    async def away(*asked: object) -> int:
        """The log goes as soon as something is asked."""
        database._pool = None  # pyright: ignore[reportPrivateUsage]
        return await do_it(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "do", away)
    try:
        told = await filled(ana, show, answers)
    finally:
        database._pool = pool  # pyright: ignore[reportPrivateUsage]
        monkeypatch.undo()
    assert (told.written, {each.code for each in told.refused}) == (0, {"room.unavailable"})
    assert len(told.refused) == STEPS_AT_ONCE * 2
    assert (await filled(ana, show, answers)).written == STEPS_AT_ONCE * 2
