"""The hub as an app of Piccolo: its tables and where their migrations are."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from persistence.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="hub",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=list(TABLES),
)
