"""What is promised of the figures of `make bench`: the bench says which were missed, and so do the documents."""

from collections.abc import Mapping

from msgspec import Struct


class Target(Struct, frozen=True):
    """A figure of a measure and its bound: the least, or the most.

    `instead`: another figure of the measure, and from where on it does as well.
    """

    measure: str
    figure: str
    bound: float
    least: bool = False
    instead: tuple[str, float] | None = None

    def missed(self, value: float) -> bool:
        """Whether it was not reached."""
        return value < self.bound if self.least else value > self.bound

    def missed_by(self, figures: Mapping[str, float]) -> bool:
        """Whether a measure that found these did not reach it; what was not measured cannot be missed."""
        if self.figure not in figures or not self.missed(figures[self.figure]):
            return False
        other, least = self.instead or ("", 0.0)
        return figures.get(other, -1.0) < least if other else True


TARGETS: tuple[Target, ...] = (
    Target("joined", "deliveries_per_worker_cpu_s", 1_000_000, least=True),
    # A kernel that sends no faster than that leaves nobody more.
    Target("single", "deliveries_per_worker_cpu_s", 120_000, least=True, instead=("share_of_send", 0.6)),
    Target("idle", "kib_per_socket", 30),
    Target("edits", "p99_ms", 25),
    Target("chat", "facts_per_s", 4_900, least=True),  # 5,000 are offered; the last ones need a moment
    Target("chat", "p99_ms", 50),
    Target("opening", "longest_ms", 150),
    Target("creating", "p99_ms", 20),
    Target("tenancy", "append_times", 2),
    Target("tenancy", "list_times", 2),
    Target("start", "warm_s", 5),
    Target("pages", "welcome_p99_ms", 150),
    Target("pages", "opened_ms", 1_000),
    Target("pages", "key_ms", 16),
)
#: Until the first page of the demo on a machine that has nothing; `python -m load.bench.cold`.
COLD_S_MAX = 120.0


def missed(measure: str, figure: str, figures: Mapping[str, float]) -> bool:
    """Whether something is promised of this figure, and a measure that found these did not reach it."""
    return any(each.missed_by(figures) for each in TARGETS if (each.measure, each.figure) == (measure, figure))
