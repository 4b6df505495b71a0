"""Nobody sees or writes another organisation's rows: Postgres keeps them apart, table by table."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from embedded.postgres import Postgres
from persistence.database import Database
from persistence.tables import ORG_KEYS, ROOM_KEYS
from persistence.tenancy import in_room, sees_all, within
from tests.persistence.tables.found import a_row
from tests.persistence.tables.test_rooms import OF_ROOMS
from tests.services import TEMPLATE, a_database, as_app

#: In the order in which rows can refer to those before them.
TENANT = (*ROOM_KEYS, *ORG_KEYS)
ORGS = ("a", "b")
#: Keys without an organisation that are unique everywhere, and why.
EVERYWHERE = {
    **dict.fromkeys(ROOM_KEYS, "the id of a room names it over all organisations"),
    "show_code": "it is read from a poster, by whoever does not know whose it is",
    "ticket": "it is the hash of a secret",
    "invitation": "it is the hash of a secret",
    "access_link": "it is the hash of a secret",
    "member": "it is the hash of a secret",
}
#: What refers to nothing of its organisation, and why.
ROOTS = {
    "org": "it is the organisation",
    "room": "what rows in it have to match, and can be made before all else",
    "ticket": "it names its rooms in what it grants, which is asked for again at the door",
    "audit": "it outlives what it tells of",
}
CATALOGUE = """
SELECT c.relname::text AS table, c.relrowsecurity, c.relforcerowsecurity,
    (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND 'hub_app'::regrole = ANY (p.polroles)
        AND p.polcmd = '*' AND pg_get_expr(p.polqual, c.oid) LIKE '%hub.org_id%') AS policies,
    (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND '0'::oid = ANY (p.polroles)) AS for_all
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""
KEYS = """
SELECT c.conrelid::regclass::text AS table, c.contype::text AS kind, c.confrelid::regclass::text AS there,
    array_agg(a.attname::text) AS columns
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
WHERE c.contype IN ('p', 'u', 'f') AND c.connamespace = 'public'::regnamespace GROUP BY c.oid
"""
DEFINERS = """
SELECT p.proname::text AS name, p.proconfig AS path, has_function_privilege('hub_app', p.oid, 'EXECUTE') AS hub,
    has_function_privilege('public', p.oid, 'EXECUTE') AS everybody
FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
"""
#: Whose is this room or secret, what of several organisations is one question, and what one says, by an index.
ACROSS = {
    *("room_org", "room_heads", "projection_claim", "orgs_of", "platform_orgs", "member_of_feed"),
    *("org_of_invitation", "org_of_link", "org_of_code", "ticket_spend", "tickets_forget"),
    *("uploads_forget", "files_known", "files_untold", "shows_to_remind"),
    *("rooms_that_say", "answers_that_say"),
}


@pytest.fixture(scope="module")
def database_url(postgres_server: Postgres) -> str:
    """A database where both organisations have a row in every table."""
    return asyncio.run(_filled(postgres_server))


async def _filled(server: Postgres) -> str:
    url = await a_database(server, TEMPLATE)
    connection = await asyncpg.connect(url)
    for org in ORGS:
        await connection.execute(
            "INSERT INTO account (id, mail, mail_key, name, password, totp_step, platform_admin, created_at_ms) "
            "VALUES ($1, $1, $1, $1, $1, 0, false, 0)",
            f"{org}-x",
        )
        for table in TENANT:
            await a_row(connection, table, org)
    await connection.close()
    return url


@asynccontextmanager
async def an_app(url: str) -> AsyncGenerator[Database]:
    database = Database(as_app(url))
    await database.open()
    yield database
    await database.close()


async def leaks(url: str) -> dict[str, str]:
    """The tables in which organisation a sees or changes what it must not, or does not see its own; and how."""
    found: dict[str, str] = {}
    async with an_app(url) as database:
        for table in TENANT:
            async with database.connection() as connection:
                if await connection.fetchval(f"SELECT count(*) FROM {table}"):
                    found[table] = "seen without an organisation"
            async with within(database, "a") as connection:
                seen = [each["org_id"] for each in await connection.fetch(f"SELECT org_id FROM {table}")]
            if seen != ["a"]:
                found[table] = f"sees {seen}"
            try:
                async with within(database, "a") as connection:
                    await connection.execute(f"DELETE FROM {table} WHERE org_id = 'b'")
                    await a_row(connection, table, "b")
            except asyncpg.InsufficientPrivilegeError:
                continue
            except (asyncpg.UniqueViolationError, asyncpg.ForeignKeyViolationError):
                found[table] = "writes as another"
    return found


async def test_an_organisation_sees_its_own_rows_and_no_others(database_url: str) -> None:
    assert await leaks(database_url) == {}


@pytest.mark.parametrize("table", TENANT)
@pytest.mark.parametrize("broken", ["DROP POLICY {0}_app ON {0}", "ALTER TABLE {0} DISABLE ROW LEVEL SECURITY"])
async def test_without_its_protection_a_table_is_found_out(
    table: str, broken: str, database_url: str, postgres_server: Postgres
) -> None:
    """The twin: each protection by itself is what keeps the table."""
    template = database_url.rpartition("/")[2].partition("?")[0]
    url = await a_database(postgres_server, template)
    connection = await asyncpg.connect(url)
    await connection.execute(broken.format(table))
    await connection.close()
    assert list(await leaks(url)) == [table]


async def test_every_table_with_an_organisation_is_in_the_catalogue(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch(CATALOGUE)
    await connection.close()
    assert {row["table"] for row in rows} == set(TENANT)
    for row in rows:
        assert (row["relrowsecurity"], row["relforcerowsecurity"]) == (True, True), row["table"]
        assert (row["policies"], row["for_all"]) == (1, 0), row["table"]


async def test_keys_and_references_name_the_organisation(database_url: str) -> None:
    """Row-level security does not look at what a reference points to, nor at whose row a key clashes with."""
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch(KEYS)
    await connection.close()
    without = {
        (row["table"], row["kind"])
        for row in rows
        if row["table"] in TENANT
        and "org_id" not in row["columns"]
        and not (row["kind"] in "pu" and row["table"] in EVERYWHERE)
        and not (row["kind"] == "f" and row["there"] == "account")
    }
    assert without == set()
    referring = {row["table"] for row in rows if row["kind"] == "f" and "org_id" in row["columns"]}
    # What is in a room is checked by triggers: tests/persistence/tables/test_rooms.py.
    assert {*referring, *OF_ROOMS, *ROOTS} == set(TENANT)


async def test_few_functions_see_every_organisation_and_only_the_hub_may_ask_them(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch(DEFINERS)
    await connection.close()
    assert {row["name"] for row in rows} == ACROSS
    for name, path, hub, everybody in rows:
        assert (hub, everybody, path) == (True, False, ["search_path=public, pg_temp"]), name


async def test_a_rooms_organisation_is_entered_by_its_id(database_url: str) -> None:
    async with an_app(database_url) as database:
        async with in_room(database, "b-x") as connection:
            assert await connection.fetchval("SELECT org_id FROM room") == "b"
        async with in_room(database, "nowhere") as connection:
            assert await connection.fetch("SELECT org_id FROM room") == []


async def test_the_setting_ends_with_its_transaction(database_url: str) -> None:
    async with an_app(database_url) as database:
        async with within(database, "a") as connection:
            assert await connection.fetchval("SELECT count(*) FROM venue") == 1
        async with database.connection() as connection:
            assert await connection.fetchval("SELECT count(*) FROM venue") == 0


@pytest.mark.parametrize("statement", ["UPDATE audit SET what = ''", "DELETE FROM audit", "TRUNCATE audit"])
async def test_the_audit_only_grows_even_for_the_owner(statement: str, database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only ever added"):
        await connection.execute(statement)
    await connection.close()


async def test_who_owns_the_tables_is_told_apart(database_url: str) -> None:
    owner = Database(database_url)
    await owner.open()
    assert await sees_all(owner)
    await owner.close()
    async with an_app(database_url) as database:
        assert not await sees_all(database)
