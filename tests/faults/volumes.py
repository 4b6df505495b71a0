"""Small disks: Postgres with its data on one and its log on another, each of which can be filled."""

import errno
import os
import shutil
import subprocess
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from embedded.postgres import Postgres
from embedded.redis import Redis

DATA_MB, WAL_MB = 160, 64
BLOCK = bytes(1 << 16)


class CannotMount(Exception):  # noqa: N818  an answer
    """This user may not mount; the text says so."""


class Volume:
    """A tmpfs at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "filler"

    def fill(self) -> None:
        """Nothing more fits."""
        with self._filler.open("ab", buffering=0) as filler:
            while True:
                try:
                    filler.write(BLOCK)
                except OSError as error:
                    if error.errno == errno.ENOSPC:
                        return
                    raise

    def free(self) -> None:
        """There is space again."""
        self._filler.unlink(missing_ok=True)


@contextmanager
def mounted(path: Path, megabytes: int) -> Generator[Volume]:
    """A volume, unmounted at the end in any case.

    Raises:
        CannotMount: we may not.
    """
    path.mkdir(parents=True)
    options = f"size={megabytes}m,mode=0755"
    said = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "hub-faults", path], capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise CannotMount("cannot mount")
    try:
        yield Volume(path)
    finally:
        # Whoever still has a file open there does not keep it mounted.
        subprocess.run(["umount", "--lazy", path], check=True)


def may_mount(directory: Path) -> bool:
    """Whether this user may."""
    try:
        with mounted(directory, 1):
            return True
    except (CannotMount, OSError):
        return False


class Disks:
    """Where the data and the log of a run's Postgres are. `around` is that of a fault."""

    def __init__(self) -> None:
        self.postgres = Postgres(Path())
        self.data = self.wal = Volume(Path())

    @asynccontextmanager
    async def around(self, directory: Path) -> AsyncGenerator[Mapping[str, str]]:
        """Postgres on two small volumes, and Redis beside them."""
        with mounted(directory / "data", DATA_MB) as self.data, mounted(directory / "wal", WAL_MB) as self.wal:
            self.postgres = Postgres(directory / "data")
            with self.postgres:
                pass
            self._move_wal()
            with self.postgres, Redis(directory / "stores") as redis:
                try:
                    yield {
                        "HUB_DATABASE_URL": self.postgres.app_url,
                        "HUB_OWNER_URL": self.postgres.url,
                        "HUB_REDIS_URL": redis.url,
                    }
                finally:
                    self.data.free()
                    self.wal.free()
                    self.postgres.kill()

    def _move_wal(self) -> None:
        """As whoever gives the log a disk of its own does it."""
        here = self.postgres.home / "data" / "pg_wal"
        owner = here.stat()
        there = self.wal.path / "pg_wal"
        shutil.copytree(here, there)
        shutil.rmtree(here)
        here.symlink_to(there)
        for path in (there, *there.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
        there.chmod(0o700)
