"""All that is needed to write a document, as one message to whoever writes it: nothing more is looked up there."""

from collections.abc import Callable
from datetime import UTC, tzinfo
from functools import reduce
from typing import TypeAlias

import msgspec
from msgspec import Raw, Struct

from hub.advancing_sync.documents.reading import Readers
from hub.advancing_sync.documents.sheet import DocumentKind, Night, Paper, Printing, Sheet, sheet
from hub.advancing_sync.documents.speech import Speech
from hub.advancing_sync.documents.words import WORDS, Language, Words
from hub.advancing_sync.form import AdvanceFact, Form, apply
from hub.advancing_sync.schema import asked
from hub.advancing_sync.sight import cut
from hub.kernel import Millis, Sight

CURRENCY = "EUR"

_form = msgspec.json.Decoder(Form).decode
_facts = msgspec.json.Decoder(list[AdvanceFact]).decode


class Standing(Struct, frozen=True, tag="standing"):
    """A form after the fact `seq` of its room, as JSON."""

    seq: int
    form: Raw


class Past(Struct, frozen=True, tag="past"):
    """A form after the fact `seq` of its room, by the facts of it that lead there, as one JSON array."""

    seq: int
    facts: Raw


State: TypeAlias = Standing | Past


class Job(Struct, frozen=True):
    """A document to be written, for whoever has this `sight`; `before` is what it is compared with, if anything.

    What `night` does not know is taken from the form, where it may be seen. `night.zone` may be empty.
    """

    kind: DocumentKind
    language: Language
    paper: Paper
    made_ms: Millis
    night: Night
    currency: str
    sight: Sight
    state: State
    before: State | None = None


def written(job: Job, zone_called: Callable[[str], tzinfo | None]) -> Sheet:
    """The document. `zone_called` knows the time zones by their names.

    Raises:
        msgspec.ValidationError: the form or its facts are of a later version of the hub.
    """
    words = WORDS[job.language]
    whole = form_of(job.state)
    before = form_of(job.before) if job.before is not None else None
    form = cut(whole, job.sight)
    zone_name = job.night.zone or _said(form, "show.timezone")
    zone = zone_called(zone_name)
    night = msgspec.structs.replace(job.night, zone=zone_name if zone is not None else "UTC")
    speech = Speech(words, zone or UTC, job.currency or _said(form, "show.currency") or CURRENCY)
    since = called(words, before, job.before.seq) if before is not None and job.before is not None else ""
    printing = Printing(job.kind, job.paper, job.made_ms, called(words, whole, job.state.seq), since)
    return sheet(Readers(form, speech, cut(before, job.sight) if before is not None else None), night, printing)


def form_of(state: State) -> Form:
    """The form as it was."""
    return _form(state.form) if isinstance(state, Standing) else reduce(apply, _facts(state.facts), Form())


def called(words: Words, form: Form, seq: int) -> str:
    """What a state is called: its revision when nothing was written since, else its number in the room's log."""
    revisions = form.agreement.revisions
    newest = max(map(int, revisions), default=0)
    if newest and revisions[str(newest)].stamp == form.last:
        return words.revision.format(number=newest)
    return words.state.format(seq=seq)


def _said(form: Form, key: str) -> str:
    """What the form says, as text; empty where it may not be seen or says nothing."""
    register = form.fields.get(key) if asked(form.schema, key) is not None else None
    return register.value if register is not None and isinstance(register.value, str) else ""
