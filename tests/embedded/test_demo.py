"""What the person at the terminal sees."""

from pathlib import Path

import pytest

from embedded import stack
from embedded.demo import demo
from embedded.stack import Wanted


def test_a_hub_that_ends_by_itself_is_told(cluster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen with a hub that is stopped behind the demo's back; the phone's link is drawn, too."""
    said: list[str] = []
    hubs: list[stack.Hub] = []

    class Seen(stack.Hub):
        def begin(self) -> None:
            hubs.append(self)
            super().begin()

    monkeypatch.setattr(stack, "Hub", Seen)
    assert demo(Wanted(cluster, workers=1, port=0), said.append, lambda _s: hubs[0].stop()) == 1
    assert said[-1].startswith("  The hub ended: see ")
    page = next(text for text in said if "/floor/demo" in text)
    assert "█" in page
    assert f"To sign in: cleo@example.org, {stack.password(cluster)}" in page
    assert "make demo HOST=0.0.0.0" in page
