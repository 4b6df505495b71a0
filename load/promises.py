"""What the frame promises: each by its number, the commands that prove it, and where the figures of that are."""

from collections.abc import Callable, Mapping
from statistics import median
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from load.bench.targets import COLD_S_MAX, missed
from load.record import Recorded

#: The recorded results by name; None where nothing was recorded yet.
Found: TypeAlias = Mapping[str, Recorded | None]
#: What a result says of a promise; empty when it says nothing.
Reading: TypeAlias = Callable[[Found], str]
MISSED = " **(missed)**"
PER_CPU_S = "deliveries_per_worker_cpu_s"


class Promise(Struct, frozen=True):
    """A promise; `reads` say how it stood the last time."""

    number: int
    says: str
    commands: tuple[str, ...]
    reads: tuple[Reading, ...]

    def stands(self, found: Found) -> str:
        """The figures that there are."""
        return "; ".join(said for read in self.reads if (said := read(found))) or "not measured yet"


def fields(found: Found, name: str) -> dict[str, Any]:
    """A result by its names; empty when there is none."""
    kept = found.get(name)
    return {} if kept is None else msgspec.convert(kept.found, dict[str, Any])


def rows(found: Found, name: str) -> list[dict[str, Any]]:
    """The rows of a result that has some."""
    return msgspec.convert(fields(found, name).get("rows", []), list[dict[str, Any]])


def plain(value: float) -> str:
    """A number as people write it."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"  # noqa: PLR2004  from where on commas help


def faults(number: int) -> Reading:
    """What all faults of a promise came to."""

    def read(found: Found) -> str:
        ours = _ran(found, number)
        if not ours:
            return ""
        runs, messages = sum(row["runs"] for row in ours), sum(row["messages"] for row in ours)
        lost, repeated = sum(row["lost"] for row in ours), sum(row["repeated"] for row in ours)
        counted = f"{_so_many(len(ours), 'fault')}, {_so_many(runs, 'run')}, {messages:,} messages"
        return f"{counted}: lost {lost}, repeated {repeated}"

    return read


def _ran(found: Found, number: int) -> list[dict[str, Any]]:
    """The faults of a promise that were there: what a machine does not permit proves nothing."""
    return [row for row in rows(found, "faults") if number in row["promises"] and row["runs"]]


def _so_many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def noted(figure: str, number: int) -> Reading:
    """What a fault of the promise noted beside that: the largest of all."""

    def read(found: Found) -> str:
        noted = (row["figures"].get(figure) for row in _ran(found, number))
        values = [value for value in noted if value is not None]
        return f"{figure} {max(values):g}" if values else ""

    return read


def recovery(number: int) -> Reading:
    """The longest until everybody was up to date again."""

    def read(found: Found) -> str:
        ours = [row["recovery_s"] for row in _ran(found, number)]
        return f"up to date again after {max(ours):g} s at most" if ours else ""

    return read


def scenarios(number: int) -> Reading:
    """What the scenarios measured against the bounds of a promise."""

    def read(found: Found) -> str:
        said: list[str] = []
        for name, result in fields(found, "scenarios").items():
            for checked in result.get("promises", []):
                bound = checked["bound"]
                if bound.get("promise") == number and checked.get("value") is not None:
                    verdict = "" if checked["held"] else MISSED
                    said.append(
                        f"{name}: {bound['what']} {plain(checked['value'])} {bound.get('unit', '')}".strip() + verdict
                    )
        return "; ".join(said)

    return read


def show(found: Found) -> str:
    """The night with disasters."""
    night = fields(found, "show")
    if not {"phones", "lost", "repeated"} <= night.keys():
        return ""
    return f"`make show`, {night['phones']:,} phones: lost {night['lost']}, repeated {night['repeated']}"


def night(*words: str) -> Reading:
    """What the night missed of a promise: the sentences that have one of these words."""

    def read(found: Found) -> str:
        told = fields(found, "show")
        said = [each for each in told.get("missed", []) if any(word in each for word in words)]
        return "; ".join(f"a night with {told['phones']:,} phones: {each}{MISSED}" for each in said)

    return read


def conformance(found: Found) -> str:
    """The suites that ran."""
    ran = [row for row in rows(found, "conformance") if row["cases"]]
    return "; ".join(f"{row['name']}: {row['passed']} of {row['cases']}" for row in ran)


def access(number: int) -> Reading:
    """What came of trying to get in."""

    def read(found: Found) -> str:
        ours = [row for row in rows(found, "access") if row["promise"] == number]
        return "; ".join(row["said"] + ("" if row["held"] else MISSED) for row in ours)

    return read


def attacks(found: Found) -> str:
    """The worst of all attacks."""
    ours = rows(found, "attacks")
    if not ours:
        return ""
    extra, closed, later = (max(row[key] for row in ours) for key in ("each_kib", "closed_s", "victim_p99_ms"))
    costs = f"at most {extra:,} KiB extra for one, all closed within {closed:g} s"
    return f"{len(ours)} attacks: {costs}, another's p99 {later:g} ms at most"


def fanout(found: Found) -> str:
    """The comparison with the peers: what the hub delivered a second, and how it stands to a `send()` loop in C.

    Medians of all rounds. Singly the next message waits for the last, so a core is not full: there it is the processor
    time for a delivery that is compared, C's with that of the hub that joins nothing, in the same round.
    """
    hub, alone, c = (_rounds(found, peer) for peer in ("hub", "hub-at-once", "limit"))
    said: list[str] = []
    if joined := [each["joined_deliveries_per_s"] for each in hub if "joined_deliveries_per_s" in each]:
        verdict = MISSED if missed("joined", PER_CPU_S, {PER_CPU_S: median(joined)}) else ""
        said.append(f"{median(joined):,.0f} joined deliveries/s{verdict}")
    cost = "single_cpu_us"
    pairs = [(ours[cost], of_c[cost]) for ours, of_c in zip(alone, c, strict=False) if cost in ours and cost in of_c]
    if pairs:
        per_s, share = 1e6 / median(ours for ours, _ in pairs), round(median(of_c / ours for ours, of_c in pairs), 2)
        verdict = MISSED if missed("single", PER_CPU_S, {PER_CPU_S: per_s, "share_of_send": share}) else ""
        said.append(f"singly {per_s:,.0f} in a second of processor time, {share:g} of what C does{verdict}")
    return ", ".join(said)


def _rounds(found: Found, peer: str) -> list[dict[str, float]]:
    return fields(found, "peers").get("rows", {}).get(peer, {}).get("rounds", [])


def bench(measure: str, *figures: str) -> Reading:
    """Figures of one measure of the bench."""

    def read(found: Found) -> str:
        measured: dict[str, float] = fields(found, "bench").get(measure, {})
        said = [
            f"{each} {plain(measured[each])}{MISSED if missed(measure, each, measured) else ''}"
            for each in figures
            if each in measured
        ]
        return f"{measure}: {', '.join(said)}" if said else ""

    return read


def pages(found: Found) -> str:
    """What the form costs who opens it, and who writes in it."""
    measured: dict[str, float] = fields(found, "pages")
    named = {"welcome_p99_ms": "joined within", "opened_ms": "on the screen of a phone after", "key_ms": "a key stroke"}
    said = [
        f"{words} {plain(measured[each])} ms{MISSED if missed('pages', each, measured) else ''}"
        for each, words in named.items()
        if each in measured
    ]
    return ", ".join(said)


def cold(found: Found) -> str:
    """The demo on a machine that has nothing; without that figure, that it is not known."""
    if not fields(found, "bench") and not fields(found, "cold"):
        return ""
    took_s: float | None = fields(found, "cold").get("first_page_s")
    if took_s is None:
        return "first page of a fresh clone: not measured yet"
    return f"first page of a fresh clone after {took_s:g} s{MISSED if took_s > COLD_S_MAX else ''}"


FAULTS, LAWS, TEST = "make faults", "make laws", "make test"
LOAD = "python -m load"
PROMISES: tuple[Promise, ...] = (
    Promise(1, "Committed facts lost to a connected or resuming client: 0", (FAULTS, "make show"), (faults(1), show)),
    Promise(2, "Every client sees the same fact at the same number, strictly increasing", (FAULTS, LAWS), (faults(2),)),
    Promise(3, "A command is applied once when it comes 1 to 5 times", (FAULTS,), (faults(3),)),
    Promise(4, "Up to 300 missed facts come exactly; otherwise a snapshot, never a part", (FAULTS,), (faults(4),)),
    Promise(5, "State and fact give what a fresh load gives, for every fact", (LAWS, FAULTS), (faults(5),)),
    Promise(
        6,
        "Redis killed for 60 s: nothing lost, p99 at most 1 s; frozen: noticed within 5 s",
        (FAULTS,),
        (faults(6), noted("p99 while Redis is killed (s)", 6), noted("noticed after (s)", 6)),
    ),
    Promise(
        7,
        "Postgres stopped in immediate mode: no acknowledged write lost, back 5 s after it",
        (FAULTS,),
        (faults(7), recovery(7)),
    ),
    Promise(
        8,
        "Worker killed: sockets back p99 10 s, ghosts gone from presence in 35 s",
        (FAULTS,),
        (faults(8), noted("sockets back, p99 (s)", 8), noted("ghosts gone after (s)", 8)),
    ),
    Promise(9, "Replicas of a form converge, and nothing typed disappears", (LAWS, FAULTS), (faults(9),)),
    Promise(10, "No place of the queue is booked twice by 50 concurrent writers", (FAULTS,), (faults(10),)),
    Promise(
        13,
        "Two organisations: nothing of the other in any reply, frame, log or channel, whatever is asked or said",
        (LAWS, TEST),
        (access(13),),
    ),
    Promise(
        14,
        "Wrong or no Origin 403; a ticket opens one of 50 sockets; no token in an address or log; revoked within 2 s",
        (LAWS, TEST),
        (access(14),),
    ),
    Promise(
        15,
        "Bombs, half-open handshakes, fragments, floods: at most 2 MiB extra each, closed within 10 s; for "
        "somebody else on the same two cores p99 rises by at most 250 ms",
        (FAULTS, f"{LOAD} flood", f"{LOAD} slow-phones"),
        (attacks, scenarios(15)),
    ),
    Promise(16, "Autobahn: nothing fails but what the library documents", (LAWS,), (conformance,)),
    Promise(
        17,
        "Fan-out of one core to 1,000 sockets: 1,000,000 deliveries/s joined, 120,000/s singly, or 0.6 of what a bare "
        "send() loop does where that is below 200,000/s",
        ("make bench-peers", "make bench"),
        (fanout, bench("joined", PER_CPU_S), bench("single", PER_CPU_S, "share_of_send")),
    ),
    Promise(
        18,
        "From screen to screen p99 25 ms on two workers; with 10,000 phones 150 ms, in a whole night that shares two "
        "cores with its phones 300 ms (ADR 19)",
        ("make bench", f"{LOAD} peak --full", f"{LOAD} show --phones 10000"),
        (bench("edits", "p50_ms", "p99_ms"), scenarios(18), night("screens")),
    ),
    Promise(
        19,
        "30 KiB a socket; 10,000 join in 15 s, and are back in 60 s after a restart",
        (
            "make bench",
            *(f"{LOAD} {each} --full" for each in ("doors", "reconnect-storm", "deploy")),
            f"{LOAD} show --phones 10000",
        ),
        (bench("idle", "kib_per_socket"), scenarios(19), night("joined", "socket", "restart")),
    ),
    Promise(
        20,
        "5,000 chat messages/s saved, p99 50 ms; 2,000 requests in 10 s, p99 1 s",
        ("make bench", f"{LOAD} chat", f"{LOAD} requests-open"),
        (bench("chat", "facts_per_s", "p99_ms"), scenarios(20)),
    ),
    Promise(
        21,
        "The demo on a fresh machine: first page within 120 s, later starts 5 s",
        (f"{LOAD}.bench.cold", "make bench"),
        (cold, bench("start", "warm_s")),
    ),
    Promise(
        22,
        "A form of 400 questions: the hub has it out within 150 ms (p99), a phone four times slower than this machine "
        "shows it within 1 s, and a key stroke keeps that phone busy for at most 16 ms",
        (f"{LOAD}.bench.pages",),
        (pages,),
    ),
)
