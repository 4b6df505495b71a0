"""Time stands still unless a test lets it pass."""

import pytest

from tests.api.accounts.people import Time
from tests.api.whole import Whole


@pytest.fixture
def time(hub: Whole, monkeypatch: pytest.MonkeyPatch) -> Time:
    """The worker's clock."""
    return Time(hub, monkeypatch)
