"""Programs in the place of a peer's that speak as one of our own servers does."""

import stat
import sys
from pathlib import Path

from load.peers.install import HERE

_SPEAKS = """#!{python}
import asyncio, json, os, sys
sys.path.insert(0, {scripts!r})
{script}
"""
#: `%d` edits are lost on the way.
NODE = """
if sys.argv[1] == "--print":
    print(sys.argv[0])
elif sys.argv[1] == "--version":
    print("v24.1.0")
elif sys.argv[1].endswith("editors.mjs"):
    print(json.dumps({"took_ms": [1.0, 2.0], "missing": %d, "converged": True, "back_ms": 3.0, "away": 4, "kept": 4}))
else:
    print(json.dumps({"port": 4711}), flush=True)
    asyncio.run(asyncio.sleep(60))
"""


def a_stand_in(path: Path, script: str) -> None:
    """A program of Python there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_SPEAKS.format(python=sys.executable, scripts=str(HERE / "python"), script=script))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def packages_of_node(home: Path, *names: str) -> None:
    """Packages that are installed, at version 1.0, for both projects."""
    for project in ("node", "node-eiows"):
        for name in names:
            package = home / project / "node_modules" / name / "package.json"
            package.parent.mkdir(parents=True, exist_ok=True)
            package.write_text('{"version":"1.0"}')
