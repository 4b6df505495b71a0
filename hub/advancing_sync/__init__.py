"""The advance: one form that band and venue fill in together; nothing typed is ever lost."""

from hub.advancing_sync.rules import ALLOWED, FACTS, Form, apply, decide, show
from hub.advancing_sync.sight import cut, narrow, section_of
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
    narrow=narrow,
    cut=cut,
)
