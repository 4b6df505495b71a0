"""`python -m api.reference [--check]`: write the pages and types that are made from the code, or see that they are."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from api.reference.typescript import wire_ts

ROOT = Path(__file__).resolve().parents[2]
MADE: dict[str, Callable[[], str]] = {
    "web/client/wire.ts": wire_ts,
}


def stale(root: Path = ROOT) -> list[str]:
    """The files whose text is not what the code says."""
    made = {name: make() for name, make in MADE.items()}
    return [name for name, text in made.items() if not (root / name).exists() or (root / name).read_text() != text]


def write(root: Path = ROOT) -> None:
    """Write every file."""
    for name, make in MADE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(make())


def main(argv: list[str] | None = None) -> int:
    """Write; with --check only look, and name what is stale."""
    parser = argparse.ArgumentParser(prog="python -m api.reference", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something is stale")
    if not parser.parse_args(argv).check:
        write()
        return 0
    for name in stale():
        sys.stderr.write(f"{name} is not what the code says: run `make golden`\n")
    return 1 if stale() else 0


if __name__ == "__main__":
    sys.exit(main())
