import shutil
from pathlib import Path

import pytest

from load.peers import install
from load.peers.install import HERE


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for peers with everything installed, as far as its installers know."""
    for project in ("node", "node-eiows"):
        (tmp_path / project).mkdir()
        shutil.copy(HERE / project / "package-lock.json", tmp_path / project / ".installed")
    (tmp_path / "python" / "bin").mkdir(parents=True)
    shutil.copy(HERE / "python" / "requirements.txt", tmp_path / "python" / ".installed")
    (tmp_path / "go").mkdir()
    shutil.copy(HERE / "go" / "go.sum", tmp_path / "go" / ".installed")
    tools = tmp_path / "tools"
    tools.mkdir()
    monkeypatch.setattr(install, "OURS", tools)
    return tmp_path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only waited for so that figures are steady takes no time."""
    for name in ("measures.SETTLE_S", "forms.SETTLE_S", "screens.SETTLE_S"):
        monkeypatch.setattr(f"load.peers.{name}", 0.1)
    monkeypatch.setattr("load.peers.screens.WARM_UP_EDITS", 5)
    monkeypatch.setattr("load.peers.measures.QUIET_S", 0.5)
