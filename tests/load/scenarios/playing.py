"""Playing a scenario in small."""

import io
from pathlib import Path

from load.report.page import page
from load.report.result import Result
from load.scenarios.progress import Progress
from load.scenarios.run import Wish, run
from load.scenarios.scenario import Scenario, Size


async def played(scenario: Scenario, size: Size, directory: Path, url: str = "", secret: str = "") -> Result:
    """A run that lost nothing: its figures have all that its bounds are about, and there is a page of it."""
    wish = Wish(size, 7, url, secret, bounds=False)
    result = await run(scenario, wish, directory, Progress(io.StringIO()))
    assert result.broken == []
    assert result.held
    # Memory per socket says nothing of so few.
    missing = {each.bound.figure for each in result.promises if each.value is None} - {"kib_per_socket"}
    assert not missing
    assert result.figures["lost"] == result.figures["repeated"] == 0
    assert result.timeline.at_s
    assert page(result)
    return result
