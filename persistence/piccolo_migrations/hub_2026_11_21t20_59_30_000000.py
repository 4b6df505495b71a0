"""Answers are found by their words through the index, which row-level security keeps the hub's own role from using.

Only an operator that tells nothing of what it sees may be asked before the policy; a search of words is none. So these
look as the owner, in the organisation that the policy names and in no other.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-21T20:59:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "answers are found by their words"

#: `$1` a query; `$2` whether sections that only organisers see count, as `hub.kernel.is_private` says.
_WHERE = """f.org_id = nullif(current_setting('hub.org_id', true), '')
        AND answer_words(f.value) @@ to_tsquery('simple', $1)
        AND ($2 OR NOT (split_part(f.field, '.', 1) = 'money' OR starts_with(f.field, 'private_')))"""
FUNCTIONS = f"""
CREATE FUNCTION rooms_that_say(text, boolean) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT DISTINCT f.room FROM advance_field f WHERE {_WHERE}
$$;
CREATE FUNCTION answers_that_say(text, boolean, text[], integer)
RETURNS TABLE (room text, field text, row_id text, cell text, text text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT room, field, row_id, cell, text FROM (
        SELECT f.room, f.field, f.row_id, f.cell, f.value #>> ARRAY[]::text[] AS text,
            row_number() OVER (PARTITION BY f.room ORDER BY f.field, f.place, f.row_id, f.cell) AS at
        FROM advance_field f WHERE f.room = ANY ($3) AND {_WHERE}
    ) found WHERE at <= $4 ORDER BY room, at
$$;
"""
DEFINERS = "rooms_that_say(text, boolean), answers_that_say(text, boolean, text[], integer)"


async def forwards():
    async def found():
        connection = DB.current_transaction.get().connection
        await connection.execute(FUNCTIONS)
        await connection.execute(f"REVOKE EXECUTE ON FUNCTION {DEFINERS} FROM PUBLIC")
        await connection.execute(f"GRANT EXECUTE ON FUNCTION {DEFINERS} TO hub_app")

    manager = MigrationManager(migration_id=ID, app_name="hub", description=DESCRIPTION)
    manager.add_raw(found)
    return manager
