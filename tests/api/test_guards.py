"""What is open to everybody is not open to everything."""

from ipaddress import ip_network

import pytest

from api.proxies import Proxies
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


FROM_OUTSIDE = {"X-Forwarded-For": "203.0.113.7"}
LOCAL_PROXY = Proxies((ip_network("127.0.0.1"),))


async def test_metrics_are_for_the_machine_itself_while_there_is_no_token(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url, proxies=LOCAL_PROXY) as hub:
        assert (await hub.http.get("/metrics")).status_code == 200
        assert problem(await hub.http.get("/metrics", headers=FROM_OUTSIDE)) == (403, "auth.operator")


async def test_metrics_are_for_whoever_has_the_token(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url, proxies=LOCAL_PROXY, metrics_token="t" * 32) as hub:
        for given in ({}, {"Authorization": "Bearer " + "t" * 31}, {"Authorization": "t" * 32}):
            assert problem(await hub.http.get("/metrics", headers=given)) == (403, "auth.operator")
        knowing = FROM_OUTSIDE | {"Authorization": "Bearer " + "t" * 32}
        assert (await hub.http.get("/metrics", headers=knowing)).status_code == 200


async def test_behind_a_proxy_each_client_has_a_measure_of_its_own(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url, proxies=LOCAL_PROXY, rate_address=Rate(0.1, 1)) as hub:
        answers = [
            (await hub.http.get("/api/floors/a/songs", headers={"X-Forwarded-For": client})).status_code
            for client in ("203.0.113.7", "203.0.113.8", "203.0.113.7", "198.51.100.1, 203.0.113.7")
        ]
    assert answers == [200, 200, 429, 429]
