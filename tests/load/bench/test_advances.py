"""What it costs to open an advance and to make one is measured on a hub's own answers and its own database."""

import asyncpg

from embedded.postgres import Postgres
from load.bench.advances import FIELDS, ORG, a_schema, creating
from load.bench.measures import Size, Subject
from load.bots.bot import Address
from tests.services import TEMPLATE, a_database

ROOM = "show/bench"


def test_the_form_has_as_many_questions_as_is_said() -> None:
    assert sum(len(section.fields) for section in a_schema().sections) == FIELDS


async def test_an_advance_is_made_in_one_statement(postgres_server: Postgres) -> None:
    url = await a_database(postgres_server, TEMPLATE)
    subject = Subject(Address("127.0.0.1", 1), [], url)
    found = await creating(subject, [], ROOM, Size(advances=3))
    assert found["advances"] == 3
    assert 0 < found["p50_ms"] <= found["p99_ms"]
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT count(*) FROM advance WHERE org_id = $1", ORG) == 3
    assert await connection.fetchval("SELECT count(*) FROM room_fact WHERE org_id = $1", ORG) == 15
    await connection.close()
