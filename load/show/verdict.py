"""What a show found: its figures, what was broken, and which promises it kept."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from load.check.checker import Breach, Kind
from load.crowd.histogram import within
from load.crowd.tally import Tally
from load.quantiles import ms, quantile
from load.show.acts import Played
from load.show.cast import Company

#: Refusals that are part of a night: the rules of the queue, of the form and of the chat, and what passes by itself.
EXPECTED = ("queue.", "advance.", "chat.", "room.unavailable", "room.busy", "hub.draining", "hub.full")
BREACHES_SHOWN = 20
#: The promises of a large house are about so many phones.
LARGE = 10_000
#: Where the phones share the cores with the hub (docs/adr/0019-a-night-shares-its-cores-with-its-phones.md).
PEAK_MS_MAX = 300.0


class ActFound(Struct, frozen=True):
    """An act. Milliseconds from a command to the screens of others: the full clients', and those of the crowd.

    `back_s`: seconds from the disaster until everybody was back. `log_reads`: queries for a room of a worker because
    somebody came, since the hub was restarted.
    """

    name: str
    seconds: float
    sent: int
    acked: int
    refused: int
    facts_per_s: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    crowd_p50_ms: float = 0.0
    crowd_p99_ms: float = 0.0
    crowd_max_ms: float = 0.0
    back_s: float = 0.0
    log_reads: float = 0.0


class Found(Struct, frozen=True):
    """A show. `lost` and `repeated` are deliveries; `joined_s` until the crowd's sockets were all in, at the start."""

    phones: int
    full_clients: int
    crew: int
    workers: int
    seed: int
    joined_s: float
    kib_per_socket: float
    acts: list[ActFound]
    sent: int
    acked: int
    refused: int
    delivered: int
    lost: int
    repeated: int
    cut_off: int
    resumed: int
    snapshots: int
    away_p50_s: float
    away_max_s: float
    receivers_cpu_s: float
    breaches: dict[str, int]
    examples: list[str]
    missed: list[str] = []

    @property
    def held(self) -> bool:
        """Whether nothing was broken."""
        return not self.breaches and not self.missed


def surprises(company: Company, expected: tuple[str, ...] = EXPECTED) -> list[Breach]:
    """Refusals that nothing of the night explains, and frames that contradict themselves."""
    told: Counter[str] = Counter()
    for player in company.players:
        told.update(player.bot.client.told)
    return [*strange(told, expected), *(Breach(Kind.DIFFERENT, each) for each in company.faults())]


def strange(told: Mapping[str, int], expected: tuple[str, ...] = EXPECTED) -> list[Breach]:
    """Refusals that nothing of the night explains; `expected` are beginnings of their codes."""
    codes = ((code, times) for code, times in told.items() if not code.startswith(expected))
    return [Breach(Kind.DIFFERENT, f"{code}, {times} times") for code, times in codes]


def of_crowd(tally: Tally) -> list[Breach]:
    """What the crowd found wrong."""
    found = strange(tally.told)
    if tally.faults:
        kind = Kind.GAP if tally.missed else Kind.REPEATED
        found.append(Breach(kind, f"{tally.faults} frames of the crowd; {'; '.join(tally.sentences[:3])}"))
    if tally.ended:
        found.append(
            Breach(Kind.BEHIND, f"{tally.ended} of the crowd were sent away; {'; '.join(tally.sentences[:3])}")
        )
    return found


def act_found(
    played: Played, company: Company, seen: Sequence[tuple[float, float]], tally: Tally, log_reads: float
) -> ActFound:
    """The figures of one act; `seen` are when something was asked for, and how long it took to others."""
    began_s, ended_s = played.began_s, played.ended_s
    sent = [each for player in company.players for each in player.bot.client.commands.values()]
    within_act = [command for command in sent if began_s <= command.at_s < ended_s]
    took = [took_s for at_s, took_s in seen if began_s <= at_s < ended_s]
    outcomes = Counter(command.outcome for command in within_act)
    facts = sum(command.outcome == "acked" and command.seq > 0 for command in within_act)
    crowd = within(tally.seconds, began_s, ended_s)
    return ActFound(
        name=played.act.name,
        seconds=round(ended_s - began_s, 1),
        sent=len(within_act),
        acked=outcomes["acked"],
        refused=outcomes["refused"],
        facts_per_s=round(facts / (ended_s - began_s), 1),
        p50_ms=ms(quantile(took, 0.5)),
        p99_ms=ms(quantile(took, 0.99)),
        max_ms=ms(max(took, default=0)),
        crowd_p50_ms=crowd.quantile_ms(0.5),
        crowd_p99_ms=crowd.quantile_ms(0.99),
        crowd_max_ms=crowd.max_ms,
        back_s=round(played.back_s, 1),
        log_reads=log_reads,
    )


def missed(found: Found) -> list[str]:
    """The promises 18 and 19 that were not kept; they are about a large house."""
    if found.phones < LARGE:
        return []
    acts = {act.name: act for act in found.acts}
    bounds = [
        ("seconds until all had joined", found.joined_s, 15.0),
        ("KiB of worker memory per idle socket", found.kib_per_socket, 30.0),
    ]
    if "peak" in acts:
        bounds.append(("ms to other screens at the peak (p99)", acts["peak"].crowd_p99_ms, PEAK_MS_MAX))
    if "hub restarts" in acts:
        bounds.append(("seconds until all were back after a restart", acts["hub restarts"].back_s, 60.0))
        bounds.append(("log queries per room and worker after a restart", acts["hub restarts"].log_reads, 1.0))
    return [f"{name}: {value:g}, at most {bound:g} is promised" for name, value, bound in bounds if value > bound]
