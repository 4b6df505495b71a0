"""One attack, measured: what it costs the hub, how long the hub bears it, and what others notice.

`docs/figures/attacks.json` has `{"rows": [AttackRow ...]}`, in the order of `attacks.ATTACKS`.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress

from msgspec import Struct

from load import reliability
from tests.conformance.attacks import Attack
from tests.conformance.ground import Ground, Memory, Victim

COMMAND = "make faults"
#: What others wait is compared with what they waited just before.
BEFORE_S = 1.0
#: An attack goes on until the hub hangs up, or for so long.
ATTACK_S_MAX = 15.0
#: When the twin is looked at: later than the hub may bear anybody.
TWIN_S = 11.0
#: The shortest time in which enough is asked to say how long it took.
DURING_S_MIN = 0.5


class AttackRow(Struct, frozen=True):
    """An attack as it went.

    `extra_kib`: the most memory the worker held above what it held before; `each_kib`: of that, per connection.
    `closed_s`: when the hub had hung up on the last connection. `victim_*_ms`: what somebody else waited for an
    answer, before and meanwhile; `ratio` of the medians. `twin_held`: how many of the connections a hub without its
    limits still bore at `TWIN_S`; None where it would not bear them either.
    """

    name: str
    connections: int
    extra_kib: int
    each_kib: int
    closed_s: float
    victim_before_p50_ms: float
    victim_before_p99_ms: float
    victim_p50_ms: float
    victim_p99_ms: float
    ratio: float
    twin_held: int | None = None


async def measured(attack: Attack, here: Ground, other: Victim, twin_held: int | None = None) -> AttackRow:
    """Attack, and look."""
    memory = Memory(here.worker)
    await asyncio.sleep(BEFORE_S)
    here.begin()
    memory.begin()
    began_s = time.monotonic()
    before = other.told(began_s - BEFORE_S, began_s)
    closed_s = await attacked(attack, here, ATTACK_S_MAX)
    await asyncio.sleep(max(0.0, began_s + DURING_S_MIN - time.monotonic()))
    during = other.told(began_s, time.monotonic())
    extra_kib = memory.extra_kib()
    return AttackRow(
        name=attack.name,
        connections=len(here.peers),
        extra_kib=extra_kib,
        each_kib=extra_kib // len(here.peers),
        closed_s=round(closed_s, 2),
        victim_before_p50_ms=before[0],
        victim_before_p99_ms=before[1],
        victim_p50_ms=during[0],
        victim_p99_ms=during[1],
        ratio=round(during[0] / before[0], 2),
        twin_held=twin_held,
    )


async def attacked(attack: Attack, here: Ground, seconds: float) -> float:
    """Attack until the hub has hung up on everybody, and for at most so long; the seconds that took."""
    began_s = time.monotonic()
    acting = asyncio.create_task(attack.act(here))
    try:
        while time.monotonic() - began_s < seconds:
            await asyncio.sleep(0.05)
            if acting.done() and not here.held():
                break
        else:
            return seconds
        return time.monotonic() - began_s
    finally:
        acting.cancel()
        with suppress(asyncio.CancelledError):
            await acting


async def borne(attacks: Sequence[Attack], there: Ground) -> dict[str, int]:
    """All attacks at once on a hub without limits: how many connections of each it still bears at `TWIN_S`."""
    grounds = {attack.name: Ground(there.stage, there.token) for attack in attacks}
    acting = [asyncio.ensure_future(attack.act(grounds[attack.name])) for attack in attacks]
    await asyncio.sleep(TWIN_S)
    held = {name: ground.open() for name, ground in grounds.items()}
    for task, ground in zip(acting, grounds.values(), strict=True):
        task.cancel()
        ground.end()
    await asyncio.gather(*acting, return_exceptions=True)
    return held


def keep(rows: Sequence[AttackRow]) -> None:
    """In place of what was there; the page has them at once."""
    reliability.keep("attacks", COMMAND, {"rows": rows})
