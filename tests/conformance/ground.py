"""Where attacks are measured: a hub of one worker in processes of its own, and somebody who only wants to use it."""

import asyncio
import json
import socket
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from load.quantiles import quantile
from load.stage import Stage, stage
from tests.api.raw import HANDSHAKE, TEXT, frame

ROOM = "floor/attacked"
#: A victim asks this often.
EVERY_S = 0.025
ESTABLISHED = 1
#: When nothing was answered at all.
NEVER_MS = 60_000.0


@dataclass
class Peer:
    """One connection of an attacker. Writing to a hub that has hung up is no error: it is what was waited for."""

    sock: socket.socket

    def state(self) -> int:
        """Of the connection, as our end sees it (linux/tcp.h)."""
        return self.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]

    async def send(self, *parts: bytes) -> bool:
        """Write everything, as quickly as it is taken; False when the hub has hung up."""
        try:
            await asyncio.get_running_loop().sock_sendall(self.sock, b"".join(parts))
        except (ConnectionError, OSError):
            return False
        return True

    async def read(self, size: int = 1 << 16) -> bytes:
        """What comes next; nothing at the end."""
        with suppress(OSError):
            return await asyncio.get_running_loop().sock_recv(self.sock, size)
        return b""


@dataclass
class Ground:
    """The hub under attack. `peers` are those of the attack that is going on."""

    stage: Stage
    token: str
    peers: list[Peer] = field(default_factory=list[Peer])
    _before: set[str] = field(default_factory=set[str])

    @property
    def worker(self) -> int:
        """The process that serves."""
        return self.stage.facts.workers[0]

    async def peer(self, *, buffer_bytes: int = 0) -> Peer:
        """One more connection; `buffer_bytes`: so little that its machine takes in before it is read."""
        sock = socket.socket()
        if buffer_bytes:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        sock.setblocking(False)  # noqa: FBT003  the signature of the standard library
        address = self.stage.address
        with suppress(ConnectionError):
            await asyncio.get_running_loop().sock_connect(sock, (address.host, address.port))
        peer = Peer(sock)
        self.peers.append(peer)
        return peer

    def handshake(self, *more: str, origin: str | None = None) -> bytes:
        """The head that asks for a socket."""
        head = HANDSHAKE.format(path="/ws", origin=origin or self.stage.address.origin, form="hub.v1.json")
        return "\r\n".join([head.removesuffix("\r\n\r\n"), *more, "", ""]).encode()

    async def socket(self, *more: str, hello: bool = True, buffer_bytes: int = 0) -> Peer:
        """An open socket, in the room when `hello`."""
        peer = await self.peer(buffer_bytes=buffer_bytes)
        await peer.send(self.handshake(*more))
        await peer.read()
        if hello:
            await peer.send(
                frame(TEXT, json.dumps({"t": "hello", "token": self.token, "rooms": [{"room": ROOM}]}).encode())
            )
            await peer.read()
        return peer

    def begin(self) -> None:
        """From here on connections are the attack's; what of the last one is left belongs to nobody."""
        self.end()
        self._before = _sockets(self.worker)

    def held(self) -> int:
        """How many connections the worker holds that it did not when the attack began."""
        fresh = _sockets(self.worker) - self._before
        return len(fresh - _unix_sockets()) if fresh else 0

    def open(self) -> int:
        """How many connections look open from here: the hub has said no goodbye, or could not say it."""
        return sum(peer.state() == ESTABLISHED for peer in self.peers)

    def end(self) -> None:
        """The attack is over."""
        for peer in self.peers:
            peer.sock.close()
        self.peers.clear()


def _sockets(pid: int) -> set[str]:
    """The inodes of a process's sockets. Who has them is more certain than the kernel's table of connections."""
    found: set[str] = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(str(each.readlink()))
    return {name.removeprefix("socket:[").removesuffix("]") for name in found if name.startswith("socket:")}


def _unix_sockets() -> set[str]:
    """Those of this machine; the stores are at the other end."""
    lines = Path("/proc/net/unix").read_text().splitlines()[1:]
    return {line.split()[6] for line in lines}


@asynccontextmanager
async def ground(directory: Path, settings: Mapping[str, str]) -> AsyncGenerator[Ground]:
    """A hub to be attacked, warm: the first of everything costs memory that stays."""
    async with stage(directory, 1, rooms=[ROOM], settings=settings) as running:
        [token] = await running.grants([ROOM], "audience", 1)
        here = Ground(running, token)
        try:
            yield here
        finally:
            here.end()


class Memory:
    """The most that a process held since `begin`, as the kernel counts it."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._before_kib = 0

    def begin(self) -> None:
        """From here on."""
        Path(f"/proc/{self._pid}/clear_refs").write_text("5")
        self._before_kib = self._kib("VmRSS")

    def extra_kib(self) -> int:
        """Above what it was at the beginning."""
        return max(0, self._kib("VmHWM") - self._before_kib)

    def _kib(self, name: str) -> int:
        lines = Path(f"/proc/{self._pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name))


class Victim:
    """Somebody in the room who asks something forty times a second, in a process of their own."""

    def __init__(self) -> None:
        self._waits: list[tuple[float, float]] = []

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Take in what the process reports, a line an answer."""
        while line := await reader.readline():
            at_s, wait_ms = map(float, line.split())
            self._waits.append((at_s, wait_ms))

    def waits_ms(self, since_s: float, until_s: float) -> list[float]:
        """How long each answer took that was asked for in this time."""
        return [wait_ms for at_s, wait_ms in self._waits if since_s <= at_s < until_s]

    def told(self, since_s: float, until_s: float) -> tuple[float, float]:
        """The middle one and the 99th of a hundred, in milliseconds."""
        waits = self.waits_ms(since_s, until_s)
        return round(median(waits or [NEVER_MS]), 2), round(quantile(waits or [NEVER_MS], 0.99), 2)


@asynccontextmanager
async def victim(here: Ground) -> AsyncGenerator[Victim]:
    """Somebody else, as long as the block lasts."""
    address = here.stage.address
    command = ("-m", "tests.conformance.victim", address.host, str(address.port), here.token)
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    somebody = Victim()
    listening = asyncio.create_task(somebody.listen(process.stdout))
    try:
        began_s = time.monotonic()
        while not somebody.waits_ms(began_s, time.monotonic()):
            await asyncio.sleep(EVERY_S)
        yield somebody
    finally:
        process.kill()
        await process.wait()
        await listening
