"""The chat of a room: say, take away, react."""

from hub.chat.messages import Post, Posted, React, Reacted, Remove, Removed
from hub.chat.rules import Chat, apply, cut, decide, section_of, show
from hub.kernel import PEOPLE, Behaviour, Role, same

CHAT: Behaviour[Chat] = Behaviour(
    name="chat",
    state=Chat,
    empty=Chat(),
    decide=decide,
    apply=apply,
    view=same,
    show=show,
    allowed={Post: PEOPLE, Remove: PEOPLE | {Role.SYSTEM}, React: PEOPLE},
    facts=(Posted, Removed),
    notices=(Reacted,),
    section_of=section_of,
    cut=cut,
)
