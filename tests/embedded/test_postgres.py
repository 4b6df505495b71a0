"""A real Postgres: durable, private, and on its feet again after anything."""

import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from embedded.postgres import SETTINGS, Postgres, binaries
from embedded.service import NotStarted
from tests.embedded.processes import all_gone


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def write(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_it_is_postgres_18_and_the_hub_is_no_superuser(postgres: Postgres) -> None:
    assert str(await ask(postgres.url, "show server_version")).startswith("18")
    assert await ask(postgres.url, "select rolsuper from pg_roles where rolname = current_user") is False
    assert await ask(postgres.admin_url, "select rolsuper from pg_roles where rolname = current_user") is True


async def test_what_makes_a_commit_durable_is_on(postgres: Postgres) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert await ask(postgres.url, f"show {setting}") == "on"
        assert SETTINGS[setting] == "on"


async def test_nobody_reaches_it_over_the_network(postgres: Postgres) -> None:
    assert await ask(postgres.url, "show listen_addresses") == ""
    assert postgres.home.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be asked to make a whole file system durable")
async def test_after_a_crash_it_does_not_open_every_file_there_is(postgres: Postgres) -> None:
    assert await ask(postgres.url, "show recovery_init_sync_method") == "syncfs"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process has in its memory")
def test_killed_it_leaves_no_memory_outside_its_directory(postgres: Postgres) -> None:
    mapped = [Path(f"/proc/{pid}/maps").read_text() for pid in postgres.pids() if Path(f"/proc/{pid}/maps").exists()]
    assert any("/pg_dynshmem/" in each for each in mapped)
    assert not any("/dev/shm/PostgreSQL." in each for each in mapped)


async def test_text_knows_more_than_ascii(postgres: Postgres) -> None:
    assert await ask(postgres.url, "select lower('ÅSA')") == "åsa"


async def test_rows_outlive_a_clean_restart_and_the_url_stays(postgres: Postgres) -> None:
    url = postgres.url
    await write(url, "create table t (x int)", "insert into t values (1)")
    assert postgres.restart() == url
    assert await ask(url, "select x from t") == 1


@pytest.mark.parametrize("ending", ["kill", "stop_immediate"])
async def test_committed_rows_outlive_a_crash(postgres: Postgres, ending: str) -> None:
    await write(postgres.url, "create table t (x int)", "insert into t values (1)")
    pids = postgres.pids()
    assert len(pids) > 3
    getattr(postgres, ending)()
    assert not postgres.running
    assert all_gone(pids, 0)
    assert await ask(postgres.start(), "select x from t") == 1


async def test_paused_it_neither_answers_nor_hangs_up_and_resumed_it_goes_on(postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.url)
    postgres.pause()
    with pytest.raises(TimeoutError):
        await connection.fetchval("select 1", timeout=0.3)
    postgres.resume()
    assert await ask(postgres.url, "select 2") == 2
    connection.terminate()


def test_a_paused_one_can_be_stopped(postgres: Postgres) -> None:
    pids = postgres.pids()
    postgres.pause()
    postgres.stop()
    assert all_gone(pids, 0)


async def test_a_pid_file_and_a_socket_left_by_a_crash_do_not_matter(postgres: Postgres) -> None:
    await write(postgres.url, "create table t (x int)")
    postgres.kill()
    pid_file = postgres.home / "data" / "postmaster.pid"
    # The number in it has been given to another process since: us.
    pid_file.write_text(pid_file.read_text().replace(pid_file.read_text().split("\n")[0], str(os.getpid()), 1))
    assert (postgres.home / ".s.PGSQL.5432").exists()
    assert await ask(postgres.start(), "select count(*) from t") == 0


async def test_a_cluster_that_was_being_made_when_we_crashed_is_made_anew(cluster: Path) -> None:
    postgres = Postgres(cluster)
    (postgres.home / "data").rename(postgres.home / "new")
    (postgres.home / "new" / "PG_VERSION").unlink()
    with postgres:
        assert await ask(postgres.url, "select 1") == 1


async def test_two_in_two_directories_do_not_clash(postgres: Postgres, tmp_path: Path) -> None:
    with Postgres(tmp_path / "other") as other:
        await write(postgres.url, "create table mine (x int)")
        assert await ask(other.url, "select to_regclass('mine')::text") is None


async def test_a_path_too_long_for_a_socket_is_no_hindrance(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 20) / ("longer" * 10)
    with Postgres(deep) as postgres:
        url = postgres.url
        assert await ask(url, "select 1") == 1
        short = postgres.socket_home
    assert short != postgres.home
    assert not short.exists()


def test_a_cluster_of_another_version_is_left_alone(cluster: Path) -> None:
    postgres = Postgres(cluster)
    version = postgres.home / "data" / "PG_VERSION"
    version.write_text("16\n")
    with pytest.raises(NotStarted, match="is of Postgres 16, this is 18: move it away"):
        postgres.start()


def test_what_postgres_says_when_it_does_not_start_is_passed_on(cluster: Path) -> None:
    postgres = Postgres(cluster)
    (postgres.home / "data" / "postgresql.conf").write_text("port = many\n")
    with pytest.raises(NotStarted, match=r"postgres did not start: .*FATAL.*contains errors \(log: .*postgres.log\)"):
        postgres.start()
    assert not postgres.running


def test_the_programs_are_the_ones_of_version_18() -> None:
    said = subprocess.run([binaries() / "postgres", "--version"], check=True, capture_output=True, text=True)
    assert " 18." in said.stdout
