"""What Piccolo's tables cannot say of the songbook: a key of several columns."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-20T11:03:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "the songbook's key"


async def forwards():
    async def keys():
        await DB.run_ddl("ALTER TABLE song DROP CONSTRAINT song_pkey, ADD PRIMARY KEY (room, title, artist)")

    manager = MigrationManager(migration_id=ID, app_name="hub", description=DESCRIPTION)
    manager.add_raw(keys)
    return manager
