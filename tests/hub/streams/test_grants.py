"""Who may publish to a stage and who may watch it."""

from dataclasses import fields

import pytest
from livekit.api import VideoGrants
from msgspec.structs import asdict

from hub.kernel import Role
from hub.streams.grants import SOURCES, StageGrant, stage_grant

BOTH = (True, False)
PUBLISHERS = (Role.OWNER, Role.MANAGER, Role.STREAMER)
VIEWERS = (Role.AUDIENCE, Role.MODERATOR)
STRANGERS = tuple(frozenset(Role) - {*PUBLISHERS, *VIEWERS})


def allowed(grant: StageGrant) -> set[str]:
    """The names of what a grant allows."""
    return {name for name, value in asdict(grant).items() if value}


def test_a_grant_names_every_permission_that_livekit_knows() -> None:
    """A new version of the SDK with one more permission must be looked at before it is used."""
    rooms = {"room", "destination_room"}

    assert set(StageGrant.__struct_fields__) == {field.name for field in fields(VideoGrants)} - rooms
    assert not StageGrant.__struct_defaults__


def test_a_grant_fits_the_sdk() -> None:
    grants = VideoGrants(room="stage", **asdict(stage_grant(Role.AUDIENCE, live=True)))

    assert (grants.can_publish, grants.can_publish_data, grants.can_subscribe) == (False, False, True)


@pytest.mark.parametrize("role", PUBLISHERS)
@pytest.mark.parametrize("live", BOTH)
def test_who_runs_the_stream_publishes_before_it_is_live_too(role: Role, live: bool) -> None:  # noqa: FBT001
    grant = stage_grant(role, live=live)

    assert allowed(grant) == {"room_join", "can_publish", "can_publish_sources", "can_subscribe"}
    assert grant.can_publish_sources == SOURCES


@pytest.mark.parametrize("role", VIEWERS)
def test_a_viewer_watches_a_live_stage_and_nothing_else(role: Role) -> None:
    assert allowed(stage_grant(role, live=True)) == {"room_join", "can_subscribe"}


@pytest.mark.parametrize("role", VIEWERS)
def test_nobody_watches_a_stage_that_is_down(role: Role) -> None:
    assert allowed(stage_grant(role, live=False)) == set()


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("live", BOTH)
def test_a_role_without_a_seat_in_a_stream_gets_nothing(role: Role, live: bool) -> None:  # noqa: FBT001
    assert allowed(stage_grant(role, live=live)) == set()
