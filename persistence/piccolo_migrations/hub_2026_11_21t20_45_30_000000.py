"""What Piccolo's tables cannot say of boards, histories and reminders: keys, who sees which rows, what is searched.

Docs: docs/adr/0020-the-database-keeps-organisations-apart.md
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-21T20:45:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "boards, histories and reminders are kept apart"

ROOM_TABLES = {"advance_board": "room", "advance_value": "room, seq", "activity_seen": "room, person"}
SHOW_TABLES = {"reminder_plan": "org_id, show", "reminder": "org_id, show, section, account, due_day, days"}
#: As of the other tables of rooms.
OF_A_ROOM = """
CREATE TRIGGER {0}_of_room AFTER INSERT ON {0} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION rows_are_of_their_rooms();
CREATE TRIGGER {0}_stays BEFORE UPDATE OF room, org_id ON {0} FOR EACH STATEMENT EXECUTE FUNCTION rooms_stay();
"""
#: A text is searched by its words, with no extension. What is no text has none.
INDEXES = """
CREATE INDEX activity_section ON activity (room, section, seq DESC);
CREATE INDEX advance_value_place ON advance_value (room, field, row_id, cell, seq DESC);
CREATE INDEX advance_board_due ON advance_board (org_id) WHERE due_days IS NOT NULL;
CREATE INDEX reminder_account ON reminder (account);
CREATE FUNCTION answer_words(jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, CASE WHEN jsonb_typeof($1) = 'string' THEN $1 #>> '{}' ELSE '' END)
$$;
CREATE INDEX advance_field_words ON advance_field USING gin (answer_words(value));
"""
#: What was written before had no sections; the rest of a line comes with `hub rebuild activity`.
FILL = "UPDATE activity SET section = split_part(split_part(about, '#', 1), '.', 1) WHERE what LIKE 'advance.%'"
#: This sees every organisation, so it answers one narrow question and nothing else.
ACROSS = """
CREATE FUNCTION shows_to_remind(text, text) RETURNS TABLE (org_id text, show text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT s.org_id, s.id FROM advance_board b JOIN show s ON s.org_id = b.org_id AND b.room = 'show/' || s.id
        JOIN org o ON o.org_id = s.org_id
    WHERE b.due_days IS NOT NULL AND s.archived_at_ms IS NULL AND o.archived_at_ms IS NULL
        AND s.status <> 'cancelled' AND s.day BETWEEN $1 AND $2
    ORDER BY s.day, s.org_id, s.id
$$;
"""
DEFINERS = "shows_to_remind(text, text)"


async def forwards():
    async def several(statements):
        await DB.current_transaction.get().connection.execute(statements)

    async def apart():
        for table, key in {**ROOM_TABLES, **SHOW_TABLES}.items():
            await several(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, ADD PRIMARY KEY ({key})")
        for table in ROOM_TABLES:
            await several(OF_A_ROOM.format(table))
        for table in SHOW_TABLES:
            await several(f"ALTER TABLE {table} ADD FOREIGN KEY (org_id, show) REFERENCES show (org_id, id)")
        await several("ALTER TABLE reminder ADD FOREIGN KEY (account) REFERENCES account ON DELETE CASCADE")
        await several(INDEXES)
        await several(FILL)
        await several(ACROSS)
        await several(f"REVOKE EXECUTE ON FUNCTION {DEFINERS} FROM PUBLIC")
        await several(f"GRANT EXECUTE ON FUNCTION {DEFINERS} TO hub_app")
        for table in (*ROOM_TABLES, *SHOW_TABLES):
            await several(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO hub_app")
            await several(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            await several(
                f"CREATE POLICY {table}_app ON {table} TO hub_app "
                "USING (org_id = (SELECT nullif(current_setting('hub.org_id', true), '')))"
            )
            await several(f"CREATE POLICY {table}_owner ON {table} TO CURRENT_USER USING (true)")

    manager = MigrationManager(migration_id=ID, app_name="hub", description=DESCRIPTION)
    manager.add_raw(apart)
    return manager
