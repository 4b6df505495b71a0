"""Fetching peers with the registries' own clients. What is there already is not fetched again."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from load.peers.peer import NotInstalled, Versions

HERE = Path(__file__).resolve().parent
INSTALL_S_MAX = 600.0
#: How much of what an installer said is quoted.
_QUOTED_CHARS = 240
_ERROR = re.compile(r"\bError: (.+)")
#: Programs of our own environment come first: Node and uv are from PyPI.
OURS = Path(sys.executable).parent


class _Package(Struct):
    version: str


def program(name: str) -> Path:
    """A program of our environment, or else of the machine.

    Raises:
        NotInstalled: there is none.
    """
    found = shutil.which(name, path=f"{OURS}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        raise NotInstalled(f"there is no `{name}` on this machine")
    return Path(found)


def run(argv: Sequence[str | Path], directory: Path, environ: Mapping[str, str] | None = None) -> str:
    """Run it to its end; what it printed.

    Raises:
        NotInstalled: it failed, with the end of what it said.
    """
    words = list(map(str, argv))
    path = f"{OURS}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(  # noqa: S603  the commands are ours
            words,
            cwd=directory,
            capture_output=True,
            text=True,
            timeout=INSTALL_S_MAX,
            env={**os.environ, "PATH": path, **(environ or {})},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotInstalled(f"`{Path(words[0]).name} {words[1]}` took longer than {INSTALL_S_MAX:.0f} s") from None
    if done.returncode:
        why = reason(done.stderr or done.stdout)
        raise NotInstalled(f"`{Path(words[0]).name} {' '.join(words[1:3])}` failed: {why}")
    return done.stdout


def reason(said: str) -> str:
    """The line that says why, of all that an installer said: the first that is an error, or else the last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    named = (found[1] for line in lines if (found := _ERROR.search(line)))
    return next(named, lines[-1] if lines else "it did not say why")[:_QUOTED_CHARS]


def node_modules(peers: Path, project: str = "node") -> Path:
    """The packages of a locked project of ours in `load/peers/`, by `npm ci`; where they are.

    Raises:
        NotInstalled: npm is missing, or failed.
    """
    home, source = peers / project, HERE / project
    home.mkdir(parents=True, exist_ok=True)
    lock = (source / "package-lock.json").read_bytes()
    done = home / ".installed"
    if not done.exists() or done.read_bytes() != lock:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, home)
        run([program("npm"), "ci", "--no-audit", "--no-fund", "--loglevel", "error"], home)
        done.write_bytes(lock)
    # Node looks for packages beside the file that asks.
    for script in (*source.glob("*.mjs"), *(HERE / "node").glob("*.mjs")):
        shutil.copy(script, home)
    return home


def node() -> Path:
    """Node itself: the `node` of an environment may be a program that starts it.

    Raises:
        NotInstalled: there is none.
    """
    return Path(run([program("node"), "--print", "process.execPath"], HERE).strip())


def node_versions(home: Path, *packages: str) -> Versions:
    """Packages as they are installed, and Node."""
    found = {
        name: msgspec.json.decode((home / "node_modules" / name / "package.json").read_bytes(), type=_Package).version
        for name in packages
    }
    return Versions({**found, "Node": run([node(), "--version"], home).strip().removeprefix("v")})


def python_of(peers: Path) -> Path:
    """The interpreter of an environment with the locked packages of `load/peers/python/`.

    Raises:
        NotInstalled: uv is missing, or failed.
    """
    home, wanted = peers / "python", HERE / "python" / "requirements.txt"
    python = home / "bin" / "python"
    done = home / ".installed"
    if not done.exists() or done.read_bytes() != wanted.read_bytes():
        run([program("uv"), "venv", "--clear", "--quiet", "--python", sys.executable, home], peers)
        run(
            [program("uv"), "pip", "sync", "--quiet", "--require-hashes", "--python", python, wanted],
            peers,
            {"VIRTUAL_ENV": str(home)},
        )
        done.write_bytes(wanted.read_bytes())
    return python


def python_versions(python: Path, *packages: str) -> Versions:
    """Packages as they are installed in that environment, and the interpreter."""
    asked = "import sys, importlib.metadata as m; print(*map(m.version, sys.argv[1:]), sys.version.split()[0])"
    said = run([python, "-c", asked, *packages], python.parent).split()
    return Versions(dict(zip((*packages, "Python"), said, strict=True)))


def our_versions(*packages: str) -> Versions:
    """Packages of our own environment, and the interpreter."""
    return Versions({**{name: version(name) for name in packages}, "Python": sys.version.split()[0]})


def go_program(peers: Path, package: str) -> Path:
    """A program of the locked module in `load/peers/go/`; where it is. Built again when the lock has changed.

    Raises:
        NotInstalled: Go is missing, or failed.
    """
    source, home = HERE / "go", peers / "go"
    lock = (source / "go.sum").read_bytes()
    # A version of Go's modules is the end of a path: github.com/somebody/program/v5.
    built, done = home / package.split("/")[2], home / ".installed"
    if not built.exists() or not done.exists() or done.read_bytes() != lock:
        home.mkdir(parents=True, exist_ok=True)
        # A compiler for each core is more than a machine with little memory has.
        argv = [program("go"), "build", "-p", "1", "-mod=readonly", "-buildvcs=false", "-o", built, package]
        run(argv, source, {"CGO_ENABLED": "0"})
        done.write_bytes(lock)
    return built


def go_version(package: str) -> str:
    """The version of a package that the lock has."""
    wanted = re.search(rf"^require {re.escape(package)} v(\S+)$", (HERE / "go" / "go.mod").read_text(), re.MULTILINE)
    assert wanted is not None
    return wanted[1]


def c_program(peers: Path, source: Path) -> Path:
    """A program of one C file, compiled when the file has changed; where it is.

    Raises:
        NotInstalled: there is no compiler, or it failed.
    """
    built = peers / source.stem
    if not built.exists() or built.stat().st_mtime < source.stat().st_mtime:
        peers.mkdir(parents=True, exist_ok=True)
        run([program("cc"), "-D_GNU_SOURCE", "-O2", "-o", built, source], peers)
    return built
