"""What the bench found, as `docs/figures/peers.json` has it, and what is made of several rounds."""

from collections.abc import Sequence
from statistics import median

from msgspec import Struct, field

from load.peers.measures import Figures, Size

HUB, AT_ONCE, LIMIT = "hub", "hub-at-once", "limit"


class Row(Struct):
    """What was found of one peer: what runs, or why not; the figures of each round; who came back.

    `faults` are rounds that were worth nothing; figures of a round stand at its place, empty when there are none.
    """

    versions: dict[str, str] = field(default_factory=dict[str, str])
    not_run: str = ""
    rounds: list[Figures] = field(default_factory=list[Figures])
    away: Figures = field(default_factory=dict[str, float])
    faults: list[str] = field(default_factory=list[str])

    def of(self, figure: str) -> float | None:
        """The median of all rounds that have it; of who came back there is only one."""
        if figure in self.away:
            return self.away[figure]
        values = [each[figure] for each in self.rounds if figure in each]
        return median(values) if values else None


class Found(Struct):
    """All of it. `apart`: each server had a core of its own."""

    size: Size
    rows: dict[str, Row]
    forms: dict[str, Row] = field(default_factory=dict[str, Row])
    apart: bool = True
    took_s: float = 0.0


def ratio(one: Row, other: Row, figure: str) -> float | None:
    """How many times the other's figure the one's is: the median of what each round says."""
    pairs: Sequence[tuple[Figures, Figures]] = list(zip(one.rounds, other.rounds, strict=False))
    found = [a[figure] / b[figure] for a, b in pairs if figure in a and b.get(figure)]
    return median(found) if found else None
