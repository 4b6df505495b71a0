import pytest

from persistence.piccolo_conf import APP_REGISTRY, DATABASE_URL, DB


async def test_the_engine_goes_where_the_task_says(database_url: str) -> None:
    here = DATABASE_URL.set(database_url)
    connection = await DB.get_new_connection()
    DATABASE_URL.reset(here)
    assert await connection.fetchval("SELECT count(*) FROM room") == 0
    await connection.close()


async def test_on_the_command_line_it_goes_where_the_environment_says(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", database_url)
    connection = await DB.get_new_connection()
    assert await connection.fetchval("SELECT count(*) FROM room") == 0
    await connection.close()


def test_the_hub_is_its_one_app() -> None:
    assert list(APP_REGISTRY.app_configs) == ["hub"]
