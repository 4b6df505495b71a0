"""Which read models are as this version makes them: the others are made anew when the migrations are through."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from persistence.piccolo_conf import DB

ID = "2026-11-21T20:58:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "read models of another version are known"

#: The version of the rows that stand; boards and values have none yet.
STANDING = """
INSERT INTO read_model (name, version)
VALUES ('chat_message', 1), ('queue_entry', 1), ('tip', 1), ('advance_field', 1), ('activity', 1)
"""


async def forwards():
    async def standing():
        await DB.current_transaction.get().connection.execute(STANDING)

    manager = MigrationManager(migration_id=ID, app_name="hub", description=DESCRIPTION)
    manager.add_raw(standing)
    return manager
