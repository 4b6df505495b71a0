"""The design of a form over HTTP."""

import httpx
import msgspec
import pytest

from api import grants
from hub.advancing_sync.schema import Field, Schema, Section
from hub.advancing_sync.standard import STANDARD
from hub.kernel import Actor, Role
from hub.wire import FRAME_BYTES_MAX
from tests.api.shows.people import Person
from tests.api.templates.forms import an_advance, form
from tests.api.whole import SECRET, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
DOGS = Section("dogs", "Dogs", (Field("many", "How many"),))
OURS = Schema((*STANDARD.sections, DOGS))


async def put(ana: Person, show: str, schema: Schema, saw: str = "", role: Role = Role.OWNER) -> httpx.Response:
    """Somebody with that role designs the form."""
    room, now_ms = f"show/{show}", ana.hub.worker.clock.now_ms()
    token = grants.mint(SECRET, Actor(ana.account, role, "Ana"), [room], expires_ms=now_ms + 60_000)
    body = msgspec.json.encode({"schema": schema, "saw": saw})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return await ana.hub.http.put(f"/api/rooms/{room}/design", content=body, headers=headers)


async def test_a_form_larger_than_a_frame_is_designed_once(ana: Person) -> None:
    show = await an_advance(ana)
    many = tuple(Field(f"q{at}", f"Question {at} {'x' * 60}") for at in range(790))
    large = Schema((Section("many", "Many", many),))
    assert len(msgspec.json.encode(large)) > FRAME_BYTES_MAX
    told = await put(ana, show, large)
    assert (told.status_code, (await form(ana, show)).schema) == (200, large)
    assert told.json()["seq"] > 0
    assert (await put(ana, show, large)).json() == {"seq": 0}


async def test_of_two_designs_the_second_is_told_of_the_first(ana: Person) -> None:
    show = await an_advance(ana)
    assert (await put(ana, show, OURS)).status_code == 200
    assert problem(await put(ana, show, STANDARD)) == (409, "advance.design_changed")
    assert (await put(ana, show, STANDARD, (await form(ana, show)).designed)).status_code == 200


async def test_what_is_no_form_and_who_may_not_design_is_refused(ana: Person) -> None:
    show = await an_advance(ana)
    assert problem(await put(ana, show, Schema((DOGS, DOGS)))) == (422, "advance.bad_design")
    assert problem(await put(ana, show, Schema(()))) == (400, "http.bad_request")
    assert problem(await put(ana, show, OURS, role=Role.CREW)) == (403, "auth.forbidden")
    await ana.post(f"/shows/{show}/archive")
    revocations = ana.hub.worker.admission.revocations
    await revocations.look(ana.hub.worker.clock.now_ms())
    assert problem(await put(ana, show, OURS)) == (401, "auth.revoked")
