"""Whoever sees a section on the form sees it in every other way too, and who does not finds it nowhere."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from api import grants
from hub.advancing_sync.agreement_messages import AddNote, Publish, SetDeadline
from hub.advancing_sync.design_messages import Design, wanted
from hub.advancing_sync.messages import AddRow, Edit
from hub.advancing_sync.schema import Field, Kind, Schema, Section
from hub.advancing_sync.standard import STANDARD
from hub.kernel import Actor, Command, Role
from hub.rooms import room as rules
from hub.rooms.grant import Grant
from persistence.projector import Projector
from tests.api.access.shown import Shown, a_shown
from tests.api.documents.pdf import unbroken, words
from tests.api.files.sending import Sender, a_png
from tests.api.shows.people import Person, joined
from tests.api.whole import Whole, problem, whole
from tests.builders import fresh_id

pytestmark = pytest.mark.asyncio(loop_scope="module")
#: A section of an organisation's own that only organisers see, and an amount in one that everybody sees.
FEES = Section("private_fees", "Fees", (Field("agent", "Agent"),))
SECTIONS = (*STANDARD.sections, FEES)
EVERY = {each.key for each in SECTIONS}
PRIVATE = {"money", "private_fees"}
AMOUNT = 765_432
OLGA = Actor("olga", Role.OWNER, "Olga")
SEATS: list[tuple[Role, tuple[str, ...]]] = [
    (Role.OWNER, ()),
    (Role.MANAGER, ()),
    (Role.CREW, ()),
    (Role.VENUE, ()),
    (Role.VIEWER, ()),
    (Role.GUEST, ()),
    (Role.GUEST, ("schedule", "guest_list", "money")),
    (Role.VIEWER, ("hospitality", "private_fees")),
]


def the_word(section: str) -> str:
    """What is written in a section, whatever is asked there, and nowhere else."""
    return f"quokka{section.replace('_', '')}"


def said_in(text: str) -> set[str]:
    """The sections whose words are in a text."""
    return {key for key in EVERY if the_word(key) in text}


@dataclass(frozen=True)
class Reader:
    """Somebody with a grant for the room of a show that has something in every section."""

    shown: Shown
    grant: Grant

    @property
    def hub(self) -> Whole:
        return self.shown.hub

    async def get(self, path: str) -> str:
        """What an answer says; nothing of a refusal."""
        headers = {"Authorization": f"Bearer {grants.write(self.hub.worker.keys, self.grant)}"}
        response = await self.hub.http.get(path, headers=headers, timeout=60)
        if response.status_code != 200:
            assert problem(response)[0] in {403, 404}
            return ""
        return unbroken(words(response.content)) if path.partition("?")[0].endswith(".pdf") else response.text

    async def of_room(self, *paths: str) -> str:
        """All that these addresses of the room say."""
        return "".join([await self.get(f"/api/rooms/{self.shown.room}/{path}") for path in paths])


async def by_socket(reader: Reader) -> str:
    """What the form shows when the page is opened."""
    live = await reader.hub.worker.service.doors.open(reader.shown.room)
    seat = live.seat_of(reader.grant.actor, reader.grant.sections)
    return msgspec.json.encode(rules.show(live.room, seat)).decode()


async def by_facts(reader: Reader) -> str:
    """What comes while the page is open."""
    live = await reader.hub.worker.service.doors.open(reader.shown.room)
    seat = live.seat_of(reader.grant.actor, reader.grant.sections)
    entries = await reader.hub.worker.service.doors.ports.log.since(reader.shown.room, 0, 10_000)
    return msgspec.json.encode([rules.view(each.fact, seat) for each in entries]).decode()


async def by_lines(reader: Reader) -> str:
    return await reader.of_room("activity?limit=200", *(f"activity?limit=200&section={key}" for key in EVERY))


async def by_history(reader: Reader) -> str:
    lists = [f"history?field={key}&row=r1&column={column.key}" for key, column in listed()]
    return await reader.of_room(*(f"history?field={key}" for key in asked()), *lists)


async def by_papers(reader: Reader) -> str:
    kinds = ("advance", "day-sheet", "guest-list")
    queries = ("", "?revision=1&lang=de&paper=letter", "?since_seq=1")
    every = [f"documents/{kind}.pdf{query}" for kind in kinds for query in queries]
    one = [f"documents/advance.pdf?sections={key}" for key in sorted(PRIVATE | {"wifi", "schedule"})]
    return await reader.of_room(*every, *one)


async def by_sheets(reader: Reader) -> str:
    return await reader.of_room(*(f"sheets/{key}.csv" for key, _ in listed()), "schedule.ics")


async def by_files(reader: Reader) -> str:
    return await reader.get(f"/api/shows/{reader.shown.show}/files")


def asked() -> dict[str, Field]:
    """A question of each section that takes text, by its full key."""
    texts = ((each, field) for each in SECTIONS for field in each.fields if _roomy(field))
    found: dict[str, Field] = {}
    for section, field in texts:
        if section.key not in {key.partition(".")[0] for key in found}:
            found[f"{section.key}.{field.key}"] = field
    return found


def listed() -> list[tuple[str, Field]]:
    """The lists, each with its first column that takes text."""
    lists = (
        (f"{each.key}.{field.key}", field) for each in SECTIONS for field in each.fields if field.kind is Kind.LIST
    )
    found = [(key, next(filter(_roomy, field.columns), None)) for key, field in lists]
    return [(key, column) for key, column in found if column is not None]


def _roomy(field: Field) -> bool:
    """Whether it takes a word."""
    return field.kind in {Kind.TEXT, Kind.LONG_TEXT} and field.max_length >= 100


def written() -> list[Command]:
    """Something in every section, in every way to write."""
    commands: list[Command] = [Design(schema=wanted(Schema(SECTIONS)))]
    commands += [Edit(field=key, value=the_word(key.partition(".")[0])) for key in asked()]
    for key, column in listed():
        commands.append(AddRow(field=key, row="r1"))
        commands.append(Edit(field=key, row="r1", column=column.key, value=the_word(key.partition(".")[0])))
    commands.append(Edit(field="schedule.items", row="r1", column="start", value="19:00"))
    commands.append(Edit(field="hospitality.meals", row="r1", column="buyout_each", value=AMOUNT))
    commands.append(Edit(field="show.timezone", value="Europe/Berlin"))
    for section in SECTIONS:
        key = f"{section.key}.{section.fields[0].key}"
        commands.append(AddNote(field=key, id="n1", text=f"{the_word(section.key)}, says the note"))
        commands.append(SetDeadline(section=section.key, days_before=3))
    return [*commands, Publish()]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hub(database_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Whole]:
    folder: Path = tmp_path_factory.mktemp("files")
    async with whole(database_url, redis_url, files=str(folder)) as hub:
        yield hub


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shown(hub: Whole) -> Shown:
    """A show with something in every section."""
    shown = await a_shown(hub)
    for command in written():
        await hub.worker.service.do(OLGA, shown.room, fresh_id(), command)
    sender = Sender(hub, shown.show, hub.grant(shown.room, person="olga", role=Role.OWNER))
    for section in SECTIONS:
        await sender.file(f"{the_word(section.key)}.png", a_png(), f"{section.key}.{section.fields[0].key}")
    await Projector(hub.worker.database).sweep()
    return shown


@pytest_asyncio.fixture(loop_scope="module", params=SEATS, ids=lambda seat: f"{seat[0]}-{len(seat[1])}")
async def reader(shown: Shown, request: pytest.FixtureRequest) -> Reader:
    """Somebody of each seat."""
    role, sections = request.param
    expires_ms = shown.hub.worker.clock.now_ms() + 3_600_000
    person = f"{role}{len(sections)}"
    return Reader(shown, Grant(Actor(person, role, "Gil"), (shown.room,), expires_ms, sections=sections))


async def test_every_way_shows_what_the_form_shows(reader: Reader) -> None:
    sees = {key for key in EVERY if reader.grant.sight.sees(key)}
    assert said_in(await by_socket(reader)) == sees
    assert said_in(await by_facts(reader)) == sees
    assert said_in(await by_lines(reader)) == sees
    assert said_in(await by_files(reader)) == sees
    assert said_in(await by_history(reader)) == sees & {
        key.partition(".")[0] for key in [*asked(), *(key for key, _ in listed())]
    }
    assert said_in(await by_sheets(reader)) == sees & {key.partition(".")[0] for key, _ in listed()}
    assert said_in(await by_papers(reader)) == sees


async def test_an_amount_is_seen_wherever_its_section_is(reader: Reader) -> None:
    sees = reader.grant.sight.sees("hospitality")
    assert (str(AMOUNT) in await by_socket(reader)) is sees
    assert (str(AMOUNT) in await by_lines(reader)) is sees
    assert ("7,654.32" in await by_papers(reader)) is sees
    assert ("7654.32" in await by_sheets(reader)) is sees
    history = await reader.of_room("history?field=hospitality.meals&row=r1&column=buyout_each")
    assert (str(AMOUNT) in history) is sees


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CREW, Role.VENUE, Role.VIEWER])
async def test_a_search_finds_what_the_form_shows(shown: Shown, role: Role) -> None:
    member: Person = await joined(shown.owner, role)
    found = [key for key in sorted(EVERY) if (await member.get(f"/board?answer={the_word(key)}"))["advances"]]
    answered = {key.partition(".")[0] for key in [*asked(), *(key for key, _ in listed())]}
    assert set(found) == (answered if role is Role.MANAGER else answered - PRIVATE)
    board = (await member.ask("GET", "/board")).text
    assert {key for key in PRIVATE if f'"{key}"' in board} == (PRIVATE if role is Role.MANAGER else set())


@pytest.mark.parametrize("role", [Role.DJ, Role.STREAMER, Role.MODERATOR, Role.AUDIENCE])
async def test_who_has_no_seat_in_the_room_reads_nothing_in_any_way(shown: Shown, role: Role) -> None:
    expires_ms = shown.hub.worker.clock.now_ms() + 3_600_000
    stray = Reader(shown, Grant(Actor("stray", role, "Stray"), (shown.room,), expires_ms))
    for way in (by_lines, by_history, by_papers, by_sheets, by_files):
        assert await way(stray) == ""
