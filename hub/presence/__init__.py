"""Who is here, where they are in the form, and whether they type."""

from hub.kernel import PEOPLE, Behaviour, same
from hub.presence.messages import Focus, Focused, Here, Typed, Typing
from hub.presence.rules import Presence, apply, blur, decide, show

PRESENCE: Behaviour[Presence] = Behaviour(
    name="presence",
    state=Presence,
    empty=Presence(),
    decide=decide,
    apply=apply,
    view=same,
    show=show,
    allowed={Focus: PEOPLE, Typing: PEOPLE},
    facts=(),
    notices=(Focused, Typed, Here),
    blur=blur,
)
