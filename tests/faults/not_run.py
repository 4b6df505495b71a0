"""A fault that this machine does not permit is reported, not left out."""

from load.reliability import FaultRow, TwinRow
from tests.faults.prove import Fault


def not_run(fault: Fault, why: str) -> FaultRow:
    """The line of the table for a fault of which there was no run."""
    return FaultRow(
        fault=fault.name,
        promises=fault.promises,
        bound=f"not run: {why}",
        seeds=(),
        runs=0,
        messages=0,
        commands=0,
        lost=0,
        repeated=0,
        silence_s=0.0,
        recovery_s=0.0,
        twin=TwinRow(fault.twin.off, {}),
    )
