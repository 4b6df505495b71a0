import re

from load.scenarios.catalogue import SCENARIOS
from load.scenarios.scenario import PHONES_MAX


def test_the_names_are_those_of_their_files() -> None:
    for scenario in SCENARIOS:
        assert scenario.play.__module__ == f"load.scenarios.{scenario.name.replace('-', '_')}"
        assert re.fullmatch("[a-z]+(-[a-z]+)*", scenario.name)
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)


def test_each_says_in_a_sentence_what_it_is_for() -> None:
    for scenario in SCENARIOS:
        assert re.fullmatch(r"[A-Z][^.?!\n]{20,130}[?.]", scenario.purpose), scenario.name


def test_as_they_are_they_fit_a_small_machine_and_a_minute() -> None:
    for scenario in SCENARIOS:
        assert scenario.size.phones <= 2_000
        assert scenario.size.workers <= 2
        assert scenario.size.seconds <= 30
        assert scenario.size.phones <= scenario.full.phones <= PHONES_MAX


def test_those_that_break_a_hub_say_so() -> None:
    assert {scenario.name for scenario in SCENARIOS if scenario.breaks} == {"reconnect-storm", "deploy"}
