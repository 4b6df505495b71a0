"""`python -m embedded`: the demo for people, or `up` for tools. `--help` says the rest."""

import argparse
import json
import signal
import sys
from pathlib import Path
from typing import Any

from api.settings import Misconfigured
from embedded.control import up
from embedded.demo import demo
from embedded.service import NotStarted
from embedded.stack import LOOPBACK, ROOT, Wanted


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m embedded", description="A whole hub on this machine.")
    parser.add_argument("what", nargs="?", choices=["demo", "up"], default="demo", help="for people, or for tools")
    parser.add_argument("--workers", type=int, default=2, help="processes that serve (default 2)")
    parser.add_argument("--dir", type=Path, default=ROOT / ".hub", help="where its data are (default .hub)")
    parser.add_argument("--host", default=LOOPBACK, help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, help="default: 8000 if it is free; 0: any that is free")
    parser.add_argument("--room", action="append", default=[], help="another room, empty; may be repeated")
    parser.add_argument("--json", action="store_true", help="the language of `up`; there is no other")
    return parser


def _say(text: str) -> None:
    print(text, flush=True)


def _answer(facts: dict[str, Any]) -> None:
    print(json.dumps(facts), flush=True)


def _on_signal(number: int, _frame: object) -> None:
    # Closing takes a moment: who presses Ctrl-C twice does not want half of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt(number)


def main(argv: list[str] | None = None) -> int:
    """Run it; 0 when it was ended, 1 with one line when something did not start."""
    options = _parser().parse_args(argv)
    wanted = Wanted(options.dir, options.workers, options.host, options.port, tuple(options.room))
    signal.signal(signal.SIGINT, _on_signal)
    signal.signal(signal.SIGTERM, _on_signal)
    try:
        return up(wanted, sys.stdin, _answer) if options.what == "up" else demo(wanted, _say)
    except KeyboardInterrupt:
        return 0
    except (NotStarted, Misconfigured) as error:
        sys.stderr.write("".join(f"hub: {line}\n" for line in str(error).splitlines()))
        return 1


if __name__ == "__main__":
    sys.exit(main())
