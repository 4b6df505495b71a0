"""What a recorded result says of a promise, in words; it is marked where it was missed."""

from collections.abc import Callable, Mapping
from statistics import median
from typing import Any, TypeAlias

import msgspec

from load.bench.targets import COLD_S_MAX, missed
from load.record import Recorded

#: The recorded results by name; None where nothing was recorded yet.
Found: TypeAlias = Mapping[str, Recorded | None]
#: What a result says of a promise; empty when it says nothing.
Reading: TypeAlias = Callable[[Found], str]
MISSED = " **(missed)**"
PER_CPU_S = "deliveries_per_worker_cpu_s"


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
    named = {
        "welcome_p99_ms": "joined within",
        "opened_ms": "on the screen of a phone after",
        "key_ms": "a key stroke",
        "bare_key_ms": "on an empty page",
    }
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
