"""The pieces that runs are made of."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from load.bots.bot import Address, Closed, Ears
from tests.faults import night as module
from tests.faults.night import Gate

ROOT = Path(__file__).resolve().parents[2]
PLACES = sorted(
    file.stem for file in (ROOT / "tests/faults/unprotected").glob("*.py") if "\nSWITCHES" in file.read_text()
)


async def test_who_comes_to_a_shut_gate_waits_until_it_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    came: list[str] = []

    async def dial(_address: Address, subprotocol: str, _ears: Ears) -> Closed:
        came.append(subprotocol)
        return Closed(1000)

    monkeypatch.setattr(module, "dial_lean", dial)
    gate, nobody = Gate(), object()
    ears: Ears = nobody  # type: ignore[assignment]
    await gate.dial(Address("127.0.0.1", 1), "first", ears)
    gate.shut()
    waiting = asyncio.create_task(gate.dial(Address("127.0.0.1", 1), "second", ears))
    await asyncio.sleep(0)
    assert came == ["first"]
    gate.open()
    assert await waiting == Closed(1000)
    assert came == ["first", "second"]


@pytest.mark.parametrize("place", PLACES)
def test_every_protection_that_a_twin_does_without_is_there_to_be_switched_off(place: str) -> None:
    """All of them one after the other: each replaces something that exists, or says so."""
    code = f"from tests.faults.unprotected.{place} import SWITCHES\nfor switch in SWITCHES.values(): switch()"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=30)
