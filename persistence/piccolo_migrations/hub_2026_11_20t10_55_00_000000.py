"""What Piccolo's tables cannot say: keys of several columns, and room for the counters to be updated in place."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-20T10:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "keys of several columns"

KEYS = {
    "room_fact": "room, seq",
    "chat_message": "room, id",
    "queue_entry": "room, id",
    "advance_field": "room, field, row_id, cell",
    "tip": "room, id",
    "activity": "room, seq",
}
#: Updated all the time, and no indexed column of theirs: half-filled pages keep the new version beside the old.
COUNTERS = ("room", "projection")


async def forwards():
    async def keys():
        for table, columns in KEYS.items():
            await DB.run_ddl(
                f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, ADD PRIMARY KEY ({columns})"
            )
        for table in COUNTERS:
            await DB.run_ddl(f"ALTER TABLE {table} SET (fillfactor = 50)")

    manager = MigrationManager(migration_id=ID, app_name="hub", description=DESCRIPTION)
    manager.add_raw(keys)
    return manager
