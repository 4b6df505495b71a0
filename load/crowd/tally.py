"""What receivers counted."""

from collections.abc import Iterable

from msgspec import Struct, field, structs

from load.crowd.histogram import Histogram, merged

#: Sentences about what went wrong that are kept of each process; the numbers count all of it.
SENTENCES_MAX = 20


class Tally(Struct):
    """Sums since the crowd began, but the first three, which are as it is now.

    `open` TCP connections, `joined` sockets that are in, `wanted` that should be. `lost` times one that was in went
    without being told to, `back` times one came in again, `refused` handshakes; `ended` sockets that are gone for good:
    told to stay away, or of a crowd that does not come back.
    `faults` are frames that did not follow and stamps that left a hole, with the deliveries `missed` and `repeated`
    by it. `joined_ns` is when a socket last came in (monotonic); `cpu_s` is what the receivers themselves cost.
    `told` counts what a hub refused whole connections with, by code of the catalogue.
    `away` is how long those were away who came back, `seconds` the latencies met in each monotonic second.
    """

    open: int = 0
    joined: int = 0
    wanted: int = 0
    deliveries: int = 0
    frames: int = 0
    reads: int = 0
    bytes: int = 0
    faults: int = 0
    missed: int = 0
    repeated: int = 0
    lost: int = 0
    back: int = 0
    refused: int = 0
    ended: int = 0
    snapshots: int = 0
    joined_ns: int = 0
    cpu_s: float = 0.0
    away: Histogram = field(default_factory=Histogram)
    seconds: dict[int, Histogram] = field(default_factory=dict[int, Histogram])
    told: dict[str, int] = field(default_factory=dict[str, int])
    sentences: list[str] = field(default_factory=list[str])

    @property
    def latency(self) -> Histogram:
        """Of all seconds together."""
        return merged(self.seconds.values())

    def say(self, sentence: str) -> None:
        """Keep what went wrong, for a person."""
        if len(self.sentences) < SENTENCES_MAX:
            self.sentences.append(sentence)

    def took(self, ns: int, now_ns: int) -> None:
        """A delivery that was so long on its way."""
        self.seconds.setdefault(now_ns // 1_000_000_000, Histogram()).add(ns)


_SUMS = [each.name for each in structs.fields(Tally) if each.type in {int, float} and each.name != "joined_ns"]


def total(tallies: Iterable[Tally]) -> Tally:
    """Several processes as one."""
    whole = Tally()
    for each in tallies:
        for name in _SUMS:
            setattr(whole, name, getattr(whole, name) + getattr(each, name))
        whole.joined_ns = max(whole.joined_ns, each.joined_ns)
        whole.away.merge(each.away)
        for second, histogram in each.seconds.items():
            whole.seconds.setdefault(second, Histogram()).merge(histogram)
        for code, times in each.told.items():
            whole.told[code] = whole.told.get(code, 0) + times
        whole.sentences.extend(each.sentences)
    return whole
