"""What somebody does to a hub on purpose: it costs little, it ends soon, and nobody else notices."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator, Generator

import pytest
import pytest_asyncio

from tests.conformance.attacks import ATTACKS, HTTP_PER_ADDRESS_MAX, Attack
from tests.conformance.ground import Ground, Memory, Victim, ground, victim
from tests.conformance.measure import AttackRow, borne, keep, measured
from tests.faults.prove import unprotected

pytestmark = [pytest.mark.fault, pytest.mark.asyncio(loop_scope="module")]

EACH_KIB_MAX = 2 * 1024
#: By so much a worker moves without any attack: it has somebody else to serve, keeps what they said, and collects.
OWN_KIB_MAX = 1024
CLOSED_S_MAX = 10.0
#: What the middle one of a victim's answers may take longer than before: a loop that is busy for so long is felt.
LATER_MS_MAX = 25.0
#: The same of the one in a hundred that takes longest: attacker and victim share two cores with the hub (ADR 17).
LATER_P99_MS_MAX = 250.0


@pytest.fixture(scope="module")
def rows() -> Generator[dict[str, AttackRow]]:
    """What was measured; kept when all attacks have been."""
    measured_rows: dict[str, AttackRow] = {}
    yield measured_rows
    if len(measured_rows) == len(ATTACKS):
        keep([measured_rows[attack.name] for attack in ATTACKS])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Ground]:
    """A hub as it is served, of one worker."""
    settings = {"HUB_HTTP_PER_ADDRESS_MAX": str(HTTP_PER_ADDRESS_MAX)}
    async with ground(tmp_path_factory.mktemp("attacked") / "hub", settings) as hub:
        yield hub


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def other(here: Ground) -> AsyncGenerator[Victim]:
    """Somebody else who uses it."""
    async with victim(here) as somebody:
        yield somebody


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def twins(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How many connections of each attack a hub without limits still bears when ours has long hung up."""
    unlimited = {"HUB_RATE_CONNECTION": "1000000000/1000000000", **unprotected("no_limits")}
    async with ground(tmp_path_factory.mktemp("unlimited") / "hub", unlimited) as hub:
        return await borne([attack for attack in ATTACKS if attack.borne], hub)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
async def test_an_attack_costs_little_ends_soon_and_is_not_noticed(
    attack: Attack, here: Ground, other: Victim, twins: dict[str, int], rows: dict[str, AttackRow]
) -> None:
    row = await measured(attack, here, other, twins.get(attack.name))
    rows[attack.name] = row
    assert row.connections > 0
    assert row.extra_kib <= EACH_KIB_MAX * row.connections + OWN_KIB_MAX
    assert row.closed_s <= CLOSED_S_MAX
    assert row.victim_p50_ms <= row.victim_before_p50_ms + LATER_MS_MAX
    assert row.victim_p99_ms <= row.victim_before_p99_ms + LATER_P99_MS_MAX
    if attack.borne:
        assert row.twin_held, "a hub without limits does not bear it either: this attack shows nothing"


async def test_memory_that_is_held_for_a_moment_is_seen() -> None:
    hold = "import sys\nfor _ in sys.stdin: data = b'x' * (20 << 20); del data; print('done', flush=True)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-uc", hold, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"once, to be warm\n")
    await process.stdout.readline()
    memory = Memory(process.pid)
    memory.begin()
    assert memory.extra_kib() < 1024
    process.stdin.write(b"again\n")
    await process.stdout.readline()
    assert 19 * 1024 < memory.extra_kib() < 25 * 1024
    process.stdin.close()
    await process.wait()
