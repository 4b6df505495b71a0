"""When people of a show are reminded."""

from typing import Any

import pytest

from hub.kernel import Role
from tests.api.access.shown import Shown
from tests.api.shows.people import joined

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def put(shown: Shown, days: Any) -> Any:
    response = await shown.owner.ask("PUT", f"{shown.path}/reminders", {"days": days})
    return response.json()


async def test_it_is_as_usual_until_somebody_says_otherwise_and_that_is_noted(shown: Shown) -> None:
    path = f"{shown.path}/reminders"
    assert await shown.owner.get(path) == {"days": [7, 3, 1, 0]}
    assert await put(shown, [1, 14, 14]) == {"days": [14, 1]}
    assert await put(shown, [14, 1]) == {"days": [14, 1]}
    assert await shown.owner.get(path) == {"days": [14, 1]}
    assert await put(shown, []) == {"days": []}
    noted = [line for line in await shown.owner.audit() if line["what"] == "reminders.changed"]
    assert sorted((line["before"], line["after"]) for line in noted if line["after"]["days"]) == [
        ({"days": [7, 3, 1, 0]}, {"days": [14, 1]})
    ]
    assert len(noted) == 2


async def test_only_organisers_change_it_and_nobody_elsewhere_knows_it(shown: Shown) -> None:
    path = f"{shown.path}/reminders"
    crew = await joined(shown.owner, Role.CREW)
    assert await crew.get(path) == {"days": [7, 3, 1, 0]}
    assert await crew.refused("PUT", path, {"days": []}) == (403, "auth.forbidden")
    for method, body in (("GET", None), ("PUT", {"days": [1]})):
        assert await shown.owner.refused(method, "/shows/nowhere/reminders", body) == (404, "http.not_found")


@pytest.mark.parametrize("days", [[-1], [61], ["x"], [1.5], list(range(11)), None])
async def test_a_plan_that_cannot_be_is_refused(shown: Shown, days: Any) -> None:
    assert await shown.owner.refused("PUT", f"{shown.path}/reminders", {"days": days}) == (400, "http.bad_request")
