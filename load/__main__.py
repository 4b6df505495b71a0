"""`python -m load`: crowds with names, and what they found. It is a flood: meant for this machine and hubs of your own.

Each scenario starts a hub of its own unless told otherwise, plays, says what held and what did not, and ends with 1
when something was lost, repeated, or a bound was missed.
"""

import argparse
import os
import random
import resource
import runpy
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import uvloop
from msgspec import structs

from load import reliability
from load.record import FIGURES as FOLDER
from load.record import recorded
from load.report.page import page
from load.report.result import Result
from load.scenarios.catalogue import SCENARIOS
from load.scenarios.progress import Progress
from load.scenarios.run import Wish, run
from load.scenarios.scenario import Scenario, Size
from load.stage import NotStaged

OTHERS = {
    "show": "a night with its disasters, and a verdict on every fact of it",
    "bench": "one line of figures: deliveries, latency, memory, commits",
    "peers": "the same load on the hub and on its peers",
}
SEEDS = 1_000_000
FIGURES = "scenarios"
SECRET = "HUB_GRANT_SECRET"  # noqa: S105  the name of it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when everything held, 1 when something did not, with the reason on standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] in OTHERS:
        sys.argv = [f"load.{words[0]}", *words[1:]]
        runpy.run_module(f"load.{words[0]}", run_name="__main__", alter_sys=True)  # ends with that command's code
    options = parser().parse_args(words)
    _raise_files_max()
    chosen = [each for each in SCENARIOS if options.scenario in {each.name, "all"}]
    results: list[Result] = []
    for scenario in chosen:
        try:
            results.append(uvloop.run(_one(scenario, options)))
        except NotStaged as error:
            print(f"load: {scenario.name}: {error}", file=sys.stderr)
    if options.record and results:
        keep(results, command(options))
    return 0 if len(results) == len(chosen) and all(each.held for each in results) else 1


def command(options: argparse.Namespace) -> str:
    """What was run, for who wants to run it too; where somebody puts files, or has a hub, is theirs."""
    scaled = () if options.scale == 1 else ("scale",)
    named = (*scaled, "phones", "workers", "seconds", "rate", "processes", "seed")
    asked = [f"--{name} {getattr(options, name)}" for name in named if getattr(options, name) is not None]
    flags = [f"--{name}" for name in ("full", "no-bounds") if getattr(options, name.replace("-", "_"))]
    return " ".join(["python -m load", options.scenario, *flags, *asked, "--record"])


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    scenarios = "\n".join(f"  {each.name:<16} {each.purpose}" for each in SCENARIOS)
    others = "\n".join(f"  {name:<16} {purpose}" for name, purpose in OTHERS.items())
    made = argparse.ArgumentParser(
        prog="python -m load",
        description=__doc__,
        epilog=f"scenarios:\n{scenarios}\n  {'all':<16} each of them in turn\n\nother commands:\n{others}\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = [each.name for each in SCENARIOS]
    made.add_argument("scenario", choices=[*names, "all"], metavar="scenario", help="one of those below, or all")
    made.add_argument("--full", action="store_true", help="the size that the promises name: up to 10,000 phones")
    made.add_argument("--scale", type=float, default=1.0, help="so many times the phones (default 1)")
    made.add_argument("--phones", type=int, help="how many people have a phone in their hand")
    made.add_argument("--workers", type=int, help="processes of the hub")
    made.add_argument("--seconds", type=float, help="how long the measured part lasts")
    made.add_argument("--rate", type=float, help="messages said a second, all together")
    made.add_argument("--processes", type=int, help="processes of the receivers")
    made.add_argument("--seed", type=int, default=random.randrange(SEEDS), help="of what is left to chance")
    made.add_argument("--json", type=Path, help="where the result goes; {} in it is the scenario's name")
    made.add_argument("--html", type=Path, help="where the page goes; {} in it is the scenario's name")
    made.add_argument("--record", action="store_true", help="keep the figures in docs/figures/scenarios.json")
    made.add_argument("--no-bounds", action="store_true", help="a bound that is missed is said, and changes nothing")
    made.add_argument("--against", default="", metavar="URL", help=f"a hub that is there; {SECRET} signs its grants")
    made.add_argument("--room", default="", help="with --against: a floor of that hub, such as floor/demo")
    return made


def _raise_files_max() -> None:
    """Each phone is a file here and one in a worker: the hub and the receivers inherit what we may have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def size_of(scenario: Scenario, options: argparse.Namespace) -> Size:
    """The scenario's own size, or the full one, with what was asked for in its place."""
    chosen = (scenario.full if options.full else scenario.size).scaled(options.scale)
    asked = {
        "phones": options.phones,
        "workers": options.workers,
        "seconds": options.seconds,
        "per_s": options.rate,
        "processes": options.processes,
    }
    return structs.replace(chosen, **{name: value for name, value in asked.items() if value is not None})


async def _one(scenario: Scenario, options: argparse.Namespace) -> Result:
    wish = Wish(
        size_of(scenario, options),
        options.seed,
        options.against,
        os.environ.get(SECRET, ""),
        options.room,
        bounds=not options.no_bounds,
    )
    with tempfile.TemporaryDirectory(prefix="hub-load-") as directory:
        result = await run(scenario, wish, Path(directory), Progress(sys.stderr))
    write(result, options.json, options.html)
    return result


def write(result: Result, json: Path | None, html: Path | None) -> None:
    """The result as the files that were asked for."""
    for path, text in ((json, msgspec.json.format(msgspec.json.encode(result), indent=1)), (html, page(result))):
        if path is not None:
            place = Path(str(path).replace("{}", result.scenario))
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text.decode() if isinstance(text, bytes) else text)
            print(f"load: {place}", file=sys.stderr)


def keep(results: Sequence[Result], command: str, folder: Path = FOLDER) -> None:
    """Put these into the recorded figures, beside those of other scenarios."""
    before = recorded(FIGURES, folder)
    found: dict[str, Any] = dict(before.found) if before else {}
    found |= {each.scenario: summary(each) for each in results}
    print(f"load: {reliability.keep(FIGURES, command, found, folder)}", file=sys.stderr)


def summary(result: Result) -> dict[str, Any]:
    """What documents quote: all but the samples."""
    whole = msgspec.to_builtins(result)
    return {name: value for name, value in whole.items() if name not in {"timeline", "machine", "version", "scenario"}}


if __name__ == "__main__":
    sys.exit(main())
