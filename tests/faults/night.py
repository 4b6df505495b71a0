"""A hub with people in it, to be broken: a busy room, quiet rooms whose watchers only listen, and their histories."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice

import psutil

from api import grants
from hub.chat.messages import Post
from hub.kernel import Actor, Command, Role
from hub.wire import JSON
from load.bots.bot import Address, Bot, Closed, Dial, Ears
from load.bots.client import Client, Watch
from load.bots.lean import dial_lean
from load.bots.reading import Reader
from load.bots.waiting import until
from load.check.checker import Kind, Witness
from load.show.cast import Company, Player
from load.show.people import DESK, PHONE, Board, Deed, Somebody
from load.stage import Facts, Stage

#: One room in which many write, and rooms in which one writes and the others listen, on whatever worker they are.
BUSY = "floor/busy"
QUIET = tuple(f"floor/quiet{number}" for number in range(1, 6))
PHONES, LISTENERS = 8, 3
#: Messages a second in all rooms together.
PACE_PER_S = 60.0
STEP_S = 0.005
FLOWING = 20
GRANT_S = 12 * 3600.0
ENTER_S_MAX = 20.0
SAY_S_MAX = 30.0
SPREAD_S_MAX = 30.0
STATUS_S = 0.05


def says(who: Somebody) -> Command:
    """Something that only this person says."""
    return Post(text=f"Louder! ({who.fresh()})")


TALK: Mapping[Deed, int] = {says: 1}


class Gate:
    """A way to the hub that can be shut: who hangs up then stays away until it opens."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()

    async def dial(self, address: Address, subprotocol: str, ears: Ears) -> Closed:
        """Connect as soon as it is open."""
        await self._open.wait()
        return await dial_lean(address, subprotocol, ears)

    def open(self) -> None:
        """Let people through."""
        self._open.set()

    def shut(self, *players: Player) -> None:
        """Nobody comes through any more, and these hang up."""
        self._open.clear()
        for player in players:
            assert player.bot.line is not None
            player.bot.line.close()


@dataclass(slots=True)
class Night:
    """One run. `steady` are those who never leave of their own will: how long they waited is what counts.

    `found` has what went wrong beside what the checker sees, by name; `patience_s` bounds every wait for recovery.
    """

    stage: Stage
    company: Company
    rng: random.Random
    patience_s: float = 20.0
    steady: list[Player] = field(default_factory=list[Player])
    found: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    recoveries_s: list[float] = field(default_factory=list[float])
    outages_s: list[float] = field(default_factory=list[float])
    windows: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    figures: dict[str, float] = field(default_factory=dict[str, float])
    others: list[Witness] = field(default_factory=list[Witness])

    async def order(self, order: str) -> Facts:
        """Break or mend something, in the words of `embedded.control`."""
        return await self.stage.order(order)

    async def workers(self, count: int) -> list[int]:
        """The processes that serve, when there are `count` of them again. Raises `TimeoutError`."""
        async with asyncio.timeout(self.patience_s):
            while len(pids := (await self.order("status")).workers) != count:
                await asyncio.sleep(STATUS_S)
        return pids

    def grant(self, name: str, room: str, role: Role = Role.AUDIENCE) -> str:
        """What `hub grant` prints, without a second of imports each time."""
        actor = Actor(grants.fresh_person(), role, name.capitalize())
        return grants.mint(self.stage.secret, actor, [room], expires_ms=int((time.time() + GRANT_S) * 1000))

    def people(
        self, name: str, count: int, room: str, deeds: Mapping[Deed, int], role: Role = Role.AUDIENCE
    ) -> list[Player]:
        """So many more in a room; they come with `enter`."""
        return self.company.cast(name, [self.grant(name, room, role) for _ in range(count)], room, deeds)

    async def somebody(
        self, name: str, room: str, role: Role = Role.AUDIENCE, *, dial: Dial = dial_lean, watch: Watch | None = None
    ) -> Player:
        """One more, who comes their own way or is watched; in already."""
        client = Client(name, self.grant(name, room, role), [room], Reader(JSON), watch=watch)
        bot = Bot(client, self.company.address, dial, self.rng)
        player = Player(name, bot, room, {}, Somebody(name, "", Board(), self.rng))
        self.company.players.append(player)
        await self.enter([player])
        return player

    async def say(self, speakers: Sequence[Player], count: int) -> int:
        """So many messages, as quickly as these people may talk; the seq of the last. Raises `TimeoutError`."""
        chosen = islice(cycle(speakers), count)
        asked = [speaker.bot.ask(speaker.room, says(speaker.who)) for speaker in chosen]
        await until(lambda: all(each.outcome == "acked" for each in asked), SAY_S_MAX)
        return max((each.seq for each in asked), default=0)

    def go_home(self, player: Player) -> None:
        """This one leaves for good, and is no part of what everybody has to have at the end."""
        player.bot.stop()
        self.company.players.remove(player)
        self.steady = [each for each in self.steady if each is not player]
        client = player.bot.client
        self.others.append(
            Witness(client.name, list(client.tracks.values()), list(client.commands.values()), present=False)
        )

    async def enter(self, players: Sequence[Player]) -> None:
        """Let them in, and wait until all are. Raises `TimeoutError`."""
        for player in players:
            self.company.enter(player)
        await until(lambda: all(player.bot.client.everywhere for player in players), ENTER_S_MAX)

    async def spread(self, players: Sequence[Player]) -> None:
        """See to it that not all of these are on one worker: the last ones hang up until it is so.

        Raises:
            TimeoutError: they never were.
        """
        async with asyncio.timeout(SPREAD_S_MAX):
            while len(set(self.places(players).values())) < 2:
                client, line = players[-1].bot.client, players[-1].bot.line
                welcomed = client.welcomed
                if line is not None:
                    line.close()
                await until(lambda client=client, before=welcomed: client.welcomed > before, SPREAD_S_MAX)

    def places(self, players: Sequence[Player]) -> dict[Player, int]:
        """The worker that each of these is on; nobody who is not connected."""
        at: dict[int, int] = {}
        for pid in self.stage.facts.workers:
            with suppress(psutil.NoSuchProcess):
                there = psutil.Process(pid).net_connections("tcp")
                at |= {each.raddr.port: pid for each in there if each.raddr}
        lines = ((player, player.bot.line) for player in players)
        return {player: at[line.local_port] for player, line in lines if line is not None and line.local_port in at}

    def wrong(self, what: str, where: str) -> None:
        """Note that a promise was broken that the checker knows nothing of."""
        self.found.setdefault(what, []).append(where)

    @asynccontextmanager
    async def busy(self, writers: Sequence[Player], per_s: float = PACE_PER_S) -> AsyncGenerator[None]:
        """While in the block, somebody of these does something so many times a second."""
        task = asyncio.create_task(self._write(writers, per_s))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _write(self, writers: Sequence[Player], per_s: float) -> None:
        due_s = time.monotonic()
        while True:
            while due_s <= time.monotonic():
                due_s += self.rng.expovariate(per_s)
                self.rng.choice(writers).act()
            await asyncio.sleep(STEP_S)

    async def flowing(self) -> None:
        """Wait until so many more commands are answered that others are on their way. Raises `TimeoutError`."""
        before = self._answered()
        await until(lambda: self._answered() >= before + FLOWING, self.patience_s)

    def _answered(self) -> int:
        commands = (each for player in self.company.players for each in player.bot.client.commands.values())
        return sum(each.outcome != "open" for each in commands)

    def one_of(self, writers: Sequence[Player]) -> int:
        """A worker that has some of these to serve, more likely one with many."""
        return self.rng.choice(sorted(self.places(writers).values()))

    @asynccontextmanager
    async def window(self, name: str) -> AsyncGenerator[None]:
        """Note when something was so, for figures of that time."""
        began_s = time.monotonic()
        try:
            yield
        finally:
            self.windows[name] = (began_s, time.monotonic())

    @asynccontextmanager
    async def outage(self) -> AsyncGenerator[None]:
        """Nobody can be answered while in the block: what is promised of silence begins when it ends."""
        began_s = time.monotonic()
        try:
            yield
        finally:
            self.outages_s.append(time.monotonic() - began_s)

    async def recovered(self) -> None:
        """How long from now until everybody steady is back, and has seen something that was asked for from now on."""
        await self.back(self.steady)

    async def back(self, players: Sequence[Player]) -> None:
        """The same for some."""
        began_s = time.monotonic()
        rooms = {player.room: player for player in players}
        try:
            await until(lambda: all(player.bot.client.everywhere for player in players), self.patience_s)
            asked = {room: player.bot.ask(room, says(player.who)) for room, player in rooms.items()}
            left_s = self.patience_s - (time.monotonic() - began_s)
            await until(
                lambda: all(
                    asked[player.room].outcome == "acked"
                    and player.bot.client.tracks[player.room].seen >= asked[player.room].seq
                    for player in players
                ),
                left_s,
            )
        except TimeoutError:
            self.wrong("did not recover", f"not within {self.patience_s:.0f} s")
        else:
            self.recoveries_s.append(time.monotonic() - began_s)

    async def settle(self) -> None:
        """Wait until everybody has every answer and every fact, then let somebody fresh look at every room."""
        try:
            await until(self.company.settled, self.patience_s)
            auditors = [each for room in (BUSY, *QUIET) for each in self.people("auditor", 1, room, {})]
            await self.enter(auditors)
            await until(self.company.settled, self.patience_s)
        except TimeoutError:
            self.wrong(Kind.BEHIND, f"not everybody had everything {self.patience_s:.0f} s after the end")


def level(players: Sequence[Player]) -> bool:
    """Whether all of these have got as far as each other."""
    return len({player.bot.client.tracks[player.room].seen for player in players}) == 1


async def gather(night: Night) -> tuple[list[Player], list[Player]]:
    """The people of most runs, all in: those who write, and all of them."""
    desk = night.people("desk", 1, BUSY, {**DESK, says: 20}, Role.DJ)
    phones = night.people("phone", PHONES, BUSY, {**PHONE, says: 40})
    writers = [*desk, *phones]
    everybody = list(writers)
    for room in QUIET:
        speakers = night.people("speaker", 1, room, TALK)
        listeners = night.people("listener", LISTENERS, room, {})
        writers += speakers
        everybody += [*speakers, *listeners]
    await night.enter(everybody)
    await asyncio.gather(*(night.spread([each for each in everybody if each.room == room]) for room in QUIET))
    night.steady += everybody
    return writers, everybody
