"""The wall clock of one worker is an hour ahead, an hour behind, and jumps to and fro, while people write."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hub.advancing_sync.form import Form, cell
from hub.advancing_sync.messages import Edit
from hub.behaviours import OWNER_OF, kind_of
from hub.kernel import Role
from hub.wire import AnyFact, Facts, Welcome
from load.bots.waiting import until
from load.costs import serving
from load.reliability import FaultRow
from load.show.cast import Player
from load.show.people import CREW
from tests.faults.night import Night, gather
from tests.faults.prove import Fault, Twin, prove, unprotected

FORM = "show/form"
#: A number, so that nobody of the crew writes there by chance.
FIELD = "production.wedges"
HOUR_S = 3600
STEPS_S = (HOUR_S, 0, -HOUR_S, 0, HOUR_S, -HOUR_S, HOUR_S, -HOUR_S, 0)
TOGETHER_S, STEP_S = 5.0, 0.6
EDITORS = 6
LOST_EDIT, SENT_AWAY = "a later edit does not show", "sent away by a clock"


class Page:
    """The form as somebody has it on the screen: a fold of the facts that came."""

    def __init__(self) -> None:
        kind = kind_of(FORM)
        assert kind is not None
        self._sync = next(each for each in kind.behaviours if each.name == "advancing_sync")
        self._form: Form = self._sync.empty
        self._decode = msgspec.json.Decoder(AnyFact).decode

    def watch(self, frame: Facts | Welcome, _now_s: float) -> None:
        for _, raw in frame.facts:
            fact = self._decode(bytes(raw))
            if OWNER_OF[type(fact)] is self._sync:
                self._form = self._sync.apply(self._form, fact)

    def shown(self) -> tuple[str, Any]:
        """Stamp and value of the field."""
        register = cell(self._form, FIELD, "", "")
        return register.stamp, register.value


class Clocks:
    """Where the clocks of the workers are set."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @asynccontextmanager
    async def kept(self, directory: Path) -> AsyncGenerator[Mapping[str, str]]:
        """The settings of a hub whose workers follow `set`."""
        self._directory = directory / "clocks"
        self._directory.mkdir()
        yield {"CLOCKS": str(self._directory)}

    def set(self, pid: int, off_s: int) -> None:
        """So many seconds ahead of time."""
        draft = self._directory / f"{pid}.draft"
        draft.write_text(str(off_s))
        draft.replace(self._directory / str(pid))


async def stepping(clocks: Clocks, night: Night) -> None:
    """Each time it is another hour, two people on different workers take turns to edit what the other wrote."""
    writers, _ = await gather(night)
    crew = night.people("crew", EDITORS, FORM, CREW, Role.CREW)
    await night.enter(crew)
    await night.spread(crew)
    page = Page()
    reader = await night.somebody("reader", FORM, Role.CREW, watch=page.watch)
    wrong = night.stage.facts.workers[0]
    theirs = [player for player in crew if _worker(night, player) == wrong]
    others = [player for player in crew if _worker(night, player) != wrong]
    away = {player: len(player.bot.away_s) for player in night.company.players}
    async with night.busy([*writers, *crew]):
        for step, off_s in enumerate(STEPS_S):
            clocks.set(wrong, off_s)
            await asyncio.sleep(STEP_S)
            for turn, who in enumerate((theirs[0], others[0], theirs[-1])):
                await _edit(night, who, reader, page, 3 * step + turn)
        await night.recovered()
    for player, times in away.items():
        if len(player.bot.away_s) > times:
            night.wrong(SENT_AWAY, player.bot.client.name)


def _worker(night: Night, player: Player) -> int | None:
    assert player.bot.line is not None
    return serving(night.stage.facts.workers, player.bot.line.local_port)


async def _edit(night: Night, who: Player, reader: Player, page: Page, value: int) -> None:
    """Write over what shows; whether it shows then. Nobody else writes into this field."""
    saw, _ = page.shown()
    sent = who.bot.ask(FORM, Edit(field=FIELD, value=value, saw=saw))
    await until(lambda: sent.outcome != "open" and reader.bot.client.tracks[FORM].seen >= sent.seq, TOGETHER_S)
    if page.shown()[1] != value:
        night.wrong(LOST_EDIT, f"{value} over {saw}, but it shows {page.shown()}")


def stepped(clocks: Clocks) -> Fault:
    return Fault(
        "the wall clock of one worker an hour ahead, an hour behind, to and fro",
        promises=(2, 9),
        bound="nobody is sent away or waits longer than 3 s; an edit over another shows, whatever the clocks say",
        scenario=partial(stepping, clocks),
        twin=Twin("an edit is stamped with the wall clock alone", "wall_stamps", frozenset({LOST_EDIT})),
        silence_s_max=3.0,
        settings=unprotected(""),
        rooms=(FORM,),
        around=clocks.kept,
    )


@pytest.mark.fault
async def test_order_and_edits_do_not_depend_on_wall_clocks(seed: int, tmp_path: Path, rows: list[FaultRow]) -> None:
    rows.append(await prove(stepped(Clocks(tmp_path)), seed, tmp_path))
