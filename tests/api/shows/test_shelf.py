"""What venues and streams do alike is asked of both."""

import pytest

from tests.api.shows.people import Person, a_show, a_venue

pytestmark = pytest.mark.asyncio(loop_scope="module")
KINDS = {"venue": ("/venues", {"name": "A"}, {"name": "B"}), "stream": ("/streams", {"title": "A"}, {"title": "B"})}
both = pytest.mark.parametrize("kind", KINDS)


async def made(ana: Person, kind: str) -> tuple[str, dict[str, str]]:
    """The address of a new one, and a change of it."""
    path, said, other = KINDS[kind]
    return f"{path}/{(await ana.post(path, said))['id']}", other


@both
async def test_what_is_changed_or_put_away_again_is_noted_once(ana: Person, kind: str) -> None:
    path, other = await made(ana, kind)
    for _ in range(2):
        assert other.items() <= (await ana.patch(path, other)).items()
    for act, away in (("archive", True), ("restore", False)):
        for _ in range(2):
            assert ((await ana.post(f"{path}/{act}"))["archived_at_ms"] is not None) is away
    whats = await ana.whats()
    assert whats == sorted(f"{kind}.{each}" for each in ("created", "changed", "archived", "restored"))


@both
async def test_what_is_archived_is_not_changed(ana: Person, kind: str) -> None:
    path, other = await made(ana, kind)
    await ana.post(f"{path}/archive")
    assert await ana.refused("PATCH", path, other) == (409, "show.archived")


@both
async def test_what_is_nobodys_is_not_found(ana: Person, eve: Person, kind: str) -> None:
    path, other = await made(ana, kind)
    for method, where, body in (("GET", path, None), ("PATCH", path, other), ("POST", f"{path}/archive", None)):
        assert await eve.refused(method, where, body) == (404, "http.not_found")


async def test_no_stream_is_put_into_a_show_that_is_archived(ana: Person) -> None:
    show = (await a_show(ana))["id"]
    stream = (await ana.post("/streams", {"title": "A", "show": show}))["id"]
    other = (await ana.post("/streams", {"title": "B"}))["id"]
    await ana.post(f"/shows/{show}/archive")
    assert await ana.refused("POST", "/streams", {"title": "C", "show": show}) == (409, "show.archived")
    assert await ana.refused("PATCH", f"/streams/{other}", {"show": show}) == (409, "show.archived")
    assert (await ana.patch(f"/streams/{stream}", {"title": "D", "show": show}))["title"] == "D"
    assert (await ana.patch(f"/streams/{stream}", {"show": None}))["show"] is None


async def test_a_venue_is_no_show(ana: Person) -> None:
    venue = (await a_venue(ana))["id"]
    assert await ana.refused("POST", "/streams", {"title": "C", "show": venue}) == (404, "show.no_show")
