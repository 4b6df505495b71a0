"""A crowd as its parent has it: processes that are started, told what to do, and added up."""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import count

from load.bots.bot import Address
from load.bots.waiting import until
from load.crowd.orders import (
    LENGTH,
    Ask,
    Begin,
    Cut,
    Join,
    Leave,
    Order,
    Report,
    Slow,
    Standing,
    decode_said,
    packed,
)
from load.crowd.speech import Speech
from load.crowd.tally import Tally, total

PYTHON = sys.executable
END_S_MAX = 10.0
ASK_S = 0.05
#: Each process has a net of the loopback addresses to itself: neither ports nor caps per address are a limit.
_nets = count(1)
NETS = 250


class NotJoined(Exception):  # noqa: N818  says what became of whom
    """Not everybody got in, or got that far, in time."""


class _Child:
    """One process. `tally` is what it last reported."""

    def __init__(self, process: Process, size: int) -> None:
        self.tally = Tally()
        self.size = size
        self.asked = 0
        self._process = process
        self._standing: asyncio.Queue[Standing | None] = asyncio.Queue()
        self._hearing = asyncio.create_task(self._hear())

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, order: Order) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(packed(order))

    async def ask(self, upto: int) -> Standing:
        self.tell(Ask(upto))
        standing = await self._standing.get()
        if standing is None:
            self._standing.put_nowait(None)
            raise NotJoined("a process of the crowd has ended")
        return standing

    async def end(self) -> None:
        """What it reported stays."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(END_S_MAX):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._hearing

    @property
    def over(self) -> bool:
        return self._hearing.done()

    async def _hear(self) -> None:
        assert self._process.stdout is not None
        try:
            while True:
                (size,) = LENGTH.unpack(await self._process.stdout.readexactly(LENGTH.size))
                said = decode_said(await self._process.stdout.readexactly(size))
                if isinstance(said, Report):
                    self.tally, old = said.tally, self.tally
                    self.tally.seconds = old.seconds | self.tally.seconds
                else:
                    self._standing.put_nowait(said)
        except asyncio.IncompleteReadError:
            self._standing.put_nowait(None)


class Crowd:
    """What a parent can do with its receivers; those in `tally` and `pids` are the ones of all processes."""

    def __init__(self, children: Sequence[_Child]) -> None:
        self._children = children

    @property
    def tally(self) -> Tally:
        """All processes, as they reported last: at most half a second ago, or after the last order."""
        return total(child.tally for child in self._children)

    @property
    def pids(self) -> list[int]:
        """The processes, for pinning (`load.costs`)."""
        return [child.pid for child in self._children]

    @property
    def missing(self) -> int:
        """How many are wanted and not in, as last reported."""
        return sum(child.tally.wanted - child.tally.joined for child in self._children)

    @property
    def size(self) -> int:
        """How many there are tokens for."""
        return sum(child.size for child in self._children)

    async def join(
        self, count: int | None = None, *, per_s: float = 0.0, at_once: int = 100, within_s: float = 60.0
    ) -> float:
        """Let so many more in, or all there are left; the seconds until the last of them was in.

        Raises:
            NotJoined: some were not let in, or not in time.
        """
        began_ns = time.monotonic_ns()
        self.begin_joining(count, per_s=per_s, at_once=at_once)
        return await self.whole(within_s, began_ns)

    def begin_joining(self, count: int | None = None, *, per_s: float = 0.0, at_once: int = 100) -> None:
        """The same without waiting: `whole` does that."""
        left = [child.size - child.asked for child in self._children]
        some = len(self._children)
        for child, share in zip(self._children, shares(sum(left) if count is None else count, left), strict=True):
            child.asked += share
            child.tell(Join(share, per_s / some, max(1, at_once // some)))

    async def whole(self, within_s: float, began_ns: int | None = None) -> float:
        """Wait until everybody who is wanted is in; the seconds from `began_ns` (now) until the last one was.

        Raises:
            NotJoined: some are gone for good, or it took too long.
        """
        began_ns = time.monotonic_ns() if began_ns is None else began_ns
        ended = sum(child.tally.ended for child in self._children)
        await self._told()
        await self._until(lambda: self._all_in(ended), within_s)
        return max(0, max(child.tally.joined_ns for child in self._children) - began_ns) / 1e9

    async def leave(self, count: int) -> None:
        """So many say goodbye."""
        await self._each(count, Leave)

    async def cut(self, count: int) -> None:
        """So many are torn off; they are `lost`, and come back if theirs is a crowd that does."""
        await self._each(count, Cut)

    async def slow(self, count: int, bytes_per_s: int | None) -> None:
        """So many read no more than this a second, 0 nothing at all; None: everybody reads as fast as ever."""
        await self._each(count, lambda share: Slow(share, bytes_per_s))

    async def settled(self, upto: int, within_s: float = 20.0) -> None:
        """Wait until everybody who is wanted is exactly there: the seq of a hub's room, the number of marks elsewhere.

        Raises:
            NotJoined: not everybody was, in time.
        """
        standing = Standing(1, 0, 0)
        try:
            async with asyncio.timeout(within_s):
                while (standing := await self._standing(upto)).behind or standing.beyond:  # noqa: ASYNC110  we ask
                    await asyncio.sleep(ASK_S)
        except TimeoutError:
            said = "; ".join(self.tally.sentences[:3])
            raise NotJoined(
                f"{standing.behind} are not at {upto} yet, {standing.beyond} are beyond it. {said}"
            ) from None

    async def fresh(self) -> Tally:
        """The tally of this moment."""
        await self._told()
        return self.tally

    async def _told(self) -> None:
        await self._standing(0)

    async def _standing(self, upto: int) -> Standing:
        each = await asyncio.gather(*(child.ask(upto) for child in self._children))
        return Standing(*(sum(getattr(one, name) for one in each) for name in ("behind", "there", "beyond")))

    async def _each(self, count: int, order: Callable[[int], Order]) -> None:
        await self._told()
        inside = [child.tally.joined for child in self._children]
        for child, share in zip(self._children, shares(count, inside), strict=True):
            child.tell(order(share))
        await self._told()

    def _all_in(self, ended: int) -> bool:
        tallies = [child.tally for child in self._children]
        if any(child.over for child in self._children):
            raise NotJoined("a process of the crowd has ended")
        gone = sum(each.ended for each in tallies) - ended
        if gone:
            raise NotJoined(f"{gone} receivers did not get in, or did not stay. {'; '.join(self.tally.sentences[:3])}")
        return all(each.joined == each.wanted for each in tallies)

    async def _until(self, true: Callable[[], bool], within_s: float) -> None:
        try:
            await until(true, within_s)
        except TimeoutError:
            now = self.tally
            said = "; ".join(now.sentences[:3])
            raise NotJoined(f"{now.joined} of {now.wanted} were in after {within_s:.0f} s. {said}") from None


def shares(whole: int, most: Sequence[int]) -> list[int]:
    """As even as it goes, with nobody over their most."""
    given = [0] * len(most)
    for done, at in enumerate(sorted(range(len(most)), key=lambda each: most[each])):
        given[at] = min(most[at], (whole - sum(given)) // (len(most) - done))
    return given


@asynccontextmanager
async def crowd(
    address: Address,
    speech: Speech,
    people: int | Sequence[str],
    *,
    processes: int = 1,
    comes_back: bool = False,
    back_at_once: int = 0,
    lazy_s: float = 0.0,
    per_source: int = 1_000,
    seed: int = 0,
) -> AsyncGenerator[Crowd]:
    """Receivers in processes of their own, one per token, or so many with their number for a token. Nobody joins yet.

    Those who are lost come back with full jitter when `comes_back`, `back_at_once` handshakes at a time in each
    process (0: no limit). With `lazy_s`, who does not look for stamps reads only so often, which spares the cores that
    a crowd shares with the server and changes no latency. On the loopback `per_source` sockets share an address.
    With the context everybody goes.
    """
    tokens = [str(number) for number in range(people)] if isinstance(people, int) else list(people)
    children: list[_Child] = []
    try:
        for number in range(processes):
            part = tokens[number::processes]
            process = await asyncio.create_subprocess_exec(
                PYTHON, "-m", "load.crowd.process", stdin=PIPE, stdout=PIPE, start_new_session=True
            )
            child = _Child(process, len(part))
            children.append(child)
            source = f"127.{1 + (net := next(_nets)) // NETS % NETS}.{net % NETS}." if _loopback(address) else ""
            child.tell(
                Begin(
                    address.host,
                    address.port,
                    speech,
                    part,
                    source,
                    per_source,
                    comes_back=comes_back,
                    back_at_once=back_at_once,
                    lazy_s=lazy_s,
                    seed=seed * processes + number,
                )
            )
        yield Crowd(children)
    finally:
        await asyncio.gather(*(child.end() for child in children))


def _loopback(address: Address) -> bool:
    return address.host.startswith("127.") or address.host == "localhost"
