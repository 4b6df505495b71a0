"""`python -m load.peers` is `make bench-peers`."""

import runpy

import pytest


def test_it_runs_the_bench_and_ends_with_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["load.peers", "--only", "nobody"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("load.peers", run_name="__main__")
    assert ended.value.code == 1
    assert "There is no peer nobody" in capsys.readouterr().err
