"""Where a scenario is played: on a hub of its own, which it may break, or on one that somebody else started."""

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit

from load.bots.bot import Address
from load.stage import Facts, NotStaged, grants


class Ground(Protocol):
    """A running hub; `load.stage.Stage` is one."""

    @property
    def facts(self) -> Facts:
        """Where everything is."""
        ...

    @property
    def address(self) -> Address:
        """Where clients connect."""
        ...

    async def order(self, order: str) -> Facts:
        """Break or mend something. Raises `NotStaged` when that cannot be done."""
        ...

    async def grants(self, rooms: Sequence[str], role: str, count: int, name: str = "Guest") -> list[str]:
        """Grants for so many new people. Raises `NotStaged`."""
        ...


class Elsewhere:
    """A hub that somebody else started: nothing is known of its processes, and nothing of it is broken."""

    def __init__(self, url: str, secret: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname is None:
            raise NotStaged(f"{url} is no hub that can be tried: name it like http://127.0.0.1:8000")
        if not secret:
            raise NotStaged("HUB_GRANT_SECRET is not set: it is the hub's own, and signs the grants of the crowd")
        self.address = Address(parts.hostname, parts.port or 80)
        self.facts = Facts(self.address.origin, "", {"workers": []})
        self._secret = secret

    async def order(self, order: str) -> Facts:
        """Say no.

        Raises:
            NotStaged: always.
        """
        raise NotStaged(f"this hub is not ours to {order}")

    async def grants(self, rooms: Sequence[str], role: str, count: int, name: str = "Guest") -> list[str]:
        """Grants for so many new people. Raises `NotStaged` when the command line mints none."""
        return await grants(self._secret, rooms, role, count, name)
