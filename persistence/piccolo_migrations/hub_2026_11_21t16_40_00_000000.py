"""Every row of a room is of that room's organisation: checked once a statement, by a trigger instead of a reference.

Docs: docs/adr/0020-the-database-keeps-organisations-apart.md
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-21T16:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rows of a room are of its organisation"

#: Every table with a `room` and an `org_id`.
OF_ROOMS = "room_fact room_snapshot projection chat_message queue_entry advance_field tip activity song ban".split()

#: Reads what the caller sees: a room of another organisation is no room, nor is a row of a temporary table.
FUNCTIONS = """
CREATE FUNCTION rows_are_of_their_rooms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT n.org_id, n.room FROM new_rows n) n
        WHERE NOT EXISTS (SELECT FROM public.room r WHERE r.id = n.room AND r.org_id = n.org_id)
    ) THEN
        RAISE EXCEPTION 'a row of % names a room that its organisation does not have', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION rooms_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % would part rows from their room', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER room_stays BEFORE UPDATE OF id, org_id OR DELETE OR TRUNCATE ON room
    FOR EACH STATEMENT EXECUTE FUNCTION rooms_stay();
"""
#: What was written before is looked at once.
OF_A_ROOM = """
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM {0} n WHERE NOT EXISTS (SELECT FROM public.room r WHERE r.id = n.room AND r.org_id = n.org_id)
    ) THEN
        RAISE EXCEPTION 'a row of {0} names a room that its organisation does not have';
    END IF;
END $$;
CREATE TRIGGER {0}_of_room AFTER INSERT ON {0} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION rows_are_of_their_rooms();
CREATE TRIGGER {0}_stays BEFORE UPDATE OF room, org_id ON {0} FOR EACH STATEMENT EXECUTE FUNCTION rooms_stay();
"""


async def forwards():
    async def proven():
        connection = DB.current_transaction.get().connection
        await connection.execute(FUNCTIONS)
        for table in OF_ROOMS:
            await connection.execute(OF_A_ROOM.format(table))

    manager = MigrationManager(migration_id=ID, app_name="hub", description=DESCRIPTION)
    manager.add_raw(proven)
    return manager
