"""What Piccolo's tables cannot say of templates: keys, references, and who sees which rows.

Docs: docs/adr/0020-the-database-keeps-organisations-apart.md
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-21T20:50:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "templates are kept apart"


async def forwards():
    async def several(statements):
        await DB.current_transaction.get().connection.execute(statements)

    async def apart():
        await several("ALTER TABLE template DROP CONSTRAINT template_pkey, ADD PRIMARY KEY (org_id, id)")
        await several("ALTER TABLE template ADD FOREIGN KEY (org_id) REFERENCES org (org_id)")
        await several("GRANT SELECT, INSERT, UPDATE, DELETE ON template TO hub_app")
        await several("ALTER TABLE template ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        await several(
            "CREATE POLICY template_app ON template TO hub_app "
            "USING (org_id = (SELECT nullif(current_setting('hub.org_id', true), '')))"
        )
        await several("CREATE POLICY template_owner ON template TO CURRENT_USER USING (true)")

    manager = MigrationManager(migration_id=ID, app_name="hub", description=DESCRIPTION)
    manager.add_raw(apart)
    return manager
