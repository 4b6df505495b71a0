import pytest

from tests.api.shows.people import Person, a_show

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_show_tells_what_hangs_on_it(ana: Person) -> None:
    show = await a_show(ana, advance=False)
    first, second = [await ana.post("/streams", {"title": f"S{n}", "show": show["id"]}) for n in (1, 2)]
    await ana.post("/streams", {"title": "Of none"})
    await ana.post(f"/streams/{second['id']}/archive")
    told = await ana.get(f"/shows/{show['id']}")
    assert told["streams"] == [first]
    assert [each["room"] for each in told["rooms"]] == [f"floor/{show['id']}", f"stream/{first['id']}"]
    assert told["advance"] is None
