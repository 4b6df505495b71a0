"""The tips of a room: each counted once, each an alert."""

from hub.kernel import SYSTEM_ONLY, Behaviour
from hub.tips.messages import Confirm, TipConfirmed
from hub.tips.rules import Tips, apply, decide, show, view

TIPS: Behaviour[Tips] = Behaviour(
    name="tips",
    state=Tips,
    empty=Tips(),
    decide=decide,
    apply=apply,
    view=view,
    show=show,
    allowed={Confirm: SYSTEM_ONLY},
    facts=(TipConfirmed,),
)
