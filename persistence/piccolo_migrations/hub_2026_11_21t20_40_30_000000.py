"""What Piccolo's tables cannot say of files: keys, references, who sees which rows, and what is asked over all of them.

Docs: docs/adr/0020-the-database-keeps-organisations-apart.md
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-21T20:40:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "files are kept apart"

TABLES = ("file", "upload")
INDEXES = """
CREATE INDEX file_show ON file (org_id, show);
CREATE INDEX file_untold ON file (created_at_ms) WHERE told_at_ms IS NULL;
CREATE INDEX upload_created ON upload (created_at_ms);
"""
#: These see every organisation, so each answers one narrow question and nothing else.
ACROSS = """
CREATE FUNCTION uploads_forget(bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    DELETE FROM upload WHERE created_at_ms <= $1
$$;
CREATE FUNCTION files_known(text[]) RETURNS TABLE (id text, finished_at_ms bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT f.id, f.created_at_ms FROM file f WHERE f.id = ANY ($1)
    UNION ALL SELECT u.id, NULL FROM upload u WHERE u.id = ANY ($1)
$$;
CREATE FUNCTION files_untold(bigint, integer) RETURNS TABLE (org_id text, id text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT f.org_id, f.id FROM file f WHERE f.told_at_ms IS NULL AND f.created_at_ms <= $1
    ORDER BY f.created_at_ms LIMIT $2
$$;
"""
DEFINERS = "uploads_forget(bigint), files_known(text[]), files_untold(bigint, integer)"


async def forwards():
    async def several(statements):
        await DB.current_transaction.get().connection.execute(statements)

    async def apart():
        for table in TABLES:
            await several(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, ADD PRIMARY KEY (org_id, id)")
            await several(f"ALTER TABLE {table} ADD FOREIGN KEY (org_id, show) REFERENCES show (org_id, id)")
        await several(INDEXES)
        await several(ACROSS)
        await several(f"REVOKE EXECUTE ON FUNCTION {DEFINERS} FROM PUBLIC")
        await several(f"GRANT EXECUTE ON FUNCTION {DEFINERS} TO hub_app")
        for table in TABLES:
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
