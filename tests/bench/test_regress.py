"""No hot path has become slower; and one that has would be found.

Whoever makes one faster, or slower for a good reason, writes a new baseline (`regress.COMMAND`) with the change.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.bench import regress
from tests.bench.paths import PATHS
from tests.bench.regress import LOSS_MAX, LOSS_MAX_ELSEWHERE, read, runtime, slower, write

pytestmark = pytest.mark.alone

ROOT = Path(__file__).resolve().parents[2]
#: Every command is decoded twice.
SLOWED = """
import sys
from hub import wire
from tests.bench import regress

plain = wire.Format.decode

def decode(form, data):
    plain(form, data)
    return plain(form, data)

wire.Format.decode = decode
sys.exit(regress.main(["decode json", "facts as text"]))
"""


def measured(*command: str) -> subprocess.CompletedProcess[str]:
    """What a process of its own says, that nobody traces."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(set(read()[0]) != set(PATHS), reason=f"no baseline for {runtime()}: run {regress.COMMAND}")
@pytest.mark.timeout(180)
def test_no_hot_path_takes_longer_than_it_did_by_more_than_is_allowed_here() -> None:
    said = measured("-m", "tests.bench.regress")
    assert said.returncode == 0, said.stderr + said.stdout


@pytest.mark.skipif(set(read()[0]) != set(PATHS), reason=f"no baseline for {runtime()}: run {regress.COMMAND}")
@pytest.mark.timeout(180)
def test_a_path_that_was_slowed_is_found_and_no_other() -> None:
    said = measured("-c", SLOWED)
    [line] = said.stderr.splitlines()
    assert said.returncode == 1
    assert line.startswith("bench: decode json takes ")


def test_the_baseline_of_the_runtime_that_we_develop_on_has_every_path() -> None:
    baselines = regress.baselines()
    assert all(set(each) == set(PATHS) for each in baselines.values())
    assert baselines


def test_a_baseline_is_kept_beside_those_of_other_runtimes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "baseline.json"
    assert read(path) == ({}, LOSS_MAX_ELSEWHERE)
    write({"decode": 1.0004}, path)
    assert read(path) == ({"decode": 1.0}, LOSS_MAX)
    monkeypatch.setattr(regress, "runtime", lambda: "another")
    write({"decode": 2.0}, path)
    assert regress.baselines(path) == {runtime(): {"decode": 1.0}, "another": {"decode": 2.0}}


@pytest.mark.parametrize("builds", [("one compiler", "two"), ("two", "one compiler")])
def test_another_build_of_the_same_python_is_compared_less_strictly_and_with_the_slowest_of_those_there_are(
    builds: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "baseline.json"
    for build, figures in zip(builds, ({"decode": 1.0, "join": 4.0}, {"decode": 2.0, "join": 3.0}), strict=True):
        monkeypatch.setattr(regress, "runtime", lambda build=build: f"{runtime()} {build}")
        write(figures, path)
    monkeypatch.setattr(regress, "runtime", lambda: "PyPy 3.11")
    write({"decode": 9.0, "join": 9.0}, path)
    monkeypatch.setattr(regress, "runtime", lambda: f"{runtime()} three")
    assert read(path) == ({"decode": 2.0, "join": 4.0}, LOSS_MAX_ELSEWHERE)


def test_a_fifth_longer_may_be() -> None:
    figures, before = {"a": 1.19, "b": 1.21, "c": 0.5}, {"a": 1.0, "b": 1.0, "c": 1.0}
    assert slower(figures, before, LOSS_MAX) == ["b"]
    assert slower(figures, before, LOSS_MAX_ELSEWHERE) == []


def test_without_a_baseline_there_is_nothing_to_say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing: tuple[dict[str, float], float] = ({}, LOSS_MAX)
    monkeypatch.setattr(regress, "read", lambda: nothing)
    assert regress.main([]) == 2
    assert regress.COMMAND in capsys.readouterr().err


def test_figures_can_be_made_the_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Mapping[str, float]] = []
    two = {name: PATHS[name] for name in ("decode json", "facts as text")}
    monkeypatch.setattr(regress, "PATHS", two)
    monkeypatch.setattr(regress, "ROUNDS_CAREFUL", 3)
    monkeypatch.setattr(regress, "write", kept.append)
    assert regress.main(["--write"]) == 0
    [found] = kept
    assert set(found) == set(two)
