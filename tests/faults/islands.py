"""Two workers on two machines: a network namespace each, with a link to the stores that can be cut, and one to people.

The links are pairs of virtual Ethernet interfaces; addresses are of the range for measuring networks (RFC 2544).
"""

import asyncio
import http.client
import os
import subprocess
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from embedded.guard import Launch
from embedded.hub import ANSWER_S, Hub
from embedded.postgres import Postgres
from embedded.redis import Redis
from load.bots.bot import Address, Closed, Ears
from load.bots.lean import dial_lean
from tests.faults.proxy.chaos import ChaosProxy

PORT = 8000
_fresh = count(1)


@dataclass(frozen=True, slots=True)
class Island:
    """A namespace. Its own end of each link has the address .2, ours .1."""

    name: str
    number: int

    @property
    def stores(self) -> str:
        """Where it reaches the stores."""
        return f"198.18.{self.number}.1"

    @property
    def people(self) -> Address:
        """Where people reach it."""
        return Address(f"198.19.{self.number}.2", PORT)

    def cut(self) -> None:
        """Nothing passes between it and the stores any more, and nobody is told."""
        _ip("link", "set", f"{self.name}s", "down")

    def mend(self) -> None:
        """The link is up."""
        _ip("link", "set", f"{self.name}s", "up")


@contextmanager
def an_island() -> Generator[Island]:
    """A namespace with both links up; gone at the end, with all that is in it.

    Raises:
        subprocess.CalledProcessError: this user may not.
    """
    number = (os.getpid() * 7 + next(_fresh)) % 250 + 1
    # An interface's name takes 15 characters.
    island = Island(f"hub{os.getpid() % 1_000_000}x{number}", number)
    _ip("netns", "add", island.name)
    try:
        _ip("-n", island.name, "link", "set", "lo", "up")
        for link, net in (("s", "198.18"), ("p", "198.19")):
            ours = f"{island.name}{link}"
            _ip("link", "add", ours, "type", "veth", "peer", "name", f"to{link}", "netns", island.name)
            _ip("addr", "add", f"{net}.{number}.1/30", "dev", ours)
            _ip("link", "set", ours, "up")
            _ip("-n", island.name, "addr", "add", f"{net}.{number}.2/30", "dev", f"to{link}")
            _ip("-n", island.name, "link", "set", f"to{link}", "up")
        yield island
    finally:
        # The other end of a pair goes with its namespace, but later than the command returns.
        for link in ("s", "p"):
            subprocess.run(["ip", "link", "del", f"{island.name}{link}"], check=False, capture_output=True)
        _ip("netns", "del", island.name)


def may_make_islands() -> bool:
    """Whether this user may, on this machine."""
    try:
        with an_island():
            return True
    except (subprocess.CalledProcessError, OSError):
        return False


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


class IslandHub(Hub):
    """A hub with one worker on an island."""

    def __init__(self, directory: Path, environ: Mapping[str, str], island: Island) -> None:
        address = island.people
        own = {"HUB_HOST": address.host, "HUB_PORT": str(address.port), "HUB_ORIGINS": address.origin}
        super().__init__(directory, {**environ, **own}, 1)
        self._island = island

    def _prepare(self, lock: int) -> Launch:
        launch = super()._prepare(lock)
        return replace(launch, argv=["ip", "netns", "exec", self._island.name, *launch.argv])

    def _ready(self) -> bool:
        address = self._island.people
        connection = http.client.HTTPConnection(address.host, address.port, timeout=ANSWER_S)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


class Archipelago:
    """Two islands and the stores of a run. `around` is that of a fault; the hubs are started by the scenario."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._directory = Path()
        self._settings: dict[Island, dict[str, str]] = {}

    @property
    def islands(self) -> Sequence[Island]:
        """Both."""
        return list(self._settings)

    @asynccontextmanager
    async def around(self, directory: Path) -> AsyncGenerator[Mapping[str, str]]:
        """Postgres and Redis, which every island reaches by its own link, and the settings of a hub beside them."""
        self._directory = directory
        self._settings = {}
        async with AsyncExitStack() as running:
            postgres = running.enter_context(Postgres(directory / "stores"))
            redis = running.enter_context(Redis(directory / "stores"))
            for _ in range(2):
                island = running.enter_context(an_island())
                database = ChaosProxy(postgres.socket_home / postgres.socket, seed=self._seed, host=island.stores)
                bell = ChaosProxy(redis.socket_home / redis.socket, seed=self._seed, host=island.stores)
                await running.enter_async_context(database)
                await running.enter_async_context(bell)
                self._settings[island] = {
                    "HUB_DATABASE_URL": f"postgresql://hub_app@{island.stores}:{database.port}/hub?sslmode=disable",
                    "HUB_OWNER_URL": f"postgresql://hub@{island.stores}:{database.port}/hub?sslmode=disable",
                    "HUB_REDIS_URL": f"redis://{island.stores}:{bell.port}",
                }
            yield {"HUB_DATABASE_URL": postgres.app_url, "HUB_OWNER_URL": postgres.url, "HUB_REDIS_URL": redis.url}
            postgres.kill()

    @asynccontextmanager
    async def hubs(self, secret: str, more: Mapping[str, str]) -> AsyncGenerator[None]:
        """A worker on each island."""
        with ExitStack() as running:
            hubs: list[Hub] = []
            for number, (island, settings) in enumerate(self._settings.items()):
                environ = {**settings, **more, "HUB_GRANT_SECRET": secret}
                hub = IslandHub(self._directory / f"island{number}", environ, island)
                running.callback(hub.kill)
                hub.begin()
                hubs.append(hub)
            # The loop has to go on: the stores are reached through it.
            await asyncio.gather(*(asyncio.to_thread(hub.ready) for hub in hubs))
            yield


class Ferry:
    """Dials the hub of an island, and when that connection is over that of the next."""

    def __init__(self, islands: Sequence[Island]) -> None:
        self._islands = islands
        self._dialled = 0

    async def dial(self, _address: Address, subprotocol: str, ears: Ears) -> Closed:
        """As `load.bots.bot.Dial`."""
        island = self._islands[self._dialled % len(self._islands)]
        self._dialled += 1
        return await dial_lean(island.people, subprotocol, ears)
