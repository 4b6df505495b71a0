"""docs/reliability.md is what the recorded figures say."""

from load.reliability import PAGE, render, results


def test_the_page_is_made_from_the_figures_that_are_recorded() -> None:
    """Otherwise run `python -m load.reliability`."""
    assert PAGE.read_text() == render(results())
