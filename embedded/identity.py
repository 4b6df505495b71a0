"""As whom Postgres runs: it refuses to run as root."""

import os
import pwd
import stat
from pathlib import Path
from typing import NamedTuple

from embedded.service import NotStarted

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
NOBODY = 65534


class Identity(NamedTuple):
    """A user to run as. `capability` lets it pass directories that are closed to it; None: it needs none."""

    uid: int
    gid: int
    capability: int | None = None


def ordinary(data: Path) -> tuple[int, int]:
    """(uid, gid) of the user that owns the data already, else `postgres` or `nobody` of this machine."""
    if data.exists() and data.stat().st_uid:
        return data.stat().st_uid, data.stat().st_gid
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return user.pw_uid, user.pw_gid
    return NOBODY, NOBODY


def passable(uid: int, gid: int, path: Path) -> bool:
    """Whether the user may enter every directory above the path."""
    for parent in path.absolute().parents:
        status = parent.stat()
        bit = stat.S_IXUSR if status.st_uid == uid else stat.S_IXGRP if status.st_gid == gid else stat.S_IXOTH
        if not status.st_mode & bit:
            return False
    return True


def capabilities(status: Path = Path("/proc/self/status")) -> int:
    """The bits of the capabilities that we have; 0 where there is no such thing."""
    if not status.exists():
        return 0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return int(lines.get("CapEff", "0").strip(), 16)


def postgres_identity(data: Path, binaries: Path, have: int | None = None) -> Identity:
    """The user that a root starts Postgres as, and the capability it needs to reach `data` and `binaries`.

    Raises:
        NotStarted: the user cannot reach them, and we may not hand on what would help.
    """
    uid, gid = ordinary(data)
    if all(passable(uid, gid, path) for path in (data, binaries / "postgres")):
        return Identity(uid, gid)
    have = capabilities() if have is None else have
    for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        if have >> capability & 1:
            return Identity(uid, gid, capability)
    raise NotStarted(
        f"Postgres does not run as root, and user {uid} may not enter the directories above {data} or "
        f"{binaries}: open them (chmod o+x), run as an ordinary user, or set HUB_DATABASE_URL.",
    )


def needs_one() -> bool:
    """Whether we are root."""
    return os.geteuid() == 0
