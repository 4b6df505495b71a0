"""The whole bench in small, on real hubs."""

from functools import partial
from pathlib import Path

import msgspec
import pytest

from load.bench import run as module
from load.bench.measures import Size
from load.bench.run import PLANS, bench, main, misses
from load.bench.targets import TARGETS
from load.record import recorded
from load.reliability import keep

#: Measured by `python -m load.bench.pages`.
PAGES = "pages"
TINY = Size(seconds=0.5, sockets=40, idle_sockets=40, warm_sockets=5, writers=3, paces=(100, 200), chat=200, edits=8)


@pytest.mark.timeout(240)
async def test_every_figure_is_measured_on_a_real_hub(tmp_path: Path) -> None:
    found = await bench(tmp_path, TINY)
    names = "idle commits chat joined tenancy single edits opening creating start"
    assert list(found) == names.split()
    assert found["joined"]["deliveries_per_s"] > 0
    assert found["single"]["facts_per_frame"] == 1
    assert found["edits"]["edits"] == 2 * TINY.edits
    assert 0 < found["edits"]["p50_ms"] <= found["edits"]["p99_ms"]
    assert found["commits"]["facts_per_s"] > 0
    assert 0 < found["chat"]["p50_ms"] <= found["chat"]["p99_ms"] <= found["chat"]["longest_ms"]
    assert min(found["start"].values()) > 0
    assert all(each.figure in found[each.measure] for each in TARGETS if each.measure != PAGES)


def test_a_miss_is_named_with_its_figure_and_its_bound() -> None:
    good = {
        "joined": {"deliveries_per_worker_cpu_s": 1_000_000.0},
        "single": {"deliveries_per_worker_cpu_s": 120_000.0},
        "idle": {"kib_per_socket": 30.0},
        "edits": {"p99_ms": 25.0},
        "chat": {"facts_per_s": 5_000.0, "p99_ms": 50.0},
        "tenancy": {"append_times": 2.0, "list_times": 2.0},
        "start": {"warm_s": 5.0},
    }
    assert misses(good) == []
    assert misses(good | {"idle": {"kib_per_socket": 30.1}}) == [
        "idle.kib_per_socket is 30.1, at most 30 is promised",
    ]
    assert misses(good | {"single": {"deliveries_per_worker_cpu_s": 119_999.0}}) == [
        "single.deliveries_per_worker_cpu_s is 119,999.0, at least 120,000 is promised",
    ]


def test_every_target_is_of_something_that_is_measured() -> None:
    assert {each.measure for each in TARGETS} <= {"start", PAGES, *(name for plan in PLANS for name in plan.measures)}


def test_tools_get_one_line_and_people_the_rest(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PLANS", ())
    assert main(["--seconds", "0.1"]) == 0
    assert msgspec.json.decode(capsys.readouterr().out) == {"misses": []}


def test_the_figures_are_kept_where_the_documents_find_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PLANS", ())
    monkeypatch.setattr(module, "keep", partial(keep, folder=tmp_path))
    assert main(["--record"]) == 0
    assert msgspec.json.decode(capsys.readouterr().out) == {"misses": []}
    kept = recorded("bench", tmp_path)
    assert kept is not None
    assert (kept.command, kept.found) == (module.COMMAND, {})
    assert (tmp_path / "reliability.md").is_file()


def test_what_cannot_be_measured_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("load.stage.PYTHON", "false")
    assert main(["--seconds", "0.1"]) == 1
    said = capsys.readouterr()
    assert said.err.endswith("bench: the hub did not start\n")
    assert said.out == ""
