"""A plot as HTML around an SVG: lines or stacked areas over seconds. No script, and text keeps its size on any screen.

The SVG is stretched to the room there is (its strokes are not), so everything that is read stands around it as HTML.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from msgspec import Struct

from load.report import scale
from load.report.result import Event
from load.report.scale import Scale, brief

#: The stretched drawing's own units, each way.
UNITS = 1000
#: Colours there are; a plot has no more lines than that, the rest of a stack is drawn as one.
COLOURS = 8
#: Of the width of a plot on a phone, so much is a flag's.
FLAG = 0.08


class Plot(Struct, frozen=True):
    """What is drawn. `limit` is a line across, with its own words. None in a line is a gap."""

    title: str
    unit: str
    about: str
    at_s: Sequence[float]
    lines: Mapping[str, Sequence[float | None]]
    events: Sequence[Event] = ()
    stacked: bool = False
    limit: tuple[float, str] | None = None


def draw(plot: Plot) -> str:
    """The figure."""
    lines = _stack(plot.lines) if plot.stacked else dict(plot.lines)
    values = [each for line in lines.values() for each in _there(line)]
    limit = [plot.limit[0]] if plot.limit and values and plot.limit[0] < 2 * max(values) else []
    up = scale.linear(max([*values, *limit], default=0.0)) if plot.stacked else scale.spread([*values, *limit])
    along = scale.time(max(plot.at_s, default=0.0))
    drawing = [
        *_grid(up, along),
        *_shapes(plot, lines, up, along),
        *(f'<path class="limit" d="M0 {_y(up, each)}H{UNITS}"/>' for each in limit),
        *(f'<path class="mark" d="M{_x(along, each.at_s)} 0V{UNITS}"/>' for each in plot.events),
    ]
    said = f"{plot.title}, {plot.unit}: " + "; ".join(_summary(name, plot.lines[name]) for name in plot.lines)
    return (
        f'<figure class="plot"><figcaption><h3>{escape(plot.title)} <small>{escape(plot.unit)}</small></h3>'
        f"<p>{escape(plot.about)}</p></figcaption>{_legend(plot, limit)}"
        f'<div class="frame"><div class="up" aria-hidden="true">{_labels(up, "bottom")}</div><div class="area">'
        f'<svg viewBox="0 0 {UNITS} {UNITS}" preserveAspectRatio="none" role="img" aria-label="{escape(said)}">'
        f"{''.join(drawing)}</svg>{_marks(plot.events, along)}{'' if values else _nothing()}</div>"
        f'<div class="along" aria-hidden="true">{_labels(along, "left", " s")}</div></div></figure>'
    )


def _there(line: Iterable[float | None]) -> list[float]:
    return [each for each in line if each is not None and math.isfinite(each)]


def _stack(lines: Mapping[str, Sequence[float | None]]) -> dict[str, Sequence[float | None]]:
    """Each line on top of those before it; nothing counts as 0."""
    total: list[float] = []
    found: dict[str, Sequence[float | None]] = {}
    for name, line in lines.items():
        heights = [each if each is not None and math.isfinite(each) else 0.0 for each in line]
        total = [below + height for below, height in zip(total or [0.0] * len(heights), heights, strict=True)]
        found[name] = list(total)
    return found


def _x(along: Scale, at_s: float) -> str:
    return f"{UNITS * along.part(at_s):.1f}"


def _y(up: Scale, value: float) -> str:
    return f"{UNITS * (1 - up.part(value)):.1f}"


def _grid(up: Scale, along: Scale) -> Iterable[str]:
    yield from (f'<path class="grid" d="M0 {_y(up, each)}H{UNITS}"/>' for each in up.ticks)
    yield from (f'<path class="tick" d="M{_x(along, each)} {UNITS}V{UNITS - 20}"/>' for each in along.ticks)


def _shapes(plot: Plot, lines: Mapping[str, Sequence[float | None]], up: Scale, along: Scale) -> Iterable[str]:
    """The topmost of a stack first, so that those below it cover it."""
    numbered = list(enumerate(lines.items()))
    for number, (_, line) in reversed(numbered) if plot.stacked else numbered:
        for run in _runs(plot.at_s, line):
            points = [f"{_x(along, at_s)} {_y(up, value)}" for at_s, value in run]
            yield _shape(number % COLOURS, points, stacked=plot.stacked)


def _runs(at_s: Sequence[float], line: Sequence[float | None]) -> Iterable[list[tuple[float, float]]]:
    """The stretches without a hole."""
    run: list[tuple[float, float]] = []
    for when, value in zip(at_s, line, strict=True):
        if value is not None and math.isfinite(value):
            run.append((when, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _shape(colour: int, points: Sequence[str], *, stacked: bool) -> str:
    if len(points) == 1:
        # A line of no length, with round ends, is a dot.
        return f'<path class="line c{colour}" d="M{points[0]}h0"/>'
    path = "L".join(points)
    if stacked:
        first, last = points[0].split()[0], points[-1].split()[0]
        return f'<path class="part c{colour}" d="M{first} {UNITS}L{path}L{last} {UNITS}Z"/>'
    return f'<path class="line c{colour}" d="M{path}"/>'


def _legend(plot: Plot, limit: Sequence[float]) -> str:
    entries = [
        f'<li><i class="c{number % COLOURS}"></i>{escape(name)} {_typical(line)}</li>'
        for number, (name, line) in enumerate(plot.lines.items())
    ]
    if limit and plot.limit:
        entries.append(f'<li><i class="limit"></i>{escape(plot.limit[1])}</li>')
    return f'<ul class="legend">{"".join(entries)}</ul>'


def _typical(line: Sequence[float | None]) -> str:
    middle, most = _middle_and_most(line)
    return f"<b>{middle}</b> <small>most {most}</small>"


def _summary(name: str, line: Sequence[float | None]) -> str:
    middle, most = _middle_and_most(line)
    return f"{name} is mostly {middle}, at most {most}"


def _middle_and_most(line: Sequence[float | None]) -> tuple[str, str]:
    values = sorted(_there(line))
    return (brief(values[len(values) // 2]), brief(values[-1])) if values else ("-", "-")


def _percent(along: Scale, value: float) -> str:
    return f"{100 * along.part(value):.2f}%"


def _labels(along: Scale, side: str, unit: str = "") -> str:
    last = len(along.ticks) - 1
    return "".join(
        f'<span style="{side}:{_percent(along, each)}">{brief(each)}{unit if number == last else ""}</span>'
        for number, each in enumerate(along.ticks)
    )


def _marks(events: Sequence[Event], along: Scale) -> str:
    """A flag for each event; those that would cover each other share one."""
    groups: list[list[int]] = []
    for number, each in enumerate(events):
        if groups and along.part(each.at_s) - along.part(events[groups[-1][0]].at_s) < FLAG:
            groups[-1].append(number)
        else:
            groups.append([number])
    return "".join(_flag([events[number] for number in group], group, along) for group in groups)


def _flag(events: Sequence[Event], numbers: Sequence[int], along: Scale) -> str:
    first, last = numbers[0] + 1, numbers[-1] + 1
    said = escape(", ".join(each.what for each in events))
    shown = f"{first}" if first == last else f"{first}\u2013{last}"
    return f'<span class="flag" style="left:{_percent(along, events[0].at_s)}" title="{said}">{shown}</span>'


def _nothing() -> str:
    return '<p class="nothing">nothing was measured</p>'
