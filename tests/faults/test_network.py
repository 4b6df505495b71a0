"""Every bad network, in front of the hub and behind it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from load.reliability import FaultRow
from tests.faults import network_phones, network_postgres, network_redis
from tests.faults.network import Network
from tests.faults.prove import Fault, prove

NETWORKS = {
    "phones": network_phones.FAULTS,
    "postgres": network_postgres.FAULTS,
    "redis": network_redis.FAULTS,
}


@pytest.mark.fault
@pytest.mark.parametrize(
    "fault",
    [pytest.param(fault, id=f"{to}-{fault.__name__}") for to, faults in NETWORKS.items() for fault in faults],
)
async def test_a_bad_network_costs_nobody_a_fact(
    fault: Callable[[Network], Fault], seed: int, tmp_path: Path, rows: list[FaultRow]
) -> None:
    rows.append(await prove(fault(Network(seed)), seed, tmp_path))
