"""The advance: one form that band and venue fill in together; nothing typed is ever lost."""

from hub.advancing_sync.rules import ALLOWED, FACTS, Form, apply, cut, decide, section_of, show
from hub.kernel import Behaviour, same

ADVANCING_SYNC: Behaviour[Form] = Behaviour(
    name="advancing_sync",
    state=Form,
    empty=Form(),
    decide=decide,
    apply=apply,
    view=same,
    show=show,
    allowed=ALLOWED,
    facts=FACTS,
    section_of=section_of,
    cut=cut,
)
