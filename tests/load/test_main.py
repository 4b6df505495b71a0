"""`python -m load`: what it offers, what it makes of its options, what it writes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from load import __main__ as module
from load.__main__ import OTHERS, keep, main, size_of, write
from load.record import recorded
from load.report.result import Result
from load.scenarios.catalogue import SCENARIOS
from load.scenarios.peak import PEAK
from load.scenarios.scenario import PHONES_MAX, Scenario, Size
from load.stage import NotStaged
from tests.load.report.results import a_result


def options(*words: str) -> Any:
    return module.parser().parse_args(["peak", *words])


def test_help_names_every_scenario_with_its_purpose_and_the_other_commands(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for scenario in SCENARIOS:
        assert scenario.name in said
        assert scenario.purpose in said
    assert all(name in said for name in OTHERS)
    assert "flood: meant for this machine" in said


def test_what_is_asked_for_stands_in_place_of_the_scenarios_own_size() -> None:
    assert size_of(PEAK, options()) == PEAK.size
    asked = options("--phones", "7", "--workers", "1", "--seconds", "2", "--rate", "3", "--processes", "4")
    assert size_of(PEAK, asked) == Size(7, 1, 2, 3, 4)


def test_the_full_size_is_the_one_of_the_promise_and_a_scale_is_of_the_phones() -> None:
    assert size_of(PEAK, options("--full")).phones == PHONES_MAX
    assert size_of(PEAK, options("--scale", "0.5")).phones == PEAK.size.phones / 2


def test_an_unknown_scenario_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["encore"])
    assert ended.value.code == 2
    assert "peak" in capsys.readouterr().err


def test_the_result_goes_where_it_is_asked_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(a_result(), tmp_path / "new" / "{}.json", tmp_path / "{}.html")
    assert msgspec.json.decode((tmp_path / "new" / "peak.json").read_bytes(), type=Result) == a_result()
    assert (tmp_path / "peak.html").read_text().startswith("<!doctype html>")
    assert capsys.readouterr().err.count("load: ") == 2
    write(a_result(), None, None)


def test_recorded_figures_stand_beside_those_of_other_scenarios(tmp_path: Path) -> None:
    keep([a_result(), a_result(scenario="doors")], "python -m load all", tmp_path)
    keep([a_result(seed=8)], "python -m load peak", tmp_path)
    kept = recorded("scenarios", tmp_path)
    assert kept is not None
    assert (kept.found["peak"]["seed"], kept.found["doors"]["seed"]) == (8, 7)
    assert kept.found["peak"]["figures"] == a_result().figures
    assert "timeline" not in kept.found["peak"]


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what would be played."""
    names: list[str] = []

    async def run(scenario: Scenario, *_: object) -> Result:
        names.append(scenario.name)
        return a_result(scenario=scenario.name, held=scenario.name != "chat")

    monkeypatch.setattr(module, "run", run)
    return names


@pytest.mark.parametrize(("words", "code"), [(["peak"], 0), (["chat"], 1), (["all"], 1)])
def test_it_ends_with_1_when_something_did_not_hold(played: list[str], words: Sequence[str], code: int) -> None:
    assert main(words) == code
    assert played == ([each.name for each in SCENARIOS] if words == ["all"] else words)


def test_all_is_recorded_in_one_file(played: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.keep, "__defaults__", (tmp_path,))
    assert main(["all", "--seed", "7", "--record"]) == 1
    kept = recorded("scenarios", tmp_path)
    assert kept is not None
    assert list(kept.found) == played
    assert kept.command == "python -m load all --seed 7 --record"
    assert (tmp_path / "reliability.md").is_file()


def test_where_somebody_puts_files_is_not_in_the_command_that_is_kept() -> None:
    private = ("--json", "/home/ana/x.json", "--html=/home/ana/x.html", "--against", "http://hub.ana.test")
    asked = options("--full", "--phones", "7", "--seconds", "2", "--seed", "3", "--no-bounds", "--record", *private)
    assert module.command(asked) == "python -m load peak --full --no-bounds --phones 7 --seconds 2.0 --seed 3 --record"
    assert (
        module.command(options("--scale", "0.5", "--seed", "3")) == "python -m load peak --scale 0.5 --seed 3 --record"
    )


def test_a_hub_that_does_not_start_once_takes_nothing_from_the_other_scenarios(
    played: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    play = module.run

    async def run(scenario: Scenario, *rest: Any) -> Result:
        if scenario.name == "chat":
            raise NotStaged("the hub did not start")
        return await play(scenario, *rest)

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module.keep, "__defaults__", (tmp_path,))
    assert main(["all", "--record"]) == 1
    assert "load: chat: the hub did not start\n" in capsys.readouterr().err
    kept = recorded("scenarios", tmp_path)
    assert kept is not None
    assert list(kept.found) == played == [each.name for each in SCENARIOS if each.name != "chat"]


def test_without_a_hub_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("load.stage.PYTHON", "false")
    monkeypatch.setattr(module.keep, "__defaults__", (tmp_path,))
    assert main(["peak", "--record"]) == 1
    assert capsys.readouterr().err.endswith("load: peak: the hub did not start\n")
    assert not [*tmp_path.iterdir()]


def test_the_other_commands_are_reached_from_here(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["show", "--help"])
    assert ended.value.code == 0
    assert "python -m load.show" in capsys.readouterr().out
