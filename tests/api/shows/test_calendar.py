from typing import Any

import icalendar
import pytest

from api.shows.calendar import PACE, write
from hub.kernel import Role
from persistence.calendars import Date, Told
from persistence.members import remove
from persistence.tenancy import within
from tests.api.accounts.people import Time
from tests.api.shows.people import Person, a_show, a_venue, joined
from tests.api.whole import ORIGIN, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def address(person: Person) -> str:
    """A new calendar address, without the host."""
    made = await person.ask("POST", "/calendar")
    assert made.headers["Cache-Control"] == "no-store"
    url: str = made.json()["url"]
    assert made.json() == {"made": True, "url": url}
    assert url.startswith(f"{ORIGIN}/api/calendar/")
    return url.removeprefix(ORIGIN)


async def events(person: Person, where: str) -> list[Any]:
    """What a calendar reads there, without signing in."""
    response = await person.hub.http.get(where)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response.headers["Cache-Control"]
    calendar: Any = icalendar.Calendar.from_ical(response.content)
    assert calendar.calendar_name == "Ana's"
    return list(calendar.walk("VEVENT"))


async def test_the_dates_of_the_shows_are_in_the_calendar_and_nothing_else(ana: Person) -> None:
    day = "2099-05-01"
    venue = await a_venue(ana, "Rössli, Bar; \\Grill")
    show = await a_show(
        ana, "Näme, the\u00a0Band; live", day=day, venue=venue["id"], notes="hidden", status="confirmed"
    )
    await a_show(ana, "Hold", day="2099-05-02")
    await a_show(ana, "Off", day="2099-05-03", status="cancelled")
    away = await a_show(ana, "Away", day="2099-05-04")
    await ana.post(f"/shows/{away['id']}/archive")
    await a_show(ana, "Past", day="2001-01-01")
    where = await address(ana)
    found = await events(ana, where)
    assert [str(each["SUMMARY"]) for each in found] == ["Näme, the\u00a0Band; live", "Hold", "Off"]
    assert [str(each["STATUS"]) for each in found] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    first = found[0]
    assert first.decoded("DTSTART").isoformat() == day
    assert str(first["LOCATION"]) == "Rössli, Bar; \\Grill, Leipzig"
    assert str(first["UID"]) == f"{show['id']}@showhub"
    assert str(first["URL"]) == f"{ORIGIN}/shows/{ana.org}/{show['id']}"
    assert "LOCATION" not in found[1]
    assert "hidden" not in (await ana.hub.http.get(where)).text


async def test_a_change_reaches_the_calendar_as_the_same_event(ana: Person) -> None:
    show = await a_show(ana, day="2099-05-01")
    where = await address(ana)
    before = (await events(ana, where))[0]
    await ana.patch(f"/shows/{show['id']}", {"day": "2099-05-09"})
    after = (await events(ana, where))[0]
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert after.decoded("DTSTART").isoformat() == "2099-05-09"


async def test_an_address_is_shown_once_and_kept_as_no_more_than_its_hash(ana: Person) -> None:
    assert await ana.get("/calendar") == {"made": False, "url": None}
    where = await address(ana)
    assert await ana.get("/calendar") == {"made": True, "url": None}
    secret = where.rpartition("/")[2].removesuffix(".ics")
    assert len(secret) == 43
    async with within(ana.hub.worker.database, ana.org) as connection:
        kept = await connection.fetchval("SELECT feed FROM member WHERE account = $1", ana.account)
        noted = await connection.fetch("SELECT audit::text FROM audit")
    assert len(kept) == 32
    assert secret.encode() not in kept
    assert not [line for line in noted if secret in line["audit"]]


async def test_a_new_address_ends_the_one_before_and_it_can_be_ended_by_itself(ana: Person) -> None:
    first = await address(ana)
    second = await address(ana)
    assert problem(await ana.hub.http.get(first)) == (404, "http.not_found")
    assert await events(ana, second) == []
    assert (await ana.ask("DELETE", "/calendar")).status_code == 204
    assert problem(await ana.hub.http.get(second)) == (404, "http.not_found")
    assert await ana.whats() == ["calendar.ended", "calendar.made", "calendar.made"]


async def test_an_address_is_its_members_alone_and_ends_with_the_membership(ana: Person) -> None:
    ben = await joined(ana, Role.CREW)
    hers, his = await address(ana), await address(ben)
    assert await events(ben, his) == []
    async with within(ana.hub.worker.database, ana.org) as connection:
        await remove(connection, ana.org, ben.account, now_ms=1)
    assert problem(await ana.hub.http.get(his)) == (404, "http.not_found")
    assert await events(ana, hers) == []


async def test_nothing_of_another_organisation_is_in_it(ana: Person, eve: Person) -> None:
    await a_show(eve, "Hers", day="2099-05-01")
    assert await events(ana, await address(ana)) == []
    for method in ("GET", "POST", "DELETE"):
        assert await eve.refused(method, "/calendar", org=ana.org) == (404, "http.not_found")


async def test_who_is_no_member_gets_no_address(ana: Person) -> None:
    """A platform admin may do everything in an organisation, and is not in it."""
    admin = await joined(ana, Role.CREW)
    async with within(ana.hub.worker.database, ana.org) as connection:
        await remove(connection, ana.org, admin.account, now_ms=1)
        await connection.execute("UPDATE account SET platform_admin = true WHERE id = $1", admin.account)
    assert await admin.get("/calendar") == {"made": False, "url": None}
    assert await admin.refused("POST", "/calendar") == (404, "http.not_found")


async def test_an_address_is_read_only_so_often_and_another_one_meanwhile(
    ana: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = Time(ana.hub, monkeypatch)
    where, other = await address(ana), await address(eve)
    found = [(await ana.hub.http.get(where)).status_code for _ in range(PACE.times + 1)]
    assert found == [200] * PACE.times + [429]
    assert (await ana.hub.http.get(other)).status_code == 200
    time.pass_ms(PACE.per_ms // PACE.times)
    assert (await ana.hub.http.get(where)).status_code == 200


@pytest.mark.parametrize("path", ["x.ics", "x", "x%00.ics", "x.ics.ics", f"{'a' * 43}.ics", f"{'a' * 101}.ics"])
async def test_an_address_that_is_none_tells_nothing(ana: Person, path: str) -> None:
    response = await ana.hub.http.get(f"/api/calendar/{path}")
    assert problem(response)[0] in {400, 404}


async def test_lines_are_folded_and_end_as_the_format_has_it() -> None:
    show = Date("s1", "ü" * 200, "9999-12-31", "hold", 1, 0, "")
    written = write(Told("o1", "Ana's, and Ben's", [show]), ORIGIN)
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert b"DTSTART;VALUE=DATE:99991231\r\n" in written
