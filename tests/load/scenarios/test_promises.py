from load.scenarios import promises
from load.scenarios.catalogue import SCENARIOS


def test_whatever_else_a_scenario_is_about_nothing_may_be_lost_or_repeated_in_it() -> None:
    for scenario in SCENARIOS:
        assert set(promises.NOTHING_LOST) <= set(scenario.bounds), scenario.name


def test_a_figure_has_one_bound_in_a_scenario() -> None:
    for scenario in SCENARIOS:
        figures = [each.figure for each in scenario.bounds]
        assert len(figures) == len(set(figures)), scenario.name
