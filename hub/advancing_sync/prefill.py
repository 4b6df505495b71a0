"""What a form knows from its show before anybody has written in it."""

from collections.abc import Mapping
from contextlib import suppress

from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.messages import Edit, Edited, Value
from hub.advancing_sync.rules import decide
from hub.errors import Rejected
from hub.kernel import Actor, Millis, Moment, Role

#: Who wrote it, where people look who did. Nobody can be called so: ids of people are longer.
SHOW = Actor("show", Role.SYSTEM, "Show")


def prefill(known: Mapping[str, Value], now_ms: Millis) -> tuple[Edited, ...]:
    """The facts that write these values, by field, into an empty form: edits like any other, which people may change.

    What is nothing, and what the form would not take from a person, is left out.
    """
    form, facts = Form(), list[Edited]()
    moment = Moment(SHOW, now_ms, str)
    for field, value in known.items():
        with suppress(Rejected):
            for fact in decide(form, Edit(field=field, value=value), moment):
                assert isinstance(fact, Edited)
                form = apply(form, fact)
                facts.append(fact)
    return tuple(facts)
