import csv
import io
from typing import Any

import pytest

from api.organisations import audit
from persistence.audit import Actor, note
from persistence.tenancy import within
from tests.api.organisations.people import Person, a_person, noted
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def done(person: Person, org: str, what: str, about: str = "x", *, at_ms: int = 1, **values: Any) -> None:
    """A line of theirs."""
    actor = Actor(org, person.account, values.pop("name", person.name), "127.0.0.1")
    async with within(person.hub.worker.database, org) as connection:
        await note(connection, actor, what, about, now_ms=at_ms, **values)


async def file_of(person: Person, org: str, asked: str = "") -> list[list[str]]:
    """The rows of the CSV."""
    response = await person.ask("GET", f"/api/orgs/{org}/audit.csv{asked}")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in response.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(response.text)))


async def test_pages_together_are_the_whole_list_without_gap_or_repeat(ana: Person) -> None:
    org = await ana.makes()
    for n in range(7):
        await done(ana, org, "show.changed", f"s{n}", at_ms=n // 3)
    whole = (await ana.does("GET", f"/api/orgs/{org}/audit"))["rows"]
    paged: list[Any] = []
    cursor = ""
    while True:
        page = await ana.does("GET", f"/api/orgs/{org}/audit?limit=3&cursor={cursor}")
        paged += page["rows"]
        if page["cursor"] is None:
            break
        assert len(page["rows"]) == 3
        cursor = page["cursor"]
    assert paged == whole
    assert len(whole) == 8
    assert [line["at_ms"] for line in whole] == sorted((line["at_ms"] for line in whole), reverse=True)


async def test_lines_are_found_by_what_by_whom_about_what_and_since_when(hub: Whole, ana: Person) -> None:
    org, ben = await ana.makes(), await a_person(hub, "Ben")
    await done(ana, org, "show.archived", "one", at_ms=10)
    await done(ben, org, "show.changed", "one", at_ms=20)
    await done(ben, org, "showcase.changed", "two", at_ms=30)

    async def found(asked: str) -> list[int]:
        lines = (await ana.does("GET", f"/api/orgs/{org}/audit?{asked}"))["rows"]
        return [line["at_ms"] for line in lines if line["at_ms"] <= 30]

    assert await found("what=show") == [20, 10]
    assert await found("what=show.archived") == [10]
    assert await found(f"account={ben.account}") == [30, 20]
    assert await found("about=one") == [20, 10]
    assert await found("since_ms=20") == [30, 20]


@pytest.mark.parametrize("cursor", ["x", "1", "1.", ".x", "1.a b", "9" * 16 + ".x", "\u0661.x"])
async def test_a_place_that_is_none_is_told_so(ana: Person, cursor: str) -> None:
    org = await ana.makes()
    assert problem(await ana.ask("GET", f"/api/orgs/{org}/audit?cursor={cursor}")) == (404, "http.no_page")


@pytest.mark.parametrize("role", ["manager", "viewer"])
async def test_only_owners_read_it(hub: Whole, ana: Person, role: str) -> None:
    org = await ana.makes()
    someone = await (await a_person(hub, "Mo")).joins(org, role, ana)
    for path in ("audit", "audit.csv"):
        assert problem(await someone.ask("GET", f"/api/orgs/{org}/{path}")) == (403, "auth.forbidden")


async def test_the_file_has_every_line_however_many_there_are(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "CSV_LINES", 2)
    org = await ana.makes()
    for n in range(4):
        await done(ana, org, "show.changed", f"s{n}", at_ms=n, before={"day": n}, after={"day": n + 1})
    head, *rows = await file_of(ana, org)
    assert tuple(head) == audit.COLUMNS
    # An id may begin as a formula does.
    assert [row[0].removeprefix("'") for row in rows] == [line["id"] for line in await noted(ana, org)]
    assert rows[1][-2:] == ['{"day":3}', '{"day":4}']
    assert [row[5] for row in (await file_of(ana, org, "?what=show"))[1:]] == ["s3", "s2", "s1", "s0"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", "\tx", " =1+1", "\uff1d1+1"])
async def test_no_spreadsheet_runs_what_is_in_it(ana: Person, name: str) -> None:
    org = await ana.makes()
    await done(ana, org, "show.changed", name=name)
    assert (await file_of(ana, org, "?what=show"))[1][3] == f"'{name}"


async def test_nor_where_a_semicolon_begins_another_cell(ana: Person) -> None:
    org = await ana.makes()
    await done(ana, org, "show.changed", name="Ben;=1+1", after={"title": "a; @sum;b"})
    row = (await file_of(ana, org, "?what=show"))[1]
    assert (row[3], row[-1]) == ("Ben;'=1+1", """{"title":"a;' @sum;b"}""")


async def test_what_breaks_a_line_stays_in_its_cell(ana: Person) -> None:
    org = await ana.makes()
    await done(ana, org, "show.changed", name='a "b", c\nd', after="plain")
    row = (await file_of(ana, org, "?what=show"))[1]
    assert (row[3], row[-1]) == ('a "b", c\nd', "plain")
