"""What the frame promises: each by its number, the commands that prove it, and where the figures of that are."""

from msgspec import Struct

from load.readings import (
    PER_CPU_S,
    Found,
    Reading,
    access,
    attacks,
    bench,
    cold,
    conformance,
    fanout,
    faults,
    night,
    noted,
    pages,
    recovery,
    scenarios,
    show,
)


class Promise(Struct, frozen=True):
    """A promise; `reads` say how it stood the last time."""

    number: int
    says: str
    commands: tuple[str, ...]
    reads: tuple[Reading, ...]

    def stands(self, found: Found) -> str:
        """The figures that there are."""
        return "; ".join(said for read in self.reads if (said := read(found))) or "not measured yet"


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
