"""Who may publish to a stage and who may watch it.

LiveKit's own defaults let everybody publish, subscribe and send data, so nothing here is left to a default.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from hub.kernel import ORGANISERS, Role

#: The kinds of track LiveKit tells apart.
Source: TypeAlias = Literal["camera", "microphone", "screen_share", "screen_share_audio"]
SOURCES: tuple[Source, ...] = ("camera", "microphone", "screen_share", "screen_share_audio")

#: Who brings picture and sound; they may come in before the stage is live, to set up.
PUBLISHERS = ORGANISERS | {Role.STREAMER}
#: Who watches while the stage is live.
VIEWERS = frozenset({Role.MODERATOR, Role.AUDIENCE})


class StageGrant(Struct, frozen=True, kw_only=True):
    """Every permission a LiveKit token can carry, by LiveKit's name, without a default."""

    room_join: bool
    can_publish: bool
    can_publish_sources: tuple[Source, ...]
    can_subscribe: bool
    can_publish_data: bool
    can_update_own_metadata: bool
    room_create: bool
    room_list: bool
    room_record: bool
    room_admin: bool
    ingress_admin: bool
    hidden: bool
    recorder: bool
    agent: bool
    can_manage_agent_session: bool
    can_subscribe_metrics: bool


def _grant(*, publish: bool, watch: bool) -> StageGrant:
    """Data goes through the hub, and rooms are run with the hub's own key: nobody is granted either."""
    return StageGrant(
        room_join=publish or watch,
        can_publish=publish,
        can_publish_sources=SOURCES if publish else (),
        can_subscribe=watch,
        can_publish_data=False,
        can_update_own_metadata=False,
        room_create=False,
        room_list=False,
        room_record=False,
        room_admin=False,
        ingress_admin=False,
        hidden=False,
        recorder=False,
        agent=False,
        can_manage_agent_session=False,
        can_subscribe_metrics=False,
    )


_ON_STAGE = _grant(publish=True, watch=True)
_WATCHING = _grant(publish=False, watch=True)
_NOTHING = _grant(publish=False, watch=False)


def stage_grant(role: Role, *, live: bool) -> StageGrant:
    """What a role may do on a stage that is live or not. Without `room_join` there is no token to mint."""
    if role in PUBLISHERS:
        return _ON_STAGE
    return _WATCHING if live and role in VIEWERS else _NOTHING
