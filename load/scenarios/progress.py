"""How a run is going, in one line: renewed in place at a terminal, otherwise one a second."""

import shutil
from typing import TextIO

from load.report.scale import brief
from load.scenarios.sampler import Sample

LINE_EVERY_S = 1.0
_CLEAR = "\r\x1b[2K"


class Progress:
    """Writes to a terminal or to anything else that takes text."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._here = out.isatty()
        self._said_s = -LINE_EVERY_S

    def tell(self, sample: Sample) -> None:
        """Show a sample; away from a terminal not every one."""
        if self._here:
            # A line that is wrapped cannot be renewed.
            self._write(f"{_CLEAR}{line(sample)[: shutil.get_terminal_size().columns - 1]}")
        elif sample.at_s - self._said_s >= LINE_EVERY_S:
            self._said_s = sample.at_s
            self._write(f"{line(sample)}\n")

    def say(self, text: str) -> None:
        """A line that stays."""
        self._write(f"{_CLEAR if self._here else ''}{text}\n")

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def line(sample: Sample) -> str:
    """One sample as people read it."""
    workers = sum(cost.cores for name, cost in sample.costs.items() if name.startswith("worker"))
    others = [(name, cost.cores) for name, cost in sample.costs.items() if not name.startswith("worker")]
    cpu = "  ".join(f"{name} {cores:.2f}" for name, cores in [("workers", workers), *others])
    latency = (
        "no message" if sample.p99_ms is None else f"p50 {brief(sample.p50_ms or 0.0)} p99 {brief(sample.p99_ms)} ms"
    )
    return (
        f"  {sample.at_s:5.1f} s  {brief(sample.sockets)} open  {brief(sample.deliveries_per_s)} delivered/s  "
        f"{brief(sample.answers_per_s)} answered/s  {latency}  cpu {cpu}"
    )
