"""A real hub, started and broken as a show does it."""

from pathlib import Path

import psutil
import pytest

from load import stage as module
from load.stage import NotStaged, stage

pytestmark = pytest.mark.timeout(180)


async def test_a_hub_is_started_broken_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://the.operators.invalid/hub")
    async with stage(tmp_path, 2, rooms=["floor/tonight"], settings={"HUB_FLUSH_MS_MAX": "1"}) as hub:
        assert hub.facts.url == hub.address.origin
        assert "invalid" not in hub.facts.database_url
        assert len(set(hub.facts.workers)) == 2
        environ = psutil.Process(hub.facts.workers[0]).environ()
        assert environ["HUB_FLUSH_MS_MAX"] == "1"
        tokens = await hub.grants(["floor/tonight"], "audience", 3, "Phone")
        assert len(set(tokens)) == 3
        with pytest.raises(NotStaged, match="printed 0 grants"):
            await hub.grants(["floor/tonight"], "crew", 1)
        first = hub.facts.workers[0]
        facts = await hub.order("kill worker")
        assert first not in [pid for pid in facts.workers if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]
        with pytest.raises(NotStaged, match="cannot dance"):
            await hub.order("dance")
        pids = [facts.pids["postgres"], facts.pids["redis"], facts.pids["hub"]]
        assert all(psutil.pid_exists(pid) for pid in pids)
    assert not any(psutil.pid_exists(pid) for pid in pids)


async def test_a_hub_that_does_not_start_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.stage.PYTHON", "false")
    with pytest.raises(NotStaged, match="the hub did not start"):
        async with stage(tmp_path, 1):
            pytest.fail("it started")


def test_a_hub_begins_with_what_is_ready_made_and_keeps_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, data = tmp_path / "made", Path("postgres") / "data"
    (made / data).mkdir(parents=True)
    (made / data / "PG_VERSION").write_text("18")
    monkeypatch.setattr(module, "READY_MADE", None)
    module.begin(tmp_path / "hub")
    assert not (tmp_path / "hub").exists()
    monkeypatch.setattr(module, "READY_MADE", lambda: made)
    module.begin(tmp_path / "hub")
    assert (tmp_path / "hub" / data / "PG_VERSION").read_text() == "18"
    (tmp_path / "hub" / data / "PG_VERSION").write_text("ours")
    module.begin(tmp_path / "hub")
    assert (tmp_path / "hub" / data / "PG_VERSION").read_text() == "ours"
