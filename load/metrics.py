"""What the hub's own `/metrics` says, by worker."""

import asyncio
import re

from load.bots.bot import Address

#: Workers write their counts down so often; who is asked reads the others'.
FRESH_S = 1.2
SCRAPE_S_MAX = 10.0
_SAMPLE = re.compile(r'^(\w+)\{worker="([^"]*)"\} (\S+)$', re.MULTILINE)


async def scrape(address: Address) -> dict[str, dict[str, float]]:
    """Every count and gauge, by worker and by its name in the metrics.

    Raises:
        OSError, TimeoutError: the hub does not answer.
    """
    async with asyncio.timeout(SCRAPE_S_MAX):
        reader, writer = await asyncio.open_connection(address.host, address.port)
        try:
            writer.write(f"GET /metrics HTTP/1.0\r\nHost: {address.host}:{address.port}\r\n\r\n".encode())
            said = await reader.read(-1)
        finally:
            writer.close()
    return parse(said.decode())


def parse(text: str) -> dict[str, dict[str, float]]:
    """The samples that have a worker and nothing else."""
    found: dict[str, dict[str, float]] = {}
    for name, worker, value in _SAMPLE.findall(text):
        found.setdefault(worker, {})[name] = float(value)
    return found


def log_reads_per_room(workers: dict[str, dict[str, float]]) -> float:
    """The most that any worker asked the log for each room it has open, because of who came.

    What it asked because another worker's ring was late is not counted: that depends on how much is said, not on how
    many come.
    """
    return max((_asked(each) / max(each.get("hub_rooms_open", 1.0), 1.0) for each in workers.values()), default=0.0)


def _asked(worker: dict[str, float]) -> float:
    return max(worker.get("hub_log_reads_total", 0.0) - worker.get("hub_gaps_repaired_total", 0.0), 0.0)
