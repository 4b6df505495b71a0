"""A crew fills in the same fields at the same time while workers and Redis die: all end with the same form, whole.

What has to be in it is told by a model of its own: a value goes when somebody who had seen it wrote another, or chose.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import pytest
from msgspec import UNSET

from hub.advancing_sync.messages import Edit
from hub.kernel import Command, Role
from hub.wire import Facts, Welcome
from load.bots.waiting import until
from load.reliability import FaultRow
from load.show.cast import Player
from load.show.people import FIELDS, Somebody
from tests.faults.night import Night
from tests.faults.prove import Fault, Twin, prove
from tests.faults.test_slots import facts_of

ROOM = "show/form"
CREW, ROUNDS, EDITS_PER_S = 12, 2, 60.0
CONTENDED = FIELDS[:8]
#: So many write the first of them in one moment at the end: however slow the night was, some had not seen the others.
AT_ONCE = 4
KNOW_S_MAX = 10.0


def writes(who: Somebody) -> Command:
    """A value that nobody else writes, over whatever is known to stand there."""
    return write(who, who.rng.choice(CONTENDED))


def write(who: Somebody, key: str) -> Edit:
    """The same in this field."""
    return Edit(field=key, value=f"As agreed ({who.fresh()})", saw=who.board.stamps.get((key, "", ""), ""))


#: The values of each field by their stamps.
Heads: TypeAlias = dict[str, dict[str, str]]


def standing(facts: Iterable[Mapping[str, Any]], before: Heads | None = None) -> dict[str, set[str]]:
    """The values of each field that nobody who had seen them has replaced, from the form `before` on."""
    heads = before or Heads()
    for fact in facts:
        if fact["t"] == "advance.edited":
            field = heads.setdefault(fact["field"], {})
            field.pop(fact["saw"], None)
            field[fact["stamp"]] = fact["value"]
        elif fact["t"] == "advance.picked":
            for stamp in fact["settled"]:
                heads[fact["field"]].pop(stamp, None)
    return {field: set(values.values()) for field, values in heads.items()}


def shown(welcome: Welcome) -> dict[str, set[str]]:
    """The values of each field in a form as a newcomer gets it: those of the state, and of the facts that go on."""
    assert welcome.state is not UNSET
    fields = msgspec.json.decode(bytes(welcome.state))["advancing_sync"]["fields"]
    heads = {
        key: {each["stamp"]: each["value"] for each in (field, *field.get("siblings", ()))}
        for key, field in fields.items()
    }
    return standing((msgspec.json.decode(bytes(fact)) for _, fact in welcome.facts), heads)


async def filled_in(night: Night) -> None:
    """The workers die in turn, and Redis with one of them; then somebody fresh looks."""
    crew = night.people("crew", CREW, ROOM, {writes: 1}, Role.CREW)
    await night.enter(crew)
    await night.spread(crew)
    async with night.busy(crew, EDITS_PER_S):
        for _ in range(ROUNDS):
            workers = await night.workers(2)
            await night.order("kill redis")
            await night.order(f"kill {night.rng.choice(workers)}")
            await night.back(crew)
            await night.order("start redis")
    welcome = await _at_the_end(night, crew)
    wanted = standing(await facts_of(night.stage.facts.database_url, ROOM))
    found = shown(welcome)
    for field, values in wanted.items():
        for value in values - found.get(field, set()):
            night.wrong("typed and gone", f"{field}: {value}")
        for value in found.get(field, set()) - values:
            night.wrong("should be gone", f"{field}: {value}")
    night.figures["values side by side at the end"] = sum(len(values) for values in wanted.values())


async def _at_the_end(night: Night, crew: list[Player]) -> Welcome:
    """What somebody fresh is welcomed with, after some have written in one moment and both workers were new."""
    await until(night.company.settled, night.patience_s)
    for player in crew[:AT_ONCE]:
        player.bot.ask(ROOM, write(player.who, CONTENDED[0]))
    await until(night.company.settled, night.patience_s)
    # Who comes now is told what a worker makes of the log alone.
    for worker in await night.workers(2):
        await night.order(f"kill {worker}")
        await night.back(crew)
    welcomes: list[Welcome] = []

    def look(frame: Facts | Welcome, _now_s: float) -> None:
        if isinstance(frame, Welcome) and frame.state is not UNSET:
            welcomes.append(frame)

    await night.somebody("auditor", ROOM, Role.CREW, watch=look)
    await until(lambda: bool(welcomes), KNOW_S_MAX)
    return welcomes[0]


FORM = Fault(
    f"{CREW} people write the same {len(CONTENDED)} fields while workers and Redis are killed",
    promises=(5, 9),
    bound="everybody ends with the same form, and nothing typed disappears",
    scenario=filled_in,
    twin=Twin("the last writer of a field wins", "forgets_what_was_typed", frozenset({"typed and gone"})),
    rooms=(ROOM,),
)


@pytest.mark.fault
async def test_nothing_typed_disappears(seed: int, tmp_path: Path, rows: list[FaultRow]) -> None:
    rows.append(await prove(FORM, seed, tmp_path))


def test_the_model_keeps_what_nobody_who_saw_it_replaced() -> None:
    edits = [("1", "a", ""), ("2", "b", "1"), ("3", "c", "1")]
    facts = [{"t": "advance.edited", "field": "f", "stamp": at, "value": value, "saw": saw} for at, value, saw in edits]
    assert standing(facts) == {"f": {"b", "c"}}
    assert standing(facts[1:], {"f": {"1": "a"}}) == {"f": {"b", "c"}}
    picked = {"t": "advance.picked", "field": "f", "chosen": "3", "settled": ["2"]}
    assert standing([*facts, picked]) == {"f": {"c"}}
