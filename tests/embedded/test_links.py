"""Every link opens what it says."""

from dataclasses import replace

from api import grants
from api.settings import Settings
from embedded.links import address_of, links, own_address, phone_page
from hub.behaviours import kind_of

SETTINGS = Settings("postgresql://", "unix://", "x" * 32, port=8123)


def test_every_grant_opens_the_room_of_its_page_in_a_seat_that_the_room_has() -> None:
    granted = [link.url for link in links(SETTINGS, "http://hub") if "#grant=" in link.url]
    assert len(granted) == 6
    for url in granted:
        grant = grants.read(SETTINGS.grant_secret, url.partition("#grant=")[2], now_ms=0)
        for room in grant.rooms:
            kind = kind_of(room)
            assert kind is not None
            assert grant.actor.role in kind.lanes


def test_the_audience_needs_no_grant() -> None:
    assert phone_page("http://hub").url == "http://hub/floor/demo"


def test_a_hub_for_the_whole_network_is_named_by_this_machines_address() -> None:
    assert address_of(SETTINGS) == "http://127.0.0.1:8123"
    assert address_of(replace(SETTINGS, host="0.0.0.0")) == f"http://{own_address()}:8123"
