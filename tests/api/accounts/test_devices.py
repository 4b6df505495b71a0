import pytest

from api.accounts.devices import BROWSERS, SYSTEMS, called
from tests.api.accounts.newcomers import Newcomer, somebody_in
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def on_two_devices(hub: Whole) -> tuple[Newcomer, Newcomer]:
    """Somebody who is signed in twice."""
    ana = await somebody_in(hub)
    phone = ana.elsewhere()
    phone.http.headers["User-Agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"
    assert (await phone.sign_in()).status_code == 200
    return ana, phone


async def test_the_devices_of_an_account_are_listed_and_the_one_that_asks_is_marked(hub: Whole) -> None:
    ana, _ = await on_two_devices(hub)
    listed = (await ana.ask("GET", "/api/me/devices")).json()
    assert len(listed) == 2
    assert [(each["browser"], each["system"]) for each in listed if not each["current"]] == [("Safari", "iPhone")]


async def test_a_device_that_is_ended_gets_no_other_word(hub: Whole) -> None:
    ana, phone = await on_two_devices(hub)
    [its] = [each["session"] for each in (await ana.ask("GET", "/api/me/devices")).json() if not each["current"]]
    assert (await ana.ask("DELETE", f"/api/me/devices/{its}")).status_code == 204
    assert problem(await phone.refresh()) == (401, "auth.session_ended")
    assert len((await ana.ask("GET", "/api/me/devices")).json()) == 1
    assert problem(await ana.ask("DELETE", f"/api/me/devices/{its}")) == (404, "http.not_found")


async def test_somebody_elses_device_is_not_there(hub: Whole) -> None:
    ana, ben = await somebody_in(hub), await somebody_in(hub)
    [his] = (await ben.ask("GET", "/api/me/devices")).json()
    assert problem(await ana.ask("DELETE", f"/api/me/devices/{his['session']}")) == (404, "http.not_found")
    assert (await ben.refresh()).status_code == 200


async def test_all_devices_end_at_once(hub: Whole) -> None:
    ana, phone = await on_two_devices(hub)
    assert (await ana.ask("DELETE", "/api/me/devices")).status_code == 204
    assert not ana.signed_in
    assert problem(await phone.refresh()) == (401, "auth.session_ended")


async def test_all_others_end_and_this_one_stays(hub: Whole) -> None:
    ana, phone = await on_two_devices(hub)
    assert (await ana.ask("DELETE", "/api/me/devices?others=true")).status_code == 204
    assert (await ana.refresh()).status_code == 200
    assert problem(await phone.refresh()) == (401, "auth.session_ended")


async def test_the_owner_reads_what_happened(hub: Whole) -> None:
    ana = await somebody_in(hub)
    await ana.ask("DELETE", "/api/me/devices?others=true")
    happened = (await ana.ask("GET", "/api/me/events?limit=2")).json()
    assert {each["what"] for each in happened} == {"devices_ended", "signed_in"}


@pytest.mark.parametrize("path", ["/api/me", "/api/me/devices", "/api/me/events"])
async def test_who_is_not_signed_in_reads_nothing(hub: Whole, path: str) -> None:
    assert problem(await hub.http.get(path)) == (401, "auth.session_missing")


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge", "Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome", "Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
        ("curl/8.0", "", ""),
    ],
)
async def test_a_device_is_called_what_people_call_it(agent: str, browser: str, system: str) -> None:
    assert (called(agent, BROWSERS), called(agent, SYSTEMS)) == (browser, system)
