"""When people of a show are reminded."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.advancing_sync.agreement_messages import SetDeadline
from hub.kernel import Role
from tests.api.access.shown import Shown
from tests.api.activity.asking import projected
from tests.api.documents.writing import done
from tests.api.shows.people import joined

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def put(shown: Shown, days: Any) -> Any:
    response = await shown.owner.ask("PUT", f"{shown.path}/reminders", {"days": days})
    return response.json()["days"]


async def get(shown: Shown, who: Any = None) -> Any:
    return await (who or shown.owner).get(f"{shown.path}/reminders")


async def test_it_is_as_usual_until_somebody_says_otherwise_and_that_is_noted(shown: Shown) -> None:
    assert (await get(shown))["days"] == [7, 3, 1, 0]
    assert await put(shown, [1, 14, 14]) == [14, 1]
    assert await put(shown, [14, 1]) == [14, 1]
    assert (await get(shown))["days"] == [14, 1]
    assert await put(shown, []) == []
    noted = [line for line in await shown.owner.audit() if line["what"] == "reminders.changed"]
    assert sorted((line["before"], line["after"]) for line in noted if line["after"]["days"]) == [
        ({"days": [7, 3, 1, 0]}, {"days": [14, 1]})
    ]
    assert len(noted) == 2


async def test_only_organisers_change_it_and_nobody_elsewhere_knows_it(shown: Shown) -> None:
    path = f"{shown.path}/reminders"
    crew = await joined(shown.owner, Role.CREW)
    assert (await get(shown, crew))["days"] == [7, 3, 1, 0]
    dj = await joined(shown.owner, Role.DJ)
    assert await dj.refused("GET", path) == (403, "auth.forbidden")
    assert await crew.refused("PUT", path, {"days": []}) == (403, "auth.forbidden")
    for method, body in (("GET", None), ("PUT", {"days": [1]})):
        assert await shown.owner.refused(method, "/shows/nowhere/reminders", body) == (404, "http.not_found")


@pytest.mark.parametrize("days", [[-1], [61], ["x"], [1.5], list(range(11)), None])
async def test_a_plan_that_cannot_be_is_refused(shown: Shown, days: Any) -> None:
    assert await shown.owner.refused("PUT", f"{shown.path}/reminders", {"days": days}) == (400, "http.bad_request")


async def due_in(shown: Shown, **days: int) -> None:
    """Deadlines of sections, so many days before the show, which is in the future of every test."""
    tomorrow = datetime.fromtimestamp(shown.hub.worker.clock.now_ms() / 1000, UTC).date() + timedelta(days=100)
    await shown.owner.patch(shown.path, {"day": tomorrow.isoformat(), "timezone": "UTC"})
    for section, before in days.items():
        await done(shown, SetDeadline(section=section, days_before=before))
    await projected(shown)


async def test_who_is_next_is_told_with_what_for(shown: Shown) -> None:
    assert (await get(shown))["why"] == "no_deadlines"
    await due_in(shown, press=10, money=10)
    told = await get(shown)
    assert (told["why"], told["mail"]) == ("", True)
    [person] = told["next"]["people"]
    assert person["account"] == shown.owner.account
    assert {each["section"] for each in person["sections"]} == {"press", "money"}
    assert await put(shown, []) == []
    assert (await get(shown))["why"] == "never"


async def test_crew_are_not_told_of_money(shown: Shown) -> None:
    await due_in(shown, money=10)
    crew = await joined(shown.owner, Role.CREW)
    assert (await get(shown, crew))["why"] == "no_deadlines"
    assert (await get(shown))["next"]["people"]


async def test_nobody_is_reminded_of_a_show_that_is_off(shown: Shown) -> None:
    await due_in(shown, press=10)
    await shown.owner.patch(shown.path, {"status": "cancelled"})
    assert (await get(shown))["why"] == "show_off"
