"""The bots of a show: who they are, where they sit, and what they ask for."""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hub.chat.messages import Post
from hub.wire import FORMATS, JSON
from load.bots.bot import Address, Bot, Dial, dial_websockets
from load.bots.client import Client
from load.bots.lean import dial_lean
from load.bots.reading import Reader
from load.check.checker import Witness
from load.show.people import Board, Deed, Somebody, next_of

#: So many commands of one bot may wait for an answer; a person would not type on either.
WAITING_MAX = 5
TICK_S = 0.02
#: What somebody posts says when, for those who only look for that.
STAMP = r"\(said at (?P<at>\d+)\)"


@dataclass(slots=True, eq=False)
class Player:
    """A bot and the person behind it; `name` is the group's."""

    name: str
    bot: Bot
    room: str
    deeds: Mapping[Deed, int]
    who: Somebody

    def act(self) -> None:
        """Do the next thing, unless the last ones hang."""
        client = self.bot.client
        if client.waiting >= WAITING_MAX:
            return
        self.who.person = client.tracks[self.room].person
        command = next_of(self.deeds, self.who)
        if isinstance(command, Post):
            command = Post(text=f"{command.text} (said at {time.monotonic_ns()})")
        if command is not None:
            self.bot.ask(self.room, command)


@dataclass(slots=True)
class Company:
    """Everybody of a show. `boards` has what can be seen in each room, kept by its first watcher."""

    address: Address
    seed: int
    boards: dict[str, Board] = field(default_factory=dict[str, Board])
    players: list[Player] = field(default_factory=list[Player])
    _readers: dict[str, Reader] = field(default_factory=dict[str, Reader])
    _tasks: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])

    def cast(self, name: str, tokens: Sequence[str], room: str, deeds: Mapping[Deed, int]) -> list[Player]:
        """New players, one per grant; they come when `enter` lets them."""
        made = [self._player(name, number, token, room, deeds) for number, token in enumerate(tokens, start=1)]
        self.players.extend(made)
        return made

    def enter(self, player: Player) -> None:
        """Let a player connect, and stay."""
        self._tasks.append(asyncio.create_task(player.bot.run()))

    async def tick(self) -> None:
        """Ask again what has to be asked again, until cancelled."""
        while True:
            for player in self.players:
                player.bot.tick()
            await asyncio.sleep(TICK_S)

    async def leave(self) -> None:
        """Everybody goes home."""
        for player in self.players:
            player.bot.stop()
        await asyncio.gather(*self._tasks)

    def missing(self) -> int:
        """How many have come and are not in just now."""
        clients = (player.bot.client for player in self.players)
        return sum(client.welcomed > 0 and not client.everywhere for client in clients)

    def settled(self) -> bool:
        """Whether everybody is in, has all answers, and has seen as much as whoever saw most."""
        heads: dict[str, int] = {}
        for player in self.players:
            seen = player.bot.client.tracks[player.room].seen
            heads[player.room] = max(heads.get(player.room, 0), seen)
        return all(
            player.bot.ended is not None
            or (
                player.bot.client.everywhere
                and not player.bot.client.waiting
                and player.bot.client.tracks[player.room].seen == heads[player.room]
            )
            for player in self.players
        )

    def witnesses(self) -> list[Witness]:
        """What everybody remembers."""
        return [_witness(player) for player in self.players]

    def faults(self) -> list[str]:
        """Frames that contradict themselves."""
        return [fault for reader in self._readers.values() for fault in reader.faults]

    def _player(self, name: str, number: int, token: str, room: str, deeds: Mapping[Deed, int]) -> Player:
        form = _form(name, number)
        reader = self._readers.setdefault(form, Reader(FORMATS[form]))
        # Whoever comes first to a room, with JSON and all lanes open to them, keeps its board.
        board = self.boards.get(room)
        watch = None
        if board is None:
            board = self.boards[room] = Board()
            watch = board.watch
        client = Client(f"{name}{number}", token, [room], reader, watch=watch)
        rng = random.Random(f"{self.seed}/{name}/{number}")
        bot = Bot(client, self.address, _dial(name, number), rng, clock=time.monotonic)
        return Player(name, bot, room, deeds, Somebody(client.name, "", board, rng))


def _witness(player: Player) -> Witness:
    client = player.bot.client
    faults = [*client.faults, *([f"sent away with {player.bot.ended}"] if player.bot.ended is not None else [])]
    return Witness(
        client.name,
        list(client.tracks.values()),
        list(client.commands.values()),
        present=True,
        faults=faults,
    )


def _form(name: str, number: int) -> str:
    """Every fifth of the crew speaks MessagePack."""
    return "hub.v1.msgpack" if name == "crew" and number % 5 == 0 else JSON.name


def _dial(name: str, number: int) -> Dial:
    """The crew, the desk and every tenth phone use the `websockets` library, an independent reader of the protocol."""
    return dial_lean if name == "auditor" or (name == "phone" and number % 10) else dial_websockets
