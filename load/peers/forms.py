"""Two people and a form: the hub's advance against Hocuspocus, the server for Yjs documents.

https://tiptap.dev/docs/hocuspocus/server/configuration and https://tiptap.dev/docs/hocuspocus/server/extensions/database:
Hocuspocus stores with its Database extension (SQLite) 2 s after the last change, 10 s at most; we leave that as it is.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from load.bots.bot import Address
from load.costs import apart, cpu_s, resident_kib
from load.crowd.crowd import NotJoined, crowd
from load.crowd.speech import Speech, Step, speech_of_hub
from load.peers import screens
from load.peers.hub import OPEN_DOOR
from load.peers.install import node, node_modules, node_versions, our_versions, run
from load.peers.measures import SETTLE_S, Figures, Unfit
from load.peers.peer import NotInstalled, NotServed, Versions
from load.peers.process import announced, started
from load.peers.screens import Plan
from load.quantiles import quantile
from load.stage import NotStaged, stage

ROOM = "show/peers"
_NAME = b"form"
#: lib0's strings and arrays begin with their length, which is below 128 here. Authentication (2) with a token (0), then
#: the first step of the sync (0, 0) with the state vector of an empty document.
_HEAD = bytes([len(_NAME)]) + _NAME
_AUTHENTICATE = _HEAD + b"\x02\x00" + b"\x08somebody" + b"\x054.8.0"
_SYNC = _HEAD + b"\x00\x00" + b"\x01\x00"
READER = Speech(
    path="/",
    hellos=(Step(_AUTHENTICATE, binary=True), Step(_SYNC, wait_for=b"read-write", binary=True)),
    #: The second step of the sync (0, 1): what is in the document.
    welcome=_HEAD + b"\x00\x01",
)


class Form(Struct, frozen=True):
    """A server for forms while it runs: its processes, how readers get in, and the two people at work."""

    address: Address
    pids: Sequence[int]
    reader: Speech
    edit: Callable[[Plan], Awaitable[Figures]]
    beside: Sequence[int] = ()
    tokens: Sequence[str] = ()


class FormPeer(Struct, frozen=True):
    """A row of the table of forms; as `load.peers.peer.Peer`."""

    name: str
    title: str
    install: Callable[[Path], Versions]
    serve: Callable[[Path], AbstractAsyncContextManager[Form]]
    about: str
    durable: str


class _Heard(Struct):
    """What `node/editors.mjs` says."""

    took_ms: list[float]
    missing: int
    converged: bool
    back_ms: float
    away: int
    kept: int


@asynccontextmanager
async def serve_hub(directory: Path) -> AsyncGenerator[Form]:
    """One worker and its stores."""
    try:
        async with stage(directory, 1, rooms=[ROOM], settings=OPEN_DOOR) as hub:
            grants = await hub.grants([ROOM], "crew", Plan().warm_sockets + Plan().idle_sockets + 2)
            stores = [hub.facts.pids[name] for name in ("postgres", "redis")]

            async def edit(plan: Plan) -> Figures:
                return await screens.edits(hub.address, grants[-2:], ROOM, plan)

            reader = speech_of_hub(ROOM, hub.address.origin)
            yield Form(hub.address, hub.facts.workers, reader, edit, stores, grants)
    except NotStaged as error:
        raise NotServed(str(error)) from None


@asynccontextmanager
async def serve_hocuspocus(directory: Path) -> AsyncGenerator[Form]:
    """One process; its people are two of its own providers."""
    home = node_modules(directory.parent)
    async with started([node(), home / "hocuspocus.mjs", directory / "documents.sqlite"], directory) as process:
        address = await announced(process, directory)

        async def edit(plan: Plan) -> Figures:
            url = f"ws://{address.host}:{address.port}"
            argv = [node(), home / "editors.mjs", url, *map(str, (plan.edits, plan.every_ms, plan.away))]
            try:
                said = msgspec.json.decode(await asyncio.to_thread(run, argv, home), type=_Heard)
            except (NotInstalled, msgspec.MsgspecError) as error:
                raise Unfit(str(error)) from None
            if said.missing:
                raise Unfit(f"{said.missing} edits did not come to the other screen")
            return {
                "p50_ms": round(quantile(said.took_ms, 0.5), 2),
                "p99_ms": round(quantile(said.took_ms, 0.99), 2),
                "edits": len(said.took_ms),
                "converged": float(said.converged),
                "away": said.away,
                "kept": said.kept,
                "back_ms": round(said.back_ms, 1),
            }

        yield Form(address, [process.pid], READER, edit)


async def round_of(form: Form, plan: Plan) -> Figures:
    """Idle readers, then two people who edit, then one of them is away.

    Raises:
        Unfit: something was lost.
    """
    people = list(form.tokens[: plan.warm_sockets + plan.idle_sockets]) or plan.warm_sockets + plan.idle_sockets
    try:
        with apart(form.pids, form.beside):
            async with crowd(form.address, form.reader, people) as readers:
                await readers.join(plan.warm_sockets)
                await asyncio.sleep(SETTLE_S)
                before = resident_kib(form.pids)
                await readers.join(plan.idle_sockets)
                await asyncio.sleep(SETTLE_S)
                kib = (resident_kib(form.pids) - before) / plan.idle_sockets
            cost_s = cpu_s(form.pids)
            found = await form.edit(plan)
            return {**found, "idle_kib": round(kib, 1), "cpu_s": round(cpu_s(form.pids) - cost_s, 2)}
    except (NotJoined, ConnectionError, TimeoutError) as error:
        raise Unfit(str(error) or "an edit did not come in time") from None


HUB = FormPeer(
    name="hub",
    title="Showhub, the advance",
    install=lambda _: our_versions("showhub", "uvicorn", "uvloop", "msgspec"),
    serve=serve_hub,
    about="One worker. A field is a register that keeps what was written at the same time as siblings, for a person to "
    "pick; each edit is checked against the schema and the role, committed, and only then shown.",
    durable="each edit is committed to Postgres and synced before anybody sees it",
)
HOCUSPOCUS = FormPeer(
    name="hocuspocus",
    title="Hocuspocus",
    install=lambda peers: node_versions(
        node_modules(peers), "@hocuspocus/server", "@hocuspocus/provider", "@hocuspocus/extension-database", "yjs"
    ),
    serve=serve_hocuspocus,
    about="One process, a `Y.Map` of fields, stored by its Database extension in SQLite. Of two values written to a "
    "field at the same time one is kept and the other is gone.",
    durable="the whole document, 2 s after the last change, at most 10 s; an edit is shown before",
)
FORMS = (HUB, HOCUSPOCUS)
