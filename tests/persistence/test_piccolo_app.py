from pathlib import Path

from persistence.piccolo_app import APP_CONFIG
from persistence.tables import TABLES


def test_piccolo_sees_every_table() -> None:
    assert set(APP_CONFIG.table_classes) == set(TABLES)


def test_the_migrations_are_beside_the_tables() -> None:
    folder = Path(APP_CONFIG.resolved_migrations_folder_path)
    assert any(folder.glob("hub_*.py"))
