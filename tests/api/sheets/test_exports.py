from dataclasses import replace

import pytest

from api.sheets.reached import PACE
from hub.advancing_sync.messages import Edit
from hub.kernel import Role
from persistence.limits import Limit
from tests.api.sheets.guest_lists import GUESTS, ITEMS, Writer, a_writer, said
from tests.api.shows.people import DAY, a_show, a_venue, an_owner
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")

CSV = f"sheets/{GUESTS}.csv"


async def test_a_list_is_a_file_that_spreadsheets_open_and_do_not_run(hub: Whole) -> None:
    ana = await a_writer(hub)
    await ana.with_row("r1", name="=HYPERLINK(1)", plus=2.0, approved=True)
    response = await ana.get(CSV)
    assert response.headers["Content-Type"] == "text/csv; header=present; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="guest-list-guests.csv"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.text == (
        '"Name","Plus","Pass","Requested by","Approved","Pick-up","Notes","Row id"\r\n'
        '"\'=HYPERLINK(1)","2","","","yes","","","r1"\r\n'
    )


async def test_separator_mark_and_ids_are_as_one_asks(hub: Whole) -> None:
    ana = await a_writer(hub)
    await ana.with_row("r1", name="Ben")
    response = await ana.get(CSV, separator="semicolon", bom=True, ids=False)
    assert response.content.startswith(b'\xef\xbb\xbf"Name";"Plus";')
    assert "Row id" not in response.text
    assert problem(await ana.get(CSV, separator="pipe")) == (400, "http.bad_request")


async def test_each_sees_the_lists_that_they_see_on_the_form(hub: Whole) -> None:
    ana = await a_writer(hub)
    limited = replace(ana, role=Role.GUEST, person="gil", sections=("guest_list",))
    assert (await limited.get(CSV)).status_code == 200
    assert problem(await limited.get(f"sheets/{ITEMS}.csv")) == (403, "auth.section")
    assert problem(await limited.get("schedule.ics")) == (403, "auth.section")
    assert (await replace(ana, role=Role.VIEWER).get(CSV)).status_code == 200
    assert problem(await replace(ana, role=Role.DJ).get(CSV)) == (403, "auth.forbidden")
    assert problem(await replace(ana, role=Role.AUDIENCE).get(CSV)) == (403, "auth.forbidden")
    assert problem(await hub.http.get(f"/api/rooms/{ana.room}/{CSV}")) == (401, "auth.grant_missing")
    assert problem(await replace(ana, room="show/nowhere").get(CSV)) == (404, "room.unknown")


async def test_money_is_for_those_who_may_see_it(hub: Whole) -> None:
    crew = await a_writer(hub)
    owner = replace(crew, role=Role.OWNER, person="olga")
    for person in (owner, crew):  # an amount in a section that is no secret
        assert '"Buy-out a person"' in (await person.get("sheets/hospitality.meals.csv")).text
    assert (await owner.get("sheets/money.buyouts.csv")).status_code == 200
    assert problem(await crew.get("sheets/money.buyouts.csv")) == (404, "advance.unknown_field")


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("sheets/show.title.csv", (404, "sheet.not_a_list")),
        ("sheets/show.nothing.csv", (404, "advance.unknown_field")),
        ("sheets/guests.csv", (400, "http.bad_request")),
        ("sheets/guest_list.guests.xlsx", (400, "http.bad_request")),
    ],
)
async def test_what_is_no_list_says_so(hub: Whole, path: str, refusal: tuple[int, str]) -> None:
    assert problem(await (await a_writer(hub)).get(path)) == refusal


async def test_a_schedule_is_a_calendar_once_its_day_is_known(hub: Whole) -> None:
    ana = await a_writer(hub)
    assert problem(await ana.get("schedule.ics")) == (409, "sheet.no_day")
    await ana.do(Edit(field="show.date", value="2027-03-06"), Edit(field="show.timezone", value="Europe/Berlin"))
    await ana.with_row("r1", ITEMS, what="doors", start="19:00")
    response = await ana.get("schedule.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="schedule-items.ics"'
    assert "DTSTART;TZID=Europe/Berlin:20270306T190000\r\n" in response.text


async def test_whoever_asks_without_end_is_told_to_wait(hub: Whole) -> None:
    ana = await a_writer(hub, person="eager")
    used_up = Limit(1, PACE.per_ms * 60)
    assert await hub.worker.limits.take("sheets/eager", used_up) == 0
    assert problem(await ana.get(CSV)) == (429, "protocol.too_fast")


async def test_what_another_worker_wrote_is_in_the_file(hub: Whole) -> None:
    ana = await a_writer(hub)
    await ana.with_row("r1", name="Ben")
    doors = hub.worker.service.doors
    live = doors.rooms.pop(ana.room)
    await ana.with_row("r2", name="Cid")
    doors.rooms[ana.room] = live
    assert live.room.seq < (await doors.ports.log.heads([ana.room]))[ana.room][1]
    assert "Cid" in (await ana.get(CSV)).text
    assert said(await ana.preview("Name\nCid\n"))["unchanged"] == 1


async def test_a_show_that_was_made_with_its_day_needs_no_other(hub: Whole) -> None:
    owner = await an_owner(hub)
    venue = await a_venue(owner)
    show = await a_show(owner, "Night", venue=venue["id"], timezone="Europe/Berlin")
    ana = Writer(hub, f"show/{show['id']}")
    await ana.with_row("r1", ITEMS, what="doors", start="19:00")
    text = (await ana.get("schedule.ics")).text
    assert f"DTSTART;TZID=Europe/Berlin:{DAY.replace('-', '')}T190000\r\n" in text
    assert "LOCATION:Ponyhof\\, Leipzig\r\n" in text
    moved = text.replace("T190000", "T193000")
    assert (await ana.imported(moved, ITEMS))["done"] == 1
    assert await ana.rows(ITEMS, "start") == ["19:30"]
    assert problem(await ana.preview(moved)) == (422, "sheet.schedule_only")
