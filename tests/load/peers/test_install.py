"""Fetching peers, with installers of our own that are quick, or fail."""

import os
import re
import stat
from pathlib import Path

import msgspec
import pytest

from load.peers import install
from load.peers.install import (
    HERE,
    c_program,
    go_program,
    go_version,
    node_modules,
    our_versions,
    program,
    python_of,
    reason,
    run,
)
from load.peers.peer import NotInstalled


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is all there is."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setattr(install, "OURS", folder)
    monkeypatch.setenv("PATH", "/bin:/usr/bin:/nowhere")
    return folder


def a_program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_packages_of_node_are_fetched_once_for_each_lock(tools: Path, tmp_path: Path) -> None:
    a_program(tools, "npm", "echo ran >> ran")
    home = node_modules(tmp_path / "peers")
    assert node_modules(tmp_path / "peers") == home
    assert (home / "ran").read_text() == "ran\n"
    assert (home / "package-lock.json").read_bytes() == (HERE / "node" / "package-lock.json").read_bytes()
    assert (home / "ws.mjs").exists()
    (home / ".installed").write_text("another lock")
    node_modules(tmp_path / "peers")
    assert (home / "ran").read_text() == "ran\nran\n"


def test_an_installer_that_fails_is_quoted_and_asked_again(tools: Path, tmp_path: Path) -> None:
    a_program(tools, "npm", "echo 'npm error Error: no source tree' >&2; echo 'a log is in /x' >&2; exit 1")
    with pytest.raises(NotInstalled, match=r"^`npm ci --no-audit` failed: no source tree$"):
        node_modules(tmp_path / "peers")
    assert not (tmp_path / "peers" / "node" / ".installed").exists()


def test_one_that_takes_too_long_is_given_up(tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "INSTALL_S_MAX", 0.1)
    a_program(tools, "npm", "exec sleep 20")
    with pytest.raises(NotInstalled, match="took longer than"):
        run([tools / "npm", "ci"], tmp_path)


def test_a_program_that_is_not_there_is_named(tools: Path) -> None:
    a_program(tools, "here", "exit 0")
    assert program("here") == tools / "here"
    with pytest.raises(NotInstalled, match="there is no `not-there` on this machine"):
        program("not-there")


def test_the_first_error_is_the_reason_or_else_the_last_line() -> None:
    assert reason("a\nError: b\nError: c\nd") == "b"
    assert reason("a\n  server response: no\n\n") == "server response: no"
    assert reason("") == "it did not say why"


def test_versions_of_node_are_those_that_are_installed(tools: Path, tmp_path: Path) -> None:
    a_program(tools, "node", 'case "$1" in --print) echo "$0";; *) echo v24.1.0;; esac')
    package = tmp_path / "node_modules" / "@a" / "b" / "package.json"
    package.parent.mkdir(parents=True)
    package.write_text('{"version":"1.2.3","more":1}')
    assert install.node_versions(tmp_path, "@a/b").parts == {"@a/b": "1.2.3", "Node": "24.1.0"}


def test_an_environment_for_python_is_made_from_the_lock(tools: Path, tmp_path: Path) -> None:
    a_program(tools, "uv", f'echo "$1" >> {tmp_path}/ran; for last; do :; done; [ "$1" = pip ] || mkdir -p "$last/bin"')
    (tmp_path / "peers").mkdir()
    python = python_of(tmp_path / "peers")
    assert python == python_of(tmp_path / "peers")
    assert (tmp_path / "ran").read_text() == "venv\npip\n"
    a_program(python.parent, "python", "echo 1.0 2.0 3.11.7")
    assert str(install.python_versions(python, "a", "b")) == "a 1.0, b 2.0, Python 3.11.7"


def test_the_lock_for_python_has_a_hash_for_each_package() -> None:
    blocks = (HERE / "python" / "requirements.txt").read_text().split("\n\n")[-1]
    assert blocks.count("==") == sum("==" in line and line.endswith("\\") for line in blocks.splitlines())


def test_a_go_program_is_built_once_for_each_lock(tools: Path, tmp_path: Path) -> None:
    a_program(tools, "go", f'echo "$1" >> {tmp_path}/ran; while [ "$1" != -o ]; do shift; done; echo "$3" > "$2"')
    peers = tmp_path / "peers"
    built = go_program(peers, "example.org/a/c/v6")
    assert built == go_program(peers, "example.org/a/c/v6") == peers / "go" / "c"
    assert built.read_text() == "example.org/a/c/v6\n"
    assert (tmp_path / "ran").read_text() == "build\n"
    (peers / "go" / ".installed").write_text("another lock")
    go_program(peers, "example.org/a/c/v6")
    assert (tmp_path / "ran").read_text() == "build\nbuild\n"


def test_a_go_program_that_cannot_be_built_is_asked_for_again(tools: Path, tmp_path: Path) -> None:
    a_program(tools, "go", "echo 'server response: no such version' >&2; exit 1")
    with pytest.raises(NotInstalled, match=r"^`go build -p` failed: server response: no such version$"):
        go_program(tmp_path, "example.org/a/c/v6")
    assert not (tmp_path / "go" / ".installed").exists()


def test_everything_that_go_builds_is_pinned() -> None:
    wanted = (HERE / "go" / "go.mod").read_text()
    lock = (HERE / "go" / "go.sum").read_text()
    built = re.findall(r'^import _ "(\S+)"$', (HERE / "go" / "tools.go").read_text(), re.MULTILINE)
    assert built
    for package in built:
        assert f"require {package} v{go_version(package)}\n" in wanted
        assert f"{package} v{go_version(package)} h1:" in lock
    assert "replace" not in wanted


def test_every_package_of_node_is_pinned() -> None:
    for project in ("node", "node-eiows"):
        package = msgspec.json.decode((HERE / project / "package.json").read_bytes())
        lock = msgspec.json.decode((HERE / project / "package-lock.json").read_bytes())
        for name, version in package["dependencies"].items():
            assert lock["packages"][f"node_modules/{name}"]["version"] == version
        assert all("resolved" not in each for each in lock["packages"].values())


def test_a_c_program_is_compiled_when_its_source_changed(tools: Path, tmp_path: Path) -> None:
    source = tmp_path / "loop.c"
    source.write_text("")
    a_program(tools, "cc", f'echo cc >> {tmp_path}/ran; for last; do :; done; cp "$last" "$4"')
    built = c_program(tmp_path / "peers", source)
    c_program(tmp_path / "peers", source)
    assert (tmp_path / "ran").read_text() == "cc\n"
    newer = built.stat().st_mtime + 10
    source.touch()

    os.utime(source, (newer, newer))
    c_program(tmp_path / "peers", source)
    assert (tmp_path / "ran").read_text() == "cc\ncc\n"


def test_our_own_packages_have_versions() -> None:
    assert our_versions("litestar").parts.keys() == {"litestar", "Python"}
