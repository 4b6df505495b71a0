"""Templates of an organisation, and what the last show at a venue said."""

import pytest

from api.templates import handlers
from hub.advancing_sync.design_messages import Design, wanted
from hub.advancing_sync.messages import AddRow, Edit
from hub.advancing_sync.schema import Field, Kind, Schema, Section
from hub.advancing_sync.standard import STANDARD
from hub.kernel import Role
from tests.api.shows.people import Person, a_show, a_venue, joined
from tests.api.templates.forms import OFFICE, an_advance, do, form, lines, values

pytestmark = pytest.mark.asyncio(loop_scope="module")
FEE = "money.guarantee"
GUESTS = "hospitality.guest_count"
DOGS = Section("dogs", "Dogs", (Field("many", "How many", Kind.INTEGER, max=9),))
OURS = Schema((*STANDARD.sections, DOGS))


async def kept(ana: Person, show: str, *sections: str, name: str = "Club night") -> str:
    made = await ana.post("/templates", {"name": name, "show": show, "sections": list(sections)})
    return made["id"]


async def test_what_was_kept_is_filled_in_where_nobody_has_answered(ana: Person) -> None:
    first, second = [await an_advance(ana) for _ in range(2)]
    rows = [
        AddRow(field="contacts.people", row="r1"),
        Edit(field="contacts.people", row="r1", column="name", value="Cy"),
    ]
    await do(ana, first, Edit(field=OFFICE, value="Room 2"), *rows, Design(schema=wanted(OURS)))
    await do(ana, first, Edit(field="dogs.many", value=2))
    template = await kept(ana, first, "hospitality", "dogs", "contacts", "show")
    path = f"/shows/{second}/advance/template"
    filled = await ana.post(path, {"template": template})
    assert (filled["designed"], filled["refused"], filled["more"]) == (True, [], 0)
    there = await form(ana, second)
    assert (there.schema, values(there)[OFFICE], values(there)["dogs.many"]) == (OURS, "Room 2", 2)
    assert lines(there, "contacts.people") == [{"name": "Cy"}]
    assert {there.fields[OFFICE].source, there.fields["dogs.many"].source} == {"template"}
    assert (there.fields[OFFICE].by, values(there)["show.title"]) == (ana.account, "Night")
    again = await ana.post(path, {"template": template})
    assert (again["designed"], again["written"], (await form(ana, second)).last) == (False, 0, there.last)
    assert (await ana.whats()).count("template.applied") == 2


async def test_answers_come_of_those_sections_only_that_were_named(ana: Person) -> None:
    first = await an_advance(ana)
    await do(ana, first, Edit(field=OFFICE, value="Room 2"), Edit(field=FEE, value=5.0))
    bare, money = await kept(ana, first), await kept(ana, first, "money")
    for template, fields in ((bare, set[str]()), (money, {FEE})):
        show = await a_show(ana, advance=False)
        made = await ana.post(f"/shows/{show['id']}/advance?template={template}")
        assert made["filled"]["written"] == len(fields)
        assert {key for key in values(await form(ana, show["id"])) if not key.startswith("show.")} == fields
    refused = await ana.refused("POST", "/templates", {"name": "X", "show": first, "sections": ["kitchen"]})
    assert refused == (404, "advance.unknown_section")


async def test_a_template_is_renamed_archived_and_restored(ana: Person) -> None:
    show = await an_advance(ana)
    one, two = await kept(ana, show), await kept(ana, show, name="Another")
    assert [each["id"] for each in await ana.get("/templates")] == [two, one]
    assert (await ana.patch(f"/templates/{one}", {"name": "A first"}))["name"] == "A first"
    assert (await ana.patch(f"/templates/{one}", {"archived": True}))["archived_at_ms"]
    assert await ana.patch(f"/templates/{one}", {"archived": True}) == (await ana.get("/templates"))[0]
    body = {"template": one}
    assert await ana.refused("POST", f"/shows/{show}/advance/template", body) == (409, "template.archived")
    assert (await ana.patch(f"/templates/{one}", {"archived": False}))["archived_at_ms"] is None
    assert await ana.whats() == sorted(
        ["advance.created", "show.created", *["template.changed"] * 3, *["template.made"] * 2]
    )


async def test_what_is_not_there_and_what_is_too_much_is_refused(
    ana: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    show, bare = await an_advance(ana), (await a_show(ana, advance=False))["id"]
    template = await kept(ana, show)
    path = f"/shows/{show}/advance"
    for person, method, where, body, refused in (
        (ana, "POST", "/templates", {"name": "X", "show": bare}, (409, "show.no_advance")),
        (ana, "POST", "/templates", {"name": "X", "show": "nowhere"}, (404, "http.not_found")),
        (eve, "POST", "/templates", {"name": "X", "show": show}, (404, "http.not_found")),
        (eve, "PATCH", f"/templates/{template}", {"name": "X"}, (404, "http.not_found")),
        (ana, "POST", f"{path}/template", {"template": "none"}, (404, "http.not_found")),
        (ana, "POST", f"/shows/{bare}/advance?template=none", None, (404, "http.not_found")),
        (ana, "POST", f"/shows/{bare}/advance/copy", {}, (409, "show.no_advance")),
        (ana, "POST", f"{path}/copy", {}, (409, "show.no_last")),
    ):
        assert await person.refused(method, where, body) == refused, where
    crew = await joined(ana, Role.CREW)
    assert (await crew.refused("GET", "/templates"))[1] == "auth.forbidden"
    await do(ana, show, Edit(field=OFFICE, value="Room 2"))
    monkeypatch.setattr(handlers, "ANSWERS_BYTES_MAX", 30)
    body = {"name": "X", "show": show, "sections": ["hospitality"]}
    assert await ana.refused("POST", "/templates", body) == (422, "template.too_large")
    monkeypatch.setattr(handlers, "TEMPLATES_MAX", 1)
    assert await ana.refused("POST", "/templates", {"name": "X", "show": show}) == (409, "template.too_many")
    await ana.post(f"/shows/{show}/archive")
    assert await ana.refused("POST", f"{path}/template", {"template": template}) == (409, "show.archived")


async def test_the_last_show_at_the_venue_is_copied(ana: Person) -> None:
    venue, other = (await a_venue(ana))["id"], (await a_venue(ana, "Flex"))["id"]
    show = await an_advance(ana, venue=venue, day="2027-03-06")
    path = f"/shows/{show}/advance"
    assert await ana.get(f"{path}/last") is None
    for day, house in (("2027-01-01", venue), ("2027-02-01", venue), ("2027-02-09", other), ("2027-04-01", venue)):
        await an_advance(ana, title=day, venue=house, day=day)
    await a_show(ana, venue=venue, day="2027-02-20", advance=False)
    last = await ana.get(f"{path}/last")
    assert (last["title"], last["day"], last["venue_name"]) == ("2027-02-01", "2027-02-01", "Ponyhof")
    said = Edit(field=OFFICE, value="Room 2"), Edit(field=FEE, value=5.0), Edit(field=GUESTS, value=9.0)
    await do(ana, last["show"], *said)
    await do(ana, show, Edit(field=GUESTS, value=3.0))
    copied = await ana.post(f"{path}/copy", {})
    assert (copied["written"], copied["refused"]) == (1, [])
    there = values(await form(ana, show))
    assert (there[OFFICE], there["show.title"], there[GUESTS], FEE in there) == ("Room 2", "Night", 3, False)
    assert (await ana.post(f"{path}/copy", {"sections": ["money"]}))["written"] == 1
    assert (await ana.whats()).count("advance.copied") == 2
