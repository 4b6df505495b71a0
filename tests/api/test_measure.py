"""What is open to everybody is not open to everything."""

import pytest

from hub.rooms.rate import Rate
from tests.api.whole import problem, whole


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/enter"), ("GET", "/api/floors/a/songs")])
async def test_an_address_that_asks_too_often_is_told_when_to_come_back(
    method: str, path: str, database_url: str, redis_url: str
) -> None:
    async with whole(database_url, redis_url, rate_address=Rate(0.5, 2)) as hub:
        body = {"room": await hub.create("floor/a")} if method == "POST" else None
        answers = [await hub.http.request(method, path, json=body) for _ in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert problem(answers[2]) == (429, "protocol.too_fast")
    assert answers[2].headers["Retry-After"] == "2"
