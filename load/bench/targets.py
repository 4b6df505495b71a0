"""What is promised of the figures of `make bench`: the bench says which were missed, and so do the documents."""

from msgspec import Struct


class Target(Struct, frozen=True):
    """A figure of a measure and its bound: the least, or the most."""

    measure: str
    figure: str
    bound: float
    least: bool = False

    def missed(self, value: float) -> bool:
        """Whether it was not reached."""
        return value < self.bound if self.least else value > self.bound


TARGETS: tuple[Target, ...] = (
    Target("joined", "deliveries_per_worker_cpu_s", 1_000_000, least=True),
    Target("single", "deliveries_per_worker_cpu_s", 120_000, least=True),
    Target("idle", "kib_per_socket", 30),
    Target("edits", "p99_ms", 25),
    Target("chat", "facts_per_s", 4_900, least=True),  # 5,000 are offered; the last ones need a moment
    Target("chat", "p99_ms", 50),
    Target("opening", "longest_ms", 150),
    Target("creating", "p99_ms", 20),
    Target("tenancy", "append_times", 2),
    Target("tenancy", "list_times", 2),
    Target("start", "warm_s", 5),
)
#: Until the first page of the demo on a machine that has nothing; `python -m load.bench.cold`.
COLD_S_MAX = 120.0


def missed(measure: str, figure: str, value: float) -> bool:
    """Whether something is promised of this figure, and this is not it."""
    return any(each.missed(value) for each in TARGETS if (each.measure, each.figure) == (measure, figure))
