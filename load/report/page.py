"""A result as one page: the verdict, the promises, the plots, and how it was run. Nothing is fetched, nothing runs."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from load.report.plot import Plot, draw
from load.report.result import Checked, Result
from load.report.scale import brief

_STYLE = Path(__file__).with_name("page.css")
#: More of what was broken than anybody reads.
BROKEN_SHOWN = 20
#: A promise is drawn into the plot of its column.
_LATENCY = "p99_ms"


def page(result: Result) -> str:
    """The whole document."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="dark light">'
        f"<title>{escape(result.scenario)}: {_verdict(result)}</title><style>{_STYLE.read_text()}</style></head>"
        f"<body><main>{_head(result)}{_promises(result.promises)}{_broken(result.broken)}{_events(result)}"
        f'<section class="plots">{"".join(draw(each) for each in plots(result))}</section>'
        f"{_figures(result)}{_run(result)}</main></body></html>\n"
    )


def plots(result: Result) -> list[Plot]:
    """Every series of the timeline, in one of the plots."""
    return [*_served(result), *_spent(result)]


def _served(result: Result) -> list[Plot]:
    """What the people have of it."""
    line, at_s = result.timeline, result.timeline.at_s
    latency = {name: line.columns[f"{name}_ms"] for name in ("p50", "p99") if f"{name}_ms" in line.columns}
    limit = next((each.bound for each in result.promises if each.bound.figure == _LATENCY), None)
    return [
        Plot(
            "Latency",
            "ms",
            result.latency,
            at_s,
            latency,
            result.events,
            limit=(limit.limit, f"promised p99, {brief(limit.limit)} ms") if limit else None,
        ),
        Plot(
            "Deliveries",
            "messages per second",
            "What all phones together received.",
            at_s,
            _only(line.columns, "deliveries_per_s"),
            result.events,
        ),
        Plot(
            "Commands",
            "answers per second",
            "What the hub acked or refused.",
            at_s,
            _only(line.columns, "answers_per_s"),
            result.events,
        ),
    ]


def _spent(result: Result) -> list[Plot]:
    """What it takes."""
    line, at_s = result.timeline, result.timeline.at_s
    return [
        Plot(
            "Processor",
            "cores",
            "By process; the receivers are ours, and share the machine with the hub.",
            at_s,
            line.group("cpu/"),
            result.events,
            stacked=True,
            limit=(result.machine.cores, f"the machine's {result.machine.cores}"),
        ),
        Plot("Memory", "MiB", "Resident, by process.", at_s, line.group("memory/"), result.events),
        Plot(
            "Sockets",
            "open",
            "As the receivers count them.",
            at_s,
            _only(line.columns, "sockets"),
            result.events,
        ),
        Plot(
            "Memory per socket",
            "KiB",
            "What the workers grew by since the start, over the sockets that are open.",
            at_s,
            _only(line.columns, "kib_per_socket"),
            result.events,
        ),
    ]


def _only(columns: Mapping[str, Sequence[float | None]], name: str) -> dict[str, Sequence[float | None]]:
    return {name.removesuffix("_per_s").replace("_", " "): columns[name]} if name in columns else {}


def _verdict(result: Result) -> str:
    return "held" if result.held else "not held"


def _head(result: Result) -> str:
    missed = sum(not each.held for each in result.promises)
    counts = (("broken", len(result.broken), "thing"), ("missed", missed, "bound"))
    faults = ", ".join(f"{_count(number, what)} {how}" for how, number, what in counts if number)
    why = f"{faults}." if faults else "Nothing was lost or repeated, and every bound was kept."
    return (
        f'<header><p class="where">Showhub under load</p><h1>{escape(result.scenario)}</h1>'
        f'<p class="purpose">{escape(result.purpose)}</p>'
        f'<p class="verdict {_tone(result.held)}"><b>{_verdict(result).capitalize()}</b> {why}</p></header>'
    )


def _tone(held: bool) -> str:  # noqa: FBT001  the word for it
    return "good" if held else "bad"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _promises(promises: Sequence[Checked]) -> str:
    rows = "".join(
        f'<li class="{_tone(each.held)}"><span>{escape(each.bound.what)}{_number(each)}</span>'
        f'<b class="value">{_value(each.value)}<small>{escape(_unit(each.bound.unit))}</small></b>'
        f'<span class="bound">{"at least" if each.bound.least else "at most"} {each.bound.limit:,g}'
        f"{escape(_unit(each.bound.unit))}</span>"
        f'<span class="mark">{"held" if each.held else "missed"}</span></li>'
        for each in promises
    )
    return f'<section><h2>Promises</h2><ul class="promises">{rows}</ul></section>'


def _number(each: Checked) -> str:
    return f" <small>promise {each.bound.promise}</small>" if each.bound.promise else ""


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""


def _value(value: float | None) -> str:
    return "not measured" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def _broken(broken: Sequence[str]) -> str:
    if not broken:
        return ""
    rows = "".join(f"<li>{escape(each)}</li>" for each in broken[:BROKEN_SHOWN])
    more = len(broken) - BROKEN_SHOWN
    rest = f"<li>and {more} more, in the JSON result</li>" if more > 0 else ""
    return f'<section class="broken"><h2>Broken</h2><ul>{rows}{rest}</ul></section>'


def _events(result: Result) -> str:
    if not result.events:
        return ""
    rows = "".join(
        f'<li><span class="flag">{number}</span> {escape(each.what)} <small>{each.at_s:.1f} s</small></li>'
        for number, each in enumerate(result.events, start=1)
    )
    return f'<section><h2>What happened</h2><ol class="events">{rows}</ol></section>'


def _figures(result: Result) -> str:
    rows = "".join(
        f"<div><dt>{escape(name.replace('_', ' '))}</dt><dd>{_value(value)}</dd></div>"
        for name, value in result.figures.items()
    )
    return f'<section><h2>Figures</h2><dl class="figures">{rows}</dl></section>'


def _run(result: Result) -> str:
    machine = result.machine
    said = {
        "machine": f"{machine.processor}, {_count(machine.cores, 'core')}",
        "system": f"{machine.kernel}, Python {machine.python}",
        "commit": result.commit or "no checkout",
        "on": f"{result.on} UTC",
        "seed": str(result.seed),
        **{name.replace("_", " "): str(value) for name, value in result.options.items()},
    }
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in said.items())
    return f'<section><h2>How it was run</h2><dl class="figures run">{rows}</dl></section>'
