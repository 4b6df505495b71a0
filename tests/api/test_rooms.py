import pytest

from hub.kernel import Role
from hub.queue.messages import Submit
from persistence.projector import Projector
from persistence.songs import Song, add
from tests.api.whole import Whole, problem
from tests.builders import an_actor
from tests.services import a_room

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def a_floor(hub: Whole, *titles: str) -> str:
    """A floor on which these have been asked for."""
    room = await hub.create(a_room())
    for title in titles:
        await hub.worker.service.do(an_actor(), room, title, Submit(title=title))
    await Projector(hub.worker.database).sweep()
    return room


def bearer(hub: Whole, *rooms: str, role: Role = Role.DJ, hours: float = 1) -> dict[str, str]:
    """The headers of somebody with a grant."""
    return {"Authorization": f"Bearer {hub.grant(*rooms, role=role, hours=hours)}"}


async def test_who_did_what_is_listed_newest_first_and_in_pages(hub: Whole) -> None:
    room = await a_floor(hub, "one", "two", "three")
    path, headers = f"/api/rooms/{room}/activity", bearer(hub, room)
    first = (await hub.http.get(path, params={"limit": 2}, headers=headers)).json()
    assert [(line["seq"], line["text"], line["name"]) for line in first] == [
        (3, "three", "Ana"),
        (2, "two", "Ana"),
    ]
    rest = (await hub.http.get(path, params={"before": 2}, headers=headers)).json()
    assert [line["text"] for line in rest] == ["one"]


async def test_only_who_may_see_the_list_sees_it(hub: Whole) -> None:
    room = await a_floor(hub, "one")
    path = f"/api/rooms/{room}/activity"
    for headers, refusal in (
        ({}, (401, "auth.grant_missing")),
        ({"Authorization": "Basic x"}, (401, "auth.grant_missing")),
        ({"Authorization": "Bearer"}, (401, "auth.grant_missing")),
        ({"Authorization": "Bearer x"}, (401, "auth.grant_invalid")),
        (bearer(hub, room, hours=-1), (401, "auth.grant_expired")),
        (bearer(hub, "floor/other"), (403, "room.not_granted")),
        (bearer(hub, room, role=Role.AUDIENCE), (403, "auth.forbidden")),
    ):
        assert problem(await hub.http.get(path, headers=headers)) == refusal


@pytest.mark.parametrize(
    "params", [{"limit": "0"}, {"limit": "201"}, {"limit": "x"}, {"before": "0"}, {"before": str(2**60)}]
)
async def test_a_page_that_cannot_be_is_told_what_to_correct(hub: Whole, params: dict[str, str]) -> None:
    response = await hub.http.get("/api/rooms/floor/x/activity", params=params)
    assert problem(response) == (400, "http.bad_request")
    assert next(iter(params)) in response.json()["title"]


async def test_a_song_is_found_by_every_word_of_what_is_typed(hub: Whole) -> None:
    room = await hub.create(a_room())
    songs = [Song("Jolene", "Dolly Parton"), Song("9 to 5", "Dolly Parton"), Song("Jolene", "The White Stripes")]
    await add(hub.worker.database, room, songs)
    path = f"/api/floors/{room.removeprefix('floor/')}/songs"
    found = (await hub.http.get(path, params={"q": "jol dol"})).json()
    assert found == [{"title": "Jolene", "artist": "Dolly Parton"}]
    assert len((await hub.http.get(path)).json()) == 3
    assert len((await hub.http.get(path, params={"limit": "2"})).json()) == 2


@pytest.mark.parametrize(
    ("floor", "params"),
    [
        ("x", {"q": "a\x00b"}),
        ("x", {"q": "x" * 101}),
        ("x", {"limit": "51"}),
        ("a%00b", {}),
        ("a%20b", {}),
        ("x" * 65, {}),
    ],
)
async def test_a_search_that_the_database_could_not_do_does_not_reach_it(
    hub: Whole, floor: str, params: dict[str, str]
) -> None:
    response = await hub.http.get(f"/api/floors/{floor}/songs", params=params)
    assert problem(response) == (400, "http.bad_request")


async def test_while_the_database_is_away_lists_are_refused_and_may_be_asked_for_again(hub: Whole) -> None:
    pool, hub.worker.database._pool = hub.worker.database._pool, None  # pyright: ignore[reportPrivateUsage]
    try:
        response = await hub.http.get("/api/floors/x/songs")
        assert problem(response) == (503, "room.unavailable")
        assert response.headers["Retry-After"] == "1"
    finally:
        hub.worker.database._pool = pool  # pyright: ignore[reportPrivateUsage]
