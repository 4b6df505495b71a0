"""The request and karaoke queue: ask for a song, see when it comes, run the night."""

from hub.kernel import PEOPLE, Behaviour, Role
from hub.queue.fold import apply, show, view
from hub.queue.messages import (
    CalledUp,
    CallUp,
    Configure,
    Configured,
    Finish,
    Held,
    Hold,
    Play,
    Played,
    Reorder,
    Reordered,
    Skip,
    Skipped,
    Started,
    Submit,
    Submitted,
    Withdraw,
    Withdrawn,
)
from hub.queue.rules import RUNNERS, decide
from hub.queue.state import Queue

QUEUE: Behaviour[Queue] = Behaviour(
    name="queue",
    state=Queue,
    empty=Queue(),
    decide=decide,
    apply=apply,
    view=view,
    show=show,
    allowed={
        Configure: RUNNERS,
        Submit: PEOPLE,
        Withdraw: PEOPLE | {Role.SYSTEM},
        Reorder: RUNNERS,
        CallUp: RUNNERS,
        Play: RUNNERS,
        Finish: RUNNERS,
        Skip: RUNNERS,
        Hold: RUNNERS,
    },
    facts=(Configured, Submitted, Withdrawn, Reordered, CalledUp, Started, Played, Skipped, Held),
)
