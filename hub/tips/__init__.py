"""The tips of a room: each counted once, each an alert."""

from hub.kernel import SYSTEM_ONLY, Behaviour, same
from hub.tips.messages import Confirm, TipConfirmed
from hub.tips.rules import Tips, apply, decide, show

TIPS: Behaviour[Tips] = Behaviour(
    name="tips",
    state=Tips,
    empty=Tips(),
    decide=decide,
    apply=apply,
    view=same,
    show=show,
    allowed={Confirm: SYSTEM_ONLY},
    facts=(TipConfirmed,),
)
