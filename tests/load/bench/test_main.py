"""`python -m load.bench` is `make bench`."""

import runpy

import pytest

from load.bench import run


def test_it_runs_the_bench_and_ends_with_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "main", lambda: 3)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("load.bench", run_name="__main__")
    assert ended.value.code == 3
