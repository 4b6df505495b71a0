import pytest

from load.bots.bot import Address
from load.scenarios.ground import Elsewhere
from load.stage import NotStaged

SECRET = "for tests only: as long as it has to be, and longer"


def test_a_hub_elsewhere_has_an_address_and_no_processes() -> None:
    hub = Elsewhere("http://127.0.0.1:8000", SECRET)
    assert hub.address == Address("127.0.0.1", 8000)
    assert hub.facts.workers == []
    assert Elsewhere("http://hub.invalid", SECRET).address.port == 80


@pytest.mark.parametrize("url", ["https://hub.invalid", "127.0.0.1:8000", "http://"])
def test_only_plain_http_is_tried(url: str) -> None:
    with pytest.raises(NotStaged, match="is no hub that can be tried"):
        Elsewhere(url, SECRET)


def test_without_its_secret_nobody_gets_in() -> None:
    with pytest.raises(NotStaged, match="HUB_GRANT_SECRET is not set"):
        Elsewhere("http://127.0.0.1:8000", "")


async def test_grants_are_signed_with_the_secret_that_was_given() -> None:
    hub = Elsewhere("http://127.0.0.1:8000", SECRET)
    assert len(set(await hub.grants(["floor/one"], "audience", 3))) == 3


async def test_what_is_not_ours_is_not_broken() -> None:
    with pytest.raises(NotStaged, match="not ours to kill worker"):
        await Elsewhere("http://127.0.0.1:8000", SECRET).order("kill worker")
