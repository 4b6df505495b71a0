"""The side that somebody spoke for last, without walking through all that was done in a room."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-21T20:59:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "sides of people are found"

INDEX = "CREATE INDEX activity_side ON activity (room, person, seq DESC) WHERE party <> ''"


async def forwards():
    async def found():
        await DB.current_transaction.get().connection.execute(INDEX)

    manager = MigrationManager(migration_id=ID, app_name="hub", description=DESCRIPTION)
    manager.add_raw(found)
    return manager
