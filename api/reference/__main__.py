"""`python -m api.reference [--check]`: write the pages and types that are made from the code, or see that they are."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from api.reference.asyncapi import asyncapi_json
from api.reference.failures import errors_md
from api.reference.permissions import permissions_md
from api.reference.protocol import protocol_md
from api.reference.typescript import wire_ts

ROOT = Path(__file__).resolve().parents[2]
MADE: dict[str, Callable[[], str]] = {
    "docs/reference/asyncapi.json": asyncapi_json,
    "docs/reference/errors.md": errors_md,
    "docs/reference/permissions.md": permissions_md,
    "docs/reference/protocol.md": protocol_md,
    "web/client/wire.ts": wire_ts,
}


def stale(root: Path | None = None) -> list[str]:
    """The files whose text is not what the code says."""
    files = {(root or ROOT) / name: name for name in MADE}
    return [name for file, name in files.items() if not file.exists() or file.read_text() != MADE[name]()]


def write(root: Path | None = None) -> None:
    """Write every file."""
    for name, make in MADE.items():
        file = (root or ROOT) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(make())


def main(argv: list[str] | None = None) -> int:
    """Write; with --check only look, and name what is stale."""
    parser = argparse.ArgumentParser(prog="python -m api.reference", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something is stale")
    if not parser.parse_args(argv).check:
        write()
        return 0
    found = stale()
    for name in found:
        sys.stderr.write(f"{name} is not what the code says: run `make golden`\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
