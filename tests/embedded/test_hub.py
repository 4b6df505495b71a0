"""The hub as a service: found by its port, known by its workers."""

from pathlib import Path

import pytest

from embedded.hub import Hub
from embedded.service import NotStarted


def test_one_that_does_not_run_has_no_workers(tmp_path: Path) -> None:
    hub = Hub(tmp_path, {"HUB_PORT": "8123"}, 2)
    assert hub.worker_pids() == []
    assert hub.url == "http://127.0.0.1:8123"


def test_its_own_word_on_what_is_missing_is_passed_on(tmp_path: Path) -> None:
    nothing = {"HUB_PORT": "8123", "HUB_DATABASE_URL": "", "HUB_REDIS_URL": "", "HUB_GRANT_SECRET": ""}
    with pytest.raises(NotStarted, match="hub did not start: hub: HUB_GRANT_SECRET is not set"):
        Hub(tmp_path, nothing, 1).start()
